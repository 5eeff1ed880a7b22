//! What is worth noticing of tasks: each kind on its bug, and nothing on a
//! sound task.

use crate::{ms, plain};
use meanwhile::trace::{
    Cause, Check, Ending, EventKind, Lint, Long, Source, TaskId, Timeline,
    Timestamp, Trace, lints,
};

use EventKind::{
    Awaiting, Ended, Forgotten, PollEnded, PollStarted, Sized, Spawned, Turned,
    WakerCloned, WakerDropped, Woken,
};

const SPAWNED: EventKind = Woken(Cause::Spawned);
const TIMER: EventKind = Woken(Cause::Loop(Source::Timer));
const DONE: EventKind = Ended(Ending::Succeeded);
const DROPPED: EventKind = Ended(Ending::Cancelled);

/// A trace of the loop, of `main` and of tasks called by letters.
struct Story(Trace);

impl Story {
    fn of(tasks: usize) -> Self {
        let mut trace = Trace::default();
        trace.declare(at(0), None, "the loop".into());
        trace.push(at(0), TaskId(0), Turned(Source::Script));
        for name in ["a", "b", "c"].into_iter().take(tasks) {
            trace.declare(at(0), None, name.into());
        }
        Self(trace)
    }

    /// What happens to the task of that number, each at its millisecond.
    fn task(mut self, number: u32, events: &[(u64, EventKind)]) -> Self {
        for (millis, kind) in events {
            self.0.push(at(*millis), TaskId(number), kind.clone());
        }
        self
    }

    fn found(&self, is_over: bool) -> Vec<Lint> {
        let timeline = Timeline::fold(self.0.events());
        let last = self.0.events().iter().map(|event| event.at).max();
        lints(&timeline, last.unwrap_or_default(), is_over)
    }

    fn sentences(&self) -> Vec<String> {
        let found = self.found(true);
        found.iter().map(|lint| plain(&lint.to_string())).collect()
    }
}

fn at(millis: u64) -> Timestamp {
    Timestamp::ZERO + ms(millis)
}

/// A task that waits for a timer and is done.
fn sound() -> Vec<(u64, EventKind)> {
    vec![
        (0, Spawned),
        (0, Sized(64)),
        (0, SPAWNED),
        (1, PollStarted),
        (1, WakerCloned),
        (2, PollEnded),
        (500, TIMER),
        (500, WakerDropped),
        (501, PollStarted),
        (502, PollEnded),
        (502, DONE),
    ]
}

#[test]
fn a_sound_task_is_not_noticed_at_any_time() {
    let events = sound();
    for length in 0..=events.len() {
        let story = Story::of(1).task(1, &events[..length]);
        assert_eq!(story.found(false), [], "after {length} events");
    }
    assert_eq!(Story::of(1).task(1, &events).found(true), []);
}

#[test]
fn a_future_that_is_dropped_unpolled_was_never_awaited() {
    let story = Story::of(1).task(1, &[(0, Spawned), (3, DROPPED)]);
    assert_eq!(
        story.sentences(),
        [
            "“a” was never awaited: its future was dropped before anybody polled \
          it, and none of its body ran."
        ]
    );
}

#[test]
fn a_future_that_is_left_unpolled_was_never_awaited() {
    let story = Story::of(1).task(1, &[(0, Spawned)]);
    assert_eq!(story.found(true)[0].check, Check::NeverPolled);
    assert_eq!(story.found(false), [], "it may still be");
}

#[test]
fn what_was_declared_and_never_made_is_no_future() {
    assert_eq!(Story::of(1).found(true), []);
}

#[test]
fn stopping_a_run_makes_no_finding_of_what_was_not_polled() {
    let mut story = Story::of(1).task(1, &[(0, Spawned), (3, DROPPED)]);
    story = story.task(0, &[(3, DROPPED)]);
    assert_eq!(story.found(true), []);
}

#[test]
fn a_task_without_a_waker_waits_for_ever() {
    let events = [(0, Spawned), (1, PollStarted), (2, PollEnded)];
    let story = Story::of(1).task(1, &events);
    assert_eq!(story.found(false), [], "its end may come right after");
    let later = Story::of(2).task(1, &events).task(2, &[(3, Spawned)]);
    assert_eq!(later.found(false)[0].check, Check::LostWaker);
    assert_eq!(
        story.sentences(),
        [
            "“a” lost its waker: it said Pending, and nobody is left who could \
          wake it. It waits for ever."
        ]
    );
    let kept = [&events[..2], &[(1, WakerCloned)], &events[2..]].concat();
    assert_eq!(Story::of(1).task(1, &kept).found(true), []);
}

/// A task that says in its only poll that it waits for others, by their
/// numbers, who keep its waker.
fn waits_for(others: &[u32]) -> Vec<(u64, EventKind)> {
    let mut events = vec![(0, Spawned), (0, SPAWNED), (1, PollStarted)];
    for other in others {
        events.push((1, Awaiting(Cause::Task(TaskId(*other)))));
        events.push((1, WakerCloned));
    }
    events.push((2, PollEnded));
    events
}

#[test]
fn tasks_that_wait_for_each_other_are_in_a_deadlock() {
    // The third waits for the cycle, and is not in it.
    let story = Story::of(3)
        .task(1, &waits_for(&[3]))
        .task(2, &waits_for(&[1]))
        .task(3, &waits_for(&[1]));
    assert_eq!(
        story.sentences(),
        [
            "Deadlock: “a” waits for “c”, which waits for “a”. None of them \
             can go on."
        ]
    );
    let found = &story.found(true)[0];
    assert_eq!((found.from, found.to), (at(2), at(2)));
    assert_eq!(story.found(false), [], "somebody may still wake them");
}

#[test]
fn a_second_cycle_is_counted_and_told_on_its_own() {
    let story = Story::of(3)
        .task(1, &waits_for(&[1]))
        .task(2, &waits_for(&[3]))
        .task(3, &waits_for(&[2]));
    let found = &story.found(true)[0];
    let sentences: Vec<_> = found.each().map(ToString::to_string).collect();
    assert_eq!(
        sentences,
        [
            "Deadlock: “b” waits for “c”, which waits for “b”. None of them \
             can go on. There is one other cycle.",
            "Deadlock: “a” waits for “a”. None of them can go on.",
        ]
    );
}

#[test]
fn a_task_that_waits_for_itself_is_in_a_deadlock() {
    let story = Story::of(1).task(1, &waits_for(&[1]));
    assert_eq!(
        story.sentences(),
        ["Deadlock: “a” waits for “a”. None of them can go on."]
    );
}

#[test]
fn a_cycle_that_somebody_else_can_wake_is_no_deadlock() {
    for way_out in [Cause::Loop(Source::Timer), Cause::Task(TaskId(3))] {
        let mut first = waits_for(&[2]);
        first.insert(3, (1, Awaiting(way_out)));
        let story = Story::of(3)
            .task(1, &first)
            .task(2, &waits_for(&[1]))
            .task(3, &sound()[..6]);
        let found = story.found(true);
        let is_deadlock =
            |it: &Lint| matches!(it.check, Check::Deadlock { .. });
        assert!(!found.iter().any(is_deadlock), "{way_out:?}: {found:?}");
    }
}

#[test]
fn a_clone_that_is_dropped_while_its_task_waits_was_not_used() {
    let mut events = sound();
    events.splice(6.., [(9, WakerDropped)]);
    let story = Story::of(2).task(1, &events).task(2, &[(20, Spawned)]);
    let found = &story.found(true)[0];
    assert_eq!(found.check, Check::DroppedWaker { left: 0 });
    assert_eq!((found.from, found.to), (at(9), at(20)));
    events.insert(5, (1, WakerCloned));
    let story = Story::of(1).task(1, &events);
    assert_eq!(
        story.sentences(),
        [
            "“a” waits, and a clone of its waker was dropped without being \
             used: only the holder of one other clone can wake it."
        ]
    );
    // Another holder did.
    events.extend([(30, TIMER), (31, PollStarted), (31, PollEnded)]);
    events.push((31, DONE));
    assert_eq!(Story::of(1).task(1, &events).found(true), []);
}

#[test]
fn a_task_that_outlives_its_run_and_is_not_awaited_leaked() {
    let mut trace = Story::of(1);
    let child = trace.0.declare(at(0), Some(TaskId(1)), "child".into());
    let story = |awaits: &[u32]| {
        let main = waits_for(awaits);
        let story = Story(trace.0.clone()).task(1, &main);
        story.task(child.0, &sound()[..6])
    };
    assert_eq!(
        story(&[]).sentences(),
        [
            "“a” lost its waker: it said Pending, and nobody is left who could \
             wake it. It waits for ever.",
            "“child” leaked: it still waits when the run is over, and nobody \
             ever awaited it.",
        ]
    );
    assert_eq!(story(&[child.0]).found(true), [], "somebody awaits it");
    let forgotten = story(&[]).task(1, &[(9, Forgotten)]);
    assert_eq!(forgotten.found(true), [], "the reader has a part in it");
}

#[test]
fn a_poll_is_also_long_against_the_others_of_its_run() {
    let polls = |count: u64, last: u64| {
        let mut events = vec![(0, Spawned)];
        for turn in 1..=count {
            let took = if turn == count { last } else { 1 };
            let from = turn * 100;
            events.extend([(from, PollStarted), (from, WakerCloned)]);
            events.push((from + took, PollEnded));
        }
        Story::of(1).task(1, &events)
    };
    assert_eq!(
        polls(100, 20).sentences(),
        [
            "“a” held the thread for 20.0 ms in one poll, longer than 99 of \
             100 polls of this run: nothing else ran meanwhile."
        ]
    );
    let found = &polls(100, 20).found(true)[0];
    assert_eq!((found.from, found.to), (at(10_000), at(10_020)));
    assert_eq!(polls(100, 15).found(true), [], "less than a frame");
    assert_eq!(polls(99, 20).found(true), [], "99 polls have no such part");
}

#[test]
fn every_finding_names_where_to_look() {
    let mut late = sound();
    late.splice(8.., [(600, PollStarted), (601, PollEnded), (601, DONE)]);
    let found = &Story::of(1).task(1, &late).found(true)[0];
    assert_eq!((found.from, found.to), (at(500), at(600)));
    let found = &Story::of(1).task(1, &waking_itself(1, 9, 3)).found(true)[0];
    assert_eq!((found.from, found.to), (at(0), at(8)));
    let story = Story::of(1).task(1, &[(1, Spawned), (3, DROPPED)]);
    let found = &story.found(true)[0];
    assert_eq!((found.from, found.to), (at(1), at(3)));
}

#[test]
fn a_task_that_the_reader_forgot_lost_nothing() {
    let events = [
        (0, Spawned),
        (1, PollStarted),
        (2, PollEnded),
        (3, Forgotten),
    ];
    assert_eq!(Story::of(1).task(1, &events).found(true), []);
}

/// A task that wakes itself so many times, and is then woken by a timer as
/// often as told.
fn waking_itself(task: u32, own: u64, others: u64) -> Vec<(u64, EventKind)> {
    let mut events = vec![(0, Spawned), (0, SPAWNED)];
    for turn in 0..own {
        events.push((turn, PollStarted));
        events.push((turn, Woken(Cause::Task(TaskId(task)))));
        events.push((turn, PollEnded));
    }
    for turn in own..own + others {
        events.push((turn, PollStarted));
        events.push((turn, WakerCloned));
        events.push((turn, PollEnded));
        events.push((turn + 1, TIMER));
    }
    events.push((own + others, PollStarted));
    events.push((own + others, PollEnded));
    events.push((own + others, DONE));
    events
}

#[test]
fn a_task_that_mostly_wakes_itself_is_noticed() {
    let story = Story::of(1).task(1, &waking_itself(1, 9, 3));
    assert_eq!(
        story.sentences(),
        [
            "“a” woke itself: 9 of its 12 wakes are its own. Nothing happens \
             in between but that others have a turn."
        ]
    );
    let many = Story::of(3)
        .task(1, &waking_itself(1, 9, 3))
        .task(2, &waking_itself(2, 12, 3))
        .task(3, &waking_itself(3, 9, 3));
    let found = many.sentences();
    let [one] = &found[..] else {
        panic!("{found:?}")
    };
    assert!(one.starts_with("“b” woke itself: 12 of its 15"), "{one}");
    assert!(one.ends_with(" The same goes for 2 other tasks."), "{one}");
}

#[test]
fn yielding_now_and_then_is_sound() {
    for (own, others) in [(3, 0), (9, 9)] {
        let story = Story::of(1).task(1, &waking_itself(1, own, others));
        assert_eq!(story.found(true), [], "{own} of {}", own + others);
    }
}

#[test]
fn a_task_that_computes_in_its_only_poll_never_yielded() {
    let events = [
        (0, Spawned),
        (0, PollStarted),
        (300, PollEnded),
        (300, DONE),
    ];
    assert_eq!(
        Story::of(1).task(1, &events).sentences(),
        [
            "“a” never yielded: it did all its work in one poll of 300 ms, \
             more than the 50 ms that browsers call long, and nothing else \
             ran meanwhile."
        ]
    );
}

#[test]
fn a_poll_that_goes_on_for_long_is_noticed_while_it_does() {
    let story = Story::of(2).task(1, &[(0, Spawned), (0, PollStarted)]);
    let story = story.task(2, &[(70, Spawned)]);
    let (held, long) = (ms(70), Long::Anywhere);
    assert_eq!(story.found(false)[0].check, Check::LongPoll { held, long });
}

#[test]
fn who_polls_a_task_that_computes_is_not_blamed_for_it() {
    let story = Story::of(2)
        .task(1, &[(0, Spawned), (0, PollStarted)])
        .task(2, &[(0, Spawned), (1, PollStarted), (90, PollEnded)])
        .task(2, &[(90, DONE)])
        .task(1, &[(91, PollEnded), (91, DONE)]);
    let found = story.found(true);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(&*found[0].name, "b");
}

#[test]
fn a_task_that_is_polled_late_tells_who_held_the_thread() {
    let mut other = sound();
    other.truncate(6);
    other.extend([(10, TIMER), (222, PollStarted), (223, PollEnded)]);
    other.push((223, DONE));
    let story = Story::of(2)
        .task(1, &[(0, Spawned), (5, PollStarted)])
        .task(2, &other[..7])
        .task(1, &[(222, PollEnded), (222, DONE)])
        .task(2, &other[7..]);
    assert_eq!(
        story.sentences(),
        [
            "“a” never yielded: it did all its work in one poll of 217 ms, \
             more than the 50 ms that browsers call long, and nothing else \
             ran meanwhile.",
            "“b” was woken, but polled 212 ms late: “a” held the thread.",
        ]
    );
}

#[test]
fn many_short_polls_hold_a_thread_as_well() {
    let mut story = Story::of(2).task(2, &[(0, Spawned), (0, SPAWNED)]);
    story = story.task(1, &[(0, Spawned)]);
    for turn in 0..12 {
        let (from, to) = (turn * 10, turn * 10 + 9);
        story = story.task(1, &[(from, PollStarted), (from, WakerCloned)]);
        story = story.task(1, &[(to, PollEnded)]);
    }
    let story = story.task(1, &[(119, DONE)]);
    let story = story.task(2, &[(120, PollStarted), (121, PollEnded)]);
    let story = story.task(2, &[(121, DONE)]);
    assert_eq!(
        story.sentences(),
        ["“b” was woken, but polled 120 ms late: “a” held the thread."]
    );
}

#[test]
fn nobody_is_blamed_for_a_wait_in_which_no_task_was_polled() {
    let mut late = sound();
    late.splice(8.., [(600, PollStarted), (601, PollEnded), (601, DONE)]);
    assert_eq!(
        Story::of(1).task(1, &late).sentences(),
        [
            "“a” was woken, but polled 100 ms late: the thread was busy \
             elsewhere."
        ]
    );
}

#[test]
fn a_reader_who_polls_by_hand_may_take_any_time() {
    let mut late = sound();
    late.splice(8.., [(600, PollStarted), (601, PollEnded), (601, DONE)]);
    let story = Story::of(1).task(0, &[(0, Turned(Source::Hand))]);
    assert_eq!(story.task(1, &late).found(true), []);
}

#[test]
fn a_future_with_a_big_buffer_is_large() {
    let mut events = sound();
    events[1].1 = Sized(65_600);
    assert_eq!(
        Story::of(1).task(1, &events).sentences(),
        [
            "“a” is a large future, of 65600 bytes: whatever it holds across \
             an await is part of it, and is moved with it."
        ]
    );
}

#[test]
fn of_several_tasks_the_worst_is_named_and_the_others_are_counted() {
    let large = |bytes| [(0, Spawned), (0, Sized(bytes)), (0, PollStarted)];
    let story = Story::of(3)
        .task(1, &large(20_000))
        .task(2, &large(40_000))
        .task(3, &large(30_000));
    let found = story.found(false);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((&*found[0].name, found[0].others), ("b", 2));
    let each: Vec<_> = found[0].each().map(|it| &*it.name).collect();
    assert_eq!(each, ["b", "c", "a"], "one by one, the worst first");
    let sentence = found[0].to_string();
    assert!(sentence.ends_with("The same goes for 2 other tasks."));
}
