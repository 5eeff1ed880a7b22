//! What all labs have around a run: its status, the button and the keys that
//! start and stop it, and what of a link was not followed.

use super::address::Shown;
use super::lab::Lab;
use super::reactive::{AnyRwSignal, memo};
use crate::experiments::Experiment;
use crate::experiments::tasks::RunEnd;
use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::prelude::*;

/// What a lab is doing, as its status line says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Status {
    /// Waiting for Run.
    Ready,
    /// A run goes on; what of it.
    Running(String),
    /// The last run is over; how.
    Finished(String),
    /// The last run was stopped.
    Stopped,
    /// The run could not start, or brought nothing.
    Failed(String),
}

impl Status {
    pub(super) fn is_running(&self) -> bool {
        matches!(self, Self::Running(_))
    }

    /// How a run ended of whose parts so many came to their end and so many
    /// failed.
    pub(super) fn at_end(
        was_stopped: bool,
        done: usize,
        failed: usize,
        [one, many]: [&str; 2],
    ) -> Self {
        match (was_stopped, done, failed) {
            (true, 0, 0) => Self::Finished(format!(
                "Stopped before any {one} came to its end."
            )),
            (true, ..) => Self::Stopped,
            (false, 0, _) => Self::Failed(format!(
                "No {one} came to its end; below is why for each."
            )),
            (false, _, 0) => Self::Finished("Finished.".to_owned()),
            (false, _, 1) => {
                Self::Finished(format!("Finished; 1 {one} failed."))
            }
            (false, ..) => {
                Self::Finished(format!("Finished; {failed} {many} failed."))
            }
        }
    }

    /// A run was stopped before anything of it had begun.
    pub(super) fn not_begun() -> Self {
        Self::Finished("Stopped before the run began.".to_owned())
    }

    fn text(self) -> String {
        match self {
            Self::Ready => "Ready.".to_owned(),
            Self::Running(text) | Self::Finished(text) => text,
            Self::Stopped => {
                "Stopped. Measurements so far are kept.".to_owned()
            }
            Self::Failed(_) => "Failed.".to_owned(),
        }
    }
}

impl From<RunEnd> for Status {
    fn from(end: RunEnd) -> Self {
        match end {
            RunEnd::Completed => Self::Finished("Finished.".to_owned()),
            RunEnd::Stuck => Self::Finished(
                "Finished: ended by the page, since nothing is left that could wake the tasks that \
                 still wait."
                    .to_owned(),
            ),
            RunEnd::Stopped => Self::Stopped,
        }
    }
}

/// Has keys operate `lab` for as long as the caller is shown: Ctrl or Cmd +
/// Enter runs and Escape stops.
fn follow_keys(lab: Lab, run: Callback<()>) {
    let key = move |event: KeyboardEvent| {
        if is_composing(&event) {
            return;
        }
        let with_control = event.ctrl_key() || event.meta_key();
        match event.key().as_str() {
            "Enter" if with_control => {
                event.prevent_default();
                // A key that is held down repeats; one run is meant.
                if !event.repeat() {
                    settle_typing();
                    run.run(());
                }
            }
            "Escape" if lab.status.with_untracked(Status::is_running) => {
                lab.stop();
            }
            _ => {}
        }
    };
    let keys = window_event_listener(leptos::ev::keydown, key);
    on_cleanup(move || keys.remove());
}

/// Whether a key belongs to an input method that composes a character: Escape
/// and Enter are then its own. Engines that do not say so send the code 229.
fn is_composing(event: &KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == 229
}

/// Keeps a key that is held down from pressing what has the focus again and
/// again, for as long as the caller lasts.
pub(super) fn press_once_a_key() {
    let keys = window_event_listener(leptos::ev::keydown, |event| {
        let is_press = matches!(event.key().as_str(), "Enter" | " ");
        let pressed = |target: web_sys::EventTarget| {
            let element: web_sys::Element =
                wasm_bindgen::JsCast::dyn_into(target).ok()?;
            element.closest("button, summary, a").ok()?
        };
        let on_button = event.target().and_then(pressed).is_some();
        if event.repeat() && is_press && on_button {
            event.prevent_default();
        }
    });
    on_cleanup(move || keys.remove());
}

/// Has the field that is typed in take what was typed, as leaving it does.
fn settle_typing() {
    let Some(field) = document().active_element() else {
        return;
    };
    // What is typed into an editor is taken at once.
    if field.shadow_root().is_some() {
        return;
    }
    let field: web_sys::HtmlElement =
        wasm_bindgen::JsCast::unchecked_into(field);
    let _ = field.blur();
    let _ = field.focus();
}

/// What is said of a run on a stage that is not what would be run now.
pub(super) const OF_ANOTHER_SETUP: &str =
    "This is a run of another setup. Press Run for the one that is set now.";

/// What a lab begins with: its name, what it is about in a sentence, and what
/// is amiss with its link.
#[component]
pub(super) fn Opening(
    lab: Experiment,
    notes: AnyRwSignal<Vec<String>>,
) -> impl IntoView {
    view! { <Headed shown=lab.into() notes/> }
}

/// The same of anything that the page shows.
#[component]
pub(super) fn Headed(
    shown: Shown,
    notes: AnyRwSignal<Vec<String>>,
) -> impl IntoView {
    document().set_title(&format!("{} · Meanwhile", shown.name()));
    view! {
        <div class="title">
            <h1>{shown.name()}</h1>
            <p>{shown.about()}</p>
        </div>
        <Notes notes/>
    }
}

/// What the link said that was not followed, and what else is amiss.
#[component]
fn Notes(notes: AnyRwSignal<Vec<String>>) -> impl IntoView {
    let notes = move || {
        let note = |note: String| view! { <li>{note}</li> }.into_any();
        let notes = notes.get();
        (!notes.is_empty()).then(|| {
            view! {
                <div class="alert" role="alert">
                    <ul>{notes.into_iter().map(note).collect_view()}</ul>
                </div>
            }
            .into_any()
        })
    };
    view! { {move || notes()} }
}

/// The button that runs and stops, as keys do, and the status.
///
/// Their text is set as a property: a browser that translates the page puts
/// nodes of its own in the place of text, and what changes a node that is gone
/// changes nothing.
#[component]
pub(super) fn RunButton(
    lab: Lab,
    /// Starts a run; one that goes on is stopped first.
    #[prop(into)]
    run: Callback<()>,
    /// What stands behind the reason of a failure.
    #[prop(optional, into)]
    leads_to: ViewFn,
) -> impl IntoView {
    follow_keys(lab, run);
    let status = lab.status;
    let running = memo(move || status.with(Status::is_running));
    let press = move |event: MouseEvent| match running.get_untracked() {
        // Of a double click on Run.
        true if event.detail() > 1 => {}
        true => lab.stop(),
        false => run.run(()),
    };
    let failure = move || match status.get() {
        Status::Failed(text) => {
            let leads_to = leads_to.run();
            Some(
                view! { <p class="alert" role="alert">{text}{leads_to}</p> }
                    .into_any(),
            )
        }
        _ => None,
    };
    view! {
        <div class="run">
            <button
                class="primary"
                data-running=move || running.get().to_string()
                prop:textContent=move || if running.get() { "Stop" } else { "Run" }
                on:click=press
            ></button>
            <span class="hint" aria-hidden="true">
                {move || if running.get() { "Esc" } else { "Ctrl + Enter" }}
            </span>
            <p class="status" role="status" prop:textContent=move || status.get().text()></p>
        </div>
        {move || failure()}
    }
}
