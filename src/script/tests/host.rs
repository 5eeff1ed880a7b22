//! A host whose clock goes on when nobody can, and an executor that polls first
//! come, first served, or in another order. Counts polls and wakes.

use futures::FutureExt;
use futures::future::{AbortHandle, LocalBoxFuture, abortable};
use meanwhile_script::{
    Fault, Host, OwnExecutor, Spawned, Turn, Value, ValueFuture, compile,
};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::future::poll_fn;
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};

/// What became of a run.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Ran {
    pub(crate) lines: Vec<String>,
    pub(crate) fault: Option<Fault>,
    /// Whether main came to its end.
    pub(crate) is_done: bool,
    /// The polls and wakes of each task, in the order of their names.
    pub(crate) counts: BTreeMap<String, (u32, u32)>,
    /// What ended, in that order: its name, whether it came to its end or was
    /// dropped before, and the instant.
    pub(crate) ends: Vec<(String, Ending, u64)>,
}

/// How a task ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    Done,
    Dropped,
}

/// Which of the tasks that are ready is polled first.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    #[default]
    Oldest,
    Newest,
    /// By numbers that begin with this one.
    Shuffled(u64),
}

impl Order {
    fn place(&mut self, count: usize) -> usize {
        match self {
            Self::Oldest => 0,
            Self::Newest => count - 1,
            Self::Shuffled(number) => {
                *number = number.wrapping_mul(6_364_136_223_846_793_005);
                *number = number.wrapping_add(1_442_695_040_888_963_407);
                (*number >> 33) as usize % count
            }
        }
    }
}

/// A run with more polls would not end.
const MOST_POLLS: u32 = 1_000_000;

/// The queue of the executor, and what is counted.
#[derive(Default)]
pub(crate) struct World {
    ready: Arc<Mutex<VecDeque<usize>>>,
    tasks: RefCell<Vec<Option<LocalBoxFuture<'static, ()>>>>,
    timers: RefCell<Vec<(u64, u64, Waker)>>,
    pub(crate) now: Cell<u64>,
    numbers: Cell<u64>,
    pub(crate) lines: RefCell<Vec<String>>,
    counts: RefCell<BTreeMap<String, Arc<Counts>>>,
    ends: RefCell<Vec<(String, Ending, u64)>>,
    order: Cell<Order>,
    fault: RefCell<Option<Fault>>,
    ticks: Cell<u32>,
}

#[derive(Default)]
struct Counts {
    polls: AtomicU32,
    wakes: AtomicU32,
}

struct TaskWaker {
    number: usize,
    ready: Arc<Mutex<VecDeque<usize>>>,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        let mut ready = self.ready.lock().expect("one thread");
        if !ready.contains(&self.number) {
            ready.push_back(self.number);
        }
    }
}

struct Counted {
    counts: Arc<Counts>,
    inner: Waker,
}

impl Wake for Counted {
    fn wake(self: Arc<Self>) {
        self.counts.wakes.fetch_add(1, Ordering::Relaxed);
        self.inner.wake_by_ref();
    }
}

/// Notes how what is counted ends.
struct Row {
    world: Rc<World>,
    name: String,
    is_done: bool,
}

impl Row {
    fn ends(&self, ending: Ending) {
        let mut ends = self.world.ends.borrow_mut();
        ends.push((self.name.clone(), ending, self.world.now.get()));
    }
}

impl Drop for Row {
    fn drop(&mut self) {
        if !self.is_done {
            self.ends(Ending::Dropped);
        }
    }
}

impl World {
    pub(crate) fn of(order: Order) -> Rc<Self> {
        let world = Self::default();
        world.order.set(order);
        Rc::new(world)
    }

    pub(crate) fn run(self: &Rc<Self>, future: LocalBoxFuture<'static, ()>) {
        self.add(future);
        let mut polls = 0;
        loop {
            if self.fault.borrow().is_some() {
                break;
            }
            let next = self.next();
            if let Some(number) = next {
                polls += 1;
                assert!(polls < MOST_POLLS, "tasks wake themselves for ever");
                let task = self.tasks.borrow_mut()[number].take();
                let Some(mut task) = task else { continue };
                let waker = Waker::from(Arc::new(TaskWaker {
                    number,
                    ready: self.ready.clone(),
                }));
                let mut cx = Context::from_waker(&waker);
                if task.as_mut().poll(&mut cx).is_pending() {
                    self.tasks.borrow_mut()[number] = Some(task);
                }
                continue;
            }
            // Nobody can go on: the clock does.
            let mut timers = self.timers.borrow_mut();
            timers.sort_by_key(|(at, number, _)| (*at, *number));
            if timers.is_empty() {
                break;
            }
            let (at, _, waker) = timers.remove(0);
            drop(timers);
            self.now.set(self.now.get().max(at));
            waker.wake();
        }
    }

    /// The task to poll, of those that are ready.
    fn next(&self) -> Option<usize> {
        let mut ready = self.ready.lock().expect("one thread");
        if ready.is_empty() {
            return None;
        }
        let mut order = self.order.get();
        let place = order.place(ready.len());
        self.order.set(order);
        ready.remove(place)
    }

    fn add(&self, future: LocalBoxFuture<'static, ()>) {
        let mut tasks = self.tasks.borrow_mut();
        tasks.push(Some(future));
        let mut ready = self.ready.lock().expect("one thread");
        ready.push_back(tasks.len() - 1);
    }

    pub(crate) fn print(&self, text: impl Into<String>) {
        self.lines.borrow_mut().push(text.into());
    }

    /// Fires at an instant, if it is still waited for then.
    pub(crate) fn timer(
        self: &Rc<Self>,
        at: u64,
    ) -> impl Future<Output = ()> + use<> {
        let world = self.clone();
        let number = self.numbers.get();
        self.numbers.set(number + 1);
        let guard = Timer {
            world: world.clone(),
            number,
        };
        poll_fn(move |cx| {
            let _ = &guard;
            if world.now.get() >= at {
                return Poll::Ready(());
            }
            let mut timers = world.timers.borrow_mut();
            timers.retain(|it| it.1 != number);
            timers.push((at, number, cx.waker().clone()));
            Poll::Pending
        })
    }

    pub(crate) fn sleep(
        self: &Rc<Self>,
        millis: u64,
    ) -> impl Future<Output = ()> + use<> {
        let world = self.clone();
        async move {
            let at = world.now.get() + millis;
            world.timer(at).await;
        }
    }

    /// Counts the polls and wakes of a future.
    pub(crate) fn counted<F: Future>(
        self: &Rc<Self>,
        name: &str,
        future: F,
    ) -> impl Future<Output = F::Output> + use<F> {
        let mut all = self.counts.borrow_mut();
        let counts = all.entry(name.to_owned()).or_default().clone();
        drop(all);
        let mut row = Row {
            world: self.clone(),
            name: name.to_owned(),
            is_done: false,
        };
        let mut future = Box::pin(future);
        poll_fn(move |cx| {
            counts.polls.fetch_add(1, Ordering::Relaxed);
            let waker = Waker::from(Arc::new(Counted {
                counts: counts.clone(),
                inner: cx.waker().clone(),
            }));
            let poll = future.as_mut().poll(&mut Context::from_waker(&waker));
            if poll.is_ready() {
                row.is_done = true;
                row.ends(Ending::Done);
            }
            poll
        })
    }

    pub(crate) fn spawn<T: 'static>(
        self: &Rc<Self>,
        name: &str,
        future: impl Future<Output = T> + 'static,
    ) -> (LocalBoxFuture<'static, T>, AbortHandle) {
        let (send, receive) = futures::channel::oneshot::channel();
        let future = self.counted(name, future);
        let (future, abort) = abortable(async move {
            let _ = send.send(future.await);
        });
        self.add(Box::pin(future.map(drop)));
        let result = receive.then(|result| async move {
            match result {
                Ok(value) => value,
                Err(_) => std::future::pending().await,
            }
        });
        (result.boxed_local(), abort)
    }

    /// Nothing can go on.
    pub(crate) fn fail(&self, fault: Fault) {
        self.fault.borrow_mut().get_or_insert(fault);
    }

    pub(crate) fn has_failed(&self) -> bool {
        self.fault.borrow().is_some()
    }

    pub(crate) fn ran(&self, is_done: bool) -> Ran {
        let counts = self.counts.borrow();
        let count = |(name, counts): (&String, &Arc<Counts>)| {
            let polls = counts.polls.load(Ordering::Relaxed);
            let wakes = counts.wakes.load(Ordering::Relaxed);
            (name.clone(), (polls, wakes))
        };
        Ran {
            lines: self.lines.borrow().clone(),
            fault: self.fault.borrow().clone(),
            is_done,
            counts: counts.iter().map(count).collect(),
            ends: self.ends.borrow().clone(),
        }
    }
}

struct Timer {
    world: Rc<World>,
    number: u64,
}

impl Drop for Timer {
    fn drop(&mut self) {
        let mut timers = self.world.timers.borrow_mut();
        timers.retain(|it| it.1 != self.number);
    }
}

/// The host of a program.
pub(crate) struct Tested(pub(crate) Rc<World>);

impl Host for Tested {
    fn elapsed(&self) -> f64 {
        self.0.now.get() as f64
    }

    fn print(&self, _: u32, text: String) {
        self.0.print(text);
    }

    fn sleep(&self, _: u32, millis: u64) -> ValueFuture {
        self.0.sleep(millis).map(|()| Value::UNIT).boxed_local()
    }

    fn timeout(&self, _: u32, millis: u64) -> ValueFuture {
        let at = self.0.now.get() + millis;
        self.0.timer(at).map(|()| Value::UNIT).boxed_local()
    }

    fn turn(&self, line: u32, turn: Turn) -> ValueFuture {
        self.sleep(line, if turn == Turn::Frame { 16 } else { 1 })
    }

    fn yield_now(&self, _: u32) -> ValueFuture {
        yield_now().map(|()| Value::UNIT).boxed_local()
    }

    fn fetch(&self, _: u32, url: &str) -> ValueFuture {
        let url = url.to_owned();
        let world = self.0.clone();
        let answer = async move {
            let (kind, number) = url.split_once('/').unwrap_or((&url, "0"));
            let number: f64 = number.parse().unwrap_or(0.0);
            match kind {
                "delay" => {
                    world.sleep((number * 1e3) as u64).await;
                    Value::result(Ok(Value::from(200)))
                }
                _ => Value::result(Err(format!("status {number}"))),
            }
        };
        answer.boxed_local()
    }

    fn fetch_text(&self, line: u32, _: &str) -> ValueFuture {
        let text = r#"{"states":["idle","scheduled","running"]}"#;
        let text = Value::result(Ok(Value::from(text.to_owned())));
        self.sleep(line, 50).map(move |_| text).boxed_local()
    }

    fn compute(&self, _: u32, millis: u64) {
        self.0.now.set(self.0.now.get() + millis);
    }

    fn spawn(&self, _: u32, name: &str, future: ValueFuture) -> Spawned {
        let (result, abort) = self.0.spawn(name, future);
        Spawned {
            result,
            cancel: Rc::new(move || abort.abort()),
        }
    }

    fn traced(&self, _: u32, name: &str, future: ValueFuture) -> ValueFuture {
        self.0.counted(name, future).boxed_local()
    }

    fn executor(&self) -> Rc<dyn OwnExecutor> {
        Rc::new(Inner(Rc::default()))
    }

    fn running(&self) -> Option<u32> {
        None
    }

    fn awaiting(&self, _: u32) {}

    fn reached(&self, _: u32) {}

    fn below(&self, _: usize) -> usize {
        0
    }

    fn tick(&self, _: u32) -> Result<(), String> {
        self.0.ticks.set(self.0.ticks.get() + 1);
        match self.0.ticks.get() > 5_000 {
            true => Err("That was too much.".to_owned()),
            false => Ok(()),
        }
    }

    fn fail(&self, fault: Fault) {
        assert!(!self.0.has_failed(), "it fails once");
        self.0.fail(fault);
    }
}

struct Inner(Rc<World>);

impl OwnExecutor for Inner {
    fn spawn(&self, future: LocalBoxFuture<'static, ()>) {
        self.0.add(future);
    }

    fn run(&self) -> bool {
        self.0.run(Box::pin(std::future::ready(())));
        self.0.tasks.borrow().iter().all(Option::is_none)
    }
}

/// Wakes its own task once.
pub(crate) fn yield_now() -> impl Future<Output = ()> {
    let mut is_first = true;
    poll_fn(move |cx| {
        if !std::mem::take(&mut is_first) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
}

/// Runs a program that can run.
pub(crate) fn run(text: &str) -> Ran {
    let program = compile(text).unwrap_or_else(|faults| {
        let faults: Vec<String> =
            faults.iter().map(ToString::to_string).collect();
        panic!("{}\n{text}", faults.join("\n"));
    });
    run_program(Rc::new(program))
}

pub(crate) fn run_program(program: Rc<meanwhile_script::Program>) -> Ran {
    run_in(Order::Oldest, |world| program.start(Rc::new(Tested(world))))
}

/// Runs what is compiled, in the same way.
pub(crate) fn run_compiled<F: Future + 'static>(
    main: impl FnOnce(Rc<World>) -> F,
) -> Ran {
    run_in(Order::Oldest, main)
}

/// Runs a main in a world of its own, which polls its tasks in that order.
pub(crate) fn run_in<F: Future + 'static>(
    order: Order,
    main: impl FnOnce(Rc<World>) -> F,
) -> Ran {
    let world = World::of(order);
    let main = main(world.clone());
    let is_done = Rc::new(Cell::new(false));
    let done = is_done.clone();
    let main = world.counted("main", main);
    world.run(Box::pin(main.map(move |_| done.set(true))));
    let ran = world.ran(is_done.get());
    // What refers to the world goes.
    let tasks = world.tasks.take();
    drop(tasks);
    ran
}

/// The lines that the body of a main prints, which comes to its end.
pub(crate) fn lines(body: &str) -> Vec<String> {
    let text =
        format!("use meanwhile::prelude::*;\nasync fn main() {{\n{body}\n}}\n");
    lines_of(&text)
}

/// The same of a whole program.
pub(crate) fn lines_of(text: &str) -> Vec<String> {
    let ran = run(text);
    assert_eq!(ran.fault, None, "{text}");
    assert!(ran.is_done, "main is over:\n{text}");
    ran.lines
}
