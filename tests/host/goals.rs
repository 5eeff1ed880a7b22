//! The goals of all labs: for each a run that fulfils it, and runs that nearly
//! do; what is said of them, and how they are kept.

use crate::executor::{block_on, sleep};
use crate::seen::{Reader, Seen, named, ours, run as run_tasks, run_program};
use crate::shown;
use crate::site::crawl;
use crate::web::{Aborted, frame, web};
use crate::words::assert_sentence;
use crate::{cases, compare_run, cost as many, freeze as frozen, ms, race_run};
use meanwhile::by_lab;
use meanwhile::experiments::compare::{Entry, Failure, Kept, Measured, Probe};
use meanwhile::experiments::compare::{Plan as Cells, Step, When};
use meanwhile::experiments::cost::{Form, FormReport};
use meanwhile::experiments::crawl as crawling;
use meanwhile::experiments::freeze::Mode;
use meanwhile::experiments::tasks::{
    Finished, Program, Run, RunEnd, Setup, Use, YieldBy,
};
use meanwhile::experiments::{
    Experiment, GOALS, Goal, Kind, Order, Reached, told,
};
use meanwhile::experiments::{
    compare, cost, freeze, news, race, script, tasks,
};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::time::Duration;

/// A run that fulfils the goal of that name, and runs that nearly do, each with
/// what it lacks.
struct Shown<Of> {
    id: &'static str,
    by: Of,
    nearly: Vec<(&'static str, Of)>,
}

/// Each of the goals is shown, in their order.
fn check<Of>(goals: &[Goal<Of>], shown: Vec<Shown<Of>>) {
    let ids: Vec<_> = goals.iter().map(|goal| goal.id).collect();
    let shown_ids: Vec<_> = shown.iter().map(|it| it.id).collect();
    assert_eq!(shown_ids, ids, "each goal has its runs");
    for (goal, shown) in goals.iter().zip(shown) {
        assert!((goal.is_met)(&shown.by), "{} is reached", goal.id);
        assert!(!shown.nearly.is_empty(), "{}", goal.id);
        for (lacks, run) in shown.nearly {
            assert!(!(goal.is_met)(&run), "{}: {lacks}", goal.id);
        }
    }
}

/// The names of all goals, by their labs.
fn all() -> Vec<(Experiment, Vec<&'static str>)> {
    fn names<Of>(goals: &[Goal<Of>]) -> Vec<&'static str> {
        goals.iter().map(|goal| goal.id).collect()
    }
    macro_rules! of {
        ($lab:ident) => {
            names(meanwhile::experiments::$lab::GOALS)
        };
    }
    Experiment::ALL.map(|lab| (lab, by_lab!(lab, of))).into()
}

#[test]
fn each_lab_has_three_to_five_goals_and_each_has_a_name_of_its_own() {
    let mut names = BTreeSet::new();
    for (lab, goals) in all() {
        assert!((3..=5).contains(&goals.len()), "{lab:?}");
        for goal in goals {
            let prefix = format!("{}.", lab.slug());
            assert!(goal.starts_with(&prefix), "{goal}");
            assert!(names.insert(goal), "{goal} is there twice");
            let kept = Reached::from_text(goal);
            assert!(kept.has(goal), "{goal} can be kept");
        }
    }
}

#[test]
fn goals_and_hints_are_sentences_of_few_words() {
    let text = shown(GOALS);
    let all: Vec<_> = all().into_iter().flat_map(|(_, goals)| goals).collect();
    let said = text.split("\n\n").count();
    assert_eq!(said, all.len(), "nothing is said of others");
    assert!(!text.contains('\\'), "it is no source of Rust");
    for goal in all {
        let goal = told(text, goal).unwrap_or_else(|| panic!("{goal} is told"));
        assert!(!goal.hint.contains('\n'), "{}", goal.hint);
        assert_sentence(goal.text);
        assert_sentence(goal.hint);
        let words = |text: &str| text.split_whitespace().count();
        assert!(words(goal.text) <= 20, "{}", goal.text);
        assert!(words(goal.hint) <= 60, "{}", goal.hint);
    }
}

#[test]
fn the_goals_of_crawl() {
    let run = |list: &str, query: &str| crawl(list, query).report();
    let one_slow = "delay/0.4\ndelay/0.5\ndelay/2.5\ndelay/0.6\ndelay/0.3";
    let alike = |count: usize, url: &str| {
        let rows: Vec<_> = (0..count).map(|it| format!("{url}?{it}")).collect();
        rows.join("\n")
    };
    let twelve = alike(12, "delay/1");
    let at_once = "run=concurrent";
    let both = "run=sequential,concurrent";
    let stop = "run=concurrent&on-error=stop";
    let failing = "status/503/0.5\ndelay/1\ndelay/1?b";
    check(
        crawling::GOALS,
        vec![
            Shown {
                id: "crawl.smallest-limit",
                by: run(one_slow, "run=limited&limit=3"),
                nearly: vec![
                    ("it costs time", run(one_slow, "run=limited&limit=2")),
                    ("3 is enough", run(one_slow, "run=limited&limit=4")),
                    ("it is no limit", run(one_slow, "run=limited&limit=9")),
                    ("nothing is limited", run(one_slow, at_once)),
                    (
                        "all are out at once",
                        run(&alike(3, "delay/1"), "run=limited&limit=3"),
                    ),
                    (
                        "one failed",
                        run(
                            &one_slow.replace("delay/0.3", "status/503/0.3"),
                            "run=limited&limit=3",
                        ),
                    ),
                ],
            },
            Shown {
                id: "crawl.one-wave",
                by: run(&twelve, at_once),
                nearly: vec![
                    (
                        "two waves",
                        run(&alike(12, "http://six.test/delay/1"), at_once),
                    ),
                    ("eleven", run(&alike(11, "delay/1"), at_once)),
                    ("six at a time", run(&twelve, "run=limited&limit=6")),
                    ("in a row", run(&twelve, "run=sequential")),
                    ("no requests", run(&alike(12, "stand-in/1"), at_once)),
                    ("no successes", run(&alike(12, "status/503/1"), at_once)),
                    ("too quick to tell", run(&alike(12, "delay/0"), at_once)),
                    (
                        "other paths",
                        run(
                            &format!("{}\ndelay/0.9", alike(11, "delay/1")),
                            at_once,
                        ),
                    ),
                ],
            },
            Shown {
                id: "crawl.nothing-to-gain",
                by: run("delay/3\ndelay/0.05\ndelay/0.05?b", both),
                nearly: vec![
                    ("a little", run("delay/3\ndelay/0.1\ndelay/0.1?b", both)),
                    ("two requests", run("delay/3\ndelay/0.05", both)),
                    (
                        "nothing to compare with",
                        run("delay/3\ndelay/0.05\ndelay/0.05?b", at_once),
                    ),
                ],
            },
            Shown {
                id: "crawl.abort-two",
                by: run(failing, stop),
                nearly: vec![
                    ("all are collected", run(failing, at_once)),
                    ("one is aborted", run("status/503/0.5\ndelay/1", stop)),
                    (
                        "the others were not out",
                        run(failing, "run=sequential&on-error=stop"),
                    ),
                ],
            },
        ],
    );
}

#[test]
fn a_limit_is_the_smallest_by_what_was_measured() {
    let goal = &crawling::GOALS[0];
    let list = "delay/1\ndelay/1?b\ndelay/1?c\ndelay/3\ndelay/1?d\ndelay/1?e";
    let reached = (1..=8).filter(|limit| {
        let run = crawl(list, &format!("run=limited&limit={limit}"));
        (goal.is_met)(&run.report())
    });
    assert_eq!(reached.collect::<Vec<_>>(), [4]);
}

#[test]
fn the_goals_of_freeze() {
    let run = |query: &str| {
        let query = format!("size=900000&{query}");
        frozen::freeze(&query, frozen::Workers::Work).report
    };
    type Edit = fn(&mut freeze::LaneReport);
    let edited = |query: &str, mode: Mode, edit: Edit| {
        let mut report = run(query);
        let mut lanes = report.lanes.iter_mut();
        edit(lanes.find(|lane| lane.mode == mode).expect("it ran"));
        report
    };
    let pooled = "run=main,pool&pool=2&job=chain&size=100000";
    let short = |query: &str| {
        let query = format!("size=1000&{query}");
        frozen::freeze(&query, frozen::Workers::Work).report
    };
    let pool = |pooled: &str, speed: f64| {
        let run = frozen::freeze(pooled, frozen::Workers::Work);
        let mut report = run.report;
        for lane in &mut report.lanes {
            lane.speed = Some(speed);
            lane.job = Some(ms(600));
        }
        report
    };
    check(
        freeze::GOALS,
        vec![
            Shown {
                id: "freeze.alive-without-a-worker",
                by: run("run=sliced"),
                nearly: vec![
                    ("slices are too long", run("run=sliced&slice=60")),
                    ("in a Worker", run("run=worker")),
                    ("the job is short", short("run=sliced")),
                    (
                        "hidden, so without frames",
                        edited("run=sliced", Mode::Sliced, |lane| {
                            lane.longest_gap = None;
                        }),
                    ),
                    (
                        "hidden for a while",
                        edited("run=sliced", Mode::Sliced, |lane| {
                            lane.lane.mark_hidden();
                        }),
                    ),
                ],
            },
            Shown {
                id: "freeze.awaits-and-freezes",
                by: run("run=microtask"),
                nearly: vec![
                    ("it does not await", run("run=main")),
                    ("it does not freeze", run("run=sliced")),
                    ("the job is short", short("run=microtask")),
                    (
                        "no frame is known",
                        edited("run=microtask", Mode::Microtask, |lane| {
                            lane.longest_gap = None;
                        }),
                    ),
                ],
            },
            Shown {
                id: "freeze.pool-in-vain",
                by: pool(pooled, 1.05),
                nearly: vec![
                    ("it is sooner", pool(pooled, 1.2)),
                    (
                        "it is no pool",
                        pool(&pooled.replace("pool=2", "pool=1"), 1.0),
                    ),
                    (
                        "nothing to compare with",
                        pool("run=pool&pool=2&size=9000", 1.0),
                    ),
                ],
            },
            Shown {
                id: "freeze.late-key",
                by: edited("run=main", Mode::Main, |lane| {
                    lane.input_delay = Some(ms(600));
                }),
                nearly: vec![
                    ("no key", run("run=main")),
                    (
                        "not so late",
                        edited("run=main", Mode::Main, |lane| {
                            lane.input_delay = Some(ms(499));
                        }),
                    ),
                ],
            },
        ],
    );
}

/// A run by hand that ends as the page would end it.
fn by_hand(
    program: Program,
    play: impl AsyncFnOnce(&Run, &mut Reader),
) -> Finished {
    let setup = Setup {
        program,
        executor: Use::Hand,
        ..Setup::default()
    };
    block_on(async {
        let run = Run::start(&setup, web(&Aborted::default()));
        play(&run, &mut Reader::default()).await;
        let end = run.end().unwrap_or(RunEnd::Stopped);
        run.close(end);
        Finished {
            setup,
            end,
            events: run.recorder().events(),
        }
    })
}

fn finished(setup: Setup, seen: &Seen) -> Finished {
    Finished {
        setup,
        end: seen.end,
        events: seen.events.clone(),
    }
}

#[test]
fn the_goals_of_tasks() {
    let played = |setup: Setup| finished(setup, &run_tasks(setup));
    let as_it_is = |program| {
        let setup = Setup {
            program,
            ..Setup::default()
        };
        finished(setup, &run_program(program))
    };
    let starve = |yield_by, executor| {
        played(Setup {
            program: Program::Starve,
            yield_by,
            executor,
            ..Setup::default()
        })
    };
    let joined = |waits: u64| {
        by_hand(Program::Join, async move |run, reader| {
            reader.poll_what_is_ready(run);
            sleep(ms(waits)).await;
            while run.end().is_none() {
                reader.poll_what_is_ready(run);
                frame().await;
            }
        })
    };
    let lost_and_found = async |run: &Run, reader: &mut Reader| {
        reader.poll_what_is_ready(run);
        sleep(ms(320)).await;
        run.poll(named(run, "lost"));
        reader.poll_what_is_ready(run);
    };
    let stuck = async |run: &Run, reader: &mut Reader| {
        reader.poll_what_is_ready(run);
        sleep(ms(320)).await;
        reader.poll_what_is_ready(run);
    };
    let stopped = |mut run: Finished| {
        run.end = RunEnd::Stopped;
        run
    };
    let last_first = ours(Program::Interleave, Order::Lifo, 0);
    check(
        tasks::GOALS,
        vec![
            Shown {
                id: "tasks.starved-timer",
                by: starve(YieldBy::Message, Use::Browser),
                nearly: vec![
                    ("it starves", as_it_is(Program::Starve)),
                    ("two settings", starve(YieldBy::Message, Use::Ours)),
                    (
                        "stopped",
                        stopped(starve(YieldBy::Message, Use::Browser)),
                    ),
                ],
            },
            Shown {
                id: "tasks.two-polls",
                by: joined(400),
                nearly: vec![
                    ("main is polled for each", joined(110)),
                    ("not by hand", as_it_is(Program::Join)),
                    ("another program", as_it_is(Program::Lazy)),
                ],
            },
            Shown {
                id: "tasks.lost-waker",
                by: by_hand(Program::LostWaker, lost_and_found),
                nearly: vec![
                    ("it is stuck", as_it_is(Program::LostWaker)),
                    ("nobody polls it", by_hand(Program::LostWaker, stuck)),
                ],
            },
            Shown {
                id: "tasks.bob-first",
                by: played(last_first),
                nearly: vec![
                    ("alice is first", as_it_is(Program::Interleave)),
                    (
                        "the same by our executor",
                        played(ours(Program::Interleave, Order::Fifo, 0)),
                    ),
                ],
            },
        ],
    );
}

#[test]
fn the_goals_of_script() {
    use crate::script::play;
    let of_ones_own = |query: &str, body: &str| {
        play(query, Some(&format!("async fn main() {{ {body} }}"))).finished
    };
    let as_it_is = play("program=hello", None).finished;
    let tasks = |count: u32| {
        format!(
            "let mut tasks = vec![]; for i in 0..{count} {{ \
             tasks.push(spawn(\"task\", async move {{ sleep(1).await; i }})); \
             }} for task in tasks {{ task.await; }}"
        )
    };
    let stuck = "pending::<()>().await;";
    check(
        script::GOALS,
        vec![
            Shown {
                id: "script.own",
                by: of_ones_own("", "print(1);"),
                nearly: vec![
                    ("not changed", as_it_is.clone()),
                    ("not to its end", of_ones_own("", stuck)),
                    ("it fails", of_ones_own("", "panic!();")),
                ],
            },
            Shown {
                id: "script.by-hand",
                by: of_ones_own("executor=hand", "sleep(1).await;"),
                nearly: vec![
                    ("by the browser", of_ones_own("", "sleep(1).await;")),
                    ("not changed", play("executor=hand", None).finished),
                ],
            },
            Shown {
                id: "script.stuck",
                by: of_ones_own("", stuck),
                nearly: vec![
                    ("it ends", of_ones_own("", "sleep(1).await;")),
                    (
                        "not one's own",
                        play("program=lost-waker", None).finished,
                    ),
                ],
            },
            Shown {
                id: "script.thousand",
                by: of_ones_own("", &tasks(1_000)),
                nearly: vec![("main is one", of_ones_own("", &tasks(999)))],
            },
        ],
    );
}

#[test]
fn the_goals_of_race() {
    use race_run::Workers::{self, Race, Work};
    let run =
        |query: &str, workers: Workers| race_run::race(query, workers).report;
    let mut once_more = run("run=task-await&tasks=4&adds=1", Work);
    once_more.lanes[0].losses[7] = 2;
    let mut cut = run("run=task-await&tasks=4&adds=1", Work);
    cut.lanes[0].losses.pop();
    check(
        race::GOALS,
        vec![
            Shown {
                id: "race.exactly-three",
                by: run("run=task-await&tasks=4&adds=1", Work),
                nearly: vec![
                    ("4 are lost", run("run=task-await&tasks=5&adds=1", Work)),
                    ("not each time", once_more),
                    ("not all repetitions", cut),
                ],
            },
            Shown {
                id: "race.awaits-and-loses-none",
                by: run("run=task-await&order=lifo", Work),
                nearly: vec![
                    ("another order", run("run=task-await", Work)),
                    ("one task alone", run("run=task-await&tasks=1", Work)),
                    ("no await between", run("run=task-no-await", Work)),
                ],
            },
            Shown {
                id: "race.nearly-all",
                by: run("run=task-await&tasks=200&adds=10", Work),
                nearly: vec![(
                    "99 of 100",
                    run("run=task-await&tasks=100&adds=10", Work),
                )],
            },
            Shown {
                id: "race.threads",
                by: run("run=shared-plain,shared-atomic", Race),
                nearly: vec![
                    (
                        "none is lost",
                        run("run=shared-plain,shared-atomic", Work),
                    ),
                    ("no Atomics", run("run=shared-plain,shared-lock", Race)),
                    (
                        "it came to nothing",
                        run("run=shared-plain,shared-atomic", Workers::Trap),
                    ),
                ],
            },
        ],
    );
}

/// A report on forms of which so many were created, in microseconds, at so many
/// bytes each.
fn created(forms: &[(Form, u32, u64, Option<f64>)]) -> cost::Report {
    let form = |&(form, count, micros, bytes_each): &(Form, u32, u64, _)| {
        let measured = cost::Measured {
            create: Duration::from_micros(micros),
            bytes_each,
            ..many::measured(count, 0, 0)
        };
        FormReport {
            form,
            count: 1_000_000,
            measured: Some(measured),
            failure: None,
        }
    };
    cost::Report {
        forms: forms.iter().map(form).collect(),
        plan: many::plan("n=1000000"),
    }
}

#[test]
fn the_goals_of_cost() {
    use Form::{FuturesUnordered, JsAsync, OwnWorkers, SpawnLocal};
    let tasks = |count, bytes| created(&[(SpawnLocal, count, 900, bytes)]);
    let failed = cost::Report {
        forms: vec![FormReport {
            form: SpawnLocal,
            count: 1_000_000,
            measured: None,
            failure: Some(cost::Failure::Silent(ms(9_000))),
        }],
        plan: many::plan("n=1000000"),
    };
    check(
        cost::GOALS,
        vec![
            Shown {
                id: "cost.ten-thousand-in-a-megabyte",
                by: tasks(10_000, Some(60.0)),
                nearly: vec![
                    ("too few", tasks(9_999, Some(60.0))),
                    ("too large", tasks(10_000, Some(101.0))),
                    ("too many", tasks(100_000, Some(60.0))),
                    ("unknown", tasks(10_000, None)),
                    (
                        "no tasks",
                        created(&[(FuturesUnordered, 10_000, 900, Some(60.0))]),
                    ),
                ],
            },
            Shown {
                id: "cost.heavy-task",
                by: tasks(1_000, Some(16_460.0)),
                nearly: vec![
                    ("light", tasks(1_000, Some(4_160.0))),
                    ("unknown", tasks(1_000, None)),
                ],
            },
            Shown {
                id: "cost.a-million",
                by: tasks(1_000_000, None),
                nearly: vec![
                    ("too few", tasks(999_999, None)),
                    ("given up", failed),
                    ("extrapolated", created(&[(OwnWorkers, 32, 900, None)])),
                ],
            },
            Shown {
                id: "cost.worker-for-a-thousand",
                by: created(&[
                    (SpawnLocal, 100_000, 100_000, None),
                    (OwnWorkers, 10, 10_000, None),
                ]),
                nearly: vec![
                    (
                        "as long as 999",
                        created(&[
                            (SpawnLocal, 100_000, 100_000, None),
                            (OwnWorkers, 10, 9_990, None),
                        ]),
                    ),
                    (
                        "the clock did not move",
                        created(&[
                            (SpawnLocal, 1_000, 0, None),
                            (OwnWorkers, 10, 10_000, None),
                        ]),
                    ),
                    (
                        "nothing to compare with",
                        created(&[
                            (JsAsync, 100_000, 100_000, None),
                            (OwnWorkers, 10, 10_000, None),
                        ]),
                    ),
                ],
            },
        ],
    );
}

#[test]
fn the_goals_of_compare() {
    use compare_run::{Workers, measure};
    let everything = || measure(&Cells::everything(), Workers::Work, true).0;
    let without_threads =
        || measure(&Cells::everything(), Workers::Work, false).0;
    // What a measurement came to, in the place of what it was.
    let with = |kept: Kept, probe, kind, result, hidden| {
        let when = When {
            epoch: 0.0,
            ahead: 0,
        };
        let step = Step { probe, kind };
        kept.keep(Entry {
            step,
            result,
            when,
            hidden,
        });
        kept
    };
    let job = |millis, workers| {
        let job = ms(millis);
        Ok(Measured::Capacity { job, workers })
    };
    let jobs = |here, there| {
        let kept = Kept::default();
        let probe = Probe::Capacity;
        let kept = with(kept, probe, Kind::Coroutine, job(here, 0), false);
        with(kept, probe, Kind::Thread, job(there, 1), false)
    };
    let hidden = |probe, kind| {
        let kept = everything();
        let measured = kept.measured(probe, kind).ok_or(Failure::Nothing);
        with(kept, probe, kind, measured, true)
    };
    let without = |probe, kind| {
        with(everything(), probe, kind, Err(Failure::Nothing), false)
    };
    let held_up = {
        let kept = everything();
        let measured = kept.measured(Probe::Scheduling, Kind::Coroutine);
        let measured = measured.ok_or(Failure::Nothing);
        with(kept, Probe::Scheduling, Kind::Process, measured, false)
    };
    check(
        compare::GOALS,
        vec![
            Shown {
                id: "compare.race-on-one-thread",
                by: without_threads(),
                nearly: vec![
                    (
                        "coroutines are not measured",
                        without(Probe::Race, Kind::Coroutine),
                    ),
                    (
                        "processes are not measured",
                        without(Probe::Race, Kind::Process),
                    ),
                    (
                        "coroutines lose none",
                        with(
                            everything(),
                            Probe::Race,
                            Kind::Coroutine,
                            Ok(Measured::Race {
                                lost: 0,
                                expected: 10_000,
                            }),
                            false,
                        ),
                    ),
                ],
            },
            Shown {
                id: "compare.ticks",
                by: without_threads(),
                nearly: vec![
                    (
                        "a Worker is not measured",
                        without(Probe::Scheduling, Kind::Process),
                    ),
                    ("the Worker's are held up", held_up),
                    ("hidden", hidden(Probe::Scheduling, Kind::Coroutine)),
                ],
            },
            Shown {
                id: "compare.one-worker-no-sooner",
                by: jobs(1000, 901),
                nearly: vec![
                    ("sooner", jobs(1000, 899)),
                    ("hidden", hidden(Probe::Capacity, Kind::Thread)),
                    ("nothing is measured", Kept::default()),
                ],
            },
            Shown {
                id: "compare.whole-table",
                by: everything(),
                nearly: vec![
                    ("no threads", without_threads()),
                    ("one is missing", without(Probe::Cost, Kind::Process)),
                    ("one was hidden", hidden(Probe::Race, Kind::Thread)),
                ],
            },
        ],
    );
}

/// A goal for numbers, to be looked at without a lab.
static EVEN: &[Goal<u32>] = &[
    Goal {
        id: "race.even",
        is_met: |number| number.is_multiple_of(2),
    },
    Goal {
        id: "race.large",
        is_met: |number| *number > 10,
    },
];

#[test]
fn a_goal_is_news_once() {
    const TEXT: &str = "race.even\nCome to an even number.\nAdd 1.\n\n\
                        race.large\nCome to a number above 10.\nAdd more.\n";
    let names = EVEN.iter().map(|goal| goal.id).collect::<Vec<_>>();
    let mut reached = Reached::default();
    let look = |reached: &mut Reached, number: u32| {
        news(TEXT, &reached.look(EVEN, &number))
    };
    assert_eq!(look(&mut reached, 3), "");
    assert_eq!(reached.summary(&names), "Goals: 0 of 2 reached");
    let said = look(&mut reached, 4);
    assert_eq!(said, "Goal reached: Come to an even number.");
    assert_eq!(look(&mut reached, 6), "", "it is reached already");
    assert_eq!(reached.summary(&names), "Goals: 1 of 2 reached");
    reached.remove("race.even");
    assert_eq!(
        look(&mut reached, 12),
        "Goal reached: Come to an even number. \
         Goal reached: Come to a number above 10.",
    );
    assert_eq!(reached.summary(&names), "Goals: 2 of 2 reached");
}

#[test]
fn what_another_release_has_reached_is_kept() {
    let mut reached = Reached::from_text("script.first\nrace.even\n");
    reached.add("race.large");
    reached.add("race.even");
    reached.remove("race.even");
    assert_eq!(reached.text(), "script.first\nrace.large");
}

#[test]
fn what_can_be_no_goal_is_left_out() {
    let long = "a.".to_owned() + &"b".repeat(100);
    for text in ["", " \n\n ", "even", ".", "race.", ".even", "race.é", &long]
    {
        assert_eq!(Reached::from_text(text), Reached::default(), "{text}");
    }
    let text = r#"{"race.even":1} race.even <b> race.even"#;
    assert_eq!(Reached::from_text(text).text(), "race.even");
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn no_text_is_too_strange(text in any::<String>()) {
        let reached = Reached::from_text(&text);
        prop_assert_eq!(&Reached::from_text(&reached.text()), &reached);
    }

    #[test]
    fn no_text_is_too_long(count in 0_usize..3_000) {
        let names: Vec<_> = (0..count).map(|it| format!("lab.{it}")).collect();
        let reached = Reached::from_text(&names.join("\n"));
        prop_assert!(reached.text().lines().count() <= 500);
    }
}
