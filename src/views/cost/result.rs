//! What it cost, in a sentence and a table.

use super::state::Page;
use crate::browser::memory;
use crate::experiments::cost::{
    Failure, Form, FormReport, Metric, Part, Report,
};
use crate::views::run::Status;
use crate::views::table::{Column, FigureRow, FigureTable, Sorting};
use leptos::prelude::*;
use std::rc::Rc;

/// The sentence, what is worth noticing, and the table by form.
#[component]
pub(super) fn Results(page: Page) -> impl IntoView {
    let sorting: Sorting = RwSignal::new(None);
    move || {
        let report = page.report.get()?;
        let is_over =
            |it: &FormReport| it.measured.is_some() || it.failure.is_some();
        report.forms.iter().any(is_over).then(|| {
            view! {
                <section class="result" aria-label="Result">
                    <Sentence page report=report.clone()/>
                    <Table page report=report.clone() sorting/>
                    <Ask page report/>
                    <Files page/>
                </section>
            }
        })
    }
}

#[component]
fn Sentence(page: Page, report: Rc<Report>) -> impl IntoView {
    let part = |part: Part| match part {
        Part::Text(text) => text.into_any(),
        Part::Form(form, name) => {
            view! { <b data-strategy=form.id()>{name}</b> }.into_any()
        }
    };
    let failure = |(form, failure): (Form, &Failure)| {
        let text = format!("{}: {failure}", form.name());
        view! { <p class="alert" role="alert">{text}</p> }
    };
    let finding = |finding: String| view! { <li>{finding}</li> };
    let parts = report.sentence(page.step);
    let findings = report.findings(page.step);
    view! {
        {report.failures().map(failure).collect_view()}
        <p class="sentence">{parts.into_iter().map(part).collect_view()}</p>
        <ul class="findings">{findings.into_iter().map(finding).collect_view()}</ul>
    }
}

#[component]
fn Table(page: Page, report: Rc<Report>, sorting: Sorting) -> impl IntoView {
    let step = page.step;
    let columns = Metric::ALL.map(|metric| Column {
        id: metric.id(),
        heading: metric.heading(),
        definition: metric.definition(),
    });
    let row = |report: &FormReport| FigureRow {
        id: report.form.id(),
        name: report.form.name(),
        figures: Metric::ALL.map(|metric| report.figure(metric, step)).into(),
        remark: report.remark(),
    };
    let rows = report.forms.iter().map(row).collect();
    let report = StoredValue::new_local(report);
    let text =
        Callback::new(move |()| report.with_value(|it| it.table_text(step)));
    view! {
        <FigureTable
            caption="Results by form" of="Form" columns=columns.to_vec() rows sorting text
        />
    }
}

/// A button for what takes too long to be asked for with every run; nothing
/// where the browser does not tell.
#[component]
fn Ask(page: Page, report: Rc<Report>) -> impl IntoView {
    let running = move || page.status.with(Status::is_running);
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
        }
    })
}

/// All points of this visit, and the files that they can be saved as.
#[component]
fn Files(page: Page) -> impl IntoView {
    let point = move |point: &crate::experiments::cost::Point| {
        view! { <li>{point.text(page.step)}</li> }
    };
    view! {
        <details class="post">
            <summary>"All points of this visit, and the post's"</summary>
            <ul class="cost-points">
                {move || page.points.with(|points| {
                    points.iter().map(point).collect_view()
                })}
                <Post page/>
            </ul>
        </details>
        <p class="table-foot">
            <button class="quiet" on:click=move |_| page.save_json()>"Save as JSON"</button>
            <button class="quiet" on:click=move |_| page.save_csv()>"Save as CSV"</button>
            <span class="hint">"Every run of this visit, not the last alone."</span>
        </p>
    }
}

#[component]
fn Post(page: Page) -> impl IntoView {
    let figure = move |figure: &crate::experiments::cost::PostFigure| {
        view! { <li>{figure.text(page.step)}</li> }
    };
    crate::experiments::cost::POST
        .iter()
        .map(figure)
        .collect_view()
}
