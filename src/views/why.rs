//! Why it went as it did, and the code that ran.

use super::texts::{NotLoaded, texts};
use crate::experiments::Text;
use leptos::prelude::*;

/// One of the things that a lab compares, explained.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Lesson {
    /// Its name in the contract with those who read the page by machine.
    pub id: &'static str,
    /// Its name on the page.
    pub name: &'static str,
    /// Why it does what it does.
    pub why: &'static str,
    /// Its sources by the names of their tabs; what ran comes first.
    pub sources: Vec<(&'static str, Text)>,
}

/// A few sentences on one of the `lessons`, beside its source.
#[component]
pub(super) fn Why(
    /// What there is a choice of, for those who hear the page.
    of: &'static str,
    /// What is explained, in the order of its tabs.
    #[prop(into)]
    lessons: Signal<Vec<Lesson>>,
    /// The id of the one that is explained first.
    first: &'static str,
) -> impl IntoView {
    let wanted = RwSignal::new(first);
    let language = RwSignal::new("");
    let lesson = Memo::new(move |_| {
        let of_id = |lesson: &&Lesson| lesson.id == wanted.get();
        lessons.with(|lessons| lessons.iter().find(of_id).cloned())
    });
    let sources = Memo::new(move |_| {
        lesson.with(|lesson| {
            let sources = lesson.as_ref().map(|lesson| &lesson.sources);
            sources.cloned().unwrap_or_default()
        })
    });
    let names = Memo::new(move |_| {
        let sources = sources.get().into_iter();
        sources.map(|(name, _)| name).collect::<Vec<_>>()
    });
    // The same language of another, or what ran where that has no such.
    let shown = Memo::new(move |_| {
        let language = language.get();
        let place = names.get().iter().position(|name| *name == language);
        place.unwrap_or_default()
    });
    let tab = move |Lesson { id, name, .. }: &Lesson| {
        let id = *id;
        view! {
            <button
                class="tab"
                data-strategy=id
                aria-pressed=move || (wanted.get() == id).to_string()
                on:click=move |_| wanted.set(id)
            >
                <span class="swatch"></span>
                {*name}
            </button>
        }
    };
    let language_tab = move |(place, name): (usize, &'static str)| {
        view! {
            <button
                class="tab"
                aria-pressed=move || (shown.get() == place).to_string()
                on:click=move |_| language.set(name)
            >
                {name}
            </button>
        }
    };
    let tabs = lessons
        .with_untracked(|lessons| lessons.iter().map(tab).collect_view());
    let language_tabs = move || {
        let names = names.get().into_iter().enumerate();
        names.map(language_tab).collect_view()
    };
    let words = move || lesson.with(|it| it.as_ref().map(|it| it.why));
    let texts = texts();
    let source =
        Signal::derive(move || sources.get().get(shown.get()).map(|it| it.1));
    let html = move || source.get().map(|text| texts.html(text));
    view! {
        <section class="why" aria-label="Why">
            <div>
                <h2>"Why"</h2>
                <div class="tabs" role="group" aria-label=format!("{of} to explain")>
                    {tabs}
                </div>
                <p>{move || words()}</p>
            </div>
            <div>
                <div class="tabs" role="group" aria-label="Language">
                    {move || language_tabs().into_any()}
                </div>
                <pre class="code" tabindex="0" data-strategy=move || wanted.get()>
                    <code inner_html=move || html().unwrap_or_default()></code>
                </pre>
                <NotLoaded text=source/>
            </div>
        </section>
    }
}
