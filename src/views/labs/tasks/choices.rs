//! Which program, and who polls it.

use super::state::Page;
use crate::experiments::tasks::controls::{
    EXECUTOR, ORDER, PROGRAM, SEED, YIELD_BY,
};
use crate::experiments::tasks::{Program, Use};
use crate::views::controls::{Menu, Options, mended};
use crate::views::reactive::memo;
use crate::views::ready_queue::ReadyQueue;
use leptos::prelude::*;

/// The program and its executor.
#[component]
pub(super) fn Choices(page: Page) -> impl IntoView {
    let settings = page.choices;
    let has_order = memo(move || settings.with(|it| it.executor == Use::Ours));
    let yields = memo(move || settings.with(|it| it.program.yields()));
    let chosen = memo(move || settings.with(|it| it.program.id().to_owned()));
    let program = |(number, program): (usize, Program)| {
        let name = format!("{number} · {}", program.title());
        (program.id().into(), name.into())
    };
    let programs = (1..).zip(Program::ALL).map(program).collect();
    let choose = move |id: String| {
        let program = Program::from_id(&id).unwrap_or_default();
        page.choose(program);
    };
    view! {
        <div class="policy">
            <label class="word">
                {PROGRAM.label}
                " "
                <Options options=programs chosen choose />
            </label>
            <Menu settings of=&EXECUTOR then=mended/>
            <Show when=move || has_order.get()>
                <ReadyQueue settings order=&ORDER seed=&SEED/>
            </Show>
            <Show when=move || yields.get()>
                <Menu settings of=&YIELD_BY/>
            </Show>
        </div>
    }
}
