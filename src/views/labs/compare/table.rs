//! The post's table: in each cell what was measured here, how, and when; and
//! what the post says.

use super::state::Page;
use crate::experiments::Kind;
use crate::experiments::compare::{Aspect, CellReport};
use crate::experiments::value_text;
use crate::views::address;
use crate::views::reactive::{AnyMemo, memo};
use leptos::prelude::*;

// The roles are written out since the style of small screens takes the
// elements' own from them.

/// The table.
#[component]
pub(super) fn Table(page: Page) -> impl IntoView {
    let heading = |kind: Kind| {
        view! {
            <th scope="col" role="columnheader" data-kind=kind.id()>
                <span class="swatch"></span>
                {kind.name()}
            </th>
        }
        .into_any()
    };
    view! {
        <table class="compare-table" role="table">
            <caption>"Coroutine, thread and process, measured here"</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th scope="col" role="columnheader">"Aspect"</th>
                    {Kind::ALL.map(heading).collect_view()}
                </tr>
            </thead>
            <tbody role="rowgroup">
                {Aspect::ALL.map(|aspect| view! { <Row page aspect/> }.into_any()).collect_view()}
            </tbody>
        </table>
    }
}

#[component]
fn Row(page: Page, aspect: Aspect) -> impl IntoView {
    view! {
        <tr role="row" data-strategy=aspect.id()>
            <th scope="row" role="rowheader">
                {aspect.name()}
                <small>{aspect.definition()}</small>
            </th>
            {Kind::ALL.map(|kind| view! { <Cell page aspect kind/> }.into_any()).collect_view()}
        </tr>
    }
}

#[component]
fn Cell(page: Page, aspect: Aspect, kind: Kind) -> impl IntoView {
    let report = memo(move || page.cell(aspect, kind));
    let value = move || report.with(|it| value_text(it.figure.value));
    let said = move || report.with(said);
    let state = move || {
        let running = page.running.get().map(|it| it.step);
        let is_here = running.is_some_and(|step| {
            aspect.probe() == Some(step.probe) && step.kind == kind
        });
        match is_here {
            true => "running",
            false => report.with(state),
        }
    };
    let link = report.with_untracked(|it| {
        (it.href.clone(), it.link_label(), it.link_text())
    });
    let button = move || {
        let label = report.with(CellReport::measure_label)?;
        let word = report.with(|it| it.when.is_some());
        Some((label, if word { "Again" } else { "Measure" }))
    };
    let measure = aspect.probe().map(|_| {
        let label = move || button().map(|it| it.0);
        let word = move || button().map(|it| it.1);
        let busy = move || page.running.get().is_some().to_string();
        view! {
            <button
                class="quiet"
                aria-label=move || label()
                aria-disabled=move || busy()
                on:click=move |_| page.measure(&[(aspect, kind)])
            >
                {move || word()}
            </button>
        }
        .into_any()
    });
    let post = report.with_untracked(|it| it.post.clone());
    view! {
        <td
            role="cell"
            data-kind=kind.id()
            data-metric=kind.id()
            data-value=move || value()
            data-state=move || state()
        >
            <span class="compare-kind" aria-hidden="true">
                <span class="swatch"></span>
                {kind.name()}
            </span>
            {move || said()}
            <small class="compare-post"><i>"The post: "</i>{post}</small>
            <span class="compare-tools">
                {measure}
                <a
                    href=link.0
                    aria-label=link.1
                    on:click=|event| address::open_at_top(&event)
                >
                    {link.2}
                </a>
                <Time report/>
            </span>
        </td>
    }
}

/// Its state, for the style sheet.
fn state(report: &CellReport) -> &'static str {
    match report.figure.value {
        _ if report.failure.is_some() => "failed",
        Some(_) => "known",
        None if report.when.is_some() => "undisclosed",
        None => "unknown",
    }
}

fn said(report: &CellReport) -> AnyView {
    if let Some(failure) = &report.failure {
        let text = failure.to_string();
        return view! { <small class="compare-failure">{text}</small> }
            .into_any();
    }
    let figure = match (report.when, report.aspect.probe()) {
        (None, Some(_)) => "not measured yet".to_owned(),
        _ => report.figure.text.clone(),
    };
    let remark = report.remark.clone();
    view! {
        <span class="compare-figure">{figure}</span>
        {(!remark.is_empty()).then(|| view! { <small>{remark}</small> }.into_any())}
    }
    .into_any()
}

#[component]
fn Time(report: AnyMemo<CellReport>) -> impl IntoView {
    let time = move || {
        let (when, hidden) = report.with(|it| (it.when, it.hidden));
        let hidden = if hidden { ", page hidden" } else { "" };
        when.map(|when| format!("{}{hidden}", when.text()))
    };
    view! { <span class="compare-when">{move || time()}</span> }
}
