//! Timelines written down by hand.

use meanwhile::trace::{
    Ending, EventKind, Phase, TaskId, Timeline, Timestamp, Trace,
};
use std::time::Duration;

/// A run whose requests are as they are told, one after the other; it ends
/// with the last of them.
#[derive(Clone, Debug)]
pub(crate) struct History {
    trace: Trace,
    root: TaskId,
    end: Duration,
}

impl History {
    pub(crate) fn new() -> Self {
        let mut trace = Trace::default();
        let root = trace.declare(Timestamp::ZERO, None, "run".into());
        trace.push(Timestamp::ZERO, root, EventKind::Spawned);
        let end = Duration::ZERO;
        Self { trace, root, end }
    }

    /// A run of requests sent at the first and answered at the second of the
    /// milliseconds.
    pub(crate) fn of(requests: &[(u64, u64)]) -> Self {
        let mut history = Self::new();
        for (start, end) in requests {
            history.request(*start, *end, Ending::Succeeded);
        }
        history
    }

    /// A request that is declared and never starts.
    pub(crate) fn unsent(&mut self) -> TaskId {
        let name = format!("#{}", self.trace.events().len());
        self.trace
            .declare(Timestamp::ZERO, Some(self.root), name.into())
    }

    /// A request that waits for its answer from `start`, in milliseconds.
    pub(crate) fn open(&mut self, start: u64) -> TaskId {
        let task = self.unsent();
        self.push(start, task, EventKind::Spawned);
        self.push(start, task, EventKind::Entered(Phase::Waiting));
        task
    }

    /// A request that waits from `start` to `end` and ends like that.
    pub(crate) fn request(&mut self, start: u64, end: u64, ending: Ending) {
        let task = self.open(start);
        self.push(end, task, EventKind::Ended(ending));
    }

    pub(crate) fn push(&mut self, millis: u64, task: TaskId, kind: EventKind) {
        let at = Duration::from_millis(millis);
        self.end = self.end.max(at);
        self.trace.push(Timestamp::ZERO + at, task, kind);
    }

    /// The timeline while the run goes on.
    pub(crate) fn so_far(&self) -> Timeline {
        Timeline::fold(self.trace.events())
    }

    /// The timeline of the run when it is over.
    pub(crate) fn ended(mut self) -> Timeline {
        let end = EventKind::Ended(Ending::Succeeded);
        self.trace.push(Timestamp::ZERO + self.end, self.root, end);
        self.so_far()
    }
}
