//! What happened, in a sentence and a table.

use super::state::Page;
use crate::experiments::Table;
use crate::experiments::freeze::Mode;
use crate::views::results::Results;
use crate::views::run::Status;
use crate::views::table::Saved;
use leptos::prelude::*;

/// The sentence, what to make of it, and the table by mode.
#[component]
pub(super) fn FreezeResults(page: Page) -> impl IntoView {
    let sorting = RwSignal::new(None);
    let show = Callback::new(move |(id, row): (&'static str, usize)| {
        if let Some(mode) = Mode::from_id(id) {
            page.show_row(mode, row);
        }
    });
    move || {
        let report = page.report.get()?;
        let has_lanes = report.lanes.iter().any(|lane| lane.is_over);
        has_lanes.then(|| {
            let is_over = !page.lab.status.with_untracked(Status::is_running);
            let verdict = report.verdict(page.lab.step, is_over);
            let guesses = report.beside_guesses(page.lab.step);
            let table = Table::of(&report.lanes, page.lab.step);
            let saved = Saved::AsItIs("meanwhile-freeze");
            view! { <Results verdict guesses table sorting saved below=().into_any() show/> }
        })
    }
}
