//! What happened, in a sentence and a table.

use super::state::Page;
use crate::experiments::crawl::{Found, LaneReport, Metric, Part, Report};
use crate::views::table::{Column, FigureRow, FigureTable, Sorting};
use leptos::prelude::*;
use std::rc::Rc;

/// The sentence, what got in the way, and the table by strategy.
#[component]
pub(super) fn Results(page: Page) -> impl IntoView {
    move || {
        let report = page.report.get()?;
        let has_lanes = report.lanes.iter().any(|lane| lane.ending.is_some());
        has_lanes.then(|| {
            view! {
                <section class="result" aria-label="Result">
                    <Sentence page report=report.clone()/>
                    <Table page report=report.clone()/>
                    <AsThePost report/>
                </section>
            }
        })
    }
}

#[component]
fn Sentence(page: Page, report: Rc<Report>) -> impl IntoView {
    // While a strategy still runs there is nothing to compare yet.
    let is_over = report.lanes.iter().all(|lane| lane.ending.is_some());
    let part = |part: Part| match part {
        Part::Text(text) => text.into_any(),
        Part::Strategy(strategy, name) => {
            view! { <b data-strategy=strategy.id()>{name}</b> }.into_any()
        }
    };
    let parts = if is_over {
        report.sentence(page.step)
    } else {
        Vec::new()
    };
    let findings = report.findings.iter().filter(|_| is_over);
    let finding = |finding: &Found| view! { <li>{finding.to_string()}</li> };
    view! {
        <p class="sentence">{parts.into_iter().map(part).collect_view()}</p>
        <ul class="findings">{findings.map(finding).collect_view()}</ul>
    }
}

#[component]
fn Table(page: Page, report: Rc<Report>) -> impl IntoView {
    let sorting = expect_context::<ResultSorting>().0;
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
        remark: lane.range_text(step),
    };
    let rows = report.lanes.iter().map(row).collect();
    let report = StoredValue::new_local(report);
    let text =
        Callback::new(move |()| report.with_value(|it| it.table_text(step)));
    view! {
        <FigureTable
            caption="Results by strategy" of="Strategy" columns=columns.to_vec() rows sorting text
        />
    }
}

/// The sorting outlives the table, which is made anew with each report.
#[derive(Clone, Copy)]
pub(super) struct ResultSorting(pub Sorting);

#[component]
fn AsThePost(report: Rc<Report>) -> impl IntoView {
    let print = |lane: &LaneReport| {
        view! { <pre data-strategy=lane.strategy.id()><b>{lane.strategy.name()}</b>"\n"{lane.post_text()}</pre> }
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
