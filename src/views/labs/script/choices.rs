//! What the program began as, who polls it, and how long it may take.

use super::file::Files;
use super::state::Page;
use crate::experiments::script::Start;
use crate::experiments::script::controls::{
    EXECUTOR, ORDER, SECONDS, SEED, START, YIELD_BY,
};
use crate::experiments::tasks::Use;
use crate::views::controls::{Menu, Options, Words, mended};
use crate::views::reactive::memo;
use crate::views::ready_queue::ReadyQueue;
use leptos::prelude::*;

/// The choices, and the files.
#[component]
pub(super) fn Choices(page: Page) -> impl IntoView {
    let settings = page.choices;
    let has_order = memo(move || settings.with(|it| it.executor == Use::Ours));
    let chosen = memo(move || settings.with(|it| it.start.id().to_owned()));
    let choose = move |id: String| {
        page.begin_as(Start::from_id(&id).unwrap_or_default());
    };
    let start = |start: Start| {
        let name = match start {
            Start::Own(_) => start.title().to_owned(),
            Start::Copy(_) => format!("Tasks: {}", start.title()),
        };
        (start.id().into(), name.into())
    };
    view! {
        <div class="policy">
            <label class="word">
                {START.label}
                " "
                <Options options=Start::all().map(start).collect() chosen choose/>
            </label>
            <Menu settings of=&EXECUTOR then=mended/>
            <Show when=move || has_order.get()>
                <ReadyQueue settings order=&ORDER seed=&SEED/>
            </Show>
            <Menu settings of=&YIELD_BY/>
            <Words settings of=&SECONDS before="Ends after (s) "/>
            <Files page/>
        </div>
    }
}
