//! The runs of the other labs, poll by poll.

use super::{Findings, Looking, Share, TaskTable, Timeline, Viewer};
use crate::browser::scroll;
use crate::experiments::{Look, Looked, Reported};
use crate::trace::Recording;
use crate::views::lab::Lab;
use crate::views::reactive::{
    AnyRwSignal, AnySignal, AnyStoredValue, derived, effect,
};
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

/// A choice of runs; the chosen one is replayed below. What of it is looked at is
/// in the link.
#[component]
pub(in crate::views) fn Closer<Setup: Looked + PartialEq + Send + Sync>(
    /// What was chosen, with what is looked at.
    setup: AnyRwSignal<Setup>,
    /// Calls for all that the link says of a run.
    linked: Callback<(), Setup>,
    /// The runs that are over: their ids and their names.
    #[prop(into)]
    runs: AnySignal<Vec<(&'static str, &'static str)>>,
    /// Calls, with the viewer and the id of a run, for its recording; none if
    /// it is gone.
    record: Callback<(Viewer, &'static str), Option<Recording>>,
) -> impl IntoView {
    let viewer = Viewer::new();
    let looking = Looking::new(setup, viewer);
    let opened = looking.of;
    // What the setup was, but for what is looked at, when the runs were over.
    let ran = AnyStoredValue::new(None::<Setup>);
    let chosen = move || {
        let mut setup = untrack(|| linked.run(()));
        *setup.look_mut() = Look::default();
        Some(setup)
    };
    let is_of_setup = move || ran.with_value(|ran| *ran == chosen());
    let close = move || {
        opened.set(None);
        viewer.clear();
        looking.forget();
    };
    effect(move || {
        let runs = runs.get();
        let is_there = |id| runs.iter().any(|(other, _)| *other == id);
        ran.set_value(chosen().filter(|_| !runs.is_empty()));
        // A new run makes what is open the picture of an old one.
        if opened.get_untracked().is_some_and(|id| !is_there(id)) {
            close();
        }
    });
    looking.keep(is_of_setup);
    effect(move || {
        let runs = runs.get();
        let Some(look) = looking.asked() else { return };
        let is_asked = |run: &(&'static str, _)| Some(run.0) == look.of;
        let Some((id, _)) = runs.into_iter().find(is_asked) else {
            return;
        };
        if !is_of_setup() {
            return;
        }
        let Some(recording) = untrack(|| record.run((viewer, id))) else {
            return;
        };
        opened.set(Some(id));
        viewer.show_so(recording, look);
        scroll::into_view(".closer");
    });
    let open = move |id: &'static str| {
        let is_open = opened.get_untracked() == Some(id);
        let recording = (!is_open).then(|| record.run((viewer, id))).flatten();
        close();
        if let Some(recording) = recording {
            opened.set(Some(id));
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
            .into_any()
        })
    };
    let choice = move || {
        let runs = runs.get();
        (!runs.is_empty()).then(|| {
            let tabs = runs.clone();
            let ids = AnyStoredValue::new(runs);
            let pressed = derived(move || {
                let opened = opened.get()?;
                ids.with_value(|all| all.iter().position(|it| it.0 == opened))
            });
            let press = move |place: usize| open(ids.get_value()[place].0);
            view! { <Tabs label="Run to look at" tabs pressed press/> }
                .into_any()
        })
    };
    let is_asked = move || setup.with(|setup| setup.look().of.is_some());
    let hint = move || match runs.with(Vec::is_empty) {
        true if is_asked() => {
            "Press Run first. Then the replay opens here where the link says."
        }
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
