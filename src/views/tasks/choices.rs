//! Which program, and who polls it.

use super::state::Page;
use crate::experiments::Order;
use crate::experiments::tasks::{Program, Use, YieldBy};
use crate::views::controls::{Options, Word};
use crate::views::ready_queue::ReadyQueue;
use leptos::prelude::*;

/// The program and its executor.
#[component]
pub(super) fn Choices(page: Page) -> impl IntoView {
    let settings = page.choices;
    let has_order =
        Memo::new(move |_| settings.with(|it| it.executor == Use::Ours));
    let yields = Memo::new(move |_| settings.with(|it| it.program.yields()));
    let chosen =
        Memo::new(move |_| settings.with(|it| it.program.id().to_owned()));
    let program = |program: Program| {
        let name = format!("{} · {}", program.number(), program.title());
        (program.id(), name.into())
    };
    let choose = move |id: String| {
        let program = Program::from_id(&id).unwrap_or_default();
        settings.update(|setup| setup.program = program);
    };
    view! {
        <div class="policy">
            <label class="word">
                "Program "
                <Options options=Program::ALL.map(program).into() chosen choose />
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
                <ReadyQueue
                settings
                title="Which of the ready tasks is polled next. A program that is right only in \
                       one order is wrong."
                seed_title="The same seed gives the same order."
                order=|setup| setup.order.id().to_owned()
                set_order=|setup, value| setup.order = Order::from_id(value).unwrap_or_default()
                seed=|setup| setup.seed
                set_seed=|setup, seed| setup.seed = seed
            />
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
