//! The stage of the crawl: what is there of it until the code of the timeline
//! comes.

use super::rest;
use super::state::Page;
use crate::experiments::Experiment;
use crate::experiments::crawl::{Setup, Strategy};
use crate::trace::Viewport;
use crate::views::exhibit::Exhibit;
use crate::views::plot::{BESIDE_ROWS, LegendEntry, StageFoot};
use crate::views::reactive::{derived, memo};
use leptos::prelude::*;

/// The hero of the page.
#[component]
pub(super) fn Stage(page: Page) -> impl IntoView {
    let strategies = memo(move || match page.visit.shown.get() {
        Some(run) => run.plan.strategies.clone(),
        None => page.choices.with(|choices| choices.strategies.clone()),
    });
    let rows = memo(move || match page.visit.shown.get() {
        Some(run) => run.plan.rows.len(),
        None => page.setup().requests().count(),
    });
    let to_come = move || {
        let lane = |strategy| empty_lane(strategy, rows.get());
        let lanes = strategies.get().into_iter().map(lane).collect_view();
        view! {
            <div class="lanes">{lanes}</div>
            <StageFoot legend=LEGEND zoom=page.looked_at.zoom/>
            <p class="facts"></p>
        }
        .into_any()
    };
    let is_due = page.later_pieces.next();
    let lanes = move || {
        let here = is_due
            .get()
            .then(|| page.code.if_here(|| rest::lanes(page, strategies, rows)));
        here.flatten().unwrap_or_else(to_come)
    };

    view! {
        <section class="stage" aria-label="Timeline" data-lanes=move || strategies.get().len().to_string()>
            <Exhibit lab=Experiment::Crawl is_wanted=derived(move || page.is_untouched())/>
            {move || lanes()}
        </section>
    }
}

/// As much room as the lane of a strategy takes, and its name.
pub(super) fn empty_lane(strategy: Strategy, rows: usize) -> AnyView {
    let height = (Viewport::height_for(rows) + BESIDE_ROWS) as u32;
    let html = format!(
        "<header><h2><span class=\"swatch\"></span>{}</h2></header><div class=\"plot\">\
         <svg height=\"{height}\"></svg></div>",
        strategy.name(),
    );
    view! {
        <article class="lane" data-strategy=strategy.id() inner_html=html></article>
    }
    .into_any()
}

impl Page {
    /// Whether nothing was run, and the setup is that of the recorded run.
    fn is_untouched(&self) -> bool {
        let has_run = self.visit.shown.with(Option::is_some);
        !has_run && !self.is_guessing.get() && self.setup() == Setup::default()
    }
}

/// What each kind of ink is.
pub(super) const LEGEND: &[LegendEntry] = &[
    ("turn", "M1 6h18", "not started yet"),
    ("delay", "M1 2h18v8h-18z", "added delay"),
    ("waiting", "M1 2h18v8h-18z", "waiting"),
    ("receiving", "M1 2h18v8h-18z", "receiving"),
    ("unseen", "M1 6h18", "arrived, not seen"),
    ("poll", "M10 1v10", "poll"),
    ("wake", "M10 0v4", "wake"),
    ("failed", "M6 2l8 8m0 -8l-8 8", "failed"),
    ("timed-out", "M10 0v12", "timed out"),
    ("cancelled", "M7 11l6 -10", "aborted"),
];
