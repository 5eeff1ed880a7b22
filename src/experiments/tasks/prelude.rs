//! What a program has to hand. Each function acts on the run whose task is
//! being polled, as those of other runtimes do, and leaves a note of the line
//! that called it.

pub use super::at::Task;
use super::at::{self, Watched};
use crate::trace::{Ending, Source, TaskId};
use futures::lock;
use std::any::Any;
use std::cell::Cell;
use std::fmt::Display;
use std::future::poll_fn;
use std::ops::{Deref, DerefMut};
use std::panic::Location;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

/// Runs `future` as a task of its own.
#[track_caller]
pub fn spawn<T: 'static>(
    name: impl Into<Arc<str>>,
    future: impl Future<Output = T> + 'static,
) -> Task<T> {
    at::spawn(line(), name.into(), watched(future))
}

/// Gives `future` a row of its own in the picture. It is still a part of the
/// task that awaits it.
#[track_caller]
pub fn traced<F: Future<Output: 'static>>(
    name: impl Into<Arc<str>>,
    future: F,
) -> impl Future<Output = F::Output> {
    at::traced(line(), name.into(), watched(future))
}

fn watched<F: Future<Output: 'static>>(future: F) -> Watched<F> {
    Watched {
        bytes: Some(size_of::<F>()),
        future,
        ending: ending_of,
    }
}

/// What comes of a request that failed is a failure; nothing else is.
fn ending_of<T: 'static>(output: &T) -> Ending {
    let output: &dyn Any = output;
    let status = output.downcast_ref::<Result<u16, String>>();
    let text = output.downcast_ref::<Result<String, String>>();
    let has_failed =
        status.is_some_and(Result::is_err) || text.is_some_and(Result::is_err);
    match has_failed {
        true => Ending::Failed,
        false => Ending::Succeeded,
    }
}

/// Prints a line.
#[track_caller]
pub fn print(text: impl Display) {
    at::print(line(), text.to_string());
}

/// Waits for so many milliseconds, from its first poll on.
#[track_caller]
pub fn sleep(millis: u64) -> impl Future<Output = ()> {
    at::sleep(line(), Duration::from_millis(millis))
}

/// Waits for so many milliseconds, from now on: the timer is set before
/// anybody polls.
#[track_caller]
pub fn timeout(millis: u64) -> impl Future<Output = ()> {
    at::timeout(line(), Duration::from_millis(millis))
}

/// Waits for the next animation frame.
#[track_caller]
pub fn frame() -> impl Future<Output = ()> {
    at::turn(line(), Source::Frame)
}

/// Sends this thread a message and waits for it.
#[track_caller]
pub fn message() -> impl Future<Output = ()> {
    at::turn(line(), Source::Message)
}

/// Waits for a microtask.
#[track_caller]
pub fn microtask() -> impl Future<Output = ()> {
    at::turn(line(), Source::Microtask)
}

/// Requests a URL: of the built-in endpoint, or of a server. Gives the status of
/// the answer, or why there is none.
#[track_caller]
pub fn fetch(
    url: impl Into<Arc<str>>,
) -> impl Future<Output = Result<u16, String>> {
    at::fetch(line(), url.into())
}

/// Requests a URL; gives the text of the answer, or why there is none.
#[track_caller]
pub fn fetch_text(
    url: impl Into<Arc<str>>,
) -> impl Future<Output = Result<String, String>> {
    at::fetch_text(line(), url.into())
}

/// Gives the thread back once, in the way that was chosen for the run.
#[track_caller]
pub fn yield_now() -> impl Future<Output = ()> {
    at::yield_now(line())
}

/// A lock that one task has at a time. Who waits for it is known to wait for
/// the task that has it.
pub struct Mutex<T> {
    lock: lock::Mutex<T>,
    holder: Cell<Option<TaskId>>,
}

/// What a [`Mutex`] guards; dropping this unlocks it.
pub struct Guard<'a, T>(lock::MutexGuard<'a, T>);

impl<T> Mutex<T> {
    /// An open lock around `value`.
    pub fn new(value: T) -> Self {
        Self {
            lock: lock::Mutex::new(value),
            holder: Cell::new(None),
        }
    }

    /// Waits until nobody else has it.
    #[track_caller]
    pub fn lock(&self) -> impl Future<Output = Guard<'_, T>> {
        let line = line();
        async move {
            at::reached(line);
            let mut locking = self.lock.lock();
            let guard = poll_fn(|cx| {
                let poll = Pin::new(&mut locking).poll(cx);
                if poll.is_pending()
                    && let Some(holder) = self.holder.get()
                {
                    at::awaiting(holder);
                }
                poll
            });
            let guard = guard.await;
            self.holder.set(at::running());
            at::reached(line);
            Guard(guard)
        }
    }
}

impl<T> Deref for Guard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Guard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

/// Keeps the thread busy for so many milliseconds.
#[track_caller]
pub fn compute(millis: u64) {
    at::compute(line(), Duration::from_millis(millis));
}

/// The milliseconds since the run began.
#[must_use]
pub fn elapsed() -> f64 {
    at::elapsed()
}

/// The line of whoever called the caller.
#[track_caller]
fn line() -> u32 {
    Location::caller().line()
}
