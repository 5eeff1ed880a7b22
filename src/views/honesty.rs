//! What limits and colours the measurements.

use crate::browser::endpoint::{self, Endpoint};
use crate::trace::duration_text;
use crate::views::environment::Environment;
use crate::views::lab::Lab;
use crate::views::later::Later;
use crate::views::reactive::{AnyRwSignal, AnySignal};
use leptos::prelude::*;
use std::time::Duration;

/// Who answers the built-in URLs, once that is found out.
pub(super) fn found_endpoint() -> AnyRwSignal<Option<Endpoint>> {
    let found = AnyRwSignal::new(None);
    Later::new().spawn(async move {
        found.set(Some(endpoint::ready().await));
    });
    found
}

/// Under which conditions everything above was measured.
#[component]
pub(super) fn Honesty(
    lab: Lab,
    /// Whether the page was hidden during what is shown, where that need not be
    /// the last run of the lab.
    #[prop(optional)]
    hidden: Option<AnySignal<Option<bool>>>,
) -> impl IntoView {
    let environment = expect_context::<Environment>();
    let engine = environment.engine.get_value();
    let hidden = hidden.unwrap_or_else(|| lab.hidden.into());
    let hidden_text = move || match hidden.get() {
        None => "no run yet",
        Some(true) => "yes: its times are not to be trusted",
        Some(false) => "no",
    };
    let endpoint_text = move || match lab.endpoint.get() {
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
                <div><dt>"Page hidden during the run"</dt><dd>{move || hidden_text().to_owned()}</dd></div>
                <div><dt>"Built-in endpoint"</dt><dd class="endpoint">{move || endpoint_text()}</dd></div>
            </dl>
        </section>
    }
}
