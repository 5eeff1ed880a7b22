//! The shapes to draw for one lane, in pixels.
//!
//! Pure geometry: it knows neither colours nor elements. What lies outside the
//! window is left out and what is thinner than a pixel is merged, so that the
//! number of shapes depends on the size of the picture and hardly on the number
//! of rows.

use super::{
    Ending, Phase, Span, Tenths, Timeline, Timestamp, Track, Viewport,
    duration_text,
};
use std::fmt::Write as _;
use std::time::Duration;

/// A kind of ink: everything in one layer looks the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// The bars of the baseline run, behind everything.
    Ghost,
    /// Waiting for its turn: a dotted line.
    Turn,
    /// The added delay.
    Delay,
    /// Waiting for the response.
    Waiting,
    /// Receiving the body.
    Receiving,
    /// Waiting for the next attempt.
    Backoff,
    /// A wake: a short tick above the bar.
    Wake,
    /// A poll: a hairline across the bar.
    Poll,
    /// The end of a request that failed: a cross.
    Failed,
    /// The end of a request that timed out: a wall.
    TimedOut,
    /// The end of a request that was aborted: an oblique cut.
    Cancelled,
    /// No frame for long: a box behind the pulse.
    Frozen,
    /// The line that the beats stand on.
    Baseline,
    /// A frame: a beat of the pulse.
    Beat,
    /// What the browser reports as a long task: a line below the pulse.
    LongTask,
    /// The tick of a timer: a dot.
    Tick,
    /// A poll long enough to be a bar.
    Slice,
    /// A chunk that a worker computes.
    Computing,
    /// Here, and not looked at: a dotted line.
    Unseen,
    /// The moment at which it is looked at.
    Seen,
    /// A task from its beginning to its end: hollow while it waits.
    Life,
    /// Woken, and waiting for its poll.
    Scheduled,
    /// Being polled.
    Polled,
    /// A poll that is pointed at: a frame around it.
    Pointed,
    /// The event loop drains its microtasks.
    Drain,
    /// A turn of the event loop.
    Turned,
    /// An animation frame, on the loop's row.
    FrameTurn,
    /// From who woke a task to the task, when the event loop did.
    LoopArrow,
    /// From who woke a task to the task, when another task did.
    TaskArrow,
}

impl Layer {
    /// All layers, from the back to the front.
    pub const ALL: [Self; 29] = [
        Self::Ghost,
        Self::Turn,
        Self::Delay,
        Self::Waiting,
        Self::Receiving,
        Self::Backoff,
        Self::Wake,
        Self::Poll,
        Self::Failed,
        Self::TimedOut,
        Self::Cancelled,
        Self::Frozen,
        Self::Baseline,
        Self::Beat,
        Self::LongTask,
        Self::Tick,
        Self::Slice,
        Self::Computing,
        Self::Unseen,
        Self::Seen,
        Self::Life,
        Self::Scheduled,
        Self::Polled,
        Self::Pointed,
        Self::Drain,
        Self::Turned,
        Self::FrameTurn,
        Self::LoopArrow,
        Self::TaskArrow,
    ];

    /// The name that the style sheet and the tests know it by.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ghost => "ghost",
            Self::Turn => "turn",
            Self::Delay => "delay",
            Self::Waiting => "waiting",
            Self::Receiving => "receiving",
            Self::Backoff => "backoff",
            Self::Wake => "wake",
            Self::Poll => "poll",
            Self::Failed => "failed",
            Self::TimedOut => "timed-out",
            Self::Cancelled => "cancelled",
            Self::Frozen => "frozen",
            Self::Baseline => "baseline",
            Self::Beat => "beat",
            Self::LongTask => "long-task",
            Self::Tick => "tick",
            Self::Slice => "slice",
            Self::Computing => "computing",
            Self::Unseen => "unseen",
            Self::Seen => "seen",
            Self::Life => "life",
            Self::Scheduled => "scheduled",
            Self::Polled => "polled",
            Self::Pointed => "pointed",
            Self::Drain => "drain",
            Self::Turned => "turned",
            Self::FrameTurn => "frame-turn",
            Self::LoopArrow => "loop-arrow",
            Self::TaskArrow => "task-arrow",
        }
    }
}

impl From<Phase> for Layer {
    fn from(phase: Phase) -> Self {
        match phase {
            Phase::AddedDelay => Self::Delay,
            Phase::Waiting => Self::Waiting,
            Phase::Receiving => Self::Receiving,
            Phase::Backoff => Self::Backoff,
            Phase::Computing => Self::Computing,
            Phase::Microtasks => Self::Drain,
            Phase::Unseen => Self::Unseen,
            Phase::LongTask => Self::LongTask,
        }
    }
}

/// A box to draw, in pixels from the upper left corner of the plot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shape {
    /// How it looks.
    pub layer: Layer,
    /// Its left edge.
    pub x: f64,
    /// Its upper edge.
    pub y: f64,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

/// A word to write in the middle of a bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// The middle of the word.
    pub x: f64,
    /// The middle of the line.
    pub y: f64,
    /// The word.
    pub text: String,
}

/// What to draw for one lane.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// The boxes, in no particular order.
    pub shapes: Vec<Shape>,
    /// The words on the bars that are long and high enough for them.
    pub labels: Vec<Label>,
    /// The names of the rows, where there is room, with their middle line.
    pub rows: Vec<Label>,
}

impl Scene {
    /// The outline of everything in `layer`, as SVG path data.
    #[must_use]
    pub fn path(&self, layer: Layer) -> String {
        let mut data = String::new();
        for shape in self.shapes.iter().filter(|shape| shape.layer == layer) {
            shape.write_path(&mut data);
        }
        data
    }
}

impl Shape {
    fn write_path(&self, data: &mut String) {
        let tenth = |value: f64| Tenths::of(value).pixels();
        let (width, height) = (tenth(self.width), tenth(self.height));
        let [x, y, w, h] = [self.x, self.y, width, height].map(Tenths::of);
        // Writing to a string cannot fail.
        let _ = match self.layer {
            Layer::Turn | Layer::Unseen | Layer::Baseline | Layer::LongTask => {
                let middle = Tenths::of(self.y + self.height / 2.0);
                write!(data, "M{x} {middle}h{w}")
            }
            Layer::Poll
            | Layer::Wake
            | Layer::TimedOut
            | Layer::Seen
            | Layer::Turned
            | Layer::FrameTurn => write!(data, "M{x} {y}v{h}"),
            Layer::LoopArrow | Layer::TaskArrow => {
                let bend = Tenths::of(height / 2.0);
                let (back, forth) = match height > 0.0 {
                    true => ("-4", "4"),
                    false => ("4", "-4"),
                };
                write!(
                    data,
                    "M{x} {y}c0 {bend} {w} {bend} {w} {h}\
                     m-2.5 {back}l2.5 {forth}l2.5 {back}",
                )
            }
            Layer::Tick => write!(data, "M{x} {y}h0"),
            // Up, down through the line, and back to it.
            Layer::Beat => {
                let left = Tenths::of(tenth(self.x) - 2.0);
                let line = Tenths::of(tenth(self.y) + height * 0.75);
                let up = Tenths::of(height * 0.75);
                let down = Tenths::of(height * 0.25);
                write!(data, "M{left} {line}l1.5 -{up}l1.5 {h}l1 -{down}",)
            }
            Layer::Failed => write!(data, "M{x} {y}l{w} {h}m0 -{h}l-{w} {h}"),
            Layer::Cancelled => {
                let bottom = Tenths::of(self.y + self.height);
                write!(data, "M{x} {bottom}l{w} -{h}")
            }
            _ => write!(data, "M{x} {y}h{w}v{h}h-{w}z"),
        };
    }
}

/// A row this high, in pixels, has room for words.
const ROW_WITH_WORDS: f64 = 15.0;
/// A row this high, in pixels, has room for polls and wakes.
const ROW_WITH_MARKS: f64 = 4.0;
/// The width of a character of a label, in pixels, at most.
pub const CHARACTER: f64 = 6.7;

impl Viewport {
    /// Lays `timeline` out on a plot of `width` by `height` pixels; what goes
    /// on still reaches to `now`. The bars of `ghost` stand behind.
    #[must_use]
    pub fn scene(
        &self,
        timeline: &Timeline,
        ghost: Option<&Timeline>,
        now: Timestamp,
        width: f64,
        height: f64,
    ) -> Scene {
        let mut layout = Layout::new(*self, now, width, height);
        if let Some(ghost) = ghost {
            layout.rows(ghost.rows(), Layout::ghost);
        }
        layout.rows(timeline.rows(), Layout::row);
        layout.scene
    }
}

pub(super) struct Layout {
    pub(super) view: Viewport,
    pub(super) width: f64,
    pub(super) row_height: f64,
    pub(super) now: Timestamp,
    pub(super) scene: Scene,
}

impl Layout {
    /// Nothing is drawn yet on a plot of `width` by `height` pixels.
    pub(super) fn new(
        view: Viewport,
        now: Timestamp,
        width: f64,
        height: f64,
    ) -> Self {
        Self {
            view,
            width,
            row_height: height / (view.bottom - view.top),
            now,
            scene: Scene::default(),
        }
    }

    /// Draws the rows in view; where several share a pixel, the first and the
    /// last of them stand for all, which keeps every edge of the picture.
    fn rows(&mut self, rows: &[Track], draw: fn(&mut Self, &Track, f64, f64)) {
        let first = self.view.top.floor().max(0.0) as usize;
        let last = (self.view.bottom.ceil() as usize).min(rows.len());
        let step = match self.row_height {
            high if high >= 1.0 => 1,
            low => (2.0 / low) as usize,
        };
        let (gap, thickness) = match self.row_height {
            high if high >= 8.0 => (high * 0.16, high * 0.68),
            low => (0.0, low.max(1.0)),
        };
        // The same groups wherever the window is: the picture does not shimmer
        // when it is moved.
        let first = first / step * step;
        for group in (first..last).step_by(step) {
            let end = (group + step - 1).min(last - 1);
            let both = [Some(group), (end > group).then_some(end)];
            for row in both.into_iter().flatten() {
                let y = (row as f64 - self.view.top) * self.row_height + gap;
                draw(self, &rows[row], y, thickness);
            }
        }
    }

    fn ghost(&mut self, track: &Track, y: f64, height: f64) {
        if let (Some(start), Some((end, _))) = (track.start, track.end) {
            self.stretch(Layer::Ghost, start, end, y, height);
        }
    }

    fn row(&mut self, track: &Track, y: f64, height: f64) {
        if self.row_height >= ROW_WITH_WORDS {
            self.scene.rows.push(Label {
                x: 0.0,
                y: y + height / 2.0,
                text: track.name.to_string(),
            });
        }
        let started = track.start.or(track.end.map(|(end, _)| end));
        self.stretch(
            Layer::Turn,
            Timestamp::ZERO,
            started.unwrap_or(self.now),
            y,
            height,
        );
        let Some(start) = track.start else { return };
        for span in &track.spans {
            self.stretch(
                span.phase.into(),
                span.start,
                span.end.unwrap_or(self.now),
                y,
                height,
            );
        }
        if self.row_height >= ROW_WITH_WORDS {
            self.word(track, y + height / 2.0);
        }
        if self.row_height >= ROW_WITH_MARKS {
            let wakes = track.wakes.iter().map(|wake| wake.at);
            self.hairlines(
                Layer::Wake,
                wakes,
                y - height * 0.16,
                height * 0.16,
            );
            let polls = track.polls.iter().map(|poll| poll.0);
            self.hairlines(
                Layer::Poll,
                polls,
                y - height * 0.08,
                height * 1.16,
            );
        }
        if let Some((end, ending)) = track.end {
            self.ending(ending, end.max(start), y, height);
        }
    }

    /// A box from `start` to `end`, clipped to the plot, never thinner than a
    /// hairline.
    pub(super) fn stretch(
        &mut self,
        layer: Layer,
        start: Timestamp,
        end: Timestamp,
        y: f64,
        height: f64,
    ) {
        let left = self.view.x_of(start.as_millis(), self.width);
        let right = self.view.x_of(end.as_millis(), self.width);
        if right < 0.0
            || left > self.width
            || (layer == Layer::Turn && right - left < 2.0)
        {
            return;
        }
        // One pixel outside hides the outline of a clipped box.
        let left = left.max(-1.0);
        let right = right.min(self.width + 1.0);
        self.scene.shapes.push(Shape {
            layer,
            x: left,
            y,
            width: (right - left).max(0.5),
            height,
        });
    }

    /// Marks at the instants `at`, at most one for each pixel.
    pub(super) fn hairlines(
        &mut self,
        layer: Layer,
        at: impl Iterator<Item = Timestamp>,
        y: f64,
        height: f64,
    ) {
        self.marks(layer, at, y, height, 1.0);
    }

    /// Marks at the instants `at`, none closer to another than `apart` pixels.
    pub(super) fn marks(
        &mut self,
        layer: Layer,
        at: impl Iterator<Item = Timestamp>,
        y: f64,
        height: f64,
        apart: f64,
    ) {
        let mut taken = f64::NEG_INFINITY;
        for instant in at {
            let x = self.view.x_of(instant.as_millis(), self.width);
            if x - taken < apart || !(0.0..=self.width).contains(&x) {
                continue;
            }
            taken = x;
            self.scene.shapes.push(Shape {
                layer,
                x,
                y,
                width: 0.0,
                height,
            });
        }
    }

    pub(super) fn ending(
        &mut self,
        ending: Ending,
        at: Timestamp,
        y: f64,
        height: f64,
    ) {
        let layer = match ending {
            Ending::Succeeded => return,
            Ending::Failed => Layer::Failed,
            Ending::TimedOut => Layer::TimedOut,
            Ending::Cancelled => Layer::Cancelled,
        };
        let x = self.view.x_of(at.as_millis(), self.width);
        if !(-1.0..=self.width + 1.0).contains(&x) {
            return;
        }
        // Low rows would drown in marks: there they are as wide as high.
        let (size, above) = match self.row_height {
            high if high >= 8.0 => (height * 0.5, height * 0.25),
            _ => (height, 0.0),
        };
        let (x, y, width, height) = match layer {
            Layer::Failed => (x - size / 2.0, y + above, size, size),
            Layer::TimedOut => (x, y - above / 2.0, 0.0, height + above),
            _ => (x - size / 4.0, y - above / 2.0, size / 2.0, height + above),
        };
        self.scene.shapes.push(Shape {
            layer,
            x,
            y,
            width,
            height,
        });
    }

    /// Names the longest phase of a request on its bar, if it fits.
    pub(super) fn word(&mut self, track: &Track, y: f64) {
        let ends = |span: &Span| span.end.unwrap_or(self.now);
        let Some(span) = track
            .spans
            .iter()
            .max_by_key(|span| ends(span).since(span.start))
        else {
            return;
        };
        let (start, end) = (span.start, ends(span));
        let left = self.view.x_of(start.as_millis(), self.width).max(0.0);
        let right = self.view.x_of(end.as_millis(), self.width).min(self.width);
        let doing = match span.phase {
            Phase::AddedDelay => "added delay",
            Phase::Waiting => "waiting",
            Phase::Receiving => "receiving",
            Phase::Backoff => "before retry",
            Phase::Computing => "computing",
            Phase::Microtasks => "microtasks",
            Phase::Unseen => "unseen",
            Phase::LongTask => "long task",
        };
        let time = duration_text(end.since(start), Duration::ZERO);
        let fits = |text: &String| {
            text.chars().count() as f64 * CHARACTER + 14.0 <= right - left
        };
        let text = [format!("{doing}\u{a0}{time}"), time]
            .into_iter()
            .find(fits);
        if let Some(text) = text {
            // Above a dotted line, and in the middle of a box.
            let above = if span.phase == Phase::Unseen {
                7.0
            } else {
                0.0
            };
            self.scene.labels.push(Label {
                x: (left + right) / 2.0,
                y: y - above,
                text,
            });
        }
    }
}
