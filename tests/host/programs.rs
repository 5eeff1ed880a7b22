//! The programs of the Tasks lab: what each does, and what is shown of it.

use crate::seen::{Seen, run, run_program};
use crate::shown;
use meanwhile::experiments::tasks::{Program, Setup, YieldBy};
use meanwhile::trace::{Check, EventKind, Lint, Timeline, lints};
use std::collections::BTreeSet;

#[test]
fn a_future_does_nothing_until_polled() {
    insta::assert_snapshot!(run_program(Program::Lazy).picture(10), @r"
    main            █ done
      never awaited   dropped
      awaited       █ done
        0 made both
        0 dropped one
        0 hello somebody
        → made both
    ");
}

#[test]
fn our_executor_runs_two_tasks_within_one_poll_of_main() {
    insta::assert_snapshot!(run_program(Program::RunOne).picture(10), @r"
    main            █ done
      ping          █ done
      pong          █ done
        0 ping 1
        0 pong 1
        0 ping 2
        0 pong 2
        0 ping 3
        0 pong 3
        0 all done: true
        → pong 1
    ");
}

#[test]
fn our_executor_cannot_finish_what_needs_the_browser() {
    let seen = run(Setup {
        program: Program::RunOne,
        yield_by: YieldBy::Message,
        ..Setup::default()
    });
    insta::assert_snapshot!(seen.picture(10), @r"
    main            █ done
      ping          █ dropped
      pong          █ dropped
        0 ping 1
        0 pong 1
        0 all done: false
        → pong 1
    ");
}

#[test]
fn a_task_in_the_background_is_over_before_it_is_awaited() {
    insta::assert_snapshot!(run_program(Program::Background).picture(20), @r"
    main            █························█ done
      answer        █·········█                done
        0 main: spawned it
        0 answer: begins
      200 answer: done
      500 main: awaits it
      500 main: got 42
        → 2
    ");
}

#[test]
fn a_suspended_task_is_woken_by_its_timer_alone() {
    insta::assert_snapshot!(run_program(Program::Suspend).picture(20), @r"
    main            █·········█·········█·········█ done
        0 1 makes 1
      200 2 makes 3
      400 3 makes 6
      600 the sum is 6
        → the timer, which wakes it once
    ");
}

#[test]
fn two_tasks_interleave_at_their_awaits() {
    insta::assert_snapshot!(run_program(Program::Interleave).picture(20), @r"
    main            █·····························█ done
      alice         █··············█··············█ done
      bob           █·········█·········█           done
        0 alice: start
        0 bob: start
      200 bob: half way
      300 alice: half way
      400 bob: done
      600 alice: done
        → bob: half way
    ");
}

#[test]
fn joined_requests_take_as_long_as_the_slowest() {
    insta::assert_snapshot!(run_program(Program::Join).picture(10), @r"
    main            █·········█·········█·········█ done
      delay/0.1     █·········█                     done
      delay/0.3     █·········█·········█·········█ done
      delay/0.2     █·········█·········█           done
      300 Ok(200)
      300 Ok(200)
      300 Ok(200)
      300 that was all
        → 300 ms
    ");
}

#[test]
fn joined_requests_are_all_waited_for_though_one_fails() {
    insta::assert_snapshot!(run_program(Program::JoinErrors).picture(20), @r#"
    main            █····█····█·········█ done
      delay/0.3     █····█····█·········█ done
      status/503    █····█                failed
      delay/0.1     █····█····█           done
      400 Ok(200)
      400 Err("status 503")
      400 Ok(200)
        → 3: all of them
    "#);
}

#[test]
fn try_join_drops_the_others_at_the_first_error() {
    insta::assert_snapshot!(run_program(Program::TryJoin).picture(10), @r"
    main            █·········█ done
      delay/0.3     █·········█ dropped
      status/503    █·········█ failed
      delay/0.1     █·········█ dropped
      100 stopped: status 503
          aborted: delay/0.3
          aborted: delay/0.1
        → it is aborted
    ");
}

#[test]
fn the_loser_of_a_race_is_dropped_and_its_request_aborted() {
    insta::assert_snapshot!(run_program(Program::Race).picture(20), @r"
    main            █··············█ done
      slow          █··············█ dropped
      fast          █··············█ done
      300 the first answer: Ok(200)
      300 the other is dropped
          aborted: delay/1
        → 300 ms
    ");
}

#[test]
fn nested_futures_are_polled_within_one_task() {
    insta::assert_snapshot!(run_program(Program::Nested).picture(10), @r"
    main            █···················█ done
      outer         █···················█ done
        inner       █···················█ done
      200 inner: the timer woke us all
      200 main: got 43
        → 1
    ");
}

#[test]
fn microtasks_are_served_before_all_other_turns() {
    insta::assert_snapshot!(run_program(Program::Order).picture(2), @r"
    main            █         done
      frame         █·······█ done
      timer         █         done
      message       █         done
      microtask     █         done
        0 script
        0 microtask
        0 timer
        0 message
       16 frame
        → microtask
    ");
}

fn starve(yield_by: YieldBy) -> Seen {
    run(Setup {
        program: Program::Starve,
        yield_by,
        ..Setup::default()
    })
}

#[test]
fn a_task_that_yields_by_waking_itself_starves_timers_and_frames() {
    insta::assert_snapshot!(starve(YieldBy::Wake).picture(50), @r"
    main            █·······································█ done
      spinner       █████████████████████████████████████████ done
      frame         █·······································█ done
      timer         █·······································█ done
     2000 the spinner is done
     2000 a frame
     2000 the timer
        → the spinner is done
    ");
}

#[test]
fn a_task_that_yields_by_a_message_starves_nobody() {
    insta::assert_snapshot!(starve(YieldBy::Message).picture(50), @r"
    main            █·█                                       done
      spinner       █████████████████████████████████████████ done
      frame         █                                         done
      timer         █·█                                       done
       16 a frame
      100 the timer
     2000 the spinner is done
        → a frame
    ");
}

#[test]
fn however_the_spinner_yields_its_recording_stays_small() {
    for yield_by in YieldBy::ALL {
        let seen = starve(yield_by);
        let events = seen.events.len();
        assert!(events < 40_000, "{yield_by:?}: {events}");
        let late = yield_by == YieldBy::Wake;
        assert_eq!(seen.lines()[0] == "the spinner is done", late);
    }
}

#[test]
fn a_task_that_computes_delays_a_task_that_was_woken() {
    insta::assert_snapshot!(run_program(Program::Busy).picture(10), @r"
    main            █·········▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒█ done
      busy          █·········██████████████████████ done
      bystander     █······························█ done
      312 told, and polled 212 ms late
        → at 312 ms, when busy gives the thread back
    ");
}

#[test]
fn an_eager_timer_runs_before_it_is_polled() {
    insta::assert_snapshot!(run_program(Program::Eager).picture(20), @r"
    main            █·········█····█··············█ done
      eager         ··········█····█                done
      lazy          ···············█··············█ done
      300 eager took 100 ms
      600 lazy took 300 ms
        → 300 ms
    ");
}

#[test]
fn a_task_without_a_waker_is_never_polled_again() {
    insta::assert_snapshot!(run_program(Program::LostWaker).picture(10), @r"
    main            █·····························█ for ever
      sound         █·····························█ done
      lost          █······························ for ever
      300 sound is done
          nothing can wake what is left
        → lost is never done, and main waits for ever
    ");
}

#[test]
fn two_wakes_in_one_poll_are_one_more_poll() {
    insta::assert_snapshot!(run_program(Program::WakesTwice).picture(10), @r"
    main            █···················█ done
        0 poll 1
        0 poll 2
      200 poll 3
        → 3
    ");
}

#[test]
fn no_frame_comes_while_a_future_blocks() {
    insta::assert_snapshot!(run_program(Program::Blocks).picture(16), @r"
    main            ███████··················██████████████ done
      blocks        █·····███████████████████               done
      608 the longest frame: 304 ms
        → 300 ms or a little more
    ");
}

#[test]
fn a_stream_keeps_two_in_flight_and_no_place_empty() {
    insta::assert_snapshot!(run_program(Program::InFlight).picture(20), @r"
    main            █····█····█····█·········█ done
      300 ms        █··············█           done
      100 ms        █····█                     done
      100 ms             █····█                done
      100 ms                  █····█           done
      200 ms                       █·········█ done
      100 the page of 100 ms
      200 the page of 100 ms
      300 the page of 300 ms
      300 the page of 100 ms
      500 the page of 200 ms
        → 500 ms
    ");
}

#[test]
fn two_permits_make_waves_of_two() {
    insta::assert_snapshot!(run_program(Program::Semaphore).picture(20), @r"
    main            █·········█·········█·········█ done
      one           █·········█                     done
      two           █·········█                     done
      three         █·········█·········█           done
      four          █·········█·········█·········█ done
      five          █·········█·········█           done
      200 one: Ok(200)
      200 two: Ok(200)
      400 three: Ok(200)
      400 five: Ok(200)
      600 four: Ok(200)
        → 600 ms
    ");
}

#[test]
fn a_loop_that_selects_anew_never_gets_a_whole_message() {
    insta::assert_snapshot!(run_program(Program::SelectLoop).picture(20), @r"
    main            █····█·█····█··█····█·█ done
      message       █····█·█                dropped
      message              █····█··█        dropped
      message                      █····█·█ dropped
      100 half of a message
      150 a tick
      250 half of a message
      300 a tick
      400 half of a message
      450 a tick
        → none
    ");
}

#[test]
fn answers_come_as_they_are_done() {
    insta::assert_snapshot!(run_program(Program::Unordered).picture(20), @r"
    main            █····█····█····█ done
      delay/0.3     █··············█ done
      delay/0.1     █····█           done
      delay/0.2     █·········█      done
      100 delay/0.1
      200 delay/0.2
      300 delay/0.3
        → delay/0.1
    ");
}

#[test]
fn a_full_channel_holds_its_sender_up() {
    insta::assert_snapshot!(run_program(Program::BackPressure).picture(20), @r"
    main            █····█····█····█ done
      producer      █····█····█      done
        0 sent 1
      100 used 1
      100 sent 2
      200 used 2
      200 sent 3
      300 used 3
        → 1 part
    ");
}

#[test]
fn tasks_that_sleep_with_a_lock_sleep_one_after_another() {
    insta::assert_snapshot!(run_program(Program::HeldLock).picture(20), @r"
    main            █····█····█····█ done
      one           █····█           done
      two           █····█····█      done
      three         █·········█····█ done
      100 the sum is 1
      200 the sum is 2
      300 the sum is 3
        → 300 ms
    ");
}

#[test]
fn what_a_cancelled_task_holds_is_dropped() {
    insta::assert_snapshot!(run_program(Program::Cancel).picture(20), @r"
    main            █····█ done
      job           █····  dropped
        0 opens a file
      100 open by 1
        → open by 1
    ");
}

#[test]
fn a_deadline_ends_the_attempts_in_their_pause() {
    insta::assert_snapshot!(run_program(Program::Retry).picture(20), @r"
    main            █····█·········█···················█····█ done
      request       █                                         failed
      request            █                                    failed
      request                      █                          failed
      request                                          █      failed
        0 status 503, so again in 100 ms
      100 status 503, so again in 200 ms
      300 status 503, so again in 400 ms
      700 status 503, so again in 800 ms
      800 no more
        → 4
    ");
}

#[test]
fn a_timeout_waits_for_the_thread() {
    insta::assert_snapshot!(run_program(Program::LateTimeout).picture(20), @r"
    main            █················█ done
      busy          █·████████████████ done
      answer        █················█ dropped
      limit         █················█ done
      350 given up at 350 ms
        → at 350 ms
    ");
}

#[test]
fn two_locks_in_two_orders_are_a_deadlock() {
    insta::assert_snapshot!(run_program(Program::Deadlock).picture(20), @r"
    main            █····· for ever
      a to b        █····█ for ever
      b to a        █····█ for ever
        0 locked one
        0 locked one
          nothing can wake what is left
        → none
    ");
}

#[test]
fn a_worker_that_has_its_own_sender_never_ends() {
    insta::assert_snapshot!(run_program(Program::Leak).picture(20), @r"
    main            █ done
      worker        █ for ever
        0 job 3
        0 job 2
        0 job 1
          nothing can wake what is left
        → job 1
    ");
}

/// The names of what is noticed, in short.
fn noticed(seen: &Seen) -> Vec<&'static str> {
    let timeline = Timeline::fold(&seen.events);
    let end = seen.events.iter().map(|event| event.at).max();
    let found = lints(&timeline, end.unwrap_or_default(), true);
    let kind = |lint: &Lint| match lint.check {
        Check::Deadlock { .. } => "deadlock",
        Check::DroppedWaker { .. } => "dropped waker",
        Check::Leaked => "leaked",
        Check::NeverPolled => "never polled",
        Check::LostWaker => "lost waker",
        Check::SelfWakes { .. } => "self-wakes",
        Check::NeverYielded { .. } => "never yielded",
        Check::LongPoll { .. } => "long poll",
        Check::PolledLate { .. } => "polled late",
        Check::LargeFuture { .. } => "large future",
    };
    found.iter().map(kind).collect()
}

#[test]
fn each_bug_is_noticed_and_nothing_in_a_sound_program() {
    for program in Program::ALL {
        let expected: &[&str] = match program {
            Program::Lazy => &["never polled"],
            Program::LostWaker => &["lost waker"],
            Program::Starve => &["self-wakes"],
            Program::Busy => &["long poll", "polled late"],
            Program::Blocks => &["long poll"],
            Program::BigBuffer => &["large future"],
            Program::LateTimeout => &["long poll"],
            Program::Deadlock => &["deadlock"],
            Program::Leak => &["leaked"],
            _ => &[],
        };
        let seen = run_program(program);
        assert_eq!(noticed(&seen), expected, "{}", program.id());
    }
    for way in [YieldBy::Message, YieldBy::Timeout, YieldBy::Frame] {
        assert_eq!(noticed(&starve(way)), [""; 0], "{}", way.id());
    }
}

#[test]
fn a_buffer_that_is_held_across_an_await_is_in_the_future() {
    insta::assert_snapshot!(run_program(Program::BigBuffer).picture(10), @r"
    main            █           done
      holds         █·········█ done
      lets go       █·········█ done
        0 lets go: 16384 bytes
      100 holds: 16384 bytes
        → by 16 kB: the buffer is in it
    ");
}

/// The file of a program, in the language of that extension.
fn file(program: Program, extension: &str) -> String {
    let name = program.id().replace('-', "_");
    let folder = "src/experiments/tasks/programs";
    let path = format!("{folder}/{name}.{extension}");
    std::fs::read_to_string(&path).expect("every program has its files")
}

#[test]
fn what_is_shown_of_a_program_is_short_and_only_the_program() {
    for program in Program::ALL {
        let source = program.source();
        let text = shown(source.rust);
        assert!(text.lines().count() <= 15, "{program:?}");
        assert!(text.contains("main"), "{program:?}");
        for hidden in ["LESSON", "pub", "//!"] {
            assert!(!text.contains(hidden), "{program:?}: {hidden}");
        }
        assert!(!text.starts_with('\n'), "{program:?}");
        for other in [source.python, source.javascript] {
            assert!(!shown(other).is_empty(), "{program:?}");
        }
    }
}

/// The text that highlighted HTML shows.
fn text_of(html: &str) -> String {
    let parts = html.split('<').enumerate().map(|(index, part)| {
        let text = part.split_once('>').map_or(part, |(_, text)| text);
        if index == 0 { part } else { text }
    });
    let text: String = parts.collect();
    let text = text.replace("&lt;", "<").replace("&gt;", ">");
    text.replace("&amp;", "&")
}

#[test]
fn what_is_shown_is_the_file_from_its_first_line_on() {
    for program in Program::ALL {
        let file = file(program, "rs").replace("pub(super) async", "async");
        let source = program.source();
        let lines = file.lines().skip(source.first_line as usize - 1);
        for (html, line) in shown(source.rust).split('\n').zip(lines) {
            assert_eq!(text_of(html), line, "{program:?}");
        }
    }
}

#[test]
fn the_lines_that_are_reached_are_shown_and_call_what_is_recorded() {
    const CALLS: [&str; 12] = [
        "print(",
        "spawn(",
        "traced(",
        "sleep(",
        "timeout(",
        "frame(",
        "message(",
        "microtask(",
        "fetch(",
        "yield_now(",
        "lock(",
        "compute(",
    ];
    for program in Program::ALL {
        let seen = run_program(program);
        let lines = seen.events.iter().filter_map(|event| match event.kind {
            EventKind::Reached(line) => Some(line),
            _ => None,
        });
        let lines: BTreeSet<u32> = lines.collect();
        assert!(!lines.is_empty(), "{program:?}");
        let text = file(program, "rs");
        let source = program.source();
        for line in lines {
            let place = line.checked_sub(source.first_line);
            let place = place.expect("the head of a file does nothing");
            let shown = shown(source.rust).lines().nth(place as usize);
            assert!(shown.is_some(), "{program:?}: {line}");
            let line = text.lines().nth(line as usize - 1);
            let line = line.expect("the file has so many lines");
            let calls = CALLS.iter().any(|call| line.contains(call));
            assert!(calls, "{program:?}: {line}");
        }
    }
}

#[test]
fn every_line_that_calls_something_is_reached() {
    for program in Program::ALL {
        let seen = run_program(program);
        let reached = |line: usize| {
            let line = EventKind::Reached(line as u32);
            seen.events.iter().any(|event| event.kind == line)
        };
        let source = program.source();
        let first = source.first_line as usize;
        let text = file(program, "rs");
        let lines = text.lines().enumerate().skip(first - 1);
        for (index, line) in lines.take(shown(source.rust).lines().count()) {
            // Who is dropped unpolled, or never woken, does not get there.
            let unreached = [
                "lost is done",
                "all of them",
                "closes",
                "answered",
                "transferred",
                "no more jobs",
            ];
            let is_unreached = unreached.iter().any(|it| line.contains(it));
            let calls = ["print(", "spawn(", "traced(", "compute("];
            if calls.iter().any(|it| line.contains(it)) && !is_unreached {
                assert!(reached(index + 1), "{program:?}: {line}");
            }
        }
    }
}

#[test]
fn every_program_is_explained_in_a_few_words_and_has_its_own_name() {
    let mut ids = BTreeSet::new();
    for program in Program::ALL {
        let words = program.why().split_whitespace().count();
        assert!((20..=120).contains(&words), "{program:?}: {words}");
        assert!(ids.insert(program.id()));
        assert_eq!(Program::from_id(program.id()), Some(program));
        assert!(!program.title().is_empty());
    }
}

#[test]
fn who_uses_yield_now_says_so() {
    for program in Program::ALL {
        let uses = file(program, "rs").contains("yield_now()");
        assert_eq!(program.yields(), uses, "{program:?}");
    }
}
