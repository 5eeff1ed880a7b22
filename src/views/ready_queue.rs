//! Which of the ready tasks is polled next, where there is a choice.

use crate::experiments::whole_from;
use crate::experiments::{Order, seed_from};
use crate::views::controls::{NumberField, Word};
use leptos::prelude::*;

/// The order, and the seed that a shuffled one follows from.
#[component]
pub(super) fn ReadyQueue<Settings: Send + Sync + 'static>(
    settings: RwSignal<Settings>,
    title: &'static str,
    seed_title: &'static str,
    /// The id of the order that is chosen.
    order: fn(&Settings) -> String,
    set_order: fn(&mut Settings, &str),
    seed: fn(&Settings) -> u64,
    set_seed: fn(&mut Settings, u64),
) -> impl IntoView {
    // A field that was made anew with each key would forget what is typed.
    let has_seed =
        Memo::new(move |_| settings.with(order) == Order::Shuffled.id());
    let take = Callback::new(move |text: String| {
        let seed = whole_from(&text).and_then(seed_from);
        seed.map(|seed| settings.update(|setup| set_seed(setup, seed)))
            .is_some()
    });
    view! {
        <Word
            settings
            name="Ready queue"
            options=&[
                ("fifo", "first in, first out"),
                ("lifo", "last in, first out"),
                ("shuffled", "shuffled"),
            ]
            title
            read=order
            write=set_order
        />
        <Show when=move || has_seed.get()>
            <label class="word" title=seed_title>
                "Seed "
                <NumberField
                    label="Seed of the order"
                    error="A seed is a whole number from 0 to 999999."
                    value=Signal::derive(move || settings.with(seed).to_string())
                    take
                />
            </label>
        </Show>
    }
}
