//! What watching futures costs, measured inside a browser: `./dev bench` runs
//! this and prints what it says. No test: it asserts nothing but that the work
//! was done.
#![cfg(target_family = "wasm")]

use futures::channel::oneshot;
use meanwhile::browser::clock;
use meanwhile::task::Recorder;
use meanwhile::trace::{
    Arrows, Ending, Event, EventKind, LifeRow, Replay, Timeline, Timestamp,
    Trace, Viewport, lints, tree,
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

/// A recording of 100 tasks that are polled so often each.
fn many_spans(polls: u64) -> Vec<Event> {
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
    for turn in 0..polls {
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
    let events: std::sync::Arc<Vec<Event>> = many_spans(1_000).into();
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

/// A run that goes on is drawn a few times a second: each time, what happened
/// since the last is read.
#[wasm_bindgen_test]
async fn what_reading_on_costs_after_a_million_events() {
    const MORE: usize = 2_000;
    let events = many_spans(5_000);
    let (mut timeline, mut replay) = (Timeline::default(), Replay::default());
    let first = events.len() - ROUNDS * MORE;
    timeline.read_on(&events[..first]);
    replay.read_on(&events[..first]);
    let (mut reading, mut findings) = (Vec::new(), Vec::new());
    for end in (first + MORE..=events.len()).step_by(MORE) {
        let start = clock::now();
        timeline.read_on(&events[..end]);
        replay.read_on(&events[..end]);
        let read = clock::now();
        let now = events[end - 1].at;
        assert_eq!(tree(&timeline).len(), 100);
        std::hint::black_box(lints(&timeline, now, false));
        reading.push(read.since(start));
        findings.push(clock::now().since(read));
    }
    assert_eq!(reading.len(), ROUNDS);
    assert_eq!(replay.len(), events.len());
    console_log!(
        "Reading on with {MORE} events after {first}, median of {ROUNDS}: \
         {:.1} ms, and {:.1} ms to look for findings in all.",
        median(reading),
        median(findings),
    );
}
