//! What happened, in a sentence and a table.

use super::state::Page;
use crate::experiments::freeze::{LaneReport, Metric, Mode, Part, Report};
use crate::views::table::{Column, FigureRow, FigureTable, Sorting};
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
    let agreement = report.agreement().filter(|_| is_over);
    let agreement = agreement.map(|text| view! { <li>{text}</li> });
    let fault = (agree == Some(false)).then(|| {
        view! {
            <p class="alert" role="alert">
                "The modes came to different answers: that is a fault of this page. Please report it."
            </p>
        }
    });
    let advice = report.advice(page.step).filter(|_| is_over);
    let failure =
        |(mode, failure): (Mode, &crate::experiments::freeze::Failure)| {
            let text = format!("{}: {failure}", mode.name());
            view! { <p class="alert" role="alert">{text}</p> }
        };
    view! {
        {report.failures().map(failure).collect_view()}
        {fault}
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
    let columns = Metric::ALL.map(|metric| Column {
        id: metric.id(),
        heading: metric.heading(),
        definition: metric.definition(),
    });
    let row = |lane: &LaneReport| FigureRow {
        id: lane.mode.id(),
        name: lane.mode.name(),
        figures: Metric::ALL.map(|metric| lane.figure(metric, step)).into(),
        remark: String::new(),
    };
    let rows = report.lanes.iter().map(row).collect();
    let report = StoredValue::new_local(report);
    let text =
        Callback::new(move |()| report.with_value(|it| it.table_text(step)));
    view! {
        <FigureTable
            caption="Results by mode" of="Mode" columns=columns.to_vec() rows sorting text
        />
    }
}
