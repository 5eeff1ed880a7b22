//! The figures of a task, and which task stands below which.

use crate::executor::{block_on, now, pass, sleep, yield_now};
use crate::timeline::executed;
use crate::{cases, ms};
use meanwhile::task::Recorder;
use meanwhile::trace::{
    Bucket, Cause, Ending, EventKind, Histogram, Source, State, TaskFigures,
    TaskId, Timeline, Timestamp, Trace, percentile, tree,
};
use proptest::prelude::*;
use std::time::Duration;

fn at(millis: u64) -> Timestamp {
    Timestamp::ZERO + ms(millis)
}

fn micros(micros: u64) -> Duration {
    Duration::from_micros(micros)
}

/// The figures at `now` of a task that goes through `events`.
fn figures(events: &[(u64, EventKind)], now: u64) -> TaskFigures {
    let mut trace = Trace::default();
    let task = trace.declare(at(0), None, "task".into());
    for (millis, kind) in events {
        trace.push(at(*millis), task, kind.clone());
    }
    let timeline = Timeline::fold(trace.events());
    TaskFigures::of(&timeline.tracks()[0], at(now))
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn busy_scheduled_and_idle_add_up_to_the_total_at_every_moment(
        (trace, _) in executed(),
        later in 0_u64..3,
    ) {
        let events = trace.events();
        for length in 1..=events.len() {
            let timeline = Timeline::fold(&events[..length]);
            let now = events[length - 1].at + ms(later);
            for track in timeline.tracks() {
                let figures = TaskFigures::of(track, now);
                let sum = figures.busy + figures.scheduled + figures.idle;
                prop_assert_eq!(sum, figures.total, "{:?}", track);
                let closed = track.end.is_some();
                prop_assert!(!closed || Some(sum) == track.duration());
            }
        }
    }

    #[test]
    fn every_duration_is_in_one_bucket(
        durations in prop::collection::vec(any::<u64>(), 0..20),
        shift in 0_u32..64,
    ) {
        let durations: Vec<Duration> = durations
            .iter()
            .map(|nanos| Duration::from_nanos(nanos >> shift))
            .collect();
        let histogram = Histogram::of(durations.iter().copied());
        let buckets = histogram.buckets();
        for bucket in buckets {
            let within = |it: &&Duration| (bucket.from..bucket.to).contains(*it);
            let count = durations.iter().filter(within).count();
            prop_assert_eq!(count, bucket.count);
        }
        let sum: usize = buckets.iter().map(|bucket| bucket.count).sum();
        prop_assert_eq!(sum, durations.len());
        prop_assert!(buckets.windows(2).all(|it| it[0].to == it[1].from));
        let ends = [buckets.first(), buckets.last()];
        prop_assert!(ends.into_iter().flatten().all(|it| it.count > 0));
        prop_assert_eq!(histogram.max, durations.iter().max().copied());
        let mut sorted = durations;
        sorted.sort_unstable();
        prop_assert_eq!(histogram.p50, percentile(&sorted, 50));
        prop_assert_eq!(histogram.p95, percentile(&sorted, 95));
    }
}

#[test]
fn the_buckets_are_powers_of_two_above_a_microsecond() {
    let durations = [0, 900, 1_000, 1_999, 2_000, 9_000];
    let histogram =
        Histogram::of(durations.into_iter().map(Duration::from_nanos));
    let bucket = |from, to, count| Bucket {
        from: micros(from),
        to: micros(to),
        count,
    };
    assert_eq!(
        histogram.buckets(),
        [
            bucket(0, 1, 2),
            bucket(1, 2, 2),
            bucket(2, 4, 1),
            bucket(4, 8, 0),
            bucket(8, 16, 1),
        ],
    );
    assert_eq!(histogram.p50, Some(micros(1)));
    assert_eq!(histogram.p95, Some(micros(9)));
}

#[test]
fn a_histogram_of_nothing_has_no_buckets_and_no_figures() {
    let histogram = Histogram::of(std::iter::empty());
    assert_eq!(histogram, Histogram::default());
    assert_eq!((histogram.p50, histogram.max), (None, None));
}

#[test]
fn a_duration_beyond_all_clocks_has_a_bucket() {
    let histogram = Histogram::of([Duration::MAX, Duration::ZERO].into_iter());
    let counts = histogram.buckets().iter().map(|bucket| bucket.count);
    assert_eq!(counts.sum::<usize>(), 2);
}

#[test]
fn the_figures_of_a_task_are_read_off_its_polls_and_wakes() {
    use EventKind::{PollEnded, PollStarted, Spawned, Woken};
    let itself = Woken(Cause::Task(TaskId(0)));
    let events = [
        (10, Spawned),
        (10, Woken(Cause::Spawned)),
        (12, PollStarted),
        (12, itself),
        (16, PollEnded),
        (17, PollStarted),
        (19, PollEnded),
        (30, Woken(Cause::Loop(Source::Timer))),
        (35, PollStarted),
        (36, PollEnded),
        (36, EventKind::Ended(Ending::Succeeded)),
    ];
    let over = figures(&events, 99);
    assert_eq!(over.state, State::Completed);
    assert_eq!([over.total, over.busy], [ms(26), ms(7)]);
    assert_eq!([over.scheduled, over.idle], [ms(8), ms(11)]);
    assert_eq!([over.polls, over.wakes, over.self_wakes], [3, 2, 1]);
    assert_eq!(over.poll_times.p50, Some(ms(2)));
    assert_eq!(over.poll_times.max, Some(ms(4)));
    assert_eq!(over.scheduled_times.max, Some(ms(5)));
    let polled = figures(&events[..9], 40);
    assert_eq!(polled.state, State::Running);
    assert_eq!([polled.total, polled.busy], [ms(30), ms(11)]);
    let lengths = polled.poll_times.buckets().iter().map(|it| it.count);
    assert_eq!(lengths.sum::<usize>(), 2, "the third goes on");
    let ready = figures(&events[..8], 40);
    assert_eq!([ready.scheduled, ready.idle], [ms(13), ms(11)]);
}

#[test]
fn a_task_that_never_started_took_no_time() {
    let figures = figures(&[], 99);
    assert_eq!(figures.total, Duration::ZERO);
    assert_eq!(figures.idle, Duration::ZERO);
    assert_eq!(figures.bytes, None);
}

#[test]
fn the_figures_of_a_real_future_are_its_own() {
    let recorder = block_on(async {
        let recorder = Recorder::new(now);
        let task = recorder.declare(None, "task");
        let future = async {
            pass(ms(3));
            yield_now().await;
            sleep(ms(20)).await;
            pass(ms(1));
        };
        recorder.watch(task, future, |()| Ending::Succeeded).await;
        recorder.clone()
    });
    let timeline = Timeline::fold(&recorder.events());
    let figures = TaskFigures::of(&timeline.tracks()[0], recorder.now());
    assert_eq!(figures.total, ms(24));
    assert_eq!((figures.busy, figures.idle), (ms(4), ms(20)));
    assert_eq!((figures.wakes, figures.self_wakes), (2, 1));
    assert_eq!(figures.waker_clones, figures.waker_drops);
    assert!(figures.bytes > Some(0));
}

/// The names of the tasks that `parents` tell, as `tree` has them.
fn tree_of(parents: &[(&str, Option<u32>)], turned: u32) -> String {
    let mut trace = Trace::default();
    for (name, parent) in parents {
        trace.declare(at(0), parent.map(TaskId), (*name).into());
    }
    let turn = EventKind::Turned(Source::Timer);
    trace.push(at(0), TaskId(turned), turn);
    let timeline = Timeline::fold(trace.events());
    let lines = tree(&timeline).into_iter().map(|(index, depth)| {
        format!("{}{}", "  ".repeat(depth), parents[index].0)
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn tasks_stand_below_those_that_started_them() {
    let tasks = [
        ("loop", None),
        ("main", None),
        ("alice", Some(1)),
        ("bob", Some(1)),
        ("fetch", Some(2)),
        ("other", None),
        ("late", Some(2)),
    ];
    insta::assert_snapshot!(tree_of(&tasks, 0), @r"
    loop
    main
      alice
        fetch
        late
      bob
    other
    ");
}

#[test]
fn the_loop_comes_first_wherever_it_was_declared() {
    let tasks = [("main", None), ("loop", None), ("alice", Some(0))];
    insta::assert_snapshot!(tree_of(&tasks, 1), @r"
    loop
    main
      alice
    ");
}

#[test]
fn a_task_whose_starter_is_not_known_stands_alone() {
    let tasks = [("a", Some(7)), ("b", Some(1)), ("c", Some(0))];
    insta::assert_snapshot!(tree_of(&tasks, 9), @r"
    a
      c
    b
    ");
}
