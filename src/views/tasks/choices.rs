//! Which program, and who polls it.

use super::state::Page;
use crate::experiments::tasks::{Order, Program, Setup, Use, YieldBy};
use crate::views::controls::{NumberField, Word};
use leptos::prelude::*;

/// The program and its executor.
#[component]
pub(super) fn Choices(page: Page) -> impl IntoView {
    let settings = page.choices;
    let has_order =
        Memo::new(move |_| settings.with(|it| it.executor == Use::Ours));
    let has_seed = Memo::new(move |_| {
        has_order.get() && settings.with(|it| it.order == Order::Shuffled)
    });
    let yields = Memo::new(move |_| settings.with(|it| it.program.yields()));
    let program = move |program: Program| {
        let chosen = move || settings.with(|it| it.program == program);
        let name = format!("{} · {}", program.number(), program.title());
        view! {
            <option value=program.id() prop:selected=move || chosen()>{name}</option>
        }
    };
    let choose = move |id: String| {
        let program = Program::from_id(&id).unwrap_or_default();
        settings.update(|setup| setup.program = program);
    };
    view! {
        <div class="policy">
            <label class="word">
                "Program "
                <select on:change:target=move |event| choose(event.target().value())>
                    {Program::ALL.map(program).collect_view()}
                </select>
            </label>
            <Word
                settings
                name="Executor"
                options=&[
                    ("browser", "the browser's"),
                    ("ours", "ours, in microtasks"),
                    ("hand", "you, by hand"),
                ]
                title="Who polls. The browser's: wasm-bindgen-futures, in microtasks. Ours: the 40 \
                       lines of this lab. By hand: nothing is polled until you press a task."
                read=|setup| setup.executor.id().to_owned()
                write=|setup, value| {
                    setup.executor = Use::from_id(value).unwrap_or_default();
                    if setup.executor == Use::Browser {
                        setup.order = Order::Fifo;
                    }
                }
            />
            <Show when=move || has_order.get()>
                <Word
                    settings
                    name="Ready queue"
                    options=&[
                        ("fifo", "first in, first out"),
                        ("lifo", "last in, first out"),
                        ("shuffled", "shuffled"),
                    ]
                    title="Which of the ready tasks is polled next. A program that is right only in \
                           one order is wrong."
                    read=|setup| setup.order.id().to_owned()
                    write=|setup, value| setup.order = Order::from_id(value).unwrap_or_default()
                />
            </Show>
            <Show when=move || has_seed.get()>
                <Seed page/>
            </Show>
            <Show when=move || yields.get()>
                <Word
                    settings
                    name="Yield by"
                    options=&[
                        ("wake", "waking itself"),
                        ("message", "a message"),
                        ("timeout", "a timer"),
                        ("frame", "an animation frame"),
                    ]
                    title="How yield_now gives the thread back."
                    read=|setup| setup.yield_by.id().to_owned()
                    write=|setup, value| {
                        setup.yield_by = YieldBy::from_id(value).unwrap_or_default();
                    }
                />
            </Show>
        </div>
    }
}

#[component]
fn Seed(page: Page) -> impl IntoView {
    let settings = page.choices;
    view! {
        <label class="word" title="The same seed gives the same order.">
            "Seed "
            <NumberField
                label="Seed of the order"
                error="A seed is a whole number from 0 to 999999."
                value=Signal::derive(move || settings.with(|setup| setup.seed.to_string()))
                take=Callback::new(move |text: String| {
                    let seed = text.trim().parse().ok().and_then(Setup::seed_from);
                    seed.map(|seed| settings.update(|setup| setup.seed = seed)).is_some()
                })
            />
        </label>
    }
}
