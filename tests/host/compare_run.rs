//! Measuring the cells of the comparison: what each comes to, what is said of
//! it, how it fails, and that nothing outlives a stop.

use crate::executor::{block_on, now, pass, settled, sleep, spawn, timers};
use crate::{ms, plain};
use futures::future::{Either, LocalBoxFuture, select};
use meanwhile::experiments::compare::{
    Aspect, CellReport, Entry, Failure, Kept, Measured, Plan, Probe, Step, Web,
    When, csv_from_kept, drawings, evidence, json_from_kept, run, sentence,
};
use meanwhile::experiments::freeze::{OnReport, RunChunk, WorkerReport};
use meanwhile::experiments::protocol::{Counting, WorkerFailure};
use meanwhile::experiments::{Kind, Part};
use meanwhile::experiments::{Unshared, cost, freeze, race};
use meanwhile::trace::Timestamp;
use meanwhile_jobs::{Answer, Chunk, SIZE_MAX};
use std::cell::{Cell, RefCell};
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

const STEP: Duration = Duration::from_micros(5);

/// A clock on which work takes time: every look at it costs 10 µs, about what
/// a step of a job takes.
fn busy_now() -> Timestamp {
    pass(Duration::from_micros(10));
    now()
}

/// The same on a machine so slow that no job comes to its end.
fn slow_now() -> Timestamp {
    pass(ms(5));
    now()
}

/// How the workers of a run behave.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Workers {
    Work,
    DoNotStart,
    Trap,
}

#[derive(Clone, Default)]
pub(crate) struct Staff {
    alive: Rc<Cell<usize>>,
    started: Rc<Cell<usize>>,
    counter: Rc<Cell<i32>>,
}

struct Alive(Rc<Cell<usize>>);

impl Drop for Alive {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

impl Staff {
    async fn start(
        &self,
        workers: Workers,
    ) -> Result<Rc<Alive>, WorkerFailure> {
        sleep(ms(30)).await;
        if workers == Workers::DoNotStart {
            return Err(WorkerFailure::DidNotStart("no such file".to_owned()));
        }
        self.started.set(self.started.get() + 1);
        self.alive.set(self.alive.get() + 1);
        Ok(Rc::new(Alive(self.alive.clone())))
    }
}

fn trapped() -> WorkerFailure {
    WorkerFailure::Trapped("unreachable".to_owned())
}

type Started<T> = LocalBoxFuture<'static, Result<T, WorkerFailure>>;

fn computes(staff: &Staff, workers: Workers) -> Started<RunChunk> {
    let staff = staff.clone();
    Box::pin(async move {
        let alive = staff.start(workers).await?;
        let run: RunChunk = Rc::new(move |chunk: Chunk, tell: OnReport| {
            let alive = alive.clone();
            Box::pin(async move {
                let _alive = alive;
                sleep(ms(1)).await;
                tell(WorkerReport::Began(now()));
                if workers == Workers::Trap {
                    return Err(trapped());
                }
                // A browser may let it go on for a while when it is ended.
                assert_ne!(chunk.size, SIZE_MAX, "it comes to its end");
                // A nanosecond for each number, the messages aside.
                sleep(Duration::from_nanos(100 * chunk.units())).await;
                tell(WorkerReport::Ended(now()));
                Ok(Answer::Primes(chunk.units()))
            })
        });
        Ok(run)
    })
}

fn race_web(staff: &Staff, workers: Workers, shares: bool) -> race::Web {
    let (cleared, counted) = (staff.counter.clone(), staff.counter.clone());
    let staff = staff.clone();
    let shared = race::Shared {
        clear: Rc::new(move || cleared.set(0)),
        count: Rc::new(move || counted.get()),
    };
    race::Web {
        now: busy_now,
        turn: Rc::new(|| Box::pin(settled())),
        start_worker: Rc::new(move || {
            let staff = staff.clone();
            Box::pin(async move {
                let alive = staff.start(workers).await?;
                let ask: race::AskWorker =
                    Rc::new(move |order: race::CountOrder| {
                        let (alive, staff) = (alive.clone(), staff.clone());
                        Box::pin(async move {
                            let _alive = alive;
                            let began = now();
                            sleep(ms(40)).await;
                            if workers == Workers::Trap {
                                return Err(trapped());
                            }
                            let (sum, shared) = match order.counting {
                                Counting::Alone => (order.adds, 0),
                                // One in four is lost.
                                _ => (0, order.adds / 4 * 3),
                            };
                            let count = staff.counter.get() + shared as i32;
                            staff.counter.set(count);
                            let ended = now();
                            Ok(race::Counted { sum, began, ended })
                        })
                    });
                Ok(ask)
            })
        }),
        shared: shares.then_some(shared).ok_or(Unshared::NotIsolated),
    }
}

fn cost_web(staff: &Staff, workers: Workers, shares: bool) -> cost::Web {
    let [wasm, thread] = [staff.clone(), staff.clone()];
    let start_wasm: cost::Start<cost::CarryOut> = Rc::new(move || {
        let staff = wasm.clone();
        Box::pin(async move {
            let alive = staff.start(workers).await?;
            let carry_out: cost::CarryOut = Rc::new(move |order, _| {
                let alive = alive.clone();
                Box::pin(async move {
                    let _alive = alive;
                    sleep(ms(10)).await;
                    if workers == Workers::Trap {
                        return Err(cost::OrderFailure::Worker(trapped()));
                    }
                    Ok(cost::Sample {
                        create: 90.0,
                        finish: 40.0,
                        grown: Some(54.0 * f64::from(order.count)),
                        memory: Some(1_179_648.0),
                        future: Some(32),
                    })
                })
            });
            Ok(carry_out)
        })
    });
    cost::Web {
        start_javascript: start_wasm.clone(),
        start_wasm,
        javascript_bytes: Rc::new(|| Box::pin(async { None })),
        share: Rc::new(move |_| {
            if !shares {
                return Err(Unshared::NotIsolated);
            }
            let (staff, counted) = (thread.clone(), Rc::new(Cell::new(0)));
            let counts = counted.clone();
            Ok(cost::SharedMemory {
                start: Rc::new(move || {
                    let (staff, counts) = (staff.clone(), counts.clone());
                    Box::pin(async move {
                        let alive = staff.start(workers).await?;
                        let run: cost::RunOnMemory = Rc::new(move || {
                            counts.set(counts.get() + 1);
                            let alive = alive.clone();
                            Box::pin(async move {
                                drop(alive);
                                Ok(())
                            })
                        });
                        Ok(run)
                    })
                }),
                counted: Rc::new(move || counted.get()),
            })
        }),
    }
}

fn web(staff: &Staff, workers: Workers, shares: bool) -> Web {
    let starts = staff.clone();
    Web {
        race: race_web(staff, workers, shares),
        cost: cost_web(staff, workers, shares),
        now: busy_now,
        when: || When {
            epoch: now().as_millis(),
            ahead: 0,
        },
        was_hidden: Rc::new(|| false),
        sleep: Rc::new(|time| Box::pin(sleep(time))),
        spawn: Rc::new(spawn),
        start_worker: Rc::new(move || computes(&starts, workers)),
        cores: 4,
    }
}

pub(crate) fn measure(
    plan: &Plan,
    workers: Workers,
    shares: bool,
) -> (Kept, Staff) {
    let (kept, staff) = (Kept::default(), Staff::default());
    block_on(async {
        let web = web(&staff, workers, shares);
        run(plan, &web, &kept, |_, _| {}).await;
    });
    (kept, staff)
}

fn cell(kept: &Kept, aspect: Aspect, kind: Kind) -> CellReport {
    CellReport::of(kept, aspect, kind, STEP)
}

fn said(kept: &Kept) -> String {
    let parts = sentence(kept, STEP).into_iter();
    plain(&parts.map(Part::into_text).collect::<String>())
}

/// Each cell on a line, as the page says it.
fn told(kept: &Kept) -> String {
    let mut lines = Vec::new();
    for aspect in Aspect::ALL {
        for kind in Kind::ALL {
            let it = cell(kept, aspect, kind);
            let failed = it.failure.map(|it| it.to_string());
            let text = failed.unwrap_or(it.figure.text);
            let (id, of) = (aspect.id(), kind.id());
            lines.push(plain(&format!("{id} {of}: {text}; {}", it.remark)));
        }
    }
    lines.join("\n")
}

#[test]
fn every_cell_is_measured() {
    let (kept, staff) = measure(&Plan::everything(), Workers::Work, true);
    assert_eq!(kept.count(), 12);
    insta::assert_snapshot!(told(&kept), @r"
    race-conditions coroutine: 9900 lost; of 10 000 updates; an await between read and write
    race-conditions thread: 500 000 lost; of 2 000 000 updates; plain reads and writes
    race-conditions process: none lost; of 2 000 000 updates; sums by message
    creation-speed coroutine: 130 ms; for a million
    creation-speed thread: 63 minutes; for a million, extrapolated from 8 in 30.0 ms
    creation-speed process: 83 minutes; for a million, extrapolated from 8 in 40.0 ms
    memory coroutine: 54 B each; 54.0 MB for a million; wasm alone
    memory thread: not disclosed; no wasm; the engine’s own memory is the browser’s secret
    memory process: 1179.6 kB each; 1.2 TB for a million, extrapolated from 8; wasm alone
    ease coroutine: 12 lines; no lock, no message; no await in between
    ease thread: 41 lines; most of it the lock
    ease process: 17 lines; messages instead of a lock
    scheduling coroutine: 200 ms; late: the loop waits for an await
    scheduling thread: 30 µs; late: the system runs both at once
    scheduling process: 30 µs; late: the system runs both at once
    capacity coroutine: 938 ms; for the same job on the loop, frozen meanwhile
    capacity thread: 601 ms; for the same job in one Worker
    capacity process: 162 ms; for the same job in 4 Workers at once
    ");
    insta::assert_snapshot!(said(&kept), @"A million coroutines took 130 ms, as many threads would take 63 minutes, as many processes would take 83 minutes, extrapolated from 8 Workers. Of the updates to one counter, coroutines lost 9900 of 10 000, threads lost 500 000 of 2 000 000, processes lost none. While one computed on the loop, the other was 200 ms late; while it computed in a Worker, 30 µs. The same job took 938 ms on the loop, 601 ms in one Worker, 162 ms in 4 at once.");
    assert_eq!(staff.alive.get(), 0, "no worker lives on");
    // Races: twice two. Costs: one, and twice eight. Scheduling: twice one.
    // Capacity: one, and a pool of four.
    assert_eq!(staff.started.get(), 2 + 2 + 1 + 8 + 8 + 2 + 1 + 4);
}

#[test]
fn who_computes_on_the_loop_keeps_the_other_from_ticking_and_a_worker_does_not()
{
    let cells = Kind::ALL.map(|kind| (Aspect::Scheduling, kind));
    let (kept, _) = measure(&Plan::of(&cells), Workers::Work, true);
    let delays = Kind::ALL.map(|kind| {
        let value = cell(&kept, Aspect::Scheduling, kind).figure.value;
        value.expect("it is measured")
    });
    assert!(delays[0] > 180.0, "{delays:?}");
    assert!(delays[1] < 1.0 && delays[2] < 1.0, "{delays:?}");
    let (reach, lanes) = drawings(&kept);
    assert_eq!(lanes.len(), 3);
    assert_eq!(reach % 50.0, 0.0);
    let words: Vec<&str> = lanes.iter().map(|it| it.said.as_str()).collect();
    insta::assert_snapshot!(words.join("\n"), @r"
    While it computed on the loop for 200 ms, the other ticked not at all.
    While it computed in a Worker for 204 ms, the other ticked 20 times.
    While it computed in a Worker for 204 ms, the other ticked 20 times.
    ");
    for lane in &lanes {
        assert!(lane.x > 0.0 && lane.x + lane.width < 1000.0);
        assert!(lane.width > 300.0, "{}", lane.width);
    }
    let ticks = |place: usize| lanes[place].ticks.matches('M').count();
    assert!(ticks(1) > ticks(0) + 15, "{} {}", ticks(1), ticks(0));
}

#[test]
fn without_shared_memory_two_cells_say_so_and_all_others_are_measured() {
    let (kept, _) = measure(&Plan::everything(), Workers::Work, false);
    assert_eq!(kept.count(), 10);
    for probe in [Probe::Race, Probe::Cost] {
        let entry = kept.entry(probe, Kind::Thread).expect("it was tried");
        assert_eq!(entry.result, Err(Failure::Unshared(Unshared::NotIsolated)));
    }
    let it = cell(&kept, Aspect::RaceConditions, Kind::Thread);
    assert_eq!(it.figure.value, None);
    let failure = it.failure.expect("it says why").to_string();
    assert!(failure.contains("cross-origin isolated"), "{failure}");
}

#[test]
fn a_worker_that_fails_fails_its_cells_alone() {
    for (workers, why) in [
        (Workers::DoNotStart, "The worker did not start"),
        (Workers::Trap, "trapped"),
    ] {
        let (kept, staff) = measure(&Plan::everything(), workers, true);
        for probe in Probe::ALL {
            let entry = kept.entry(probe, Kind::Process);
            let failure = entry
                .expect("it was tried")
                .result
                .expect_err("no worker works");
            let failure = failure.to_string();
            assert!(failure.contains(why), "{probe:?}: {failure}");
        }
        // What needs no worker is measured all the same.
        for probe in [Probe::Race, Probe::Scheduling, Probe::Capacity] {
            let measured = kept.measured(probe, Kind::Coroutine);
            assert!(measured.is_some(), "{probe:?}");
        }
        assert_eq!(staff.alive.get(), 0);
    }
}

#[test]
fn a_loop_that_would_freeze_the_page_for_too_long_is_given_up() {
    let (kept, staff) = (Kept::default(), Staff::default());
    let plan = Plan::of(&[(Aspect::Capacity, Kind::Coroutine)]);
    block_on(async {
        let mut web = web(&staff, Workers::Work, true);
        web.now = slow_now;
        run(&plan, &web, &kept, |_, _| {}).await;
    });
    let entry = kept.entry(Probe::Capacity, Kind::Coroutine);
    let given_up = freeze::Failure::TookTooLong(Duration::from_secs(10));
    let result = entry.expect("it was tried").result;
    assert_eq!(result, Err(Failure::Job(given_up)));
}

#[test]
fn stopping_ends_workers_and_timers_and_keeps_what_was_measured() {
    // Each millisecond a run could be stopped at, a few of them.
    for stop in [5, 45, 150, 210, 400, 500, 650, 700] {
        let (kept, staff) = (Kept::default(), Staff::default());
        let mut cells = vec![(Aspect::RaceConditions, Kind::Process)];
        for aspect in [Aspect::Memory, Aspect::Scheduling, Aspect::Capacity] {
            cells.push((aspect, Kind::Process));
        }
        let begun = RefCell::new(0);
        block_on(async {
            let web = web(&staff, Workers::Work, true);
            let plan = Plan::of(&cells);
            let on_change = |place, _| *begun.borrow_mut() = place;
            let running = pin!(run(&plan, &web, &kept, on_change));
            match select(running, pin!(sleep(ms(stop)))).await {
                Either::Left(_) => panic!("it goes on for longer than {stop}"),
                Either::Right(_) => {}
            }
        });
        assert_eq!(kept.count(), begun.take(), "stopped after {stop} ms");
        assert_eq!(staff.alive.get(), 0, "stopped after {stop} ms");
        assert_eq!(timers(), 0, "stopped after {stop} ms");
    }
}

fn entry(kind: Kind, lost: u32, epoch: f64) -> Entry {
    let probe = Probe::Race;
    Entry {
        step: Step { probe, kind },
        result: Ok(Measured::Race {
            lost,
            expected: 10_000,
        }),
        when: When { epoch, ahead: 0 },
        hidden: false,
    }
}

#[test]
fn a_newer_measurement_replaces_the_older_of_its_cell_alone() {
    let kept = Kept::default();
    kept.keep(entry(Kind::Coroutine, 5, 1.0));
    kept.keep(entry(Kind::Process, 0, 2.0));
    kept.keep(entry(Kind::Coroutine, 7, 3.0));
    assert_eq!(kept.count(), 2);
    let it = cell(&kept, Aspect::RaceConditions, Kind::Coroutine);
    assert_eq!(it.figure.value, Some(7.0));
    assert_eq!(it.when.map(|it| it.epoch), Some(3.0));
    assert_eq!(
        it.measure_label().as_deref(),
        Some("Measure race conditions of coroutines again"),
    );
}

#[test]
fn nothing_is_said_of_what_was_not_measured() {
    let kept = Kept::default();
    assert_eq!(said(&kept), "");
    assert_eq!(drawings(&kept).1, []);
    let cells = [
        (Aspect::Capacity, Kind::Process),
        (Aspect::Ease, Kind::Process),
    ];
    let all = evidence(&kept, &cells, STEP);
    assert_eq!(all[0].text, None);
    assert!(all[1].text.is_some(), "the build has counted that");
    kept.keep(entry(Kind::Thread, 0, 1.0));
    assert_eq!(
        said(&kept),
        "Of the updates to one counter, threads lost none."
    );
}

#[test]
fn every_cell_is_evidence_in_a_sentence() {
    let (kept, _) = measure(&Plan::everything(), Workers::Work, true);
    let cells: Vec<(Aspect, Kind)> = Aspect::ALL
        .into_iter()
        .flat_map(|aspect| Kind::ALL.map(|kind| (aspect, kind)))
        .collect();
    let all = evidence(&kept, &cells, STEP);
    let text = |it: &meanwhile::experiments::compare::Evidence| {
        plain(it.text.as_deref().unwrap_or("unknown"))
    };
    let lines: Vec<String> = all.iter().map(text).collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    Coroutines with an await between read and write lost 9900 of 10 000 updates.
    Threads with plain reads and writes lost 500 000 of 2 000 000 updates.
    Processes that tell their sums by message lost none of 2 000 000 updates.
    A million coroutines took 130 ms.
    A million threads would take 63 minutes, extrapolated from 8 in 30.0 ms.
    A million processes would take 83 minutes, extrapolated from 8 in 40.0 ms.
    Each of the coroutines took 54 B of wasm memory.
    The browser does not disclose how much memory threads take.
    Each of the processes took 1179.6 kB of wasm memory.
    As coroutines, a counter without a race takes 12 lines of Rust.
    As threads, a counter without a race takes 41 lines of Rust.
    As processes, a counter without a race takes 17 lines of Rust.
    While one computed on the loop for 200 ms, the page’s other task was up to 200 ms late.
    While one computed in a Worker for 204 ms, the page’s other task was up to 30 µs late.
    While one computed in a Worker for 204 ms, the page’s other task was up to 30 µs late.
    The job took 938 ms on the loop.
    The job took 601 ms in one Worker.
    The job took 162 ms in 4 Workers at once.
    ");
}

#[test]
fn the_exports_have_every_cell_with_its_unit_and_what_is_unknown_is_empty() {
    let kept = Kept::default();
    kept.keep(entry(Kind::Coroutine, 9_900, 1_700_000_000_000.0));
    let csv = csv_from_kept(&kept, STEP);
    assert_eq!(csv.lines().count(), 1 + 18);
    let lines: Vec<&str> = csv.lines().take(3).collect();
    insta::assert_snapshot!(lines.join("\n"), @r##"
    aspect,kind,value,unit,extrapolated_from,measured_at_epoch_ms,page_hidden,clock_step_ms,link,failure,post
    race-conditions,coroutine,9900,updates,,1700000000000,false,0.005,"#/race?run=task-await&repeat=3",,"only across an await"
    race-conditions,thread,,updates,,,false,0.005,"#/race?run=shared-plain&worker-adds=1000000&repeat=3",,"anywhere; locks are needed"
    "##);
    let json = json_from_kept(&kept, STEP);
    let json: serde_json::Value =
        serde_json::from_str(&json).expect("it is JSON");
    let cells = json.as_array().expect("a list");
    assert_eq!(cells.len(), 18);
    assert_eq!(cells[0]["value"], 9_900.0);
    assert_eq!(cells[0]["unit"], "updates");
    assert_eq!(cells[1]["value"], serde_json::Value::Null);
}
