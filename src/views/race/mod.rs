//! The race: setup, how many updates are lost, the first of them, why.

mod choices;
mod first;
mod isolation;
mod result;
mod stage;
mod state;
mod web;
mod why;

use crate::views::honesty::Honesty;
use crate::views::run::{Notes, RunButton, RunControls};
use choices::Choices;
use first::FirstLoss;
use isolation::IsolationNote;
use leptos::prelude::*;
use result::Results;
use stage::Stage;
use state::Page;
use why::{Analogy, Why};

/// The lab.
#[component]
pub(super) fn Race() -> impl IntoView {
    let page = Page::open();
    document().set_title("Race · Meanwhile");
    Effect::new(move |_| page.save());
    let controls = RunControls {
        status: page.status,
        run: Callback::new(move |()| page.run()),
        stop: Callback::new(move |()| page.stop()),
    };
    controls.listen_to_keys();
    controls.follow_address(move || page.load_address());
    view! {
        <div class="title">
            <h1>"Race"</h1>
            <p>
                "Many add 1 to one counter: as coroutines, as threads, as processes. \
                 How many of the updates arrive?"
            </p>
        </div>
        <Notes notes=page.notes/>
        <div class="race-setup">
            <Choices page/>
            <IsolationNote page/>
            <RunButton controls/>
        </div>
        <Stage page/>
        <Results page/>
        <FirstLoss page/>
        <Why/>
        <Analogy/>
        <Honesty hidden=page.hidden.into() endpoint=page.endpoint/>
    }
}
