//! How many, in which forms, doing what.

use super::state::Page;
use crate::experiments::cost::{Body, Form, Setup};
use crate::experiments::whole_from;
use crate::views::controls::{Chip, NumberField, Word};
use leptos::prelude::*;

/// The forms, and how many of each.
#[component]
pub(super) fn Choices(page: Page) -> impl IntoView {
    let settings = page.choices;
    let chip = move |form: Form| {
        view! {
            <Chip
                settings=page.choices value=form id=form.id() name=form.name()
                all=&Form::ALL
                read=|setup| &setup.forms write=|setup| &mut setup.forms
            />
        }
    };
    view! {
        <fieldset class="chips">
            <legend class="hidden">"Forms"</legend>
            {Form::ALL.map(chip).collect_view()}
        </fieldset>
        <div class="policy">
            <Count page/>
            <Word
                settings
                name="Each does"
                options=&[("trivial", "nothing"), ("timer", "one await of a timer")]
                title="What is created: a body that ends at once, or one that awaits a timer of 1 ms."
                read=|setup| setup.body.id().to_owned()
                write=|setup, value| setup.body = Body::from_id(value).unwrap_or_default()
            />
            <Word
                settings
                name="Holds"
                options=&[
                    ("0", "nothing"),
                    ("64", "64 B"),
                    ("256", "256 B"),
                    ("1024", "1 KiB"),
                    ("4096", "4 KiB"),
                    ("16384", "16 KiB"),
                ]
                title="Bytes that each keeps across its await: they become part of the future."
                read=|setup| setup.held.to_string()
                write=|setup, value| {
                    let held = value.parse().ok().and_then(Setup::held_from);
                    setup.held = held.unwrap_or_default();
                }
            />
            <Budget page/>
            <button
                class="quiet preset"
                title="A million of each, as in the post's table; workers up to the budget."
                on:click=move |_| settings.set(Setup::of_the_post())
            >
                "The post's million"
            </button>
        </div>
    }
}

#[component]
fn Count(page: Page) -> impl IntoView {
    let settings = page.choices;
    view! {
        <label class="word" title="How many of each form are created and finished.">
            "Create "
            <NumberField
                label="How many of each"
                error="It is a whole number from 1000 to 1000000."
                value=Signal::derive(move || settings.with(|setup| setup.count.to_string()))
                take=Callback::new(move |text: String| {
                    let count = whole_from(&text).and_then(Setup::count_from);
                    count.map(|count| settings.update(|setup| setup.count = count)).is_some()
                })
            />
            " of each"
        </label>
    }
}

#[component]
fn Budget(page: Page) -> impl IntoView {
    let settings = page.choices;
    view! {
        <label
            class="word"
            title="No browser has a million workers: beyond so many, their times are extrapolated."
        >
            "Workers, at most "
            <NumberField
                label="Most workers"
                error="It is a number of workers from 1 to 256."
                value=Signal::derive(move || settings.with(|setup| setup.workers.to_string()))
                take=Callback::new(move |text: String| {
                    let workers = whole_from(&text).and_then(Setup::workers_from);
                    workers
                        .map(|workers| settings.update(|setup| setup.workers = workers))
                        .is_some()
                })
            />
        </label>
    }
}
