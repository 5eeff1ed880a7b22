//! What happened: the append-only record of a run and everything that is read
//! from it.
//!
//! Pure: nothing here knows a clock, a future or a browser. Events go in, a
//! [`Timeline`] comes out, and figures and shapes are computed from that; a
//! [`Replay`] goes back and forth in the events themselves.

mod at_line;
mod check;
mod chrome;
mod deadlock;
mod decimals;
mod event;
mod findings;
mod held;
pub(crate) mod letters;
mod lints;
mod lives;
mod measures;
mod notes;
mod packed;
mod pieces;
mod pulse;
mod recording;
mod replay;
mod scene;
pub(crate) mod sort;
mod stats;
mod summary;
mod tasks;
mod timeline;
mod viewport;

pub use at_line::Polls;
pub use chrome::{chrome_trace, write_chrome_trace};
pub use decimals::{Tenths, decimals, with_unit, within};
pub use event::{
    Cause, Ending, Event, EventKind, Phase, Source, TaskId, Timestamp, Trace,
};
pub use findings::{Finding, HostLoad, Situation, findings};
pub use lints::{Check, Lint, Long, lints};
pub use lives::{Arrows, LifeRow};
pub use measures::{Measure, Tone, measures};
pub use notes::{RowNote, Side};
pub use pulse::{FROZEN_FROM, Role, frozen};
pub use recording::{Recording, RecordingError, cut};
pub use replay::{Moment, Replay, event_text};
pub use scene::{CHARACTER, Label, Layer, Scene, Shape};
pub use stats::{Stats, median, percentile};
pub use summary::Summary;
pub use tasks::{Bucket, Histogram, TaskFigures, tree};
pub use timeline::{Span, State, Timeline, Track, Wake};
pub use viewport::{Axis, Tick, Viewport, duration_text};
