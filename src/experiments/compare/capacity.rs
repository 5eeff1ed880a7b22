//! The same CPU job on the loop, in one Worker, on all cores.

use super::plan::job;
use super::{Failure, Measured, PRIMES, Web};
use crate::experiments::Kind;
use crate::experiments::freeze::modes as by;
use crate::experiments::freeze::{self, RunChunk, chunks};
use crate::experiments::protocol::WorkerFailure;
use futures::future::try_join_all;
use meanwhile_jobs::{Chunk, Work};
use std::cell::{Cell, RefCell};

/// Does the job the way of `kind`. On the loop the page is frozen meanwhile,
/// but never for longer than the lab Freeze would.
pub(super) async fn capacity(
    kind: Kind,
    web: &Web,
) -> Result<Measured, Failure> {
    let whole = Chunk::whole(job(), PRIMES);
    let workers = match kind {
        Kind::Coroutine => 0,
        Kind::Thread => 1,
        Kind::Process => freeze::Setup::default().workers(web.cores),
    };
    let starting = (0..workers).map(|_| (web.start_worker)());
    let crew = try_join_all(starting).await.map_err(Failure::Worker)?;
    let began = (web.now)();
    match kind {
        Kind::Coroutine => here(whole, web).await?,
        Kind::Thread => {
            let send = async |chunk| (crew[0])(chunk, Box::new(|_| {})).await;
            by::worker(whole, send).await.map_err(Failure::Worker)?;
        }
        Kind::Process => pool(crew).await.map_err(Failure::Worker)?,
    }
    let job = (web.now)().since(began);
    Ok(Measured::Capacity { job, workers })
}

async fn here(whole: Chunk, web: &Web) -> Result<(), Failure> {
    let limit = freeze::Setup::LENGTH_MAX;
    let (began, mut work) = ((web.now)(), Work::new(whole));
    let given_up = Cell::new(false);
    by::main(|| {
        given_up.set((web.now)().since(began) >= limit);
        !given_up.get() && work.step()
    })
    .await;
    match given_up.get() {
        true => Err(Failure::Job(freeze::Failure::TookTooLong(limit))),
        false => Ok(()),
    }
}

async fn pool(crew: Vec<RunChunk>) -> Result<(), WorkerFailure> {
    let parts = chunks(job(), PRIMES, crew.len());
    let workers = crew.len();
    let idle = RefCell::new(crew);
    let send = async |chunk| {
        let worker = idle.borrow_mut().pop();
        let worker = worker.ok_or(WorkerFailure::Confused)?;
        let answer = worker(chunk, Box::new(|_| {})).await?;
        idle.borrow_mut().push(worker);
        Ok(answer)
    };
    by::pool(parts, workers, send).await?;
    Ok(())
}
