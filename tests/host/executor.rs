//! A single-threaded executor on a clock that moves only when nothing else
//! can.
//!
//! Tasks are polled in the order in which they were woken; timers fire by
//! their deadline, and at the same instant in the order in which they were set.

use futures::future::LocalBoxFuture;
use meanwhile::trace::Timestamp;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet, VecDeque};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

/// Not zero, so that nobody can take the clock's reading for the time since
/// the beginning of a run.
const START: Duration = Duration::from_secs(100);

thread_local! {
    static WORLD: RefCell<World> = RefCell::default();
}

#[derive(Default)]
struct World {
    now: Duration,
    ready: Arc<Ready>,
    tasks: Vec<Option<LocalBoxFuture<'static, ()>>>,
    timers: BTreeMap<TimerKey, Waker>,
    timers_set: u64,
}

type TimerKey = (Duration, u64);

/// The tasks to poll next, each once; none stands for the main future.
#[derive(Default)]
struct Ready(Mutex<Queue>);

#[derive(Default)]
struct Queue {
    tasks: VecDeque<Option<usize>>,
    queued: HashSet<Option<usize>>,
}

impl Ready {
    fn add(&self, task: Option<usize>) {
        let mut queue = self.0.lock().expect("no test panics in here");
        if queue.queued.insert(task) {
            queue.tasks.push_back(task);
        }
    }

    fn next(&self) -> Option<Option<usize>> {
        let mut queue = self.0.lock().expect("no test panics in here");
        let task = queue.tasks.pop_front()?;
        queue.queued.remove(&task);
        Some(task)
    }
}

struct TaskWaker {
    task: Option<usize>,
    ready: Arc<Ready>,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        self.ready.add(self.task);
    }
}

fn world<T>(with: impl FnOnce(&mut World) -> T) -> T {
    WORLD.with_borrow_mut(with)
}

/// The reading of the clock.
pub(crate) fn now() -> Timestamp {
    Timestamp::ZERO + world(|world| world.now)
}

/// Lets time pass while the thread is busy: no timer fires.
pub(crate) fn pass(duration: Duration) {
    world(|world| world.now += duration);
}

/// How many timers are set.
pub(crate) fn timers() -> usize {
    world(|world| world.timers.len())
}

/// Runs `future` and everything that it spawns in a new world, and drops what
/// is left of the latter.
///
/// # Panics
///
/// When everything waits and no timer is set.
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    let new = World {
        now: START,
        ..World::default()
    };
    let ready = new.ready.clone();
    WORLD.set(new);
    let mut future = pin!(future);
    ready.add(None);
    loop {
        let Some(task) = ready.next() else {
            fire_next_timer();
            continue;
        };
        let ready = ready.clone();
        let waker = Waker::from(Arc::new(TaskWaker { task, ready }));
        let mut context = Context::from_waker(&waker);
        match task {
            None => {
                if let Poll::Ready(output) = future.as_mut().poll(&mut context)
                {
                    // Dropped outside of the borrow: their timers are in it.
                    let left = world(|world| std::mem::take(&mut world.tasks));
                    drop(left);
                    return output;
                }
            }
            Some(task) => poll_task(task, &mut context),
        }
    }
}

fn poll_task(task: usize, context: &mut Context<'_>) {
    let Some(mut future) = world(|world| world.tasks[task].take()) else {
        return;
    };
    if future.as_mut().poll(context).is_pending() {
        world(|world| world.tasks[task] = Some(future));
    }
}

fn fire_next_timer() {
    let waker = world(|world| {
        let ((deadline, _), waker) = world
            .timers
            .pop_first()
            .expect("everything waits for something that never comes");
        world.now = world.now.max(deadline);
        waker
    });
    waker.wake();
}

/// Runs `future` as a task of its own.
pub(crate) fn spawn(future: LocalBoxFuture<'static, ()>) {
    world(|world| {
        world.ready.add(Some(world.tasks.len()));
        world.tasks.push(Some(future));
    });
}

/// Completes after `duration`. The timer is set at the first poll and cleared
/// by dropping the future.
pub(crate) fn sleep(duration: Duration) -> Sleep {
    Sleep {
        duration,
        timer: None,
    }
}

/// The same, but the timer is set now.
pub(crate) fn set_timer(duration: Duration) -> Sleep {
    let mut sleep = sleep(duration);
    sleep.set_for(Waker::noop());
    sleep
}

/// Completes when everything else that can go on at this instant has.
pub(crate) fn settled() -> Sleep {
    sleep(Duration::ZERO)
}

#[must_use = "a timer that nobody awaits is never set"]
pub(crate) struct Sleep {
    duration: Duration,
    timer: Option<TimerKey>,
}

impl Sleep {
    /// Sets the timer, if it is not set yet.
    fn set_for(&mut self, waker: &Waker) -> TimerKey {
        let duration = self.duration;
        *self.timer.get_or_insert_with(|| {
            world(|world| {
                world.timers_set += 1;
                let key = (world.now + duration, world.timers_set);
                world.timers.insert(key, waker.clone());
                key
            })
        })
    }
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let timer = self.set_for(cx.waker());
        world(|world| match world.timers.get_mut(&timer) {
            Some(waker) => {
                waker.clone_from(cx.waker());
                Poll::Pending
            }
            None => Poll::Ready(()),
        })
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(timer) = self.timer {
            world(|world| world.timers.remove(&timer));
        }
    }
}

/// Gives the thread back once.
pub(crate) async fn yield_now() {
    let mut yielded = false;
    std::future::poll_fn(|cx| {
        if yielded {
            return Poll::Ready(());
        }
        yielded = true;
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

#[test]
fn the_clock_moves_only_when_everything_waits() {
    let readings = block_on(async {
        let before = now();
        yield_now().await;
        let yielded = now();
        sleep(Duration::from_secs(3)).await;
        [yielded.since(before), now().since(before)]
    });
    assert_eq!(readings, [Duration::ZERO, Duration::from_secs(3)]);
}

#[test]
fn timers_of_one_instant_fire_in_the_order_in_which_they_were_set() {
    use futures::future::join_all;
    let order = RefCell::new(Vec::new());
    block_on(join_all((0..5).map(async |index| {
        sleep(Duration::from_secs(1)).await;
        order.borrow_mut().push(index);
    })));
    assert_eq!(order.into_inner(), [0, 1, 2, 3, 4]);
}
