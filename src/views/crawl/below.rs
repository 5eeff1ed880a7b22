//! What is shown of a run below the stage. Its code comes later.

use super::requests::Requests;
use super::result::CrawlResults;
use super::state::Page;
use crate::experiments::crawl::Strategy;
use crate::views::run::Status;
use crate::views::viewer::{Closer, Viewer};
use leptos::prelude::*;

/// The result, the requests and the runs poll by poll.
#[component]
pub(super) fn Below(page: Page) -> impl IntoView {
    let runs = Signal::derive(move || finished(&page));
    let record = Callback::new(move |(viewer, id): (Viewer, &str)| {
        let strategy = Strategy::from_id(id)?;
        let lane = page.lane(strategy)?;
        let name = format!("Crawl: {}", strategy.name());
        Some(viewer.recording(name, None, lane.was_hidden(), lane.events()))
    });

    view! {
        <CrawlResults page/>
        <Requests page/>
        <Closer runs record/>
    }
}

/// The strategies that ran, once the run is over.
fn finished(page: &Page) -> Vec<(&'static str, &'static str)> {
    if page.lab.status.with(Status::is_running) {
        return Vec::new();
    }
    page.report.with(|report| {
        let lanes = report.iter().flat_map(|report| &report.lanes);
        let strategies = lanes.map(|it| it.lane.strategy());
        strategies.map(|it| (it.id(), it.name())).collect()
    })
}
