//! What happened, in a sentence and a table.

use super::state::Page;
use crate::experiments::Table;
use crate::experiments::race::{csv_from_report, json_from_report};
use crate::views::results::Results;
use crate::views::run::Status;
use crate::views::table::{SaveTable, Saved};
use leptos::prelude::*;

/// The sentence, what else to notice, and the table by strategy.
#[component]
pub(super) fn RaceResults(page: Page) -> impl IntoView {
    let sorting = RwSignal::new(None);
    let running = Memo::new(move |_| page.lab.status.with(Status::is_running));
    move || {
        let report = page.report.get()?;
        let has_any = report
            .lanes
            .iter()
            .any(|lane| lane.time.is_some() || lane.failure.is_some());
        has_any.then(|| {
            let verdict = report.verdict(page.lab.step, !running.get());
            let guesses = match running.get() {
                true => Vec::new(),
                false => report.beside_guesses(),
            };
            let table = Table::of(&report.lanes, page.lab.step);
            let report = StoredValue::new_local(report);
            let json = move |()| report.with_value(|it| json_from_report(it));
            let csv = move |()| report.with_value(|it| csv_from_report(it));
            let save = view! { <SaveTable name="meanwhile-race" json csv/> };
            let saved = Saved::By(save.into_any());
            let below = view! {
                <p class="hint">"The files have every repetition, with what was lost in it."</p>
            }
            .into_any();
            view! { <Results verdict guesses table sorting saved below/> }
        })
    }
}
