//! The browser's functions in the shape that this lab wants.

use crate::browser::shared::SharedWords;
use crate::browser::worker::{Said, Worker};
use crate::browser::{memory, timer};
use crate::experiments::Unshared;
use crate::experiments::cost::{
    CarryOut, News, OnProgress, Order, OrderFailure, RunOnMemory, Sample,
    SharedMemory, Web,
};
use crate::experiments::protocol::{
    FromWorker, ToWorker, WorkerFailure, bytes_of,
};
use crate::views::isolation::shared_words;
use crate::views::worker;
use futures::future::{Either, select};
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

/// How long a worker may be silent in the middle of an order: each tells of its
/// progress twenty times in each half.
const PATIENCE: Duration = Duration::from_secs(120);

/// Real workers.
pub(in crate::views) fn web() -> Web {
    Web {
        start_wasm: Rc::new(|| Box::pin(start_wasm())),
        start_javascript: Rc::new(|| Box::pin(start_javascript())),
        share: Rc::new(share),
        javascript_bytes: Rc::new(|| {
            Box::pin(memory::bytes_of_workers("/functions.js"))
        }),
    }
}

async fn start_wasm() -> Result<CarryOut, WorkerFailure> {
    let worker = Rc::new(worker::start().await?);
    Ok(Rc::new(move |order, on_progress| {
        let message = bytes_of(&ToWorker::Cost(order));
        Box::pin(carry_out(worker.clone(), message, read_bytes, on_progress))
    }))
}

async fn start_javascript() -> Result<CarryOut, WorkerFailure> {
    let (worker, said) = worker::first_word("meanwhile-functions").await?;
    if said != b"\"Ready\"" {
        return Err(WorkerFailure::Confused);
    }
    let worker = Rc::new(worker);
    Ok(Rc::new(move |order: Order, on_progress| {
        // Only maps whose keys are no texts can fail.
        let message = serde_json::to_vec(&order).unwrap_or_default();
        Box::pin(carry_out(worker.clone(), message, read_json, on_progress))
    }))
}

fn read_bytes(bytes: &[u8]) -> Option<News> {
    match crate::experiments::protocol::message_from(bytes)? {
        FromWorker::Cost(news) => Some(news),
        _ => None,
    }
}

fn read_json(bytes: &[u8]) -> Option<News> {
    serde_json::from_slice(bytes).ok()
}

async fn carry_out(
    worker: Rc<Worker>,
    order: Vec<u8>,
    read: fn(&[u8]) -> Option<News>,
    on_progress: OnProgress,
) -> Result<Sample, OrderFailure> {
    worker.tell(&order);
    loop {
        let news = read(&hear(&worker).await?);
        match news.ok_or(OrderFailure::Worker(WorkerFailure::Confused))? {
            News::Progress(progress) => on_progress(progress),
            News::Done(sample) => return Ok(sample),
        }
    }
}

/// Waits for what a worker says next, but not forever.
async fn hear(worker: &Worker) -> Result<Vec<u8>, OrderFailure> {
    let silence = pin!(timer::sleep(PATIENCE));
    match select(pin!(worker.listen()), silence).await {
        Either::Left((Said::Message(bytes), _)) => Ok(bytes),
        Either::Left((Said::Error(why), _)) => {
            Err(OrderFailure::Worker(WorkerFailure::Trapped(why)))
        }
        Either::Right(_) => Err(OrderFailure::Silent(PATIENCE)),
    }
}

/// The first cell counts the workers that are done, the second says how many
/// milliseconds each waits.
fn share(wait: i32) -> Result<SharedMemory, Unshared> {
    let cells = shared_words(&[0, wait])?;
    let start = {
        let cells = cells.clone();
        move || {
            let cells = cells.clone();
            Box::pin(async move { start_thread(cells).await }) as _
        }
    };
    Ok(SharedMemory {
        start: Rc::new(start),
        counted: Rc::new(move || cells.load(0)),
    })
}

async fn start_thread(
    cells: SharedWords,
) -> Result<RunOnMemory, WorkerFailure> {
    let (worker, _) = worker::first_word("meanwhile-thread").await?;
    let worker = Rc::new(worker);
    Ok(Rc::new(move || {
        let (worker, cells) = (worker.clone(), cells.clone());
        Box::pin(async move {
            worker.share(&cells);
            hear(&worker).await.map(|_| ())
        })
    }))
}
