//! What the labs with a table of figures show of a run: its verdict, and that
//! table.

use super::findings::PlacedFindings;
use super::table::{FigureTable, Saved, Sorting};
use crate::experiments::{Noticed, Part, Table, Verdict};
use leptos::prelude::*;

/// What a run came to, and what its lab has below the table.
#[component]
pub(super) fn Results(
    verdict: Verdict,
    /// What the reader had guessed beside what came of it.
    guesses: Vec<String>,
    table: Table,
    sorting: Sorting,
    saved: Saved,
    below: AnyView,
    /// Those of the findings that lead to their places, where the lab has a picture
    /// of them.
    #[prop(optional)]
    findings: Option<PlacedFindings>,
) -> impl IntoView {
    let alert = |alert: String| {
        view! { <p class="alert" role="alert">{alert}</p> }.into_any()
    };
    let part = |part: Part| match part {
        Part::Text(text) => text.into_any(),
        Part::Subject(id, name) => {
            view! { <b data-strategy=id>{name}</b> }.into_any()
        }
    };
    let guess = |guess: String| view! { <li>{guess}</li> }.into_any();
    let mut placed = 0..;
    let finding = move |Noticed { text, place }: Noticed| {
        let here = place.and_then(|_| placed.next());
        let text = match findings.zip(here) {
            Some((findings, here)) => view! {
                <button
                    class="finding"
                    title="Shows it in the picture"
                    aria-current=move || findings.is_at(here).then_some("true")
                    on:click=move |_| findings.look_at(here)
                >
                    {text}
                </button>
            }
            .into_any(),
            None => text.into_any(),
        };
        view! { <li>{text}</li> }.into_any()
    };
    let advice = verdict.advice;
    view! {
        <section class="result" aria-label="Result">
            {verdict.alerts.into_iter().map(alert).collect_view()}
            <p class="sentence">{verdict.sentence.into_iter().map(part).collect_view()}</p>
            {(!guesses.is_empty()).then(|| view! {
                <ul class="guessed" aria-label="Your guesses">
                    {guesses.into_iter().map(guess).collect_view()}
                </ul>
            }.into_any())}
            <ul class="findings">
                {advice.map(|advice| view! { <li class="advice">{advice}</li> }.into_any())}
                {verdict.findings.into_iter().map(finding).collect_view()}
            </ul>
            <FigureTable table sorting saved/>
            {below}
        </section>
    }
}
