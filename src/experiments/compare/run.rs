//! How the cells are measured: one after the other, by what the other labs
//! are made of.

use super::capacity::capacity;
use super::plan::other_job;
use super::{COMPUTES, Entry, Failure, Kept, Lane, Measured, Plan};
use super::{Probe, Step, TICK, When};
use crate::experiments::Kind;
use crate::experiments::freeze::modes as by;
use crate::experiments::freeze::{RunChunk, WorkerReport};
use crate::experiments::protocol::WorkerFailure;
use crate::experiments::race::PlanError;
use crate::experiments::{cost, race};
use crate::task::Recorder;
use crate::trace::{Ending, EventKind, Phase, TaskId, Timestamp};
use futures::FutureExt;
use futures::future::{LocalBoxFuture, RemoteHandle};
use meanwhile_jobs::{Chunk, SIZE_MAX, Work};
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

/// Before and after it computes, the other ticks undisturbed for so long.
const IDLE: Duration = Duration::from_millis(50);

/// The web platform, as far as this lab needs it: functions, handed in.
#[derive(Clone)]
pub struct Web {
    /// As the lab Race needs it.
    pub race: race::Web,
    /// As the lab Cost needs it.
    pub cost: cost::Web,
    /// The clock.
    pub now: fn() -> Timestamp,
    /// The time of day.
    pub when: fn() -> When,
    /// Whether the page was hidden since this was asked last.
    pub was_hidden: Rc<dyn Fn() -> bool>,
    /// Completes after that time. Dropping the future clears the timer.
    pub sleep: Rc<dyn Fn(Duration) -> LocalBoxFuture<'static, ()>>,
    /// Runs a future on the event loop as a task of its own.
    pub spawn: Rc<dyn Fn(LocalBoxFuture<'static, ()>)>,
    /// Starts a worker that computes, and waits until it listens.
    pub start_worker: Rc<
        dyn Fn() -> LocalBoxFuture<'static, Result<RunChunk, WorkerFailure>>,
    >,
    /// Logical processors.
    pub cores: usize,
}

/// Measures what `plan` says; each result is in `kept` as soon as it is known.
/// `on_change` is told what comes next, counted from zero. Dropping the future
/// ends everything that goes on, workers included.
pub async fn run(
    plan: &Plan,
    web: &Web,
    kept: &Kept,
    on_change: impl Fn(usize, Step),
) {
    for (place, &step) in plan.steps.iter().enumerate() {
        on_change(place, step);
        // Shown before anything can freeze the page.
        (web.sleep)(Duration::ZERO).await;
        let _before = (web.was_hidden)();
        let result = match step.probe {
            Probe::Race => race(step, web).await,
            Probe::Cost => cost(step, web).await,
            Probe::Scheduling => scheduling(step.kind, web).await,
            Probe::Capacity => capacity(step.kind, web).await,
        };
        kept.keep(Entry {
            step,
            result,
            when: (web.when)(),
            hidden: (web.was_hidden)(),
        });
    }
}

async fn race(step: Step, web: &Web) -> Result<Measured, Failure> {
    let memory = web.race.memory();
    let plan =
        race::Plan::new(&step.race(), memory).map_err(|error| match error {
            PlanError::NoSharedMemory(why) => Failure::Unshared(why),
            PlanError::NoStrategy => Failure::Nothing,
        })?;
    let results = race::Results::default();
    race::run(&plan, &web.race, &results, |_| {}).await;
    let report = race::Report::of(&plan, &results);
    let lane = report.lanes.first().ok_or(Failure::Nothing)?;
    match (lane.range(), lane.failure.clone()) {
        (_, Some(failure)) => Err(Failure::Worker(failure)),
        (None, None) => Err(Failure::Nothing),
        // One repetition that loses is a race, whatever the others do.
        (Some((_, lost)), None) => Ok(Measured::Race {
            lost,
            expected: lane.expected,
        }),
    }
}

async fn cost(step: Step, web: &Web) -> Result<Measured, Failure> {
    let plan = cost::Plan::new(&step.cost()).map_err(|_| Failure::Nothing)?;
    let outcomes = cost::Outcomes::default();
    cost::run(&plan, &web.cost, web.now, &outcomes, |_| {}).await;
    let report = cost::Report::of(&plan, &outcomes);
    let form = report.form(step.form()).ok_or(Failure::Nothing)?;
    match (form.measured, form.total(), form.failure.clone()) {
        (Some(measured), Some(total), None) => Ok(Measured::Cost {
            created: measured.created,
            took: measured.total(),
            total,
            bytes_each: measured.bytes_each,
        }),
        (.., Some(cost::Failure::Unshared(why))) => Err(Failure::Unshared(why)),
        (.., Some(failure)) => Err(Failure::Cost(failure)),
        _ => Err(Failure::Nothing),
    }
}

/// One computes for 200 ms, another ticks on the loop, both recorded.
async fn scheduling(kind: Kind, web: &Web) -> Result<Measured, Failure> {
    let worker = match kind {
        Kind::Coroutine => None,
        Kind::Thread | Kind::Process => {
            let worker = (web.start_worker)().await;
            Some(worker.map_err(Failure::Worker)?)
        }
    };
    let recorder = Recorder::new(web.now);
    let both = recorder.declare(None, "both");
    let computes = recorder.declare(Some(both), "computes");
    let ticks = recorder.declare(Some(both), "ticks");
    recorder.push(both, EventKind::Spawned);
    let spawn = |future: LocalBoxFuture<'static, ()>| -> RemoteHandle<()> {
        let (task, handle) = future.remote_handle();
        (web.spawn)(Box::pin(task));
        handle
    };
    let ending = |(): &()| Ending::Succeeded;
    let ticking = tick(recorder.clone(), ticks, web.clone());
    // Dropping the handle ends the ticks.
    let _ticking = spawn(Box::pin(recorder.watch(ticks, ticking, ending)));
    (web.sleep)(IDLE).await;
    match worker {
        None => {
            let computing = compute(web.now);
            let computing = recorder.watch(computes, computing, ending);
            spawn(Box::pin(computing)).await;
        }
        Some(worker) => {
            let computing = compute_there(worker, &recorder, computes);
            computing.await.map_err(Failure::Worker)?;
        }
    }
    (web.sleep)(IDLE).await;
    recorder.push(both, EventKind::Ended(Ending::Succeeded));
    let lane = Lane::of(recorder.events()).ok_or(Failure::Nothing)?;
    Ok(Measured::Scheduling(lane))
}

async fn tick(recorder: Recorder, task: TaskId, web: Web) {
    loop {
        recorder.push(task, EventKind::Marked);
        (web.sleep)(TICK).await;
    }
}

/// Computes for 200 ms without an await.
async fn compute(now: fn() -> Timestamp) {
    let began = now();
    // Nobody comes to the end of that.
    let mut work = Work::new(Chunk::whole(other_job(), SIZE_MAX));
    by::main(|| work.step() && now().since(began) < COMPUTES).await;
}

/// A piece of a job that a worker is done with in some ten milliseconds.
fn piece() -> Chunk {
    Chunk::whole(other_job(), 40_000)
}

/// Has a worker compute for 200 ms, piece by piece: a browser may let a worker
/// that is ended in the middle of something go on for a while, in which it
/// would slow down whatever is measured next.
async fn compute_there(
    worker: RunChunk,
    recorder: &Recorder,
    task: TaskId,
) -> Result<(), WorkerFailure> {
    let began: Rc<Cell<Option<Timestamp>>> = Rc::default();
    let ended: Rc<Cell<Option<Timestamp>>> = Rc::default();
    recorder.push(task, EventKind::Spawned);
    let (from, to) = loop {
        let (begins, ends) = (began.clone(), ended.clone());
        let on_report = Box::new(move |report| match report {
            WorkerReport::Began(at) => begins.set(begins.get().or(Some(at))),
            WorkerReport::Progress(..) => {}
            WorkerReport::Ended(at) => ends.set(Some(at)),
        });
        worker(piece(), on_report).await?;
        let told = began.get().zip(ended.get());
        // Whoever is done must have told when.
        let (from, to) = told.ok_or(WorkerFailure::Confused)?;
        if to.since(from) >= COMPUTES {
            break (from, to);
        }
    };
    let computing = EventKind::Entered(Phase::Computing);
    recorder.push_at(recorder.at(from), task, computing);
    recorder.push_at(recorder.at(to), task, EventKind::Left);
    recorder.push(task, EventKind::Ended(Ending::Succeeded));
    Ok(())
}
