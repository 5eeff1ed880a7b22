//! What starts and stops the measuring of everything, and how far it is.

use super::state::Page;
use crate::browser::isolation::{self, Isolation};
use crate::views::run::{RunButton, RunControls};
use leptos::prelude::*;

/// The button, the progress, and what is missing where memory cannot be
/// shared.
#[component]
pub(super) fn Setup(page: Page, controls: RunControls) -> impl IntoView {
    let progress = move || {
        let running = page.running.get()?;
        let total = running.count;
        let done = running.place;
        let next = running.step.name();
        Some(view! {
            <div class="compare-progress">
                <progress
                    aria-label="Progress of the measurements"
                    max=total
                    prop:value=done
                ></progress>
                {format!("{} of {total}: {next}", done + 1)}
            </div>
        })
    };
    view! {
        <section class="compare-setup" aria-label="Measure everything here">
            <p>
                <strong>"Measure everything here: "</strong>
                "about 20 seconds, on this machine, kept for this visit. A task that computes \
                 without an await freezes this page for up to a second: that is one of the results. \
                 Stop works between."
            </p>
            <RunButton controls/>
            {move || progress()}
            <IsolationNote page/>
        </section>
    }
}

#[component]
fn IsolationNote(page: Page) -> impl IntoView {
    let isolation = Memo::new(move |_| page.isolation());
    let way = move || {
        match isolation.get() {
        Some(Isolation::ByReload) => Some(
            view! {
                "Its Service Worker adds the headers for that from the next load on. "
                <button class="secondary" on:click=|_| isolation::reload()>
                    "Reload the page isolated"
                </button>
            }
            .into_any(),
        ),
        Some(Isolation::Refused) => Some(
            "Its Service Worker did add the headers for that, and this browser does not isolate it \
             all the same."
                .into_any(),
        ),
        Some(Isolation::NeedsHeaders) => Some(
            "That takes two headers, from its host or its Service Worker, and neither is to be had \
             here."
                .into_any(),
        ),
        Some(Isolation::Isolated) | None => None,
    }
    };
    view! {
        <Show when=move || isolation.get().is_some()>
            <p class="isolation" role="note">
                <strong>"Threads that share memory cannot run yet. "</strong>
                "Workers share memory on a page that is cross-origin isolated, which this one is \
                 not: two cells of the table stay empty. All else is measured. "
                {move || way()}
            </p>
        </Show>
    }
}
