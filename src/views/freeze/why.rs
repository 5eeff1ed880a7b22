//! Why it went as it did, and the code that ran.

use crate::experiments::freeze::Mode;
use leptos::prelude::*;

/// A few sentences on one mode, beside its source.
#[component]
pub(super) fn Why() -> impl IntoView {
    let wanted = RwSignal::new(Mode::Main);
    let language = RwSignal::new(0_usize);
    let mode = move |mode: Mode| {
        view! {
            <button
                class="tab"
                data-strategy=mode.id()
                aria-pressed=move || (wanted.get() == mode).to_string()
                on:click=move |_| wanted.set(mode)
            >
                <span class="swatch"></span>
                {mode.name()}
            </button>
        }
    };
    let language_tab = move |index: usize| {
        view! {
            <button
                class="tab"
                aria-pressed=move || (language.get() == index).to_string()
                on:click=move |_| language.set(index)
            >
                {move || wanted.get().sources()[index].0}
            </button>
        }
    };
    view! {
        <section class="why" aria-label="Why">
            <div>
                <h2>"Why"</h2>
                <div class="tabs" role="group" aria-label="Mode to explain">
                    {Mode::ALL.map(mode).collect_view()}
                </div>
                <p>{move || wanted.get().why()}</p>
            </div>
            <div>
                <div class="tabs" role="group" aria-label="Language">
                    {[0, 1, 2].map(language_tab).collect_view()}
                </div>
                <pre class="code" tabindex="0" data-strategy=move || wanted.get().id()>
                    <code inner_html=move || wanted.get().sources()[language.get()].1></code>
                </pre>
            </div>
        </section>
    }
}
