//! Which of the ready tasks is polled next, where there is a choice.

use super::reactive::{AnyRwSignal, memo};
use crate::experiments::{Control, Order};
use crate::views::controls::{Menu, Words};
use leptos::prelude::*;

/// The order, and the seed that a shuffled one follows from.
#[component]
pub(super) fn ReadyQueue<Settings: Send + Sync + 'static>(
    settings: AnyRwSignal<Settings>,
    order: &'static Control<Settings>,
    seed: &'static Control<Settings>,
) -> impl IntoView {
    // A field that was made anew with each key would forget what is typed.
    let has_seed = memo(move || {
        let chosen = settings.with(|it| order.text(it));
        chosen.as_deref() == Some(Order::Shuffled.id())
    });
    view! {
        <Menu settings of=order/>
        <Show when=move || has_seed.get()>
            <Words settings of=seed before="Seed "/>
        </Show>
    }
}
