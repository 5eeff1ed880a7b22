//! What stands for a coroutine, a thread and a process here.

use leptos::prelude::*;

/// What is not a browser's, and what of a browser stands for it and misses.
const ANALOGIES: [(&str, &str); 3] = [
    (
        "A coroutine",
        "is a Rust future on the event loop, here in a Worker's: the same idea. What the \
         analogy misses: the future is a value of a size fixed when it is compiled, and \
         Python's is an object of its interpreter.",
    ),
    (
        "A thread",
        "is a Worker that shares memory, by a SharedArrayBuffer. The difference: a thread \
         of Python sees every object and starts in an interpreter that is there; a Worker \
         sees the shared bytes alone and brings an engine of its own.",
    ),
    (
        "A process",
        "is a Worker with its own wasm instance and memory, reached by messages alone. It \
         lacks the protection: all Workers live in one process of the system, and the \
         browser may end them together.",
    ),
];

/// What of a browser stands for what of the post, and what that misses.
#[component]
pub(super) fn Analogy() -> impl IntoView {
    let analogy = |(of, is): (&'static str, &'static str)| {
        view! { <div><dt>{of}</dt><dd>{is}</dd></div> }.into_any()
    };
    view! {
        <section class="cost-analogy" aria-label="Coroutine, thread and process in a browser">
            <h2>"Coroutine, thread and process in a browser"</h2>
            <dl>{ANALOGIES.map(analogy).collect_view()}</dl>
        </section>
    }
}
