//! The freeze: setup, what can be felt, stage, result, why.

mod choices;
mod feel;
mod result;
mod stage;
mod state;
mod web;
mod why;

use crate::experiments::freeze::{Lane, Mode};
use crate::views::honesty::Honesty;
use crate::views::run::{Notes, RunButton, RunControls, Status};
use crate::views::viewer::{Closer, Viewer};
use choices::Choices;
use feel::Feel;
use leptos::prelude::*;
use result::Results;
use stage::Stage;
use state::Page;
use why::Why;

/// The lab.
#[component]
pub(super) fn Freeze() -> impl IntoView {
    let page = Page::open();
    document().set_title("Freeze · Meanwhile");
    Effect::new(move |_| page.save());
    let controls = RunControls {
        status: page.status,
        run: Callback::new(move |()| page.run()),
        stop: Callback::new(move |()| page.stop()),
    };
    controls.listen_to_keys();
    controls.follow_address(move || page.load_address());
    let hidden = Signal::derive(move || {
        page.report.with(|report| {
            let lanes = &report.as_ref()?.lanes;
            Some(lanes.iter().map(|it| &it.lane).any(Lane::was_hidden))
        })
    });
    let runs = Signal::derive(move || finished(&page));
    let record = Callback::new(move |(viewer, id): (Viewer, &str)| {
        let mode = Mode::from_id(id)?;
        let lane = page.lane(mode)?;
        let name = format!("Freeze: {}", mode.name());
        Some(viewer.recording(name, None, lane.was_hidden(), lane.events()))
    });

    view! {
        <div class="title">
            <h1>"Freeze"</h1>
            <p>
                "The same loop on the page's thread, in slices, in a Worker, in a pool. \
                 Type while it runs."
            </p>
        </div>
        <Notes notes=page.notes/>
        <div class="freeze-setup">
            <Choices page/>
            <RunButton controls/>
            <p class="warning">{move || page.warning()}</p>
        </div>
        <Feel page/>
        <Stage page/>
        <Results page/>
        <Closer runs record/>
        <Why/>
        <Honesty hidden endpoint=page.endpoint/>
    }
}

/// The modes that ran, once the run is over.
fn finished(page: &Page) -> Vec<(&'static str, &'static str)> {
    if page.status.with(Status::is_running) {
        return Vec::new();
    }
    page.report.with(|report| {
        let lanes = report.iter().flat_map(|report| &report.lanes);
        let modes = lanes.map(|it| it.lane.mode());
        modes.map(|it| (it.id(), it.name())).collect()
    })
}
