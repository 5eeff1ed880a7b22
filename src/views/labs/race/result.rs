//! What happened, in a sentence and a table.

use super::state::Page;
use crate::experiments::Table;
use crate::experiments::race::{csv_from_report, json_from_report};
use crate::views::findings::PlacedFindings;
use crate::views::reactive::{AnyRwSignal, AnyStoredValue, memo};
use crate::views::results::Results;
use crate::views::run::Status;
use crate::views::table::{SaveTable, Saved};
use leptos::prelude::*;

/// The sentence, what else to notice, and the table by strategy.
#[component]
pub(super) fn RaceResults(page: Page) -> impl IntoView {
    let sorting = AnyRwSignal::new(None);
    let running = memo(move || page.lab.status.with(Status::is_running));
    let verdict = move || {
        let mut verdict =
            page.report.get()?.verdict(page.lab.step, !running.get());
        let has_loss = page
            .recorded
            .with(|it| it.as_ref().is_some_and(|it| it.loss.is_some()));
        if !has_loss {
            // The first repetition lost nothing, or was not recorded.
            verdict.findings.iter_mut().for_each(|it| it.place = None);
        }
        Some(verdict)
    };
    let show = move |_| {
        if let Some(recorded) = page.recorded.get_untracked() {
            page.viewer.pause();
            page.viewer.go_to(recorded.start());
            page.viewer.zoom.set(recorded.view(page.lab.step));
        }
    };
    let picture = |_| ".first-loss".to_owned();
    let findings = PlacedFindings::of(verdict, page.finding, picture, show);
    move || {
        let report = page.report.get()?;
        let has_any = report
            .lanes
            .iter()
            .any(|lane| lane.time.is_some() || lane.failure.is_some());
        has_any.then(|| {
            let verdict = verdict().unwrap_or_default();
            let guesses = match running.get() {
                true => Vec::new(),
                false => report.beside_guesses(),
            };
            let table = Table::of(&report.lanes, page.lab.step);
            let report = AnyStoredValue::new(report);
            let json = move |()| report.with_value(|it| json_from_report(it));
            let csv = move |()| report.with_value(|it| csv_from_report(it));
            let save = view! { <SaveTable name="meanwhile-race" json csv/> };
            let saved = Saved::By(save.into_any());
            let below = view! {
                <p class="hint">"The files have every repetition, with what was lost in it."</p>
            }
            .into_any();
            view! { <Results verdict guesses table sorting saved below findings/> }.into_any()
        })
    }
}
