//! Why it went as it did, and the code that ran.

use super::tabs::Tabs;
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
    let first =
        lessons.with_untracked(|all| all.iter().position(|it| it.id == first));
    let wanted = RwSignal::new(first);
    let language = RwSignal::new("");
    let lesson = Memo::new(move |_| {
        lessons.with(|lessons| lessons.get(wanted.get()?).cloned())
    });
    let sources = Memo::new(move |_| {
        lesson
            .get()
            .map(|lesson| lesson.sources)
            .unwrap_or_default()
    });
    let names = move || sources.get().into_iter().map(|(name, _)| name);
    // The same language of another, or what ran where that has no such.
    let shown = Memo::new(move |_| {
        let language = language.get();
        names()
            .position(|name| name == language)
            .unwrap_or_default()
    });
    let tabs = lessons.with_untracked(|lessons| {
        lessons.iter().map(|it| (Some(it.id), it.name)).collect()
    });
    let press = move |place| wanted.set(Some(place));
    let languages = move || {
        let names: Vec<_> = names().collect();
        let tabs = names.iter().map(|name| (None, *name)).collect();
        let pressed = Signal::derive(move || Some(shown.get()));
        let press = move |place: usize| language.set(names[place]);
        view! { <Tabs label="Language" tabs pressed press/> }
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
                <Tabs label=format!("{of} to explain") tabs pressed=wanted press/>
                <p>{move || words()}</p>
            </div>
            <div>
                {move || languages()}
                <pre
                    class="code"
                    tabindex="0"
                    data-strategy=move || lesson.with(|it| it.as_ref().map(|it| it.id))
                >
                    <code inner_html=move || html().unwrap_or_default()></code>
                </pre>
                <NotLoaded text=source/>
            </div>
        </section>
    }
}
