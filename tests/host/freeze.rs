//! Whole runs of a freeze: the lanes, their answers, and what ends them.

use crate::executor::{block_on, now, pass, settled, sleep, spawn, timers};
use crate::{ms, plain};
use futures::future::select;
use meanwhile::experiments::freeze::{
    Failure, Lanes, Machine, Metric, Mode, OnReport, Plan, PlanError, Report,
    RunChunk, Setup, Turn, Web, WorkerReport, row_names, run, setup_from_query,
};
use meanwhile::experiments::protocol::WorkerFailure;
use meanwhile::experiments::{Part, Table};
use meanwhile::http::Response;
use meanwhile::trace::{Ending, Timestamp, Track};
use meanwhile_jobs::{Answer, Chunk, Work};
use std::cell::{Cell, RefCell};
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

const ALL: &str = "run=main,microtask,sliced,worker,pool";

/// A machine of two processors and every feature.
const MACHINE: Machine = Machine {
    cores: 2,
    has_scheduler: true,
};

/// A clock on which work takes time: every look at it costs 0.1 ms.
fn busy_now() -> Timestamp {
    pass(Duration::from_micros(100));
    now()
}

/// The same on a machine on which everything takes a hundred times longer.
fn very_busy_now() -> Timestamp {
    pass(ms(10));
    now()
}

/// How the workers of a run behave.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Workers {
    Work,
    DoNotStart,
    Trap,
}

/// What a test wants to know of its workers.
#[derive(Clone, Default)]
struct Staff {
    alive: Rc<Cell<usize>>,
    started: Rc<Cell<usize>>,
    turns: Rc<RefCell<Vec<Turn>>>,
}

struct Alive(Rc<Cell<usize>>);

impl Drop for Alive {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

fn delay_of(url: &str) -> Duration {
    let (_, seconds) = url.split_once("delay/").expect("a delay is asked for");
    let seconds = seconds.split('?').next().and_then(|it| it.parse().ok());
    Duration::from_secs_f64(seconds.expect("a number of seconds"))
}

fn web(staff: &Staff, workers: Workers) -> Web {
    let staff = staff.clone();
    let turns = staff.turns.clone();
    Web {
        sleep: Rc::new(|duration| Box::pin(sleep(duration))),
        turn: Rc::new(move |turn| {
            turns.borrow_mut().push(turn);
            Box::pin(settled())
        }),
        spawn: Rc::new(spawn),
        send: Rc::new(|request| {
            Box::pin(async move {
                sleep(delay_of(&request.url)).await;
                Ok(Response::default())
            })
        }),
        settled: Rc::new(|url, sent, _| {
            Box::pin(async move { Some(sent + delay_of(&url)) })
        }),
        start_worker: Rc::new(move || {
            let staff = staff.clone();
            Box::pin(async move {
                if workers == Workers::DoNotStart {
                    let why = "no such file".to_owned();
                    return Err(WorkerFailure::DidNotStart(why));
                }
                sleep(ms(30)).await;
                Ok(worker(&staff, workers))
            })
        }),
    }
}

fn worker(staff: &Staff, workers: Workers) -> RunChunk {
    staff.started.set(staff.started.get() + 1);
    staff.alive.set(staff.alive.get() + 1);
    let alive = Rc::new(Alive(staff.alive.clone()));
    Rc::new(move |chunk: Chunk, on_report: OnReport| {
        let alive = alive.clone();
        Box::pin(async move {
            let _alive = alive;
            on_report(WorkerReport::Began(now()));
            sleep(ms(40)).await;
            if workers == Workers::Trap {
                let why = "unreachable".to_owned();
                return Err(WorkerFailure::Trapped(why));
            }
            let mut work = Work::new(chunk);
            while work.step() {}
            let shades = work.take_shades();
            on_report(WorkerReport::Progress(chunk.units(), shades));
            on_report(WorkerReport::Ended(now()));
            Ok(work.answer())
        })
    })
}

fn plan(query: &str) -> Plan {
    let (setup, notes) = setup_from_query(query);
    assert_eq!(notes, [], "{query}");
    Plan::new(&setup, MACHINE).expect("the setup can be run")
}

pub(crate) struct Done {
    pub(crate) report: Report,
    lanes: Lanes,
    staff: Staff,
    said: Vec<String>,
}

impl Done {
    fn value(&self, mode: Mode, metric: Metric) -> Option<f64> {
        let lane = self.report.lane(mode).expect("the mode ran");
        metric.of(lane, Duration::ZERO).value
    }

    fn millis(&self, mode: Mode, metric: Metric) -> f64 {
        let id = metric.id;
        let value = self.value(mode, metric);
        value.unwrap_or_else(|| panic!("{mode:?} knows {id}"))
    }

    fn sentence(&self) -> String {
        let parts = self.report.sentence(Duration::ZERO).into_iter();
        let text: String = parts.map(Part::into_text).collect();
        plain(&text)
    }
}

/// Runs a setup to its end on a page that paints 60 times a second, as long as
/// it is given the time.
pub(crate) fn freeze(query: &str, workers: Workers) -> Done {
    let (plan, lanes, staff) =
        (plan(query), Lanes::default(), Staff::default());
    let said = RefCell::new(Vec::new());
    block_on(async {
        let painted = lanes.clone();
        spawn(Box::pin(async move {
            loop {
                sleep(Duration::from_micros(16_667)).await;
                if let Some(lane) = painted.running() {
                    lane.mark_frame();
                    lane.mark_shown();
                }
            }
        }));
        let web = web(&staff, workers);
        let on_change = |what| said.borrow_mut().push(what);
        run(&plan, &web, busy_now, &lanes, on_change).await;
    });
    Done {
        report: Report::of(&plan, &lanes),
        lanes,
        staff,
        said: said.into_inner(),
    }
}

#[test]
fn every_mode_comes_to_the_same_answer() {
    let jobs = [
        "job=primes&size=30000",
        "job=mandelbrot&size=50",
        "job=chain&size=5000",
    ];
    for job in jobs {
        let done = freeze(&format!("{job}&{ALL}"), Workers::Work);
        assert_eq!(done.report.answers_agree(), Some(true), "{job}");
        let modes: Vec<Mode> =
            done.lanes.all().iter().map(|lane| lane.mode()).collect();
        assert_eq!(modes, Mode::ALL, "{job}");
        for lane in done.lanes.all() {
            assert!((lane.progress() - 1.0).abs() < 1e-9, "{:?}", lane.mode());
        }
    }
}

#[test]
fn only_the_modes_on_the_thread_stop_its_pulse() {
    let done = freeze(&format!("size=300000&{ALL}"), Workers::Work);
    let gap = |mode| done.millis(mode, Metric::LONGEST_GAP);
    for frozen in [Mode::Main, Mode::Microtask] {
        let job = done.millis(frozen, Metric::JOB);
        assert!(job > 300.0, "the job is long enough to be felt: {job}");
        assert!(gap(frozen) >= job, "{frozen:?}: {} of {job}", gap(frozen));
        assert!(done.millis(frozen, Metric::FRAMES_MISSED) > 10.0);
        assert!(done.millis(frozen, Metric::LATENESS_P95) > job / 2.0);
        assert_eq!(done.value(frozen, Metric::PROGRESS), Some(1.0));
    }
    for free in [Mode::Sliced, Mode::Worker, Mode::Pool] {
        assert!(gap(free) < 60.0, "{free:?}: {}", gap(free));
    }
    assert!(done.millis(Mode::Sliced, Metric::PROGRESS) > 1.0);
}

#[test]
fn an_answer_that_arrives_during_a_freeze_is_seen_after_it() {
    let done = freeze("size=1500000&run=main,worker", Workers::Work);
    let waited = |mode| done.millis(mode, Metric::BACKGROUND_DELAY);
    assert!(done.millis(Mode::Main, Metric::JOB) > 1000.0);
    assert!(waited(Mode::Main) > 100.0 * waited(Mode::Worker).max(1.0));
    let said = done.sentence();
    assert!(
        said.starts_with("On the main thread the page was dead for"),
        "{said}"
    );
    assert!(said.contains("arrived at 50"), "{said}");
    assert!(said.contains("ms was not looked at until"), "{said}");
    assert!(
        said.contains("In a worker the job came to the same answer in"),
        "{said}"
    );
}

/// Even if nothing else happens in it that the page could hear of.
#[test]
fn a_mode_that_is_begun_in_a_hidden_page_was_hidden() {
    let plan = plan("size=1000&run=main,worker");
    let lanes = Lanes::default();
    block_on(async {
        let web = web(&Staff::default(), Workers::Work);
        let on_change = |_| lanes.set_hidden(lanes.all().is_empty());
        run(&plan, &web, busy_now, &lanes, on_change).await;
    });
    let hidden: Vec<bool> =
        lanes.all().iter().map(|lane| lane.was_hidden()).collect();
    assert_eq!(hidden, [true, false]);
}

#[test]
fn keys_tell_how_long_they_waited() {
    let (plan, lanes) = (plan("size=1000&run=worker"), Lanes::default());
    block_on(async {
        let typed = lanes.clone();
        spawn(Box::pin(async move {
            loop {
                sleep(ms(20)).await;
                let Some(lane) = typed.running() else {
                    continue;
                };
                lane.mark_key(ms(7));
                lane.mark_key(ms(3));
                return;
            }
        }));
        let web = web(&Staff::default(), Workers::Work);
        run(&plan, &web, busy_now, &lanes, |_| ()).await;
    });
    let report = Report::of(&plan, &lanes);
    let worker = report.lane(Mode::Worker).expect("it ran");
    // The clock moves a little while it is looked at.
    let waited = worker.input_delay.expect("keys were pressed");
    assert!((ms(7)..ms(8)).contains(&waited), "{waited:?}");
}

#[test]
fn what_waited_long_leads_to_its_place() {
    let done = freeze("size=1500000&run=main,worker", Workers::Work);
    let findings = done.report.verdict(ms(1), true).findings;
    let places: Vec<_> = findings.iter().map(|it| it.place).collect();
    // In the lane of the main thread: its pulse, and the request that was answered
    // first. Nothing waited beside the worker.
    let names = row_names(&done.report.plan);
    let place = |name: &str| {
        let row = names.iter().position(|it| it == name);
        Some(("main", row.expect("there is such a row")))
    };
    assert_eq!(places, [place("pulse"), place("request 1"), None]);
    assert!(findings[0].text.starts_with("Main thread: no frame for "));
    assert!(findings[1].text.contains("was not looked at for"));
    let main = done.report.lane(Mode::Main).expect("it ran");
    let wait = |row| main.wait_in(row).map(|(from, to)| to.since(from));
    assert_eq!(wait(0), main.longest_gap);
    assert_eq!(wait(names.len() - 3), main.background_delay());
    assert_eq!(wait(1), None);
}

/// Told where it keeps a loop waiting, and without what the loop itself took
/// between its begin and its end.
#[test]
fn what_drawing_takes_from_a_loop_is_told() {
    let (plan, lanes) =
        (plan("size=300000&run=sliced,worker,pool"), Lanes::default());
    block_on(async {
        let web = web(&Staff::default(), Workers::Work);
        run(&plan, &web, busy_now, &lanes, |_| ()).await;
    });
    let said = |lanes: &Lanes| {
        let report = Report::of(&plan, lanes);
        let verdict = report.verdict(ms(1), true);
        let findings = verdict.findings.iter().map(|it| it.text.clone());
        findings.collect::<Vec<_>>().join("\n")
    };
    assert!(!said(&lanes).contains("drew"), "{}", said(&lanes));
    let mut between = Duration::ZERO;
    for lane in lanes.all() {
        let timeline = lane.timeline();
        let job = lane.job_track(&timeline).expect("it ran");
        let (start, (end, _)) = job.start.zip(job.end).expect("it ended");
        // From before the job, over a few slices of it.
        let until = start + end.since(start) / 2;
        if lane.mode() == Mode::Sliced {
            let in_slices = job
                .polls
                .iter()
                .map(|(from, to)| (*to).min(until).since(*from));
            between = until.since(start) - in_slices.sum::<Duration>();
        }
        drop(timeline);
        lane.mark_drawn(Timestamp::ZERO, until);
    }
    let report = Report::of(&plan, &lanes);
    let drawn = |mode| report.lane(mode).expect("it ran").drawn_for;
    assert_eq!(drawn(Mode::Sliced), between);
    let said = said(&lanes);
    assert!(
        said.contains("Pool: the page drew this picture for"),
        "{said}"
    );
    assert!(!said.contains("Worker: the page drew"), "{said}");
}

#[test]
fn without_keys_their_delay_is_unknown() {
    let done = freeze("size=1000&run=main,worker", Workers::Work);
    assert_eq!(done.value(Mode::Main, Metric::INPUT_DELAY), None);
    assert_eq!(done.value(Mode::Main, Metric::COLD_START), None);
    assert!(done.millis(Mode::Worker, Metric::COLD_START) >= 30.0);
}

#[test]
fn each_lane_starts_its_own_workers_and_ends_them() {
    let done = freeze("size=1000&run=worker,pool&pool=5", Workers::Work);
    assert_eq!((done.staff.started.get(), done.staff.alive.get()), (6, 0));
    let lanes = done.lanes.all();
    let names = row_names(&done.report.plan);
    assert_eq!(names.len(), 4 + 5 + 3);
    for lane in lanes {
        let timeline = lane.timeline();
        assert_eq!(lane.rows(&timeline, 5).len(), names.len());
    }
}

#[test]
fn slices_ask_for_the_turn_that_was_chosen() {
    let done = freeze("size=300000&run=sliced&yield=frame", Workers::Work);
    let turns = done.staff.turns.borrow();
    assert!(turns.len() > 10);
    assert!(turns.iter().all(|turn| *turn == Turn::AnimationFrame));
}

#[test]
fn a_loop_that_freezes_the_page_is_given_up_after_ten_seconds() {
    for mode in ["main", "microtask"] {
        let query = format!("size=1000000000&run={mode},worker&job=chain");
        let (plan, lanes) = (plan(&query), Lanes::default());
        block_on(async {
            let web = web(&Staff::default(), Workers::DoNotStart);
            run(&plan, &web, very_busy_now, &lanes, |_| ()).await;
        });
        let report = Report::of(&plan, &lanes);
        let failures: Vec<_> =
            report.failures().map(|(_, it)| it.clone()).collect();
        let late = Failure::TookTooLong(Setup::LENGTH_MAX);
        assert_eq!(failures[0], late, "{mode}");
        assert_eq!(failures.len(), 2, "{mode}: and the worker did not start");
        assert_eq!(report.lanes[0].job, None, "what failed has no time");
    }
}

#[test]
fn a_worker_that_fails_takes_nobody_with_it() {
    for workers in [Workers::Trap, Workers::DoNotStart] {
        let done = freeze("size=1000&run=main,worker,pool", workers);
        let failed: Vec<Mode> =
            done.report.failures().map(|(mode, _)| mode).collect();
        assert_eq!(failed, [Mode::Worker, Mode::Pool]);
        assert_eq!(done.value(Mode::Main, Metric::RESULT), Some(168.0));
        assert_eq!(done.value(Mode::Worker, Metric::RESULT), None);
        assert_eq!(done.staff.alive.get(), 0);
        for lane in &done.report.lanes {
            assert!(lane.is_over, "{:?}", lane.mode);
        }
    }
}

#[test]
fn stopping_ends_workers_timers_and_requests() {
    for mode in ["sliced", "worker", "pool"] {
        let plan = plan(&format!("size=100000000&run={mode}"));
        let (lanes, staff) = (Lanes::default(), Staff::default());
        let left = block_on(async {
            let web = web(&staff, Workers::Work);
            {
                let running = pin!(run(&plan, &web, busy_now, &lanes, |_| ()));
                let stopped = pin!(sleep(ms(220)));
                let _ = select(running, stopped).await;
            }
            settled().await;
            timers()
        });
        assert_eq!((left, staff.alive.get()), (0, 0), "{mode}");
        let report = Report::of(&plan, &lanes);
        let lane = &report.lanes[0];
        assert!(lane.is_over && lane.result.is_none(), "{mode}");
        let timeline = lane.lane.timeline();
        let root = timeline.root().and_then(Track::ending);
        assert_eq!(root, Some(Ending::Cancelled), "{mode}");
    }
}

#[test]
fn what_comes_next_is_told_in_words() {
    let done = freeze("size=1000&run=main,pool", Workers::Work);
    let expected = [
        "Main thread is getting ready",
        "Main thread",
        "Pool is getting ready",
        "Pool",
    ];
    assert_eq!(done.said, expected);
}

#[test]
fn a_plan_needs_a_mode_and_the_means_to_yield() {
    let none = Setup {
        modes: vec![],
        ..Setup::default()
    };
    assert_eq!(Plan::new(&none, MACHINE), Err(PlanError::NoMode));
    let yields = Setup {
        turn: Turn::Scheduler,
        ..Setup::default()
    };
    let old = Machine {
        has_scheduler: false,
        ..MACHINE
    };
    assert_eq!(Plan::new(&yields, old), Err(PlanError::NoScheduler));
    assert!(Plan::new(&yields, MACHINE).is_ok());
    let without = Setup {
        modes: vec![Mode::Main],
        ..yields
    };
    assert!(Plan::new(&without, old).is_ok(), "nothing yields there");
    let pool = Plan::new(&Setup::default(), MACHINE).map(|plan| plan.workers);
    assert_eq!(pool, Ok(2), "as many as there are cores");
}

#[test]
fn the_advice_follows_from_the_figures() {
    let advice = |query| {
        let done = freeze(query, Workers::Work);
        let advice = done.report.advice(Duration::ZERO);
        plain(&advice.expect("there is something to say"))
    };
    let chain = advice("job=chain&size=100000&run=main,worker,pool");
    assert!(chain.contains("each hash needs the one before"), "{chain}");
    let small = advice("size=100&run=main");
    assert!(small.contains("leave it on the main thread"), "{small}");
    let long = advice("size=300000&run=main");
    assert!(long.contains("try slices or a worker"), "{long}");
    let sliced = advice("size=300000&run=main,sliced");
    assert!(
        sliced.starts_with("Slices kept the longest gap"),
        "{sliced}"
    );
    let worker = advice("size=300000&run=main,sliced,worker");
    assert!(
        worker.starts_with("At this size")
            || worker.starts_with("Choose a worker"),
        "{worker}"
    );
}

#[test]
fn the_table_is_copied_in_bare_numbers() {
    let done = freeze("size=1000&run=main,worker", Workers::Work);
    let text = Table::of(&done.report.lanes, Duration::ZERO).text();
    let lines: Vec<Vec<&str>> = text
        .lines()
        .map(|line| line.split('\t').collect())
        .collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0][0], "mode");
    assert_eq!(lines[0].last(), Some(&"result"));
    for line in &lines[1..] {
        assert_eq!(line.len(), 1 + Metric::ALL.len());
        assert_eq!(line.last(), Some(&"168"));
    }
}

#[test]
fn different_answers_are_noticed() {
    let plan = plan("size=1000&run=main,worker");
    let lanes = Lanes::default();
    block_on(async {
        let mut web = web(&Staff::default(), Workers::Work);
        web.start_worker = Rc::new(|| {
            Box::pin(async {
                let wrong: RunChunk =
                    Rc::new(|_, _| Box::pin(async { Ok(Answer::Primes(167)) }));
                Ok(wrong)
            })
        });
        run(&plan, &web, busy_now, &lanes, |_| ()).await;
    });
    assert_eq!(Report::of(&plan, &lanes).answers_agree(), Some(false));
}

#[test]
fn what_was_guessed_stands_beside_what_came_of_it() {
    let query = "size=20000&run=main,sliced,worker&guess=main:100,sliced:10000,worker:17";
    let done = freeze(query, Workers::Work);
    // The mark is where the next frame was expected.
    let gap = done.report.lane(Mode::Main).and_then(|lane| lane.gap_began);
    let mark = done.report.guessed_frame(Mode::Main);
    assert_eq!(mark, gap.map(|began| began + ms(100)));
    assert!(mark.is_some());
    assert_eq!(done.report.guessed_frame(Mode::Pool), None);
    let said = done.report.beside_guesses(Duration::from_micros(100));
    insta::assert_snapshot!(plain(&said.join("\n")), @r"
    Main thread: you expected a longest gap of 100 ms and it was 48.5 ms, 51.5 ms less. One poll lasts until the loop is done, and no frame comes in between.
    Slices: you expected a longest gap of 10.0 s and it was 19.2 ms, 9.98 s less. After each slice of 8 ms the browser may draw a frame.
    One Worker: you expected a longest gap of 17.0 ms and it was 16.8 ms, close. The loop runs on another thread, so this one stays free.
    ");
}
