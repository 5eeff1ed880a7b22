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
                <dd><span class="hint">"What that misses: "</span>{kind.misses()}</dd>
            </div>
        }
    };
    view! {
        <section class="analogy" aria-label="What stands for what">
            <h2>"What stands for what"</h2>
            <p class="hint">
                "A browser has no fork and no threads as a system has them; this is what it has."
            </p>
            <dl>{Kind::ALL.map(kind).collect_view()}</dl>
        </section>
    }
}
