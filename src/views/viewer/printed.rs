//! What was printed, at the playhead.

use super::state::Viewer;
use crate::browser::{files, scroll};
use crate::experiments::grouped;
use crate::views::reactive::{effect, memo};
use leptos::prelude::*;
use std::sync::Arc;

/// What is shown of all lines.
#[derive(Clone, Default, PartialEq)]
struct Part {
    lines: Vec<Arc<str>>,
    /// How many come before it, and after it.
    before: usize,
    after: usize,
}

/// The lines printed, those to come in grey. Of many, those that are near: a page
/// that lays out thousands at each moment holds its thread.
#[component]
pub(in crate::views) fn Printed(viewer: Viewer) -> impl IntoView {
    let part = memo(move || {
        viewer.shown.track();
        let part = viewer.moment(|replay, _| {
            let (all, near) = (replay.printed(), replay.printed_around());
            let lines = all[near.clone()].iter();
            Part {
                lines: lines.map(|(_, _, line)| line.clone()).collect(),
                before: near.start,
                after: all.len() - near.end,
            }
        });
        part.unwrap_or_default()
    });
    let so_far = memo(move || {
        let count = viewer.moment(|_, moment| moment.printed());
        count.unwrap_or_default()
    });
    let list = move || {
        let line = |(index, text): (usize, &Arc<str>)| {
            let is_to_come = move || so_far.get() <= index;
            view! {
                <li data-to-come=move || is_to_come().to_string()>{text.to_string()}</li>
            }.into_any()
        };
        part.with(|part| {
            let lines = (part.before..).zip(&part.lines);
            lines.map(line).collect_view()
        })
    };
    effect(move || {
        let (so_far, before) = (so_far.get(), part.with(|part| part.before));
        let line = so_far.saturating_sub(before);
        // Once it is there.
        request_animation_frame(move || {
            let newest = format!(".printed li:nth-child({line})");
            scroll::within_its_parent(&newest);
        });
    });
    let none = move || {
        part.with(|part| part.lines.is_empty()).then(|| {
            view! { <p class="hint">"Nothing is printed yet."</p> }.into_any()
        })
    };
    let save = move |_| {
        let text = viewer.moment(|replay, _| {
            let lines = replay.printed().iter();
            lines.map(|(_, _, line)| format!("{line}\n")).collect()
        });
        let text: String = text.unwrap_or_default();
        files::save("printed.txt", "text/plain", &text);
    };
    let left_out = move || {
        let (before, after) = part.with(|part| (part.before, part.after));
        let count = |count: usize| grouped(count as u64);
        (before + after > 0).then(|| {
            view! {
                <p class="hint">
                    {format!("{} lines before these and {} after them are not shown. ", count(before), count(after))}
                    <button class="quiet strong" on:click=save>"Save all lines"</button>
                </p>
            }.into_any()
        })
    };
    view! {
        <section class="panel printed" aria-label="Printed">
            <h2>"Printed"</h2>
            <ol>{move || list()}</ol>
            {move || none()}
            {move || left_out()}
        </section>
    }
}
