//! Going back and forth in a recording.

use crate::executor::{block_on, now, sleep, yield_now};
use crate::timeline::executed;
use crate::{cases, ms};
use futures::future::join;
use meanwhile::task::Recorder;
use meanwhile::trace::{
    Cause, Ending, Event, EventKind, Moment, Phase, Replay, Source, State,
    TaskId, Timeline, Timestamp, Trace, event_text,
};
use proptest::prelude::*;
use std::sync::Arc;

const TASKS: u32 = 5;

fn at(millis: u64) -> Timestamp {
    Timestamp::ZERO + ms(millis)
}

fn kind() -> impl Strategy<Value = EventKind> {
    prop_oneof![
        2 => Just(EventKind::Spawned),
        4 => Just(EventKind::PollStarted),
        4 => Just(EventKind::PollEnded),
        4 => Just(EventKind::Woken(Cause::Unknown)),
        1 => Just(EventKind::Turned(Source::Timer)),
        1 => Just(EventKind::Printed("line".into())),
        1 => (1_u32..9).prop_map(EventKind::Reached),
        2 => (0..TASKS)
            .prop_map(|task| EventKind::Awaiting(Cause::Task(TaskId(task)))),
        1 => Just(EventKind::Forgotten),
        1 => Just(EventKind::Ended(Ending::Cancelled)),
    ]
}

/// Any events in any order of time, some of tasks that nobody declared.
fn recording() -> impl Strategy<Value = Arc<Vec<Event>>> {
    let event = (0_u64..50, 0..TASKS + 1, kind());
    prop::collection::vec(event, 0..1500).prop_map(|events| {
        let mut trace = Trace::default();
        for task in 0..TASKS {
            trace.declare(at(0), None, task.to_string().into());
        }
        for (millis, task, kind) in events {
            trace.push(at(millis), TaskId(task), kind);
        }
        trace.events().to_vec().into()
    })
}

fn moment_of(events: &[Event]) -> Moment {
    let mut moment = Moment::start();
    for event in events {
        moment.apply(event);
    }
    moment
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn every_way_to_a_place_leads_to_the_same_moment(
        events in recording(),
        places in prop::collection::vec(any::<prop::sample::Index>(), 1..12),
    ) {
        let mut replay = Replay::new(events.clone());
        prop_assert_eq!(replay.moment(), &Moment::start());
        for place in places {
            let position = place.index(replay.len() + 1);
            replay.go_to(position);
            prop_assert_eq!(replay.moment(), &moment_of(&events[..position]));
            replay.go_to(position.saturating_sub(1));
            let before = position.saturating_sub(1);
            prop_assert_eq!(replay.moment(), &moment_of(&events[..before]));
        }
        replay.go_to(usize::MAX);
        prop_assert_eq!(replay.moment().position, events.len());
    }

    #[test]
    fn reading_on_comes_to_the_same_as_reading_at_once(
        events in recording(),
        places in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
        elsewhere in any::<prop::sample::Index>(),
        millis in 0_u64..60,
    ) {
        let mut live = Replay::default();
        let mut places: Vec<_> =
            places.iter().map(|it| it.index(events.len() + 1)).collect();
        places.sort_unstable();
        for place in places.into_iter().chain([events.len()]) {
            live.read_on(&events[..place]);
            prop_assert_eq!(live.events(), &events[..place]);
            prop_assert_eq!(live.moment(), &moment_of(&events[..place]));
            let elsewhere = elsewhere.index(place + 1);
            live.go_to(elsewhere);
            prop_assert_eq!(live.moment(), &moment_of(&events[..elsewhere]));
        }
        let whole = Replay::new(events.clone());
        prop_assert_eq!(live.printed(), whole.printed());
        let at = at(millis);
        prop_assert_eq!(live.position_at(at), whole.position_at(at));
        let completed = live.completed(events);
        prop_assert_eq!(completed.moment(), whole.moment());
        prop_assert_eq!(completed.events(), whole.events());
    }

    #[test]
    fn a_moment_counts_the_lines_that_are_printed_by_then(
        events in recording(),
        place in any::<prop::sample::Index>(),
    ) {
        let mut replay = Replay::new(events);
        replay.go_to(place.index(replay.len() + 1));
        let position = replay.moment().position;
        let there = replay.printed().iter().filter(|it| it.0 <= position);
        prop_assert_eq!(there.count(), replay.moment().printed());
    }

    #[test]
    fn the_place_at_an_instant_has_everything_up_to_it_and_nothing_after(
        events in recording(),
        millis in 0_u64..60,
    ) {
        let mut replay = Replay::new(events.clone());
        let position = replay.position_at(at(millis));
        replay.go_to(position);
        prop_assert!(replay.moment().at <= at(millis));
        if let Some(next) = events.get(position) {
            prop_assert!(next.at > at(millis));
        }
    }

    #[test]
    fn a_moment_and_a_timeline_agree((trace, _) in executed()) {
        let events = trace.events();
        let mut moment = Moment::start();
        let mut timeline = Timeline::default();
        for (length, event) in (1..).zip(events) {
            moment.apply(event);
            timeline.read_on(&events[..length]);
            let mut found = [0; 4];
            for track in timeline.tracks() {
                let state = moment.state(track.task);
                let spawned = track.start.is_some();
                prop_assert_eq!(state, spawned.then(|| track.state()));
                prop_assert_eq!(moment.is_forgotten(track.task), track.forgotten);
                let lists: [&[TaskId]; 4] = [
                    &moment.running(),
                    &moment.ready(),
                    &moment.idle().collect::<Vec<_>>(),
                    moment.over(),
                ];
                let list = match state {
                    None => continue,
                    Some(State::Running) => 0,
                    Some(State::Scheduled) => 1,
                    Some(State::Idle) => 2,
                    Some(State::Completed | State::Cancelled) => 3,
                };
                prop_assert!(lists[list].contains(&track.task));
                found[list] += 1;
            }
            let lengths = [
                moment.running().len(),
                moment.ready().len(),
                moment.idle().count(),
                moment.over().len(),
            ];
            prop_assert_eq!(found, lengths, "each is in one list, once");
        }
    }
}

const MAIN: TaskId = TaskId(0);
const ALICE: TaskId = TaskId(1);
const BOB: TaskId = TaskId(2);

fn name_of(task: TaskId) -> String {
    ["main", "alice", "bob"][task.0 as usize].to_owned()
}

/// Three spawned tasks that are ready, and then `events`, a millisecond apart.
fn replay(events: &[(TaskId, EventKind)]) -> Replay {
    let mut trace = Trace::default();
    for task in [MAIN, ALICE, BOB] {
        let parent = (task != MAIN).then_some(MAIN);
        trace.declare(at(0), parent, name_of(task).into());
        trace.push(at(0), task, EventKind::Spawned);
        trace.push(at(0), task, EventKind::Woken(Cause::Spawned));
    }
    for (millis, (task, kind)) in (1..).zip(events) {
        trace.push(at(millis), *task, kind.clone());
    }
    Replay::new(trace.events().to_vec().into())
}

/// So many events are there before those that are told.
const READY: usize = 9;

#[test]
fn tasks_are_ready_in_the_order_in_which_they_became_so() {
    use EventKind::{PollEnded, PollStarted, Woken};
    let mut replay = replay(&[
        (MAIN, PollStarted),
        (MAIN, Woken(Cause::Task(MAIN))),
        (BOB, PollStarted),
        (BOB, PollEnded),
        (BOB, Woken(Cause::Unknown)),
        (MAIN, PollEnded),
        (ALICE, PollStarted),
    ]);
    let mut at = |position| {
        replay.go_to(position);
        replay.moment().ready().to_vec()
    };
    assert_eq!(at(READY), [MAIN, ALICE, BOB]);
    assert_eq!(at(READY + 2), [ALICE, BOB], "it is still being polled");
    assert_eq!(at(READY + 3), [ALICE]);
    assert_eq!(at(READY + 5), [ALICE, BOB]);
    assert_eq!(at(READY + 6), [ALICE, BOB, MAIN]);
    assert_eq!(at(READY + 7), [BOB, MAIN]);
    assert_eq!(at(READY + 3), [ALICE], "and back");
}

#[test]
fn polls_within_polls_are_running_the_innermost_last() {
    use EventKind::{PollEnded, PollStarted};
    let mut replay = replay(&[
        (BOB, PollStarted),
        (ALICE, PollStarted),
        (ALICE, PollEnded),
        (BOB, PollEnded),
    ]);
    replay.go_to(READY + 2);
    assert_eq!(replay.moment().running(), [BOB, ALICE]);
    replay.go_to(READY + 3);
    assert_eq!(replay.moment().running(), [BOB]);
    assert_eq!(replay.moment().idle().collect::<Vec<_>>(), [ALICE]);
}

#[test]
fn what_a_task_waits_for_holds_until_its_next_poll() {
    use EventKind::{Awaiting, PollEnded, PollStarted, Woken};
    let timer = Cause::Loop(Source::Timer);
    let mut replay = replay(&[
        (BOB, PollStarted),
        (BOB, Awaiting(timer)),
        (BOB, Awaiting(Cause::Task(ALICE))),
        (BOB, PollEnded),
        (BOB, Woken(timer)),
        (BOB, PollStarted),
    ]);
    replay.go_to(READY + 5);
    let both = [timer, Cause::Task(ALICE)];
    assert_eq!(replay.moment().awaiting(BOB), both);
    assert_eq!(replay.moment().awaiting(ALICE), []);
    replay.go_to(READY + 6);
    assert_eq!(replay.moment().awaiting(BOB), []);
}

#[test]
fn of_many_lines_those_near_the_last_are_shown() {
    let lines = |count: usize| {
        let line = |_| (BOB, EventKind::Printed("line".into()));
        replay(&(0..count).map(line).collect::<Vec<_>>())
    };
    assert_eq!(lines(0).printed_around(), 0..0);
    assert_eq!(lines(500).printed_around(), 0..500, "all of a few");
    let mut replay = lines(2_345);
    for printed in [0, 1, 99, 100, 1_234, 2_344, 2_345] {
        replay.go_to(READY + printed);
        assert_eq!(replay.moment().printed(), printed);
        let near = replay.printed_around();
        assert!(near.len() <= 500 && near.end <= 2_345, "{near:?}");
        let far = printed.saturating_sub(200)..(printed + 200).min(2_345);
        assert!(near.start <= far.start && far.end <= near.end, "{near:?}");
    }
}

#[test]
fn a_moment_knows_what_is_printed_what_is_over_and_the_line() {
    use EventKind::{Ended, Printed, Reached};
    let mut replay = replay(&[
        (BOB, Reached(7)),
        (BOB, Printed("one".into())),
        (BOB, Ended(Ending::Failed)),
        (ALICE, Reached(2)),
        (ALICE, Printed("two".into())),
        (ALICE, Ended(Ending::Cancelled)),
    ]);
    let printed = replay.printed();
    assert_eq!(
        printed,
        [
            (READY + 2, BOB, "one".into()),
            (READY + 5, ALICE, "two".into())
        ]
    );
    replay.go_to(READY + 3);
    assert_eq!(replay.moment().line(), Some((BOB, 7)));
    assert_eq!(replay.moment().printed(), 1);
    assert_eq!(replay.moment().state(BOB), Some(State::Completed));
    replay.go_to(READY + 6);
    assert_eq!(replay.moment().line(), Some((ALICE, 2)));
    assert_eq!(replay.moment().over(), [BOB, ALICE]);
    assert_eq!(replay.moment().state(ALICE), Some(State::Cancelled));
    assert_eq!(replay.moment().state(TaskId(9)), None);
}

#[test]
fn the_task_that_stands_for_the_loop_is_not_idle() {
    let mut replay = replay(&[
        (MAIN, EventKind::PollStarted),
        (MAIN, EventKind::PollEnded),
        (MAIN, EventKind::Turned(Source::Timer)),
    ]);
    replay.go_to(READY + 2);
    assert_eq!(replay.moment().idle().collect::<Vec<_>>(), [MAIN]);
    replay.go_to(READY + 3);
    assert_eq!(replay.moment().idle().count(), 0);
}

#[test]
fn what_is_noted_late_moves_the_clock_not_back() {
    let mut trace = Trace::default();
    let task = trace.declare(at(0), None, "task".into());
    for millis in [5, 2, 9] {
        trace.push(at(millis), task, EventKind::Marked);
    }
    let mut replay = Replay::new(trace.events().to_vec().into());
    let positions = [0, 2, 5, 8, 9].map(|ms| replay.position_at(at(ms)));
    assert_eq!(positions, [1, 1, 3, 3, 4]);
    replay.go_to(3);
    assert_eq!(replay.moment().at, at(5));
}

#[test]
fn a_recording_of_nothing_stays_at_its_start() {
    let mut replay = Replay::new(Arc::default());
    assert!(replay.is_empty());
    replay.go_to(7);
    assert_eq!(replay.moment(), &Moment::start());
    assert_eq!(replay.position_at(at(7)), 0);
}

/// As many tasks as a run may have, each polled twice, first come first
/// served.
fn a_hundred_thousand_tasks() -> Arc<Vec<Event>> {
    let mut trace = Trace::default();
    let tasks: Vec<TaskId> = (0..100_000)
        .map(|_| trace.declare(at(0), None, "task".into()))
        .collect();
    for task in &tasks {
        trace.push(at(0), *task, EventKind::Spawned);
        trace.push(at(0), *task, EventKind::Woken(Cause::Spawned));
    }
    for (millis, task) in (1..).zip(&tasks) {
        trace.push(at(millis), *task, EventKind::PollStarted);
        trace.push(at(millis), *task, EventKind::PollEnded);
        trace.push(at(millis), *task, EventKind::Woken(Cause::Unknown));
    }
    for (millis, task) in (100_001..).zip(&tasks) {
        trace.push(at(millis), *task, EventKind::PollStarted);
        trace.push(at(millis), *task, EventKind::PollEnded);
        trace.push(at(millis), *task, EventKind::Ended(Ending::Succeeded));
    }
    trace.events().to_vec().into()
}

/// It keeps moments on the way, and fewer and fewer of them the longer it is.
#[test]
fn a_long_run_that_was_read_as_it_went_can_be_replayed_in_both_directions() {
    let mut trace = Trace::default();
    let tasks = [0, 1, 2].map(|_| trace.declare(at(0), None, "task".into()));
    for (millis, task) in (0..30_000).zip(tasks.iter().cycle()) {
        trace.push(at(millis), *task, EventKind::PollStarted);
        trace.push(at(millis), *task, EventKind::PollEnded);
        trace.push(at(millis), *task, EventKind::Woken(Cause::Unknown));
    }
    let mut whole = Replay::new(trace.shared());
    let mut live = Replay::default();
    for read in (0..=whole.len()).step_by(777).chain([whole.len()]) {
        live.read_on(&trace.events()[..read]);
        live.go_to(read / 2);
        whole.go_to(read / 2);
        assert_eq!(live.moment(), whole.moment());
    }
    let mut live = live.completed(trace.shared());
    assert_eq!(live.moment(), &Moment::start());
    for position in [90_003, 90_002, 45_000, 44_999, 60_001, 16_640, 255, 1] {
        live.go_to(position);
        whole.go_to(position);
        assert_eq!(live.moment(), whole.moment());
    }
}

#[test]
fn a_hundred_thousand_tasks_can_be_replayed_in_both_directions() {
    let mut replay = Replay::new(a_hundred_thousand_tasks());
    let positions = [900_000, 899_999, 450_000, 449_999, 600_001, 1];
    for position in positions {
        replay.go_to(position);
        assert_eq!(replay.moment().position, position);
    }
    replay.go_to(450_000);
    assert_eq!(replay.moment().ready().len(), 100_000);
    assert_eq!(replay.moment().ready()[0], TaskId(50_000));
}

fn is_bookkeeping(kind: &EventKind) -> bool {
    use EventKind::{Sized, WakerCloned, WakerDropped};
    matches!(kind, Sized(_) | WakerCloned | WakerDropped)
}

#[test]
fn every_event_of_a_run_has_a_sentence() {
    let recorder = block_on(async {
        let recorder = Recorder::new(now);
        let [main, alice, bob] = ["main", "alice", "bob"].map(|name| {
            recorder.declare((name != "main").then_some(MAIN), name)
        });
        let waits = recorder.from(Source::Timer, sleep(ms(5)));
        let alice = recorder.watch(alice, waits, |()| Ending::Succeeded);
        let bob = recorder.watch(bob, yield_now(), |()| Ending::Failed);
        let both = join(alice, bob);
        recorder.watch(main, both, |_| Ending::Cancelled).await;
        recorder.clone()
    });
    let timeline = Timeline::fold(&recorder.events());
    let parent = |task: TaskId| timeline.tracks()[task.0 as usize].parent;
    let lines: Vec<String> = recorder
        .events()
        .iter()
        .filter(|event| !is_bookkeeping(&event.kind))
        .map(|event| event_text(event, parent(event.task), name_of))
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    main is made
    main makes alice
    main makes bob
    main spawns alice
    main spawns bob
    main is spawned
    main is polled
    alice is polled
    alice waits for a timer
    alice gives the thread back
    bob is polled
    bob wakes itself
    main is woken by bob
    bob gives the thread back
    main gives the thread back
    main is polled
    alice is polled
    alice waits for a timer
    alice gives the thread back
    bob is polled
    bob gives the thread back
    bob fails
    main gives the thread back
    alice is woken by a timer
    main is woken by a timer
    main is polled
    alice is polled
    alice gives the thread back
    alice is done
    main gives the thread back
    main is dropped
    ");
}

#[test]
fn a_sentence_names_the_causes_the_loop_and_what_is_printed() {
    use EventKind::{
        Awaiting, Ended, Entered, Forgotten, Left, Marked, Printed, Reached,
        Sized, Spawned, Turned, WakerCloned, WakerDropped, Woken,
    };
    let by_reader = Cause::Loop(Source::Hand);
    let lines = [
        Spawned,
        Sized(1),
        Sized(48),
        Woken(Cause::Spawned),
        Woken(Cause::Task(ALICE)),
        Woken(Cause::Task(BOB)),
        Woken(Cause::Unknown),
        Woken(by_reader),
        WakerCloned,
        WakerDropped,
        Awaiting(Cause::Task(ALICE)),
        Awaiting(Cause::Loop(Source::Frame)),
        Awaiting(Cause::Unknown),
        Turned(Source::Frame),
        Printed("hello".into()),
        Reached(3),
        Marked,
        Forgotten,
        Entered(Phase::Waiting),
        Left,
        Ended(Ending::TimedOut),
        Ended(Ending::Cancelled),
    ]
    .map(|kind| {
        let event = Event {
            at: at(0),
            task: BOB,
            kind,
        };
        event_text(&event, None, name_of)
    });
    insta::assert_snapshot!(lines.join("\n"), @"
    bob is spawned
    bob is 1 byte large
    bob is 48 bytes large
    bob is ready for its first poll
    bob is woken by alice
    bob wakes itself
    bob is woken
    bob is woken by the reader
    bob keeps a clone of its waker
    a clone of the waker of bob is dropped
    bob waits for alice
    bob waits for an animation frame
    bob waits for somebody
    the loop: animation frame
    bob prints “hello”
    bob is at line 3
    bob ticks
    bob is never polled again
    bob is sent and waits for its answer
    bob is done with that
    bob runs out of time
    bob is dropped
    ");
}
