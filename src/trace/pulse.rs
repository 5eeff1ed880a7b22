//! The shapes of a lane that shows how a thread is: its pulse, its timers and
//! keys, what keeps it busy, and what waits for it meanwhile.

use super::scene::Layout;
use super::{Label, Layer, Phase, Scene, Timestamp, Track, Viewport};
use std::time::Duration;

/// What a row of such a lane shows of its track.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The page's frames, and the stretches without any.
    Pulse,
    /// The ticks of a timer.
    Timer,
    /// The keys that were pressed, until they were looked at.
    Keys,
    /// The polls of a future, as bars.
    Loop,
    /// The chunks that a worker computes.
    Worker,
    /// A request, until its answer was looked at.
    Request,
}

/// A stretch without a frame is drawn as frozen from this length on: the length
/// from which browsers speak of a long task.
pub const FROZEN_FROM: Duration = Duration::from_millis(50);

/// The stretches of at least [`FROZEN_FROM`] between `frames`, the last of
/// them up to `now`.
pub fn frozen(
    frames: &[Timestamp],
    now: Timestamp,
) -> impl Iterator<Item = (Timestamp, Timestamp)> {
    let next = frames.iter().copied().skip(1).chain([now]);
    let pairs = frames.iter().copied().zip(next);
    pairs.filter(|(from, to)| to.since(*from) >= FROZEN_FROM)
}

impl Viewport {
    /// Lays `rows` out on a plot of `width` by `height` pixels, one below the
    /// other; what goes on still reaches to `now`. A row without a track has
    /// nothing but its name.
    #[must_use]
    pub fn pulse_scene(
        &self,
        rows: &[(Role, &str, Option<&Track>)],
        now: Timestamp,
        width: f64,
        height: f64,
    ) -> Scene {
        let mut layout = Layout::new(*self, now, width, height);
        for (index, (role, name, track)) in rows.iter().enumerate() {
            let top = (index as f64 - self.top) * layout.row_height;
            if top + layout.row_height < 0.0 || top > height {
                continue;
            }
            let (y, thickness) =
                (top + layout.row_height * 0.2, layout.row_height * 0.6);
            layout.scene.rows.push(Label {
                x: 0.0,
                y: y + thickness / 2.0,
                text: (*name).to_owned(),
            });
            if let Some(track) = track {
                layout.role(*role, track, y, thickness);
            }
        }
        layout.scene
    }
}

impl Layout {
    fn role(&mut self, role: Role, track: &Track, y: f64, height: f64) {
        match role {
            Role::Pulse => self.pulse(track, y, height),
            Role::Timer => {
                let ticks = track.marks.iter().copied();
                self.marks(Layer::Tick, ticks, y + height / 2.0, 0.0, 4.0);
            }
            Role::Keys => self.phases(track, y, height),
            Role::Loop => self.slices(track, y, height),
            Role::Worker => {
                self.phases(track, y, height);
                self.word(track, y + height / 2.0);
            }
            Role::Request => {
                self.phases(track, y, height);
                self.word(track, y + height / 2.0);
            }
        }
    }

    /// A beat for each frame, on a line that is flat where there is none.
    fn pulse(&mut self, track: &Track, y: f64, height: f64) {
        let now = track.end.map_or(self.now, |(end, _)| end);
        for (from, to) in frozen(&track.marks, now) {
            self.stretch(Layer::Frozen, from, to, y - 2.0, height + 4.0);
            self.frozen_word(from, to, y + height * 0.3);
        }
        let line = y + height * 0.25;
        self.stretch(Layer::Baseline, Timestamp::ZERO, now, line, height);
        let frames = track.marks.iter().copied();
        self.marks(Layer::Beat, frames, y, height, 5.0);
        for span in &track.spans {
            let end = span.end.unwrap_or(now);
            let below = y + height;
            self.stretch(Layer::LongTask, span.start, end, below, 3.0);
        }
    }

    fn frozen_word(&mut self, from: Timestamp, to: Timestamp, y: f64) {
        let left = self.view.x_of(from.as_millis(), self.width).max(0.0);
        let right = self.view.x_of(to.as_millis(), self.width).min(self.width);
        let time = super::duration_text(to.since(from), Duration::ZERO);
        let text = format!("frozen\u{a0}{time}");
        if text.chars().count() as f64 * super::scene::CHARACTER + 14.0
            <= right - left
        {
            self.scene.labels.push(Label {
                x: (left + right) / 2.0,
                y,
                text,
            });
        }
    }

    fn phases(&mut self, track: &Track, y: f64, height: f64) {
        for span in &track.spans {
            let end = span.end.unwrap_or(self.now);
            self.stretch(span.phase.into(), span.start, end, y, height);
            if span.phase == Phase::Unseen && span.end.is_some() {
                let seen = [end].into_iter();
                self.hairlines(Layer::Seen, seen, y - 3.0, height + 6.0);
            }
        }
    }

    /// The polls as bars. Where they are too thin to be told apart, a bar
    /// stands for several and is as wide as they were busy; never quite as
    /// wide as its place, so that many polls do not look like a single one.
    fn slices(&mut self, track: &Track, y: f64, height: f64) {
        const PITCH: f64 = 4.0;
        let pitch = (self.view.to - self.view.from) / self.width * PITCH;
        let mut crowd: Option<(f64, f64)> = None;
        for &(start, end) in &track.polls {
            let (from, to) = (start.as_millis(), end.as_millis());
            if to - from >= pitch {
                self.stretch(Layer::Slice, start, end, y, height);
                continue;
            }
            let place = (from / pitch).floor();
            match &mut crowd {
                Some((at, busy)) if *at == place => *busy += to - from,
                _ => {
                    let full = crowd.replace((place, to - from));
                    self.crowd(full, pitch, y, height);
                }
            }
        }
        self.crowd(crowd, pitch, y, height);
    }

    /// The bar of the polls that share a place of `pitch` milliseconds: the
    /// number of the place, and how long they were busy.
    fn crowd(
        &mut self,
        crowd: Option<(f64, f64)>,
        pitch: f64,
        y: f64,
        height: f64,
    ) {
        let Some((place, busy)) = crowd else { return };
        let from = place * pitch;
        let to = from + busy.min(pitch * 0.75);
        let [from, to] = [from, to].map(Timestamp::from_millis);
        self.stretch(Layer::Slice, from, to, y, height);
    }
}
