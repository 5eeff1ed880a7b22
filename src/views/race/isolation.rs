//! What is missing where memory cannot be shared, and the way to it.

use super::state::Page;
use crate::browser::isolation::{self, Isolation};
use crate::experiments::race::{Kind, Memory, Strategy};
use leptos::prelude::*;

/// Why the chosen threads cannot run here, and a button where a reload helps.
#[component]
pub(super) fn IsolationNote(page: Page) -> impl IntoView {
    let wanted = Memo::new(move |_| {
        let is_thread = |it: &Strategy| it.kind() == Kind::Thread;
        let chosen =
            page.choices.with(|it| it.strategies.iter().any(is_thread));
        chosen && page.memory == Memory::CannotBeShared
    });
    let way = move || {
        match page.isolation()? {
        Isolation::Isolated => None,
        Isolation::ByReload => Some(
            view! {
                "Its Service Worker adds the two headers that isolate it from the next load on. "
                <button class="secondary" on:click=|_| isolation::reload()>
                    "Reload the page isolated"
                </button>
            }
            .into_any(),
        ),
        Isolation::Refused => Some(
            "Its Service Worker did add the two headers for that, and this browser does not \
             isolate it all the same."
                .into_any(),
        ),
        Isolation::NeedsHeaders => Some(
            view! {
                "That takes two headers, "
                <code>"Cross-Origin-Opener-Policy: same-origin"</code>
                " and "
                <code>"Cross-Origin-Embedder-Policy: require-corp"</code>
                ", from its host or from its Service Worker, and neither is to be had here."
            }
            .into_any(),
        ),
    }
    };
    view! {
        <Show when=move || wanted.get()>
            <p class="isolation" role="note">
                <strong>"Threads cannot run yet. "</strong>
                "They share memory, and a browser shares memory only among the workers of a page \
                 that is cross-origin isolated, which this one is not. All else runs. "
                {move || way()}
            </p>
        </Show>
    }
}
