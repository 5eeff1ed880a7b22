//! Creating and finishing, on a clock that moves only when it is told to.

use crate::executor::{block_on, now, pass, sleep, spawn};
use crate::ms;
use meanwhile::experiments::cost::{
    Countdown, Form, Order, Progress, Sample, measure, task,
};
use meanwhile::trace::Timestamp;
use std::cell::{Cell, RefCell};
use std::future::ready;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

thread_local! {
    static MEMORY: Cell<f64> = const { Cell::new(0.0) };
}

fn memory() -> Option<f64> {
    Some(MEMORY.get())
}

/// A task that takes 1 ms to create and 2 ms to run, and 50 bytes.
struct Costly(Option<Countdown>);

impl Costly {
    fn new(countdown: Countdown) -> Self {
        pass(ms(1));
        MEMORY.set(MEMORY.get() + 50.0);
        Self(Some(countdown))
    }
}

impl Future for Costly {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        pass(ms(2));
        if let Some(countdown) = self.0.take() {
            countdown.count();
        }
        Poll::Ready(())
    }
}

fn sample(form: Form, count: u32, told: &Rc<RefCell<Vec<Progress>>>) -> Sample {
    let told = told.clone();
    let order = Order::new(form, count, None, 0);
    let spawn = |task: Costly| spawn(Box::pin(task));
    let tell = move |progress| told.borrow_mut().push(progress);
    block_on(measure(&order, Costly::new, spawn, now, memory, tell))
}

#[test]
fn all_are_created_before_any_runs_and_both_are_timed() {
    for form in [Form::SpawnLocal, Form::FuturesUnordered] {
        let told = Rc::default();
        let sample = sample(form, 1000, &told);
        assert_eq!(sample.create, 1000.0, "{form:?}");
        assert_eq!(sample.finish, 2000.0, "{form:?}");
        assert_eq!(sample.grown, Some(50_000.0), "{form:?}");
        assert_eq!(sample.memory, memory());
        let size = size_of::<Costly>();
        assert_eq!(sample.future.map(|size| size as usize), Some(size));
    }
}

#[test]
fn progress_is_told_about_twenty_times_in_each_half_and_only_grows() {
    for (form, count) in [
        (Form::SpawnLocal, 1000),
        (Form::FuturesUnordered, 1234),
        (Form::SpawnLocal, 1),
    ] {
        let told = Rc::default();
        sample(form, count, &told);
        let told = told.borrow();
        let created: Vec<u32> = told.iter().map(|it| it.created).collect();
        let finished: Vec<u32> = told.iter().map(|it| it.finished).collect();
        assert!(created.is_sorted(), "{created:?}");
        assert!(finished.is_sorted(), "{finished:?}");
        assert_eq!(finished.last(), Some(&count));
        assert!(told.len() <= 43, "{}", told.len());
        assert!(told.iter().all(|it| it.memory.is_some()));
    }
}

#[test]
fn tasks_that_await_a_timer_are_finished_when_the_last_timer_fired() {
    for form in [Form::SpawnLocal, Form::FuturesUnordered] {
        let order = Order::new(form, 100, Some(7), 64);
        let sample = block_on(async {
            let new = |it| task::<64>(sleep(ms(7)), it);
            let spawn = |task| spawn_any(task);
            measure(&order, new, spawn, now, || None, |_| {}).await
        });
        assert_eq!((sample.create, sample.finish), (0.0, 7.0), "{form:?}");
        assert_eq!((sample.grown, sample.memory), (None, None));
    }
}

fn spawn_any(task: impl Future<Output = ()> + 'static) {
    spawn(Box::pin(task));
}

/// The size of a task that holds so much.
fn size_of_task<const HELD: usize>() -> usize {
    let countdown = Countdown::new(1, 1, |_| {});
    size_of_val(&task::<HELD>(ready(()), countdown))
}

#[test]
fn a_future_is_as_large_as_what_it_holds_across_its_await() {
    let alone = size_of_task::<0>();
    assert!(alone <= 2 * size_of::<usize>(), "{alone}");
    for (size, held) in [
        (size_of_task::<64>(), 64),
        (size_of_task::<4096>(), 4096),
        (size_of_task::<16384>(), 16384),
    ] {
        let more = size - alone;
        assert!((held..held + 8).contains(&more), "{held}: {more}");
    }
}

#[test]
fn a_countdown_of_none_is_done_at_once() {
    let countdown = Countdown::new(0, 0, |_| {});
    block_on(countdown.done());
}

#[test]
fn the_time_of_a_sample_is_in_milliseconds() {
    fn quick() -> Timestamp {
        pass(Duration::from_micros(500));
        now()
    }
    let order = Order::new(Form::SpawnLocal, 10, None, 0);
    let sample = block_on(async {
        let new = |it| task::<0>(ready(()), it);
        measure(&order, new, spawn_any, quick, || None, |_| {}).await
    });
    assert_eq!((sample.create, sample.finish), (0.5, 0.5));
}
