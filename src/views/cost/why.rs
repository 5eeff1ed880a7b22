//! Why it costs what it costs, the code that ran, and what stands for what.

use crate::experiments::cost::Form;
use leptos::prelude::*;

/// A few sentences on one form, beside its source.
#[component]
pub(super) fn Why() -> impl IntoView {
    let wanted = RwSignal::new(Form::SpawnLocal);
    let language = RwSignal::new(0_usize);
    let form = move |form: Form| {
        view! {
            <button
                class="tab"
                data-strategy=form.id()
                aria-pressed=move || (wanted.get() == form).to_string()
                on:click=move |_| {
                    language.set(0);
                    wanted.set(form);
                }
            >
                <span class="swatch"></span>
                {form.name()}
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
    let languages = move || {
        let count = wanted.get().sources().len();
        (0..count).map(language_tab).collect_view()
    };
    let source = move || {
        let sources = wanted.get().sources();
        sources[language.get().min(sources.len() - 1)].1
    };
    view! {
        <section class="why" aria-label="Why">
            <div>
                <h2>"Why"</h2>
                <div class="tabs" role="group" aria-label="Form to explain">
                    {Form::ALL.map(form).collect_view()}
                </div>
                <p>{move || wanted.get().why()}</p>
            </div>
            <div>
                <div class="tabs" role="group" aria-label="Language">
                    {move || languages()}
                </div>
                <pre class="code" tabindex="0" data-strategy=move || wanted.get().id()>
                    <code inner_html=move || source()></code>
                </pre>
            </div>
        </section>
    }
}

/// What of a browser stands for what of the post, and what that misses.
#[component]
pub(super) fn Analogy() -> impl IntoView {
    view! {
        <section class="cost-analogy" aria-label="What stands for what">
            <h2>"What stands for what"</h2>
            <dl>
                <div>
                    <dt>"A coroutine"</dt>
                    <dd>
                        "is a Rust future on the event loop, here in a Worker's: the same idea. What the \
                         analogy misses: the future is a value of a size fixed when it is compiled, and \
                         Python's is an object of its interpreter."
                    </dd>
                </div>
                <div>
                    <dt>"A thread"</dt>
                    <dd>
                        "is a Worker that shares memory, by a SharedArrayBuffer. It misses that a thread \
                         of Python sees every object and starts in an interpreter that is there; a Worker \
                         sees the shared bytes alone and brings an engine of its own."
                    </dd>
                </div>
                <div>
                    <dt>"A process"</dt>
                    <dd>
                        "is a Worker with its own wasm instance and memory, reached by messages alone. It \
                         misses the protection: all Workers live in one process of the system, and the \
                         browser may end them together."
                    </dd>
                </div>
            </dl>
        </section>
    }
}
