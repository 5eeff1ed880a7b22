//! The shapes of a timeline of tasks: hollow while idle, hatched while
//! scheduled, solid while polled, with an arrow for each wake.

use super::scene::Layout;
use super::{
    Cause, Ending, Label, Layer, Scene, Shape, Source, Timeline, Timestamp,
    Track, Viewport,
};

/// A row of such a timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LifeRow {
    /// The place of its track in the timeline.
    pub track: usize,
    /// How many parents stand above it.
    pub depth: usize,
}

/// What to draw besides the lives themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrows {
    /// An arrow from whoever woke a task to the poll that followed.
    Shown,
    /// None.
    Hidden,
}

/// A row this high, in pixels, has room for words.
const ROW_WITH_WORDS: f64 = 12.0;

impl Viewport {
    /// Lays `rows` of `timeline` out on a plot of `width` by `height` pixels,
    /// one below the other; what goes on still reaches to `now`.
    #[must_use]
    pub fn lives_scene(
        &self,
        timeline: &Timeline,
        rows: &[LifeRow],
        arrows: Arrows,
        now: Timestamp,
        width: f64,
        height: f64,
    ) -> Scene {
        let mut layout = Layout::new(*self, now, width, height);
        let first = self.top.floor().max(0.0) as usize;
        let last = (self.bottom.ceil() as usize).min(rows.len());
        // Where several rows share a pixel, one stands for all.
        let step = (1.0 / layout.row_height).ceil().max(1.0) as usize;
        for index in (first / step * step..last).step_by(step) {
            let row = rows[index];
            let Some(track) = timeline.tracks().get(row.track) else {
                continue;
            };
            layout.life(index, row.depth, track);
        }
        if arrows == Arrows::Shown {
            layout.arrows(timeline, rows);
        }
        layout.scene
    }
}

impl Layout {
    /// The upper edge and the height of a row's box.
    fn box_of(&self, index: usize) -> (f64, f64) {
        let top = (index as f64 - self.view.top) * self.row_height;
        match self.row_height {
            high if high >= 8.0 => (top + high * 0.22, high * 0.56),
            low => (top, low.max(1.0)),
        }
    }

    fn life(&mut self, index: usize, depth: usize, track: &Track) {
        let (y, height) = self.box_of(index);
        if self.row_height >= ROW_WITH_WORDS {
            let text = match depth {
                0 => track.name.to_string(),
                _ => format!("{}└ {}", "  ".repeat(depth - 1), track.name),
            };
            let y = y + height / 2.0;
            self.scene.rows.push(Label { x: 0.0, y, text });
        }
        if track.is_loop() {
            self.event_loop(track, y, height);
            return;
        }
        let marks = track.marks.iter().copied();
        self.hairlines(Layer::FrameTurn, marks, y, height);
        let Some(start) = track.start else { return };
        let end = track.end.map_or(self.now, |(end, _)| end);
        self.stretch(Layer::Life, start, end, y, height);
        let (inner_y, inner) = (y + height * 0.18, height * 0.64);
        let now = self.now;
        let scheduled = track.scheduled.iter();
        let scheduled = scheduled.map(|(from, to)| (*from, to.unwrap_or(now)));
        self.merged(Layer::Scheduled, scheduled, inner_y, inner, 0.0);
        let last = track.polls.len().saturating_sub(1);
        let polls = track.polls.iter().enumerate();
        let polls = polls.map(|(place, (from, to))| {
            let goes_on = track.running && place == last;
            (*from, if goes_on { now } else { *to })
        });
        // A poll below a pixel is still a hairline.
        let (tall_y, tall) = (y - height * 0.1, height * 1.2);
        self.merged(Layer::Polled, polls, tall_y, tall, 1.6);
        if track.end.is_some_and(|(_, it)| it == Ending::Cancelled) {
            self.ending(Ending::Cancelled, end, y, height);
        }
    }

    /// The loop's own row: drains as boxes, turns as ticks.
    fn event_loop(&mut self, track: &Track, y: f64, height: f64) {
        let now = self.now;
        let drains = track.spans.iter();
        let drains = drains.map(|it| (it.start, it.end.unwrap_or(now)));
        self.merged(Layer::Drain, drains, y, height, 1.6);
        let of = |frames: bool| {
            let turns = track.turns.iter();
            turns
                .filter(move |(_, source)| (*source == Source::Frame) == frames)
                .map(|(at, _)| *at)
        };
        self.hairlines(Layer::FrameTurn, of(true), y, height * 0.35);
        self.hairlines(Layer::Turned, of(false), y, height);
    }

    /// The stretches as boxes, at least `least` pixels wide; those that a
    /// pixel cannot tell apart are one.
    fn merged(
        &mut self,
        layer: Layer,
        stretches: impl Iterator<Item = (Timestamp, Timestamp)>,
        y: f64,
        height: f64,
        least: f64,
    ) {
        let mut open: Option<(f64, f64)> = None;
        let mut done = Vec::new();
        for (from, to) in stretches {
            let left = self.view.x_of(from.as_millis(), self.width);
            let right = self.view.x_of(to.as_millis(), self.width);
            if right < 0.0 || left > self.width {
                continue;
            }
            // One pixel outside hides the outline of a clipped box.
            let left = left.max(-1.0);
            let right = right.min(self.width + 1.0).max(left + least);
            match &mut open {
                Some((_, end)) if left - *end < 0.5 => *end = end.max(right),
                _ => done.extend(open.replace((left, right))),
            }
        }
        done.extend(open);
        let boxes = done.into_iter().filter(|(left, right)| right > left);
        self.scene.shapes.extend(boxes.map(|(x, right)| Shape {
            layer,
            x,
            y,
            width: right - x,
            height,
        }));
    }

    fn arrows(&mut self, timeline: &Timeline, rows: &[LifeRow]) {
        let tracks = timeline.tracks();
        let mut row_of = vec![None; tracks.len()];
        for (index, row) in rows.iter().enumerate() {
            if let Some(place) = row_of.get_mut(row.track) {
                *place = Some(index);
            }
        }
        let event_loop = tracks.iter().position(Track::is_loop);
        let first = self.view.top.floor().max(0.0) as usize;
        let last = (self.view.bottom.ceil() as usize).min(rows.len());
        let visible = rows.iter().enumerate().take(last).skip(first);
        for (index, row) in visible {
            let Some(track) = tracks.get(row.track) else {
                continue;
            };
            let mut taken = f64::NEG_INFINITY;
            for wake in &track.wakes {
                let (layer, from) = match wake.by {
                    Cause::Task(task) => {
                        (Layer::TaskArrow, Some(task.0 as usize))
                    }
                    Cause::Loop(_) => (Layer::LoopArrow, event_loop),
                    Cause::Spawned | Cause::Unknown => continue,
                };
                let x = self.view.x_of(wake.at.as_millis(), self.width);
                let row = from.and_then(|it| row_of.get(it).copied().flatten());
                let is_loop = layer == Layer::LoopArrow;
                if row == Some(index)
                    || (row.is_none() && !is_loop)
                    || x - taken < 2.0
                    || !(0.0..=self.width).contains(&x)
                {
                    continue;
                }
                taken = x;
                let poll = track.polls.partition_point(|poll| poll.0 < wake.at);
                let poll = track.polls.get(poll).map_or(wake.at, |it| it.0);
                let to = self.view.x_of(poll.as_millis(), self.width);
                self.arrow(layer, (row, x), (index, to.min(self.width)));
            }
        }
    }

    /// An arrow from the near edge of one row to that of another; a short one
    /// from above if the loop has no row.
    fn arrow(
        &mut self,
        layer: Layer,
        (from, x): (Option<usize>, f64),
        (to, to_x): (usize, f64),
    ) {
        let (to_y, to_height) = self.box_of(to);
        let (start, end) = match from {
            None => (to_y - self.row_height * 0.2, to_y - 1.0),
            Some(from) => {
                let (from_y, from_height) = self.box_of(from);
                match from < to {
                    true => (from_y + from_height, to_y - 2.0),
                    false => (from_y, to_y + to_height + 2.0),
                }
            }
        };
        self.scene.shapes.push(Shape {
            layer,
            x,
            y: start,
            width: to_x - x,
            height: end - start,
        });
    }
}
