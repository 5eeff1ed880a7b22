//! Predict first: a question before the run, answered by the run.

use super::state::Page;
use crate::views::reactive::memo;
use leptos::prelude::*;

/// The question, what the reader says, and what the run showed.
#[component]
pub(super) fn Predict(page: Page) -> impl IntoView {
    let program = memo(move || page.program());
    let question = move || {
        let question = program.get().question();
        let option = move |(index, text): (usize, &&'static str)| {
            let is_said = move || page.guess() == Some(index);
            let verdict = move || match page.answer.get() {
                Some(right) if right == index => "right",
                Some(_) if page.guess() == Some(index) => "wrong",
                _ => "open",
            };
            view! {
                <label class="option" data-verdict=move || verdict()>
                    <input
                        type="radio"
                        name="prediction"
                        prop:checked=move || is_said()
                        on:change=move |_| page.set_guess(index)
                    />
                    <code>{*text}</code>
                </label>
            }
            .into_any()
        };
        view! {
            <fieldset class="predict">
                <legend>"Predict first: " <strong>{question.text}</strong></legend>
                {question.options.iter().enumerate().map(option).collect_view()}
            </fieldset>
        }.into_any()
    };
    let verdict = move || {
        let question = page.choices.with(|it| it.program.question());
        let right = page.answer.get()?;
        let right_text = question.options.get(right)?;
        Some(match page.guess() {
            Some(said) if said == right => {
                format!("As you predicted: {right_text}.")
            }
            Some(said) => {
                let said = question.options.get(said)?;
                format!("You predicted {said}. The answer is: {right_text}.")
            }
            None => format!("The answer is: {right_text}."),
        })
    };
    view! {
        {move || question()}
        <p class="hint verdict" aria-live="polite">{move || verdict()}</p>
    }
}
