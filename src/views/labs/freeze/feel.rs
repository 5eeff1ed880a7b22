//! What a frozen page feels like: a field to type in, and two spinners.

use super::state::Page;
use crate::browser::clock;
use crate::trace::{decimals, duration_text};
use crate::views::reactive::{AnyMemo, AnyRwSignal, effect, memo};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use std::time::Duration;

/// A field that tells how late its keys are, and two spinners of which one
/// cannot be frozen.
#[component]
pub(super) fn Feel(page: Page) -> impl IntoView {
    let running = memo(move || page.lab.status.with(|it| it.is_running()));
    let degrees = move || {
        // Once around in a second, by the clock and not by the frame.
        page.now.get().as_millis() * 0.36 % 360.0
    };
    view! {
        <section class="feel" aria-label="What it feels like">
            <Keys page running/>
            <div class="spinner" data-running=move || running.get().to_string()>
                <i class="wheel" aria-hidden="true" style:transform=move || {
                    format!("rotate({}deg)", decimals(degrees(), 0))
                }></i>
                <p><b>"By script"</b>" This page's code turns it, so it stops when the thread is busy."</p>
            </div>
            <div class="spinner" data-running=move || running.get().to_string()>
                <i class="wheel composited" aria-hidden="true"></i>
                <p><b>"By the compositor"</b>" A CSS animation, which another thread of the browser turns: measured in Chromium."</p>
            </div>
        </section>
    }
}

#[component]
fn Keys(page: Page, running: AnyMemo<bool>) -> impl IntoView {
    let last = AnyRwSignal::new(None::<Duration>);
    let worst = AnyRwSignal::new(None::<Duration>);
    // The worst key of a run, not of all runs.
    effect(move || {
        if running.get() {
            last.set(None);
            worst.set(None);
        }
    });
    let key = move |event: KeyboardEvent| {
        let late = clock::now().as_millis() - event.time_stamp();
        let late = Duration::from_secs_f64(late.max(0.0) / 1e3);
        if let Some(lane) = page.running_lane() {
            lane.mark_key(late);
        }
        last.set(Some(late));
        worst.update(|worst| *worst = (*worst).max(Some(late)));
    };
    let said = move || match (last.get(), worst.get()) {
        (Some(last), Some(worst)) => format!(
            "Last key heard {} after it was pressed, the worst {}.",
            duration_text(last, page.lab.step),
            duration_text(worst, page.lab.step),
        ),
        _ => "For each key the page says how long it took to notice it."
            .to_owned(),
    };
    view! {
        <div class="keys">
            <input
                type="text"
                autocomplete="off"
                spellcheck="false"
                aria-label="Type here while it runs"
                placeholder="type here while it runs"
                on:keydown=key
            />
            <p>{move || said()}</p>
        </div>
    }
}
