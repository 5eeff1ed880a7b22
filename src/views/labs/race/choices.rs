//! Who adds, how many times, and in which order.

use super::state::Page;
use crate::experiments::Kind;
use crate::experiments::race::Strategy;
use crate::experiments::race::controls::{
    ADDS, ORDER, REPEAT, SEED, STRATEGIES, TASKS, WORKER_ADDS, WORKERS,
};
use crate::views::controls::{Chip, Field};
use crate::views::ready_queue::ReadyQueue;
use leptos::prelude::*;

/// The strategies, and how they are run.
#[component]
pub(super) fn Choices(page: Page) -> impl IntoView {
    let settings = page.choices;
    let kind = move |kind: Kind| {
        let chips = Strategy::ALL.into_iter().filter(|it| it.kind() == kind);
        let chips = chips.map(|it| {
            view! { <Chip settings of=&STRATEGIES id=it.id() name=it.name()/> }.into_any()
        });
        view! {
            <fieldset class="chips kind">
                <legend>{kind.plural()}</legend>
                {chips.collect_view()}
            </fieldset>
        }
        .into_any()
    };
    view! {
        <div class="kinds">{Kind::ALL.map(kind).collect_view()}</div>
        <div class="policy">
            <span class="word">
                <Field settings of=&TASKS/>
                " tasks add "
                <Field settings of=&ADDS/>
                " times each"
            </span>
            <ReadyQueue settings order=&ORDER seed=&SEED/>
        </div>
        <div class="policy">
            <span class="word">
                <Field settings of=&WORKERS/>
                " workers add "
                <Field settings of=&WORKER_ADDS/>
                " times each"
            </span>
            <span class="word">
                "Repeat "
                <Field settings of=&REPEAT/>
                " times"
            </span>
        </div>
    }
}
