//! Which one for a job: four questions, an answer, and the evidence.

use super::state::Page;
use crate::experiments::compare::controls::CONTROLS;
use crate::experiments::compare::{
    Answer, Aspect, Chooser, Evidence, evidence,
};
use crate::experiments::{Control, Kind};
use crate::views::address;
use crate::views::reactive::{AnyMemo, memo};
use leptos::prelude::*;

/// The four questions and where they lead.
#[component]
pub(super) fn WhichOne(page: Page) -> impl IntoView {
    let question = move |of| view! { <Question page of/> }.into_any();
    view! {
        <section class="compare-chooser" aria-label="Which one for my job?">
            <h2>"Which one for my job?"</h2>
            <div class="compare-questions">{CONTROLS.map(question).collect_view()}</div>
            <Answered page/>
        </section>
    }
}

#[component]
fn Question(page: Page, of: &'static Control<Chooser>) -> impl IntoView {
    let option = move |(id, text): &(&'static str, &'static str)| {
        let (id, text) = (*id, *text);
        let chosen = move || {
            let chosen = page.choices.with(|it| of.text(it));
            chosen.as_deref() == Some(id)
        };
        let choose = move |_| {
            page.choices.update(|it| {
                // It is one of its options.
                let _ = of.set(it, id);
            });
        };
        view! {
            <label>
                <input
                    type="radio"
                    name=of.id
                    prop:checked=move || chosen()
                    on:change=choose
                />
                {text}
            </label>
        }
        .into_any()
    };
    view! {
        <fieldset>
            <legend>{of.label}</legend>
            {of.options().iter().map(option).collect_view()}
        </fieldset>
    }
}

#[component]
fn Answered(page: Page) -> impl IntoView {
    let answer = memo(move || page.choices.get().answer());
    let said = move || {
        let answer = answer.get();
        let minded = answer
            .mind
            .iter()
            .map(|it| view! { <li>{*it}</li> }.into_any());
        let minded = minded.collect_view();
        let kind = answer.choice.kind().id();
        let lab = format!("See it in {}", answer.lab.name());
        view! {
            <p class="sentence">
                <b data-kind=kind>{answer.choice.name()}</b>
                ". "
                {answer.choice.why()}
            </p>
            <ul class="findings">{minded}</ul>
            <p class="compare-see"><a href=answer.href on:click=|event| address::open_at_top(&event)>{lab}</a></p>
        }.into_any()
    };
    view! {
        <div class="compare-answer">
            <div aria-live="polite">{move || said()}</div>
            <Figures page answer/>
        </div>
    }
}

/// What the cells say that the answer rests on.
#[component]
fn Figures(page: Page, answer: AnyMemo<Answer>) -> impl IntoView {
    let all = memo(move || {
        let cells = answer.with(|it| it.cells.clone());
        page.kept.with(|kept| evidence(kept, &cells, page.lab.step))
    });
    let missing = memo(move || {
        all.with(|all| {
            let missing = all.iter().filter(|it| it.text.is_none());
            missing.map(|it| (it.aspect, it.kind)).collect::<Vec<_>>()
        })
    });
    let measure = move |_| page.measure(&missing.get_untracked());
    view! {
        <h3>"Measured on this machine"</h3>
        <ul class="compare-evidence">
            {move || all.get().into_iter().map(figure).collect_view()}
        </ul>
        <Show when=move || missing.with(|it| !it.is_empty())>
            <button
                class="secondary"
                aria-disabled=move || page.running.get().is_some().to_string()
                on:click=measure
            >
                "Measure what is missing"
            </button>
        </Show>
    }
}

fn figure(evidence: Evidence) -> AnyView {
    let missing = evidence.text.is_none();
    let text = evidence
        .text
        .unwrap_or_else(|| unmeasured(evidence.aspect, evidence.kind));
    view! { <li data-missing=missing.to_string()>{text}</li> }.into_any()
}

fn unmeasured(aspect: Aspect, kind: Kind) -> String {
    let (name, of) = (aspect.name(), kind.plural().to_ascii_lowercase());
    format!("{name} of {of}: no figure of this machine yet.")
}
