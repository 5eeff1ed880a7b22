//! Which strategies, and under which policy.

use super::state::Page;
use crate::experiments::crawl::controls::{
    CACHE, LIMIT, ON_ERROR, ORDER, REPEAT, RETRIES, STRATEGIES,
    TIMEOUT_IN_SECONDS,
};
use crate::experiments::crawl::{Policy, Setup, Strategy};
use crate::views::controls::{Chips, Choice, Field, Menu, Words};
use leptos::prelude::*;

/// The strategies and the policy.
#[component]
pub(super) fn Choices(page: Page) -> impl IntoView {
    let settings = page.choices;
    let limit = view! { <Field settings of=&LIMIT/> }.into_any();
    let more = vec![(Strategy::Limited.id(), " to", limit)];
    let retries = numbers(0, "none", Policy::RETRIES_MAX, "");
    let repeats = numbers(1, "once", Setup::REPEAT_MAX, " ×");
    view! {
        <Chips settings of=&STRATEGIES all=Strategy::OPTIONS more/>
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
