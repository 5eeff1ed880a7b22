//! What a program of Script has to hand: a file of one compiles with this.
//!
//! The interpreter knows all of it by the same names.

pub use crate::experiments::tasks::Executor;
pub use crate::experiments::tasks::prelude::*;
pub use async_lock::Semaphore;
pub use futures::channel::mpsc::{Receiver, Sender, channel, unbounded};
pub use futures::channel::oneshot;
pub use futures::future::{
    Either, FutureExt, join, join_all, lazy, select, try_join, try_join_all,
};
pub use futures::stream::{FuturesUnordered, StreamExt, iter};
pub use futures::{SinkExt, join, pin_mut, select, select_biased, try_join};
pub use std::cell::{Cell, RefCell};
pub use std::future::{pending, poll_fn, ready};
pub use std::pin::pin;
pub use std::rc::Rc;
pub use std::task::Poll;

/// Something that happens, and that tasks wait for. Who comes later waits for
/// the next time.
#[derive(Default)]
pub struct Event(event_listener::Event);

impl Event {
    /// It has not happened.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Waits until it happens, from now on.
    pub fn listen(&self) -> event_listener::EventListener {
        self.0.listen()
    }

    /// Wakes the task that has waited the longest.
    pub fn notify_one(&self) {
        self.0.notify(1);
    }

    /// Wakes all tasks that wait.
    pub fn notify_all(&self) {
        self.0.notify(usize::MAX);
    }
}
