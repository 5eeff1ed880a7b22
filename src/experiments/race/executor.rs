//! The executor of the tasks that race.
//!
//! The one of the Tasks lab is made to be read; here time is measured, so
//! nothing takes longer the more tasks are ready.

use crate::experiments::Order;
use futures::FutureExt;
use futures::future::LocalBoxFuture;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Wake, Waker};

/// Polls tasks that were woken, in an order that depends on nothing but the
/// wakes and a seed.
pub(super) struct Executor {
    tasks: Vec<Task>,
    ready: Arc<Ready>,
    order: Order,
    random: fastrand::Rng,
}

struct Task {
    future: Option<LocalBoxFuture<'static, ()>>,
    state: Arc<TaskState>,
    waker: Waker,
}

/// The numbers of the tasks that were woken, each once.
#[derive(Default)]
struct Ready(Mutex<VecDeque<usize>>);

/// What a waker knows of its task.
struct TaskState {
    number: usize,
    is_ready: AtomicBool,
    ready: Arc<Ready>,
}

impl Executor {
    pub(super) fn new(order: Order, seed: u64) -> Self {
        Self {
            tasks: Vec::new(),
            ready: Arc::default(),
            order,
            random: fastrand::Rng::with_seed(seed),
        }
    }

    /// Takes a task on; it is ready at once.
    pub(super) fn spawn(&mut self, task: impl Future<Output = ()> + 'static) {
        let state = Arc::new(TaskState {
            number: self.tasks.len(),
            is_ready: AtomicBool::new(false),
            ready: self.ready.clone(),
        });
        state.wake_by_ref();
        self.tasks.push(Task {
            future: Some(task.boxed_local()),
            waker: Waker::from(state.clone()),
            state,
        });
    }

    /// Polls the task whose turn it is; false if none is ready.
    pub(super) fn poll_next(&mut self) -> bool {
        let Some(number) = self.next() else {
            return false;
        };
        let task = &mut self.tasks[number];
        task.state.is_ready.store(false, Relaxed);
        let mut context = Context::from_waker(&task.waker);
        if let Some(future) = &mut task.future
            && future.poll_unpin(&mut context).is_ready()
        {
            task.future = None;
        }
        true
    }

    fn next(&mut self) -> Option<usize> {
        let mut ready = self.ready.lock();
        match self.order {
            Order::Fifo => ready.pop_front(),
            Order::Lifo => ready.pop_back(),
            Order::Shuffled if ready.is_empty() => None,
            Order::Shuffled => {
                // Not `usize`, from which other numbers come where pointers
                // have another size: a seed must mean the same everywhere.
                let place = self.random.u32(..ready.len() as u32);
                ready.swap_remove_back(place as usize)
            }
        }
    }
}

impl Ready {
    fn lock(&self) -> MutexGuard<'_, VecDeque<usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Wake for TaskState {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if !self.is_ready.swap(true, Relaxed) {
            self.ready.lock().push_back(self.number);
        }
    }
}
