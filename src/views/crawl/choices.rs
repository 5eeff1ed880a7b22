//! Which strategies, and under which policy.

use super::state::Page;
use crate::experiments::crawl::controls::{
    CACHE, LIMIT, ON_ERROR, ORDER, REPEAT, RETRIES, STRATEGIES,
    TIMEOUT_IN_SECONDS,
};
use crate::experiments::crawl::{Policy, Setup, Strategy};
use crate::views::controls::{Chip, Choice, Field, Menu, Words};
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
    let retries = numbers(0, "none", Policy::RETRIES_MAX, "");
    let repeats = numbers(1, "once", Setup::REPEAT_MAX, " ×");
    view! {
        <fieldset class="chips">
            <legend class="hidden">{STRATEGIES.label}</legend>
            {Strategy::ALL.map(chip).collect_view()}
        </fieldset>
        <div class="policy">
            <Words settings of=&TIMEOUT_IN_SECONDS before="Timeout ">" s"</Words>
            <Menu settings of=&RETRIES options=retries/>
            <Menu settings of=&ON_ERROR/>
            <Menu settings of=&CACHE/>
            <Menu settings of=&REPEAT options=repeats/>
            <Menu settings of=&ORDER/>
        </div>
    }
}

/// Numbers to choose from; the first has a word of its own.
fn numbers(
    first: u32,
    word: &'static str,
    last: u32,
    unit: &str,
) -> Vec<Choice> {
    let others = (first + 1..=last).map(|number| {
        (number.to_string().into(), format!("{number}{unit}").into())
    });
    let first = (first.to_string().into(), word.into());
    std::iter::once(first).chain(others).collect()
}
