//! The race: setup, how many updates are lost, the first of them, why.

mod analogy;
mod choices;
mod first;
mod result;
mod stage;
mod state;
pub(super) mod web;

use crate::experiments::Experiment;
use crate::experiments::race::controls::{GUESS, STRATEGIES};
use crate::experiments::race::{GOALS, Strategy};
use crate::views::goals::GoalList;
use crate::views::guess::GuessFirst;
use crate::views::honesty::Honesty;
use crate::views::isolation::IsolationNote;
use crate::views::reactive::derived;
use crate::views::run::{Opening, RunButton};
use crate::views::why::{Lesson, Why};
use analogy::Analogy;
use choices::Choices;
use first::FirstLoss;
use leptos::prelude::*;
use result::RaceResults;
use stage::Stage;
use state::Page;

/// The lab.
#[component]
pub(super) fn Race() -> impl IntoView {
    let page = Page::open();
    let misses_threads = derived(move || page.misses_threads());
    let lesson = |place: usize| Lesson {
        why: Strategy::ALL[place].why(),
        sources: Strategy::ALL[place].sources().to_vec(),
    };
    view! {
        <Opening lab=Experiment::Race notes=page.lab.notes/>
        <div class="race-setup">
            <Choices page/>
            <GuessFirst
                settings=page.choices
                of=&GUESS
                compared=&STRATEGIES
                names=Strategy::OPTIONS
                question="How many updates will arrive?"
                unit=" updates"
            />
            <IsolationNote endpoint=page.lab.endpoint wanted=misses_threads rest="All else runs."/>
            <RunButton lab=page.lab run=move |()| page.run()/>
        </div>
        <Stage page/>
        <RaceResults page/>
        <FirstLoss page/>
        <GoalList goals=page.lab.goals all=GOALS/>
        <Why of="Strategy" all=Strategy::OPTIONS lesson first=Strategy::TaskAwait as usize/>
        <Analogy/>
        <Honesty lab=page.lab/>
    }
}
