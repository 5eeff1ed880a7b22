//! The freeze: setup, what can be felt, stage, result, why.

mod choices;
mod feel;
mod result;
mod stage;
mod state;
pub(super) mod web;

use crate::experiments::Experiment;
use crate::experiments::freeze::Mode;
use crate::views::honesty::Honesty;
use crate::views::run::{Opening, RunButton, Status};
use crate::views::viewer::{Closer, Viewer};
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
    let controls = page.lab.controls(move || page.run(), move || page.stop());
    let hidden = Signal::derive(move || {
        page.report.with(|report| {
            let lanes = &report.as_ref()?.lanes;
            Some(lanes.iter().any(|it| it.lane.was_hidden()))
        })
    });
    let runs = Signal::derive(move || finished(&page));
    let record = Callback::new(move |(viewer, id): (Viewer, &str)| {
        let mode = Mode::from_id(id)?;
        let lane = page.lane(mode)?;
        let name = format!("Freeze: {}", mode.name());
        Some(viewer.recording(name, None, lane.was_hidden(), lane.events()))
    });

    let lesson = |it: Mode| Lesson {
        id: it.id(),
        name: it.name(),
        why: it.why(),
        sources: it.sources().to_vec(),
    };
    let lessons = Signal::stored(Mode::ALL.map(lesson).to_vec());
    view! {
        <Opening lab=Experiment::Freeze notes=page.lab.notes/>
        <div class="freeze-setup">
            <Choices page/>
            <RunButton controls/>
            <p class="warning">{move || page.warning()}</p>
        </div>
        <Feel page/>
        <Stage page/>
        <FreezeResults page/>
        <Closer runs record/>
        <Why of="Mode" lessons first=Mode::Main.id()/>
        <Honesty hidden endpoint=page.lab.endpoint/>
    }
}

/// The modes that ran, once the run is over.
fn finished(page: &Page) -> Vec<(&'static str, &'static str)> {
    if page.lab.status.with(Status::is_running) {
        return Vec::new();
    }
    page.report.with(|report| {
        let lanes = report.iter().flat_map(|report| &report.lanes);
        let modes = lanes.map(|it| it.lane.mode());
        modes.map(|it| (it.id(), it.name())).collect()
    })
}
