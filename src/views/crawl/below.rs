//! What comes after Run: the run itself, and what is shown of it below the
//! stage. With the feature `split` its code comes later.

use super::requests::Requests;
use super::result::Results;
use super::state::{Page, RunRecord};
use crate::experiments::crawl::Strategy;
use crate::views::labs::{LaterCode, NotLoaded};
use crate::views::run::Status;
use crate::views::viewer::{BEFORE_THE_FIRST_RUN, Closer, Viewer};
use futures::future::LocalBoxFuture;
use leptos::prelude::*;
use std::rc::Rc;

#[cfg(feature = "split")]
pub(in crate::views) use split::load;

/// The result, the requests and the runs poll by poll.
#[component]
pub(super) fn Below(page: Page) -> impl IntoView {
    let code: LaterCode = expect_context();
    let is_here = Memo::new(move |_| code.is_here());
    move || {
        match is_here.get() {
            true => split::view_of(page),
            // As it is before the first run, so that nothing moves.
            false => Some(
                view! {
                    <section class="closer" aria-label="Poll by poll">
                        <h2>"Poll by poll"</h2>
                        <p class="hint">{BEFORE_THE_FIRST_RUN}</p>
                        <NotLoaded/>
                    </section>
                }
                .into_any(),
            ),
        }
    }
}

/// Goes through a run, once the code for that is here; false if it cannot be
/// had.
pub(super) async fn run(page: Page, record: Rc<RunRecord>) -> bool {
    if !page.code.loaded().await {
        return false;
    }
    let Some(run) = split::run_of(page, record) else {
        return false;
    };
    run.await;
    true
}

/// Builds what is below the stage.
fn built(page: Page) -> AnyView {
    let runs = Signal::derive(move || finished(&page));
    let record = Callback::new(move |(viewer, id): (Viewer, &str)| {
        let strategy = Strategy::from_id(id)?;
        let lane = page.lane(strategy)?;
        let name = format!("Crawl: {}", strategy.name());
        Some(viewer.recording(name, None, lane.was_hidden(), lane.events()))
    });

    view! {
        <Results page/>
        <Requests page/>
        <Closer runs record/>
    }
    .into_any()
}

fn started(page: Page, record: Rc<RunRecord>) -> LocalBoxFuture<'static, ()> {
    Box::pin(page.go_through(record))
}

/// The strategies that ran, once the run is over.
fn finished(page: &Page) -> Vec<(&'static str, &'static str)> {
    if page.status.with(Status::is_running) {
        return Vec::new();
    }
    page.report.with(|report| {
        let lanes = report.iter().flat_map(|report| &report.lanes);
        let strategies = lanes.map(|it| it.lane.strategy());
        strategies.map(|it| (it.id(), it.name())).collect()
    })
}

#[cfg(not(feature = "split"))]
mod split {
    use super::{AnyView, LocalBoxFuture, Page, Rc, RunRecord};

    pub(super) fn view_of(page: Page) -> Option<AnyView> {
        Some(super::built(page))
    }

    pub(super) fn run_of(
        page: Page,
        record: Rc<RunRecord>,
    ) -> Option<LocalBoxFuture<'static, ()>> {
        Some(super::started(page, record))
    }
}

#[cfg(feature = "split")]
mod split {
    use super::{AnyView, LocalBoxFuture, Page, Rc, RunRecord};
    use futures::FutureExt;
    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    /// Loads the code; false if it cannot be had.
    pub(in crate::views) async fn load() -> bool {
        __wasm_split_preload_later_below().await.is_ok()
            && __wasm_split_preload_later_run().await.is_ok()
    }

    // The code is here by then, so nothing is waited for.

    pub(super) fn view_of(page: Page) -> Option<AnyView> {
        later_below(page).now_or_never()?.ok()
    }

    pub(super) fn run_of(
        page: Page,
        record: Rc<RunRecord>,
    ) -> Option<LocalBoxFuture<'static, ()>> {
        later_run(page, record).now_or_never()?.ok()
    }

    #[wasm_split(labs, fallible)]
    fn later_below(page: Page) -> Result<AnyView, SplitLoaderError> {
        Ok(super::built(page))
    }

    #[wasm_split(labs, fallible)]
    fn later_run(
        page: Page,
        record: Rc<RunRecord>,
    ) -> Result<LocalBoxFuture<'static, ()>, SplitLoaderError> {
        Ok(super::started(page, record))
    }
}
