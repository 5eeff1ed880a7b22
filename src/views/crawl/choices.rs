//! Which strategies, and under which policy.

use super::state::Page;
use crate::experiments::crawl::controls::{
    CACHE, LIMIT, ON_ERROR, ORDER, REPEAT, RETRIES, STRATEGIES,
    TIMEOUT_IN_SECONDS,
};
use crate::experiments::crawl::{Policy, Setup, Strategy};
use crate::views::controls::{Chip, Field, Menu};
use leptos::prelude::*;

/// The strategies and the policy.
#[component]
pub(super) fn Choices(page: Page) -> impl IntoView {
    let settings = page.choices;
    let chip = move |strategy: Strategy| {
        let (id, name) = (strategy.id(), strategy.name());
        match strategy {
            Strategy::Limited => view! {
                <Chip settings of=&STRATEGIES id name preposition=" to">
                    <Field settings of=&LIMIT/>
                </Chip>
            }
            .into_any(),
            _ => view! { <Chip settings of=&STRATEGIES id name/> }.into_any(),
        }
    };
    view! {
        <fieldset class="chips">
            <legend class="hidden">{STRATEGIES.label}</legend>
            {Strategy::ALL.map(chip).collect_view()}
        </fieldset>
        <div class="policy">
            <label class="word" title=TIMEOUT_IN_SECONDS.help>
                "Timeout "
                <Field settings of=&TIMEOUT_IN_SECONDS/>
                " s"
            </label>
            <Menu settings of=&RETRIES options=RETRY_COUNTS/>
            <Menu settings of=&ON_ERROR/>
            <Menu settings of=&CACHE/>
            <Menu settings of=&REPEAT options=REPEATS/>
            <Menu settings of=&ORDER/>
        </div>
    }
}

// A menu offers what its control takes.
const _: () = assert!(RETRY_COUNTS.len() == Policy::RETRIES_MAX as usize + 1);
const _: () = assert!(REPEATS.len() == Setup::REPEAT_MAX as usize);

const RETRY_COUNTS: &[(&str, &str)] = &[
    ("0", "none"),
    ("1", "1"),
    ("2", "2"),
    ("3", "3"),
    ("4", "4"),
    ("5", "5"),
];

const REPEATS: &[(&str, &str)] = &[
    ("1", "once"),
    ("2", "2 ×"),
    ("3", "3 ×"),
    ("4", "4 ×"),
    ("5", "5 ×"),
    ("6", "6 ×"),
    ("7", "7 ×"),
    ("8", "8 ×"),
    ("9", "9 ×"),
    ("10", "10 ×"),
    ("11", "11 ×"),
    ("12", "12 ×"),
    ("13", "13 ×"),
    ("14", "14 ×"),
    ("15", "15 ×"),
    ("16", "16 ×"),
    ("17", "17 ×"),
    ("18", "18 ×"),
    ("19", "19 ×"),
    ("20", "20 ×"),
];
