//! Real requests by plain JavaScript, as a baseline: Rust hands over the whole
//! list and hears what becomes of it.

use super::endpoint::{Endpoint, stand_in};
use super::fetch::{absolute, unreadable};
use crate::http::{
    Batch, CacheMode, Failure, LONGEST_PAUSE, MOST_BYTES, Progress, Request,
    Response, SHOWN_CHARACTERS, shown_text, shown_type,
};
use crate::trace::{Phase, Timestamp};
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use std::time::Duration;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(module = "/src/browser/javascript.js")]
extern "C" {
    type Fetch;

    #[wasm_bindgen(js_name = javascriptFetch)]
    fn javascript_fetch(batch: &JsValue, report: &JsValue) -> Fetch;

    #[wasm_bindgen(method, getter, js_name = fetchUrl)]
    fn fetch_url(this: &Fetch) -> Function;

    #[wasm_bindgen(method, getter)]
    fn abort(this: &Fetch) -> Function;
}

/// A batch in the shape that JavaScript knows.
pub struct Prepared {
    requests: Array,
    policy: JsValue,
    timeout: Duration,
}

impl Prepared {
    /// Hands `batch` over; nothing is sent yet.
    #[must_use]
    pub fn new(batch: &Batch, endpoint: Endpoint) -> Self {
        let requests = batch
            .requests
            .iter()
            .map(|(request, delay)| request_to_js(request, *delay, endpoint));
        Self {
            requests: requests.collect(),
            policy: policy_to_js(batch),
            timeout: batch.timeout,
        }
    }

    /// Has `strategy` send the batch: it is given the requests, a function that
    /// sends one of them, and one that aborts all. What each request does is
    /// told to `report` by its place and the page's clock. Dropping the future
    /// aborts everything.
    pub async fn run(
        self,
        report: impl Fn(usize, Timestamp, Progress) + 'static,
        strategy: impl FnOnce(&Array, &Function, &Function) -> Promise,
    ) {
        let timeout = self.timeout;
        let hear = move |index: u32, what: String, at: f64, detail: JsValue| {
            if let Some(progress) = progress_from(&what, &detail, timeout) {
                report(index as usize, Timestamp::from_millis(at), progress);
            }
        };
        let hear: Closure<dyn Fn(u32, String, f64, JsValue)> =
            Closure::new(hear);
        let fetch = javascript_fetch(&self.policy, hear.as_ref());
        // Declared last, dropped first: it silences the reports before the
        // closure that hears them goes.
        let abort = AbortOnDrop(fetch.abort());
        let done = strategy(&self.requests, &fetch.fetch_url(), &abort.0);
        // A failure of one request was reported already.
        let _ = JsFuture::from(done).await;
    }
}

struct AbortOnDrop(Function);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        let _ = self.0.call0(&JsValue::NULL);
    }
}

fn object(entries: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in entries {
        // Fails only for frozen objects.
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object.into()
}

fn millis(duration: Duration) -> JsValue {
    (duration.as_secs_f64() * 1e3).into()
}

fn policy_to_js(batch: &Batch) -> JsValue {
    let cache = batch.requests.first().map(|(request, _)| request.cache);
    let cache = match cache.unwrap_or_default() {
        CacheMode::NoStore => "no-store",
        CacheMode::Default => "default",
    };
    object(&[
        ("cache", cache.into()),
        ("timeout", millis(batch.timeout)),
        ("retries", batch.retries.into()),
        ("firstPause", millis(batch.first_pause)),
        ("mostBytes", (MOST_BYTES as f64).into()),
        ("longestPause", millis(LONGEST_PAUSE)),
        ("keptBytes", (SHOWN_CHARACTERS as u32 * 4).into()),
    ])
}

fn request_to_js(
    request: &Request,
    delay: Duration,
    endpoint: Endpoint,
) -> JsValue {
    let answer = match endpoint {
        Endpoint::StandIn(_) => stand_in(&request.url),
        Endpoint::ServiceWorker => None,
    };
    let answer = answer.map_or(JsValue::NULL, |answer| {
        object(&[
            ("delay", millis(answer.delay)),
            ("status", answer.response.status.into()),
            ("bytes", (answer.response.bytes as f64).into()),
        ])
    });
    let failure = match absolute(&request.url) {
        Err(Failure::NotAUrl(reason)) => object(&[
            ("failure", "not-a-url".into()),
            ("reason", reason.into()),
        ]),
        _ => JsValue::NULL,
    };
    let unreadable = match unreadable(&request.url) {
        Failure::MixedContent => "mixed-content",
        Failure::LocalNetwork => "local-network",
        _ => "unreadable",
    };
    object(&[
        ("url", request.url.as_str().into()),
        ("delay", millis(delay)),
        ("standIn", answer),
        ("failure", failure),
        ("unreadable", unreadable.into()),
    ])
}

fn progress_from(
    what: &str,
    detail: &JsValue,
    timeout: Duration,
) -> Option<Progress> {
    let entered = |phase| Some(Progress::Entered(phase));
    match what {
        "started" => Some(Progress::Started),
        "delay" => entered(Phase::AddedDelay),
        "waiting" => entered(Phase::Waiting),
        "receiving" => entered(Phase::Receiving),
        "backoff" => entered(Phase::Backoff),
        "asked" => duration_from(detail).map(Progress::Asked),
        "ended" => Some(ended_from(detail, timeout)),
        _ => None,
    }
}

/// The duration of a number of milliseconds.
fn duration_from(millis: &JsValue) -> Option<Duration> {
    Duration::try_from_secs_f64(millis.as_f64()? / 1e3).ok()
}

fn ended_from(detail: &JsValue, timeout: Duration) -> Progress {
    let get =
        |name: &str| Reflect::get(detail, &name.into()).unwrap_or_default();
    let number = |name: &str| get(name).as_f64().unwrap_or_default();
    let text = |name: &str| get(name).as_string();
    let attempts = number("attempts") as u32;
    let failure = text("failure").map(|failure| match failure.as_str() {
        "timed-out" => Failure::TimedOut(timeout),
        "broken-off" => Failure::BrokenOff,
        "too-long" => Failure::TooLong,
        "mixed-content" => Failure::MixedContent,
        "local-network" => Failure::LocalNetwork,
        "not-a-url" => Failure::NotAUrl(text("reason").unwrap_or_default()),
        _ => Failure::Unreadable,
    });
    if let Some(failure) = failure {
        return Progress::Ended(Err(failure), attempts);
    }
    let beginning = get("beginning").dyn_into::<Uint8Array>();
    let beginning = beginning.map(|bytes| bytes.to_vec()).unwrap_or_default();
    let response = Response {
        status: number("status") as u16,
        content_type: shown_type(&text("contentType").unwrap_or_default()),
        bytes: number("bytes") as u64,
        text: shown_text(&beginning),
        stand_in: get("standIn").is_truthy(),
        retry_after: duration_from(&get("retryAfter")),
    };
    let result = match response.status {
        400.. => Err(Failure::Status(Box::new(response))),
        _ => Ok(response),
    };
    Progress::Ended(result, attempts)
}
