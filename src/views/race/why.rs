//! Why it went as it did, the code that ran, and what stands for what.

use crate::experiments::race::{Kind, Strategy};
use leptos::prelude::*;

/// A few sentences on one strategy, beside its source.
#[component]
pub(super) fn Why() -> impl IntoView {
    let wanted = RwSignal::new(Strategy::TaskAwait);
    let tab = RwSignal::new("Rust, as run");
    let strategy = move |strategy: Strategy| {
        view! {
            <button
                class="tab"
                data-strategy=strategy.id()
                aria-pressed=move || (wanted.get() == strategy).to_string()
                on:click=move |_| wanted.set(strategy)
            >
                <span class="swatch"></span>
                {strategy.name()}
            </button>
        }
    };
    // The same tab of the next strategy, or its first where it has no such.
    let shown = Memo::new(move |_| {
        let sources = wanted.get().sources();
        let place = sources.iter().position(|(name, _)| *name == tab.get());
        place.unwrap_or_default()
    });
    let source_tab = move |(place, name): (usize, &'static str)| {
        view! {
            <button
                class="tab"
                aria-pressed=move || (shown.get() == place).to_string()
                on:click=move |_| tab.set(name)
            >
                {name}
            </button>
        }
    };
    let source_tabs = move || {
        let names = wanted.get().sources().iter().map(|(name, _)| *name);
        names.enumerate().map(source_tab).collect_view()
    };
    view! {
        <section class="why" aria-label="Why">
            <div>
                <h2>"Why"</h2>
                <div class="tabs" role="group" aria-label="Strategy to explain">
                    {Strategy::ALL.map(strategy).collect_view()}
                </div>
                <p>{move || wanted.get().why()}</p>
            </div>
            <div>
                <div class="tabs" role="group" aria-label="Language">
                    {move || source_tabs().into_any()}
                </div>
                <pre class="code" tabindex="0" data-strategy=move || wanted.get().id()>
                    <code inner_html=move || wanted.get().sources()[shown.get()].1></code>
                </pre>
            </div>
        </section>
    }
}

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
