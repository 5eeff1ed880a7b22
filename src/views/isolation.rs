//! Whether memory can be shared, what is missing where it cannot, and the way
//! to it.

use super::reactive::{AnyRwSignal, AnySignal, memo};
use crate::browser::endpoint::Endpoint;
use crate::browser::isolation::Isolation;
use crate::browser::page;
use crate::browser::shared::{SharedWords, Sharing, sharing};
use crate::experiments::{Memory, Unshared};
use leptos::prelude::*;

/// Whether workers can share memory here.
pub(super) fn memory() -> Memory {
    match sharing() {
        Sharing::Possible => Memory::CanBeShared,
        Sharing::TakesIsolation => {
            Memory::CannotBeShared(Unshared::NotIsolated)
        }
        Sharing::Unknown => Memory::CannotBeShared(Unshared::NoSuchMemory),
    }
}

/// Memory that workers share, with these words in it.
pub(super) fn shared_words(words: &[i32]) -> Result<SharedWords, Unshared> {
    if let Memory::CannotBeShared(why) = memory() {
        return Err(why);
    }
    // Fails for more words than there can be; nobody shares so many.
    SharedWords::holding(words).ok_or(Unshared::NoSuchMemory)
}

/// What a page that is not isolated is told: the way out follows.
const NOT_ISOLATED: &str = "Threads share memory, which needs a cross-origin isolated page, and \
    this page is not isolated. ";

/// Why threads cannot run here, and a button where a reload helps.
#[component]
pub(super) fn IsolationNote(
    /// Who answers the built-in URLs, and may isolate the page.
    endpoint: AnyRwSignal<Option<Endpoint>>,
    /// Whether anything is missed.
    #[prop(into)]
    wanted: AnySignal<bool>,
    /// What runs all the same, in a sentence.
    rest: &'static str,
) -> impl IntoView {
    let wanted = memo(move || wanted.get());
    // Until that is known, what is likely: so the note seldom moves what is
    // below it while somebody aims at a button there.
    let way = move || {
        let endpoint = endpoint.get().unwrap_or(Endpoint::ServiceWorker);
        match Isolation::of(endpoint) {
        Isolation::Isolated => None,
        Isolation::ByReload => Some(
            view! {
                "Its Service Worker adds the two headers that isolate it from the next load on. "
                <button class="secondary" on:click=|_| page::reload()>
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
    let (verdict, why) = match memory() {
        Memory::CannotBeShared(why @ Unshared::NoSuchMemory) => {
            ("Threads cannot run here. ", format!("{why} "))
        }
        Memory::CannotBeShared(Unshared::NotIsolated) | Memory::CanBeShared => {
            ("Threads cannot run yet. ", NOT_ISOLATED.to_owned())
        }
    };
    view! {
        <Show when=move || wanted.get()>
            <p class="isolation" role="note">
                <strong>{verdict}</strong>
                {why.clone()}
                {rest}
                " "
                {move || way()}
            </p>
        </Show>
    }
}
