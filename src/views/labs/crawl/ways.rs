//! The ways of sending requests that no future on this thread takes: synchronous
//! ones, plain JavaScript and threads. Their code comes with the first run that
//! takes one of them.

use super::web::painted;
use crate::browser::endpoint::{Endpoint, stand_in};
use crate::browser::javascript::Prepared;
use crate::browser::synchronous::{self, says_endpoint, spin};
use crate::browser::worker::Worker;
use crate::browser::{clock, fetch, timer};
use crate::experiments::crawl::{Blocking, OnPhase, Row, SendRequest, Start};
use crate::experiments::protocol::{
    FromWorker, ToWorker, WorkerFailure, bytes_of,
};
use crate::http::{Batch, CacheMode, Failure, Request, Response};
use crate::trace::Phase;
use crate::views::later_code::later_code;
use crate::views::worker;
use futures::future::{LocalBoxFuture, join_all};
use js_sys::{Array, Function, Promise};
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/experiments/crawl/strategies/promise_all.js")]
extern "C" {
    #[wasm_bindgen(js_name = promiseAll)]
    fn promise_all(urls: &Array, fetch_url: &Function) -> Promise;

    #[wasm_bindgen(js_name = tryPromiseAll)]
    fn try_promise_all(
        urls: &Array,
        fetch_url: &Function,
        abort: &Function,
    ) -> Promise;
}

later_code! {
    in crawl_ways, by load:
    pub(super) fn get_ready_to_block(
        rows: Rc<[Row]>,
        endpoint: Endpoint
    ) -> LocalBoxFuture<'static, Blocking> {
        Box::pin(ready_to_block(rows, endpoint))
    }

    pub(super) fn start_threads(
        count: usize,
        rows: Rc<[Row]>,
        timeout: Duration,
        endpoint: Endpoint
    ) -> LocalBoxFuture<'static, Vec<SendRequest>> {
        Box::pin(started_threads(count, rows, timeout, endpoint))
    }

    pub(super) fn prepare_javascript(batch: Batch, endpoint: Endpoint) -> Start {
        prepared_javascript(&batch, endpoint)
    }
}

/// Has the page show that it runs, while it still can, and finds out whether
/// blocking requests reach the endpoint.
async fn ready_to_block(rows: Rc<[Row]>, endpoint: Endpoint) -> Blocking {
    painted().await;
    let blocks = |request: &Request| {
        let url = fetch::absolute(&request.url)?;
        let answer = synchronous::send(&url, request.cache);
        answer.map_err(|failure| fetch::explained(failure, &url))
    };
    let probed = needs_probe(&rows, endpoint).then(|| blocks(&probe()));
    let reaches = probed.is_some_and(|answer| says_endpoint(&answer));
    Blocking {
        send: Rc::new(move |request, on_phase| {
            Box::pin(async move {
                on_phase(Phase::Waiting, clock::now());
                match stand_in(&request.url).filter(|_| !reaches) {
                    Some(answer) => {
                        spin(answer.delay);
                        Ok(answer.response)
                    }
                    None => blocks(&request),
                }
            })
        }),
        sleep: Rc::new(|duration| Box::pin(async move { spin(duration) })),
    }
}

/// What shows whether a request reaches the endpoint: in some browsers one that
/// is synchronous, or that a thread sends, goes past every Service Worker.
fn probe() -> Request {
    Request {
        url: "json".to_owned(),
        cache: CacheMode::NoStore,
    }
}

fn needs_probe(rows: &[Row], endpoint: Endpoint) -> bool {
    let is_built_in = |row: &Row| stand_in(&row.url).is_some();
    endpoint == Endpoint::ServiceWorker && rows.iter().any(is_built_in)
}

/// Starts threads that fail at every request if they do not start.
async fn started_threads(
    count: usize,
    rows: Rc<[Row]>,
    timeout: Duration,
    endpoint: Endpoint,
) -> Vec<SendRequest> {
    let started = join_all((0..count).map(|_| worker::start())).await;
    let threads: Vec<_> = started
        .into_iter()
        .map(|it| Rc::new(RequestThread::new(it)))
        .collect();
    // Of each: one may come to the endpoint and another pass it by.
    let asks = needs_probe(&rows, endpoint);
    let nobody: OnPhase = Box::new(|_, _| ());
    let reaches = join_all(threads.iter().map(async |thread| {
        asks && says_endpoint(&thread.send(probe(), timeout, &nobody).await)
    }));
    let reaches = reaches.await;
    let send = |(thread, reaches): (Rc<RequestThread>, bool)| -> SendRequest {
        Rc::new(move |request, on_phase| {
            let thread = thread.clone();
            Box::pin(async move {
                if let Some(answer) =
                    stand_in(&request.url).filter(|_| !reaches)
                {
                    on_phase(Phase::Waiting, clock::now());
                    timer::sleep(answer.delay).await;
                    return Ok(answer.response);
                }
                thread.send(request, timeout, &on_phase).await
            })
        })
    };
    threads.into_iter().zip(reaches).map(send).collect()
}

/// A worker that sends requests, each by its number: one that was given up may
/// have been answered all the same.
struct RequestThread {
    worker: Result<Worker, WorkerFailure>,
    sent: Cell<u32>,
}

impl RequestThread {
    fn new(worker: Result<Worker, WorkerFailure>) -> Self {
        let sent = Cell::new(0);
        Self { worker, sent }
    }

    async fn send(
        &self,
        request: Request,
        timeout: Duration,
        on_phase: &OnPhase,
    ) -> Result<Response, Failure> {
        let url = fetch::absolute(&request.url)?;
        let explained = |failure| fetch::explained(failure, &request.url);
        let lost = |why: &WorkerFailure| Failure::NoThread(why.to_string());
        let worker = self.worker.as_ref().map_err(lost)?;
        let ours = self.sent.get() + 1;
        self.sent.set(ours);
        worker.tell(&bytes_of(&ToWorker::Fetch {
            number: ours,
            url,
            cache: request.cache,
            timeout,
        }));
        let mut in_flight = GivesUp {
            worker,
            is_over: false,
        };
        loop {
            let said = worker::hear(worker).await;
            match said.map_err(|why| lost(&why))? {
                FromWorker::Sent { number, at } if number == ours => {
                    on_phase(Phase::Waiting, clock::from_epoch(at));
                }
                FromWorker::Answered { number, at } if number == ours => {
                    on_phase(Phase::Receiving, clock::from_epoch(at));
                }
                FromWorker::Fetched { number, result, at }
                    if number == ours =>
                {
                    in_flight.is_over = true;
                    on_phase(Phase::Unseen, clock::from_epoch(at));
                    return result.map_err(explained);
                }
                // Of one that was given up.
                FromWorker::Sent { .. }
                | FromWorker::Answered { .. }
                | FromWorker::Fetched { .. } => {}
                _ => return Err(lost(&WorkerFailure::Confused)),
            }
        }
    }
}

/// Has a thread abort its request if nobody waits for it any more.
///
/// Firefox 153 goes on with a request of a worker that a Service Worker
/// controls, whether it is aborted or the worker is terminated.
struct GivesUp<'a> {
    worker: &'a Worker,
    is_over: bool,
}

impl Drop for GivesUp<'_> {
    fn drop(&mut self) {
        if !self.is_over {
            self.worker.tell(&bytes_of(&ToWorker::GiveUp));
        }
    }
}

fn prepared_javascript(batch: &Batch, endpoint: Endpoint) -> Start {
    let prepared = Prepared::new(batch, endpoint);
    let stops_at_error = batch.stops_at_error;
    let strategy =
        move |urls: &Array, fetch_url: &Function, abort: &Function| {
            match stops_at_error {
                true => try_promise_all(urls, fetch_url, abort),
                false => promise_all(urls, fetch_url),
            }
        };
    Box::new(move |report| Box::pin(prepared.run(report, strategy)))
}
