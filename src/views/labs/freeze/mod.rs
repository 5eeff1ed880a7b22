//! The freeze: setup, what can be felt, stage, result, why.

mod choices;
mod feel;
mod result;
mod stage;
mod state;
pub(super) mod web;

use crate::experiments::Experiment;
use crate::experiments::freeze::controls::{GUESS, MODES};
use crate::experiments::freeze::{GOALS, Mode};
use crate::views::goals::GoalList;
use crate::views::guess::GuessFirst;
use crate::views::honesty::Honesty;
use crate::views::reactive::derived;
use crate::views::run::{Opening, RunButton};
use crate::views::viewer::{Closer, Viewer, runs_of};
use crate::views::why::{Lesson, Why};
use choices::Choices;
use feel::Feel;
use leptos::prelude::*;
use result::FreezeResults;
use stage::Stage;
use state::Page;

/// The lab.
#[component]
pub(super) fn Freeze() -> impl IntoView {
    let page = Page::open();
    let runs = derived(move || {
        page.report.with(|report| {
            let lanes = report.as_ref().map(|report| &*report.lanes);
            runs_of(page.lab, lanes.unwrap_or_default())
        })
    });
    let record = Callback::new(move |(viewer, id): (Viewer, &str)| {
        let mode = Mode::from_id(id)?;
        let lane = page.lane(mode)?;
        let name = format!("Freeze: {}", mode.name());
        Some(viewer.recording(name, None, lane.was_hidden(), lane.events()))
    });

    let lesson = |place: usize| Lesson {
        why: Mode::ALL[place].why(),
        sources: Mode::ALL[place].sources().to_vec(),
    };
    view! {
        <Opening lab=Experiment::Freeze notes=page.lab.notes/>
        <div class="freeze-setup">
            <Choices page/>
            <GuessFirst
                settings=page.choices
                of=&GUESS
                compared=&MODES
                names=Mode::OPTIONS
                question="How long will the longest gap between two frames be?"
                unit="\u{a0}ms"
            />
            <RunButton lab=page.lab run=move |()| page.run()/>
            <p class="warning">{move || page.warning()}</p>
        </div>
        <Feel page/>
        <Stage page/>
        <FreezeResults page/>
        <Closer setup=page.choices linked=Callback::new(move |()| page.choices.get()) runs record/>
        <GoalList goals=page.lab.goals all=GOALS/>
        <Why of="Mode" all=Mode::OPTIONS lesson first=Mode::Main as usize/>
        <Honesty lab=page.lab/>
    }
}
