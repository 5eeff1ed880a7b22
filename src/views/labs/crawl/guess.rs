//! Guess first: where each lane will end. Its code comes later.

use super::state::Page;
use crate::experiments::crawl::Strategy;
use crate::experiments::crawl::controls::{GUESS, STRATEGIES};
use crate::views::guess::{Flag, GuessFirst, guess};
use crate::views::plot::SharedWindow;
use crate::views::reactive::{AnySignal, derived};
use leptos::prelude::*;

/// The fields of the guesses.
#[component]
pub(super) fn CrawlGuesses(page: Page) -> impl IntoView {
    view! {
        <GuessFirst
            settings=page.choices
            of=&GUESS
            compared=&STRATEGIES
            names=Strategy::OPTIONS
            question="When will each be done? Type it, or drag the flag on its axis."
            unit="\u{a0}ms"
            open=page.is_guessing
        />
    }
}

/// The flag of a lane, while the reader guesses.
#[component]
pub(super) fn LaneFlag(
    page: Page,
    strategy: Strategy,
    window: SharedWindow,
    gutter: AnySignal<f64>,
) -> impl IntoView {
    let at = derived(move || {
        page.choices.with(|setup| setup.guess.of(strategy.id()))
    });
    let put = Callback::new(move |millis: u64| {
        guess(page.choices, &GUESS, strategy.id(), &millis.to_string());
    });
    let flag = move || {
        page.is_guessing.get().then(|| {
            view! {
                <Flag name=strategy.name() at window gutter put/>
            }
            .into_any()
        })
    };
    view! { {move || flag()} }
}
