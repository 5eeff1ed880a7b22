//! What a recording amounted to, and what is worth noticing in it.

use super::state::Viewer;
use crate::browser::scroll;
use crate::trace::{Summary, TaskId, Viewport};
use crate::views::findings::next_of;
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

impl Viewer {
    /// Moves to where a finding begins, by its place among all, zooms to it,
    /// selects the row of its task, and brings the picture into view.
    pub(super) fn look_at(&self, finding: usize) {
        let Some(shown) = self.shown.get_untracked() else {
            return;
        };
        let Some(lint) = shown.findings().nth(finding) else {
            return;
        };
        let row = shown.row_of(lint.task);
        let whole = shown.whole();
        let (from, to) = (lint.from.as_millis(), lint.to.as_millis());
        let around = Viewport::around(from, to, row.unwrap_or_default(), whole);
        self.pause();
        self.finding.set(Some(finding));
        self.selected.set(row);
        self.zoom.set(around);
        self.go_to_time(from);
        scroll::into_view(".viewer .plot");
    }

    /// Looks at the next finding, or at the one before, from the last on to
    /// the first and back.
    pub(super) fn next_finding(&self, forward: bool) {
        let count = untrack(|| self.finding_count());
        let next = next_of(self.finding.get_untracked(), count, forward);
        if let Some(next) = next {
            self.look_at(next);
        }
    }

    /// How many findings there are to look at.
    pub(super) fn finding_count(&self) -> usize {
        let shown = self.shown.get();
        shown.map_or(0, |shown| shown.findings().count())
    }

    /// What a finding says, by its place among all.
    pub(super) fn finding_text(&self, finding: usize) -> Option<String> {
        let shown = self.shown.get()?;
        shown.findings().nth(finding).map(ToString::to_string)
    }
}
