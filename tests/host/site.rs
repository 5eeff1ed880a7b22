//! A web of virtual time, and whole runs in it.
//!
//! A URL says how it is answered:
//!
//! - `delay/S`: with status 200, after S seconds;
//! - `drip/S/B`: with headers after S seconds and the body B seconds later;
//! - `status/CODE/S`: with that status, after S seconds;
//! - `flaky/N/S`: with status 503 the first N times and 200 from then on;
//! - `busy/N/S/PAUSE`: the same with status 429, which asks for a pause of so
//!   many seconds;
//! - `gone/S`: not at all, which is known after S seconds;
//! - `broken/S/B`: with headers after S seconds, and B seconds later no more;
//! - `never`: not at all, which is never known;
//! - `stand-in/S`: by a timer in the endpoint's place.
//!
//! What stands before the path and what follows a question mark makes no
//! difference, but for the host `six.test`: a browser opens six connections to
//! it, and a request whose answer may come from the cache waits for every other
//! to the same URL.

use crate::executor::{self, now, pass, sleep};
use futures::channel::oneshot;
use futures::future::{Either, join_all, select, try_join_all};
use meanwhile::experiments::crawl::{
    Blocking, Lane, Lanes, OnPhase, Plan, PromiseAll, Report, Reported, Row,
    SendRequest, Strategy, Web, lines_from_text, run, setup_from_query,
};
use meanwhile::http::{Batch, CacheMode, Failure, Progress, Request, Response};
use meanwhile::trace::{Phase, Timeline, Timestamp};
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

/// The bytes of every body.
pub(crate) const BYTES: u64 = 1000;

/// The plan for the list `text` with the choices of the link `query`.
pub(crate) fn plan(text: &str, query: &str) -> Plan {
    let (mut setup, _, notes) = setup_from_query(query);
    assert_eq!(notes, [], "the test's own query is right");
    // Beside the built-in endpoint, only what is spelled as a path is one.
    let path = |line: &str| match line
        .starts_with(|c: char| c.is_ascii_alphabetic())
    {
        true if !line.contains("://") => format!("./{line}"),
        _ => line.to_owned(),
    };
    let text: Vec<String> = text.lines().map(path).collect();
    setup.lines = lines_from_text(&text.join("\n"));
    let mut plan =
        Plan::try_from(&setup).expect("the test's own list is right");
    let named = |row: &Row| Row {
        url: row.url.trim_start_matches("./").to_owned(),
        ..row.clone()
    };
    plan.rows = plan.rows.iter().map(named).collect();
    plan
}

/// A run that is over.
#[derive(Clone)]
pub(crate) struct Run {
    pub(crate) plan: Plan,
    pub(crate) lanes: Vec<Lane>,
    pub(crate) log: Vec<String>,
}

impl Run {
    pub(crate) fn lane(&self, strategy: Strategy) -> &Lane {
        let mut lanes = self.lanes.iter();
        lanes
            .find(|lane| lane.strategy() == strategy)
            .expect("the test ran that strategy")
    }

    /// The only lane's timeline.
    pub(crate) fn timeline(&self) -> Timeline {
        assert_eq!(self.lanes.len(), 1, "the test ran one strategy");
        self.lanes[0].timeline().clone()
    }

    pub(crate) fn report(&self) -> Report {
        Report::of(&self.plan, &self.lanes)
    }
}

/// Runs the list `text` with the choices of the link `query` to the end.
pub(crate) fn crawl(text: &str, query: &str) -> Run {
    crawl_until(Duration::MAX / 2, text, query)
}

/// The same, but drops the run at `stop`, if it is not over by then.
pub(crate) fn crawl_until(stop: Duration, text: &str, query: &str) -> Run {
    crawl_on(&Site::default(), stop, text, query)
}

/// The same in a page that is so busy that each request waits for its turn.
pub(crate) fn crawl_while_busy(busy: Duration, text: &str, query: &str) -> Run {
    let site = Site::default();
    site.0.borrow_mut().busy = busy;
    crawl_on(&site, Duration::MAX / 2, text, query)
}

fn crawl_on(site: &Site, stop: Duration, text: &str, query: &str) -> Run {
    let plan = plan(text, query);
    let lanes = Lanes::default();
    executor::block_on(async {
        let (web, promise_all) = (site.web(), site.promise_all());
        {
            let run = run(&plan, &web, &promise_all, now, &lanes, || ());
            select(pin!(run), sleep(stop)).await;
        }
        // What the drop has woken ends now.
        executor::settled().await;
        assert_eq!(executor::timers(), 0, "the run leaves no timer behind");
    });
    Run {
        plan,
        lanes: lanes.all(),
        log: site.log(),
    }
}

/// The web, and a note of what was asked of it.
#[derive(Clone, Default)]
pub(crate) struct Site(Rc<RefCell<Visits>>);

#[derive(Default)]
struct Visits {
    began: Timestamp,
    /// How long the page keeps a request from being sent.
    busy: Duration,
    log: Vec<String>,
    sent: HashMap<String, u32>,
    gates: HashMap<String, Gate>,
}

/// Lets so many in at a time.
#[derive(Clone)]
struct Gate(Rc<RefCell<GateState>>);

struct GateState {
    free: usize,
    waiting: VecDeque<oneshot::Sender<()>>,
}

/// Lets the next in when it is dropped.
struct Permit(Gate);

impl Gate {
    fn of(places: usize) -> Self {
        let state = GateState {
            free: places,
            waiting: VecDeque::new(),
        };
        Self(Rc::new(RefCell::new(state)))
    }

    async fn enter(self) -> Permit {
        loop {
            let turn = {
                let mut state = self.0.borrow_mut();
                if state.free > 0 {
                    state.free -= 1;
                    break;
                }
                let (tell, turn) = oneshot::channel();
                state.waiting.push_back(tell);
                turn
            };
            // Nobody drops the sender.
            let _ = turn.await;
        }
        Permit(self)
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut state = self.0.0.borrow_mut();
        state.free += 1;
        while let Some(next) = state.waiting.pop_front() {
            if next.send(()).is_ok() {
                break;
            }
        }
    }
}

impl Site {
    /// What was done with each request, and when, in milliseconds since the web
    /// was made.
    pub(crate) fn log(&self) -> Vec<String> {
        self.0.borrow().log.clone()
    }

    fn note(&self, what: &str, url: &str) {
        let mut visits = self.0.borrow_mut();
        let millis = now().since(visits.began).as_millis();
        visits.log.push(format!("{millis} {what} {url}"));
    }

    pub(crate) fn web(&self) -> Web {
        let site = self.clone();
        self.0.borrow_mut().began = now();
        let (blocking, threads) = (self.clone(), self.clone());
        Web {
            send: Rc::new(move |request, on_phase| {
                Box::pin(site.clone().answer(request, on_phase))
            }),
            turn: {
                let site = self.clone();
                Rc::new(move || {
                    let busy = site.0.borrow().busy;
                    let wait = async move {
                        // A timer of no time would be one more poll.
                        if !busy.is_zero() {
                            sleep(busy).await;
                        }
                    };
                    Box::pin(wait)
                })
            },
            painted: Rc::new(|| Box::pin(sleep(Duration::ZERO))),
            sleep: Rc::new(|duration| Box::pin(sleep(duration))),
            spawn: Rc::new(executor::spawn),
            get_ready_to_block: Rc::new(move |_| {
                let site = blocking.clone();
                Box::pin(async { site.blocking() })
            }),
            start_threads: Rc::new(move |count, _, _| {
                let threads = (0..count).map(|_| threads.thread()).collect();
                Box::pin(async { threads })
            }),
        }
    }

    fn blocking(self) -> Blocking {
        Blocking {
            send: Rc::new(move |request, on_phase| {
                let site = self.clone();
                Box::pin(async move {
                    site.note("sent", &request.url);
                    on_phase(Phase::Waiting, now());
                    let times_sent = site.count(&request.url);
                    let answer = Answer::to(&request.url, times_sent);
                    pass(answer.headers + answer.body);
                    site.note("answered", &request.url);
                    answer.result
                })
            }),
            sleep: Rc::new(|duration| Box::pin(async move { pass(duration) })),
        }
    }

    /// A thread, which never is asked for two things at once.
    fn thread(&self) -> SendRequest {
        let (site, busy) = (self.clone(), Rc::new(Cell::new(false)));
        Rc::new(move |request, on_phase| {
            let (site, busy) = (site.clone(), busy.clone());
            Box::pin(async move {
                assert!(!busy.replace(true), "a thread does one thing");
                let _busy = Busy(busy);
                site.answer(request, on_phase).await
            })
        })
    }

    /// What a request has to get through before it is answered.
    fn gates(&self, request: &Request) -> Vec<Gate> {
        const HOST: &str = "http://six.test/";
        let mut gates = Vec::new();
        if !request.url.starts_with(HOST) {
            return gates;
        }
        let visits = &mut self.0.borrow_mut().gates;
        let mut gate = |key: &str, places| {
            let gate = visits.entry(key.to_owned());
            gates.push(gate.or_insert_with(|| Gate::of(places)).clone());
        };
        if request.cache == CacheMode::Default {
            gate(&request.url, 1);
        }
        gate(HOST, 6);
        gates
    }

    /// How often `url` was asked for, this time included.
    fn count(&self, url: &str) -> u32 {
        let mut visits = self.0.borrow_mut();
        let times = visits.sent.entry(url.to_owned()).or_default();
        *times += 1;
        *times
    }

    async fn answer(
        self,
        request: Request,
        on_phase: OnPhase,
    ) -> Result<Response, Failure> {
        let gates = self.gates(&request);
        let url = request.url;
        self.note("sent", &url);
        on_phase(Phase::Waiting, now());
        let mut permits = Vec::new();
        for gate in gates {
            permits.push(gate.enter().await);
        }
        let mut exchange = Exchange {
            site: self,
            url: url.clone(),
            over: false,
        };
        let answer = Answer::to(&url, exchange.site.count(&url));
        sleep(answer.headers).await;
        if answer.has_headers {
            on_phase(Phase::Receiving, now());
            // A body without a length arrives with the headers.
            if !answer.body.is_zero() {
                sleep(answer.body).await;
            }
        }
        exchange.over = true;
        exchange.site.note("answered", &url);
        answer.result
    }

    /// The baseline, which is JavaScript on the page.
    pub(crate) fn promise_all(&self) -> PromiseAll {
        let site = self.clone();
        Rc::new(move |batch| {
            let site = site.clone();
            Box::new(|reported| Box::pin(site.send_batch(batch, reported)))
        })
    }

    async fn send_batch(self, batch: Batch, reported: Reported) {
        let report = &Rc::new(reported);
        let fetch = async |(index, (request, delay)): (usize, _)| {
            let request: Request = request;
            let tell = |progress| report(index, now(), progress);
            tell(Progress::Started);
            if delay != Duration::ZERO {
                tell(Progress::Entered(Phase::AddedDelay));
                sleep(delay).await;
            }
            let on_phase: OnPhase = {
                let report = report.clone();
                Box::new(move |phase, at| {
                    report(index, at, Progress::Entered(phase))
                })
            };
            let sent = pin!(self.clone().answer(request, on_phase));
            let result = match select(sent, sleep(batch.timeout)).await {
                Either::Left((Ok(answer), _)) if answer.status >= 400 => {
                    Err(Failure::Status(Box::new(answer)))
                }
                Either::Left((result, _)) => result,
                Either::Right(_) => Err(Failure::TimedOut(batch.timeout)),
            };
            let failed = result.is_err();
            tell(Progress::Ended(result, 1));
            if failed { Err(()) } else { Ok(()) }
        };
        let fetches = batch.requests.into_iter().enumerate().map(fetch);
        if batch.stops_at_error {
            let _ = try_join_all(fetches).await;
        } else {
            join_all(fetches).await;
        }
    }
}

/// Makes a thread idle again.
struct Busy(Rc<Cell<bool>>);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.set(false);
    }
}

/// Notes when a request is dropped before it is answered.
struct Exchange {
    site: Site,
    url: String,
    over: bool,
}

impl Drop for Exchange {
    fn drop(&mut self) {
        if !self.over {
            self.site.note("aborted", &self.url);
        }
    }
}

struct Answer {
    headers: Duration,
    has_headers: bool,
    body: Duration,
    result: Result<Response, Failure>,
}

impl Answer {
    fn to(url: &str, times_sent: u32) -> Self {
        let path = url.split('?').next().unwrap_or_default();
        let path = match path.split_once("://") {
            Some((_, rest)) => rest.split_once('/').map_or("", |(_, p)| p),
            None => path,
        };
        let parts: Vec<&str> = path.split('/').collect();
        let number = |text: &str| -> f64 {
            text.parse().expect("the test's own URL has a number there")
        };
        let seconds = |text: &str| Duration::from_secs_f64(number(text));
        let answered = |status| {
            Ok(Response {
                status,
                content_type: "text/plain".to_owned(),
                bytes: BYTES,
                text: "body".to_owned(),
                stand_in: false,
                retry_after: None,
            })
        };
        let (headers, body, result) = match parts.as_slice() {
            ["delay", s] => (seconds(s), Duration::ZERO, answered(200)),
            ["drip", s, b] => (seconds(s), seconds(b), answered(200)),
            ["status", code, s] => {
                let code = number(code) as u16;
                (seconds(s), Duration::ZERO, answered(code))
            }
            ["flaky", n, s] => {
                let broken = f64::from(times_sent) <= number(n);
                let status = if broken { 503 } else { 200 };
                (seconds(s), Duration::ZERO, answered(status))
            }
            ["busy", n, s, pause] => {
                let busy = f64::from(times_sent) <= number(n);
                let mut result = answered(if busy { 429 } else { 200 });
                if let (Ok(answer), true) = (&mut result, busy) {
                    answer.retry_after = Some(seconds(pause));
                }
                (seconds(s), Duration::ZERO, result)
            }
            ["gone", s] => {
                (seconds(s), Duration::ZERO, Err(Failure::Unreadable))
            }
            ["broken", s, b] => {
                (seconds(s), seconds(b), Err(Failure::BrokenOff))
            }
            ["never"] => (Duration::MAX / 4, Duration::ZERO, answered(200)),
            ["stand-in", s] => {
                let stand_in = Response {
                    status: 200,
                    stand_in: true,
                    ..Response::default()
                };
                (seconds(s), Duration::ZERO, Ok(stand_in))
            }
            _ => panic!("{url} does not say how it is answered"),
        };
        Self {
            headers,
            has_headers: result != Err(Failure::Unreadable),
            body,
            result,
        }
    }
}
