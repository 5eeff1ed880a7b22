//! How the cells are measured: one after the other, by what the other labs
//! are made of.

use super::capacity::capacity;
use super::plan::job;
use super::{COMPUTES, Entry, Failure, Kept, Kind, Lane, Measured, Plan};
use super::{Probe, Step, TICK, When};
use crate::experiments::freeze::modes as by;
use crate::experiments::freeze::{RunChunk, WorkerReport};
use crate::experiments::protocol::WorkerFailure;
use crate::experiments::race::Memory;
use crate::experiments::{cost, race};
use crate::task::Recorder;
use crate::trace::{Ending, EventKind, Phase, TaskId, Timestamp};
use futures::FutureExt;
use futures::channel::oneshot;
use futures::future::{Either, LocalBoxFuture, RemoteHandle, select};
use meanwhile_jobs::{Chunk, SIZE_MAX, Work};
use std::cell::Cell;
use std::pin::pin;
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
    let memory = match web.race.shared {
        Some(_) => Memory::CanBeShared,
        None => Memory::CannotBeShared,
    };
    let plan = race::Plan::new(&step.race(), memory);
    let plan = plan.map_err(|_| Failure::NotIsolated)?;
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
        (.., Some(cost::Failure::NotIsolated)) => Err(Failure::NotIsolated),
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
            let computing = compute_there(worker, &recorder, computes, web);
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
    let mut work = Work::new(endless());
    by::main(|| work.step() && now().since(began) < COMPUTES).await;
}

/// Nobody comes to the end of this.
fn endless() -> Chunk {
    Chunk::whole(job(), SIZE_MAX)
}

/// Has a worker compute for 200 ms, and ends it then.
async fn compute_there(
    worker: RunChunk,
    recorder: &Recorder,
    task: TaskId,
    web: &Web,
) -> Result<(), WorkerFailure> {
    let (tell, began) = oneshot::channel();
    let tell = Cell::new(Some(tell));
    let on_report = {
        let recorder = recorder.clone();
        Box::new(move |report| {
            if let WorkerReport::Began(at) = report
                && let Some(tell) = tell.take()
            {
                let at = recorder.at(at);
                recorder.push_at(
                    at,
                    task,
                    EventKind::Entered(Phase::Computing),
                );
                // Nobody listens once the run is stopped.
                let _ = tell.send(());
            }
        })
    };
    recorder.push(task, EventKind::Spawned);
    let time_is_up = async {
        if began.await.is_err() {
            // It said nothing, and never will: its own end is awaited.
            std::future::pending::<()>().await;
        }
        (web.sleep)(COMPUTES).await;
    };
    let computing = worker(endless(), on_report);
    let mut time_is_up = pin!(time_is_up);
    let end = select(computing, time_is_up.as_mut()).await;
    recorder.push(task, EventKind::Left);
    recorder.push(task, EventKind::Ended(Ending::Succeeded));
    match end {
        Either::Left((Err(failure), _)) => Err(failure),
        // Nobody counts that far.
        Either::Left((Ok(_), _)) => Err(WorkerFailure::Confused),
        Either::Right(_) => Ok(()),
    }
}
