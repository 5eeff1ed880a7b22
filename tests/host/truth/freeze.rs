//! What is said of a freeze is true of it, on machines of all sorts.

use super::told::{Unit, each_is_known};
use crate::executor::{block_on, now, pass, settled, sleep, spawn};
use crate::{cases, ms, plain};
use futures::future::select;
use meanwhile::experiments::Part;
use meanwhile::experiments::freeze::{
    Lanes, Machine, Metric, Mode, OnReport, Plan, Report, RunChunk, Web,
    WorkerReport, job_name, run, setup_from_query,
};
use meanwhile::experiments::protocol::WorkerFailure;
use meanwhile::http::Response;
use meanwhile::trace::Timestamp;
use meanwhile_jobs::{Answer, Chunk, Work};
use proptest::prelude::{
    Just, Strategy, prop, prop_assert, prop_assert_eq, prop_oneof, proptest,
};
use std::cell::Cell;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

const STEP: Duration = Duration::from_micros(100);

/// Nobody minds a shorter wait.
const ALIVE: Duration = ms(100);

thread_local! {
    /// What a look at the clock takes, and thus the work between two.
    static LOOK: Cell<Duration> = const { Cell::new(Duration::ZERO) };
}

fn busy_now() -> Timestamp {
    pass(LOOK.get());
    now()
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Workers {
    Work,
    ComeToAnother,
    DoNotStart,
    Trap,
}

/// A run, and what it runs on.
#[derive(Clone, Debug)]
struct World {
    query: String,
    look: Duration,
    /// From one frame to the next; none in a page that is hidden.
    pace: Option<Duration>,
    /// How long a worker takes for a unit of the job.
    unit: Duration,
    workers: Workers,
    /// When it is stopped, if it is.
    stop: Option<Duration>,
}

fn worlds() -> impl Strategy<Value = World> {
    let modes = ["main", "microtask", "sliced", "worker", "pool"].to_vec();
    let modes = prop::sample::subsequence(modes, 1..=5);
    let job = prop_oneof![
        2 => (1_u32..300).prop_map(|it| format!("job=primes&size={it}000")),
        1 => (1_u32..60).prop_map(|it| format!("job=mandelbrot&size={it}")),
        1 => (1_u32..50).prop_map(|it| format!("job=chain&size={it}00")),
    ];
    let rest = (1_u32..5, prop_oneof![Just(8), Just(50), 1_u32..1000]);
    let query = (modes, job, rest).prop_map(|(modes, job, (pool, slice))| {
        format!("run={}&{job}&pool={pool}&slice={slice}", modes.join(","))
    });
    let workers = prop_oneof![
        8 => Just(Workers::Work),
        1 => Just(Workers::ComeToAnother),
        1 => Just(Workers::DoNotStart),
        1 => Just(Workers::Trap),
    ];
    let pace = prop_oneof![
        6 => Just(Some(Duration::from_micros(16_667))),
        2 => (4_u64..600).prop_map(|it| Some(ms(it))),
        1 => Just(None),
    ];
    let stop =
        prop_oneof![6 => Just(None), 1 => (100_u64..4000).prop_map(Some)];
    let look = prop_oneof![8 => 1_u64..300, 1 => 300_u64..10_000];
    (query, look, pace, 0_u64..2_000, workers, stop).prop_map(
        |(query, look, pace, unit, workers, stop)| World {
            query,
            look: Duration::from_micros(look),
            pace,
            unit: Duration::from_nanos(unit),
            workers,
            stop: stop.map(ms),
        },
    )
}

fn delay_of(url: &str) -> Duration {
    let (_, seconds) = url.split_once("delay/").expect("a delay is asked for");
    let seconds = seconds.split('?').next().and_then(|it| it.parse().ok());
    Duration::from_secs_f64(seconds.expect("a number of seconds"))
}

impl World {
    fn web(&self) -> Web {
        let world = self.clone();
        Web {
            sleep: Rc::new(|duration| Box::pin(sleep(duration))),
            turn: Rc::new(|_| Box::pin(settled())),
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
                let world = world.clone();
                Box::pin(async move {
                    sleep(ms(30)).await;
                    match world.workers {
                        Workers::DoNotStart => {
                            let why = "no such file".to_owned();
                            Err(WorkerFailure::DidNotStart(why))
                        }
                        _ => Ok(world.worker()),
                    }
                })
            }),
        }
    }

    fn worker(self) -> RunChunk {
        Rc::new(move |chunk: Chunk, on_report: OnReport| {
            let Self { unit, workers, .. } = self;
            Box::pin(async move {
                on_report(WorkerReport::Began(now()));
                let units = u32::try_from(chunk.units()).unwrap_or(u32::MAX);
                sleep(unit * units).await;
                if workers == Workers::Trap {
                    return Err(WorkerFailure::Trapped(String::new()));
                }
                let mut work = Work::new(chunk);
                while work.step() {}
                on_report(WorkerReport::Ended(now()));
                Ok(match (workers, work.answer()) {
                    (Workers::ComeToAnother, Answer::Primes(primes)) => {
                        Answer::Primes(primes + 1)
                    }
                    (_, answer) => answer,
                })
            })
        })
    }

    fn report(&self) -> Report {
        LOOK.set(self.look);
        let machine = Machine {
            cores: 2,
            has_scheduler: true,
        };
        let (setup, notes) = setup_from_query(&self.query);
        assert_eq!(notes, [], "{}", self.query);
        let plan = Plan::new(&setup, machine).expect("it can be run");
        let lanes = Lanes::default();
        block_on(async {
            if let Some(pace) = self.pace {
                let painted = lanes.clone();
                spawn(Box::pin(async move {
                    loop {
                        sleep(pace).await;
                        if let Some(lane) = painted.running() {
                            lane.mark_frame();
                        }
                    }
                }));
            }
            let web = self.web();
            let running = run(&plan, &web, busy_now, &lanes, |_| ());
            match self.stop {
                Some(stop) => {
                    select(pin!(running), pin!(sleep(stop))).await;
                }
                None => running.await,
            }
        });
        Report::of(&plan, &lanes)
    }
}

fn sentence(report: &Report) -> String {
    let parts = report.sentence(STEP).into_iter();
    parts.map(Part::into_text).collect()
}

fn advice(report: &Report) -> String {
    report.advice(STEP).unwrap_or_default()
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn each_number_is_one_of_the_table(world in worlds()) {
        let report = world.report();
        let mut known = vec![
            // What nobody notices is less than that.
            (Unit::Time, 50.0),
            (Unit::Count, report.plan.workers as f64),
        ];
        for lane in &report.lanes {
            let figure = |metric: Metric| metric.of(lane, STEP).value;
            for metric in [Metric::JOB, Metric::LONGEST_GAP] {
                known.extend(figure(metric).map(|it| (Unit::Time, it)));
            }
            known.extend(figure(Metric::SPEED).map(|it| (Unit::Ratio, it)));
            let waited = lane.unseen.filter(|(from, to)| to.since(*from) >= ALIVE);
            let instants = waited.into_iter().flat_map(|(from, to)| [from, to]);
            known.extend(instants.map(|it| (Unit::Time, it.as_millis())));
        }
        let job = |mode| Some(report.lane(mode)?.job?.as_secs_f64());
        if let Some((one, all)) = job(Mode::Worker).zip(job(Mode::Pool)) {
            known.push((Unit::Ratio, one / all.max(1e-9)));
        }
        each_is_known(&sentence(&report), &known)?;
        let named = job_name(report.plan.setup.job);
        each_is_known(&advice(&report).replace(named, ""), &known)?;
    }

    #[test]
    fn nothing_is_said_that_was_not_so(world in worlds()) {
        let report = world.report();
        let (said, advice) = (plain(&sentence(&report)), plain(&advice(&report)));
        let told = format!("{said} | {advice}");
        let done = |mode: &Mode| report.lane(*mode).filter(|it| it.job.is_some());
        let frozen = [Mode::Main, Mode::Microtask].iter().find_map(done);
        if said.contains("was dead") {
            let lane = frozen.expect("one was frozen");
            prop_assert!(lane.longest_gap >= Some(ALIVE), "{}", told);
            // What browsers call a long task.
            prop_assert!(lane.job >= Some(ms(50)), "not by the job: {}", told);
            prop_assert!(!advice.contains("nobody notices"), "{}", told);
        }
        if said.contains("was not looked at") {
            let waited = frozen.and_then(|it| it.background_delay());
            prop_assert!(waited >= Some(ALIVE), "{}", told);
        }
        if said.contains("the same answer") {
            let free = [Mode::Worker, Mode::Pool, Mode::Sliced];
            let free = free.iter().find_map(done);
            let answers = [frozen, free].map(|it| it.map(|it| &it.result));
            prop_assert_eq!(answers[0], answers[1], "{}", told);
        }
        if advice.contains("stayed free") {
            let there = match advice.starts_with("Choose the pool") {
                true => done(&Mode::Pool),
                false => [Mode::Worker, Mode::Pool].iter().find_map(done),
            };
            let gap = there.and_then(|it| it.longest_gap);
            prop_assert!(gap.is_some_and(|gap| gap < ALIVE), "{}", told);
        }
        if advice.contains("workers were") {
            prop_assert!(report.plan.workers > 1, "{}", told);
        }
        if advice.contains("leave it on the main thread") {
            let mut given_up = report.failures().map(|(mode, _)| mode);
            prop_assert!(!given_up.any(Mode::freezes), "{}", told);
        }
    }

    #[test]
    fn every_mode_agrees_only_if_each_has_answered(world in worlds()) {
        let report = world.report();
        let of = |mode: &Mode| report.lane(*mode)?.result.clone()?.ok();
        let answers: Vec<Option<Answer>> =
            report.plan.setup.modes.iter().map(of).collect();
        let is_said = report.agreement() == Some("Every mode came to the same answer.");
        let is_so = answers.len() > 1
            && answers.iter().all(|it| it.is_some() && *it == answers[0]);
        prop_assert_eq!(is_said, is_so);
        let differ = report.answers_agree() == Some(false);
        prop_assert!(!differ || report.agreement().is_none());
    }
}
