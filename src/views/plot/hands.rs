//! What wheel, pinch, drag and keyboard do to the window. Not what is in it.

use super::window::{MARGIN, Playhead, SharedWindow};
use crate::trace::within;
use crate::views::findings::PlacedFindings;
use crate::views::reactive::{AnyMemo, AnySignal, AnyStoredValue};
use leptos::ev::{KeyboardEvent, PointerEvent, WheelEvent};
use leptos::prelude::*;

/// The button that drags, as an event names it: a finger and a pen have it too.
const FIRST_BUTTON: i16 = 0;
/// The bit of that button among those that are held.
const FIRST_BUTTON_HELD: u16 = 1;

/// What hands do to the window.
#[derive(Clone, Copy)]
pub(super) struct Hands {
    pub window: SharedWindow,
    pub width: AnyMemo<f64>,
    pub height: AnyMemo<f64>,
    pub gutter: AnySignal<f64>,
    pub rows: AnySignal<usize>,
    pub selected: AnySignal<Option<usize>>,
    pub on_select: Callback<Option<usize>>,
    pub playhead: Option<Playhead>,
    pub findings: Option<PlacedFindings>,
    /// Whether the playhead is being dragged.
    pub scrubbing: AnyStoredValue<bool>,
    /// The pointers that are down: their names and places.
    pub fingers: AnyStoredValue<Vec<(i32, f64, f64)>>,
}

impl Hands {
    /// The place of an event as fractions of the plot.
    fn place(&self, x: f64, y: f64) -> (f64, f64) {
        let x = (x - self.gutter.get_untracked()) / self.width.get_untracked();
        let y = (y - MARGIN) / self.height.get_untracked();
        (within(x, [0.0, 1.0]), y)
    }

    /// Zooms; a wheel that is not meant for the picture scrolls the page: it is
    /// meant if the picture has the focus, or Ctrl is held as in a pinch on a
    /// touchpad.
    pub(super) fn wheel(&self, event: &WheelEvent) {
        let sideways =
            event.delta_x().abs() > event.delta_y().abs() || event.shift_key();
        let focused = document().active_element() == current_element(event);
        let zoomed = self.window.zoom.get_untracked().is_some();
        if sideways && zoomed {
            event.prevent_default();
            let by = (event.delta_x() + event.delta_y())
                / self.width.get_untracked();
            self.window
                .change(|view, whole| view.panned(by, 0.0, whole));
        } else if !sideways && (focused || event.ctrl_key() || event.meta_key())
        {
            event.prevent_default();
            let (x, y) = offset(event);
            let at = self.place(x, y);
            // A notch of a wheel is about 100 pixels: a quarter closer.
            let factor = (-event.delta_y() / 400.0).exp();
            self.zoom(factor, at);
        }
    }

    fn zoom(&self, factor: f64, (x, y): (f64, f64)) {
        let height = self.height.get_untracked();
        self.window
            .change(|view, whole| view.zoomed(factor, x, y, height, whole));
    }

    pub(super) fn down(&self, event: &PointerEvent) {
        // Others open menus, and a menu keeps the end of the press to itself.
        if event.button() != FIRST_BUTTON {
            return;
        }
        let (x, y) = offset(event);
        let finger = (event.pointer_id(), x, y);
        self.fingers.update_value(|fingers| fingers.push(finger));
        if let Some(element) = current_element(event) {
            let _ = element.set_pointer_capture(event.pointer_id());
        }
        if self.is_on_playhead(x, y) {
            self.scrubbing.set_value(true);
            self.scrub(x);
        }
        self.point_at(finger.2);
    }

    /// Whether a point is on the playhead, or on the strip above the rows that
    /// its handle moves in.
    fn is_on_playhead(&self, x: f64, y: f64) -> bool {
        let Some(playhead) = self.playhead else {
            return false;
        };
        let at = playhead.at.get_untracked();
        let view = self.window.get_untracked();
        let line = view.x_of(at, self.width.get_untracked())
            + self.gutter.get_untracked();
        y < 2.0 * MARGIN || (x - line).abs() < 8.0
    }

    fn scrub(&self, x: f64) {
        if let Some(playhead) = self.playhead {
            let (x, _) = self.place(x, 0.0);
            let view = self.window.get_untracked();
            playhead.on_move.run(view.from + (view.to - view.from) * x);
        }
    }

    pub(super) fn moved(&self, event: &PointerEvent) {
        // The end of a press may have gone to a menu or to another window.
        if event.buttons() & FIRST_BUTTON_HELD == 0 {
            self.up(event);
        }
        let (x, y) = offset(event);
        if self.scrubbing.get_value() {
            self.scrub(x);
            return;
        }
        let before = self.fingers.get_value();
        self.fingers.update_value(|fingers| {
            for finger in
                fingers.iter_mut().filter(|f| f.0 == event.pointer_id())
            {
                *finger = (finger.0, x, y);
            }
        });
        let after = self.fingers.get_value();
        match (before.as_slice(), after.as_slice()) {
            ([], _) => self.point_at(y),
            ([a], [b]) => {
                let dx = (a.1 - b.1) / self.width.get_untracked();
                let dy = (a.2 - b.2) / self.height.get_untracked();
                self.window.change(|view, whole| view.panned(dx, dy, whole));
            }
            ([a1, a2, ..], [b1, b2, ..]) => {
                let apart = |p: &(i32, f64, f64), q: &(i32, f64, f64)| {
                    (p.1 - q.1).hypot(p.2 - q.2).max(1.0)
                };
                let middle =
                    self.place((b1.1 + b2.1) / 2.0, (b1.2 + b2.2) / 2.0);
                self.zoom(apart(b1, b2) / apart(a1, a2), middle);
            }
            _ => {}
        }
    }

    pub(super) fn up(&self, event: &PointerEvent) {
        let is_it = |f: &(i32, f64, f64)| f.0 == event.pointer_id();
        if self.fingers.with_value(|fingers| fingers.iter().any(is_it)) {
            self.scrubbing.set_value(false);
            self.fingers
                .update_value(|fingers| fingers.retain(|f| !is_it(f)));
        }
    }

    pub(super) fn leave(&self, event: &PointerEvent) {
        let keyboard = document().active_element() == current_element(event);
        if self.fingers.with_value(Vec::is_empty) && !keyboard {
            self.on_select.run(None);
        }
    }

    fn point_at(&self, y: f64) {
        let (_, y) = self.place(0.0, y);
        let row = self.window.get_untracked().row_at(y);
        let row =
            row.filter(|row| y >= 0.0 && *row < self.rows.get_untracked());
        if row != self.selected.get_untracked() {
            self.on_select.run(row);
        }
    }

    pub(super) fn key(&self, event: &KeyboardEvent) {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        if let Some(playhead) = self.playhead
            && playhead.on_key.run(event.clone())
        {
            event.prevent_default();
            return;
        }
        let last = self.rows.get_untracked().saturating_sub(1);
        let row = self.selected.get_untracked();
        let by_row = |row: usize| {
            self.on_select.run(Some(row));
            self.window
                .change(|view, whole| view.showing_row(row, whole));
        };
        let pan = |by: f64| {
            self.window
                .change(|view, whole| view.panned(by, 0.0, whole))
        };
        match event.key().as_str() {
            "ArrowDown" => by_row(row.map_or(0, |row| (row + 1).min(last))),
            "ArrowUp" => by_row(row.map_or(last, |row| row.saturating_sub(1))),
            "PageDown" => by_row(row.map_or(0, |row| (row + 10).min(last))),
            "PageUp" => by_row(row.map_or(last, |row| row.saturating_sub(10))),
            "Home" => by_row(0),
            "End" => by_row(last),
            "ArrowLeft" => pan(-0.1),
            "ArrowRight" => pan(0.1),
            "+" | "=" => self.zoom(1.5, self.middle()),
            "-" => self.zoom(1.0 / 1.5, self.middle()),
            "0" => self.window.zoom.set(None),
            "n" | "N" => self.next_finding(true),
            "p" | "P" => self.next_finding(false),
            _ => return,
        }
        event.prevent_default();
    }

    fn next_finding(&self, forward: bool) {
        if let Some(findings) = self.findings {
            findings.next(forward);
        }
    }

    /// Where the keyboard zooms: the middle, at the row that is chosen.
    fn middle(&self) -> (f64, f64) {
        let view = self.window.get_untracked();
        let row = self.selected.get_untracked().map(|row| row as f64 + 0.5);
        let y =
            row.map_or(0.5, |row| (row - view.top) / (view.bottom - view.top));
        (0.5, within(y, [0.0, 1.0]))
    }
}

fn current_element(event: &web_sys::Event) -> Option<web_sys::Element> {
    wasm_bindgen::JsCast::dyn_into(event.current_target()?).ok()
}

/// Where an event happened, from the upper left corner of the plot. The
/// event's own offset would be from whatever shape is under the pointer.
fn offset(event: &web_sys::MouseEvent) -> (f64, f64) {
    let corner = current_element(event)
        .map(|element| element.get_bounding_client_rect());
    let (left, top) =
        corner.map_or((0.0, 0.0), |corner| (corner.left(), corner.top()));
    (
        f64::from(event.client_x()) - left,
        f64::from(event.client_y()) - top,
    )
}
