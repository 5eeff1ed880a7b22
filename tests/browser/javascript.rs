//! Requests by plain JavaScript: what Rust hears of them.

use crate::spies::{Spy, abort_and_go_on, one_after_another, turn, until};
use futures::FutureExt;
use js_sys::{Array, Function, Promise};
use meanwhile::browser::clock;
use meanwhile::browser::endpoint::{Endpoint, Missing};
use meanwhile::browser::javascript::Prepared;
use meanwhile::http::{Batch, CacheMode, Failure, Progress, Request};
use meanwhile::trace::{Phase, Timestamp};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

/// The strategies that the page runs, read from the file that it shows.
fn shown_strategy(name: &str) -> Function {
    let source =
        include_str!("../../src/experiments/crawl/strategies/promise_all.js");
    let code = source.replace("export ", "") + "return " + name;
    let made = Function::new_no_args(&code).call0(&JsValue::NULL);
    made.expect("the file has that function").unchecked_into()
}

fn promise_all(
    urls: &Array,
    fetch_url: &Function,
    _abort: &Function,
) -> Promise {
    let promise =
        shown_strategy("promiseAll").call2(&JsValue::NULL, urls, fetch_url);
    promise.expect("it is async").unchecked_into()
}

fn try_promise_all(
    urls: &Array,
    fetch_url: &Function,
    abort: &Function,
) -> Promise {
    let promise = shown_strategy("tryPromiseAll").call3(
        &JsValue::NULL,
        urls,
        fetch_url,
        abort,
    );
    promise.expect("it is async").unchecked_into()
}

const NO_WORKER: Endpoint = Endpoint::StandIn(Missing::Unsupported);

/// Requests for `urls`, without added delay, with a timeout that none reaches.
fn batch(urls: &[&str]) -> Batch {
    let request = |url: &&str| {
        let url = (*url).to_owned();
        let cache = CacheMode::NoStore;
        (Request { url, cache }, Duration::ZERO)
    };
    Batch {
        requests: urls.iter().map(request).collect(),
        timeout: Duration::from_secs(60),
        retries: 0,
        first_pause: Duration::from_millis(1),
        stops_at_error: false,
    }
}

/// What was reported, of which request and when.
#[derive(Clone, Default)]
struct Heard(Rc<RefCell<Vec<(usize, Timestamp, Progress)>>>);

impl Heard {
    fn report(&self) -> impl Fn(usize, Timestamp, Progress) + 'static {
        let heard = self.0.clone();
        move |index, at, what| heard.borrow_mut().push((index, at, what))
    }

    fn len(&self) -> usize {
        self.0.borrow().len()
    }

    /// The reports as short words.
    fn words(&self) -> Vec<String> {
        let heard = self.0.borrow();
        let words = heard.iter().map(|(index, _, progress)| {
            let what = match progress {
                Progress::Started => "started".to_owned(),
                Progress::Entered(Phase::AddedDelay) => "delay".to_owned(),
                Progress::Entered(Phase::Waiting) => "waiting".to_owned(),
                Progress::Entered(Phase::Receiving) => "receiving".to_owned(),
                Progress::Entered(Phase::Backoff) => "pause".to_owned(),
                Progress::Entered(other) => panic!("no request is {other:?}"),
                Progress::Asked(pause) => {
                    format!("asked for {} ms", pause.as_millis())
                }
                Progress::Ended(Ok(response), attempts) => {
                    format!("status {} x{attempts}", response.status)
                }
                Progress::Ended(Err(failure), attempts) => {
                    let failure = match failure {
                        Failure::Status(r) => format!("status {}", r.status),
                        other => format!("{other:?}"),
                    };
                    format!("failed: {failure} x{attempts}")
                }
            };
            format!("{index} {what}")
        });
        words.collect()
    }
}

/// Runs `batch` to its end by one request after another.
async fn heard(batch: Batch, endpoint: Endpoint) -> Heard {
    let heard = Heard::default();
    let strategy = |urls: &Array, fetch: &Function, _: &Function| {
        one_after_another(urls, fetch)
    };
    Prepared::new(&batch, endpoint)
        .run(heard.report(), strategy)
        .await;
    heard
}

#[wasm_bindgen_test]
async fn each_request_reports_from_its_start_to_its_end() {
    let heard = heard(batch(&["./", "./"]), Endpoint::ServiceWorker).await;
    assert_eq!(
        heard.words(),
        [
            "0 started",
            "0 waiting",
            "0 receiving",
            "0 status 200 x1",
            "1 started",
            "1 waiting",
            "1 receiving",
            "1 status 200 x1",
        ],
    );
    let (_, _, last) = heard.0.borrow_mut().pop().expect("it ended");
    let Progress::Ended(Ok(response), _) = last else {
        panic!("{last:?}");
    };
    assert!(response.bytes > 0);
    assert!(response.content_type.starts_with("text/html"));
    assert!(response.text.starts_with('<'));
}

#[wasm_bindgen_test]
async fn reports_are_by_the_clock_of_the_page() {
    let before = clock::now();
    let heard = heard(batch(&["./"]), Endpoint::ServiceWorker).await;
    let mut times = vec![before];
    times.extend(heard.0.borrow().iter().map(|(_, at, _)| *at));
    times.push(clock::now());
    assert!(times.is_sorted(), "{times:?}");
}

#[wasm_bindgen_test]
async fn requests_go_out_as_those_of_rust_do() {
    let web = Spy::on_fetches();
    let urls = ["test/body/7/300"];
    let heard = heard(batch(&urls), Endpoint::ServiceWorker).await;
    assert_eq!(web.log(), ["sent body/7/300 no-store omit"]);
    let (_, _, last) = heard.0.borrow_mut().pop().expect("it ended");
    let Progress::Ended(Ok(response), 1) = last else {
        panic!("{last:?}");
    };
    assert_eq!(response.bytes, 2100);
    assert_eq!(response.text, "a".repeat(200));
    assert_eq!(response.content_type, "text/plain");
}

#[wasm_bindgen_test]
async fn the_added_delay_comes_before_sending() {
    let _web = Spy::on_fetches();
    let mut batch = batch(&["test/body/1/1"]);
    batch.requests[0].1 = Duration::from_millis(2);
    let heard = heard(batch, Endpoint::ServiceWorker).await;
    assert_eq!(heard.words()[..3], ["0 started", "0 delay", "0 waiting"]);
}

#[wasm_bindgen_test]
async fn failures_are_told_apart() {
    let _web = Spy::on_fetches();
    let urls = ["test/status/404", "test/broken", "http://[::1"];
    let heard = heard(batch(&urls), Endpoint::ServiceWorker).await;
    let words = heard.words();
    let ends: Vec<&String> = words
        .iter()
        .filter(|word| word.contains("failed"))
        .collect();
    assert_eq!(ends[0], "0 failed: status 404 x1");
    assert_eq!(ends[1], "1 failed: BrokenOff x1");
    assert!(ends[2].starts_with("2 failed: NotAUrl("), "{}", ends[2]);
    assert!(words.contains(&"1 receiving".to_owned()));
    assert!(
        !words.contains(&"2 waiting".to_owned()),
        "it was never sent"
    );
}

#[wasm_bindgen_test]
async fn a_host_that_cannot_be_reached_gives_nothing_to_read() {
    let urls = ["https://nobody.invalid/"];
    let heard = heard(batch(&urls), Endpoint::ServiceWorker).await;
    let words = heard.words();
    assert_eq!(
        words.last().map(String::as_str),
        Some("0 failed: Unreadable x1")
    );
}

#[wasm_bindgen_test]
async fn the_timeout_aborts_the_request() {
    let web = Spy::on_fetches();
    let batch = Batch {
        timeout: Duration::from_millis(20),
        ..batch(&["test/never", "test/open"])
    };
    let heard = heard(batch, Endpoint::ServiceWorker).await;
    assert_eq!(
        heard.words(),
        [
            "0 started",
            "0 waiting",
            "0 failed: TimedOut(20ms) x1",
            "1 started",
            "1 waiting",
            "1 receiving",
            "1 failed: TimedOut(20ms) x1",
        ],
    );
    let log = web.log();
    assert!(log.contains(&"aborted never".to_owned()), "{log:?}");
    assert!(log.contains(&"aborted open".to_owned()), "{log:?}");
}

#[wasm_bindgen_test]
async fn the_timeout_holds_for_stand_ins_as_it_does_in_rust() {
    let batch = Batch {
        timeout: Duration::from_millis(20),
        ..batch(&["delay/0.5"])
    };
    let heard = heard(batch, NO_WORKER).await;
    assert_eq!(
        heard.words(),
        ["0 started", "0 waiting", "0 failed: TimedOut(20ms) x1"],
    );
}

#[wasm_bindgen_test]
async fn a_failed_request_is_sent_again_after_a_pause() {
    let _web = Spy::on_fetches();
    let batch = Batch {
        retries: 3,
        ..batch(&["test/flaky/2", "test/status/404"])
    };
    let heard = heard(batch, Endpoint::ServiceWorker).await;
    assert_eq!(
        heard.words(),
        [
            "0 started",
            "0 waiting",
            "0 receiving",
            "0 pause",
            "0 waiting",
            "0 receiving",
            "0 pause",
            "0 waiting",
            "0 receiving",
            "0 status 200 x3",
            "1 started",
            "1 waiting",
            "1 receiving",
            "1 failed: status 404 x1",
        ],
    );
}

#[wasm_bindgen_test]
async fn pauses_double() {
    let _web = Spy::on_fetches();
    let timers = Spy::on_timers();
    let batch = Batch {
        retries: 3,
        first_pause: Duration::from_millis(3),
        ..batch(&["test/flaky/9"])
    };
    heard(batch, Endpoint::ServiceWorker).await;
    let pauses = ["set 3", "set 6", "set 12"];
    let log = timers.log();
    let paused = log.iter().filter(|line| pauses.contains(&line.as_str()));
    assert_eq!(paused.collect::<Vec<_>>(), pauses);
}

#[wasm_bindgen_test]
async fn stand_ins_are_marked() {
    let urls = ["delay/0.01", "status/503", "bytes/77"];
    let heard = heard(batch(&urls), NO_WORKER).await;
    let ends: Vec<_> = heard
        .0
        .take()
        .into_iter()
        .filter_map(|(_, _, progress)| match progress {
            Progress::Ended(Ok(response), _) => Some(response),
            Progress::Ended(Err(Failure::Status(response)), _) => {
                Some(*response)
            }
            _ => None,
        })
        .map(|response| (response.status, response.bytes, response.stand_in))
        .collect();
    assert_eq!(ends, [(200, 115, true), (503, 79, true), (200, 77, true)]);
}

#[wasm_bindgen_test]
async fn dropping_the_run_aborts_everything_and_is_silent_from_then_on() {
    let web = Spy::on_fetches();
    let heard = Heard::default();
    let mut batch = batch(&["test/never", "test/open", "test/body/1/1"]);
    batch.requests[2].1 = Duration::from_secs(60);
    batch.retries = 2;
    let timers = Spy::on_timers();
    let prepared = Prepared::new(&batch, Endpoint::ServiceWorker);
    let run = prepared.run(heard.report(), promise_all);
    let mut run = Box::pin(run);
    assert!(run.as_mut().now_or_never().is_none());
    until(|| heard.words().contains(&"1 receiving".to_owned())).await;
    drop(run);
    let before = heard.len();
    for _ in 0..20 {
        turn().await;
    }
    assert_eq!(heard.len(), before, "{:?}", heard.words());
    let mut log = web.log();
    log.retain(|line| line.starts_with("aborted"));
    log.sort_unstable();
    assert_eq!(log, ["aborted never", "aborted open"]);
    assert!(timers.log().contains(&"cleared".to_owned()), "of the delay");
}

#[wasm_bindgen_test]
async fn nothing_is_reported_after_an_abort() {
    let web = Spy::on_fetches();
    let heard = Heard::default();
    let urls = ["test/never", "test/open"];
    Prepared::new(&batch(&urls), Endpoint::ServiceWorker)
        .run(heard.report(), abort_and_go_on)
        .await;
    let started = ["0 started", "0 waiting", "1 started", "1 waiting"];
    assert_eq!(heard.words(), started);
    assert!(web.log().contains(&"aborted never".to_owned()));
}

#[wasm_bindgen_test]
async fn a_run_that_was_dropped_does_not_try_again() {
    let web = Spy::on_fetches();
    let timers = Spy::on_timers();
    let heard = Heard::default();
    let batch = Batch {
        retries: 2,
        first_pause: Duration::from_millis(7),
        ..batch(&["test/never"])
    };
    let prepared = Prepared::new(&batch, Endpoint::ServiceWorker);
    let mut run = Box::pin(prepared.run(heard.report(), promise_all));
    assert!(run.as_mut().now_or_never().is_none());
    until(|| !web.log().is_empty()).await;
    drop(run);
    for _ in 0..20 {
        turn().await;
    }
    assert_eq!(web.log()[1..], ["aborted never"]);
    assert!(
        !timers.log().contains(&"set 7".to_owned()),
        "no pause begins"
    );
}

#[wasm_bindgen_test]
async fn all_at_once_collects_every_outcome() {
    let _web = Spy::on_fetches();
    let heard = Heard::default();
    let urls = ["test/status/500", "test/body/1/1"];
    Prepared::new(&batch(&urls), Endpoint::ServiceWorker)
        .run(heard.report(), promise_all)
        .await;
    let words = heard.words();
    assert_eq!(
        words[..4],
        ["0 started", "0 waiting", "1 started", "1 waiting"],
    );
    assert!(words.contains(&"0 failed: status 500 x1".to_owned()));
    assert!(words.contains(&"1 status 200 x1".to_owned()));
}

#[wasm_bindgen_test]
async fn the_first_error_aborts_the_others_where_that_is_asked_for() {
    let web = Spy::on_fetches();
    let heard = Heard::default();
    let urls = ["test/never", "test/status/500", "test/open"];
    Prepared::new(&batch(&urls), Endpoint::ServiceWorker)
        .run(heard.report(), try_promise_all)
        .await;
    let words = heard.words();
    let ends: Vec<&String> = words
        .iter()
        .filter(|word| word.contains("status") || word.contains("failed"))
        .collect();
    assert_eq!(ends, ["1 failed: status 500 x1"]);
    let log = web.log();
    assert!(log.contains(&"aborted never".to_owned()), "{log:?}");
    assert!(log.contains(&"aborted open".to_owned()), "{log:?}");
}
