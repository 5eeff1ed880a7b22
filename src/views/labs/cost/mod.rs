//! What many cost: setup, chart, result, why, and what stands for what.

mod analogy;
mod chart;
mod choices;
mod result;
mod state;
pub(super) mod web;

use crate::experiments::Experiment;
use crate::experiments::cost::controls::{FORMS, GUESS};
use crate::experiments::cost::{Form, GOALS};
use crate::views::goals::GoalList;
use crate::views::guess::GuessFirst;
use crate::views::honesty::Honesty;
use crate::views::run::{Opening, RunButton};
use crate::views::why::{Lesson, Why};
use analogy::Analogy;
use chart::Stage;
use choices::Choices;
use leptos::prelude::*;
use result::CostResults;
use state::Page;

/// The lab.
#[component]
pub(super) fn Cost() -> impl IntoView {
    let page = Page::open();
    let lesson = |place: usize| Lesson {
        why: Form::ALL[place].why(),
        sources: Form::ALL[place].sources().to_vec(),
    };
    view! {
        <Opening lab=Experiment::Cost notes=page.lab.notes/>
        <div class="freeze-setup">
            <Choices page/>
            <GuessFirst
                settings=page.choices
                of=&GUESS
                compared=&FORMS
                names=Form::OPTIONS
                question="How long will it take to create and finish all of them?"
                unit="\u{a0}ms"
            />
            <RunButton lab=page.lab run=move |()| page.run()/>
            <p class="warning">
                "All of it runs in Workers that are thrown away: this page stays alive, Stop works at \
                 any time, and the memory comes back."
            </p>
        </div>
        <Stage page/>
        <CostResults page/>
        <GoalList goals=page.lab.goals all=GOALS/>
        <Why of="Form" all=Form::OPTIONS lesson first=Form::SpawnLocal as usize/>
        <Analogy/>
        <Honesty lab=page.lab/>
    }
}
