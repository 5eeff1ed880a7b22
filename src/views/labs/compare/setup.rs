//! What starts and stops the measuring of everything, and how far it is.

use super::state::Page;
use crate::experiments::Memory;
use crate::views::isolation::{self, IsolationNote};
use crate::views::run::RunButton;
use leptos::prelude::*;

/// The button, the progress, and what is missing where memory cannot be
/// shared.
#[component]
pub(super) fn Setup(page: Page) -> impl IntoView {
    let progress = move || {
        let running = page.running.get()?;
        let total = running.count;
        let done = running.place;
        let next = running.step.name();
        Some(
            view! {
                <div class="compare-progress">
                    <progress
                        aria-label="Progress of the measurements"
                        max=total
                        prop:value=done
                    ></progress>
                    {format!("{} of {total}: {next}", done + 1)}
                </div>
            }
            .into_any(),
        )
    };
    // Known at once: the note must not push away what somebody aims at.
    let misses_threads = isolation::memory() != Memory::CanBeShared;
    view! {
        <section class="compare-setup" aria-label="Measure everything here">
            <p>
                <strong>"Measure everything here: "</strong>
                "5 to 20 seconds on this machine, kept for this visit. A task that computes \
                 without an await freezes this page for up to a second: that is one of the results. \
                 Stop takes effect between two of them."
            </p>
            <RunButton lab=page.lab run=move |()| page.measure_everything()/>
            {move || progress()}
            <IsolationNote
                endpoint=page.lab.endpoint
                wanted=misses_threads
                rest="Two of the twelve measurements are missing; all else is measured."
            />
        </section>
    }
}
