//! What it cost, in a sentence and a table.

use super::state::Page;
use crate::browser::memory;
use crate::experiments::Table;
use crate::experiments::cost::{
    FormReport, POST, Point, PostFigure, Report, csv_from_points,
    json_from_points,
};
use crate::views::reactive::AnyRwSignal;
use crate::views::results::Results;
use crate::views::run::Status;
use crate::views::table::{SaveTable, Saved};
use leptos::prelude::*;
use std::rc::Rc;

/// The sentence, what is worth noticing, and the table by form.
#[component]
pub(super) fn CostResults(page: Page) -> impl IntoView {
    let sorting = AnyRwSignal::new(None);
    move || {
        let report = page.report.get()?;
        let is_over =
            |it: &FormReport| it.measured.is_some() || it.failure.is_some();
        report.forms.iter().any(is_over).then(|| {
            let verdict = report.verdict(page.lab.step);
            let guesses = report.beside_guesses(page.lab.step);
            let table = Table::of(&report.forms, page.lab.step);
            let below = view! {
                <Ask page report/>
                <Files page/>
            }
            .into_any();
            // Every run is saved, below.
            let saved = Saved::By(().into_any());
            view! { <Results verdict guesses table sorting saved below/> }
                .into_any()
        })
    }
}

/// A button for what takes too long to be asked for with every run; nothing
/// where the browser does not tell.
#[component]
fn Ask(page: Page, report: Rc<Report>) -> impl IntoView {
    let running = move || page.lab.status.with(Status::is_running);
    (memory::is_disclosed() && report.lacks_javascript()).then(|| {
        view! {
            <p class="table-foot">
                <button
                    class="quiet strong"
                    disabled=running
                    on:click=move |_| page.ask_for_memory()
                >
                    "Ask the browser what JavaScript takes"
                </button>
                <span class="hint">
                    "By measureUserAgentSpecificMemory, while as many async functions wait: up to a minute."
                </span>
            </p>
        }.into_any()
    })
}

/// All points of this visit, and the files that they can be saved as.
#[component]
fn Files(page: Page) -> impl IntoView {
    let points = page.points;
    let json = move |()| points.with_untracked(|it| json_from_points(it));
    let csv = move |()| points.with_untracked(|it| csv_from_points(it));
    let point = move |point: &Point| {
        view! { <li>{point.text(page.lab.step)}</li> }.into_any()
    };
    let post = |figure: &PostFigure| {
        view! { <li>{figure.text(page.lab.step)}</li> }.into_any()
    };
    view! {
        <details class="post">
            <summary>"All points of this visit, and the post's"</summary>
            <ul class="cost-points">
                {move || page.points.with(|points| {
                    points.iter().map(point).collect_view()
                })}
                {POST.iter().map(post).collect_view()}
            </ul>
        </details>
        <p class="table-foot">
            <SaveTable name="meanwhile-cost" json csv/>
            <span class="hint">"Every run of this visit, not the last alone."</span>
        </p>
    }
}
