//! The controls that the setups of all labs are made of.

use super::reactive::{AnyRwSignal, AnySignal, derived, memo};
use crate::experiments::{Control, Linked};
use leptos::prelude::*;
use std::borrow::Cow;

/// A number typed by hand: what is wrong stays in the field, is said beneath
/// it, and does not count.
#[component]
pub(super) fn NumberField(
    #[prop(into)] label: Cow<'static, str>,
    /// What it may be, to stand behind “enter”.
    expected: String,
    value: AnySignal<String>,
    take: Callback<String, bool>,
) -> impl IntoView {
    let wrong = AnyRwSignal::new(false);
    // While it is being typed, "2." must not become the "2" that it means.
    let typed = AnyRwSignal::new(None::<String>);
    let shown = move || typed.get().unwrap_or_else(|| value.get());
    let input = move |text: String| {
        typed.set(Some(text.clone()));
        wrong.set(!take.run(text));
    };
    // Chromium tells a field that it is left as it is removed, too.
    let leave = move |_| {
        if wrong.try_get_untracked() == Some(false) {
            typed.set(None);
        }
    };
    let message = move || {
        wrong.get().then(|| {
            view! {
                <span class="field-error" role="alert">
                    {match value.get() {
                        used if used.is_empty() => format!("Enter {expected}."),
                        used => format!("Enter {expected}. Still using {used}."),
                    }}
                </span>
            }.into_any()
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

/// The field of a number.
#[component]
pub(super) fn Field<Settings: Send + Sync + 'static>(
    settings: AnyRwSignal<Settings>,
    of: &'static Control<Settings>,
) -> impl IntoView {
    let text = move || settings.with(|it| of.text(it));
    let value = derived(move || text().unwrap_or_default());
    let take = move |typed: String| {
        let mut is_taken = false;
        settings.maybe_update(|it| {
            is_taken = of.set(it, &typed).is_some();
            is_taken
        });
        is_taken
    };
    view! {
        <NumberField label=of.label expected=of.expected() value take=Callback::new(take)/>
    }
}

/// The field of a number in a few words.
#[component]
pub(super) fn Words<Settings: Send + Sync + 'static>(
    settings: AnyRwSignal<Settings>,
    of: &'static Control<Settings>,
    #[prop(optional)] before: &'static str,
    /// What follows the field.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <label class="word" title=of.help>
            {before}
            <Field settings of/>
            {children.map(|children| children())}
        </label>
    }
}

/// Has a setup be one that a link could say, after a choice that another no
/// longer goes with.
pub(super) fn mended<Settings: Linked>(settings: &mut Settings) {
    // Whoever chose it sees what became of the other.
    let _ = settings.mend();
}

/// A quiet word that opens when it is touched.
#[component]
pub(super) fn Menu<Settings: Send + Sync + 'static>(
    settings: AnyRwSignal<Settings>,
    of: &'static Control<Settings>,
    /// Where they are not those of the control.
    #[prop(optional)]
    options: Vec<Choice>,
    /// What else follows from a choice.
    #[prop(optional)]
    then: Option<fn(&mut Settings)>,
) -> impl IntoView {
    let chosen =
        memo(move || settings.with(|it| of.text(it)).unwrap_or_default());
    let choose = move |id: String| {
        settings.update(|it| {
            // The menu has no other options.
            let _ = of.set(it, &id);
            if let Some(then) = then {
                then(it);
            }
        });
    };
    let options = match options.is_empty() {
        true => {
            let own = of.options().iter();
            own.map(|(id, text)| ((*id).into(), (*text).into()))
                .collect()
        }
        false => options,
    };
    view! {
        <label class="word" title=of.help>
            {of.label}
            " "
            <Options options chosen choose/>
        </label>
    }
}

/// What can be chosen of a list: its value, and its text. What has no value
/// cannot be chosen.
pub(super) type Choice = (Cow<'static, str>, Cow<'static, str>);

/// A list of which one is chosen. It shows what `chosen` is, whatever changes
/// that.
#[component]
pub(super) fn Options(
    options: Vec<Choice>,
    #[prop(into)] chosen: AnySignal<String>,
    choose: impl Fn(String) + 'static,
) -> impl IntoView {
    // A list takes no value before it has its options.
    let first = chosen.get_untracked();
    let option = |(value, text): Choice| {
        let (disabled, selected) = (value.is_empty(), value == first);
        view! {
            <option value=value disabled=disabled selected=selected>
                {text}
            </option>
        }
        .into_any()
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

/// The things that a run compares, to be ticked or not.
#[component]
pub(super) fn Chips<Settings: Send + Sync + 'static>(
    settings: AnyRwSignal<Settings>,
    of: &'static Control<Settings>,
    /// The ids and the names of those that there are.
    all: &'static [(&'static str, &'static str)],
    /// What follows some of them, by their ids: what leads from the name to it,
    /// and a field for instance.
    #[prop(optional)]
    mut more: Vec<(&'static str, &'static str, AnyView)>,
) -> impl IntoView {
    let chip = |(id, name): &(&'static str, &'static str)| {
        let place = more.iter().position(|it| it.0 == *id);
        let more = place.map(|place| more.swap_remove(place));
        let (preposition, field) = more.map(|it| (it.1, it.2)).unzip();
        view! { <Chip settings of id=*id name=*name preposition field/> }
            .into_any()
    };
    let chips = all.iter().map(chip).collect_view();
    view! {
        <fieldset class="chips">
            <legend class="hidden">{of.label}</legend>
            {chips}
        </fieldset>
    }
}

/// One of the things that a run compares, to be ticked or not.
#[component]
pub(super) fn Chip<Settings: Send + Sync + 'static>(
    settings: AnyRwSignal<Settings>,
    of: &'static Control<Settings>,
    id: &'static str,
    name: &'static str,
    /// What leads from the name to the field.
    #[prop(optional_no_strip)]
    preposition: Option<&'static str>,
    /// What follows, a field for instance.
    #[prop(optional_no_strip)]
    field: Option<AnyView>,
) -> impl IntoView {
    let list = move |it: &Settings| of.text(it).unwrap_or_default();
    let chosen = move || settings.with(list).split(',').any(|it| it == id);
    let choose = move |on: bool| {
        settings.update(|settings| {
            let mut list = list(settings);
            match on {
                true => list = format!("{list},{id}"),
                false => {
                    let others = list.split(',').filter(|it| *it != id);
                    list = others.collect::<Vec<_>>().join(",");
                }
            }
            // All of them are known; the control puts them in order.
            let _ = of.set(settings, &list);
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
            {field}
        </span>
    }
}
