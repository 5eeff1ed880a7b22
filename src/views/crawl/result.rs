//! What happened, in a sentence and a table.

use super::state::Page;
use crate::experiments::crawl::{LaneReport, Metric, Part, Report};
use crate::experiments::{sorted_places, value_text};
use crate::views::table::{CopyTable, SortHeading, Sorting};
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
    let finding = |finding: &crate::trace::Finding| view! { <li>{finding.to_string()}</li> };
    view! {
        <p class="sentence">{parts.into_iter().map(part).collect_view()}</p>
        <ul class="findings">{findings.map(finding).collect_view()}</ul>
    }
}

#[component]
fn Table(page: Page, report: Rc<Report>) -> impl IntoView {
    let sorting: Sorting = expect_context::<ResultSorting>().0;
    let step = page.step;
    let heading = move |(column, metric): (usize, Metric)| {
        let (name, definition) = (metric.heading(), metric.definition());
        view! { <SortHeading sorting column name definition/> }
    };
    let shared = StoredValue::new_local(report.clone());
    let text = Callback::new(move |()| shared.get_value().table_text(step));
    let lanes = StoredValue::new_local(report.lanes.clone());
    let rows = move || {
        let lanes = lanes.get_value();
        let value = |metric: Metric| {
            move |lane: &LaneReport| lane.figure(metric, step).value
        };
        let places = match sorting.get() {
            Some((by, falling)) => {
                let values: Vec<_> =
                    lanes.iter().map(value(Metric::ALL[by])).collect();
                sorted_places(&values, falling)
            }
            None => (0..lanes.len()).collect(),
        };
        let row =
            |place: usize| view! { <TableRow page lane=lanes[place].clone()/> };
        places.into_iter().map(row).collect_view().into_any()
    };
    view! {
        <div class="table-frame" tabindex="0" role="region" aria-label="Results by strategy">
            <table class="results">
                <caption>"Results by strategy"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Strategy"</th>
                        {Metric::ALL.into_iter().enumerate().map(heading).collect_view()}
                    </tr>
                </thead>
                <tbody>{move || rows()}</tbody>
            </table>
        </div>
        <p class="table-foot">
            <CopyTable text/>
            <span class="hint">"Point at a heading for its definition; press it to sort."</span>
        </p>
    }
}

/// The sorting outlives the table, which is made anew with each report.
#[derive(Clone, Copy)]
pub(super) struct ResultSorting(pub Sorting);

#[component]
fn TableRow(page: Page, lane: LaneReport) -> impl IntoView {
    let strategy = lane.strategy;
    let range = lane.range_text(page.step);
    let figure = |metric: Metric| {
        let figure = lane.figure(metric, page.step);
        let range = (metric == Metric::Total && !range.is_empty()).then(|| {
            view! { <small>{range.clone()}</small> }
        });
        view! {
            <td data-metric=metric.id() data-value=value_text(figure.value)>
                {figure.text}
                {range}
            </td>
        }
    };
    view! {
        <tr data-strategy=strategy.id()>
            <th scope="row"><span class="swatch"></span>{strategy.name()}</th>
            {Metric::ALL.map(figure).collect_view()}
        </tr>
    }
}

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
