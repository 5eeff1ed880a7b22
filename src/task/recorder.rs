//! The handle through which everything in a run writes to one trace.

use crate::task::{From, Traced};
use crate::trace::{
    Cause, Ending, Event, EventKind, Phase, Source, TaskId, Timeline,
    Timestamp, Trace,
};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A shared handle to the trace of one run.
///
/// Cheap to clone. It is `Send` because the standard library's wakers must be;
/// on the page there is one thread and the lock is never contended.
#[derive(Clone)]
pub struct Recorder {
    record: Arc<Mutex<Record>>,
    now: fn() -> Timestamp,
}

/// The trace, and what is known of the instant.
#[derive(Default)]
struct Record {
    trace: Trace,
    /// The reading of the clock at time zero; none before the run begins.
    origin: Option<Timestamp>,
    /// The tasks that are being polled, the innermost last.
    running: Vec<TaskId>,
    /// What the event loop calls for, outside of any poll.
    source: Option<Source>,
    /// The task that stands for the loop, if it is recorded.
    event_loop: Option<TaskId>,
    /// The latest reading of the clock, for what happens along with what it
    /// was read for: a reading costs more than all the rest of an event.
    latest: Timestamp,
}

impl Record {
    /// The instant of this run that `clock` is; zero before it begins.
    fn at(&self, clock: Timestamp) -> Timestamp {
        let since = self.origin.map(|origin| clock.since(origin));
        Timestamp::ZERO + since.unwrap_or_default()
    }

    fn push(&mut self, at: Timestamp, task: TaskId, kind: EventKind) {
        self.latest = self.latest.max(at);
        self.trace.push(at, task, kind);
    }

    fn cause(&self) -> Cause {
        match (self.running.last(), self.source) {
            (Some(task), _) => Cause::Task(*task),
            (None, Some(source)) => Cause::Loop(source),
            (None, None) => Cause::Unknown,
        }
    }
}

impl Recorder {
    /// Starts an empty trace whose time zero is now, on the clock `now`.
    #[must_use]
    pub fn new(now: fn() -> Timestamp) -> Self {
        let recorder = Self::waiting(Trace::default(), now);
        recorder.begin();
        recorder
    }

    /// Goes on with `trace`, on the clock `now`, and keeps it at time zero until
    /// the run [begins](Self::begin).
    #[must_use]
    pub fn waiting(trace: Trace, now: fn() -> Timestamp) -> Self {
        let record = Record {
            trace,
            ..Record::default()
        };
        Self {
            record: Arc::new(Mutex::new(record)),
            now,
        }
    }

    /// Has time zero be now: what it took to prepare is no part of the run.
    pub fn begin(&self) {
        let now = (self.now)();
        self.record().origin = Some(now);
    }

    /// The time since the run began.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.at((self.now)())
    }

    /// The instant of this run that `clock` on the recorder's clock is.
    #[must_use]
    pub fn at(&self, clock: Timestamp) -> Timestamp {
        self.record().at(clock)
    }

    /// The reading of the recorder's clock at the instant `at` of this run.
    #[must_use]
    pub fn clock_at(&self, at: Timestamp) -> Timestamp {
        let origin = self.record().origin;
        origin.unwrap_or_else(self.now) + at.since(Timestamp::ZERO)
    }

    /// Makes a task known, which may start later or never.
    #[must_use]
    pub fn declare(
        &self,
        parent: Option<TaskId>,
        name: impl Into<Arc<str>>,
    ) -> TaskId {
        let (now, mut record) = self.read_clock();
        record.latest = record.latest.max(now);
        record.trace.declare(now, parent, name.into())
    }

    /// Has `task` stand for the event loop: its turns are recorded there.
    pub fn follow_loop(&self, task: TaskId) {
        self.record().event_loop = Some(task);
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
        self.watch_sized(task, future, Some(size_of::<F>()), ending)
    }

    /// The same for a `future` in a box, which hides its size: that is so many
    /// `bytes`, or unknown.
    pub fn watch_sized<F: Future>(
        &self,
        task: TaskId,
        future: F,
        bytes: Option<usize>,
        ending: fn(&F::Output) -> Ending,
    ) -> Traced<F> {
        self.push(task, EventKind::Spawned);
        if let Some(bytes) = bytes {
            self.push_along(task, EventKind::Sized(bytes as u64));
        }
        Traced::new(self.clone(), task, future, ending)
    }

    /// Records that a request went into `phase`.
    pub fn enter(&self, task: TaskId, phase: Phase) {
        self.push(task, EventKind::Entered(phase));
    }

    /// Records `kind`, now.
    pub fn push(&self, task: TaskId, kind: EventKind) {
        let (now, mut record) = self.read_clock();
        record.push(now, task, kind);
    }

    /// Records what happened at `at`, for those who have their own note of
    /// when: JavaScript that looked at the same clock.
    pub fn push_at(&self, at: Timestamp, task: TaskId, kind: EventKind) {
        self.record().push(at, task, kind);
    }

    /// Records what happened together with what was recorded last.
    pub fn push_along(&self, task: TaskId, kind: EventKind) {
        let mut record = self.record();
        let at = record.latest;
        record.push(at, task, kind);
    }

    /// Records that a poll of `task` begins: until it ends, what it wakes is
    /// woken by it.
    pub(super) fn poll_started(&self, task: TaskId) {
        let (now, mut record) = self.read_clock();
        record.push(now, task, EventKind::PollStarted);
        record.running.push(task);
    }

    /// Records that a poll of `task` ends.
    pub(super) fn poll_ended(&self, task: TaskId) {
        let (now, mut record) = self.read_clock();
        record.push(now, task, EventKind::PollEnded);
        record.running.pop();
    }

    /// Records that `task` is woken, by whoever is running or calling.
    pub fn woken(&self, task: TaskId) {
        let (now, mut record) = self.read_clock();
        let by = record.cause();
        record.push(now, task, EventKind::Woken(by));
    }

    /// The task that is being polled; the innermost, if one polls others.
    #[must_use]
    pub fn running(&self) -> Option<TaskId> {
        self.record().running.last().copied()
    }

    /// Records that the task that is being polled waits for `what`.
    pub fn awaiting(&self, what: Cause) {
        let mut record = self.record();
        if let Some(task) = record.running.last().copied() {
            let at = record.latest;
            record.push(at, task, EventKind::Awaiting(what));
        }
    }

    /// Makes what `future` wakes known as woken by `source`, if no task is
    /// being polled then.
    pub fn from<F: Future>(&self, source: Source, future: F) -> From<F> {
        From::new(self.clone(), source, future)
    }

    /// Records that the event loop calls because of `source`, and gives that
    /// as the cause of whatever `call` wakes.
    pub fn turn<T>(&self, source: Source, call: impl FnOnce() -> T) -> T {
        let before = {
            let (now, mut record) = self.read_clock();
            if record.running.is_empty()
                && let Some(event_loop) = record.event_loop
            {
                record.push(now, event_loop, EventKind::Turned(source));
            }
            record.source.replace(source)
        };
        // Not under the lock: whatever is called may record.
        let result = call();
        self.record().source = before;
        result
    }

    /// Gives `task` as the cause of whatever `call` wakes, though it is not
    /// being polled: what happens right after its last poll is still its doing.
    pub fn on_behalf_of<T>(&self, task: TaskId, call: impl FnOnce() -> T) -> T {
        self.record().running.push(task);
        let result = call();
        self.record().running.pop();
        result
    }

    /// Brings `timeline`, a fold of an earlier state of this trace, up to now.
    pub fn catch_up(&self, timeline: &mut Timeline) {
        timeline.read_on(self.record().trace.events());
    }

    /// What was recorded so far.
    #[must_use]
    pub fn events(&self) -> Arc<Vec<Event>> {
        self.record().trace.shared()
    }

    /// Gives `read` the trace as it is now.
    pub fn read<T>(&self, read: impl FnOnce(&Trace) -> T) -> T {
        read(&self.record().trace)
    }

    /// The time since the run began, and what it is to be written into.
    fn read_clock(&self) -> (Timestamp, MutexGuard<'_, Record>) {
        let now = (self.now)();
        let record = self.record();
        (record.at(now), record)
    }

    fn record(&self) -> MutexGuard<'_, Record> {
        // A record is whole after every push, whoever panicked since.
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
