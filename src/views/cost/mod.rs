//! What many cost: setup, chart, result, why, and what stands for what.

mod chart;
mod choices;
mod result;
mod state;
mod web;
mod why;

use crate::views::honesty::Honesty;
use crate::views::run::{Notes, RunButton, RunControls};
use chart::Stage;
use choices::Choices;
use leptos::prelude::*;
use result::Results;
use state::Page;
pub(super) use state::Visit;
use why::{Analogy, Why};

/// The lab.
#[component]
pub(super) fn Cost() -> impl IntoView {
    let page = Page::open();
    document().set_title("Cost · Meanwhile");
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
            <h1>"Cost"</h1>
            <p>
                "A thousand to a million tasks, async functions, Workers: \
                 what they take to create and finish."
            </p>
        </div>
        <Notes notes=page.notes/>
        <div class="freeze-setup">
            <Choices page/>
            <RunButton controls/>
            <p class="warning">
                "All of it runs in Workers that are thrown away: this page stays alive, Stop works at \
                 any time, and the memory comes back."
            </p>
        </div>
        <Stage page/>
        <Results page/>
        <Why/>
        <Analogy/>
        <Honesty hidden=page.hidden.into() endpoint=page.endpoint/>
    }
}
