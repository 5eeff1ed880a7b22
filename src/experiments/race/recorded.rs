//! A repetition of `task-await`, recorded.

use super::coroutines::adding;
use super::executor::Executor;
use super::{Access, AccessKind, Loss, Strategy, first_loss};
use crate::experiments::Order;
use crate::task::Recorder;
use crate::trace::{
    Cause, Ending, Event, EventKind, RowNote, Side, TaskId, Timestamp, Viewport,
};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

/// A repetition of `task-await`, event by event.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// What the tasks did. Task 0 stands for all; task `n` is the one that
    /// the accesses call `n`.
    pub events: Arc<Vec<Event>>,
    /// Each read and each write of the counter, in order.
    pub accesses: Vec<Access>,
    /// The first update that was lost, if any was.
    pub loss: Option<Loss>,
    /// How many tasks there are.
    pub tasks: u32,
    /// How many times each of them added.
    pub adds: u32,
    /// What the counter came to.
    pub got: u32,
}

/// So many additions are recorded at most: enough for the first loss, and
/// little enough to be looked at.
const RECORDED_ADDS: u32 = 10_000;

/// How many times each of so many `tasks` adds in a recording, of the `adds`
/// that it would.
#[must_use]
pub fn record_adds(tasks: u32, adds: u32) -> u32 {
    adds.min(RECORDED_ADDS / tasks.max(1)).max(1)
}

/// Runs `task-await` once more, and records it: what recording costs is no
/// part of any figure.
#[must_use]
pub fn record(
    tasks: u32,
    adds: u32,
    order: Order,
    seed: u64,
    now: fn() -> Timestamp,
) -> Recorded {
    let adds = record_adds(tasks, adds);
    let recorder = Recorder::new(now);
    let mut executor = Executor::new(order, seed);
    let counter = Rc::new(Cell::new(0));
    let accesses: Rc<RefCell<Vec<Access>>> = Rc::default();
    let all = recorder.declare(None, format!("{tasks} tasks"));
    recorder.push(all, EventKind::Spawned);
    for task in 1..=tasks {
        let id = recorder.declare(Some(all), format!("task {task}"));
        let note = {
            let (recorder, accesses) = (recorder.clone(), accesses.clone());
            move |kind: AccessKind| {
                let at = recorder.now();
                let line = EventKind::Printed(kind.text().into());
                recorder.push_at(at, id, line);
                let position = recorder.read(|trace| trace.events().len());
                accesses.borrow_mut().push(Access {
                    task,
                    kind,
                    at,
                    position,
                });
            }
        };
        let (reads, noted) = (counter.clone(), note.clone());
        let read = move || {
            let value = reads.get();
            noted(AccessKind::Read(value));
            value
        };
        let writes = counter.clone();
        let write = move |value| {
            writes.set(value);
            note(AccessKind::Wrote(value));
        };
        let adding = adding(Strategy::TaskAwait, adds, read, write);
        let ending = |(): &()| Ending::Succeeded;
        let traced = recorder.watch(id, adding, ending);
        recorder.push(id, EventKind::Woken(Cause::Spawned));
        executor.spawn(traced);
    }
    while executor.poll_next() {}
    recorder.push(all, EventKind::Ended(Ending::Succeeded));
    let accesses = accesses.take();
    Recorded {
        events: recorder.events(),
        loss: first_loss(&accesses),
        accesses,
        tasks,
        adds,
        got: counter.get(),
    }
}

/// So many rows are shown at most around the first lost update.
const ROWS: f64 = 8.0;

impl Recorded {
    /// How many events have happened right after the first lost update; none
    /// have at the start, if no update was lost.
    #[must_use]
    pub fn start(&self) -> usize {
        self.loss
            .map_or(0, |it| self.accesses[it.overwrote].position)
    }

    /// The part of the timeline around the first lost update, by a clock of
    /// that `step`; none if no update was lost.
    #[must_use]
    pub fn view(&self, step: Duration) -> Option<Viewport> {
        let loss = self.loss?;
        let [read, overwrote] =
            [loss.read, loss.overwrote].map(|place| &self.accesses[place]);
        let (from, to) = (read.at.as_millis(), overwrote.at.as_millis());
        // Room for the words at both ends, and for some steps of the clock.
        let room = ((to - from) * 0.3).max(step.as_secs_f64() * 8e3);
        Some(Viewport {
            from: (from - room).max(0.0),
            to: to + room,
            top: 0.0,
            bottom: ROWS.min(self.tasks as f64 + 1.0),
        })
    }

    /// The two tasks of the first lost update: they have the first rows below
    /// that of all.
    #[must_use]
    pub fn tasks_of_loss(&self) -> Vec<TaskId> {
        let places = self.loss.map(|loss| [loss.read, loss.between]);
        let task = |place: usize| TaskId(self.accesses[place].task);
        places.into_iter().flatten().map(task).collect()
    }

    /// What to write beside the three accesses of the first lost update.
    #[must_use]
    pub fn notes(&self) -> Vec<RowNote> {
        let Some(loss) = self.loss else {
            return Vec::new();
        };
        let note = |place: usize, row: usize, side: Side| {
            let access = &self.accesses[place];
            RowNote {
                row,
                at: access.at,
                side,
                text: format!("task {} {}", access.task, access.kind.text()),
            }
        };
        vec![
            note(loss.read, 1, Side::Before),
            note(loss.between, 2, Side::After),
            note(loss.overwrote, 1, Side::After),
        ]
    }

    /// How many accesses have happened once `position` events have.
    #[must_use]
    pub fn accesses_at(&self, position: usize) -> usize {
        self.accesses.partition_point(|it| it.position <= position)
    }

    /// What the counter is at once `position` events have happened, and what
    /// it would be at if no update had been lost.
    #[must_use]
    pub fn counter_at(&self, position: usize) -> (u32, u32) {
        let so_far = &self.accesses[..self.accesses_at(position)];
        let mut writes = so_far.iter().filter_map(|it| match it.kind {
            AccessKind::Wrote(value) => Some(value),
            AccessKind::Read(_) => None,
        });
        let count = writes.clone().count() as u32;
        (writes.next_back().unwrap_or_default(), count)
    }
}
