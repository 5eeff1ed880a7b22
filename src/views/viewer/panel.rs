//! What a recording amounted to, and what is worth noticing in it.

use super::state::Viewer;
use crate::trace::{Summary, TaskId};
use leptos::prelude::*;

/// A sentence on the whole; then the findings, or that there are none.
#[component]
pub(in crate::views) fn Findings(viewer: Viewer) -> impl IntoView {
    let items = move || {
        let shown = viewer.shown.get()?;
        // Where each is among the findings and the same of other tasks.
        let mut place = 0;
        let items = shown.lints.iter().map(|lint| {
            let here = place;
            place += lint.each().count();
            let target = (!shown.live).then_some((here, lint.task));
            (lint.to_string(), target)
        });
        Some((shown.live, items.collect::<Vec<_>>()))
    };
    let item = move |(text, target): (String, Option<(usize, TaskId)>)| {
        let Some((place, task)) = target else {
            return view! { <li>{text}</li> }.into_any();
        };
        let is_here = move || viewer.finding.get() == Some(place);
        view! {
            <li>
                <button
                    class="finding"
                    data-task=task.0
                    aria-current=move || is_here().then_some("true")
                    on:click=move |_| viewer.look_at(place)
                >
                    {text}
                </button>
            </li>
        }
        .into_any()
    };
    let list = move || {
        let (live, items) = items()?;
        Some(match (items.is_empty(), live) {
            (true, true) => ().into_any(),
            (true, false) => view! {
                <p class="sound">
                    <strong>"No problems found."</strong>
                    " Every task yielded in time and was polled promptly after each wake."
                </p>
            }
            .into_any(),
            (false, _) => view! {
                <div class="alert findings">
                    <h2>"Worth noticing"</h2>
                    {(!live).then(|| view! {
                        <p class="hint">"Press a finding to see it in the picture."</p>
                    }.into_any())}
                    <ul>{items.into_iter().map(item).collect_view()}</ul>
                </div>
            }
            .into_any(),
        })
    };
    let sentence = move || {
        let shown = viewer.shown.get()?;
        let summary = Summary::of(&shown.timeline, shown.end);
        summary
            .sentence(shown.recording.step)
            .filter(|_| !shown.live)
    };
    view! {
        <section class="findings-frame" aria-label="Findings">
            <p class="sentence">{move || sentence()}</p>
            {move || list()}
        </section>
    }
}
