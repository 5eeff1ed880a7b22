//! What a program has to hand. Each function acts on the run whose task is
//! being polled, as those of other runtimes do, and leaves a note of the line
//! that called it.

use super::YieldBy;
use super::world::World;
use crate::experiments::wake::wake_myself;
use crate::trace::{Cause, Ending, EventKind, Source, TaskId};
use futures::channel::oneshot;
use futures::future::AbortHandle;
use futures::lock;
use std::any::Any;
use std::cell::Cell;
use std::fmt::Display;
use std::future::poll_fn;
use std::ops::{Deref, DerefMut};
use std::panic::Location;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

/// A task that was spawned: a future of its result. Dropping this leaves the
/// task alone.
#[must_use = "a task that nobody awaits may go on when the program is over"]
pub struct Task<T> {
    id: Option<TaskId>,
    result: oneshot::Receiver<T>,
    abort: Option<AbortHandle>,
}

impl<T> Task<T> {
    /// Leaves the task to itself.
    pub fn detach(self) {}

    /// Drops the task's future, wherever it is.
    pub fn cancel(&self) {
        if let Some(abort) = &self.abort {
            abort.abort();
        }
    }
}

impl<T> Future for Task<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T> {
        match Pin::new(&mut self.result).poll(cx) {
            Poll::Ready(Ok(result)) => Poll::Ready(result),
            // A cancelled task has no result, now or later.
            Poll::Ready(Err(_)) | Poll::Pending => {
                if let (Some(world), Some(id)) = (World::current(), self.id) {
                    world.recorder.awaiting(Cause::Task(id));
                }
                Poll::Pending
            }
        }
    }
}

/// Runs `future` as a task of its own.
#[track_caller]
pub fn spawn<T: 'static>(
    name: impl Into<Arc<str>>,
    future: impl Future<Output = T> + 'static,
) -> Task<T> {
    reached(Location::caller());
    let (send, result) = oneshot::channel();
    let Some(world) = World::current() else {
        return Task {
            id: None,
            result,
            abort: None,
        };
    };
    let recorder = world.recorder.clone();
    let id = recorder.declare(recorder.running(), name);
    let traced = recorder.watch(id, future, ending_of);
    let abort = world.start(id, async move {
        let result = traced.await;
        // Nobody may want it.
        recorder.on_behalf_of(id, || drop(send.send(result)));
    });
    Task {
        id: Some(id),
        result,
        abort: Some(abort),
    }
}

/// Gives `future` a row of its own in the picture. It is still a part of the
/// task that awaits it.
#[track_caller]
pub fn traced<F: Future<Output: 'static>>(
    name: impl Into<Arc<str>>,
    future: F,
) -> impl Future<Output = F::Output> {
    reached(Location::caller());
    let traced = World::current().map(|world| {
        let recorder = &world.recorder;
        let id = recorder.declare(recorder.running(), name);
        recorder.watch(id, future, ending_of)
    });
    async {
        match traced {
            Some(traced) => traced.await,
            None => std::future::pending().await,
        }
    }
}

/// The status of an answer, or why there is none.
type Answer = Result<u16, String>;

/// What comes of a request that failed is a failure; nothing else is.
fn ending_of<T: 'static>(output: &T) -> Ending {
    let output: &dyn Any = output;
    match output.downcast_ref::<Answer>() {
        Some(Err(_)) => Ending::Failed,
        _ => Ending::Succeeded,
    }
}

/// Prints a line.
#[track_caller]
pub fn print(line: impl Display) {
    reached(Location::caller());
    if let Some(world) = World::current() {
        let recorder = &world.recorder;
        let task = recorder.running().unwrap_or(world.event_loop);
        recorder.push(task, EventKind::Printed(line.to_string().into()));
    }
}

/// Waits for so many milliseconds, from its first poll on.
#[track_caller]
pub fn sleep(millis: u64) -> impl Future<Output = ()> {
    let duration = Duration::from_millis(millis);
    expected(Source::Timer, move |world| (world.web.timer)(duration))
}

/// Waits for so many milliseconds, from now on: the timer is set before
/// anybody polls.
#[track_caller]
pub fn timeout(millis: u64) -> impl Future<Output = ()> {
    reached(Location::caller());
    let duration = Duration::from_millis(millis);
    let timer = World::current().map(|world| (world.web.timer)(duration));
    expected(Source::Timer, move |_| async {
        match timer {
            Some(timer) => timer.await,
            None => std::future::pending().await,
        }
    })
}

/// Waits for the next animation frame.
#[track_caller]
pub fn frame() -> impl Future<Output = ()> {
    expected(Source::Frame, |world| (world.web.turn)(Source::Frame))
}

/// Sends this thread a message and waits for it.
#[track_caller]
pub fn message() -> impl Future<Output = ()> {
    expected(Source::Message, |world| (world.web.turn)(Source::Message))
}

/// Waits for a microtask.
#[track_caller]
pub fn microtask() -> impl Future<Output = ()> {
    let turn = Source::Microtask;
    expected(turn, move |world| (world.web.turn)(turn))
}

/// Requests a URL of the built-in endpoint; gives the status of the answer, or
/// why there is none.
#[track_caller]
pub fn fetch(url: &'static str) -> impl Future<Output = Result<u16, String>> {
    expected(Source::Response, move |world| {
        let answer = (world.web.fetch)(url);
        async move {
            match answer.await {
                Ok(status @ 400..) => Err(format!("status {status}")),
                answer => answer,
            }
        }
    })
}

/// Gives the thread back once, in the way that was chosen for the run.
#[track_caller]
pub fn yield_now() -> impl Future<Output = ()> {
    let way = World::current().map(|world| world.yield_by);
    let caller = Location::caller();
    async move {
        match way.unwrap_or_default() {
            YieldBy::Wake => {
                reached(caller);
                wake_myself().await;
                reached(caller);
            }
            YieldBy::Message => at(caller, Source::Message).await,
            YieldBy::Timeout => {
                let now = Duration::ZERO;
                let timer = expected_at(caller, Source::Timer, move |world| {
                    (world.web.timer)(now)
                });
                timer.await;
            }
            YieldBy::Frame => at(caller, Source::Frame).await,
        }
    }
}

fn at(
    caller: &'static Location<'static>,
    source: Source,
) -> impl Future<Output = ()> {
    expected_at(caller, source, move |world| (world.web.turn)(source))
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
        let caller = Location::caller();
        async move {
            reached(caller);
            let mut locking = self.lock.lock();
            let guard = poll_fn(|cx| {
                let poll = Pin::new(&mut locking).poll(cx);
                if poll.is_pending()
                    && let Some(world) = World::current()
                    && let Some(holder) = self.holder.get()
                {
                    world.recorder.awaiting(Cause::Task(holder));
                }
                poll
            });
            let guard = guard.await;
            let world = World::current();
            let holder = world.and_then(|world| world.recorder.running());
            self.holder.set(holder);
            reached(caller);
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
    reached(Location::caller());
    if let Some(world) = World::current() {
        (world.web.compute)(Duration::from_millis(millis));
    }
}

/// The milliseconds since the run began.
#[must_use]
pub fn elapsed() -> f64 {
    let world = World::current();
    world.map_or(0.0, |world| world.recorder.now().as_millis())
}

/// What `begin` begins, and what the event loop is to wake; begun at its first
/// poll.
#[track_caller]
fn expected<F: Future>(
    source: Source,
    begin: impl FnOnce(&World) -> F,
) -> impl Future<Output = F::Output> {
    expected_at(Location::caller(), source, begin)
}

async fn expected_at<F: Future>(
    caller: &'static Location<'static>,
    source: Source,
    begin: impl FnOnce(&World) -> F,
) -> F::Output {
    let Some(world) = World::current() else {
        return std::future::pending().await;
    };
    reached(caller);
    let output = world.expect(source, begin(&world)).await;
    // Here it goes on where it stood.
    reached(caller);
    output
}

fn reached(caller: &Location<'_>) {
    if let Some(world) = World::current()
        && let Some(task) = world.recorder.running()
    {
        let line = EventKind::Reached(caller.line());
        world.recorder.push(task, line);
    }
}
