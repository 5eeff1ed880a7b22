//! Guess first: what the reader expects of each thing that is compared, typed
//! or set by a flag on a time axis. It never keeps anybody from pressing Run.

use super::controls::NumberField;
use super::plot::{SharedWindow, pixels};
use super::reactive::{AnyMemo, AnyRwSignal, AnySignal, derived, effect, memo};
use crate::experiments::{
    ASKED, Control, GUESS_MAX, guess_in, millis_text, with_guess,
};
use crate::trace::decimals;
use leptos::prelude::*;

/// The fields of the guesses, folded away until somebody wants them or a link
/// has some.
#[component]
pub(super) fn GuessFirst<Settings: Send + Sync + 'static>(
    settings: AnyRwSignal<Settings>,
    /// The control of the guesses.
    of: &'static Control<Settings>,
    /// The control of what is compared.
    compared: &'static Control<Settings>,
    /// The ids and the names of all that can be.
    names: &'static [(&'static str, &'static str)],
    /// What there is to be guessed.
    question: &'static str,
    /// What stands behind each number.
    unit: &'static str,
    /// Whether the fields are shown.
    #[prop(optional)]
    open: AnyRwSignal<bool>,
) -> impl IntoView {
    let text = move |of: &'static Control<Settings>| {
        settings.with(|it| of.text(it)).unwrap_or_default()
    };
    let guesses = memo(move || text(of));
    let chosen = memo(move || text(compared));
    let take = move |(id, typed): (&'static str, String)| {
        let is_time = unit.ends_with("ms");
        let typed = if is_time { millis_text(&typed) } else { typed };
        guess(settings, of, id, &typed)
    };
    // A link then asks as well, or does so no more.
    let ask = move |is_asked: bool| {
        settings.maybe_update(|it| {
            let text = of.text(it).unwrap_or_default();
            let asked = match (is_asked, text.as_str()) {
                (true, "") => Some(ASKED),
                (false, ASKED) => Some(""),
                _ => None,
            };
            asked.is_some_and(|asked| of.set(it, asked).is_some())
        });
    };
    let hands = (Callback::new(take), Callback::new(ask));
    fields(guesses, chosen, names, (question, unit), hands, open)
}

/// Takes a guess that was typed, by the id of what it is of; false if it is none.
/// And whether the reader is asked.
type Hands = (Callback<(&'static str, String), bool>, Callback<bool>);

/// The same for the settings of any lab, by their texts.
fn fields(
    guesses: AnyMemo<String>,
    chosen: AnyMemo<String>,
    names: &'static [(&'static str, &'static str)],
    (question, unit): (&'static str, &'static str),
    (take, ask): Hands,
    open: AnyRwSignal<bool>,
) -> AnyView {
    open.set(guesses.with_untracked(|it| !it.is_empty()));
    effect(move || {
        if guesses.with(|it| !it.is_empty()) {
            open.set(true);
        }
    });
    let field = move |(id, name): (&'static str, &'static str)| {
        let value =
            derived(move || guesses.with(|all| guess_in(all, id).to_owned()));
        view! {
            <label class="word" data-strategy=id>
                <span class="swatch"></span>
                {name}
                " "
                <NumberField
                    label=format!("Guess: {name}")
                    expected=format!("a whole number from 0 to {GUESS_MAX}, or nothing")
                    value
                    take=Callback::new(move |typed| take.run((id, typed)))
                />
                {unit}
            </label>
        }
        .into_any()
    };
    let fields = move || {
        open.get().then(|| {
            let list = chosen.get();
            let is_chosen = |id: &str| list.split(',').any(|it| it == id);
            let names = names.iter().filter(|(id, _)| is_chosen(id));
            names.copied().map(field).collect_view()
        })
    };
    view! {
        <details
            class="guess"
            prop:open=move || open.get()
            on:toggle:target=move |event| {
                let is_open = event.target().open();
                open.set(is_open);
                ask.run(is_open);
            }
        >
            <summary>"Guess first"</summary>
            <p class="hint">{question}</p>
            <div class="policy">{move || fields()}</div>
        </details>
    }
    .into_any()
}

/// Takes what is guessed of the thing of that id; false if it cannot be that.
pub(super) fn guess<Settings: Send + Sync + 'static>(
    settings: AnyRwSignal<Settings>,
    of: &'static Control<Settings>,
    id: &str,
    typed: &str,
) -> bool {
    let mut is_taken = false;
    settings.maybe_update(|it| {
        let all = of.text(it).unwrap_or_default();
        let all = match with_guess(&all, id, typed) {
            // The reader is still asked.
            all if all.is_empty() => ASKED.to_owned(),
            all => all,
        };
        is_taken = of.set(it, &all).is_some();
        is_taken
    });
    is_taken
}

/// Steps of a flag from one edge of the window to the other.
const STEPS: f64 = 100.0;

/// A flag on the time axis of a lane: where it stands, the lane is expected to
/// end.
#[component]
pub(super) fn Flag(
    /// Whose lane it is.
    name: &'static str,
    /// Where it stands, in milliseconds; `None` if nothing is guessed.
    at: AnySignal<Option<u64>>,
    window: SharedWindow,
    /// The room for the names of the rows, in pixels.
    gutter: AnySignal<f64>,
    /// Takes where it was put, in milliseconds.
    put: Callback<u64>,
) -> impl IntoView {
    let bounds = memo(move || {
        let view = window.get();
        (
            view.from.ceil(),
            view.to.floor().max(view.from.ceil() + 1.0),
        )
    });
    let step = move || {
        let (from, to) = bounds.get();
        ((to - from) / STEPS).floor().max(1.0)
    };
    // What is not guessed waits at the end of the axis.
    let value = move || at.get().map_or(bounds.get().1, |at| at as f64);
    let said = move || match at.get() {
        Some(at) => format!("{at} ms"),
        None => "no guess yet".to_owned(),
    };
    view! {
        <div class="flag-line" style:padding-inline-start=move || pixels(gutter.get())>
            <input
                type="range"
                class="flag"
                aria-label=format!("Guess: where {name} ends")
                aria-valuetext=move || said()
                data-guessed=move || at.get().is_some().to_string()
                min=move || decimals(bounds.get().0, 0)
                max=move || decimals(bounds.get().1, 0)
                step=move || decimals(step(), 0)
                prop:value=move || decimals(value(), 0)
                on:change:target=move |event| {
                    // As it is removed it may be said to have changed, too.
                    put.try_run(event.target().value_as_number().round() as u64);
                }
            />
        </div>
    }
}
