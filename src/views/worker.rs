//! Starting the workers of this release, whatever they are for.

use crate::browser::timer;
use crate::browser::worker::{Said, Worker, script_url, starts_side_by_side};
use crate::experiments::protocol::{FromWorker, WorkerFailure, message_from};
use futures::future::{Either, select};
use futures::lock::Mutex;
use std::pin::pin;
use std::time::Duration;

/// Waits for what a worker says next. One caller at a time.
pub(super) async fn hear(worker: &Worker) -> Result<FromWorker, WorkerFailure> {
    match worker.listen().await {
        Said::Message(bytes) => {
            message_from(&bytes).ok_or(WorkerFailure::Confused)
        }
        Said::Error(why) => Err(WorkerFailure::Trapped(why)),
    }
}

/// How long a worker may take to start: a slow network included.
const PATIENCE: Duration = Duration::from_secs(30);

/// Starts a worker, and waits until it listens.
pub(super) async fn start() -> Result<Worker, WorkerFailure> {
    let (worker, said) = first_word("meanwhile-worker").await?;
    match message_from(&said) {
        Some(FromWorker::Ready) => Ok(worker),
        _ => Err(WorkerFailure::Confused),
    }
}

/// Starts the worker whose file the page names as `name`, and waits for the
/// first that it says.
///
/// Where workers must not start side by side, each waits for those that were
/// asked for before it.
pub(super) async fn first_word(
    name: &str,
) -> Result<(Worker, Vec<u8>), WorkerFailure> {
    static STARTING: Mutex<()> = Mutex::new(());
    let _turn = match starts_side_by_side() {
        true => None,
        false => Some(STARTING.lock().await),
    };
    let failed = WorkerFailure::DidNotStart;
    let url = script_url(name);
    let url = url.ok_or_else(|| failed(String::new()))?;
    let worker = Worker::start(&url).map_err(failed)?;
    let said = match select(pin!(worker.listen()), pin!(timer::sleep(PATIENCE)))
        .await
    {
        Either::Left((said, _)) => said,
        Either::Right(_) => {
            return Err(failed("no word from it in 30 s".to_owned()));
        }
    };
    match said {
        Said::Error(why) => Err(failed(why)),
        Said::Message(bytes) => Ok((worker, bytes)),
    }
}
