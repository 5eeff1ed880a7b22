//! A program that the visitor writes: its editor, its run, its replay.

mod choices;
mod code;
mod editor;
mod file;
mod program;
mod running;
mod state;
mod worker;

use crate::experiments::Experiment;
use crate::experiments::script::GOALS;
use crate::views::exhibit::Exhibit;
use crate::views::goals::GoalList;
use crate::views::honesty::Honesty;
use crate::views::hosts::ConfirmHosts;
use crate::views::reactive::{derived, memo};
use crate::views::run::{Opening, RunButton};
use crate::views::viewer::{
    ByHand, Findings, Now, Printed, Share, TaskTable, Timeline,
};
use choices::Choices;
use code::Beside;
use editor::{Editor, leading_to};
use leptos::prelude::*;
use state::Page;

/// The lab.
#[component]
pub(super) fn Script() -> impl IntoView {
    let page = Page::open();
    let viewer = page.viewer;
    let by_hand = ByHand {
        poll: Callback::new(move |task| page.poll(task)),
        forget: Callback::new(move |task| page.forget(task)),
        said: page.said,
    };
    let hand = by_hand.in_runs(page.lab, move || page.executor());
    let leads_to =
        move || page.blamed.with(|fault| fault.as_ref().map(leading_to));
    let empty = derived(move || {
        let promise = page.looking.promise();
        format!(
            "Press Run: the program runs in a worker, and its polls and wakes are drawn as they \
             happen. {promise}"
        )
    });
    let pointed = memo(move || page.polls_pointed_at());
    let why = move || page.choices.with(|setup| setup.start.why());
    view! {
        <Opening lab=Experiment::Script notes=page.lab.notes/>
        <Choices page/>
        <Editor page/>
        <ConfirmHosts
            what="This program"
            to_confirm=page.to_confirm
            run=move |()| page.run_confirmed()
        />
        <RunButton lab=page.lab run=move |()| page.run() leads_to/>
        {move || page.no_frames.get().then(no_frames)}
        <Timeline viewer pointed empty>
            <Exhibit lab=Experiment::Script is_wanted=derived(move || page.is_untouched())/>
        </Timeline>
        <Share viewer/>
        <div class="panels">
            <Now viewer hand/>
            <Printed viewer/>
            <Beside page/>
        </div>
        <Findings viewer/>
        <TaskTable viewer/>
        <GoalList goals=page.lab.goals all=GOALS/>
        <section class="why-words" aria-label="What to try">
            <h2>"What to try"</h2>
            <p>{move || why()}</p>
        </section>
        <Honesty lab=page.lab hidden=viewer.hidden()/>
    }
}

/// What to know of a run that waited for frames that never come.
fn no_frames() -> impl IntoView {
    view! {
        <p class="hint" role="note">
            "This browser gives workers no animation frames: what waits for one goes on at once, \
             and the frames in the picture are none."
        </p>
    }
}
