//! The browser's functions in the shape that the crawl wants.

use crate::browser::endpoint::{Endpoint, stand_in};
use crate::browser::javascript::Prepared;
use crate::browser::synchronous::{self, says_endpoint, spin};
use crate::browser::worker::Worker;
use crate::browser::{clock, fetch, timer, turn, visibility};
use crate::experiments::crawl::{
    Blocking, OnPhase, PromiseAll, Row, SendRequest, Web,
};
use crate::experiments::protocol::{
    FromWorker, ToWorker, WorkerFailure, bytes_of,
};
use crate::http::{Batch, CacheMode, Failure, Request, Response};
use crate::trace::{Phase, Timestamp};
use crate::views::worker;
use futures::channel::oneshot;
use futures::future::{join_all, select};
use js_sys::{Array, Function, Promise};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::pin::pin;
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

/// For how long requests are started in a row before the browser gets a turn.
const PIECE: Duration = Duration::from_millis(50);

/// For how long a frame is waited for that may not come.
const PAINTED: Duration = Duration::from_millis(250);

/// Lets the browser have a turn between pieces of work that come in one call,
/// as when thousands of futures are polled for the first time.
#[derive(Clone, Default)]
struct Pieces(Rc<PiecesState>);

#[derive(Default)]
struct PiecesState {
    /// When the piece began that goes on.
    begun: Cell<Option<Timestamp>>,
    /// Who waits for a piece of their own, first come, first served.
    waiting: RefCell<VecDeque<oneshot::Sender<()>>>,
}

impl Pieces {
    /// Completes at once, unless what was begun in this microtask has taken
    /// long enough, or others wait.
    async fn turn(&self) {
        let is_first = self.0.waiting.borrow().is_empty();
        if is_first && self.has_time() {
            return;
        }
        let (go, gone) = oneshot::channel();
        self.0.waiting.borrow_mut().push_back(go);
        if is_first {
            wasm_bindgen_futures::spawn_local(self.clone().let_go());
        }
        // What lets go goes on until nobody waits.
        let _ = gone.await;
    }

    /// A piece begins now, unless one goes on, and ends with this microtask.
    fn begin(&self) {
        if self.0.begun.get().is_none() {
            self.0.begun.set(Some(clock::now()));
            let pieces = self.clone();
            turn::defer(Box::new(move || pieces.0.begun.set(None)));
        }
    }

    fn has_time(&self) -> bool {
        self.begin();
        let begun = self.0.begun.get();
        begun.is_some_and(|begun| clock::now().since(begun) < PIECE)
    }

    /// Lets one after another go, a piece between two frames. One wait for all:
    /// a timer for each would take as long as a piece.
    async fn let_go(self) {
        while !self.0.waiting.borrow().is_empty() {
            painted_within(PIECE).await;
            let begun = clock::now();
            while clock::now().since(begun) < PIECE {
                let next = self.0.waiting.borrow_mut().pop_front();
                // Whoever was given up in the meantime does not hear it.
                let Some(go) = next else { return };
                if go.send(()).is_ok() {
                    turn::microtask().await;
                }
            }
        }
    }
}

/// Completes when the page has been painted, or not, within `patience`: a
/// hidden page is not. Timers alone may go before every frame.
async fn painted_within(patience: Duration) {
    let frame = async {
        turn::frame().await;
        // What waits for a frame goes before it is painted.
        timer::sleep(Duration::ZERO).await;
    };
    select(pin!(frame), pin!(timer::sleep(patience))).await;
}

/// Completes when the page has been painted; a hidden one is not waited for.
async fn painted() {
    let patience = match visibility::is_hidden() {
        true => Duration::ZERO,
        false => PAINTED,
    };
    painted_within(patience).await;
}

/// Real requests and real timers.
pub(super) fn web(endpoint: Endpoint) -> Web {
    let pieces = Pieces::default();
    let first = pieces.clone();
    Web {
        send: Rc::new(move |request, on_phase| {
            Box::pin(async move {
                on_phase(Phase::Waiting, clock::now());
                let on_headers =
                    move || on_phase(Phase::Receiving, clock::now());
                fetch::send(request, endpoint, on_headers).await
            })
        }),
        turn: Rc::new(move || {
            let pieces = pieces.clone();
            Box::pin(async move { pieces.turn().await })
        }),
        painted: Rc::new(move || {
            let pieces = first.clone();
            Box::pin(async move {
                painted().await;
                // Before the first request thousands of futures may be made.
                pieces.begin();
            })
        }),
        sleep: Rc::new(|duration| Box::pin(timer::sleep(duration))),
        spawn: Rc::new(wasm_bindgen_futures::spawn_local),
        get_ready_to_block: Rc::new(move |rows| {
            Box::pin(get_ready_to_block(rows, endpoint))
        }),
        start_threads: Rc::new(move |count, rows, timeout| {
            Box::pin(start_threads(count, rows, timeout, endpoint))
        }),
    }
}

/// Has the page show that it runs, while it still can, and finds out whether
/// blocking requests reach the endpoint.
async fn get_ready_to_block(rows: Rc<[Row]>, endpoint: Endpoint) -> Blocking {
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
async fn start_threads(
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

/// The strategy that is written in JavaScript.
pub(super) fn javascript(endpoint: Endpoint) -> PromiseAll {
    Rc::new(move |batch: Batch| {
        let prepared = Prepared::new(&batch, endpoint);
        let strategy =
            move |urls: &Array, fetch_url: &Function, abort: &Function| {
                match batch.stops_at_error {
                    true => try_promise_all(urls, fetch_url, abort),
                    false => promise_all(urls, fetch_url),
                }
            };
        Box::new(move |report| Box::pin(prepared.run(report, strategy)))
    })
}
