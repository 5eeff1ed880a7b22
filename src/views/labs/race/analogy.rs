//! What stands for a coroutine, a thread and a process here.

use crate::experiments::Kind;
use leptos::prelude::*;

/// What stands for a coroutine, a thread and a process here, and what that
/// misses.
#[component]
pub(super) fn Analogy() -> impl IntoView {
    let kind = |kind: Kind| {
        view! {
            <div>
                <dt>{kind.plural()}</dt>
                <dd>{kind.here()}</dd>
                <dd><span class="hint">"How it differs: "</span>{kind.misses()}</dd>
            </div>
        }.into_any()
    };
    view! {
        <section class="analogy" aria-label="Coroutine, thread and process in a browser">
            <h2>"Coroutine, thread and process in a browser"</h2>
            <p class="hint">
                "A browser has no fork and no native threads. These take their place here."
            </p>
            <dl>{Kind::ALL.map(kind).collect_view()}</dl>
        </section>
    }
}
