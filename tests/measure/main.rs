//! What watching futures costs, measured inside a browser: `./dev bench` runs
//! this and prints what it says. No test: it asserts nothing but that the work
//! was done.
#![cfg(target_family = "wasm")]

use futures::channel::oneshot;
use meanwhile::browser::clock;
use meanwhile::task::Recorder;
use meanwhile::trace::{
    Arrows, Ending, Event, EventKind, LifeRow, Replay, Timeline, Timestamp,
    Trace, Viewport, tree,
};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;
use wasm_bindgen_test::{console_log, wasm_bindgen_test};

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

/// The aim for what tracing adds to a poll, in nanoseconds.
const AIM: f64 = 250.0;
const TASKS: u32 = 100_000;
/// Each task yields so often, and is polled once more.
const YIELDS: u32 = 3;
const ROUNDS: usize = 7;

/// Yields to its executor a few times.
async fn work() {
    let mut left = YIELDS;
    std::future::poll_fn(|cx| match left {
        0 => Poll::Ready(()),
        _ => {
            left -= 1;
            cx.waker().wake_by_ref();
            Poll::Pending
        }
    })
    .await;
}

/// Spawns all tasks as `spawn` does each, and waits for the last.
async fn all(
    spawn: impl Fn(u32, std::pin::Pin<Box<dyn Future<Output = ()>>>),
) -> Duration {
    let (done, all_done) = oneshot::channel();
    let left = Rc::new(Cell::new(TASKS));
    let done = Rc::new(RefCell::new(Some(done)));
    let start = clock::now();
    for number in 0..TASKS {
        let (left, done) = (left.clone(), done.clone());
        let task = async move {
            work().await;
            left.set(left.get() - 1);
            if left.get() == 0
                && let Some(done) = done.take()
            {
                let _ = done.send(());
            }
        };
        spawn(number, Box::pin(task));
    }
    all_done.await.expect("the last task says so");
    clock::now().since(start)
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1e3
}

#[wasm_bindgen_test]
async fn what_tracing_costs() {
    let (mut untraced, mut traced) = (Vec::new(), Vec::new());
    let mut events = 0;
    for _ in 0..ROUNDS {
        untraced.push(all(|_, task| spawn_local(task)).await);
        let recorder = Recorder::new(clock::now);
        let watched = all(|_, task| {
            let id = recorder.declare(None, "task");
            let ending = |(): &()| Ending::Succeeded;
            let task = recorder.watch(id, task, ending);
            spawn_local(task);
        });
        traced.push(watched.await);
        events = recorder.read(|trace| trace.events().len());
    }
    let [untraced, traced] = [untraced, traced].map(median);
    let polls = f64::from(TASKS) * f64::from(YIELDS + 1);
    let a_poll = (traced - untraced) * 1e6 / polls;
    let verdict = if a_poll <= AIM { "met" } else { "missed" };
    console_log!(
        "Tracing {TASKS} tasks of {} polls each by spawn_local, median of \
         {ROUNDS}: {untraced:.0} ms untraced, {traced:.0} ms traced with \
         {events} events; {:.2} times, {a_poll:.0} ns a poll more. The aim is \
         at most {AIM} ns: {verdict}.",
        YIELDS + 1,
        traced / untraced,
    );
    console_log!("An event takes {} bytes.", size_of::<Event>());
}

/// A recording of 100 tasks that are polled a thousand times each.
fn many_spans() -> Vec<Event> {
    let mut trace = Trace::default();
    let at = Timestamp::from_nanos;
    let tasks: Vec<_> = (0..100)
        .map(|number| {
            let name = format!("task {number}").into();
            let task = trace.declare(at(0), None, name);
            trace.push(at(0), task, EventKind::Spawned);
            task
        })
        .collect();
    for turn in 0..1_000 {
        for (place, task) in tasks.iter().enumerate() {
            let from = turn * 1_000_000 + place as u64 * 10_000;
            trace.push(at(from), *task, EventKind::PollStarted);
            trace.push(at(from + 6_000), *task, EventKind::PollEnded);
        }
    }
    trace.events().to_vec()
}

#[wasm_bindgen_test]
async fn what_reading_a_long_recording_costs() {
    let events: std::sync::Arc<Vec<Event>> = many_spans().into();
    let times = |work: &dyn Fn()| {
        let round = |_| {
            let start = clock::now();
            work();
            clock::now().since(start)
        };
        median((0..ROUNDS).map(round).collect())
    };
    let fold = times(&|| {
        assert_eq!(Timeline::fold(&events).tracks().len(), 100);
    });
    let replay = times(&|| {
        assert_eq!(Replay::new(events.clone()).len(), events.len());
    });
    let timeline = Timeline::fold(&events);
    let rows: Vec<LifeRow> = tree(&timeline)
        .into_iter()
        .map(|(track, depth)| LifeRow { track, depth })
        .collect();
    let end = events.last().map(|event| event.at).unwrap_or_default();
    let drawn = |millis: f64| {
        times(&|| {
            let view = Viewport::fit(millis, rows.len());
            let scene = view.lives_scene(
                &timeline,
                &rows,
                Arrows::Shown,
                end,
                1100.0,
                600.0,
            );
            assert!(!scene.shapes.is_empty());
        })
    };
    console_log!(
        "A recording of 100,000 polls, median of {ROUNDS}: {fold:.1} ms to \
         fold, {replay:.1} ms to prepare for replay, {:.1} ms to lay out \
         whole, {:.1} ms to lay out a tenth of it.",
        drawn(1_000.0),
        drawn(100.0),
    );
}
