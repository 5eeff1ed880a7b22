//! The controls that the setups of all labs are made of.

use leptos::prelude::*;
use std::borrow::Cow;

/// A number typed by hand: what is wrong stays in the field, is said beneath
/// it, and does not count.
#[component]
pub(super) fn NumberField(
    label: &'static str,
    error: &'static str,
    value: Signal<String>,
    take: Callback<String, bool>,
) -> impl IntoView {
    let wrong = RwSignal::new(false);
    // While it is being typed, "2." must not become the "2" that it means.
    let typed = RwSignal::new(None::<String>);
    let shown = move || typed.get().unwrap_or_else(|| value.get());
    let input = move |text: String| {
        typed.set(Some(text.clone()));
        wrong.set(!take.run(text));
    };
    let leave = move |_| {
        if !wrong.get_untracked() {
            typed.set(None);
        }
    };
    let message = move || {
        wrong.get().then(|| {
            view! {
                <span class="field-error" role="alert">
                    {format!("{error} {} stays in force.", value.get())}
                </span>
            }
        })
    };
    view! {
        <span class="number-field">
            <input
                type="text"
                inputmode="decimal"
                autocomplete="off"
                aria-label=label
                aria-invalid=move || wrong.get().to_string()
                style:--digits=move || shown().len().max(1).to_string()
                prop:value=move || shown()
                on:input:target=move |event| input(event.target().value())
                on:blur=leave
            />
            {move || message()}
        </span>
    }
}

/// A quiet word that opens when it is touched.
#[component]
pub(super) fn Word<Settings: Send + Sync + 'static>(
    settings: RwSignal<Settings>,
    name: &'static str,
    options: &'static [(&'static str, &'static str)],
    title: &'static str,
    read: fn(&Settings) -> String,
    write: fn(&mut Settings, &str),
) -> impl IntoView {
    let chosen = Memo::new(move |_| settings.with(read));
    let choose = move |value: String| settings.update(|it| write(it, &value));
    let options = options.iter().map(|(value, text)| (*value, (*text).into()));
    view! {
        <label class="word" title=title>
            {name}
            " "
            <Options options=options.collect() chosen choose />
        </label>
    }
}

/// A list of which one is chosen. It shows what `chosen` is, whatever changes
/// that.
#[component]
pub(super) fn Options(
    /// Each one's value, and its text. What has no value cannot be chosen.
    options: Vec<(&'static str, Cow<'static, str>)>,
    #[prop(into)] chosen: Signal<String>,
    choose: impl Fn(String) + 'static,
) -> impl IntoView {
    // A list takes no value before it has its options.
    let first = chosen.get_untracked();
    let option = |(value, text): (&'static str, Cow<'static, str>)| {
        view! {
            <option value=value disabled=value.is_empty() selected=value == first>
                {text}
            </option>
        }
    };
    view! {
        <select
            prop:value=move || chosen.get()
            on:change:target=move |event| choose(event.target().value())
        >
            {options.into_iter().map(option).collect_view()}
        </select>
    }
}

/// One of the things that a run compares, to be ticked or not.
#[component]
pub(super) fn Chip<Settings, T>(
    settings: RwSignal<Settings>,
    value: T,
    id: &'static str,
    name: &'static str,
    /// All that there is to choose from, in the order of the page.
    all: &'static [T],
    read: fn(&Settings) -> &Vec<T>,
    write: fn(&mut Settings) -> &mut Vec<T>,
    /// What follows, a field for instance.
    #[prop(optional)]
    children: Option<Children>,
    /// What leads from the name to that.
    #[prop(optional)]
    preposition: &'static str,
) -> impl IntoView
where
    Settings: Send + Sync + 'static,
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let chosen = move || settings.with(|it| read(it).contains(&value));
    let choose = move |on: bool| {
        settings.update(|settings| {
            let list = write(settings);
            let is_wanted = |other: &&T| match **other == value {
                true => on,
                false => list.contains(other),
            };
            *list = all.iter().filter(is_wanted).copied().collect();
        });
    };
    view! {
        <span class="chip" data-strategy=id data-chosen=move || chosen().to_string()>
            <label>
                <input
                    type="checkbox"
                    prop:checked=move || chosen()
                    on:change:target=move |event| choose(event.target().checked())
                />
                <span class="swatch"></span>
                {name}
                {preposition}
            </label>
            {children.map(|children| children())}
        </span>
    }
}
