//! What moves the playhead: play, step, drag, speed.

use super::state::Viewer;
use super::timeline::key;
use crate::trace::{decimals, duration_text, event_text};
use crate::views::controls::Options;
use crate::views::reactive::memo;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use std::time::Duration;

/// The steps of the slider over a whole recording.
const STEPS: f64 = 10_000.0;

/// The speeds to choose from: their names in the menu, and what they are.
const SPEEDS: [(&str, &str, Option<f64>); 8] = [
    ("ten", "10 s in all", None),
    ("1", "1", Some(1.0)),
    ("1/3", "1/3", Some(1.0 / 3.0)),
    ("1/10", "1/10", Some(0.1)),
    ("1/30", "1/30", Some(1.0 / 30.0)),
    ("1/100", "1/100", Some(0.01)),
    ("1/300", "1/300", Some(1.0 / 300.0)),
    ("1/1000", "1/1000", Some(0.001)),
];

/// Play, step, the slider, the readout and the speed.
#[component]
pub(super) fn Transport(viewer: Viewer) -> impl IntoView {
    let empty = move || viewer.shown.with(Option::is_none);
    let fraction = move || {
        viewer.shown.track();
        let end = viewer.end();
        let at = viewer.at.get();
        if end > 0.0 { at / end * STEPS } else { 0.0 }
    };
    let slide = move |value: f64| {
        viewer.pause();
        viewer.go_to_time(value / STEPS * viewer.end());
    };
    let keys = move |event: KeyboardEvent| {
        let with = event.ctrl_key() || event.meta_key() || event.alt_key();
        if !with && key(viewer, &event) {
            event.prevent_default();
        }
    };
    let play = move |_| match viewer.playing.get_untracked() {
        true => viewer.pause(),
        false => viewer.play(),
    };
    let step = move |label: &'static str, text: &'static str, forward| {
        view! {
            <button
                class="secondary"
                aria-label=label
                prop:disabled=move || empty()
                on:click=move |_| viewer.step(forward)
            >
                {text}
            </button>
        }
        .into_any()
    };
    let chosen = memo(move || {
        let speed = viewer.speed.get();
        let found = SPEEDS.into_iter().find(|(.., it)| *it == speed);
        found.map(|(id, ..)| id.to_owned()).unwrap_or_default()
    });
    let choose = move |id: String| {
        let found = SPEEDS.into_iter().find(|(it, ..)| *it == id);
        viewer.speed.set(found.and_then(|(.., speed)| speed));
    };
    view! {
        <div class="transport" role="group" aria-label="Transport">
            <button class="secondary" prop:disabled=move || empty() on:click=play>
                {move || if viewer.playing.get() { "Pause" } else { "Play" }}
            </button>
            {step("Step back", "◀ Step", false)}
            {step("Step forward", "Step ▶", true)}
            <input
                type="range"
                aria-label="Playhead"
                aria-valuetext=move || time(viewer)
                min="0"
                max=decimals(STEPS, 0)
                step="any"
                prop:disabled=move || empty()
                prop:value=move || decimals(fraction(), 3)
                on:input:target=move |event| slide(event.target().value_as_number())
                on:keydown=keys
            />
            <span class="readout" data-position=move || viewer.position.get().to_string()>
                {move || time(viewer)}
            </span>
            <label class="word">
                "Speed "
                <Options
                    options=SPEEDS.map(|(id, name, _)| (id.into(), name.into())).into()
                    chosen
                    choose
                />
            </label>
        </div>
        <p class="facts event" aria-live="off">{move || event(viewer)}</p>
    }
}

/// Where the playhead is, as time and as a count of events.
fn time(viewer: Viewer) -> String {
    let position = viewer.position.get();
    if viewer.shown.with(Option::is_none) {
        return String::new();
    }
    let at = Duration::from_secs_f64(viewer.at.get().max(0.0) / 1e3);
    let at = duration_text(at, Duration::ZERO);
    format!("{at} · event {position} of {}", viewer.len())
}

/// What happened last at the playhead.
fn event(viewer: Viewer) -> String {
    let text = viewer.moment(|replay, moment| {
        let last = moment.position.checked_sub(1)?;
        let event = replay.events().get(last)?;
        let parent = viewer.parent(event.task);
        Some(event_text(event, parent, |task| viewer.name(task)))
    });
    match text {
        // Nothing is shown.
        None => String::new(),
        Some(Some(text)) => text,
        Some(None) => "Nothing has happened yet.".to_owned(),
    }
}
