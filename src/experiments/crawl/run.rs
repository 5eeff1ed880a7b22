//! How a plan is run: which lane when, and how Rust and JavaScript each go
//! about it.

use super::request::{FIRST_PAUSE, request};
use super::strategies as by;
use super::{
    Blocking, Lane, Lanes, OnError, Order, Outcome, Plan, Row, SendRequest,
    Strategy, Web,
};
use crate::experiments::lanes::Announced;
use crate::http::{Batch, Progress, Request};
use crate::task::Traced;
use crate::trace::sort::sort_by_key;
use crate::trace::{
    Ending, EventKind, Source, TaskId, Timeline, Timestamp, Track,
};
use futures::FutureExt;
use futures::future::{LocalBoxFuture, join_all};
use std::cell::RefCell;
use std::rc::Rc;

/// Hands a whole batch to plain JavaScript, and returns what sends it.
pub type PromiseAll = Rc<dyn Fn(Batch) -> Start>;

/// Sends a batch that was handed over, and reports what each request does, by
/// its place and by the recorder's clock. Dropping the future aborts all.
pub type Start = Box<dyn FnOnce(Reported) -> LocalBoxFuture<'static, ()>>;

/// Takes the reports of a [`PromiseAll`].
pub type Reported = Box<dyn Fn(usize, Timestamp, Progress)>;

/// The strategies in the order of round `round`: each round begins with
/// another one, so that none is always the first on a cold connection.
#[must_use]
pub fn lane_order(strategies: &[Strategy], round: u32) -> Vec<Strategy> {
    let mut order = strategies.to_vec();
    let by = round as usize % order.len().max(1);
    order.rotate_left(by);
    order
}

/// Runs `plan`; what happens can be read from `lanes` at any time, and
/// `on_change` is called when lanes are announced and when one is done beside
/// others.
/// Dropping the future aborts everything that goes on.
pub async fn run(
    plan: &Plan,
    web: &Web,
    promise_all: &PromiseAll,
    now: fn() -> Timestamp,
    lanes: &Lanes,
    on_change: impl Fn(),
) {
    // Whoever hears of a change redraws the page, which holds the thread: that
    // is to be done when the clock of a lane starts.
    let get_ready = async || {
        on_change();
        (web.painted)().await;
    };
    for round in 0..plan.repeat {
        let prepare = async |strategy| {
            Runner::prepare(strategy, plan, web, promise_all).await
        };
        let announce = |strategy| {
            lanes.announce(Lane::new(strategy, round, &plan.rows, now))
        };
        let run_one = async |lane: Announced<Lane>, runner: Runner| {
            runner.run(&lane.open(), plan, web).await;
        };
        let mut order = lane_order(&plan.strategies, round);
        match plan.order {
            Order::InTurn => {
                for strategy in order {
                    let lane = announce(strategy);
                    get_ready().await;
                    run_one(lane, prepare(strategy).await).await;
                }
            }
            Order::Together => {
                // Last, since nothing else begins while it runs.
                sort_by_key(&mut order, |it| *it == Strategy::Blocking);
                let announced: Vec<_> =
                    order.iter().map(|it| announce(*it)).collect();
                get_ready().await;
                let runners = join_all(order.into_iter().map(prepare)).await;
                let run_beside = async |(lane, runner)| {
                    run_one(lane, runner).await;
                    on_change();
                };
                let ready = announced.into_iter().zip(runners);
                join_all(ready.map(run_beside)).await;
            }
        }
    }
}

/// What is ready to run a lane.
enum Runner {
    Blocking(Blocking),
    /// With the threads, if the strategy has any.
    Rust(Vec<SendRequest>),
    JavaScript(Start),
}

impl Runner {
    async fn prepare(
        strategy: Strategy,
        plan: &Plan,
        web: &Web,
        promise_all: &PromiseAll,
    ) -> Self {
        let rows = plan.rows.clone();
        match strategy {
            Strategy::Blocking => {
                Self::Blocking((web.get_ready_to_block)(rows).await)
            }
            Strategy::Threads => {
                let count = rows.len().min(MOST_THREADS);
                let timeout = plan.policy.timeout;
                Self::Rust((web.start_threads)(count, rows, timeout).await)
            }
            Strategy::PromiseAll => {
                Self::JavaScript(promise_all(batch_of(plan)))
            }
            _ => Self::Rust(Vec::new()),
        }
    }

    async fn run(self, lane: &Lane, plan: &Plan, web: &Web) {
        match self {
            Self::Blocking(blocking) => run_blocking(lane, plan, &blocking),
            Self::Rust(threads) => run_rust(lane, plan, web, threads).await,
            Self::JavaScript(start) => run_javascript(lane, plan, start).await,
        }
    }
}

/// How many threads `threads` has at most.
pub const MOST_THREADS: usize = 64;

/// Runs the strategy that is no future, and neither are its requests: they
/// have no polls. Only what a request does is written as one, and is over when
/// its first poll is.
fn run_blocking(lane: &Lane, plan: &Plan, blocking: &Blocking) {
    let Blocking { send, sleep } = blocking;
    let recorder = lane.recorder();
    let fetch = |index: usize| {
        let (row, task) = (&plan.rows[index], lane.tasks()[index]);
        recorder.push(task, EventKind::Spawned);
        let request = request(send, sleep, row, &plan.policy, recorder, task);
        let outcome = request.now_or_never();
        let outcome = outcome.expect("what blocks is over when it returns");
        let done = lane.note(index, outcome);
        recorder.push(task, EventKind::Ended(ending_of(&done)));
        done
    };
    let rows = (0..plan.rows.len()).collect();
    recorder.push(lane.root(), EventKind::Spawned);
    let done = match plan.policy.on_error {
        OnError::Collect => {
            drop(by::blocking(rows, fetch));
            Ok(())
        }
        OnError::Stop => by::try_blocking(rows, fetch).map(drop),
    };
    recorder.push(lane.root(), EventKind::Ended(ending_of(&done)));
}

async fn run_rust(
    lane: &Lane,
    plan: &Plan,
    web: &Web,
    threads: Vec<SendRequest>,
) {
    let job = Rc::new(Job {
        lane: lane.clone(),
        plan: plan.clone(),
        web: web.clone(),
        idle: RefCell::new(threads),
    });
    let strategy = run_strategy(lane.strategy(), job);
    let traced = lane.recorder().watch(lane.root(), strategy, ending_of);
    // How it ended is in the trace.
    let _ = traced.await;
}

/// How that ends which is done, or failed in some way.
fn ending_of(done: &Result<(), Ending>) -> Ending {
    done.err().unwrap_or(Ending::Succeeded)
}

/// The fetch that the strategies are given, and all that it needs.
struct Job {
    lane: Lane,
    plan: Plan,
    web: Web,
    /// The threads that have nothing to do.
    idle: RefCell<Vec<SendRequest>>,
}

impl Job {
    fn fetch(
        self: &Rc<Self>,
        index: usize,
    ) -> Traced<impl Future<Output = Result<(), Ending>> + use<>> {
        self.fetch_by(self.web.send.clone(), index)
    }

    /// The same on a thread that has nothing else to do meanwhile.
    async fn fetch_on_thread(
        self: &Rc<Self>,
        index: usize,
    ) -> Result<(), Ending> {
        let thread = self.idle.borrow_mut().pop();
        let thread = thread.expect("no more is asked for than threads are");
        let result = self.fetch_by(thread.clone(), index).await;
        self.idle.borrow_mut().push(thread);
        result
    }

    fn fetch_by(
        self: &Rc<Self>,
        send: SendRequest,
        index: usize,
    ) -> Traced<impl Future<Output = Result<(), Ending>> + use<>> {
        let job = self.clone();
        let (recorder, task) = (self.lane.recorder(), self.lane.tasks()[index]);
        let future = async move {
            let Job {
                lane, plan, web, ..
            } = &*job;
            let (row, recorder) = (&plan.rows[index], lane.recorder());
            recorder.from(Source::Timer, (web.turn)()).await;
            let outcome =
                request(&send, &web.sleep, row, &plan.policy, recorder, task)
                    .await;
            lane.note(index, outcome)
        };
        recorder.watch(task, future, ending_of)
    }
}

async fn run_strategy(strategy: Strategy, job: Rc<Job>) -> Result<(), Ending> {
    let plan = &job.plan;
    let limit = plan.limit.get();
    let rows: Vec<usize> = (0..plan.rows.len()).collect();
    let fetch = |index| job.fetch(index);
    let spawn_fetch = |index| {
        let (task, handle) = job.fetch(index).remote_handle();
        (job.web.spawn)(Box::pin(task));
        handle
    };
    let threads = job.idle.borrow().len();
    let fetch_on_thread = |index| job.fetch_on_thread(index);
    match plan.policy.on_error {
        OnError::Collect => match strategy {
            Strategy::Sequential => drop(by::sequential(rows, fetch).await),
            Strategy::Concurrent => drop(by::concurrent(rows, fetch).await),
            Strategy::Limited => drop(by::limited(rows, limit, fetch).await),
            Strategy::Spawned => drop(by::spawned(rows, spawn_fetch).await),
            Strategy::Threads => {
                drop(by::threads(rows, threads, fetch_on_thread).await);
            }
            // They are no Rust futures.
            Strategy::Blocking | Strategy::PromiseAll => {}
        },
        OnError::Stop => match strategy {
            Strategy::Sequential => {
                drop(by::try_sequential(rows, fetch).await?)
            }
            Strategy::Concurrent => {
                drop(by::try_concurrent(rows, fetch).await?)
            }
            Strategy::Limited => {
                drop(by::try_limited(rows, limit, fetch).await?)
            }
            Strategy::Spawned => {
                drop(by::try_spawned(rows, spawn_fetch).await?)
            }
            Strategy::Threads => {
                drop(by::try_threads(rows, threads, fetch_on_thread).await?);
            }
            Strategy::Blocking | Strategy::PromiseAll => {}
        },
    }
    Ok(())
}

fn batch_of(plan: &Plan) -> Batch {
    let request = |row: &Row| {
        let (url, cache) = (row.url.clone(), plan.policy.cache);
        (Request { url, cache }, row.delay)
    };
    Batch {
        requests: plan.rows.iter().map(request).collect(),
        timeout: plan.policy.timeout,
        retries: plan.policy.retries,
        first_pause: FIRST_PAUSE,
        stops_at_error: plan.policy.on_error == OnError::Stop,
    }
}

async fn run_javascript(lane: &Lane, plan: &Plan, start: Start) {
    let (recorder, root) = (lane.recorder(), lane.root());
    let reported = {
        let lane = lane.clone();
        Box::new(move |row, at, progress| lane.take_report(row, at, progress))
    };
    recorder.push(root, EventKind::Spawned);
    let mut open = EndsOpenTasks {
        lane,
        root_ending: Ending::Cancelled,
    };
    start(reported).await;
    open.root_ending = match plan.policy.on_error {
        OnError::Collect => Ending::Succeeded,
        OnError::Stop => {
            first_failure(&lane.timeline()).unwrap_or(Ending::Succeeded)
        }
    };
}

fn first_failure(timeline: &Timeline) -> Option<Ending> {
    let endings = timeline.rows().iter().filter_map(Track::ending);
    endings
        .into_iter()
        .find(|ending| *ending != Ending::Succeeded)
}

/// Records how the tasks of a lane ended that did not say so themselves: a
/// JavaScript promise that is aborted reports nothing.
struct EndsOpenTasks<'a> {
    lane: &'a Lane,
    root_ending: Ending,
}

impl Drop for EndsOpenTasks<'_> {
    fn drop(&mut self) {
        let (recorder, root) = (self.lane.recorder(), self.lane.root());
        let is_open = |row: &&Track| row.start.is_some() && row.end.is_none();
        let open: Vec<TaskId> = {
            let timeline = self.lane.timeline();
            timeline
                .rows()
                .iter()
                .filter(is_open)
                .map(|row| row.task)
                .collect()
        };
        for task in open {
            recorder.push(task, EventKind::Ended(Ending::Cancelled));
        }
        recorder.push(root, EventKind::Ended(self.root_ending));
    }
}

impl Lane {
    fn take_report(&self, row: usize, at: Timestamp, progress: Progress) {
        let Some(&task) = self.tasks().get(row) else {
            return;
        };
        let kind = match progress {
            Progress::Started => EventKind::Spawned,
            Progress::Entered(phase) => EventKind::Entered(phase),
            Progress::Asked(pause) => {
                self.note_pause(row, pause);
                return;
            }
            Progress::Ended(result, attempts) => {
                let asked_pause = self.asked_pause(row);
                let outcome = Outcome {
                    result,
                    attempts,
                    asked_pause,
                };
                EventKind::Ended(ending_of(&self.note(row, outcome)))
            }
        };
        let recorder = self.recorder();
        recorder.push_at(recorder.at(at), task, kind);
    }
}
