//! What is created: a future that does next to nothing, and the count of those
//! that are not over yet.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::hint::black_box;
use std::rc::Rc;
use std::task::{Poll, Waker};

/// A task that awaits `pause`, holding so many bytes meanwhile, and counts
/// itself.
#[expect(
    clippy::manual_async_fn,
    reason = "an `async fn` keeps its arguments twice: this is half as large"
)]
pub fn task<const HELD: usize>(
    pause: impl Future<Output = ()>,
    countdown: Countdown,
) -> impl Future<Output = ()> {
    async move {
        // The compiler must believe that somebody looks at the bytes.
        let held = black_box([0_u8; HELD]);
        pause.await;
        black_box(&held);
        countdown.count();
    }
}

/// Counts tasks down; copies share the count.
#[derive(Clone)]
pub struct Countdown(Rc<Count>);

struct Count {
    left: Cell<u32>,
    each: u32,
    /// After so many more, how many are left is told.
    untold: Cell<u32>,
    tell: Box<dyn Fn(u32)>,
    waiting: RefCell<Option<Waker>>,
}

impl Countdown {
    /// Counts from `count` down, and tells `tell` how many are left after
    /// each so many of them.
    pub fn new(count: u32, each: u32, tell: impl Fn(u32) + 'static) -> Self {
        let each = each.max(1);
        Self(Rc::new(Count {
            left: Cell::new(count),
            each,
            // The last is told, however many there are.
            untold: Cell::new((count + each - 1) % each + 1),
            tell: Box::new(tell),
            waiting: RefCell::default(),
        }))
    }

    /// One more is over.
    pub fn count(&self) {
        let count = &self.0;
        let left = count.left.get().saturating_sub(1);
        count.left.set(left);
        let untold = count.untold.get() - 1;
        if untold == 0 {
            count.untold.set(count.each);
            (count.tell)(left);
        } else {
            count.untold.set(untold);
        }
        if left == 0
            && let Some(waker) = count.waiting.take()
        {
            waker.wake();
        }
    }

    /// Completes when all are over. One caller at a time.
    pub async fn done(&self) {
        poll_fn(|cx| {
            if self.0.left.get() == 0 {
                return Poll::Ready(());
            }
            self.0.waiting.replace(Some(cx.waker().clone()));
            Poll::Pending
        })
        .await;
    }
}
