//! The tasks of a race, on an executor whose order is known.

use super::Strategy;
use super::executor::Executor;
use super::strategies::{task_await, task_lock, task_no_await};
use crate::experiments::Order;
use crate::experiments::wake::wake_myself;
use futures::future::LocalBoxFuture;
use futures::lock::Mutex;
use std::cell::Cell;
use std::rc::Rc;

/// Tasks that add to one counter.
pub struct Group {
    executor: Executor,
    counter: Counter,
}

/// The counter, behind a lock or not.
enum Counter {
    Open(Rc<Cell<u32>>),
    Locked(Rc<Mutex<u32>>),
}

impl Group {
    /// So many `tasks` that add `adds` times each by a `strategy` of
    /// coroutines, polled in an `order` that may
    /// follow from a `seed`.
    #[must_use]
    pub fn new(
        strategy: Strategy,
        tasks: u32,
        adds: u32,
        order: Order,
        seed: u64,
    ) -> Self {
        let mut executor = Executor::new(order, seed);
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
        Self { executor, counter }
    }

    /// Polls ready tasks, so many times at most; false once none is ready.
    pub fn poll(&mut self, most: usize) -> bool {
        (0..most).all(|_| self.executor.poll_next())
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

/// A task of a `strategy` without a lock.
pub(super) fn adding(
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
