//! Watching a future: what is written down of it, and that the watching
//! changes nothing.

use crate::executor::{block_on, now, pass, sleep, spawn, timers, yield_now};
use crate::{cases, ms};
use futures::FutureExt;
use futures::channel::oneshot;
use futures::future::{LocalBoxFuture, join, join_all, pending, select};
use meanwhile::task::{AbortOnDrop, Recorder, Stopped};
use meanwhile::trace::EventKind::{
    Ended, PollEnded, PollStarted, Spawned, Woken,
};
use meanwhile::trace::{
    Cause, Ending, EventKind, Source, State, TaskId, Timeline, Timestamp,
    Track, Wake as Woke,
};
use proptest::prelude::*;
use std::cell::RefCell;
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};

fn succeeded<T>(_: &T) -> Ending {
    Ending::Succeeded
}

/// What was recorded of `task`, besides its declaration and what its wakers and
/// its size are.
fn events_of(recorder: &Recorder, task: TaskId) -> Vec<EventKind> {
    recorder.read(|trace| {
        let events = trace.events().iter();
        events
            .filter(|event| event.task == task)
            .map(|event| event.kind.clone())
            .filter(|kind| !is_bookkeeping(kind))
            .collect()
    })
}

fn is_bookkeeping(kind: &EventKind) -> bool {
    use EventKind::{Declared, Sized, WakerCloned, WakerDropped};
    matches!(
        kind,
        Declared { .. } | Sized(_) | WakerCloned | WakerDropped
    )
}

fn wakes(events: &[EventKind]) -> usize {
    events
        .iter()
        .filter(|kind| matches!(kind, Woken(_)))
        .count()
}

/// The history of `task` so far.
fn track(recorder: &Recorder, task: TaskId) -> Track {
    let timeline = Timeline::fold(&recorder.events());
    timeline.tracks()[task.0 as usize].clone()
}

fn count(events: &[EventKind], kind: &EventKind) -> usize {
    events.iter().filter(|event| *event == kind).count()
}

/// Watches `future` while it runs to its end; gives what was recorded.
fn watched<F: Future>(future: F) -> Vec<EventKind> {
    let (recorder, task) = block_on(async {
        let recorder = Recorder::new(now);
        let task = recorder.declare(None, "task");
        recorder.watch(task, future, succeeded).await;
        (recorder, task)
    });
    events_of(&recorder, task)
}

#[test]
fn a_future_that_is_ready_is_polled_once() {
    let events = watched(async {});
    let end = Ended(Ending::Succeeded);
    assert_eq!(events, [Spawned, PollStarted, PollEnded, end]);
}

#[test]
fn a_future_that_yields_once_is_polled_twice() {
    let events = watched(yield_now());
    assert_eq!(count(&events, &PollStarted), 2);
    assert_eq!(
        events,
        [
            Spawned,
            PollStarted,
            Woken(Cause::Task(TaskId(0))),
            PollEnded,
            PollStarted,
            PollEnded,
            Ended(Ending::Succeeded),
        ],
    );
}

#[test]
fn a_future_that_waits_for_a_timer_is_woken_between_its_two_polls() {
    let events = watched(sleep(ms(10)));
    assert_eq!(
        events,
        [
            Spawned,
            PollStarted,
            PollEnded,
            Woken(Cause::Unknown),
            PollStarted,
            PollEnded,
            Ended(Ending::Succeeded),
        ],
    );
}

#[test]
fn wakes_before_a_poll_are_each_recorded_though_one_poll_serves_them() {
    let wakes_thrice = async {
        let mut polls = 0;
        std::future::poll_fn(|cx| {
            polls += 1;
            if polls == 2 {
                return Poll::Ready(());
            }
            for _ in 0..3 {
                cx.waker().wake_by_ref();
            }
            Poll::Pending
        })
        .await;
    };
    let events = watched(wakes_thrice);
    assert_eq!(wakes(&events), 3);
    assert_eq!(count(&events, &PollStarted), 2);
}

#[test]
fn nothing_but_its_spawning_is_recorded_of_a_future_that_nobody_polls() {
    let recorder = Recorder::new(|| Timestamp::ZERO);
    let task = recorder.declare(None, "task");
    let traced = recorder.watch(task, async {}, succeeded);
    assert_eq!(events_of(&recorder, task), [Spawned]);
    drop(traced);
    let cancelled = Ended(Ending::Cancelled);
    assert_eq!(events_of(&recorder, task), [Spawned, cancelled]);
}

#[test]
fn dropping_before_completion_records_a_cancellation_and_only_then() {
    let recorder = Recorder::new(|| Timestamp::ZERO);
    let (done, dropped) =
        (recorder.declare(None, "a"), recorder.declare(None, "b"));
    let mut context = Context::from_waker(Waker::noop());
    {
        let mut done = pin!(recorder.watch(done, async {}, succeeded));
        let mut pending =
            pin!(recorder.watch(dropped, pending::<()>(), succeeded));
        assert!(done.as_mut().poll(&mut context).is_ready());
        assert!(pending.as_mut().poll(&mut context).is_pending());
    }
    let ends = |task| {
        let events = events_of(&recorder, task).into_iter();
        events
            .filter(|kind| matches!(kind, Ended(_)))
            .collect::<Vec<_>>()
    };
    assert_eq!(ends(done), [Ended(Ending::Succeeded)]);
    assert_eq!(ends(dropped), [Ended(Ending::Cancelled)]);
}

#[test]
fn the_ending_is_read_off_the_output() {
    let ending_of = |output: Result<(), Ending>| {
        let recorder = Recorder::new(|| Timestamp::ZERO);
        let task = recorder.declare(None, "task");
        let ending = |result: &Result<(), Ending>| {
            result.err().unwrap_or(Ending::Failed)
        };
        let _ = recorder
            .watch(task, async move { output }, ending)
            .now_or_never();
        events_of(&recorder, task).pop()
    };
    let timed_out = Err(Ending::TimedOut);
    assert_eq!(ending_of(timed_out), Some(Ended(Ending::TimedOut)));
    assert_eq!(ending_of(Ok(())), Some(Ended(Ending::Failed)));
}

#[test]
fn what_a_drop_causes_is_recorded_before_the_cancellation() {
    let recorder = Recorder::new(|| Timestamp::ZERO);
    let outer = recorder.declare(None, "outer");
    let inner = recorder.declare(Some(outer), "inner");
    let future = recorder.watch(inner, pending::<()>(), succeeded);
    drop(recorder.watch(outer, future, succeeded));
    let order: Vec<TaskId> = recorder.read(|trace| {
        let events = trace.events().iter();
        events
            .filter(|event| matches!(event.kind, Ended(_)))
            .map(|event| event.task)
            .collect()
    });
    assert_eq!(order, [inner, outer]);
}

#[test]
fn nested_futures_are_each_recorded_and_their_polls_nest() {
    let recorder = block_on(async {
        let recorder = Recorder::new(now);
        let outer = recorder.declare(None, "outer");
        let inner = recorder.declare(Some(outer), "inner");
        let future = recorder.watch(inner, sleep(ms(10)), succeeded);
        recorder.watch(outer, future, succeeded).await;
        recorder
    });
    let lines: Vec<String> = recorder.read(|trace| {
        let events = trace.events().iter().filter(|event| event.task.0 < 2);
        events
            .filter(|event| !is_bookkeeping(&event.kind))
            .map(|event| {
                let name = ["outer", "inner"][event.task.0 as usize];
                let millis = event.at.as_millis();
                format!("{millis:2} {name} {:?}", event.kind)
            })
            .collect()
    });
    insta::assert_snapshot!(lines.join("\n"), @"
     0 inner Spawned
     0 outer Spawned
     0 outer PollStarted
     0 inner PollStarted
     0 inner PollEnded
     0 outer PollEnded
    10 inner Woken(Unknown)
    10 outer Woken(Unknown)
    10 outer PollStarted
    10 inner PollStarted
    10 inner PollEnded
    10 inner Ended(Succeeded)
    10 outer PollEnded
    10 outer Ended(Succeeded)
    ");
}

/// Counts its wakes.
#[derive(Default)]
struct Counter(AtomicUsize);

impl Wake for Counter {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn every_wake_reaches_the_waker_of_the_latest_poll() {
    let recorder = Recorder::new(|| Timestamp::ZERO);
    let task = recorder.declare(None, "task");
    let handed_in = Rc::new(RefCell::new(None));
    let keeps_the_waker = {
        let handed_in = handed_in.clone();
        std::future::poll_fn(move |cx| {
            *handed_in.borrow_mut() = Some(cx.waker().clone());
            Poll::<()>::Pending
        })
    };
    let mut traced = pin!(recorder.watch(task, keeps_the_waker, succeeded));
    let counters = [Arc::new(Counter::default()), Arc::new(Counter::default())];
    for counter in &counters {
        let waker = Waker::from(counter.clone());
        let mut context = Context::from_waker(&waker);
        assert!(traced.as_mut().poll(&mut context).is_pending());
        let waker = handed_in.borrow().clone();
        waker.expect("the future was polled").wake();
    }
    let counts = counters.map(|counter| counter.0.load(Ordering::Relaxed));
    assert_eq!(counts, [1, 1]);
    assert_eq!(wakes(&events_of(&recorder, task)), 2);
}

#[test]
fn a_wake_after_the_end_is_still_recorded_and_does_no_harm() {
    let recorder = Recorder::new(|| Timestamp::ZERO);
    let task = recorder.declare(None, "task");
    let mut late = None;
    {
        let future = std::future::poll_fn(|cx| {
            late = Some(cx.waker().clone());
            Poll::Ready(())
        });
        let _ = recorder.watch(task, future, succeeded).now_or_never();
    }
    late.expect("the future was polled").wake();
    let last = events_of(&recorder, task).pop();
    assert_eq!(last, Some(Woken(Cause::Unknown)));
}

#[test]
fn a_wake_names_the_task_that_was_being_polled() {
    let (recorder, [waits, tells]) = block_on(async {
        let recorder = Recorder::new(now);
        let tasks = ["waits", "tells"].map(|name| recorder.declare(None, name));
        let (send, receive) = oneshot::channel();
        let waits = recorder.watch(tasks[0], receive, succeeded);
        let tells = async {
            sleep(ms(5)).await;
            assert_eq!(recorder.running(), Some(tasks[1]));
            send.send(())
        };
        let tells = recorder.watch(tasks[1], tells, succeeded);
        let both = join(waits, tells).await;
        assert_eq!((both.0, both.1), (Ok(()), Ok(())));
        assert_eq!(recorder.running(), None);
        (recorder.clone(), tasks)
    });
    let wakes_of = |task| track(&recorder, task).wakes;
    let wake = Woke {
        at: Timestamp::ZERO + ms(5),
        by: Cause::Task(tells),
    };
    assert_eq!(wakes_of(waits), [wake]);
    let causes: Vec<Cause> = wakes_of(tells).iter().map(|it| it.by).collect();
    assert_eq!(causes, [Cause::Unknown], "nobody said that it is a timer");
}

#[test]
fn a_wake_by_a_timer_names_the_timer_and_is_a_turn_of_the_loop() {
    let (recorder, event_loop, task) = block_on(async {
        let recorder = Recorder::new(now);
        let event_loop = recorder.declare(None, "the loop");
        recorder.follow_loop(event_loop);
        let task = recorder.declare(Some(event_loop), "task");
        let timer = recorder.from(Source::Timer, sleep(ms(5)));
        recorder.watch(task, timer, succeeded).await;
        (recorder, event_loop, task)
    });
    let timer = Cause::Loop(Source::Timer);
    assert_eq!(
        events_of(&recorder, task),
        [
            Spawned,
            PollStarted,
            EventKind::Awaiting(timer),
            PollEnded,
            Woken(timer),
            PollStarted,
            PollEnded,
            Ended(Ending::Succeeded),
        ],
    );
    let turn = (Timestamp::ZERO + ms(5), Source::Timer);
    let event_loop = track(&recorder, event_loop);
    assert_eq!(event_loop.turns, [turn]);
    assert!(event_loop.is_loop() && !track(&recorder, task).is_loop());
}

#[test]
fn a_call_within_a_poll_is_no_turn_and_what_it_wakes_is_woken_by_the_task() {
    let (recorder, [event_loop, task]) = block_on(async {
        let recorder = Recorder::new(now);
        let tasks = ["loop", "task"].map(|name| recorder.declare(None, name));
        recorder.follow_loop(tasks[0]);
        let wakes = recorder.from(Source::Message, yield_now());
        recorder.watch(tasks[1], wakes, succeeded).await;
        (recorder.clone(), tasks)
    });
    assert_eq!(track(&recorder, event_loop).turns, []);
    let wakes = track(&recorder, task).wakes;
    assert!(wakes.iter().all(|wake| wake.by == Cause::Task(task)));
    assert_eq!(wakes.len(), 1);
}

#[test]
fn a_nested_future_is_woken_at_both_levels_by_the_same_timer() {
    let (recorder, tasks) = block_on(async {
        let recorder = Recorder::new(now);
        let outer = recorder.declare(None, "outer");
        let inner = recorder.declare(Some(outer), "inner");
        let timer = recorder.from(Source::Timer, sleep(ms(5)));
        let future = recorder.watch(inner, timer, succeeded);
        recorder.watch(outer, future, succeeded).await;
        (recorder, [outer, inner])
    });
    let wake = Woke {
        at: Timestamp::ZERO + ms(5),
        by: Cause::Loop(Source::Timer),
    };
    for task in tasks {
        assert_eq!(track(&recorder, task).wakes, [wake]);
    }
}

#[test]
fn clones_of_the_waker_and_their_drops_are_counted() {
    let recorder = Recorder::new(|| Timestamp::ZERO);
    let task = recorder.declare(None, "task");
    let mut kept = Vec::new();
    let figures = || {
        let track = track(&recorder, task);
        (track.waker_clones, track.waker_drops, track.wakers())
    };
    let keeps_three = std::future::poll_fn(|cx| {
        kept.extend([cx.waker().clone(), cx.waker().clone()]);
        kept.push(kept[0].clone());
        Poll::<()>::Pending
    });
    let watched = recorder.watch(task, keeps_three, succeeded);
    assert_eq!(watched.now_or_never(), None);
    assert_eq!(figures(), (3, 0, 3));
    kept.pop();
    assert_eq!(figures(), (3, 1, 2));
    kept.remove(0).wake();
    assert_eq!(figures(), (3, 2, 1), "waking by value uses it up");
    kept[0].wake_by_ref();
    assert_eq!(figures(), (3, 2, 1));
    drop(kept);
    assert_eq!(figures(), (3, 3, 0));
}

#[test]
fn a_future_that_drops_its_waker_is_idle_and_nobody_can_wake_it() {
    let recorder = Recorder::new(|| Timestamp::ZERO);
    let task = recorder.declare(None, "task");
    let loses_the_waker = std::future::poll_fn(|cx| {
        drop(cx.waker().clone());
        Poll::<()>::Pending
    });
    let mut traced = pin!(recorder.watch(task, loses_the_waker, succeeded));
    let mut context = Context::from_waker(Waker::noop());
    assert!(traced.as_mut().poll(&mut context).is_pending());
    let track = track(&recorder, task);
    assert_eq!((track.waker_clones, track.wakers()), (1, 0));
    assert_eq!(track.state(), State::Idle);
}

#[test]
fn an_outer_future_can_be_woken_while_an_inner_one_holds_its_waker() {
    let recorder = Recorder::new(|| Timestamp::ZERO);
    let outer = recorder.declare(None, "outer");
    let inner = recorder.declare(Some(outer), "inner");
    let future = recorder.watch(inner, pending::<()>(), succeeded);
    let mut traced = pin!(recorder.watch(outer, future, succeeded));
    let mut context = Context::from_waker(Waker::noop());
    assert!(traced.as_mut().poll(&mut context).is_pending());
    let wakers = [outer, inner].map(|task| track(&recorder, task).wakers());
    assert_eq!(wakers, [1, 0]);
}

#[test]
fn the_size_of_a_future_is_recorded_when_it_is_made() {
    let recorder = Recorder::new(|| Timestamp::ZERO);
    let task = recorder.declare(None, "task");
    let held = [7_u8; 3000];
    let large = async move {
        yield_now().await;
        held.len()
    };
    let bytes = size_of_val(&large) as u64;
    let traced = recorder.watch(task, large, succeeded);
    assert!(bytes > 3000);
    assert_eq!(track(&recorder, task).bytes, Some(bytes));
    drop(traced);
}

#[test]
fn what_is_recorded_along_is_never_before_what_was_recorded_last() {
    let recorder = block_on(async {
        let recorder = Recorder::new(now);
        let outer = recorder.declare(None, "outer");
        let declares_and_keeps_its_waker = async {
            pass(ms(5));
            let _ = recorder.declare(Some(outer), "inner");
            sleep(ms(5)).await;
        };
        let future = declares_and_keeps_its_waker;
        recorder.watch(outer, future, succeeded).await;
        recorder.clone()
    });
    let events = recorder.events();
    assert!(events.iter().map(|event| event.at).is_sorted());
}

#[test]
fn a_recorder_counts_from_its_own_beginning() {
    block_on(async {
        sleep(ms(70)).await;
        let recorder = Recorder::new(now);
        let clock = now();
        assert_eq!(recorder.now(), Timestamp::ZERO);
        sleep(ms(5)).await;
        assert_eq!(recorder.now(), Timestamp::ZERO + ms(5));
        assert_eq!(recorder.at(now()), recorder.now());
        assert_eq!(recorder.clock_at(Timestamp::ZERO), clock);
        assert_eq!(recorder.clock_at(recorder.now()), now());
    });
}

/// A small program: what it notes, and when, is all that can be seen of it.
#[derive(Clone, Debug)]
enum Op {
    Note(u8),
    Yield,
    /// Yields with so many clones of the waker in its hands, each of which
    /// wakes.
    Clones(u8),
    Sleep(u64),
    /// Runs these programs together.
    Join(Vec<Vec<Op>>),
    /// Runs the first until the second is over, which drops it.
    Race(Vec<Op>, Vec<Op>),
}

fn program() -> impl Strategy<Value = Vec<Op>> {
    let op = prop_oneof![
        any::<u8>().prop_map(Op::Note),
        Just(Op::Yield),
        (0_u8..4).prop_map(Op::Clones),
        (0_u64..5).prop_map(Op::Sleep),
    ];
    let op = op.prop_recursive(3, 24, 4, |op| {
        let block = move || prop::collection::vec(op.clone(), 0..4);
        prop_oneof![
            prop::collection::vec(block(), 0..4).prop_map(Op::Join),
            (block(), block()).prop_map(|(a, b)| Op::Race(a, b)),
        ]
    });
    prop::collection::vec(op, 0..6)
}

/// Keeps `count` clones of its waker over one poll, half of them until after
/// they woke it; gives how often it was polled.
async fn clones(count: u8) -> usize {
    let mut kept: Vec<Waker> = Vec::new();
    let mut polls = 0;
    std::future::poll_fn(|cx| {
        polls += 1;
        kept.retain(|waker| !waker.will_wake(cx.waker()));
        if polls == 2 {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        for clone in 0..count {
            let waker = cx.waker().clone();
            if clone % 2 == 0 {
                waker.wake();
            } else {
                waker.wake_by_ref();
                kept.push(waker);
            }
        }
        Poll::Pending
    })
    .await;
    polls + kept.len()
}

type Log = Rc<RefCell<Vec<(Timestamp, u8)>>>;

/// Runs `ops`, every block of them watched if there is a recorder.
fn execute(
    ops: Vec<Op>,
    log: Log,
    recorder: Option<Recorder>,
) -> LocalBoxFuture<'static, usize> {
    let block = {
        let recorder = recorder.clone();
        async move {
            let mut sum = 0;
            let go = |ops| execute(ops, log.clone(), recorder.clone());
            for op in ops {
                sum += match op {
                    Op::Note(note) => {
                        log.borrow_mut().push((now(), note));
                        usize::from(note)
                    }
                    Op::Yield => yield_now().map(|()| 0).await,
                    Op::Clones(count) => clones(count).await,
                    Op::Sleep(millis) => sleep(ms(millis)).map(|()| 1).await,
                    Op::Join(blocks) => {
                        join_all(blocks.into_iter().map(go)).await.iter().sum()
                    }
                    Op::Race(a, b) => {
                        select(go(a), go(b)).await.factor_first().0
                    }
                };
            }
            sum
        }
    };
    match recorder {
        None => block.boxed_local(),
        Some(recorder) => {
            let task = recorder.declare(None, "block");
            recorder.watch(task, block, succeeded).boxed_local()
        }
    }
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn watching_changes_neither_the_output_nor_the_order(program in program()) {
        let run = |recorder: fn() -> Option<Recorder>| {
            let log = Log::default();
            let output =
                block_on(async { execute(program.clone(), log.clone(), recorder()).await });
            (output, log.take())
        };
        let unwatched = run(|| None);
        let watched = run(|| Some(Recorder::new(now)));
        prop_assert_eq!(unwatched, watched);
    }

    #[test]
    fn every_watched_future_ends_once_and_its_polls_pair_up(program in program()) {
        let recorder = block_on(async {
            let recorder = Recorder::new(now);
            execute(program, Log::default(), Some(recorder.clone())).await;
            recorder
        });
        let tasks = recorder.read(|trace| {
            trace.events().iter().map(|event| event.task.0).max()
        });
        for task in 0..=tasks.expect("the program itself is a task") {
            let events = events_of(&recorder, TaskId(task));
            let ends = events.iter().filter(|kind| matches!(kind, Ended(_)));
            prop_assert_eq!(ends.count(), 1);
            let track = track(&recorder, TaskId(task));
            prop_assert_eq!(track.wakers(), 0, "they are over with it");
            let polls: Vec<_> = events
                .iter()
                .filter(|kind| matches!(kind, PollStarted | PollEnded))
                .collect();
            prop_assert!(polls.chunks(2).all(|pair| pair == [&PollStarted, &PollEnded]));
        }
    }
}

#[test]
fn a_task_elsewhere_ends_when_its_handle_is_dropped() {
    let (ended, timers_left) = block_on(async {
        let (task, abort) = AbortOnDrop::wrap(sleep(ms(1000)));
        let ended = Rc::new(RefCell::new(None));
        let end = ended.clone();
        spawn(Box::pin(async move {
            let result = task.await;
            *end.borrow_mut() = Some((result, now()));
        }));
        sleep(ms(10)).await;
        let dropped_at = now();
        drop(abort);
        sleep(ms(1)).await;
        let ended = ended.take().expect("the task is over");
        assert_eq!(ended.1, dropped_at, "no time passes in between");
        (ended.0, timers())
    });
    assert_eq!(ended, Err(Stopped));
    assert_eq!(timers_left, 0, "what it waited for was dropped");
}

#[test]
fn a_task_that_is_over_does_not_mind_its_handle() {
    let both = block_on(async {
        let (task, abort) = AbortOnDrop::wrap(async { 7 });
        join(task, async { drop(abort) }).await
    });
    assert_eq!(both.0, Ok(7));
}
