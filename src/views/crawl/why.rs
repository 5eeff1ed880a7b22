//! Why it went as it did, and the code that ran.

use super::state::Page;
use crate::experiments::crawl::Strategy;
use leptos::prelude::*;

/// A few sentences on one strategy, beside its source.
#[component]
pub(super) fn Why(page: Page) -> impl IntoView {
    let wanted = RwSignal::new(Strategy::Concurrent);
    let language = RwSignal::new(0_usize);
    let sources = Memo::new(move |_| {
        let on_error = page.choices.with(|setup| setup.policy.on_error);
        let sources = wanted.get().sources(on_error);
        let mut all = vec![sources.ran];
        all.extend(sources.others);
        all
    });
    let shown =
        Memo::new(move |_| language.get().min(sources.with(Vec::len) - 1));
    let strategy = move |strategy: Strategy| {
        view! {
            <button
                class="tab"
                data-strategy=strategy.id()
                aria-pressed=move || (wanted.get() == strategy).to_string()
                on:click=move |_| {
                    wanted.set(strategy);
                    language.set(0);
                }
            >
                <span class="swatch"></span>
                {strategy.name()}
            </button>
        }
    };
    let language_tab =
        move |(index, (name, _)): (usize, (&'static str, &'static str))| {
            view! {
                <button
                    class="tab"
                    aria-pressed=move || (shown.get() == index).to_string()
                    on:click=move |_| language.set(index)
                >
                    {name}
                </button>
            }
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
                    {move || sources.get().into_iter().enumerate().map(language_tab).collect_view()}
                </div>
                <pre class="code" tabindex="0" data-strategy=move || wanted.get().id()>
                    <code inner_html=move || sources.get()[shown.get()].1></code>
                </pre>
            </div>
        </section>
    }
}
