//! The fold from a trace to a timeline.

use crate::{cases, ms};
use meanwhile::trace::{
    Cause, Ending, EventKind, Phase, Span, TaskId, Timeline, Timestamp, Trace,
    Track, Wake,
};
use proptest::prelude::*;
use std::time::Duration;

/// How many tasks a random trace declares; events name some more.
const TASKS: u32 = 4;

fn at(millis: u64) -> Timestamp {
    Timestamp::ZERO + ms(millis)
}

fn phase() -> impl Strategy<Value = Phase> {
    prop::sample::select(vec![
        Phase::AddedDelay,
        Phase::Waiting,
        Phase::Receiving,
        Phase::Backoff,
    ])
}

fn ending() -> impl Strategy<Value = Ending> {
    prop::sample::select(vec![
        Ending::Succeeded,
        Ending::Failed,
        Ending::TimedOut,
        Ending::Cancelled,
    ])
}

fn cause() -> impl Strategy<Value = Cause> {
    prop_oneof![
        Just(Cause::Spawned),
        (0..TASKS).prop_map(|task| Cause::Task(TaskId(task))),
        Just(Cause::Unknown),
    ]
}

fn kind() -> impl Strategy<Value = EventKind> {
    prop_oneof![
        Just(EventKind::Spawned),
        Just(EventKind::PollStarted),
        Just(EventKind::PollEnded),
        cause().prop_map(EventKind::Woken),
        Just(EventKind::WakerCloned),
        Just(EventKind::WakerDropped),
        Just(EventKind::Forgotten),
        phase().prop_map(EventKind::Entered),
        ending().prop_map(EventKind::Ended),
    ]
}

/// Any events in any order, some of them of tasks that nobody declared; time
/// alone goes forward.
fn any_trace() -> impl Strategy<Value = Trace> {
    let event = (0_u64..3, 0..TASKS + 2, kind());
    prop::collection::vec(event, 0..60).prop_map(|events| {
        let mut trace = declared();
        let mut now = 0;
        for (after, task, kind) in events {
            now += after;
            trace.push(at(now), TaskId(task), kind);
        }
        trace
    })
}

fn declared() -> Trace {
    let mut trace = Trace::default();
    for task in 0..TASKS {
        let parent = (task > 0).then_some(TaskId(0));
        trace.declare(Timestamp::ZERO, parent, task.to_string().into());
    }
    trace
}

/// The life of a request as they are: started, in phases, perhaps ended.
#[derive(Clone, Debug)]
struct Life {
    start: u64,
    phases: Vec<(u64, Phase)>,
    end: Option<(u64, Ending)>,
}

fn life() -> impl Strategy<Value = Life> {
    let phases = prop::collection::vec((0_u64..5, phase()), 1..6);
    let end = prop::option::of((0_u64..5, ending()));
    (0_u64..10, phases, end).prop_map(|(start, phases, end)| Life {
        start,
        phases,
        end,
    })
}

/// The lives of some requests, in the order of time.
fn lives() -> impl Strategy<Value = Trace> {
    let lives = prop::collection::vec(life(), TASKS as usize);
    lives.prop_map(|lives| {
        let mut events = Vec::new();
        for (task, life) in (0..).map(TaskId).zip(lives) {
            let mut now = life.start;
            events.push((now, task, EventKind::Spawned));
            for (after, phase) in life.phases {
                events.push((now, task, EventKind::Entered(phase)));
                now += after;
            }
            if let Some((after, ending)) = life.end {
                now += after;
                events.push((now, task, EventKind::Ended(ending)));
            }
        }
        // Stable: what happened to one task stays in its order.
        events.sort_by_key(|event| event.0);
        let mut trace = declared();
        for (millis, task, kind) in events {
            trace.push(at(millis), task, kind);
        }
        trace
    })
}

/// Whether the spans of `track` follow each other without gap or overlap.
fn tiles(track: &Track) -> bool {
    let last_is_open_until_the_end = track
        .spans
        .last()
        .is_none_or(|span| span.end == track.end.map(|(end, _)| end));
    last_is_open_until_the_end
        && track
            .spans
            .windows(2)
            .all(|pair| pair[0].end == Some(pair[1].start))
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn every_prefix_of_a_trace_folds(trace in any_trace()) {
        let events = trace.events();
        let mut read_on = Timeline::default();
        for length in 0..=events.len() {
            let folded = Timeline::fold(&events[..length]);
            read_on.read_on(&events[..length]);
            prop_assert_eq!(&read_on, &folded);
        }
    }

    #[test]
    fn reading_on_from_anywhere_equals_folding_at_once(
        trace in any_trace(),
        place in any::<prop::sample::Index>(),
    ) {
        let events = trace.events();
        let place = place.index(events.len() + 1);
        let mut timeline = Timeline::fold(&events[..place]);
        timeline.read_on(events);
        prop_assert_eq!(timeline, Timeline::fold(events));
    }

    #[test]
    fn reading_the_same_trace_again_changes_nothing(trace in any_trace()) {
        let once = Timeline::fold(trace.events());
        let mut again = once.clone();
        again.read_on(trace.events());
        prop_assert_eq!(again, once);
    }

    #[test]
    fn events_of_unknown_tasks_are_ignored(trace in any_trace()) {
        let known: Vec<_> = trace
            .events()
            .iter()
            .filter(|event| event.task.0 < TASKS)
            .cloned()
            .collect();
        let all = Timeline::fold(trace.events());
        let known = Timeline::fold(&known);
        prop_assert_eq!(all.tracks(), known.tracks());
    }

    #[test]
    fn spans_tile_a_track(trace in lives()) {
        let timeline = Timeline::fold(trace.events());
        for track in timeline.tracks() {
            prop_assert!(tiles(track), "{:?}", track);
            let start = track.spans.first().map(|span| span.start);
            prop_assert_eq!(start, track.start);
        }
    }

    #[test]
    fn spans_tile_a_track_at_every_moment(trace in lives()) {
        let events = trace.events();
        for length in 0..=events.len() {
            let timeline = Timeline::fold(&events[..length]);
            prop_assert!(timeline.tracks().iter().all(tiles));
        }
    }

    #[test]
    fn the_phases_add_up_to_the_duration(trace in lives()) {
        let timeline = Timeline::fold(trace.events());
        for track in timeline.tracks().iter().filter(|t| t.end.is_some()) {
            let phases = [
                Phase::AddedDelay,
                Phase::Waiting,
                Phase::Receiving,
                Phase::Backoff,
            ];
            let sum: Duration =
                phases.into_iter().map(|phase| track.time_in(phase)).sum();
            prop_assert_eq!(track.duration(), Some(sum));
        }
    }
}

#[test]
fn a_task_that_never_starts_has_no_duration() {
    let mut trace = Trace::default();
    let root = trace.declare(at(0), None, "run".into());
    trace.declare(at(0), Some(root), "request".into());
    trace.push(at(0), root, EventKind::Spawned);
    let timeline = Timeline::fold(trace.events());
    assert_eq!(timeline.makespan(), None, "the run goes on");
    assert_eq!(timeline.rows()[0].start, None);
    trace.push(at(9), root, EventKind::Ended(Ending::Cancelled));
    let timeline = Timeline::fold(trace.events());
    assert_eq!(timeline.makespan(), Some(ms(9)));
    assert_eq!(timeline.rows()[0].duration(), None);
    assert_eq!(timeline.rows()[0].ending(), None);
}

#[test]
fn a_track_keeps_its_phases_polls_and_wakes() {
    use EventKind::{Ended, Entered, PollEnded, PollStarted, Spawned, Woken};
    let mut trace = Trace::default();
    let task = trace.declare(at(0), None, "request".into());
    for (millis, kind) in [
        (1, Spawned),
        (2, PollStarted),
        (2, Entered(Phase::Waiting)),
        (3, PollEnded),
        (7, Woken(Cause::Unknown)),
        (8, PollStarted),
        (8, Entered(Phase::Receiving)),
        (9, Ended(Ending::Succeeded)),
        (9, PollEnded),
    ] {
        trace.push(at(millis), task, kind);
    }
    let timeline = Timeline::fold(trace.events());
    let track = timeline.root().expect("it is the first");
    let span = |phase, start, end| Span {
        phase,
        start: at(start),
        end: Some(at(end)),
    };
    let spans = [span(Phase::Waiting, 2, 8), span(Phase::Receiving, 8, 9)];
    assert_eq!(track.spans, spans);
    assert_eq!(track.polls, [(at(2), at(3)), (at(8), at(9))]);
    let wake = Wake {
        at: at(7),
        by: Cause::Unknown,
    };
    assert_eq!(track.wakes, [wake]);
    assert_eq!(track.scheduled, [(at(7), Some(at(8)))]);
    assert_eq!(track.duration(), Some(ms(8)));
    assert_eq!(track.time_in(Phase::Waiting), ms(6));
}

#[test]
fn the_first_end_is_the_end() {
    let mut trace = Trace::default();
    let task = trace.declare(at(0), None, "request".into());
    trace.push(at(1), task, EventKind::Spawned);
    trace.push(at(2), task, EventKind::Ended(Ending::TimedOut));
    trace.push(at(3), task, EventKind::Ended(Ending::Cancelled));
    let timeline = Timeline::fold(trace.events());
    assert_eq!(timeline.tracks()[0].end, Some((at(2), Ending::TimedOut)));
}

#[test]
fn instants_do_not_run_over() {
    let last = Timestamp::from_nanos(u64::MAX);
    assert_eq!(last + Duration::MAX, last);
    assert_eq!(at(1).since(at(2)), Duration::ZERO);
    assert_eq!(Timestamp::from_millis(-1.0), Timestamp::ZERO);
    assert_eq!(Timestamp::from_millis(f64::NAN), Timestamp::ZERO);
    assert_eq!(
        Timestamp::from_millis(1.5),
        Timestamp::from_nanos(1_500_000)
    );
}
