//! The tasks: a program, what the reader predicts, its replay, why.

mod choices;
mod code;
mod predict;
mod programs;
mod state;
mod web;

use crate::experiments::Experiment;
use crate::experiments::tasks::GOALS;
use crate::views::exhibit::Exhibit;
use crate::views::goals::GoalList;
use crate::views::honesty::Honesty;
use crate::views::reactive::{derived, memo};
use crate::views::run::{Opening, RunButton};
use crate::views::viewer::{
    ByHand, Findings, Now, Printed, Share, TaskTable, Timeline,
};
use choices::Choices;
use code::Code;
use leptos::prelude::*;
use predict::Predict;
use state::Page;

/// The lab.
#[component]
pub(super) fn Tasks() -> impl IntoView {
    let page = Page::open();
    let viewer = page.viewer;
    let by_hand = ByHand {
        poll: Callback::new(move |task| page.poll(task)),
        forget: Callback::new(move |task| page.forget(task)),
        said: page.said,
    };
    let hand = by_hand.in_runs(page.lab, move || page.executor());
    let why = move || {
        (!page.shows_another()).then(|| {
            view! {
                <section class="why-words" aria-label="Why">
                    <h2>"Why"</h2>
                    <p>{page.program().why()}</p>
                </section>
            }
            .into_any()
        })
    };
    // What was measured elsewhere was not measured under these.
    let conditions = move || {
        (!page.is_opened.get()).then(|| {
            view! { <Honesty lab=page.lab hidden=viewer.hidden()/> }.into_any()
        })
    };
    let empty = derived(move || {
        let promise = page.looking.promise();
        format!("Press Run: the program runs at its own pace. {promise}")
    });
    let shows_another = memo(move || page.shows_another());
    let question = move || {
        (!shows_another.get()).then(|| view! { <Predict page/> }.into_any())
    };
    view! {
        <Opening lab=Experiment::Tasks notes=page.lab.notes/>
        <div class="tasks-setup">
            <Choices page/>
            {question}
            <RunButton lab=page.lab run=move |()| page.run()/>
        </div>
        <Timeline viewer empty>
            <Exhibit lab=Experiment::Tasks is_wanted=derived(move || page.is_untouched())/>
        </Timeline>
        <Share viewer on_open=Callback::new(move |recording| page.open_recording(recording))/>
        <div class="panels">
            <Now viewer hand/>
            <Printed viewer/>
            <Code page/>
        </div>
        <Findings viewer/>
        <TaskTable viewer/>
        <GoalList goals=page.lab.goals all=GOALS/>
        {move || why()}
        {move || conditions()}
    }
}
