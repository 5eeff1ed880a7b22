//! Real requests, and what stands in for them.

use crate::spies::{Spy, turn, until};
use futures::FutureExt;
use meanwhile::browser::clock;
use meanwhile::browser::endpoint::{self, Endpoint, Missing, stand_in};
use meanwhile::browser::fetch::{absolute, diagnose, send};
use meanwhile::browser::page::is_isolated;
use meanwhile::browser::timings::Timings;
use meanwhile::http::{
    CacheMode, Diagnosis, Failure, Request, Response, Timing,
};
use std::cell::Cell;
use wasm_bindgen_test::wasm_bindgen_test;

const NO_WORKER: Endpoint = Endpoint::StandIn(Missing::Unsupported);

fn to(url: &str) -> Request {
    Request {
        url: url.to_owned(),
        cache: CacheMode::NoStore,
    }
}

/// Sends a request for `url`; gives the answer and how often headers came.
async fn sent(
    url: &str,
    endpoint: Endpoint,
) -> (Result<Response, Failure>, u32) {
    let headers = Cell::new(0);
    let on_headers = || headers.set(headers.get() + 1);
    let result = send(to(url), endpoint, on_headers).await;
    (result, headers.get())
}

#[wasm_bindgen_test]
async fn the_page_itself_can_be_fetched() {
    let (result, headers) = sent("./", Endpoint::ServiceWorker).await;
    let response = result.expect("the page is there");
    assert_eq!(response.status, 200);
    assert!(response.bytes > 0);
    assert!(response.content_type.starts_with("text/html"));
    assert!(response.text.starts_with('<'), "{}", response.text);
    assert!(!response.stand_in);
    assert_eq!(headers, 1);
}

#[wasm_bindgen_test]
async fn a_status_of_whatever_sort_is_an_answer() {
    let _web = Spy::on_fetches();
    for status in [200, 299, 404, 503] {
        let url = format!("test/status/{status}");
        let (result, headers) = sent(&url, Endpoint::ServiceWorker).await;
        assert_eq!(result.map(|r| r.status), Ok(status));
        assert_eq!(headers, 1);
    }
}

#[wasm_bindgen_test]
async fn the_whole_body_is_counted_and_its_beginning_kept() {
    let _web = Spy::on_fetches();
    let (result, _) = sent("test/body/7/300", Endpoint::ServiceWorker).await;
    let response = result.expect("the body is whole");
    assert_eq!(response.bytes, 2100);
    assert_eq!(response.text, "a".repeat(200));
    assert_eq!(response.content_type, "text/plain");
}

#[wasm_bindgen_test]
async fn a_request_goes_out_without_credentials_and_past_the_cache() {
    let web = Spy::on_fetches();
    let (result, _) = sent("test/body/1/1", Endpoint::ServiceWorker).await;
    assert!(result.is_ok());
    let cached = Request {
        cache: CacheMode::Default,
        ..to("test/body/2/1")
    };
    let result = send(cached, Endpoint::ServiceWorker, || ()).await;
    assert!(result.is_ok());
    assert_eq!(
        web.log(),
        ["sent body/1/1 no-store omit", "sent body/2/1 default omit"],
    );
}

#[wasm_bindgen_test]
async fn nothing_is_sent_before_the_first_poll() {
    let web = Spy::on_fetches();
    drop(send(to("test/never"), Endpoint::ServiceWorker, || ()));
    turn().await;
    assert!(web.log().is_empty());
}

#[wasm_bindgen_test]
async fn dropping_a_request_in_flight_aborts_it() {
    let web = Spy::on_fetches();
    let request = send(to("test/never"), Endpoint::ServiceWorker, || ());
    let mut request = Box::pin(request);
    assert!(request.as_mut().now_or_never().is_none());
    turn().await;
    assert_eq!(web.log(), ["sent never no-store omit"]);
    drop(request);
    assert_eq!(web.log()[1..], ["aborted never"]);
}

#[wasm_bindgen_test]
async fn dropping_a_request_aborts_the_body_too() {
    let web = Spy::on_fetches();
    let headers = Cell::new(false);
    let on_headers = || headers.set(true);
    let request = send(to("test/open"), Endpoint::ServiceWorker, on_headers);
    let mut request = Box::pin(request);
    for _ in 0..100 {
        assert!(request.as_mut().now_or_never().is_none());
        if headers.get() {
            break;
        }
        turn().await;
    }
    assert!(headers.get(), "the body has begun");
    drop(request);
    assert_eq!(web.log()[1..], ["aborted open"]);
}

#[wasm_bindgen_test]
async fn a_body_that_breaks_off_is_a_failure_of_its_own() {
    let _web = Spy::on_fetches();
    let (result, headers) = sent("test/broken", Endpoint::ServiceWorker).await;
    assert_eq!(result, Err(Failure::BrokenOff));
    assert_eq!(headers, 1);
}

#[wasm_bindgen_test]
async fn a_host_that_cannot_be_reached_gives_nothing_to_read() {
    for url in ["http://127.0.0.1:9/", "https://nobody.invalid/"] {
        let (result, headers) = sent(url, Endpoint::ServiceWorker).await;
        assert_eq!(result, Err(Failure::Unreadable), "{url}");
        assert_eq!(headers, 0, "{url}");
    }
}

#[wasm_bindgen_test]
async fn a_second_look_at_a_host_that_is_not_there_finds_nothing() {
    let found = diagnose("https://nobody.invalid/").await;
    // Isolated as the page of the tests may be, the browser hides even that.
    let expected = if is_isolated() {
        Diagnosis::Hidden
    } else {
        Diagnosis::NoAnswer
    };
    assert_eq!(found, expected);
}

#[wasm_bindgen_test]
async fn what_the_browser_takes_for_no_url_says_so_in_a_sentence() {
    for url in ["http://", "https://host.test:99999/", "http://[::1"] {
        let (result, headers) = sent(url, Endpoint::ServiceWorker).await;
        let Err(failure @ Failure::NotAUrl(_)) = result else {
            panic!("{url}: {result:?}");
        };
        assert_eq!(headers, 0);
        let text = failure.to_string();
        assert!(text.ends_with('.') && !text.ends_with(".."), "{text}");
    }
}

#[wasm_bindgen_test]
fn relative_urls_are_relative_to_the_page() {
    let url = absolute("delay/1?a b").expect("it is a URL");
    assert!(url.starts_with("http://") && url.ends_with("/delay/1?a%20b"));
    // This page came by http, so nothing is mixed.
    assert!(absolute("http://example.com/").is_ok());
}

#[wasm_bindgen_test]
async fn the_browser_tells_the_parts_of_an_exchange_with_its_own_host() {
    let url = "./?timing";
    let before = clock::now();
    let (result, _) = sent(url, Endpoint::ServiceWorker).await;
    assert!(result.is_ok());
    until(|| Timings::default().of(url, before) != Timing::NotRecorded).await;
    let timing = Timings::default().of(url, before);
    let Timing::Disclosed {
        before_sent,
        server,
        body,
        ..
    } = timing
    else {
        panic!("{timing:?}");
    };
    assert!(before_sent + server + body <= clock::now().since(before));
    let never = Timings::default().of("./?never-sent", before);
    assert_eq!(never, Timing::NotRecorded);
}

#[wasm_bindgen_test]
async fn without_a_service_worker_a_timer_stands_in() {
    let timers = Spy::on_timers();
    let (result, headers) = sent("delay/0.05", NO_WORKER).await;
    let response = result.expect("a timer does not fail");
    assert_eq!(response.status, 200);
    assert!(response.stand_in);
    assert_eq!(headers, 1);
    assert!(timers.log().contains(&"set 50".to_owned()));
}

#[wasm_bindgen_test]
async fn nothing_stands_in_for_other_urls() {
    let (result, _) = sent("./", NO_WORKER).await;
    assert_eq!(result.map(|answer| answer.stand_in), Ok(false));
}

#[wasm_bindgen_test]
fn stand_ins_answer_as_the_endpoint_does() {
    let of = |url: &str| {
        let answer = stand_in(url)?;
        assert!(answer.response.stand_in, "{url}");
        let Response { status, bytes, .. } = answer.response;
        Some((answer.delay.as_millis(), status, bytes))
    };
    for (url, answer) in [
        ("delay/1.5", Some((1500, 200, 113))),
        ("./delay/99", Some((10_000, 200, 162))),
        ("delay/soon", Some((0, 400, 126))),
        ("status/404", Some((0, 404, 79))),
        ("bytes/123", Some((0, 200, 123))),
        ("bytes/123#part", Some((0, 200, 123))),
        ("drip?duration=0.5&numbytes=7", Some((500, 200, 7))),
        ("elsewhere", None),
        ("https://example.com/delay/1", None),
        ("http://[/delay/1", None),
    ] {
        assert_eq!(of(url), answer, "{url}");
    }
}

#[wasm_bindgen_test]
async fn where_no_service_worker_can_be_had_a_timer_stands_in() {
    // The page of the tests has no file of that name.
    let endpoint = endpoint::ready().await;
    assert!(matches!(endpoint, Endpoint::StandIn(_)), "{endpoint:?}");
}
