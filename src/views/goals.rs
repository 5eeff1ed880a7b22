//! The goals of a lab: which of them runs have reached in this browser. A run
//! ticks them and nobody else, it is said once, and nothing pops up.

use super::reactive::{AnyRwSignal, AnyStoredValue, derived, memo};
use super::texts::{NotLoaded, texts};
use super::visit::kept_signal;
use crate::browser::storage;
use crate::experiments::{GOALS, Goal, Reached, Told, news, told};
use leptos::prelude::*;

/// Where it is remembered what was reached.
const KEY: &str = "meanwhile.goals";

/// The goals of a lab; copies share them.
#[derive(Clone, Copy)]
pub(super) struct Goals {
    /// What was reached, whichever lab is shown; none until a lab has asked.
    reached: AnyRwSignal<Option<Reached>>,
    /// Those that the last run was the first to reach.
    new: AnyRwSignal<Vec<&'static str>>,
    /// What the visitor did to them since.
    said: AnyRwSignal<&'static str>,
    /// What was cleared last, and can come back.
    cleared: AnyRwSignal<Vec<&'static str>>,
}

impl Goals {
    /// Of a lab that opens.
    pub(super) fn new() -> Self {
        Self {
            reached: kept_signal(),
            new: AnyRwSignal::default(),
            said: AnyRwSignal::default(),
            cleared: AnyRwSignal::default(),
        }
    }

    /// Ticks those of `goals` that a run shows which has come to its end.
    pub(super) fn look<Of: ?Sized>(self, goals: &[Goal<Of>], run: &Of) {
        let mut reached = self.remembered();
        let new = reached.look(goals, run);
        self.said.set("");
        if !new.is_empty() {
            self.cleared.set(Vec::new());
            self.remember(reached);
        }
        self.new.set(new);
    }

    /// What was reached so far. Another tab may have added to it; where nothing
    /// is remembered, this visit knows.
    fn remembered(self) -> Reached {
        let text = storage::recall(KEY);
        let remembered = text.map(|text| Reached::from_text(&text));
        let known = || self.reached.get_untracked();
        remembered.or_else(known).unwrap_or_default()
    }

    fn remember(self, reached: Reached) {
        // Where it cannot be, it holds for this visit.
        let _ = storage::remember(KEY, &reached.text());
        self.reached.set(Some(reached));
    }

    fn has(self, id: &str) -> bool {
        let has = |reached: &Reached| reached.has(id);
        self.reached
            .with(|reached| reached.as_ref().is_some_and(has))
    }

    /// Clears those of the goals of these names that were reached, or brings back
    /// what was cleared last.
    fn clear_or_undo(self, goals: &[&'static str]) {
        let mut reached = self.remembered();
        let cleared = self.cleared.get_untracked();
        self.new.set(Vec::new());
        if cleared.is_empty() {
            let ids = goals.iter().copied().filter(|id| reached.has(id));
            let ids: Vec<_> = ids.collect();
            ids.iter().for_each(|id| reached.remove(id));
            self.cleared.set(ids);
            self.remember(reached);
            self.said.set("The goals are cleared.");
        } else {
            cleared.iter().for_each(|id| reached.add(id));
            self.remember(reached);
            self.cleared.set(Vec::new());
            self.said.set("The goals are back.");
        }
    }
}

/// The goals of a lab, folded up until somebody wants to see them.
#[component]
pub(super) fn GoalList<Of: ?Sized + 'static>(
    goals: Goals,
    all: &'static [Goal<Of>],
) -> impl IntoView {
    list(goals, all.iter().map(|goal| goal.id).collect())
}

/// The same for the goals of these names.
fn list(goals: Goals, all: Vec<&'static str>) -> AnyView {
    goals.reached.set(Some(goals.remembered()));
    let texts = texts();
    // Nobody may ever want to read them.
    let is_open = AnyRwSignal::new(false);
    let words = memo(move || {
        let is_wanted = is_open.get() || goals.new.with(|it| !it.is_empty());
        let words = is_wanted.then(|| texts.found(GOALS)).flatten();
        words.unwrap_or_default()
    });
    let all = AnyStoredValue::new(all);
    let summary = move || {
        let reached = goals.reached.get().unwrap_or_default();
        all.with_value(|all| reached.summary(all))
    };
    let said = move || {
        let new = goals.new.get();
        match new.is_empty() {
            true => goals.said.get().to_owned(),
            false => words.with(|words| news(words, &new)),
        }
    };
    let can_undo =
        memo(move || goals.cleared.with(|cleared| !cleared.is_empty()));
    let has_any =
        memo(move || all.with_value(|all| all.iter().any(|id| goals.has(id))));
    // One button, so that the focus stays where it is.
    let button = move || {
        view! {
            <button
                class="quiet strong"
                prop:textContent=move || match can_undo.get() {
                    true => "Undo clearing",
                    false => "Clear goals",
                }
                on:click=move |_| all.with_value(|all| goals.clear_or_undo(all))
            ></button>
        }
        .into_any()
    };
    let items = move || {
        words.with(|words| {
            let item =
                |id: &&'static str| Some(item(goals, id, told(words, id)?));
            let items = all.with_value(|all| {
                all.iter().filter_map(item).collect::<Vec<_>>()
            });
            items.collect_view()
        })
    };
    view! {
        <section class="goals-of-lab" aria-label="Goals">
            <details
                class="goals"
                on:toggle:target=move |event| is_open.set(event.target().open())
            >
                <summary prop:textContent=move || summary()></summary>
                <ul>{move || items()}</ul>
                <NotLoaded text=derived(move || is_open.get().then_some(GOALS))/>
                <p class="table-foot">
                    <Show when=move || has_any.get() || can_undo.get()>{button}</Show>
                    <span class="hint">
                        "Runs tick them by what was measured. They are kept in this browser only."
                    </span>
                </p>
            </details>
            <p class="goals-said hint" aria-live="polite" prop:textContent=move || said()></p>
        </section>
    }
    .into_any()
}

fn item(
    goals: Goals,
    id: &'static str,
    Told { text, hint }: Told<'_>,
) -> AnyView {
    let (text, hint) = (text.to_owned(), hint.to_owned());
    let is_reached = memo(move || goals.has(id));
    view! {
        <li data-goal=id data-reached=move || is_reached.get().to_string()>
            <p>
                <span
                    class="goal-state"
                    prop:textContent=move || if is_reached.get() { "Reached" } else { "Open" }
                ></span>
                " "
                {text}
            </p>
            <details>
                <summary>"Hint"</summary>
                <p class="hint">{hint}</p>
            </details>
        </li>
    }.into_any()
}
