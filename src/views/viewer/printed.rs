//! What was printed, at the playhead.

use super::state::Viewer;
use crate::trace::Replay;
use crate::views::reactive::memo;
use leptos::prelude::*;

/// The lines printed, those to come in grey.
#[component]
pub(in crate::views) fn Printed(viewer: Viewer) -> impl IntoView {
    let lines = memo(move || {
        let read = |replay: &Replay| {
            let lines = replay.printed().iter();
            lines.map(|(_, _, line)| line.to_string()).collect()
        };
        viewer.shown.track();
        let lines: Option<Vec<String>> =
            viewer.moment(|replay, _| read(replay));
        lines.unwrap_or_default()
    });
    let so_far = memo(move || {
        let count = viewer.moment(|_, moment| moment.printed());
        count.unwrap_or_default()
    });
    let list = move || {
        let line = |(index, text): (usize, &String)| {
            let is_to_come = move || so_far.get() <= index;
            view! {
                <li data-to-come=move || is_to_come().to_string()>{text.clone()}</li>
            }.into_any()
        };
        lines.with(|lines| lines.iter().enumerate().map(line).collect_view())
    };
    let none = move || {
        lines.with(Vec::is_empty).then(|| {
            view! { <p class="hint">"Nothing is printed yet."</p> }.into_any()
        })
    };
    view! {
        <section class="panel printed" aria-label="Printed">
            <h2>"Printed"</h2>
            <ol>{move || list()}</ol>
            {move || none()}
        </section>
    }
}
