//! What a program asks of its run, at a line of its source. [`prelude`] has the
//! same for programs that are compiled, whose line is that of the caller.
//!
//! [`prelude`]: super::prelude

use super::YieldBy;
use super::world::World;
use crate::experiments::wake::wake_myself;
use crate::task::Traced;
use crate::trace::{Cause, Ending, EventKind, Source, TaskId};
use futures::channel::oneshot;
use futures::future::AbortHandle;
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

    /// What drops the task's future; `None` outside of a run.
    pub(in crate::experiments) fn abort_handle(&self) -> Option<AbortHandle> {
        self.abort.clone()
    }
}

impl<T> Future for Task<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T> {
        match Pin::new(&mut self.result).poll(cx) {
            Poll::Ready(Ok(result)) => Poll::Ready(result),
            // A cancelled task has no result, now or later.
            Poll::Ready(Err(_)) | Poll::Pending => {
                if let Some(id) = self.id {
                    awaiting(id);
                }
                Poll::Pending
            }
        }
    }
}

/// A future that becomes a task, or a row in the picture.
pub(in crate::experiments) struct Watched<F: Future> {
    /// What is run.
    pub future: F,
    /// How many bytes it is; `None` if it is not a struct of the compiler's.
    pub bytes: Option<usize>,
    /// Whether it did what it was for.
    pub ending: fn(&F::Output) -> Ending,
}

impl<F: Future> Watched<F> {
    /// Has `world` record its life as that of a task of that name.
    fn declared(self, world: &World, name: Arc<str>) -> (TaskId, Traced<F>) {
        let recorder = &world.recorder;
        let id = recorder.declare(recorder.running(), name);
        let watched =
            recorder.watch_sized(id, self.future, self.bytes, self.ending);
        (id, watched)
    }
}

/// Runs a future as a task of its own.
pub(in crate::experiments) fn spawn<F: Future<Output: 'static> + 'static>(
    line: u32,
    name: Arc<str>,
    watched: Watched<F>,
) -> Task<F::Output> {
    reached(line);
    let (send, result) = oneshot::channel();
    let Some(world) = World::current() else {
        return Task {
            id: None,
            result,
            abort: None,
        };
    };
    let recorder = world.recorder.clone();
    let (id, traced) = watched.declared(&world, name);
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

/// Gives a future a row of its own in the picture.
pub(in crate::experiments) fn traced<F: Future>(
    line: u32,
    name: Arc<str>,
    watched: Watched<F>,
) -> impl Future<Output = F::Output> {
    reached(line);
    let traced = World::current().map(|world| watched.declared(&world, name).1);
    async {
        match traced {
            Some(traced) => traced.await,
            None => std::future::pending().await,
        }
    }
}

/// Prints a line.
pub(in crate::experiments) fn print(line: u32, text: String) {
    reached(line);
    if let Some(world) = World::current() {
        let recorder = &world.recorder;
        let task = recorder.running().unwrap_or(world.event_loop);
        recorder.push(task, EventKind::Printed(text.into()));
    }
}

/// Waits for so long, from its first poll on.
pub(in crate::experiments) fn sleep(
    line: u32,
    duration: Duration,
) -> impl Future<Output = ()> {
    expected(line, Source::Timer, move |world| {
        (world.web.timer)(duration)
    })
}

/// Waits for so long, from now on: the timer is set before anybody polls.
pub(in crate::experiments) fn timeout(
    line: u32,
    duration: Duration,
) -> impl Future<Output = ()> {
    reached(line);
    let timer = World::current().map(|world| (world.web.timer)(duration));
    expected(line, Source::Timer, move |_| async {
        match timer {
            Some(timer) => timer.await,
            None => std::future::pending().await,
        }
    })
}

/// Waits for a turn of the event loop: a frame, a message or a microtask.
pub(in crate::experiments) fn turn(
    line: u32,
    source: Source,
) -> impl Future<Output = ()> {
    expected(line, source, move |world| (world.web.turn)(source))
}

/// Sends a request; gives the status of the answer, or why there is none.
pub(in crate::experiments) fn fetch(
    line: u32,
    url: Arc<str>,
) -> impl Future<Output = Result<u16, String>> {
    expected(line, Source::Response, move |world| {
        let answer = (world.web.fetch)(&url);
        async move { Ok(succeeded(answer.await?)?.0) }
    })
}

/// Sends a request; gives the text of the answer, or why there is none.
pub(in crate::experiments) fn fetch_text(
    line: u32,
    url: Arc<str>,
) -> impl Future<Output = Result<String, String>> {
    expected(line, Source::Response, move |world| {
        let answer = (world.web.fetch)(&url);
        async move { Ok(succeeded(answer.await?)?.1) }
    })
}

/// An answer whose status says that all is well.
fn succeeded(answer: (u16, String)) -> Result<(u16, String), String> {
    match answer {
        (status @ 400.., _) => Err(format!("status {status}")),
        answer => Ok(answer),
    }
}

/// Gives the thread back once, in the way that was chosen for the run.
pub(in crate::experiments) fn yield_now(line: u32) -> impl Future<Output = ()> {
    let way = World::current().map(|world| world.yield_by);
    async move {
        match way.unwrap_or_default() {
            YieldBy::Wake => {
                reached(line);
                wake_myself().await;
                reached(line);
            }
            YieldBy::Message => turn(line, Source::Message).await,
            YieldBy::Timeout => sleep(line, Duration::ZERO).await,
            YieldBy::Frame => turn(line, Source::Frame).await,
        }
    }
}

/// Keeps the thread busy for so long.
pub(in crate::experiments) fn compute(line: u32, duration: Duration) {
    reached(line);
    if let Some(world) = World::current() {
        (world.web.compute)(duration);
    }
}

/// The milliseconds since the run began.
pub(in crate::experiments) fn elapsed() -> f64 {
    let world = World::current();
    world.map_or(0.0, |world| world.recorder.now().as_millis())
}

/// The task that is being polled, the innermost.
pub(in crate::experiments) fn running() -> Option<TaskId> {
    World::current()?.recorder.running()
}

/// Notes that the task that is being polled waits for another.
pub(in crate::experiments) fn awaiting(task: TaskId) {
    if let Some(world) = World::current() {
        world.recorder.awaiting(Cause::Task(task));
    }
}

/// Notes that the task that is being polled is at `line`.
pub(in crate::experiments) fn reached(line: u32) {
    if let Some(world) = World::current()
        && let Some(task) = world.recorder.running()
    {
        world.recorder.push(task, EventKind::Reached(line));
    }
}

/// What `begin` begins, and what the event loop is to wake; begun at its first
/// poll.
async fn expected<F: Future>(
    line: u32,
    source: Source,
    begin: impl FnOnce(&World) -> F,
) -> F::Output {
    let Some(world) = World::current() else {
        return std::future::pending().await;
    };
    reached(line);
    let output = world.expect(source, begin(&world)).await;
    // Here it goes on where it stood.
    reached(line);
    output
}
