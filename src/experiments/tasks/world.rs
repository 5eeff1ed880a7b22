//! Where a program runs: what it spawns, prints and waits for goes through
//! here, and into the trace.

use super::{Executor, Setup, Use, YieldBy};
use crate::experiments::ReadyQueue;
use crate::task::Recorder;
use crate::trace::{Ending, EventKind, Phase, Source, TaskId, Timestamp};
use futures::future::{AbortHandle, LocalBoxFuture, abortable};
use pin_project_lite::pin_project;
use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::ops::Deref;
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::task::{Context, Poll};
use std::time::Duration;

/// Runs a future as a task.
pub type Spawn = Rc<dyn Fn(LocalBoxFuture<'static, ()>)>;
/// Sets a timer at once; the future completes when it fires.
pub type SetTimer = Rc<dyn Fn(Duration) -> LocalBoxFuture<'static, ()>>;
/// Completes in a new turn of the event loop, of that kind.
pub type NewTurn = Rc<dyn Fn(Source) -> LocalBoxFuture<'static, ()>>;
/// Sends a request to a URL, absolute or relative to the page; gives the status
/// and the text of the answer.
pub type Fetch =
    Rc<dyn Fn(&str) -> LocalBoxFuture<'static, Result<(u16, String), String>>>;
/// Calls a function in a microtask of its own.
pub type Defer = Rc<dyn Fn(Box<dyn FnOnce()>)>;

/// What a program needs of the browser.
#[derive(Clone)]
pub struct Web {
    /// The clock.
    pub now: fn() -> Timestamp,
    /// The browser's own executor.
    pub spawn: Spawn,
    /// `setTimeout`.
    pub timer: SetTimer,
    /// Microtasks, messages, frames.
    pub turn: NewTurn,
    /// `fetch`.
    pub fetch: Fetch,
    /// `queueMicrotask`.
    pub defer: Defer,
    /// Keeps the thread busy for that long.
    pub compute: fn(Duration),
}

/// One run of a program.
#[derive(Clone)]
pub(super) struct World(Rc<Inner>);

pub(super) struct Inner {
    pub(super) recorder: Recorder,
    pub(super) event_loop: TaskId,
    pub(super) web: Web,
    used: Use,
    pub(super) yield_by: YieldBy,
    executor: Rc<Executor>,
    ready_queue: RefCell<ReadyQueue>,
    /// The tasks by their numbers with the executor.
    tasks: RefCell<Vec<TaskId>>,
    forgotten: RefCell<Vec<TaskId>>,
    aborts: RefCell<Vec<AbortHandle>>,
    /// Tasks that are not over.
    unfinished: Cell<usize>,
    /// The task that is being polled, of those that the executor has.
    polled: Cell<Option<TaskId>>,
    /// For how many calls of the event loop each task waits, by its id; first,
    /// for how many that waits which is no task.
    expecting: RefCell<Vec<u32>>,
    draining: Cell<bool>,
    /// How the run ends when its last task does.
    ending: Cell<Ending>,
    over: Cell<bool>,
}

thread_local! {
    /// The run whose task is being polled, as other runtimes have it.
    static CURRENT: RefCell<Option<World>> = const { RefCell::new(None) };
}

impl World {
    pub(super) fn new(setup: &Setup, web: Web) -> Self {
        let recorder = Recorder::new(web.now);
        let event_loop = recorder.declare(None, "the loop");
        recorder.push(event_loop, EventKind::Spawned);
        recorder.follow_loop(event_loop);
        let world = Self(Rc::new(Inner {
            recorder,
            event_loop,
            used: setup.executor,
            yield_by: setup.yield_by,
            executor: Rc::default(),
            ready_queue: RefCell::new(ReadyQueue::new(setup.order, setup.seed)),
            tasks: RefCell::default(),
            forgotten: RefCell::default(),
            aborts: RefCell::default(),
            unfinished: Cell::new(0),
            polled: Cell::new(None),
            expecting: RefCell::default(),
            draining: Cell::new(false),
            ending: Cell::new(Ending::Succeeded),
            over: Cell::new(false),
            web,
        }));
        if setup.executor == Use::Ours {
            world.drive();
        }
        world
    }

    /// The run whose task is being polled; none outside of runs.
    pub(super) fn current() -> Option<Self> {
        CURRENT.with_borrow(Clone::clone)
    }

    /// Hands `task` to the executor.
    pub(super) fn start(
        &self,
        task: TaskId,
        future: impl Future<Output = ()> + 'static,
    ) -> AbortHandle {
        let count = &self.unfinished;
        count.set(count.get() + 1);
        let world = Rc::downgrade(&self.0);
        let inside = Inside {
            world,
            task,
            future: Some(future),
        };
        let (future, abort) = abortable(inside);
        let guard = Unfinished(Rc::downgrade(&self.0));
        let future = async move {
            let _ = future.await;
            drop(guard);
        };
        self.aborts.borrow_mut().push(abort.clone());
        use crate::trace::Cause::Spawned;
        self.recorder.push(task, EventKind::Woken(Spawned));
        match self.used {
            Use::Browser => (self.web.spawn)(Box::pin(future)),
            Use::Ours | Use::Hand => {
                self.tasks.borrow_mut().push(task);
                self.executor.spawn(future);
            }
        }
        abort
    }

    /// Has the browser poll our executor, which polls what is ready: in the
    /// same microtasks in which the browser would have polled the tasks.
    fn drive(&self) {
        let world = Rc::downgrade(&self.0);
        (self.web.spawn)(Box::pin(poll_fn(move |cx| {
            let Some(inner) = world.upgrade() else {
                return Poll::Ready(());
            };
            inner.executor.tell(cx.waker());
            loop {
                let count = inner.executor.ready_count();
                let next = inner.ready_queue.borrow_mut().pick(count);
                match next {
                    Some(place) => inner.executor.poll_at(place),
                    None => return Poll::Pending,
                };
            }
        })));
    }

    /// Polls `task` because the reader says so; false if nobody may.
    pub(super) fn poll(&self, task: TaskId) -> bool {
        let tasks = self.tasks.borrow();
        let number = tasks.iter().position(|it| *it == task);
        drop(tasks);
        let Some(number) = number.filter(|_| !self.is_forgotten(task)) else {
            return false;
        };
        let poll = || self.executor.poll(number);
        self.recorder.turn(Source::Hand, poll);
        true
    }

    /// Never polls `task` again.
    pub(super) fn forget(&self, task: TaskId) {
        if !self.is_forgotten(task) {
            self.recorder.push(task, EventKind::Forgotten);
            self.forgotten.borrow_mut().push(task);
        }
    }

    fn is_forgotten(&self, task: TaskId) -> bool {
        self.forgotten.borrow().contains(&task)
    }

    /// Whether every task is over.
    pub(super) fn is_over(&self) -> bool {
        self.unfinished.get() == 0
    }

    /// Whether every task was dropped, or is about to be.
    pub(super) fn was_stopped(&self) -> bool {
        self.ending.get() == Ending::Cancelled
    }

    /// Whether nothing is left that could wake any task.
    pub(super) fn is_stuck(&self) -> bool {
        let tasks = self.tasks.borrow();
        let ready = self.executor.ready();
        let is_ready = ready
            .iter()
            .any(|number| !self.is_forgotten(tasks[*number]));
        // Whom a call would wake that is forgotten, it wakes for nothing.
        let expecting = self.expecting.borrow();
        let is_expecting =
            expecting.iter().enumerate().any(|(place, calls)| {
                let task = place.checked_sub(1).map(|id| TaskId(id as u32));
                *calls > 0 && task.is_none_or(|task| !self.is_forgotten(task))
            });
        !self.is_over() && !is_expecting && !is_ready
    }

    /// Drops every task.
    pub(super) fn stop(&self) {
        self.ending.set(Ending::Cancelled);
        for abort in self.aborts.take() {
            abort.abort();
        }
        if self.used == Use::Hand {
            // Nobody else will.
            self.forgotten.take();
            for number in self.executor.ready() {
                self.executor.poll(number);
            }
        }
    }

    /// Makes `future` known as one that the event loop will wake.
    pub(super) async fn expect<T>(
        &self,
        source: Source,
        future: impl Future<Output = T>,
    ) -> T {
        let _expected = Expected::new(self);
        self.recorder.from(source, future).await
    }

    /// Notes that the event loop begins to drain its microtasks, and has that
    /// end noted by the microtask after those.
    fn note_drain(&self) {
        let inner = &self.0;
        let is_ours = inner.used == Use::Hand || inner.draining.get();
        if is_ours || inner.recorder.running().is_some() {
            return;
        }
        inner.draining.set(true);
        let drain = EventKind::Entered(Phase::Microtasks);
        inner.recorder.push(inner.event_loop, drain);
        let world = Rc::downgrade(inner);
        (inner.web.defer)(Box::new(move || {
            let Some(inner) = world.upgrade() else { return };
            inner.draining.set(false);
            if !inner.over.get() {
                inner.recorder.push(inner.event_loop, EventKind::Left);
            }
        }));
    }
}

impl Deref for World {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Inner {
    /// Whether it is noted that the run is over.
    pub(super) fn has_ended(&self) -> bool {
        self.over.get()
    }

    /// Notes that the run is over, if it is not noted yet.
    pub(super) fn end(&self, ending: Ending) {
        if !self.over.replace(true) {
            self.recorder
                .push(self.event_loop, EventKind::Ended(ending));
        }
    }
}

pin_project! {
    /// A future whose polls happen inside its run, and whose drop does.
    struct Inside<F> {
        world: Weak<Inner>,
        task: TaskId,
        // `None` once it is dropped.
        #[pin]
        future: Option<F>,
    }

    impl<F> PinnedDrop for Inside<F> {
        fn drop(this: Pin<&mut Self>) {
            let mut this = this.project();
            // The run itself may be what drops it.
            let before = CURRENT.replace(this.world.upgrade().map(World));
            this.future.set(None);
            CURRENT.set(before);
        }
    }
}

impl<F: Future> Future for Inside<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        let Some(world) = this.world.upgrade().map(World) else {
            return Poll::Pending;
        };
        world.note_drain();
        let polled = world.polled.replace(Some(*this.task));
        let before = CURRENT.replace(Some(world.clone()));
        let poll = match this.future.as_pin_mut() {
            Some(future) => future.poll(cx),
            None => Poll::Pending,
        };
        CURRENT.set(before);
        world.polled.set(polled);
        poll
    }
}

/// Counts a task as unfinished until it is dropped.
struct Unfinished(Weak<Inner>);

impl Drop for Unfinished {
    fn drop(&mut self) {
        if let Some(inner) = self.0.upgrade() {
            let left = inner.unfinished.get() - 1;
            inner.unfinished.set(left);
            // At this very instant, not when somebody looks.
            if left == 0 {
                inner.end(inner.ending.get());
            }
        }
    }
}

/// Has a task wait for a call of the event loop until it is dropped.
struct Expected {
    inner: Weak<Inner>,
    /// Among those of `expecting`.
    place: usize,
}

impl Expected {
    fn new(world: &World) -> Self {
        let task = world.polled.get();
        let place = task.map_or(0, |task| task.0 as usize + 1);
        let mut expecting = world.expecting.borrow_mut();
        if expecting.len() <= place {
            expecting.resize(place + 1, 0);
        }
        expecting[place] += 1;
        let inner = Rc::downgrade(&world.0);
        Self { inner, place }
    }
}

impl Drop for Expected {
    fn drop(&mut self) {
        if let Some(inner) = self.inner.upgrade() {
            inner.expecting.borrow_mut()[self.place] -= 1;
        }
    }
}
