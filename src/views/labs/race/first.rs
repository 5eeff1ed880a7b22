//! The first update that was lost: who read, who wrote between, who wrote
//! over it; in the timeline and access by access.

use super::state::Page;
use crate::experiments::race::{Access, Recorded};
use crate::views::reactive::{derived, memo};
use crate::views::table::TableFrame;
use crate::views::viewer::{Share, Timeline};
use leptos::prelude::*;
use std::rc::Rc;

/// So many accesses are listed on each side of the playhead.
const AROUND: usize = 4;

/// The sentence, its three steps, the timeline, the accesses.
#[component]
pub(super) fn FirstLoss(page: Page) -> impl IntoView {
    let viewer = page.viewer;
    let recorded = page.recorded;
    let notes = derived(move || {
        recorded.get().map(|it| it.notes()).unwrap_or_default()
    });
    let is_there = memo(move || recorded.with(Option::is_some));
    let sentence = move || recorded.get().map(|it| it.sentence());
    let about = move || recorded.get().map(|it| it.about());
    view! {
        <Show when=move || is_there.get()>
            <section class="first-loss" aria-label="The first lost update">
                <h2>"The first lost update"</h2>
                <p class="told">{move || sentence()}</p>
                {move || page.recorded.get().map(|it| steps(page, &it))}
                <Timeline viewer empty=String::new() notes/>
                <Share viewer/>
                <p class="hint">{move || about()}</p>
                <Accesses page/>
            </section>
        </Show>
    }
}

/// The three accesses, each a button that goes there.
fn steps(page: Page, recorded: &Rc<Recorded>) -> Option<AnyView> {
    let loss = recorded.loss?;
    let step = |(place, what): (usize, &'static str)| {
        let access = recorded.accesses[place];
        let name = format!("task {} {}", access.task, access.kind.text());
        view! {
            <li>
                <button
                    class="secondary"
                    aria-pressed=move || {
                        (page.viewer.position.get() == access.position).to_string()
                    }
                    on:click=move |_| {
                        page.viewer.pause();
                        page.viewer.go_to(access.position);
                    }
                >
                    {name}
                </button>
                <span class="hint">{what}</span>
            </li>
        }.into_any()
    };
    let steps = [
        (loss.read, "reads"),
        (loss.between, "writes between"),
        (loss.overwrote, "writes over it"),
    ];
    let steps = steps.map(step).collect_view();
    Some(view! { <ol class="three-steps">{steps}</ol> }.into_any())
}

/// The accesses around the playhead, and what the counter is at.
#[component]
fn Accesses(page: Page) -> impl IntoView {
    let counter = move || {
        let position = page.viewer.position.get();
        page.recorded.with(|recorded| {
            let (is, would) = recorded.as_ref()?.counter_at(position);
            Some(
                view! {
                    "The counter is at "
                    <b>{is.to_string()}</b>
                    ". With no update lost it would be at "
                    <b>{would.to_string()}</b>
                    "."
                }
                .into_any(),
            )
        })
    };
    let list = move || {
        let recorded = page.recorded.get()?;
        let done = recorded.accesses_at(page.viewer.position.get());
        let from = done.saturating_sub(AROUND + 1);
        let to = (done + AROUND).min(recorded.accesses.len());
        let row = |place: usize| {
            row(place, done, &recorded.accesses[place], &recorded)
        };
        Some((from..to).map(row).collect_view().into_any())
    };
    let headings = ["#", "Who", "What", "In the first loss"]
        .map(|it| view! { <th scope="col">{it}</th> }.into_any());
    let headings = headings.collect_view().into_any();
    view! {
        <div class="accesses">
            <p class="counter" aria-live="off">{move || counter()}</p>
            <TableFrame
                label="Accesses"
                caption="Reads and writes around the playhead"
                headings
            >
                {move || list()}
            </TableFrame>
        </div>
    }
}

fn row(
    place: usize,
    done: usize,
    access: &Access,
    recorded: &Recorded,
) -> AnyView {
    let part = recorded.loss.map_or("", |loss| match place {
        _ if place == loss.read => "read",
        _ if place == loss.between => "wrote between",
        _ if place == loss.overwrote => "wrote over it",
        _ => "",
    });
    view! {
        <tr
            data-access=place
            data-to-come=(place >= done).to_string()
            data-here=(place + 1 == done).to_string()
            data-part=part
        >
            <td>{place + 1}</td>
            <td>{format!("task {}", access.task)}</td>
            <td>{access.kind.text()}</td>
            <td>{part}</td>
        </tr>
    }
    .into_any()
}
