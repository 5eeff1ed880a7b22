//! The events of one run, in the order in which they happened.

use serde::{Deserialize, Serialize};
use std::ops::Add;
use std::sync::Arc;
use std::time::Duration;

/// An instant of a run: nanoseconds since the run began.
///
/// The clock behind it is coarser than its unit; how coarse is measured and
/// shown by the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(u64);

impl Timestamp {
    /// The beginning of the run.
    pub const ZERO: Self = Self(0);

    /// The instant `nanos` nanoseconds after the run began.
    #[must_use]
    pub const fn from_nanos(nanos: u64) -> Self {
        Self(nanos)
    }

    /// The instant `millis` milliseconds after the run began; a negative or
    /// undefined number is the beginning.
    #[must_use]
    pub fn from_millis(millis: f64) -> Self {
        // The cast saturates and turns NaN into zero. Wasm has no instruction
        // for `round`, and this is called for nearly every event.
        Self((millis * 1e6 + 0.5) as u64)
    }

    /// Milliseconds since the run began.
    #[must_use]
    pub fn as_millis(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// The time since `earlier`, or zero if that is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Duration {
        Duration::from_nanos(self.0.saturating_sub(earlier.0))
    }
}

impl Add<Duration> for Timestamp {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(nanos(duration)))
    }
}

/// `duration` in nanoseconds, or as many as there can be.
pub(super) fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

/// The name of a task within one run: its place in the order of declaration.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
)]
pub struct TaskId(pub u32);

/// What a task is doing between two events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Phase {
    /// The timer that the row asks for, before the request goes out.
    AddedDelay,
    /// Sent, and no response headers yet.
    Waiting,
    /// Headers are here, the body is coming in.
    Receiving,
    /// Failed, and waiting for the next attempt.
    Backoff,
    /// A worker computes.
    Computing,
    /// The event loop drains its microtasks; of the task that stands for the
    /// loop.
    Microtasks,
    /// It is here, and the thread has not had the time to look: an answer that
    /// arrived, a key that was pressed.
    Unseen,
    /// The thread does one thing for so long that the browser complains.
    LongTask,
}

impl Phase {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::AddedDelay,
        Self::Waiting,
        Self::Receiving,
        Self::Backoff,
        Self::Computing,
        Self::Microtasks,
        Self::Unseen,
        Self::LongTask,
    ];
}

/// What the browser's event loop was at when it called.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
)]
pub enum Source {
    /// The script that began the run: the press of Run.
    Script,
    /// A microtask that was asked for.
    Microtask,
    /// A timer.
    Timer,
    /// An animation frame.
    Frame,
    /// A message.
    Message,
    /// The answer to a request.
    Response,
    /// The reader, who is the executor.
    Hand,
}

impl Source {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Script,
        Self::Microtask,
        Self::Timer,
        Self::Frame,
        Self::Message,
        Self::Response,
        Self::Hand,
    ];

    /// What to call it on the page.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Script => "script",
            Self::Microtask => "microtask",
            Self::Timer => "timer",
            Self::Frame => "animation frame",
            Self::Message => "message",
            Self::Response => "response",
            Self::Hand => "the reader",
        }
    }
}

/// Who asked for a poll.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Cause {
    /// Nobody had to: a new task is ready at once.
    Spawned,
    /// The task that was being polled.
    Task(TaskId),
    /// The event loop, outside of any poll.
    Loop(Source),
    /// Somebody outside of any poll who did not say.
    Unknown,
}

/// How a task came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Ending {
    /// It completed, and what it was asked to do succeeded.
    Succeeded,
    /// It completed with a failure, an HTTP status of 400 or above included.
    Failed,
    /// It completed because its time was up.
    TimedOut,
    /// It was dropped before it completed, by Stop or because another failed.
    Cancelled,
}

impl Ending {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Succeeded,
        Self::Failed,
        Self::TimedOut,
        Self::Cancelled,
    ];

    /// Whether the task came to its end by itself rather than being dropped.
    #[must_use]
    pub const fn by_itself(self) -> bool {
        !matches!(self, Self::Cancelled)
    }
}

/// One thing that happened to a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EventKind {
    /// The task is known of; it may begin much later, or never.
    Declared {
        /// The task that will start it; none for the root.
        parent: Option<TaskId>,
        /// What to call it on the page.
        name: Arc<str>,
    },
    /// Its future exists.
    Spawned,
    /// That future is so many bytes large.
    Sized(u64),
    /// The executor asked the future to go on.
    PollStarted,
    /// The future gave the thread back.
    PollEnded,
    /// Somebody asked for the future to be polled.
    Woken(Cause),
    /// Somebody keeps a clone of the waker.
    WakerCloned,
    /// A clone of the waker is gone.
    WakerDropped,
    /// It went into this phase, and out of the one before.
    Entered(Phase),
    /// It went out of its phase and is in none.
    Left,
    /// Something happened that takes no time: a frame, the tick of a timer.
    Marked,
    /// The event loop called, for this reason; of the task that stands for
    /// the loop.
    Turned(Source),
    /// The task printed a line.
    Printed(Arc<str>),
    /// The task is at this line of its source, counted from one.
    Reached(u32),
    /// What it waits for, said while it is polled: this is to wake it. Holds
    /// until its next poll.
    Awaiting(Cause),
    /// The executor will not poll it again.
    Forgotten,
    /// The task is over.
    Ended(Ending),
}

/// Something that happened, to whom, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When it happened.
    pub at: Timestamp,
    /// The task that it happened to.
    pub task: TaskId,
    /// What happened.
    pub kind: EventKind,
}

/// A list of so many is long, and given room for [`MOST`] at once: to move it
/// again and again would hold the thread for longer than a frame.
const LONG: usize = 1 << 16;
/// Few runs have more events.
const MOST: usize = 1 << 20;

/// Appends to a list that may become as long as a run has events.
pub(super) fn append<T>(list: &mut Vec<T>, item: T) {
    if list.len() == LONG && list.capacity() < MOST {
        // Where there is no such room, it grows as any list does.
        let _ = list.try_reserve_exact(MOST - LONG);
    }
    list.push(item);
}

/// The events of one run, oldest first. Nothing is ever changed or removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    events: Arc<Vec<Event>>,
    tasks: u32,
}

impl Trace {
    /// Appends `kind` for `task`.
    pub fn push(&mut self, at: Timestamp, task: TaskId, kind: EventKind) {
        append(Arc::make_mut(&mut self.events), Event { at, task, kind });
    }

    /// Appends the declaration of a task and returns its new name.
    pub fn declare(
        &mut self,
        at: Timestamp,
        parent: Option<TaskId>,
        name: Arc<str>,
    ) -> TaskId {
        let task = TaskId(self.tasks);
        self.tasks += 1;
        self.push(at, task, EventKind::Declared { parent, name });
        task
    }

    /// The events so far.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The events so far, to keep: they are copied only if more is appended
    /// meanwhile.
    #[must_use]
    pub fn shared(&self) -> Arc<Vec<Event>> {
        self.events.clone()
    }

    /// The memory that the events take, in bytes, with the places that their
    /// list had before it grew.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let before = 2 * self.events.len().min(LONG);
        (self.events.capacity() + before) * size_of::<Event>()
    }
}
