//! The window on the lanes of a stage, and what stands in it. Not who moves it.

use crate::trace::Viewport;
use crate::views::reactive::{AnyMemo, AnyRwSignal, AnySignal, derived};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// Room above and below the rows, in pixels.
pub(super) const MARGIN: f64 = 8.0;

/// The window that all lanes of a stage share.
#[derive(Clone, Copy)]
pub(in crate::views) struct SharedWindow {
    /// The part in view; none for all of it.
    pub zoom: AnyRwSignal<Option<Viewport>>,
    /// All of it.
    pub whole: AnySignal<Viewport>,
}

impl SharedWindow {
    /// A window on so many milliseconds of so many rows.
    pub(in crate::views) fn new(
        zoom: AnyRwSignal<Option<Viewport>>,
        extent: AnyMemo<f64>,
        rows: impl Fn() -> usize + Send + Sync + 'static,
    ) -> Self {
        let whole = derived(move || Viewport::fit(extent.get(), rows()));
        Self { zoom, whole }
    }

    pub(in crate::views) fn get(self) -> Viewport {
        self.zoom.get().unwrap_or_else(|| self.whole.get())
    }

    pub(super) fn get_untracked(self) -> Viewport {
        untrack(|| self.get())
    }

    pub(super) fn change(
        self,
        change: impl FnOnce(Viewport, Viewport) -> Viewport,
    ) {
        let whole = self.whole.get_untracked();
        let changed = change(self.get_untracked(), whole);
        self.zoom.set((changed != whole).then_some(changed));
    }
}

/// How far the axis of a run reaches that goes on, in milliseconds: `first`, or
/// as many steps of half more as `reach` takes.
pub(in crate::views) fn next_step(first: f64, reach: f64) -> f64 {
    let mut step = first;
    while step < reach {
        step *= 1.5;
    }
    step
}

/// A line across the picture at one instant, which can be moved.
#[derive(Clone, Copy)]
pub(in crate::views) struct Playhead {
    /// Where it stands, in milliseconds.
    pub at: AnySignal<f64>,
    /// Called with where it is moved to.
    pub on_move: Callback<f64>,
    /// Is asked about each key before the picture is; true if it was meant for
    /// the playhead.
    pub on_key: Callback<KeyboardEvent, bool>,
}
