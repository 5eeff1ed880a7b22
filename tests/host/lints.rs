//! What is worth noticing of tasks: each kind on its bug, and nothing on a
//! sound task.

use crate::{ms, plain};
use meanwhile::trace::{
    Cause, Check, Ending, EventKind, Lint, Source, TaskId, Timeline, Timestamp,
    Trace, lints,
};

use EventKind::{
    Ended, Forgotten, PollEnded, PollStarted, Sized, Spawned, Turned,
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
fn waking_itself(own: u64, others: u64) -> Vec<(u64, EventKind)> {
    let mut events = vec![(0, Spawned), (0, SPAWNED)];
    for turn in 0..own {
        events.push((turn, PollStarted));
        events.push((turn, Woken(Cause::Task(TaskId(1)))));
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
    let story = Story::of(1).task(1, &waking_itself(9, 3));
    assert_eq!(
        story.sentences(),
        [
            "“a” woke itself: 9 of its 12 wakes are its own. It is polled \
             again and again without anything having happened."
        ]
    );
}

#[test]
fn yielding_now_and_then_is_sound() {
    for (own, others) in [(3, 0), (9, 9)] {
        let story = Story::of(1).task(1, &waking_itself(own, others));
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
            "“a” never yielded: it did all its work in one poll of 300 ms, and \
          nothing else ran meanwhile."
        ]
    );
}

#[test]
fn a_poll_that_goes_on_for_long_is_noticed_while_it_does() {
    let story = Story::of(2).task(1, &[(0, Spawned), (0, PollStarted)]);
    let story = story.task(2, &[(70, Spawned)]);
    let held = ms(70);
    assert_eq!(story.found(false)[0].check, Check::LongPoll { held });
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
             and nothing else ran meanwhile.",
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
    let sentence = found[0].to_string();
    assert!(sentence.ends_with("The same goes for 2 other tasks."));
}
