//! The runs of the other labs, poll by poll.

use super::{Findings, Share, TaskTable, Timeline, Viewer};
use crate::experiments::Reported;
use crate::trace::Recording;
use crate::views::lab::Lab;
use crate::views::run::Status;
use crate::views::tabs::Tabs;
use leptos::prelude::*;

/// What stands there until a run is over.
pub(in crate::views) const BEFORE_THE_FIRST_RUN: &str =
    "Press Run first. Then look at what each future did, and who woke it.";

/// The runs to choose from, by their ids and names: what was reported, once no
/// run of `lab` goes on.
pub(in crate::views) fn runs_of<R: Reported>(
    lab: Lab,
    reported: &[R],
) -> Vec<(&'static str, &'static str)> {
    match lab.status.with(Status::is_running) {
        true => Vec::new(),
        false => reported.iter().map(|it| (it.id(), it.name())).collect(),
    }
}

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
    let pane = move || {
        opened.get().map(|_| {
            view! {
                <Timeline viewer empty=String::new()/>
                <Share viewer/>
                <Findings viewer/>
                <TaskTable viewer/>
            }
        })
    };
    let choice = move || {
        let runs = runs.get();
        (!runs.is_empty()).then(|| {
            let tabs = runs.clone();
            let ids = StoredValue::new(runs);
            let pressed = Signal::derive(move || {
                let opened = opened.get()?;
                ids.with_value(|all| all.iter().position(|it| it.0 == opened))
            });
            let press = move |place: usize| open(ids.get_value()[place].0);
            view! { <Tabs label="Run to look at" tabs pressed press/> }
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
