//! The examples: a search, and a list of links. It runs nothing, and knows of no
//! lab more than its name and its address.

use super::address;
use super::controls::Menu;
use super::reactive::{AnyRwSignal, derived, effect, memo};
use super::run::Headed;
use super::texts::{NotLoaded, texts};
use crate::browser::{focus, page};
use crate::experiments::examples::{
    Example, LAB, LEVEL, Search, WORDS, examples_from,
};
use crate::experiments::{
    EXAMPLES, Experiment, Guide, Route, Text, setup_from_query,
};
use leptos::prelude::*;

/// The page of the examples.
#[component]
pub(super) fn Examples() -> impl IntoView {
    let notes = AnyRwSignal::new(Vec::new());
    let search = search_in_address(notes);
    let texts = texts();
    let all = memo(move || {
        let text = texts.found(EXAMPLES);
        text.map(|text| examples_from(&text))
    });
    let found = memo(move || {
        let all = all.get().unwrap_or_default();
        search.with(|it| it.found(&all).cloned().collect::<Vec<_>>())
    });
    let count = move || match all.with(|all| all.as_ref().map(Vec::len)) {
        Some(all) => format!("{} of {all} examples", found.with(Vec::len)),
        None => "Loading the examples…".to_owned(),
    };
    let is_nothing_found =
        move || all.with(Option::is_some) && found.with(Vec::is_empty);
    let groups = move || {
        let found = found.get();
        let of = |lab| found.iter().filter(move |it| it.lab == lab).cloned();
        let group = |lab| (lab, of(lab).collect::<Vec<_>>());
        let groups = Experiment::ALL.into_iter().map(group);
        let groups = groups.filter(|(_, examples)| !examples.is_empty());
        groups.map(|(lab, all)| group_view(lab, all)).collect_view()
    };
    view! {
        <Headed shown=Guide::Examples.into() notes/>
        <div class="examples-search">
            <label>
                {WORDS.label}
                <input
                    type="search"
                    autocomplete="off"
                    title=WORDS.help
                    prop:value=move || search.with(|it| it.words.clone())
                    on:input:target=move |event| {
                        let words = event.target().value();
                        search.update(|it| it.words = words);
                    }
                />
            </label>
            <Menu settings=search of=&LAB/>
            <Menu settings=search of=&LEVEL/>
            <p class="hint" aria-live="polite">{move || count()}</p>
        </div>
        {move || groups()}
        <NotLoaded text=derived(|| Some(EXAMPLES))/>
        <Show when=is_nothing_found>
            <p class="examples-none">
                "No example has all of these words. "
                <button class="quiet strong" on:click=move |_| show_all(search)>
                    "Show all"
                </button>
            </p>
        </Show>
    }
}

/// What is looked for; it and the address follow each other.
fn search_in_address(notes: AnyRwSignal<Vec<String>>) -> AnyRwSignal<Search> {
    let search = AnyRwSignal::new(Search::default());
    let load = move || {
        let hash = page::hash();
        let Route::Guide(Guide::Examples, query) = Route::parse(&hash) else {
            return;
        };
        address::forget();
        let (asked, not_followed) = setup_from_query(&query);
        search.set(asked);
        notes.set(not_followed.iter().map(ToString::to_string).collect());
    };
    load();
    effect(move || {
        let hash = search.with(Search::hash);
        address::keep_soon(move || Some(hash.clone()));
    });
    let changes =
        window_event_listener(leptos::ev::hashchange, move |_| load());
    on_cleanup(move || {
        changes.remove();
        address::forget();
    });
    search
}

/// Finds everything again; the button that does so goes.
fn show_all(search: AnyRwSignal<Search>) {
    search.set(Search::default());
    focus::to(".examples-search input");
}

fn group_view(lab: Experiment, examples: Vec<Example>) -> AnyView {
    let name = lab.name();
    let examples = examples.into_iter().map(example_view);
    view! {
        <section class="examples" aria-label=name>
            <h2>{name}</h2>
            <ul>{examples.collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn example_view(example: Example) -> AnyView {
    let texts = texts();
    let picture = Text::picture(example.place);
    let picture = move || texts.found(picture).unwrap_or_default();
    let hash = example.hash();
    view! {
        <li class="example">
            <div class="picture" aria-hidden="true" inner_html=picture></div>
            <p class="question">
                <a href=hash on:click=|event| address::open_at_top(&event)>
                    {example.question}
                </a>
            </p>
            <p class="line">{example.line}</p>
            <p class="hint">{example.level.name()}</p>
        </li>
    }
    .into_any()
}
