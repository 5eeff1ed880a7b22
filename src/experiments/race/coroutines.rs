//! The tasks of a race, on an executor whose order is known.

use super::strategies::{task_await, task_lock, task_no_await};
use super::{Access, AccessKind, Loss, Strategy, first_loss};
use crate::experiments::tasks::{Executor, Order, Picks};
use crate::task::Recorder;
use crate::trace::{Cause, Ending, Event, EventKind, Timestamp};
use futures::future::LocalBoxFuture;
use futures::lock::Mutex;
use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::sync::Arc;
use std::task::Poll;

/// Tasks that add to one counter.
pub struct Group {
    executor: Executor,
    picks: Picks,
    counter: Counter,
}

/// The counter, behind a lock or not.
enum Counter {
    Open(Rc<Cell<u32>>),
    Locked(Rc<Mutex<u32>>),
}

impl Group {
    /// So many `tasks` that add `adds` times each by a `strategy` of
    /// coroutines, polled in the order that `picks` gives.
    #[must_use]
    pub fn new(
        strategy: Strategy,
        tasks: u32,
        adds: u32,
        picks: Picks,
    ) -> Self {
        let executor = Executor::default();
        let counter = match strategy {
            Strategy::TaskLock => {
                let counter = Rc::new(Mutex::new(0));
                for _ in 0..tasks {
                    let counter = counter.clone();
                    executor.spawn(async move {
                        task_lock(adds, &counter, wake_myself).await;
                    });
                }
                Counter::Locked(counter)
            }
            _ => {
                let counter = Rc::new(Cell::new(0));
                for _ in 0..tasks {
                    let (reads, writes) = (counter.clone(), counter.clone());
                    let read = move || reads.get();
                    let write = move |value| writes.set(value);
                    executor.spawn(adding(strategy, adds, read, write));
                }
                Counter::Open(counter)
            }
        };
        Self {
            executor,
            picks,
            counter,
        }
    }

    /// Polls ready tasks, so many times at most; false once none is ready.
    pub fn poll(&mut self, most: usize) -> bool {
        for _ in 0..most {
            let next = self.picks.pick(&self.executor.ready());
            let Some(next) = next else { return false };
            self.executor.poll(next);
        }
        true
    }

    /// What the counter is at.
    #[must_use]
    pub fn count(&self) -> u32 {
        match &self.counter {
            Counter::Open(counter) => counter.get(),
            // Whoever holds it has not written yet.
            Counter::Locked(counter) => {
                counter.try_lock().map_or(0, |counter| *counter)
            }
        }
    }
}

fn adding(
    strategy: Strategy,
    adds: u32,
    read: impl Fn() -> u32 + 'static,
    write: impl Fn(u32) + 'static,
) -> LocalBoxFuture<'static, ()> {
    match strategy {
        Strategy::TaskNoAwait => {
            Box::pin(task_no_await(adds, read, wake_myself, write))
        }
        _ => Box::pin(task_await(adds, read, wake_myself, write)),
    }
}

/// Asks to be polled again, once: whose turn comes first is the executor's to
/// say, and depends on nothing else.
async fn wake_myself() {
    let mut is_woken = false;
    poll_fn(|cx| {
        if std::mem::replace(&mut is_woken, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// A repetition of `task-await`, event by event.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// What the tasks did. Task 0 stands for all; task `n` is the one that
    /// the accesses call `n`.
    pub events: Arc<[Event]>,
    /// Each read and each write of the counter, in order.
    pub accesses: Vec<Access>,
    /// The first update that was lost, if any was.
    pub loss: Option<Loss>,
    /// How many times each task added.
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
    let executor = Executor::default();
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
    let mut picks = Picks::new(order, seed);
    while let Some(next) = picks.pick(&executor.ready()) {
        executor.poll(next);
    }
    recorder.push(all, EventKind::Ended(Ending::Succeeded));
    let accesses = accesses.take();
    Recorded {
        events: recorder.events(),
        loss: first_loss(&accesses),
        accesses,
        adds,
        got: counter.get(),
    }
}
