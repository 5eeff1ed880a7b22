//! What a recording amounted to, and what is worth noticing in it.

use super::state::Viewer;
use crate::trace::Summary;
use leptos::prelude::*;

/// A sentence on the whole; then the findings, or that there are none.
#[component]
pub(in crate::views) fn Findings(viewer: Viewer) -> impl IntoView {
    let sentences = move || {
        let shown = viewer.shown.get()?;
        let lints = shown.lints.iter().map(ToString::to_string);
        Some((shown.live, lints.collect::<Vec<_>>()))
    };
    let list = move || {
        let (live, sentences) = sentences()?;
        let item = |text: String| view! { <li>{text}</li> };
        Some(match (sentences.is_empty(), live) {
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
                    <ul>{sentences.into_iter().map(item).collect_view()}</ul>
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
