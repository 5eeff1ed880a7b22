//! What happened, in a sentence and a table.

use super::state::Page;
use crate::browser::files;
use crate::experiments::protocol::WorkerFailure;
use crate::experiments::race::{
    LaneReport, Metric, Part, Report, Strategy, csv_from_report,
    json_from_report,
};
use crate::views::table::{Column, FigureRow, FigureTable, Sorting};
use leptos::prelude::*;
use std::rc::Rc;

/// The sentence, what else to notice, and the table by strategy.
#[component]
pub(super) fn Results(page: Page) -> impl IntoView {
    let sorting: Sorting = RwSignal::new(None);
    move || {
        let report = page.report.get()?;
        let has_any = report
            .lanes
            .iter()
            .any(|lane| lane.time.is_some() || lane.failure.is_some());
        has_any.then(|| {
            view! {
                <section class="result" aria-label="Result">
                    <Sentence page report=report.clone()/>
                    <Table page report sorting/>
                </section>
            }
        })
    }
}

#[component]
fn Sentence(page: Page, report: Rc<Report>) -> impl IntoView {
    let failure = |(strategy, failure): (Strategy, &WorkerFailure)| {
        let text = format!("{}: {failure}", strategy.name());
        view! { <p class="alert" role="alert">{text}</p> }
    };
    let fault = |strategy: Strategy| {
        let text = format!(
            "{} lost updates, which it never must: that is a fault of this page. Please report it.",
            strategy.name(),
        );
        view! { <p class="alert" role="alert">{text}</p> }
    };
    let failures = report.failures().map(failure).collect_view();
    let faults = report.faults().map(fault).collect_view();
    let report = StoredValue::new_local(report);
    let said = move || {
        // While a strategy still runs there is nothing to compare yet.
        if page.status.with(|status| status.is_running()) {
            return None;
        }
        let part = |part: Part| match part {
            Part::Text(text) => text.into_any(),
            Part::Strategy(strategy, name) => {
                view! { <b data-strategy=strategy.id()>{name}</b> }.into_any()
            }
        };
        let parts = report.with_value(|it| it.sentence()).into_iter();
        let finding = |text: String| view! { <li>{text}</li> };
        let findings = report.with_value(|it| it.findings(page.step));
        let findings = findings.into_iter();
        Some(view! {
            <p class="sentence">{parts.map(part).collect_view()}</p>
            <ul class="findings">{findings.map(finding).collect_view()}</ul>
        })
    };
    view! {
        {failures}
        {faults}
        {move || said().into_any()}
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
    let row = |lane: &LaneReport| FigureRow {
        id: lane.strategy.id(),
        name: lane.strategy.name(),
        figures: Metric::ALL.map(|metric| lane.figure(metric, step)).into(),
        remark: String::new(),
    };
    let rows = report.lanes.iter().map(row).collect();
    let report = StoredValue::new_local(report);
    let text =
        Callback::new(move |()| report.with_value(|it| it.table_text(step)));
    let json = move |_| {
        let json = report.with_value(|it| json_from_report(it));
        files::save("meanwhile-race.json", "application/json", &json);
    };
    let csv = move |_| {
        let csv = report.with_value(|it| csv_from_report(it));
        files::save("meanwhile-race.csv", "text/csv", &csv);
    };
    view! {
        <FigureTable
            caption="Results by strategy" of="Strategy" columns=columns.to_vec() rows sorting text
        />
        <p class="table-foot">
            <button class="quiet" on:click=json>"Save as JSON"</button>
            <button class="quiet" on:click=csv>"Save as CSV"</button>
            <span class="hint">"Every repetition, with what was lost in it."</span>
        </p>
    }
}
