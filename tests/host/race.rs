//! The race on one thread: who loses what in which order, and the first update
//! that is lost.

use crate::executor::now;
use crate::{cases, ms};
use meanwhile::experiments::Order;
use meanwhile::experiments::race::strategies::{
    Lock, count_alone, shared_atomic, shared_lock, shared_plain,
};
use meanwhile::experiments::race::{
    Access, AccessKind, BINS, Distribution, Group, Loss, Recorded, Strategy,
    first_loss, record, record_adds,
};
use meanwhile::trace::{
    Ending, EventKind, RowNote, Side, Timeline, Timestamp, Viewport,
};
use proptest::prelude::*;
use std::cell::Cell;
use std::sync::atomic::{AtomicI32, Ordering::SeqCst};
use std::sync::{Condvar, Mutex};
use std::thread;
use std::time::Duration;

/// What the counter comes to.
fn count(
    strategy: Strategy,
    (tasks, adds): (u32, u32),
    order: Order,
    seed: u64,
) -> u32 {
    let mut group = Group::new(strategy, tasks, adds, order, seed);
    while group.poll(1000) {}
    group.count()
}

fn recorded(tasks: u32, adds: u32, order: Order, seed: u64) -> Recorded {
    record(tasks, adds, order, seed, now)
}

const ALL: (u32, u32) = (100, 100);

#[test]
fn first_in_first_out_each_round_of_all_tasks_counts_as_one() {
    let got = count(Strategy::TaskAwait, ALL, Order::Fifo, 0);
    assert_eq!(got, 100, "9,900 of 10,000 are lost");
}

#[test]
fn last_in_first_out_nobody_comes_in_between() {
    let got = count(Strategy::TaskAwait, ALL, Order::Lifo, 0);
    assert_eq!(got, 10_000);
}

/// The seeds that links hold must mean the same for ever.
#[test]
fn a_seed_loses_the_same_for_everybody() {
    let got: Vec<u32> = (0..6)
        .map(|seed| count(Strategy::TaskAwait, ALL, Order::Shuffled, seed))
        .collect();
    assert_eq!(got, [105, 104, 100, 102, 105, 105]);
    let seed = 999_999;
    let got = count(Strategy::TaskAwait, ALL, Order::Shuffled, seed);
    assert_eq!(got, 103);
}

#[test]
fn a_counter_can_be_looked_at_between_polls() {
    let mut group = Group::new(Strategy::TaskLock, 3, 2, Order::Fifo, 0);
    assert_eq!(group.count(), 0);
    // Somebody holds the lock then, and has not written.
    assert!(group.poll(1));
    assert_eq!(group.count(), 0);
    while group.poll(1) {}
    assert_eq!(group.count(), 6);
    assert!(!group.poll(1), "nobody is left");
}

fn any_order() -> impl proptest::strategy::Strategy<Value = (Order, u64)> {
    (prop::sample::select(Order::ALL.to_vec()), 0..1000_u64)
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn without_an_await_between_or_behind_a_lock_nothing_is_lost(
        (order, seed) in any_order(),
        tasks in 1..30_u32,
        adds in 1..30_u32,
    ) {
        for strategy in [Strategy::TaskNoAwait, Strategy::TaskLock] {
            let got = count(strategy, (tasks, adds), order, seed);
            prop_assert_eq!(got, tasks * adds, "{:?}", strategy);
        }
    }

    #[test]
    fn what_is_recorded_is_what_is_measured(
        (order, seed) in any_order(),
        tasks in 1..20_u32,
        adds in 1..20_u32,
    ) {
        let got = count(Strategy::TaskAwait, (tasks, adds), order, seed);
        let recorded = recorded(tasks, adds, order, seed);
        prop_assert_eq!(recorded.got, got);
        prop_assert_eq!(recorded.adds, adds);
        let each = (2 * tasks * adds) as usize;
        prop_assert_eq!(recorded.accesses.len(), each);
        // Something is lost just when something is found to be lost.
        prop_assert_eq!(recorded.loss.is_some(), got < tasks * adds);
        if let Some(loss) = recorded.loss {
            let found = by_looking_at_all(&recorded.accesses);
            prop_assert_eq!(Some(loss), found);
        }
        // A place in the record is right after what happened there.
        for access in &recorded.accesses {
            let event = &recorded.events[access.position - 1];
            prop_assert_eq!(event.task.0, access.task);
            let line = EventKind::Printed(access.kind.text().into());
            prop_assert_eq!(&event.kind, &line);
        }
        let (is, would) = recorded.counter_at(recorded.events.len());
        prop_assert_eq!((is, would), (got, tasks * adds));
    }
}

/// The first write with a write of another between it and the read before it.
fn by_looking_at_all(accesses: &[Access]) -> Option<Loss> {
    let is_write =
        |place: &usize| matches!(accesses[*place].kind, AccessKind::Wrote(_));
    for overwrote in (0..accesses.len()).filter(is_write) {
        let task = accesses[overwrote].task;
        let read = (0..overwrote)
            .rev()
            .find(|it| accesses[*it].task == task && !is_write(it));
        let read = read.expect("who writes has read");
        let between: Vec<usize> = (read..overwrote).filter(is_write).collect();
        if let Some(last) = between.last() {
            assert!(between.iter().all(|it| accesses[*it].task != task));
            return Some(Loss {
                read,
                between: *last,
                overwrote,
                count: between.len(),
            });
        }
    }
    None
}

/// Accesses such as `1r0 2w1`: who, what, which value.
fn accesses(text: &str) -> Vec<Access> {
    let access = |(place, word): (usize, &str)| {
        let (task, value) =
            word.split_once(['r', 'w']).expect("a read or a write");
        let value = value.parse().expect("a value");
        Access {
            task: task.parse().expect("a task"),
            kind: match word.contains('r') {
                true => AccessKind::Read(value),
                false => AccessKind::Wrote(value),
            },
            at: Timestamp::ZERO + ms(place as u64),
            position: place + 1,
        }
    };
    text.split(' ').enumerate().map(access).collect()
}

#[test]
fn the_first_lost_update_is_found() {
    let loss = |read, between, overwrote, count| {
        Some(Loss {
            read,
            between,
            overwrote,
            count,
        })
    };
    for (text, expected) in [
        ("1r0 1w1", None),
        ("1r0 1w1 2r1 2w2", None),
        ("1r0 2r0 1w1 2w1", loss(1, 2, 3, 1)),
        ("1r0 2r0 1w1 1r1 2w1", loss(1, 2, 4, 1)),
        // Three updates undone at once.
        ("1r0 2r0 2w1 2r1 2w2 3r2 3w3 1w1", loss(0, 6, 7, 3)),
        // A task that read and never writes loses nothing.
        ("1r0 2r0 2w1 2r1 2w2", None),
        // The first of two.
        ("1r0 2r0 3r0 1w1 2w1 3w1", loss(1, 3, 4, 1)),
    ] {
        assert_eq!(first_loss(&accesses(text)), expected, "{text}");
    }
    assert_eq!(first_loss(&[]), None);
}

#[test]
fn the_first_lost_update_is_told() {
    let told = |tasks, adds, order| recorded(tasks, adds, order, 7).sentence();
    insta::assert_snapshot!(told(100, 100, Order::Fifo), @"The first lost update: task 2 read 0, then task 1 wrote 1, and task 2 wrote 1 over it. That update is lost.");
    insta::assert_snapshot!(told(3, 3, Order::Shuffled), @"The first lost update: task 2 read 0, then others wrote twice, at last task 1 wrote 2, and task 2 wrote 1 over it. Those 2 updates are lost.");
    insta::assert_snapshot!(told(100, 100, Order::Lifo), @"No update was lost: nobody wrote between another’s read and its write.");
}

#[test]
fn updates_lost_at_once_are_told_together() {
    let told = |text: &str| {
        let accesses = accesses(text);
        Recorded {
            events: Vec::new().into(),
            loss: first_loss(&accesses),
            accesses,
            tasks: 3,
            adds: 1,
            got: 1,
        }
        .sentence()
    };
    insta::assert_snapshot!(
        told("1r0 2r0 2w1 3r1 3w2 1w1"),
        @"The first lost update: task 1 read 0, then others wrote twice, at last task 3 wrote 2, and task 1 wrote 1 over it. Those 2 updates are lost."
    );
    insta::assert_snapshot!(
        told("1r0 2r0 2w1 2r1 2w2 3r2 3w3 1w1"),
        @"The first lost update: task 1 read 0, then others wrote 3 times, at last task 3 wrote 3, and task 1 wrote 1 over it. Those 3 updates are lost."
    );
}

#[test]
fn the_replay_starts_at_the_first_lost_update() {
    let recorded = recorded(100, 100, Order::Fifo, 0);
    let loss = recorded.loss.expect("an update is lost");
    let here = recorded.start();
    let access = recorded.accesses[loss.overwrote];
    assert_eq!((here, access.task), (access.position, 2));
    assert_eq!(recorded.accesses_at(here), loss.overwrote + 1);
    assert_eq!(recorded.accesses_at(here - 1), loss.overwrote);
    assert_eq!(recorded.counter_at(here), (1, 2));
    assert_eq!(recorded.counter_at(0), (0, 0));
    let view = recorded.view(ms(1)).expect("there is something to see");
    assert!(view.from <= access.at.as_millis());
    assert!(view.to >= access.at.as_millis() + 8.0);
    let tasks: Vec<u32> =
        recorded.tasks_of_loss().iter().map(|it| it.0).collect();
    assert_eq!(tasks, [2, 1]);
    for note in recorded.notes() {
        let row = note.row as f64;
        assert!((view.top..view.bottom).contains(&row), "{note:?}");
    }
    let words: Vec<String> =
        recorded.notes().into_iter().map(|it| it.text).collect();
    let expected = ["task 2 reads 0", "task 1 writes 1", "task 2 writes 1"];
    assert_eq!(words, expected);
}

#[test]
fn where_nothing_is_lost_the_replay_starts_at_the_start() {
    let recorded = recorded(5, 5, Order::Lifo, 0);
    assert_eq!((recorded.start(), recorded.loss), (0, None));
    assert_eq!(recorded.view(ms(1)), None);
    assert_eq!(recorded.notes(), []);
    assert_eq!(recorded.tasks_of_loss(), []);
}

#[test]
fn each_task_of_a_recording_has_the_row_of_its_number() {
    let recorded = recorded(4, 3, Order::Shuffled, 1);
    let timeline = Timeline::fold(&recorded.events);
    let names: Vec<&str> =
        timeline.tracks().iter().map(|it| &*it.name).collect();
    assert_eq!(names, ["4 tasks", "task 1", "task 2", "task 3", "task 4"]);
    for track in timeline.tracks() {
        let end = track.end.map(|(_, ending)| ending);
        assert_eq!(end, Some(Ending::Succeeded), "{}", track.name);
    }
}

#[test]
fn a_recording_stays_small_enough_to_be_looked_at() {
    assert_eq!(record_adds(100, 100), 100);
    assert_eq!(record_adds(500, 1000), 20);
    assert_eq!(record_adds(1, 1000), 1000);
    let recorded = recorded(500, 1000, Order::Fifo, 0);
    assert_eq!(recorded.accesses.len(), 20_000);
    assert!(recorded.about().contains("500 tasks of 20 additions each"));
}

#[test]
fn words_stand_beside_their_instant_and_inside_the_picture() {
    let view = Viewport {
        from: 0.0,
        to: 10.0,
        top: 1.0,
        bottom: 5.0,
    };
    let note = |row, millis, side| RowNote {
        row,
        at: Timestamp::ZERO + ms(millis),
        side,
        text: "reads 0".to_owned(),
    };
    let layout = |note| view.notes(&[note], 500.0, 200.0).pop();
    let after = layout(note(2, 5, Side::After)).expect("it is in view");
    assert!(after.x > 250.0);
    assert!((50.0..60.0).contains(&after.y), "above the box of its row");
    let before = layout(note(2, 5, Side::Before)).expect("it is in view");
    assert_eq!(before.x + after.x, 500.0);
    for out in [
        note(0, 5, Side::After),
        note(5, 5, Side::After),
        note(2, 0, Side::Before),
        note(2, 10, Side::After),
        note(2, 11, Side::Before),
    ] {
        assert_eq!(layout(out.clone()), None, "{out:?}");
    }
}

#[test]
fn losses_are_counted_in_classes() {
    let counted = Distribution::of([0, 0, 1, 25, 26, 1000], 1000);
    assert_eq!(counted.none, 2);
    assert_eq!(counted.bins[0], 2, "up to a fortieth");
    assert_eq!(counted.bins[1], 1);
    assert_eq!(counted.bins[BINS - 1], 1);
    assert_eq!(counted.bins.iter().sum::<usize>(), 4);
    let bars = counted.bars(6);
    assert_eq!(bars.len(), 4);
    assert_eq!((bars[0].x, bars[0].height), (0.0, 2.0 / 6.0));
    assert_eq!(bars[1].x, Distribution::place(0.0));
    let last = bars.last().expect("there are some");
    assert!((last.x + last.width - 1.0).abs() < 1e-9);
    // No bar of the scale touches the one for none.
    assert!(bars[0].x + bars[0].width < bars[1].x);
}

#[test]
fn a_plain_write_undoes_what_another_thread_wrote_meanwhile() {
    let counter = Cell::new(0);
    let read = || {
        let value = counter.get();
        // Here the other thread adds ten.
        counter.set(value + 10);
        value
    };
    shared_plain(3, read, |value| counter.set(value));
    assert_eq!(counter.get(), 3);
}

#[test]
fn atomic_additions_are_all_made() {
    let counter = AtomicI32::new(0);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                shared_atomic(5000, |by| {
                    counter.fetch_add(by, SeqCst);
                });
            });
        }
    });
    assert_eq!(counter.into_inner(), 20_000);
    assert_eq!(count_alone(5000), 5000);
}

/// Real threads, a real word, and a sleep as `Atomics.wait` has it.
#[test]
fn behind_the_lock_threads_take_turns() {
    let (counter, word) = (AtomicI32::new(0), AtomicI32::new(0));
    let (bed, alarm) = (Mutex::new(()), Condvar::new());
    let slept = AtomicI32::new(0);
    let one = || {
        let wait = |value| {
            let guard = bed.lock().expect("nobody panics");
            if word.load(SeqCst) == value {
                slept.fetch_add(1, SeqCst);
                let longest = Duration::from_secs(10);
                let woken = alarm.wait_timeout(guard, longest);
                let (_guard, late) = woken.expect("nobody panics");
                assert!(!late.timed_out(), "a sleeper was forgotten");
            }
        };
        let notify = || {
            let _guard = bed.lock().expect("nobody panics");
            alarm.notify_one();
        };
        let compare_exchange = |old, new| {
            let found = word.compare_exchange(old, new, SeqCst, SeqCst);
            found.unwrap_or_else(|found| found)
        };
        let lock = Lock {
            compare_exchange: &compare_exchange,
            exchange: &|value| word.swap(value, SeqCst),
            wait: &wait,
            notify_one: &notify,
        };
        // Another thread has every chance to come in between.
        let read = || {
            let value = counter.load(SeqCst);
            thread::yield_now();
            value
        };
        shared_lock(500, &lock, read, |value| counter.store(value, SeqCst));
    };
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(one);
        }
    });
    assert_eq!(counter.into_inner(), 2000);
    assert_eq!(word.into_inner(), 0, "it is free again");
    assert!(slept.into_inner() > 0, "somebody had to sleep");
}
