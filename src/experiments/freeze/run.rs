//! How a plan is run: the lanes one after the other, each with its pulse, its
//! timer and its requests in the background.

use super::chunks::chunks;
use super::lane::REQUESTS;
use super::{
    Failure, Lane, Lanes, Mode, Plan, Setup, Tick, Turn, calibrated_size,
    modes as by,
};
use crate::experiments::decimal_text;
use crate::experiments::protocol::WorkerFailure;
use crate::experiments::wake::wake_myself;
use crate::http::{self, CacheMode, Request, Response};
use crate::trace::{Ending, EventKind, Phase, Timestamp};
use futures::FutureExt;
use futures::future::{LocalBoxFuture, RemoteHandle, join_all, try_join_all};
use meanwhile_jobs::{Answer, Chunk, Shades, Work};
use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

/// A lane begins this long before its job, so that the pulse of an idle page
/// can be seen, and goes on that long after it.
const IDLE: Duration = Duration::from_millis(150);

/// The timer ticks this often.
const TICK: Duration = Duration::from_millis(50);

/// The web platform, as far as a freeze needs it: functions, handed in.
#[derive(Clone)]
pub struct Web {
    /// Completes after that time. Dropping the future clears the timer.
    pub sleep: Rc<dyn Fn(Duration) -> LocalBoxFuture<'static, ()>>,
    /// Completes in another turn of the event loop.
    pub turn: Rc<dyn Fn(Turn) -> LocalBoxFuture<'static, ()>>,
    /// Runs a future on the event loop as a task of its own.
    pub spawn: Rc<dyn Fn(LocalBoxFuture<'static, ()>)>,
    /// Sends a request and reads its answer to the end. Dropping the future
    /// aborts the request.
    pub send: Rc<
        dyn Fn(
            Request,
        )
            -> LocalBoxFuture<'static, Result<Response, http::Failure>>,
    >,
    /// When this answer from that URL had arrived, sent for at that time; none
    /// if nobody knows. Both by the recorder's clock.
    pub settled: Rc<
        dyn Fn(
            String,
            Timestamp,
            Response,
        ) -> LocalBoxFuture<'static, Option<Timestamp>>,
    >,
    /// Starts a worker and waits until it listens.
    pub start_worker: Rc<
        dyn Fn() -> LocalBoxFuture<'static, Result<RunChunk, WorkerFailure>>,
    >,
}

/// A worker: computes one chunk at a time. Dropping it terminates the worker.
pub type RunChunk = Rc<
    dyn Fn(
        Chunk,
        OnReport,
    ) -> LocalBoxFuture<'static, Result<Answer, WorkerFailure>>,
>;

/// Takes what a worker tells of its chunk.
pub type OnReport = Box<dyn Fn(WorkerReport)>;

/// What a worker tells of its chunk, by the recorder's clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorkerReport {
    /// It has begun.
    Began(Timestamp),
    /// So many units of the chunk are done, and that has been drawn.
    Progress(u64, Shades),
    /// The chunk is done.
    Ended(Timestamp),
}

/// Runs `plan`; what happens can be read from `lanes` at any time.
/// `on_change` is told in words what comes next. Dropping the future ends
/// everything that goes on, workers included.
pub async fn run(
    plan: &Plan,
    web: &Web,
    now: fn() -> Timestamp,
    lanes: &Lanes,
    on_change: impl Fn(String),
) {
    let breathe = async || (web.sleep)(Duration::ZERO).await;
    let size = match plan.setup.size {
        Some(size) => size,
        None => {
            on_change("measuring how quick this machine is".to_owned());
            breathe().await;
            calibrated_size(plan.setup.job, plan.setup.length, now, breathe)
                .await
        }
    };
    let whole = Chunk::whole(plan.setup.job, size);
    for &mode in &plan.setup.modes {
        on_change(format!("{} is getting ready", mode.name()));
        breathe().await;
        let began = now();
        let starting = (0..plan.workers_of(mode)).map(|_| (web.start_worker)());
        let crew = try_join_all(starting).await;
        let cold_start = mode.needs_workers().then(|| now().since(began));
        on_change(mode.name().to_owned());
        breathe().await;
        let lane = Lane::new(mode, plan, whole.units(), cold_start, now);
        let lane = lanes.open(lane);
        match crew {
            Ok(crew) => run_lane(&lane, plan, web, whole, crew).await,
            Err(failure) => {
                let (recorder, root) = (lane.recorder(), lane.tasks().root);
                lane.end(Err(Failure::Worker(failure)));
                recorder.push(root, EventKind::Spawned);
                recorder.push(root, EventKind::Ended(Ending::Failed));
            }
        }
    }
}

async fn run_lane(
    lane: &Lane,
    plan: &Plan,
    web: &Web,
    whole: Chunk,
    crew: Vec<RunChunk>,
) {
    let (recorder, tasks) = (lane.recorder(), lane.tasks());
    recorder.push(tasks.root, EventKind::Spawned);
    let mut end = EndsLane {
        lane,
        ending: Ending::Cancelled,
    };
    let spawn = |future: LocalBoxFuture<'static, ()>| -> RemoteHandle<()> {
        let (task, handle) = future.remote_handle();
        (web.spawn)(Box::pin(task));
        handle
    };
    // Tasks of their own, as a page has them: dropping the handles ends them.
    let _ticking = spawn(Box::pin(tick(lane.clone(), web.clone())));
    let requests: Vec<_> = (0..REQUESTS)
        .map(|index| {
            let task = tasks.requests[index];
            let request = request(lane.clone(), web.clone(), index);
            let ending = |(): &()| Ending::Succeeded;
            spawn(Box::pin(recorder.watch(task, request, ending)))
        })
        .collect();
    (web.sleep)(IDLE).await;
    let job = {
        let job =
            run_mode(lane.clone(), plan.clone(), web.clone(), whole, crew);
        let ending = |result: &Result<Answer, Failure>| match result {
            Ok(_) => Ending::Succeeded,
            Err(_) => Ending::Failed,
        };
        let traced = recorder.watch(tasks.job, job, ending);
        let lane = lane.clone();
        spawn(Box::pin(async move { lane.end(traced.await) }))
    };
    job.await;
    join_all(requests).await;
    (web.sleep)(IDLE).await;
    end.ending = Ending::Succeeded;
}

/// Records the end of a lane, however it comes.
struct EndsLane<'a> {
    lane: &'a Lane,
    ending: Ending,
}

impl Drop for EndsLane<'_> {
    fn drop(&mut self) {
        let (recorder, root) = (self.lane.recorder(), self.lane.tasks().root);
        recorder.push(root, EventKind::Ended(self.ending));
    }
}

/// Ticks every 50 ms, and notes how late. What was due several times over in a
/// frozen page is noted as often.
async fn tick(lane: Lane, web: Web) {
    let mut due = lane.now() + TICK;
    loop {
        (web.sleep)(due.since(lane.now())).await;
        lane.recorder().push(lane.tasks().timer, EventKind::Marked);
        let now = lane.now();
        while due <= now {
            let late = now.since(due);
            lane.mark_tick(Tick { due, late });
            due = due + TICK;
        }
    }
}

/// A request in the background: answered after 0.5, 1 or 1.5 seconds, whatever
/// the page's thread does.
async fn request(lane: Lane, web: Web, index: usize) {
    let (recorder, task) = (lane.recorder(), lane.tasks().requests[index]);
    let seconds = decimal_text((index + 1) as f64 / 2.0);
    let url = format!("delay/{seconds}?{}", lane.mode().id());
    let sent = recorder.clock_at(lane.now());
    recorder.enter(task, Phase::Waiting);
    let request = Request {
        url: url.clone(),
        cache: CacheMode::NoStore,
    };
    let answered = (web.send)(request).await;
    let seen = lane.now();
    if let Ok(response) = answered
        && let Some(settled) = (web.settled)(url, sent, response).await
    {
        let settled = recorder.at(settled).min(seen);
        recorder.push_at(settled, task, EventKind::Entered(Phase::Unseen));
    }
    recorder.push_at(seen, task, EventKind::Left);
}

async fn run_mode(
    lane: Lane,
    plan: Plan,
    web: Web,
    whole: Chunk,
    crew: Vec<RunChunk>,
) -> Result<Answer, Failure> {
    let here = Here::new(lane.clone(), whole);
    match lane.mode() {
        Mode::Main => by::main(|| here.step_before(Setup::LENGTH_MAX)).await,
        Mode::Microtask => {
            let slice =
                || here.slice_before(plan.setup.slice, Setup::LENGTH_MAX);
            by::microtask(slice, wake_myself).await;
        }
        Mode::Sliced => {
            let turn = async || {
                let turn = (web.turn)(plan.setup.turn);
                match plan.setup.turn.source() {
                    Some(source) => lane.recorder().from(source, turn).await,
                    None => turn.await,
                }
            };
            by::sliced(|| here.slice(plan.setup.slice), turn).await;
        }
        Mode::Worker => {
            let crew = Crew::new(&lane, crew);
            let sent = by::worker(whole, async |chunk| crew.run(chunk).await);
            return sent.await.map_err(Failure::Worker);
        }
        Mode::Pool => {
            let workers = crew.len();
            let crew = Crew::new(&lane, crew);
            let chunks = chunks(plan.setup.job, whole.size, workers);
            let send = async |chunk| crew.run(chunk).await;
            let parts = by::pool(chunks, workers, send).await;
            let parts = parts.map_err(Failure::Worker)?;
            let all = parts.into_iter().reduce(Answer::and);
            return all.ok_or(Failure::Worker(WorkerFailure::Confused));
        }
    }
    here.answer()
}

/// The job on this thread.
struct Here {
    lane: Lane,
    began: Timestamp,
    work: RefCell<Work>,
    is_done: Cell<bool>,
}

impl Here {
    fn new(lane: Lane, whole: Chunk) -> Self {
        Self {
            began: lane.now(),
            lane,
            work: RefCell::new(Work::new(whole)),
            is_done: Cell::new(false),
        }
    }

    /// Does a little; false once all is done.
    fn step(&self) -> bool {
        let mut work = self.work.borrow_mut();
        let more = work.step();
        self.is_done.set(!more);
        self.lane.set_done(work.done());
        more
    }

    /// The same, and false also once that time is up since the beginning: no
    /// page must be frozen for longer.
    fn step_before(&self, limit: Duration) -> bool {
        self.step() && self.lane.now().since(self.began) < limit
    }

    /// Goes on for a slice; false once all is done.
    fn slice(&self, slice: Duration) -> bool {
        let began = self.lane.now();
        while self.step() {
            if self.lane.now().since(began) >= slice {
                self.draw();
                return true;
            }
        }
        false
    }

    fn slice_before(&self, slice: Duration, limit: Duration) -> bool {
        self.slice(slice) && self.lane.now().since(self.began) < limit
    }

    fn draw(&self) {
        self.lane.draw(&self.work.borrow_mut().take_shades());
    }

    fn answer(&self) -> Result<Answer, Failure> {
        self.draw();
        match self.is_done.get() {
            true => Ok(self.work.borrow().answer()),
            false => Err(Failure::TookTooLong(Setup::LENGTH_MAX)),
        }
    }
}

/// The workers of a lane.
struct Crew<'a> {
    lane: &'a Lane,
    workers: Vec<RunChunk>,
    idle: RefCell<Vec<usize>>,
}

impl<'a> Crew<'a> {
    fn new(lane: &'a Lane, workers: Vec<RunChunk>) -> Self {
        Self {
            lane,
            // The first worker is the first to be sent a chunk.
            idle: RefCell::new((0..workers.len()).rev().collect()),
            workers,
        }
    }

    /// Has a worker compute `chunk`. There must be an idle one.
    async fn run(&self, chunk: Chunk) -> Result<Answer, WorkerFailure> {
        let index = self.idle.borrow_mut().pop();
        let index = index.ok_or(WorkerFailure::Confused)?;
        let task = self.lane.tasks().workers[index];
        let counted = Cell::new(0);
        let on_report = {
            let lane = self.lane.clone();
            Box::new(move |report| {
                let recorder = lane.recorder();
                match report {
                    WorkerReport::Began(at) => recorder.push_at(
                        recorder.at(at),
                        task,
                        EventKind::Entered(Phase::Computing),
                    ),
                    WorkerReport::Progress(done, shades) => {
                        lane.add_done(done - counted.replace(done));
                        lane.draw(&shades);
                    }
                    WorkerReport::Ended(at) => {
                        recorder.push_at(
                            recorder.at(at),
                            task,
                            EventKind::Left,
                        );
                    }
                }
            })
        };
        let running: Pin<Box<dyn Future<Output = _>>> =
            (self.workers[index])(chunk, on_report);
        let answer = running.await?;
        self.idle.borrow_mut().push(index);
        Ok(answer)
    }
}
