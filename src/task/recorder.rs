//! The handle through which everything in a run writes to one trace.

use crate::task::Traced;
use crate::trace::{
    Ending, EventKind, Phase, TaskId, Timeline, Timestamp, Trace,
};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A shared handle to the trace of one run.
///
/// Cheap to clone. It is `Send` because the standard library's wakers must be;
/// on the page there is one thread and the lock is never contended.
#[derive(Clone)]
pub struct Recorder {
    trace: Arc<Mutex<Trace>>,
    now: fn() -> Timestamp,
    origin: Timestamp,
}

impl Recorder {
    /// Starts an empty trace whose time zero is now, on the clock `now`.
    #[must_use]
    pub fn new(now: fn() -> Timestamp) -> Self {
        Self::going_on(Trace::default(), now)
    }

    /// Goes on with `trace`, whose time zero is now, on the clock `now`: what
    /// it took to prepare the trace is no part of the run.
    #[must_use]
    pub fn going_on(trace: Trace, now: fn() -> Timestamp) -> Self {
        Self {
            trace: Arc::new(Mutex::new(trace)),
            now,
            origin: now(),
        }
    }

    /// The time since this recorder was made.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.at((self.now)())
    }

    /// The instant of this run that `clock` on the recorder's clock is.
    #[must_use]
    pub fn at(&self, clock: Timestamp) -> Timestamp {
        Timestamp::ZERO + clock.since(self.origin)
    }

    /// The reading of the recorder's clock at the instant `at` of this run.
    #[must_use]
    pub fn clock_at(&self, at: Timestamp) -> Timestamp {
        self.origin + at.since(Timestamp::ZERO)
    }

    /// Makes a task known, which may start later or never.
    #[must_use]
    pub fn declare(
        &self,
        parent: Option<TaskId>,
        name: impl Into<Arc<str>>,
    ) -> TaskId {
        let now = self.now();
        self.trace().declare(now, parent, name.into())
    }

    /// Wraps `future` so that its life is recorded as that of `task`.
    ///
    /// `ending` reads off the output whether the task did what it was for.
    pub fn watch<F: Future>(
        &self,
        task: TaskId,
        future: F,
        ending: fn(&F::Output) -> Ending,
    ) -> Traced<F> {
        self.push(task, EventKind::Spawned);
        Traced::new(self.clone(), task, future, ending)
    }

    /// Records that a request went into `phase`.
    pub fn enter(&self, task: TaskId, phase: Phase) {
        self.push(task, EventKind::Entered(phase));
    }

    /// Records `kind`, now.
    pub fn push(&self, task: TaskId, kind: EventKind) {
        self.push_at(self.now(), task, kind);
    }

    /// Records what happened at `at`, for those who have their own note of
    /// when: JavaScript that looked at the same clock.
    pub fn push_at(&self, at: Timestamp, task: TaskId, kind: EventKind) {
        self.trace().push(at, task, kind);
    }

    /// Brings `timeline`, a fold of an earlier state of this trace, up to now.
    pub fn catch_up(&self, timeline: &mut Timeline) {
        timeline.read_on(self.trace().events());
    }

    /// Gives `read` the trace as it is now.
    pub fn read<T>(&self, read: impl FnOnce(&Trace) -> T) -> T {
        read(&self.trace())
    }

    fn trace(&self) -> MutexGuard<'_, Trace> {
        // A trace is whole after every push, whoever panicked since.
        self.trace.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
