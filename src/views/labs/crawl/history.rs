//! The runs of this visit.

use super::state::{Page, RunRecord};
use leptos::prelude::*;
use std::rc::Rc;

/// The runs of this visit, newest first: to look at again, and to compare with.
#[component]
pub(super) fn History(page: Page) -> impl IntoView {
    let rows = move || {
        let runs = page.visit.runs.get();
        runs.into_iter()
            .rev()
            .map(|run| view! { <Run page run/> }.into_any())
            .collect_view()
    };
    view! {
        <Show when=move || page.visit.runs.with(|runs| !runs.is_empty())>
            <section class="history" aria-label="Runs of this visit">
                <h2>"Runs of this visit"</h2>
                <ul>{move || rows()}</ul>
                <p class="hint">
                    "The last 20. The bars of the baseline stand behind those of the run on the \
                     stage, and its totals show as a difference."
                </p>
            </section>
        </Show>
    }
}

#[component]
fn Run(page: Page, run: Rc<RunRecord>) -> impl IntoView {
    let (id, name) = (run.id, run.name);
    let is = move |other: &Option<Rc<RunRecord>>| {
        other.as_ref().is_some_and(|run| run.id == id)
    };
    let shown = move || page.visit.shown.with(is);
    let baseline = move || page.visit.baseline.with(is);
    let show = {
        let run = run.clone();
        move |_| page.show(run.clone())
    };
    let compare = move |on: bool| page.compare_with(on.then(|| run.clone()));
    view! {
        <li data-shown=move || shown().to_string()>
            <input
                class="run-name"
                type="text"
                aria-label="Name of the run"
                prop:value=move || name.get()
                on:input:target=move |event| name.set(event.target().value())
            />
            <button class="quiet" aria-pressed=move || shown().to_string() on:click=show>
                {move || if shown() { "On the stage" } else { "Show" }}
            </button>
            <label>
                <input
                    type="checkbox"
                    prop:checked=move || baseline()
                    on:change:target=move |event| compare(event.target().checked())
                />
                "Baseline"
            </label>
        </li>
    }
}
