//! Where in a recording the reader is, and how they get elsewhere.

use super::state::Viewer;
use crate::browser::clock;
use crate::browser::frames::Frames;
use crate::trace::{EventKind, Replay, Timestamp, within};
use std::cell::Cell;

/// How long a whole replay takes if nobody chose a speed, in milliseconds.
const WHOLE: f64 = 10_000.0;

impl Viewer {
    /// How many events there are.
    pub(super) fn len(&self) -> usize {
        self.replay
            .with_value(|replay| replay.as_ref().map_or(0, Replay::len))
    }

    /// The end of the recording, in milliseconds.
    pub(super) fn end(&self) -> f64 {
        self.shown.with_untracked(|shown| {
            shown.as_ref().map_or(0.0, |it| it.end.as_millis())
        })
    }

    /// Moves to where so many events have happened.
    pub(in crate::views) fn go_to(&self, position: usize) {
        let Some(at) = self.replay.try_update_value(|replay| {
            let replay = replay.as_mut()?;
            replay.go_to(position);
            Some(replay.moment().at.as_millis())
        }) else {
            return;
        };
        self.at.set(at.unwrap_or_default());
        self.position.set(position.min(self.len()));
    }

    pub(super) fn go_to_end(&self) {
        self.go_to(self.len());
        self.at.set(self.end());
    }

    /// Moves to an instant, in milliseconds.
    pub(super) fn go_to_time(&self, millis: f64) {
        let millis = within(millis, [0.0, self.end()]);
        let position = self.replay.try_update_value(|replay| {
            let replay = replay.as_mut()?;
            // To a nanosecond, that rounding leaves no event out.
            let at = Timestamp::from_millis(millis + 1e-6);
            let position = replay.position_at(at);
            replay.go_to(position);
            Some(position)
        });
        self.at.set(millis);
        let position = position.flatten().unwrap_or_default();
        if position != self.position.get_untracked() {
            self.position.set(position);
        }
    }

    /// Moves to the next event that changes the picture, or the one before.
    pub(super) fn step(&self, forward: bool) {
        self.pause();
        let here = self.position.get_untracked();
        let next = self.replay.with_value(|replay| {
            let events = replay.as_ref()?.events();
            let is_step = |place: &usize| is_step(&events[*place - 1].kind);
            match forward {
                true => (here + 1..=events.len()).find(is_step),
                false => (1..here).rev().find(is_step),
            }
        });
        let end = if forward { self.len() } else { 0 };
        self.go_to(next.unwrap_or(end));
        self.follow();
    }

    /// Moves the window along if the playhead has left it.
    fn follow(&self) {
        let at = self.at.get_untracked();
        let Some(whole) =
            self.shown.with_untracked(|it| Some(it.as_ref()?.whole()))
        else {
            return;
        };
        self.zoom.maybe_update(|zoom| {
            let Some(view) = zoom else { return false };
            let is_outside = !(view.from..=view.to).contains(&at);
            if is_outside {
                let middle = f64::midpoint(view.from, view.to);
                let x = (at - middle) / (view.to - view.from);
                *view = view.panned(x, 0.0, whole);
            }
            is_outside
        });
    }

    /// Lets the playhead move by itself; from the start if it is at the end.
    pub(super) fn play(&self) {
        if self.len() == 0 {
            return;
        }
        if self.at.get_untracked() >= self.end() {
            self.go_to(0);
        }
        self.playing.set(true);
        let viewer = *self;
        let before = Cell::new(clock::now());
        self.frames.set_value(Some(Frames::start(move || {
            let now = clock::now();
            let passed = now.since(before.replace(now));
            let passed = passed.as_secs_f64() * 1e3;
            let at = viewer.at.get_untracked() + passed * viewer.pace();
            viewer.go_to_time(at);
            if at >= viewer.end() {
                viewer.go_to_end();
                viewer.pause();
            }
        })));
    }

    pub(in crate::views) fn pause(&self) {
        self.frames.set_value(None);
        if self.playing.get_untracked() {
            self.playing.set(false);
        }
    }

    /// How fast it is played, as a share of the real pace.
    pub(super) fn pace(&self) -> f64 {
        let speed = self.speed.get();
        speed.unwrap_or_else(|| (self.end() / WHOLE).min(1.0))
    }
}

/// Whether an event is worth a step of its own; those that go along with
/// another are not.
fn is_step(kind: &EventKind) -> bool {
    !matches!(
        kind,
        EventKind::Declared { .. }
            | EventKind::Sized(_)
            | EventKind::WakerCloned
            | EventKind::WakerDropped
            | EventKind::Awaiting(_)
    )
}
