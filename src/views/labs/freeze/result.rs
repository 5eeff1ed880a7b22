//! What happened, in a sentence and a table.

use super::state::Page;
use crate::experiments::Table;
use crate::experiments::freeze::Mode;
use crate::views::findings::{PlacedFindings, lane_of};
use crate::views::reactive::{AnyMemo, AnyRwSignal, memo};
use crate::views::results::Results;
use crate::views::run::Status;
use crate::views::table::Saved;
use leptos::prelude::*;

/// The sentence, what to make of it, and the table by mode.
#[component]
pub(super) fn FreezeResults(page: Page) -> impl IntoView {
    let sorting = AnyRwSignal::new(None);
    let (findings, is_over) = (page.findings(), page.is_over());
    move || {
        let report = page.report.get()?;
        let has_lanes = report.lanes.iter().any(|lane| lane.is_over);
        has_lanes.then(|| {
            let verdict = report.verdict(page.lab.step, is_over.get());
            let guesses = report.beside_guesses(page.lab.step);
            let table = Table::of(&report.lanes, page.lab.step);
            let saved = Saved::AsItIs("meanwhile-freeze");
            view! { <Results verdict guesses table sorting saved below=().into_any() findings/> }.into_any()
        })
    }
}

impl Page {
    fn is_over(self) -> AnyMemo<bool> {
        memo(move || !self.lab.status.with(Status::is_running))
    }

    /// The findings that lead to their places in the lanes.
    pub(super) fn findings(self) -> PlacedFindings {
        let is_over = self.is_over();
        let verdict = move || {
            let report = self.report.get()?;
            Some(report.verdict(self.lab.step, is_over.get()))
        };
        let show = move |(id, row)| {
            if let Some(mode) = Mode::from_id(id) {
                self.show_row(mode, row);
            }
        };
        PlacedFindings::of(verdict, self.looked_at.finding, lane_of, show)
    }
}
