//! The shapes of a timeline of tasks: hollow while idle, hatched while
//! scheduled, solid while polled, with an arrow for each wake.

use super::scene::Layout;
use super::{
    Cause, Ending, Label, Layer, Polls, Scene, Shape, Source, Timeline,
    Timestamp, Track, Viewport,
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

/// So many arrows are drawn at most: more would hide what they point at, and
/// take longer than a frame.
const MOST_ARROWS: usize = 1_200;

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
        for index in layout.rows_in_view(rows.len()) {
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

    /// Frames around some of the polls of such a picture.
    #[must_use]
    pub fn frames_around(
        &self,
        polls: &Polls,
        timeline: &Timeline,
        rows: &[LifeRow],
        now: Timestamp,
        width: f64,
        height: f64,
    ) -> Vec<Shape> {
        let mut layout = Layout::new(*self, now, width, height);
        for index in layout.rows_in_view(rows.len()) {
            if let Some(track) = timeline.tracks().get(rows[index].track) {
                layout.pointed(index, track, polls.of(track.task));
            }
        }
        layout.scene.shapes
    }
}

impl Layout {
    /// The rows to draw of `count`: where several share a pixel, one stands for
    /// all.
    fn rows_in_view(
        &self,
        count: usize,
    ) -> impl ExactSizeIterator<Item = usize> + use<> {
        let first = self.view.top.floor().max(0.0) as usize;
        let last = (self.view.bottom.ceil() as usize).min(count);
        let step = (1.0 / self.row_height).ceil().max(1.0) as usize;
        (first / step * step..last).step_by(step)
    }

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
        let marks = |place: usize| track.marks[place];
        self.ticks(Layer::FrameTurn, track.marks.len(), &marks, y, height);
        let Some(start) = track.start else { return };
        let end = track.end.map_or(self.now, |(end, _)| end);
        self.stretch(Layer::Life, start, end, y, height);
        let (inner_y, inner) = (y + height * 0.18, height * 0.64);
        let now = self.now;
        let scheduled = |place: usize| {
            let (from, to) = track.scheduled[place];
            (from, to.unwrap_or(now))
        };
        let count = track.scheduled.len();
        self.merged(Layer::Scheduled, count, &scheduled, inner_y, inner, 0.0);
        let count = track.polls.len();
        let polls = |place: usize| stretch_of(track, place, now);
        // A poll below a pixel is still a hairline.
        let (tall_y, tall) = (y - height * 0.1, height * 1.2);
        self.merged(Layer::Polled, count, &polls, tall_y, tall, 1.6);
        if track.end.is_some_and(|(_, it)| it == Ending::Cancelled) {
            self.ending(Ending::Cancelled, end, y, height);
        }
    }

    /// Frames around these polls of a row.
    fn pointed(&mut self, index: usize, track: &Track, polls: &[usize]) {
        /// Between a poll and its frame, in pixels.
        const GAP: f64 = 2.0;
        let (y, height) = self.box_of(index);
        let (frame_y, frame) = (y - height * 0.25, height * 1.5);
        let (before, now) = (self.scene.shapes.len(), self.now);
        // While a run goes on, more may be known of it here than there.
        let count = polls.partition_point(|it| *it < track.polls.len());
        let stretch = |place: usize| stretch_of(track, polls[place], now);
        self.merged(Layer::Pointed, count, &stretch, frame_y, frame, 1.6);
        for shape in &mut self.scene.shapes[before..] {
            shape.x -= GAP;
            shape.width += 2.0 * GAP;
        }
    }

    /// The loop's own row: drains as boxes, turns as ticks.
    fn event_loop(&mut self, track: &Track, y: f64, height: f64) {
        let now = self.now;
        let drains = |place: usize| {
            let span = &track.spans[place];
            (span.start, span.end.unwrap_or(now))
        };
        let count = track.spans.len();
        self.merged(Layer::Drain, count, &drains, y, height, 1.6);
        let of = |frames: bool| {
            let turns = track.turns.iter();
            let turns = turns
                .filter(|(_, source)| (*source == Source::Frame) == frames);
            turns.map(|(at, _)| *at).collect::<Vec<_>>()
        };
        let (frames, others) = (of(true), of(false));
        let (frame, other) = (|it: usize| frames[it], |it: usize| others[it]);
        self.ticks(Layer::FrameTurn, frames.len(), &frame, y, height * 0.35);
        self.ticks(Layer::Turned, others.len(), &other, y, height);
    }

    /// Some of `count` instants as hairlines, at most one for each pixel.
    /// `instant` says when each is; none is earlier than the one before.
    fn ticks(
        &mut self,
        layer: Layer,
        count: usize,
        instant: &dyn Fn(usize) -> Timestamp,
        y: f64,
        height: f64,
    ) {
        let (view, width) = (self.view, self.width);
        let x = |place: usize| view.x_of(instant(place).as_millis(), width);
        let mut place = first_beyond(0, count, &|it| x(it) < 0.0);
        while place < count && x(place) <= width {
            let x_here = x(place);
            self.scene.shapes.push(Shape {
                layer,
                x: x_here,
                y,
                width: 0.0,
                height,
            });
            place = first_beyond(place, count, &|it| x(it) - x_here < 1.0);
        }
    }

    /// `count` stretches as boxes, at least `least` pixels wide; those that a
    /// pixel cannot tell apart are one. `stretch` says when each begins and
    /// ends; none begins before the one before it has ended. Most of them are
    /// never looked at.
    fn merged(
        &mut self,
        layer: Layer,
        count: usize,
        stretch: &dyn Fn(usize) -> (Timestamp, Timestamp),
        y: f64,
        height: f64,
        least: f64,
    ) {
        let (view, width) = (self.view, self.width);
        // Milliseconds a pixel: times are compared as they are.
        let pixel = (view.to - view.from) / width;
        // One pixel outside hides the outline of a clipped box.
        let start =
            |place: usize| stretch(place).0.as_millis().max(view.from - pixel);
        let end = |place: usize| {
            let end = stretch(place).1.as_millis();
            end.max(start(place) + least * pixel)
        };
        let is_before = |it: usize| stretch(it).1.as_millis() < view.from;
        let mut place = first_beyond(0, count, &is_before);
        while place < count && start(place) <= view.to {
            let (from, mut to) = (start(place), end(place));
            loop {
                let next = first_beyond(place + 1, count, &|it| {
                    stretch(it).0.as_millis() - to < 0.5 * pixel
                });
                if next == place + 1 {
                    break;
                }
                place = next - 1;
                to = end(place);
            }
            place += 1;
            let x = view.x_of(from, width);
            let right = view.x_of(to, width).min(width + 1.0);
            if right > x {
                self.scene.shapes.push(Shape {
                    layer,
                    x,
                    y,
                    width: right - x,
                    height,
                });
            }
        }
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
        let (view, width) = (self.view, self.width);
        let x_of = |at: Timestamp| view.x_of(at.as_millis(), width);
        let visible = self.rows_in_view(rows.len());
        let visible = visible.filter_map(|index| {
            let track = tracks.get(rows[index].track)?;
            let x = |place: usize| x_of(track.wakes[place].at);
            let count = track.wakes.len();
            let first = first_beyond(0, count, &|it| x(it) < 0.0);
            let last = first_beyond(first, count, &|it| x(it) <= width);
            Some((index, track, first..last))
        });
        let visible: Vec<_> = visible.collect();
        let wakes: usize = visible.iter().map(|(.., them)| them.len()).sum();
        // Each so many is drawn, counted on from row to row: those of one row
        // alone would stand where those of all the others do.
        let every = wakes.div_ceil(MOST_ARROWS).max(1);
        let mut skipped = 0;
        for (index, track, wakes) in visible {
            let x = |place: usize| x_of(track.wakes[place].at);
            let (mut place, count) = (wakes.start + skipped, wakes.end);
            while place < count {
                let wake = &track.wakes[place];
                let (layer, from) = match wake.by {
                    Cause::Task(task) => {
                        (Layer::TaskArrow, Some(task.0 as usize))
                    }
                    Cause::Loop(_) => (Layer::LoopArrow, event_loop),
                    Cause::Spawned | Cause::Unknown => {
                        place += every;
                        continue;
                    }
                };
                let row = from.and_then(|it| row_of.get(it).copied().flatten());
                let is_loop = layer == Layer::LoopArrow;
                if row == Some(index) || (row.is_none() && !is_loop) {
                    place += every;
                    continue;
                }
                let here = x(place);
                let poll = track.polls.partition_point(|poll| poll.0 < wake.at);
                let poll = track.polls.get(poll).map_or(wake.at, |it| it.0);
                let to = x_of(poll).min(width);
                self.arrow(layer, (row, here), (index, to));
                let apart = |it: usize| x(it) - here < 2.0;
                let next = first_beyond(place, count, &apart);
                place = next.max(place + every);
            }
            skipped = place.saturating_sub(count);
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

/// When a poll began and ended; one that goes on reaches to `now`.
fn stretch_of(
    track: &Track,
    poll: usize,
    now: Timestamp,
) -> (Timestamp, Timestamp) {
    let (from, to) = track.polls[poll];
    let goes_on = track.running && poll + 1 == track.polls.len();
    (from, if goes_on { now } else { to })
}

/// The first place at or after `from`, below `count`, that is not `before`
/// something, or `count`. Places before it come before all others. It looks at
/// few of them, and the fewer the nearer it is.
fn first_beyond(
    from: usize,
    count: usize,
    before: &dyn Fn(usize) -> bool,
) -> usize {
    let (mut low, mut step) = (from, 1);
    while low + step <= count && before(low + step - 1) {
        low += step;
        step *= 2;
    }
    let mut high = (low + step - 1).min(count);
    while low < high {
        let middle = low + (high - low) / 2;
        match before(middle) {
            true => low = middle + 1,
            false => high = middle,
        }
    }
    low
}
