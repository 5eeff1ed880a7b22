//! The runs of the other labs, poll by poll.

use super::{Findings, Share, TaskTable, Timeline, Viewer};
use crate::trace::Recording;
use leptos::prelude::*;

/// What stands there until a run is over.
pub(in crate::views) const BEFORE_THE_FIRST_RUN: &str =
    "Press Run first. Then look at what each future did, and who woke it.";

/// A choice of runs; the chosen one is replayed below.
#[component]
pub(in crate::views) fn Closer(
    /// The runs that are over: their ids and their names.
    #[prop(into)]
    runs: Signal<Vec<(&'static str, &'static str)>>,
    /// Calls, with the viewer and the id of a run, for its recording; none if
    /// it is gone.
    record: Callback<(Viewer, &'static str), Option<Recording>>,
) -> impl IntoView {
    let viewer = Viewer::new();
    let opened = RwSignal::new(None::<&'static str>);
    // A new run makes what is open the picture of an old one.
    Effect::new(move |_| {
        let runs = runs.get();
        let is_gone = |id| runs.iter().all(|(other, _)| *other != id);
        if opened.get_untracked().is_some_and(is_gone) {
            opened.set(None);
            viewer.clear();
        }
    });
    let open = move |id: &'static str| {
        let is_open = opened.get_untracked() == Some(id);
        let recording = (!is_open).then(|| record.run((viewer, id))).flatten();
        opened.set(recording.as_ref().map(|_| id));
        viewer.clear();
        if let Some(recording) = recording {
            viewer.show_whole(recording);
        }
    };
    let button = move |(id, name): (&'static str, &'static str)| {
        view! {
            <button
                class="tab"
                data-strategy=id
                aria-pressed=move || (opened.get() == Some(id)).to_string()
                on:click=move |_| open(id)
            >
                <span class="swatch"></span>
                {name}
            </button>
        }
    };
    let pane = move || {
        opened.get().map(|_| {
            view! {
                <Timeline viewer empty=""/>
                <Share viewer/>
                <Findings viewer/>
                <TaskTable viewer/>
            }
        })
    };
    let choice = move || {
        let runs = runs.get();
        (!runs.is_empty()).then(|| {
            view! {
                <div class="tabs" role="group" aria-label="Run to look at">
                    {runs.into_iter().map(button).collect_view()}
                </div>
            }
        })
    };
    let hint = move || match runs.with(Vec::is_empty) {
        true => BEFORE_THE_FIRST_RUN,
        false => "Choose a run to replay it poll by poll, with who woke whom.",
    };
    view! {
        <section class="closer" aria-label="Poll by poll">
            <h2>"Poll by poll"</h2>
            <p class="hint">{move || hint()}</p>
            {move || choice().into_any()}
            {move || pane().into_any()}
        </section>
    }
}
