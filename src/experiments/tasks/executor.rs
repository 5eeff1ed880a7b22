//! A minimal executor: tasks, and the queue of those that are ready.

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use futures::task::AtomicWaker;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Wake, Waker};

/// Polls the tasks that were woken. It decides nothing: whoever has it says
/// which task is next.
#[derive(Default)]
pub struct Executor {
    tasks: RefCell<Vec<Option<LocalBoxFuture<'static, ()>>>>,
    queue: Arc<Queue>,
}

/// The ready queue, and whom to tell of what comes into it.
#[derive(Default)]
struct Queue {
    ready: Mutex<Ready>,
    parent: AtomicWaker,
}

/// The tasks that were woken, each once, in the order in which they were.
#[derive(Default)]
struct Ready {
    queue: VecDeque<usize>,
    /// Whether it is in the queue, by the number of the task.
    is_queued: Vec<bool>,
}

impl Executor {
    /// Takes a task on; it is ready at once. Returns its number.
    pub fn spawn(&self, task: impl Future<Output = ()> + 'static) -> usize {
        let mut tasks = self.tasks.borrow_mut();
        tasks.push(Some(task.boxed_local()));
        self.queue.add(tasks.len() - 1);
        tasks.len() - 1
    }

    /// Polls the ready task at `place` of the queue once; false if there is
    /// none.
    pub fn poll_at(&self, place: usize) -> bool {
        let number = self.queue.with(|ready| ready.take(place));
        if let Some(number) = number {
            self.poll_task(number);
        }
        number.is_some()
    }

    /// Polls a task once, ready or not; one that is over is left alone.
    pub fn poll(&self, number: usize) {
        self.queue.with(|ready| {
            let mut queue = ready.queue.iter();
            let place = queue.position(|it| *it == number);
            place.and_then(|place| ready.take(place))
        });
        self.poll_task(number);
    }

    fn poll_task(&self, number: usize) {
        let Some(mut task) = self.tasks.borrow_mut()[number].take() else {
            return;
        };
        let queue = self.queue.clone();
        let waker = Waker::from(Arc::new(TaskWaker { number, queue }));
        let poll = task.poll_unpin(&mut Context::from_waker(&waker));
        if poll.is_pending() {
            self.tasks.borrow_mut()[number] = Some(task);
        }
    }

    /// Polls what is ready, first come, first served, until nothing is; true
    /// if every task came to its end. The others wait for somebody to wake
    /// them, who can only do so once this returns.
    pub fn run(&self) -> bool {
        while self.poll_at(0) {}
        self.tasks.borrow().iter().all(Option::is_none)
    }

    /// The tasks that were woken, in the order in which they were.
    #[must_use]
    pub fn ready(&self) -> Vec<usize> {
        self.queue
            .with(|ready| ready.queue.iter().copied().collect())
    }

    /// The number of tasks that were woken.
    #[must_use]
    pub fn ready_count(&self) -> usize {
        self.queue.with(|ready| ready.queue.len())
    }

    /// Wakes `parent` whenever a task becomes ready.
    pub fn tell(&self, parent: &Waker) {
        self.queue.parent.register(parent);
    }
}

/// Puts its task into the queue.
struct TaskWaker {
    number: usize,
    queue: Arc<Queue>,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        self.queue.add(self.number);
    }
}

impl Queue {
    fn add(&self, number: usize) {
        self.with(|ready| ready.add(number));
        self.parent.wake();
    }

    fn with<T>(&self, change: impl FnOnce(&mut Ready) -> T) -> T {
        let ready = self.ready.lock();
        change(&mut ready.unwrap_or_else(PoisonError::into_inner))
    }
}

impl Ready {
    fn add(&mut self, number: usize) {
        if self.is_queued.len() <= number {
            self.is_queued.resize(number + 1, false);
        }
        if !mem::replace(&mut self.is_queued[number], true) {
            self.queue.push_back(number);
        }
    }

    fn take(&mut self, place: usize) -> Option<usize> {
        let number = self.queue.remove(place)?;
        self.is_queued[number] = false;
        Some(number)
    }
}
