//! How a plan is run: the strategies one after the other, each as often as
//! asked.

use super::recorded::record;
use super::strategies::messages;
use super::{Group, Plan, Repetition, Results, Strategy};
use crate::experiments::Kind;
use crate::experiments::protocol::{CountOrder, WorkerFailure};
use crate::experiments::{Memory, Unshared};
use crate::trace::Timestamp;
use futures::future::{LocalBoxFuture, try_join_all};
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

/// Tasks are polled for that long before the page has a turn: no frame waits
/// for longer, and Stop can be pressed.
const STRETCH: Duration = Duration::from_millis(8);

/// Each strategy is run for that long before it counts, and once at least: a
/// browser compiles what is run, and better what is run often.
const WARM_UP: Duration = Duration::from_millis(50);

/// So many polls go by between two looks at the clock, which costs more than
/// they do.
const POLLS: usize = 256;

/// The web platform, as far as a race needs it: functions, handed in.
#[derive(Clone)]
pub struct Web {
    /// The clock.
    pub now: fn() -> Timestamp,
    /// Completes in another turn of the event loop.
    pub turn: Rc<dyn Fn() -> LocalBoxFuture<'static, ()>>,
    /// Starts a worker and waits until it listens.
    pub start_worker: Rc<
        dyn Fn() -> LocalBoxFuture<'static, Result<AskWorker, WorkerFailure>>,
    >,
    /// The memory that the workers share, or why it cannot be shared.
    pub shared: Result<Shared, Unshared>,
}

impl Web {
    /// Whether workers can share memory.
    #[must_use]
    pub fn memory(&self) -> Memory {
        match self.shared {
            Ok(_) => Memory::CanBeShared,
            Err(why) => Memory::CannotBeShared(why),
        }
    }
}

/// Memory that workers share.
#[derive(Clone)]
pub struct Shared {
    /// Sets all of it to zero.
    pub clear: Rc<dyn Fn()>,
    /// What the counter in it is at.
    pub count: Rc<dyn Fn() -> i32>,
}

/// A worker: counts as it is told, one order at a time. Dropping it terminates
/// the worker.
pub type AskWorker = Rc<
    dyn Fn(
        CountOrder,
    ) -> LocalBoxFuture<'static, Result<Counted, WorkerFailure>>,
>;

/// What a worker has done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// What its own counter came to, if it has one.
    pub sum: u32,
    /// When it began to count, by the clock of [`Web`].
    pub began: Timestamp,
    /// When it was done.
    pub ended: Timestamp,
}

/// Runs `plan`; what happens can be read from `results` at any time.
/// `on_change` is told in words what comes next. Dropping the future ends
/// everything that goes on, workers included.
pub async fn run(
    plan: &Plan,
    web: &Web,
    results: &Results,
    on_change: impl Fn(String),
) {
    for &strategy in &plan.setup.strategies {
        on_change(format!("{} is getting ready", strategy.name()));
        (web.turn)().await;
        results.open(strategy);
        let counted = match strategy.kind() {
            Kind::Coroutine => {
                coroutines(plan, strategy, web, results, &on_change).await;
                Ok(())
            }
            Kind::Thread | Kind::Process => {
                workers(plan, strategy, web, results, &on_change).await
            }
        };
        if let Err(failure) = counted {
            results.fail(failure);
        }
    }
    if plan.setup.strategies.contains(&Strategy::TaskAwait) {
        on_change("the first seed once more, recorded".to_owned());
        (web.turn)().await;
        let (tasks, adds) = (plan.setup.tasks, plan.setup.adds);
        let recorded =
            record(tasks, adds, plan.setup.order, plan.setup.seed, web.now);
        results.keep(recorded);
    }
}

/// Says which repetition begins, and lets the page show it.
async fn announce(
    plan: &Plan,
    strategy: Strategy,
    repetition: u32,
    web: &Web,
    on_change: &impl Fn(String),
) {
    let (name, number) = (strategy.name(), repetition + 1);
    on_change(match plan.setup.repeat {
        1 => name.to_owned(),
        repeat => format!("{name}, {number} of {repeat}"),
    });
    (web.turn)().await;
}

async fn coroutines(
    plan: &Plan,
    strategy: Strategy,
    web: &Web,
    results: &Results,
    on_change: &impl Fn(String),
) {
    let began = (web.now)();
    loop {
        let _not_counted = add(plan, strategy, plan.setup.seed, web).await;
        if (web.now)().since(began) >= WARM_UP {
            break;
        }
        (web.turn)().await;
    }
    for repetition in 0..plan.setup.repeat {
        announce(plan, strategy, repetition, web, on_change).await;
        let seed = plan.seed_of(repetition);
        results.add(add(plan, strategy, seed, web).await);
    }
}

/// One repetition.
async fn add(
    plan: &Plan,
    strategy: Strategy,
    seed: u64,
    web: &Web,
) -> Repetition {
    let (order, adds) = (plan.setup.order, plan.setup.adds);
    let mut tasks = Group::new(strategy, plan.setup.tasks, adds, order, seed);
    let mut time = Duration::ZERO;
    let mut began = (web.now)();
    while tasks.poll(POLLS) {
        let stretch = (web.now)().since(began);
        if stretch >= STRETCH {
            time += stretch;
            (web.turn)().await;
            began = (web.now)();
        }
    }
    time += (web.now)().since(began);
    Repetition {
        got: tasks.count(),
        time,
        counting: None,
    }
}

async fn workers(
    plan: &Plan,
    strategy: Strategy,
    web: &Web,
    results: &Results,
    on_change: &impl Fn(String),
) -> Result<(), WorkerFailure> {
    let Some(counting) = strategy.counting() else {
        return Ok(());
    };
    let starting = (0..plan.setup.workers).map(|_| (web.start_worker)());
    let crew = try_join_all(starting).await?;
    let order = CountOrder {
        counting,
        adds: plan.setup.worker_adds,
        workers: plan.setup.workers as u32,
    };
    let count = async || match &web.shared {
        Ok(shared) if strategy.kind() == Kind::Thread => {
            threads(order, &crew, shared).await
        }
        _ => processes(order, &crew, web.now).await,
    };
    let _not_counted = count().await?;
    for repetition in 0..plan.setup.repeat {
        announce(plan, strategy, repetition, web, on_change).await;
        results.add(count().await?);
    }
    Ok(())
}

async fn threads(
    order: CountOrder,
    crew: &[AskWorker],
    shared: &Shared,
) -> Result<Repetition, WorkerFailure> {
    (shared.clear)();
    let counted = crew.iter().map(|ask| ask(order));
    let counted = try_join_all(counted).await?;
    let began = counted.iter().map(|it| it.began).min();
    let ended = counted.iter().map(|it| it.ended).max();
    let time = ended.zip(began).map(|(ended, began)| ended.since(began));
    Ok(Repetition {
        got: u32::try_from((shared.count)()).unwrap_or_default(),
        time: time.unwrap_or_default(),
        counting: None,
    })
}

async fn processes(
    order: CountOrder,
    crew: &[AskWorker],
    now: fn() -> Timestamp,
) -> Result<Repetition, WorkerFailure> {
    let slowest = Cell::new(Duration::ZERO);
    let began = now();
    let got = messages(crew.len(), order.adds, async |process, adds| {
        let counted = crew[process](CountOrder { adds, ..order }).await?;
        let took = counted.ended.since(counted.began);
        slowest.set(slowest.get().max(took));
        Ok(counted.sum)
    })
    .await?;
    Ok(Repetition {
        got,
        time: now().since(began),
        counting: Some(slowest.get()),
    })
}
