//! The browser's functions in the shape that the freeze wants.

use crate::browser::endpoint::{Endpoint, answered_at, stand_in};
use crate::browser::turn::Messages;
use crate::browser::worker::Worker;
use crate::browser::{clock, fetch, timer, timings, turn};
use crate::experiments::freeze::{OnReport, RunChunk, Turn, Web, WorkerReport};
use crate::experiments::protocol::{
    FromWorker, ToWorker, WorkerFailure, bytes_of,
};
use crate::views::worker;
use meanwhile_jobs::{Answer, Chunk};
use std::rc::Rc;
use std::time::Duration;

/// Real timers, real requests, real workers.
pub(super) fn web(endpoint: Endpoint) -> Web {
    let messages = Rc::new(Messages::new());
    Web {
        sleep: Rc::new(|duration| Box::pin(timer::sleep(duration))),
        turn: Rc::new(move |wanted| {
            let messages = messages.clone();
            Box::pin(async move {
                match wanted {
                    Turn::MessageChannel => messages.turn().await,
                    Turn::Timeout => timer::sleep(Duration::ZERO).await,
                    Turn::AnimationFrame => turn::frame().await,
                    Turn::Scheduler => turn::scheduler().await,
                }
            })
        }),
        spawn: Rc::new(wasm_bindgen_futures::spawn_local),
        send: Rc::new(move |request| {
            Box::pin(fetch::send(request, endpoint, || {}))
        }),
        settled: Rc::new(move |url, sent, response| {
            Box::pin(async move {
                match endpoint {
                    Endpoint::ServiceWorker => {
                        let told = timings::settled_at(&url, sent).await;
                        told.or_else(|| answered_at(&response))
                    }
                    // A timer is due when it is due.
                    Endpoint::StandIn(_) => Some(sent + stand_in(&url)?.delay),
                }
            })
        }),
        start_worker: Rc::new(|| Box::pin(start_worker())),
    }
}

/// Starts a worker that computes, and waits until it listens.
pub(in crate::views) async fn start_worker() -> Result<RunChunk, WorkerFailure>
{
    let worker = Rc::new(worker::start().await?);
    Ok(Rc::new(move |chunk, on_report| {
        Box::pin(run_chunk(worker.clone(), chunk, on_report))
    }))
}

async fn run_chunk(
    worker: Rc<Worker>,
    chunk: Chunk,
    on_report: OnReport,
) -> Result<Answer, WorkerFailure> {
    worker.tell(&bytes_of(&ToWorker::Run(chunk)));
    loop {
        match worker::hear(&worker).await? {
            FromWorker::Began { at } => {
                on_report(WorkerReport::Began(clock::from_epoch(at)));
            }
            FromWorker::Progress { done, shades } => {
                on_report(WorkerReport::Progress(done, shades));
            }
            FromWorker::Result { answer, shades, at } => {
                on_report(WorkerReport::Progress(chunk.units(), shades));
                on_report(WorkerReport::Ended(clock::from_epoch(at)));
                return Ok(answer);
            }
            _ => return Err(WorkerFailure::Confused),
        }
    }
}
