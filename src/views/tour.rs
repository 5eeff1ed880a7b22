//! The tour: a bar above the labs, which says what to press and leads from step
//! to step. It runs nothing.
//!
//! The address is that of the lab, which the reader may change on the way. So
//! what remembers the tour is this tab: its step, and where the reader was
//! before.

use super::address::{self, Shown};
use super::later::Later;
use super::reactive::{AnyMemo, AnyRwSignal, AnyStoredValue, effect, memo};
use super::run::Headed;
use crate::browser::{focus, page, scroll, storage, timer};
use crate::experiments::tour::{Press, STEPS, step_at, step_from_query};
use crate::experiments::{Guide, Route};
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;
use std::time::Duration;

/// Where the step is remembered.
const STEP: &str = "meanwhile.tour";
/// Where it is remembered what the tour leads back to.
const BEFORE: &str = "meanwhile.before-tour";

/// Whether somebody is on the tour, and where; copies share it.
#[derive(Clone, Copy)]
pub(super) struct Touring {
    /// Whether somebody is. Beside the step, so that one can follow this alone.
    is_on: AnyRwSignal<bool>,
    /// The step as it is remembered, from 0; none for who is not on the tour.
    step: AnyRwSignal<Option<String>>,
    /// The note of what the tour leads back to.
    before: AnyRwSignal<Option<String>>,
    /// The address before the one that is shown.
    from: AnyRwSignal<Option<String>>,
    /// Scrolls back once what the tour leads back to is there.
    later: Later,
}

impl Touring {
    /// As this tab remembers it.
    pub(super) fn new() -> Self {
        let step = storage::recall_in_tab(STEP);
        Self {
            is_on: AnyRwSignal::new(step.is_some()),
            step: AnyRwSignal::new(step),
            before: AnyRwSignal::new(storage::recall_in_tab(BEFORE)),
            from: AnyRwSignal::new(None),
            later: Later::new(),
        }
    }

    /// Whether it goes on; asks again when that changes.
    pub(super) fn is_on(self) -> bool {
        self.is_on.get()
    }

    /// Notes the address that was left for the one that is shown.
    pub(super) fn came_from(self, url: String) {
        self.from.set(Some(url));
    }

    /// The step, from 0; asks again when that changes.
    fn step(self) -> Option<usize> {
        let step = self.step.get()?.parse().unwrap_or_default();
        // Another release may have had more.
        Some(std::cmp::min(step, STEPS.len() - 1))
    }

    fn set(self, step: Option<usize>) {
        let step = step.map(|step| step.to_string());
        storage::remember_in_tab(STEP, step.as_deref());
        let is_on = step.is_some();
        self.step.set(step);
        if self.is_on.get_untracked() != is_on {
            self.is_on.set(is_on);
        }
    }

    fn set_before(self, before: Option<String>) {
        storage::remember_in_tab(BEFORE, before.as_deref());
        self.before.set(before);
    }

    /// Begins, at the step that the address names; goes on with a tour that has
    /// begun.
    fn enter(self) {
        let hash = page::hash();
        let Route::Guide(Guide::Tour, query) = Route::parse(&hash) else {
            return;
        };
        let here = untrack(|| self.step());
        if here.is_none() {
            let from = self.from.get_untracked();
            let hash = from.as_deref().and_then(before_tour);
            // What was scrolled is still there.
            self.set_before(hash.as_deref().map(address::note_of_leaving));
        }
        let step = step_from_query(&query).or(here).unwrap_or_default();
        self.set(Some(step));
        // Otherwise the way back would lead here, and forward again.
        page::go_instead(&STEPS[step].hash());
    }

    /// Goes to another step; there is nothing before the first and behind the
    /// last.
    fn go(self, by: isize) {
        let Some(here) = untrack(|| self.step()) else {
            return;
        };
        let there = here.checked_add_signed(by);
        if let Some(step) = there.filter(|step| *step < STEPS.len()) {
            self.set(Some(step));
            page::go_to(&STEPS[step].hash());
            scroll::to_top();
        }
    }

    /// Whether the page shows the lab of the step; asks again when that changes.
    fn is_here(self) -> bool {
        self.from.track();
        let step = self.step().unwrap_or_default();
        Shown::here() == Shown::Lab(STEPS[step].lab)
    }

    /// Goes on where the reader has left it for another lab.
    fn resume(self) {
        let step = untrack(|| self.step()).unwrap_or_default();
        page::go_to(&STEPS[step].hash());
        // The button goes.
        focus::to_without_scrolling(".tour");
        scroll::to_top();
    }

    /// Ends the tour: goes back to where the reader was before, unless that is
    /// somewhere else already.
    fn leave(self) {
        let before = self.before.get_untracked().unwrap_or_default();
        let (offset, hash) = address::read_note(&before).unwrap_or((0, "#/"));
        let is_here = untrack(|| self.is_here());
        self.set(None);
        self.set_before(None);
        // The bar goes.
        focus::to_without_scrolling("#main");
        scroll::to_top();
        if is_here {
            page::go_to(hash);
            self.later.spawn(scroll::back_to(offset));
        }
    }

    /// Takes the step that the browser's own way back or forward leads to.
    fn follow_address(self) {
        let here = untrack(|| self.step());
        let there = step_at(&page::hash());
        if let (Some(here), Some(there)) = (here, there)
            && here.abs_diff(there) == 1
        {
            self.set(Some(there));
        }
    }
}

/// The fragment of `url`, if it leads anywhere but to the tour itself.
fn before_tour(url: &str) -> Option<String> {
    let hash = &url[url.find('#')?..];
    match Route::parse(hash) {
        Route::Guide(Guide::Tour, _) => None,
        _ => Some(hash.to_owned()),
    }
}

/// What is shown at the address of the tour, which leads on at once.
#[component]
pub(super) fn Tour() -> impl IntoView {
    expect_context::<Touring>().enter();
    view! { <Headed shown=Guide::Tour.into() notes=AnyRwSignal::new(Vec::new())/> }
}

/// The bar above the labs.
#[component]
pub(super) fn TourBar() -> impl IntoView {
    let touring: Touring = expect_context();
    let place = memo(move || touring.step().unwrap_or_default());
    let step = move || STEPS[place.get()];
    let last = STEPS.len() - 1;
    follow_keys(touring);
    show_what_to_press(place);
    let changes = window_event_listener(leptos::ev::hashchange, move |_| {
        touring.follow_address();
    });
    on_cleanup(move || changes.remove());
    let is_here = memo(move || touring.is_here());
    let began = AnyStoredValue::new(None::<(i32, i32)>);
    let down = move |event: PointerEvent| {
        // Dragging with a mouse selects text.
        let is_finger = event.pointer_type() != "mouse";
        let at = (event.client_x(), event.client_y());
        began.set_value(is_finger.then_some(at));
    };
    let up = move |event: PointerEvent| {
        let began = began.try_update_value(Option::take).flatten();
        let Some((x, y)) = began else { return };
        match swiped(event.client_x() - x, event.client_y() - y) {
            0 => {}
            by if is_here.get_untracked() => touring.go(by),
            _ => {}
        }
    };
    let where_it_is = move || {
        let lab = step().lab.name();
        format!("{} of {} · {lab}", place.get() + 1, STEPS.len())
    };
    effect(move || {
        page::show_tour(Some(match is_here.get() {
            true => step().press.id(),
            false => "",
        }));
    });
    on_cleanup(|| page::show_tour(None));
    let says = move || match is_here.get() {
        true => view! {
            <p>{move || step().text}</p>
            <p class="press">{move || step().press.name()}"."</p>
        }
        .into_any(),
        false => {
            view! { <p>"The tour waits while you look around."</p> }.into_any()
        }
    };
    let moves = move || match is_here.get() {
        true => view! {
                <button
                    class="secondary"
                    aria-disabled=move || (place.get() == 0).to_string()
                    on:click=move |_| touring.go(-1)
                >
                    "Back"
                </button>
                <button
                    class="secondary"
                    aria-disabled=move || (place.get() == last).to_string()
                    on:click=move |_| touring.go(1)
                >
                    "Next"
                </button>
        }
        .into_any(),
        false => view! {
            <button class="secondary" on:click=move |_| touring.resume()>
                "Continue"
            </button>
        }
        .into_any(),
    };
    view! {
        <section
            class="tour"
            tabindex="-1"
            aria-label=Guide::Tour.name()
            on:pointerdown=down
            on:pointerup=up
        >
            <div class="tour-says" aria-live="polite">
                <p class="hint">{move || where_it_is()}</p>
                {move || says()}
            </div>
            <div class="tour-moves">
                {move || moves()}
                <button class="quiet strong" on:click=move |_| touring.leave()>
                    {move || if place.get() == last { "Done" } else { "Leave" }}
                </button>
            </div>
        </section>
    }
}

/// What a step asks for, as the style sheet selects it to draw a line around it.
const fn selector(press: Press) -> &'static str {
    match press {
        Press::Run | Press::RunAndType => ".run .primary",
        Press::Answer => ".compare-questions fieldset",
    }
}

/// The pause before each look for what a step asks for.
const PAUSE: Duration = Duration::from_millis(200);
/// How many looks there are: the code of a lab may take seconds to come.
const LOOKS: u32 = 25;

/// Brings what a step asks for into view, once its lab is there.
fn show_what_to_press(place: AnyMemo<usize>) {
    let later = Later::new();
    effect(move || {
        let step = place.get();
        later.spawn(async move {
            for _ in 0..LOOKS {
                timer::sleep(PAUSE).await;
                let is_left = place.try_get_untracked() != Some(step);
                if is_left || scroll::into_view(selector(STEPS[step].press)) {
                    break;
                }
            }
        });
    });
}

/// How many pixels a finger goes at least for a swipe.
const SWIPE: i32 = 48;

/// How many steps a finger goes that went so far right and down.
fn swiped(right: i32, down: i32) -> isize {
    let is_level = right.abs() > 2 * down.abs();
    match right.abs() >= SWIPE && is_level {
        true if right < 0 => 1,
        true => -1,
        false => 0,
    }
}

/// Has the arrow keys lead from step to step, where nothing else takes them.
fn follow_keys(touring: Touring) {
    let key = move |event: KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowRight" => 1,
            "ArrowLeft" => -1,
            _ => return,
        };
        let with_others = event.ctrl_key()
            || event.meta_key()
            || event.alt_key()
            || event.shift_key();
        let is_ours =
            !with_others && !event.default_prevented() && !event.repeat();
        if is_ours && !is_taken(&event) && untrack(|| touring.is_here()) {
            event.prevent_default();
            touring.go(by);
            // What had it may go with its lab.
            focus::to(".tour");
        }
    };
    let keys = window_event_listener(leptos::ev::keydown, key);
    on_cleanup(move || keys.remove());
}

/// Whether arrow keys mean something where this one was pressed: in a field, a
/// menu, a picture, or what they scroll.
fn is_taken(event: &KeyboardEvent) -> bool {
    const TAKERS: &str = "input, select, textarea, code-editor, [tabindex='0']";
    let target = event.target();
    let element = target.and_then(|it| {
        wasm_bindgen::JsCast::dyn_into::<web_sys::Element>(it).ok()
    });
    element.is_some_and(|it| matches!(it.closest(TAKERS), Ok(Some(_))))
}
