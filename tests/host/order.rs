//! Who polls a program, and in which order: the browser's executor, ours, or
//! the reader.

use crate::executor::{block_on, now, settled, sleep, timers, yield_now};
use crate::seen::{Reader, named, ours, run, run_program};
use crate::web::{Aborted, frame, web};
use crate::{cases, ms};
use meanwhile::experiments::tasks::{
    Executor, Outcome, Program, Run, RunEnd, Setup, Use,
};
use meanwhile::experiments::{Order, ReadyQueue, SEED_MAX};
use meanwhile::trace::{State, TaskId, Timeline};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::future::poll_fn;
use std::task::Poll;

fn any_program() -> impl Strategy<Value = Program> {
    prop::sample::select(&Program::ALL[..])
}

/// How the program ends, whoever polls.
fn expected_end(program: Program) -> RunEnd {
    match program {
        Program::LostWaker | Program::Deadlock | Program::Leak => RunEnd::Stuck,
        _ => RunEnd::Completed,
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn the_same_seed_gives_the_same_trace_and_every_seed_an_end(
        program in any_program(),
        seed in 0..=SEED_MAX,
    ) {
        let setup = ours(program, Order::Shuffled, seed);
        let [once, again] = [run(setup), run(setup)];
        prop_assert_eq!(once.end, expected_end(program));
        prop_assert_eq!(&once.events, &again.events);
    }

    #[test]
    fn nothing_is_left_of_a_run_that_is_dropped(
        program in any_program(),
        millis in 0_u64..400,
    ) {
        let (unfinished, timers) = block_on(async {
            let aborted = Aborted::default();
            let setup = Setup { program, ..Setup::default() };
            let run = Run::start(&setup, web(&aborted));
            let recorder = run.recorder().clone();
            sleep(ms(millis)).await;
            drop(run);
            settled().await;
            let timeline = Timeline::fold(&recorder.events());
            let tracks = timeline.rows().iter();
            let unfinished = tracks.filter(|it| it.end.is_none());
            let unfinished = unfinished.map(|it| it.name.to_string());
            (unfinished.collect::<Vec<_>>(), timers())
        });
        prop_assert_eq!(unfinished, Vec::<String>::new());
        prop_assert_eq!(timers, 0);
    }
}

#[test]
fn a_task_that_is_woken_twice_is_ready_once() {
    let executor = Executor::default();
    let wakes_twice = executor.spawn(poll_fn(|cx| {
        cx.waker().wake_by_ref();
        cx.waker().wake_by_ref();
        Poll::Pending
    }));
    executor.poll(wakes_twice);
    assert_eq!(executor.ready(), [wakes_twice]);
}

/// Where each wake or poll looked through all that are ready, this would take
/// minutes.
#[test]
fn tens_of_thousands_of_tasks_are_ready_at_once() {
    const TASKS: usize = 50_000;
    for order in Order::ALL {
        let executor = Executor::default();
        let mut ready_queue = ReadyQueue::new(order, 1);
        for _ in 0..TASKS {
            executor.spawn(yield_now());
        }
        let mut polls = 0;
        while let Some(place) = ready_queue.pick(executor.ready_count()) {
            assert!(executor.poll_at(place));
            polls += 1;
        }
        assert_eq!(polls, 2 * TASKS, "{order:?}");
        assert!(executor.run());
    }
}

#[test]
fn shuffled_orders_differ() {
    let trace = |seed| {
        let setup = ours(Program::Interleave, Order::Shuffled, seed);
        run(setup).lines()
    };
    let traces: BTreeSet<Vec<String>> = (0..20).map(trace).collect();
    assert!(traces.len() > 1);
}

#[test]
fn every_program_ends_last_in_first_out_too() {
    for program in Program::ALL {
        let seen = run(ours(program, Order::Lifo, 0));
        assert_eq!(seen.end, expected_end(program), "{program:?}");
    }
}

#[test]
fn our_executor_does_in_turn_what_the_browsers_does() {
    for program in Program::ALL {
        let browsers = run_program(program);
        let ours = run(ours(program, Order::Fifo, 0));
        assert_eq!(ours.printed(), browsers.printed(), "{program:?}");
        assert_eq!(ours.end, browsers.end, "{program:?}");
    }
}

#[test]
fn every_question_has_an_answer_that_depends_on_nobody_who_polls() {
    for program in Program::ALL {
        let options = program.question().options;
        assert!(options.len() > 1, "{program:?}");
        let answer = run_program(program).answer();
        assert!(answer.is_some(), "{program:?}");
        let setup = ours(program, Order::Fifo, 0);
        assert_eq!(run(setup).answer(), answer, "{program:?}");
    }
}

#[test]
fn a_patient_reader_is_an_executor() {
    for program in Program::ALL {
        let seen = run(Setup {
            program,
            executor: Use::Hand,
            ..Setup::default()
        });
        assert_eq!(seen.end, expected_end(program), "{program:?}");
        let lines: BTreeSet<String> = seen.lines().into_iter().collect();
        let others = run_program(program).lines().into_iter().collect();
        // The reader looks once a frame: what is measured takes longer.
        let is_measured = |line: &&String| line.contains(" ms");
        let differ = lines.symmetric_difference(&others);
        let differ: Vec<_> = differ.filter(|it| !is_measured(it)).collect();
        assert!(differ.is_empty(), "{program:?}: {differ:?}");
    }
}

/// A program that waits for its reader, who has just polled main.
async fn by_hand(program: Program, then: impl AsyncFnOnce(Run)) {
    let setup = Setup {
        program,
        executor: Use::Hand,
        ..Setup::default()
    };
    let run = Run::start(&setup, web(&Aborted::default()));
    frame().await;
    assert_eq!(lines_of(&run), [""; 0], "nobody polls but the reader");
    assert!(run.poll(named(&run, "main")));
    then(run).await;
}

fn lines_of(run: &Run) -> Vec<String> {
    let events = run.recorder().events();
    let lines = Outcome::of(&events).printed;
    lines.iter().map(ToString::to_string).collect()
}

fn state_of(run: &Run, task: TaskId) -> Option<State> {
    Reader::default().look(run).state(task)
}

#[test]
fn a_task_that_is_polled_too_early_is_pending_still() {
    block_on(by_hand(Program::Interleave, async |run| {
        let alice = named(&run, "alice");
        assert!(run.poll(alice));
        for _ in 0..3 {
            assert!(run.poll(alice));
            assert_eq!(lines_of(&run), ["alice: start"]);
            assert_eq!(state_of(&run, alice), Some(State::Idle));
        }
        sleep(ms(300)).await;
        assert_eq!(state_of(&run, alice), Some(State::Scheduled));
        assert!(run.poll(alice));
        assert_eq!(lines_of(&run), ["alice: start", "alice: half way"]);
    }));
}

#[test]
fn a_task_that_is_forgotten_never_finishes_and_the_run_is_stuck() {
    block_on(by_hand(Program::Interleave, async |run| {
        let [alice, bob] = ["alice", "bob"].map(|name| named(&run, name));
        let mut reader = Reader::default();
        reader.poll_what_is_ready(&run);
        run.forget(bob);
        assert!(!run.poll(bob));
        let began = now();
        while run.end().is_none() && now().since(began) < ms(2_000) {
            frame().await;
            reader.poll_what_is_ready(&run);
        }
        assert_eq!(run.end(), Some(RunEnd::Stuck));
        assert_eq!(state_of(&run, alice), Some(State::Completed));
        assert_eq!(state_of(&run, bob), Some(State::Idle));
        let lines = lines_of(&run);
        assert!(lines.contains(&"alice: done".to_owned()));
        assert!(!lines.contains(&"bob: half way".to_owned()));
    }));
}

#[test]
fn what_is_over_or_no_task_cannot_be_polled() {
    block_on(by_hand(Program::Nested, async |run| {
        assert!(!run.poll(named(&run, "inner")), "it is a part of main");
        sleep(ms(200)).await;
        let main = named(&run, "main");
        assert!(run.poll(main));
        assert_eq!(run.end(), Some(RunEnd::Completed));
        let polls = |run: &Run| {
            let timeline = Timeline::fold(&run.recorder().events());
            timeline.tracks()[main.0 as usize].polls.len()
        };
        let before = polls(&run);
        run.poll(main);
        assert_eq!(polls(&run), before);
    }));
}

#[test]
fn a_lost_waker_does_no_harm_to_who_is_polled_for_another_reason() {
    block_on(by_hand(Program::LostWaker, async |run| {
        let mut reader = Reader::default();
        reader.poll_what_is_ready(&run);
        sleep(ms(300)).await;
        reader.poll_what_is_ready(&run);
        assert_eq!(run.end(), Some(RunEnd::Stuck));
        assert!(run.poll(named(&run, "lost")));
        reader.poll_what_is_ready(&run);
        assert_eq!(run.end(), Some(RunEnd::Completed));
        assert_eq!(lines_of(&run), ["sound is done", "lost is done"]);
    }));
}
