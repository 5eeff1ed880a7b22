//! What limits and colours the measurements.

use super::state::Page;
use crate::browser::endpoint::Endpoint;
use crate::experiments::crawl::Lane;
use crate::trace::duration_text;
use crate::views::app::Surroundings;
use leptos::prelude::*;
use std::time::Duration;

/// Under which conditions everything above was measured.
#[component]
pub(super) fn Honesty(page: Page) -> impl IntoView {
    let surroundings = expect_context::<Surroundings>();
    let engine = surroundings.engine.get_value();
    let hidden = move || {
        page.report.track();
        let lanes = page
            .shown
            .with(|run| run.as_ref().map(|run| run.lanes.all()));
        match lanes {
            None => "no run yet",
            Some(lanes) if lanes.iter().any(Lane::was_hidden) => {
                "yes: its times are not to be trusted"
            }
            Some(_) => "no",
        }
    };
    let endpoint = move || match page.endpoint.get() {
        None => "getting ready".to_owned(),
        Some(Endpoint::ServiceWorker) => {
            "a Service Worker of this page: real requests, no server".to_owned()
        }
        Some(Endpoint::StandIn(missing)) => missing.to_string(),
    };
    let isolated = match engine.isolated {
        true => "yes",
        false => "no: the clock is coarser, and memory cannot be shared",
    };
    view! {
        <section class="honesty" aria-label="Measured under these conditions">
            <h2>"Measured under these conditions"</h2>
            <dl>
                <div><dt>"Clock step"</dt><dd>{duration_text(engine.clock_step, Duration::ZERO)}</dd></div>
                <div><dt>"Cross-origin isolated"</dt><dd>{isolated}</dd></div>
                <div><dt>"Engine"</dt><dd>{engine.name}</dd></div>
                <div><dt>"Logical processors"</dt><dd>{engine.cores}</dd></div>
                <div><dt>"Page hidden during the run"</dt><dd>{move || hidden().to_owned()}</dd></div>
                <div><dt>"Built-in endpoint"</dt><dd class="endpoint">{move || endpoint()}</dd></div>
            </dl>
        </section>
    }
}
