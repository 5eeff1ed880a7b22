//! What happened, in a sentence and a table.

use super::state::Page;
use crate::experiments::freeze::{LaneReport, Metric, Mode, Part, Report};
use crate::experiments::{sorted_places, value_text};
use crate::views::table::{CopyTable, SortHeading, Sorting};
use leptos::prelude::*;
use std::rc::Rc;

/// The sentence, what to make of it, and the table by mode.
#[component]
pub(super) fn Results(page: Page) -> impl IntoView {
    let sorting: Sorting = RwSignal::new(None);
    move || {
        let report = page.report.get()?;
        let has_lanes = report.lanes.iter().any(|lane| lane.is_over);
        has_lanes.then(|| {
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
    // While a mode still runs there is nothing to compare yet.
    let is_over = report.lanes.iter().all(|lane| lane.is_over)
        && !page.status.with_untracked(|status| status.is_running());
    let part = |part: Part| match part {
        Part::Text(text) => text.into_any(),
        Part::Mode(mode, name) => {
            view! { <b data-strategy=mode.id()>{name}</b> }.into_any()
        }
    };
    let parts = match is_over {
        true => report.sentence(page.step),
        false => Vec::new(),
    };
    let agree = report.answers_agree().filter(|_| is_over);
    let agreement = agree.map(|agree| match agree {
        true => view! { <li>"Every mode came to the same answer."</li> }.into_any(),
        false => view! {
            <li class="alert" role="alert">
                "The modes came to different answers: that is a fault of this page. Please report it."
            </li>
        }
        .into_any(),
    });
    let advice = report.advice(page.step).filter(|_| is_over);
    let failure =
        |(mode, failure): (Mode, &crate::experiments::freeze::Failure)| {
            let text = format!("{}: {failure}", mode.name());
            view! { <p class="alert" role="alert">{text}</p> }
        };
    view! {
        {report.failures().map(failure).collect_view()}
        <p class="sentence">{parts.into_iter().map(part).collect_view()}</p>
        <ul class="findings">
            {advice.map(|advice| view! { <li class="advice">{advice}</li> })}
            {agreement}
        </ul>
    }
}

#[component]
fn Table(page: Page, report: Rc<Report>, sorting: Sorting) -> impl IntoView {
    let step = page.step;
    let heading = move |(column, metric): (usize, Metric)| {
        let (name, definition) = (metric.heading(), metric.definition());
        view! { <SortHeading sorting column name definition/> }
    };
    let report = StoredValue::new_local(report);
    let text =
        Callback::new(move |()| report.with_value(|it| it.table_text(step)));
    let rows = move || {
        let lanes = report.with_value(|report| report.lanes.clone());
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
        <div class="table-frame" tabindex="0" role="region" aria-label="Results by mode">
            <table class="results">
                <caption>"Results by mode"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Mode"</th>
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

#[component]
fn TableRow(page: Page, lane: LaneReport) -> impl IntoView {
    let mode = lane.mode;
    let figure = |metric: Metric| {
        let figure = lane.figure(metric, page.step);
        view! {
            <td data-metric=metric.id() data-value=value_text(figure.value)>{figure.text}</td>
        }
    };
    view! {
        <tr data-strategy=mode.id()>
            <th scope="row"><span class="swatch"></span>{mode.name()}</th>
            {Metric::ALL.map(figure).collect_view()}
        </tr>
    }
}
