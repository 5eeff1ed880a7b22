//! What is shown of a run below the stage. Its code comes later.

use super::requests::Requests;
use super::result::CrawlResults;
use super::state::Page;
use crate::experiments::crawl::{GOALS, Strategy};
use crate::views::goals::GoalList;
use crate::views::reactive::derived;
use crate::views::viewer::{Closer, Viewer, runs_of};
use leptos::prelude::*;

/// The result, the requests, the runs poll by poll and the goals.
#[component]
pub(super) fn Below(page: Page) -> impl IntoView {
    let runs = derived(move || {
        page.report.with(|report| {
            let lanes = report.as_ref().map(|report| &*report.lanes);
            runs_of(page.lab, lanes.unwrap_or_default())
        })
    });
    let record = Callback::new(move |(viewer, id): (Viewer, &str)| {
        let strategy = Strategy::from_id(id)?;
        let lane = page.lane(strategy)?;
        let name = format!("Crawl: {}", strategy.name());
        Some(viewer.recording(name, None, lane.was_hidden(), lane.events()))
    });

    view! {
        <CrawlResults page/>
        <Requests page/>
        <Closer setup=page.choices linked=Callback::new(move |()| page.setup()) runs record/>
        <GoalList goals=page.lab.goals all=GOALS/>
    }
}
