//! A minimal executor: tasks, and the queue of those that are ready.

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use futures::task::AtomicWaker;
use std::cell::RefCell;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Wake, Waker};

/// Polls the tasks that were woken. It decides nothing: whoever has it says
/// which task is next.
#[derive(Default)]
pub struct Executor {
    tasks: RefCell<Vec<Option<LocalBoxFuture<'static, ()>>>>,
    queue: Arc<Queue>,
}

/// The tasks that were woken, each once, and whom to tell.
#[derive(Default)]
struct Queue {
    ready: Mutex<Vec<usize>>,
    parent: AtomicWaker,
}

impl Executor {
    /// Takes a task on; it is ready at once. Returns its number.
    pub fn spawn(&self, task: impl Future<Output = ()> + 'static) -> usize {
        let mut tasks = self.tasks.borrow_mut();
        tasks.push(Some(task.boxed_local()));
        self.queue.add(tasks.len() - 1);
        tasks.len() - 1
    }

    /// Polls a task once, ready or not; one that is over is left alone.
    pub fn poll(&self, number: usize) {
        self.queue.with(|ready| ready.retain(|it| *it != number));
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
        while let Some(number) = self.ready().first() {
            self.poll(*number);
        }
        self.tasks.borrow().iter().all(Option::is_none)
    }

    /// The tasks that were woken, in the order in which they were.
    #[must_use]
    pub fn ready(&self) -> Vec<usize> {
        self.queue.with(|ready| ready.clone())
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
        self.with(|ready| match ready.contains(&number) {
            true => {}
            false => ready.push(number),
        });
        self.parent.wake();
    }

    fn with<T>(&self, change: impl FnOnce(&mut Vec<usize>) -> T) -> T {
        let ready = self.ready.lock();
        change(&mut ready.unwrap_or_else(PoisonError::into_inner))
    }
}
