//! Reading a recording takes about as many times as long as it has as many
//! times the events.

use crate::ms;
use meanwhile::trace::{
    Cause, Check, Ending, EventKind, Recording, Replay, Stats, TaskFigures,
    TaskId, Timeline, Timestamp, Trace, chrome_trace, findings, lints, tree,
};
use std::time::{Duration, Instant};

/// A task that polls for 10 ms makes the next one as late, and so on.
fn each_later(tasks: u32) -> Recording {
    let mut trace = Trace::default();
    let at = |millis| Timestamp::ZERO + ms(millis);
    let root = trace.declare(at(0), None, "main".into());
    trace.push(at(0), root, EventKind::Spawned);
    let all: Vec<TaskId> = (0..tasks)
        .map(|task| {
            let name = format!("task {task}").into();
            trace.declare(at(0), Some(root), name)
        })
        .collect();
    for task in &all {
        trace.push(at(0), *task, EventKind::Spawned);
        trace.push(at(0), *task, EventKind::Woken(Cause::Spawned));
    }
    // Neither the first that is ready nor the last is the next.
    let half = all.len() / 2;
    let order = all[half..].iter().zip(&all[..half]);
    let order = order.flat_map(|(one, other)| [one, other]);
    for (now, task) in (0..).zip(order) {
        trace.push(at(now * 60), *task, EventKind::PollStarted);
        trace.push(at(now * 60 + 55), *task, EventKind::PollEnded);
        let ending = EventKind::Ended(Ending::Succeeded);
        trace.push(at(now * 60 + 55), *task, ending);
    }
    recording(&trace)
}

/// Polls within each other that end in the order in which they began.
fn all_at_once(tasks: u32) -> Recording {
    let mut trace = Trace::default();
    let at = |millis| Timestamp::ZERO + ms(millis);
    let all: Vec<TaskId> = (0..tasks)
        .map(|task| trace.declare(at(0), None, format!("task {task}").into()))
        .collect();
    for (now, task) in (0..).zip(&all) {
        trace.push(at(now), *task, EventKind::Spawned);
        trace.push(at(now), *task, EventKind::PollStarted);
    }
    for (now, task) in (u64::from(tasks)..).zip(&all) {
        trace.push(at(now), *task, EventKind::PollEnded);
    }
    recording(&trace)
}

fn recording(trace: &Trace) -> Recording {
    Recording {
        name: "many".to_owned(),
        program: None,
        source: None,
        step: Duration::from_micros(5),
        engine: "none".to_owned(),
        hidden: false,
        date: None,
        events: trace.events().to_vec().into(),
    }
}

/// Does what opening a file does, and exporting it again.
fn open(json: &str) -> Duration {
    let began = Instant::now();
    let recording = Recording::from_json(json).expect("it is a recording");
    let timeline = Timeline::fold(&recording.events);
    let last = recording.events.iter().map(|event| event.at).max();
    let last = last.unwrap_or_default();
    let found = lints(&timeline, last, true);
    assert!(found.iter().any(|it| matches!(
        it.check,
        Check::PolledLate { .. } | Check::LongPoll { .. }
    )));
    let _ = findings(&timeline, &Default::default());
    let _ = Stats::of(&timeline);
    assert_eq!(tree(&timeline).len(), timeline.tracks().len());
    for track in timeline.tracks() {
        let _ = TaskFigures::of(track, last);
    }
    let mut replay = Replay::new(recording.events.clone());
    replay.go_to(replay.len() / 2);
    assert!(!chrome_trace(&recording).is_empty());
    began.elapsed()
}

/// Does what a run that goes on does again and again: it reads on.
fn read_on(recording: &Recording) -> Duration {
    let began = Instant::now();
    let (mut timeline, mut replay) = (Timeline::default(), Replay::default());
    for end in (0..=recording.events.len()).step_by(50) {
        timeline.read_on(&recording.events[..end]);
        replay.read_on(&recording.events[..end]);
    }
    began.elapsed()
}

fn opens_in_proportion(recording_of: fn(u32) -> Recording) {
    grows_gently(|tasks| {
        let json = recording_of(tasks).to_json();
        move || open(&json)
    });
}

fn grows_gently<W: Fn() -> Duration>(work: impl Fn(u32) -> W) {
    const FEW: u32 = 500;
    const TIMES: u32 = 8;
    let least = |tasks| {
        let work = work(tasks);
        (0..3).map(|_| work()).min().unwrap_or_default()
    };
    let (few, many) = (least(FEW), least(FEW * TIMES));
    // As many times as long, a logarithm and a busy machine more; the square
    // would be 64 times.
    assert!(many < few * 5 * TIMES, "{few:?} and {many:?}");
}

#[test]
fn a_recording_of_tasks_that_are_all_late_opens_in_proportion() {
    opens_in_proportion(each_later);
}

#[test]
fn a_recording_of_tasks_that_all_run_at_once_opens_in_proportion() {
    opens_in_proportion(all_at_once);
}

#[test]
fn a_run_that_goes_on_is_read_in_proportion() {
    grows_gently(|tasks| {
        let recording = each_later(tasks);
        move || read_on(&recording)
    });
}
