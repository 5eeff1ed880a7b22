//! Why it went as it did, and the code that ran.

use super::reactive::{AnyRwSignal, derived, memo};
use super::tabs::{Tab, Tabs};
use super::texts::{NotLoaded, texts};
use crate::experiments::Text;
use leptos::prelude::*;

/// What is said of one of the things that a lab compares.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Lesson {
    /// Why it does what it does.
    pub why: &'static str,
    /// Its sources by the names of their tabs; what ran comes first.
    pub sources: Vec<(&'static str, Text)>,
}

/// A few sentences on one of the things that a lab compares, beside its source.
#[component]
pub(super) fn Why(
    /// What there is a choice of, for those who hear the page.
    of: &'static str,
    /// The ids and the names of all.
    all: &'static [Tab],
    /// Gives what is said of the one at a place; follows the setup.
    #[prop(into)]
    lesson: Callback<usize, Lesson>,
    /// The place of the one that is explained first.
    first: usize,
) -> impl IntoView {
    let wanted = AnyRwSignal::new(first);
    let language = AnyRwSignal::new("");
    let lesson = memo(move || lesson.run(wanted.get()));
    let sources = memo(move || lesson.get().sources);
    let names = move || sources.get().into_iter().map(|(name, _)| name);
    // The same language of another, or what ran where that has no such.
    let shown = memo(move || {
        let language = language.get();
        names()
            .position(|name| name == language)
            .unwrap_or_default()
    });
    let tabs = all.to_vec();
    let pressed = derived(move || Some(wanted.get()));
    let press = move |place| wanted.set(place);
    let languages = move || {
        let names: Vec<_> = names().collect();
        let tabs = names.iter().map(|name| ("", *name)).collect();
        let pressed = derived(move || Some(shown.get()));
        let press = move |place: usize| language.set(names[place]);
        view! { <Tabs label="Language" tabs pressed press/> }.into_any()
    };
    let words = move || lesson.with(|it| it.why);
    let texts = texts();
    let source = derived(move || sources.get().get(shown.get()).map(|it| it.1));
    let html = move || source.get().map(|text| texts.html(text));
    view! {
        <section class="why" aria-label="Why">
            <div>
                <h2>"Why"</h2>
                <Tabs label=format!("{of} to explain") tabs pressed press/>
                <p>{move || words()}</p>
            </div>
            <div>
                {move || languages()}
                <pre class="code" tabindex="0" data-strategy=move || all[wanted.get()].0>
                    <code inner_html=move || html().unwrap_or_default()></code>
                </pre>
                <NotLoaded text=source/>
            </div>
        </section>
    }
}
