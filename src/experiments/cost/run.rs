//! How a plan is run: one form after the other, each in workers that are
//! thrown away.

use super::forms as by;
use super::{Failure, Form, Measured, Order, Outcomes, Plan, Progress, Sample};
use crate::experiments::Unshared;
use crate::experiments::protocol::WorkerFailure;
use crate::trace::Timestamp;
use futures::future::LocalBoxFuture;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

/// The web platform, as far as this lab needs it: functions, handed in.
#[derive(Clone)]
pub struct Web {
    /// Starts a worker with a wasm instance of its own, and waits until it
    /// listens.
    pub start_wasm: Start<CarryOut>,
    /// Starts a worker of plain JavaScript, and waits until it listens.
    pub start_javascript: Start<CarryOut>,
    /// Shares a memory of two cells with workers to come: a count, and how
    /// many milliseconds each waits.
    pub share: Rc<dyn Fn(i32) -> Result<SharedMemory, Unshared>>,
    /// Asks the browser how many bytes JavaScript has in the worker that runs
    /// [`start_javascript`](Self::start_javascript)'s code; none if it does not
    /// say.
    pub javascript_bytes: Rc<dyn Fn() -> LocalBoxFuture<'static, Option<f64>>>,
}

/// Starts something, and waits until it listens. Dropping what it gives ends
/// it.
pub type Start<T> =
    Rc<dyn Fn() -> LocalBoxFuture<'static, Result<T, WorkerFailure>>>;

/// A worker: carries out one order.
pub type CarryOut = Rc<
    dyn Fn(
        Order,
        OnProgress,
    ) -> LocalBoxFuture<'static, Result<Sample, OrderFailure>>,
>;

/// Takes what a worker tells of its order.
pub type OnProgress = Box<dyn Fn(Progress)>;

/// Why an order was not carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrderFailure {
    /// The worker failed.
    Worker(WorkerFailure),
    /// It said nothing for so long.
    Silent(Duration),
}

/// A memory that workers share.
#[derive(Clone)]
pub struct SharedMemory {
    /// Starts a worker that sees the memory once it is run.
    pub start: Start<RunOnMemory>,
    /// How many workers have counted themselves.
    pub counted: Rc<dyn Fn() -> i32>,
}

/// A worker that shares memory: has it count itself.
pub type RunOnMemory =
    Rc<dyn Fn() -> LocalBoxFuture<'static, Result<(), OrderFailure>>>;

/// Runs `plan`; what came of it can be read from `outcomes` at any time.
/// `on_change` is told which form comes next. Dropping the future ends
/// everything that goes on, workers included.
pub async fn run(
    plan: &Plan,
    web: &Web,
    now: fn() -> Timestamp,
    outcomes: &Outcomes,
    on_change: impl Fn(Form),
) {
    for &form in &plan.setup.forms {
        outcomes.begin(form);
        on_change(form);
        let result = match form {
            Form::SpawnLocal | Form::FuturesUnordered => {
                in_one_worker(plan, form, &web.start_wasm, outcomes).await
            }
            Form::JsAsync => {
                in_one_worker(plan, form, &web.start_javascript, outcomes).await
            }
            Form::SharedWorkers => {
                shared_workers(plan, web, now, outcomes).await
            }
            Form::OwnWorkers => own_workers(plan, web, now, outcomes).await,
        };
        outcomes.end(result);
    }
}

/// Finds out how many bytes each JavaScript async function of `plan` takes
/// while it waits, and adds that to `outcomes`. None if the browser does not
/// say, or has no worker to spare.
pub async fn measure_javascript(
    plan: &Plan,
    web: &Web,
    outcomes: &Outcomes,
) -> Option<f64> {
    let count = plan.created(Form::JsAsync);
    let carry_out = (web.start_javascript)().await.ok()?;
    let order = Order {
        keep: true,
        ..Order::new(Form::JsAsync, count, None, plan.setup.held)
    };
    carry_out(order, Box::new(|_| {})).await.ok()?;
    let bytes = (web.javascript_bytes)().await? / f64::from(count);
    outcomes.disclose(Form::JsAsync, bytes);
    Some(bytes)
}

/// Of so many, one more is created between the first time and the second.
const WARM_UP: u32 = 10;

/// Has one worker create them all, on a clock of its own, then a tenth of them
/// to warm up, and then all once more: an engine compiles code well only once
/// it has run for a while, which with so many would be somewhere in the middle.
async fn in_one_worker(
    plan: &Plan,
    form: Form,
    start: &Start<CarryOut>,
    outcomes: &Outcomes,
) -> Result<Measured, Failure> {
    let count = plan.created(form);
    let carry_out = start().await.map_err(Failure::Worker)?;
    let order =
        Order::new(form, count, plan.setup.body.wait(), plan.setup.held);
    let sample = async |order: Order| {
        let told = outcomes.clone();
        let on_progress = Box::new(move |progress| {
            if order.count == count {
                told.go_on(progress);
            }
        });
        let sample = carry_out(order, on_progress).await;
        sample.map_err(|failure| match failure {
            OrderFailure::Worker(WorkerFailure::Trapped(why)) => {
                Failure::Ended {
                    progress: outcomes.progress(),
                    count,
                    why,
                }
            }
            other => other.into(),
        })
    };
    let first = sample(order).await?;
    outcomes.begin_again();
    let warm_up = Order {
        count: count / WARM_UP,
        ..order
    };
    if warm_up.count > 0 {
        sample(warm_up).await?;
    }
    let second = sample(order).await?;
    Ok(Measured {
        created: count,
        create: from_millis(second.create),
        finish: from_millis(second.finish),
        // The second time, the memory has grown already.
        bytes_each: first.grown.map(|grown| grown / f64::from(count)),
        future: first.future,
        first_time: Some(from_millis(first.create + first.finish)),
    })
}

async fn shared_workers(
    plan: &Plan,
    web: &Web,
    now: fn() -> Timestamp,
    outcomes: &Outcomes,
) -> Result<Measured, Failure> {
    let count = plan.created(Form::SharedWorkers);
    let wait = plan.setup.body.wait().unwrap_or_default();
    let memory = (web.share)(i32::try_from(wait).unwrap_or(i32::MAX));
    let memory = memory.map_err(Failure::Unshared)?;
    let stages = Stages::begin(count, now, outcomes);
    let start = async || stages.start(&memory.start).await;
    let run = async |worker: &RunOnMemory| stages.finish(worker()).await;
    by::shared_workers(count as usize, start, run, || stages.created()).await?;
    let measured = stages.end(None);
    match (memory.counted)() {
        counted if i64::from(counted) == i64::from(count) => Ok(measured),
        counted => Err(Failure::Miscounted { counted, count }),
    }
}

async fn own_workers(
    plan: &Plan,
    web: &Web,
    now: fn() -> Timestamp,
    outcomes: &Outcomes,
) -> Result<Measured, Failure> {
    let count = plan.created(Form::OwnWorkers);
    let order = Order::new(
        Form::OwnWorkers,
        1,
        plan.setup.body.wait(),
        plan.setup.held,
    );
    let stages = Stages::begin(count, now, outcomes);
    let start = async || stages.start(&web.start_wasm).await;
    let run = async |worker: &CarryOut| {
        stages.finish(worker(order, Box::new(|_| {}))).await
    };
    let samples =
        by::own_workers(count as usize, start, run, || stages.created())
            .await?;
    let memory: Option<f64> = samples.iter().map(|it| it.memory).sum();
    Ok(stages.end(memory))
}

/// The workers of a form as they start and finish, on the page's clock.
struct Stages<'a> {
    count: u32,
    now: fn() -> Timestamp,
    outcomes: &'a Outcomes,
    progress: Cell<Progress>,
    begun: Timestamp,
    created: Cell<Timestamp>,
}

impl<'a> Stages<'a> {
    fn begin(
        count: u32,
        now: fn() -> Timestamp,
        outcomes: &'a Outcomes,
    ) -> Self {
        let begun = now();
        Self {
            count,
            now,
            outcomes,
            progress: Cell::default(),
            begun,
            created: Cell::new(begun),
        }
    }

    async fn start<T>(&self, start: &Start<T>) -> Result<T, Failure> {
        let worker = start().await.map_err(Failure::Worker)?;
        let progress = self.progress.get();
        self.tell(Progress {
            created: progress.created + 1,
            ..progress
        });
        Ok(worker)
    }

    fn created(&self) {
        self.created.set((self.now)());
    }

    async fn finish<T>(
        &self,
        running: LocalBoxFuture<'static, Result<T, OrderFailure>>,
    ) -> Result<T, Failure> {
        let done = running.await?;
        let progress = self.progress.get();
        self.tell(Progress {
            finished: progress.finished + 1,
            ..progress
        });
        Ok(done)
    }

    fn tell(&self, progress: Progress) {
        self.progress.set(progress);
        self.outcomes.go_on(progress);
    }

    /// What it took, if the workers have that much wasm memory together.
    fn end(&self, memory: Option<f64>) -> Measured {
        let created = self.created.get();
        Measured {
            created: self.count,
            create: created.since(self.begun),
            finish: (self.now)().since(created),
            bytes_each: memory.map(|memory| memory / f64::from(self.count)),
            future: None,
            first_time: None,
        }
    }
}

impl From<OrderFailure> for Failure {
    fn from(failure: OrderFailure) -> Self {
        match failure {
            OrderFailure::Worker(failure) => Self::Worker(failure),
            OrderFailure::Silent(time) => Self::Silent(time),
        }
    }
}

fn from_millis(millis: f64) -> Duration {
    Duration::try_from_secs_f64(millis / 1e3).unwrap_or_default()
}
