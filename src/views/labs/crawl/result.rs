//! What happened, in a sentence and a table.

use super::state::Page;
use crate::experiments::Table;
use crate::experiments::crawl::{LaneReport, Report, Strategy};
use crate::views::findings::{PlacedFindings, lane_of};
use crate::views::reactive::AnyRwSignal;
use crate::views::results::Results;
use crate::views::table::Saved;
use leptos::prelude::*;
use std::rc::Rc;

/// The sentence, what got in the way, and the table by strategy.
#[component]
pub(super) fn CrawlResults(page: Page) -> impl IntoView {
    let sorting = AnyRwSignal::new(None);
    let findings = page.findings();
    move || {
        let report = page.report.get()?;
        let has_lanes = report.lanes.iter().any(|lane| lane.ending.is_some());
        has_lanes.then(|| {
            let verdict = report.verdict(page.lab.step);
            let guesses = report.beside_guesses(page.lab.step);
            let table = Table::of(&report.lanes, page.lab.step);
            let saved = Saved::AsItIs("meanwhile-crawl");
            let below = view! { <AsThePost report/> }.into_any();
            view! { <Results verdict guesses table sorting saved below findings/> }.into_any()
        })
    }
}

impl Page {
    /// The findings that lead to their places in the lanes.
    pub(super) fn findings(self) -> PlacedFindings {
        let verdict = move || Some(self.report.get()?.verdict(self.lab.step));
        let show = move |(id, row)| {
            if let Some(strategy) = Strategy::from_id(id) {
                self.show_row(strategy, row);
            }
        };
        PlacedFindings::of(verdict, self.looked_at.finding, lane_of, show)
    }
}

#[component]
fn AsThePost(report: Rc<Report>) -> impl IntoView {
    let print = |lane: &LaneReport| {
        view! { <pre data-strategy=lane.strategy.id()><b>{lane.strategy.name()}</b>"\n"{lane.post_text()}</pre> }.into_any()
    };
    let done = report
        .lanes
        .iter()
        .filter(|lane| lane.stats.total.is_some());
    view! {
        <details class="post">
            <summary>"As the post prints it, in seconds"</summary>
            <div class="prints">{done.map(print).collect_view()}</div>
            <p class="hint">
                "The post's own figures, for three times httpbin.org/delay/3 from Python, on \
                 another machine and network: blocking 11.4, gevent 4.1, asyncio 4.9."
            </p>
        </details>
    }
}
