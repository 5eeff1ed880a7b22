//! Synchronous requests, by `XMLHttpRequest`: the thread that sends one stands
//! still until it is answered.
//!
//! Less can be said to the browser than by `fetch`. Cookies go along to the
//! page's own origin, and to no other. A broken answer is an unreadable one.
//! There is no cache mode: to the page's own origin a header says nearly the
//! same, but to another it would make the browser ask for permission first,
//! with a request that nobody wanted; so there the cache may answer.

use super::clock;
use crate::http::{
    CacheMode, Failure, MOST_BYTES, Response, SHOWN_CHARACTERS, shown_text,
    shown_type,
};
use js_sys::{JsString, Reflect, Uint8Array};
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{XmlHttpRequest, XmlHttpRequestResponseType};

/// Which thread stands still: browsers allow them different things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thread {
    /// A page's, where a request takes as long as it takes.
    Page,
    /// A worker's, where it takes that long at most.
    Worker(Duration),
}

/// Sends a request to `url`, and returns with the whole answer.
pub fn send(
    url: &str,
    cache: CacheMode,
    thread: Thread,
) -> Result<Response, Failure> {
    let began = clock::now();
    let sent = sent(url, cache, thread);
    let status = |it: &XmlHttpRequest| it.status().unwrap_or_default();
    // Firefox throws nothing in a worker, and has no status instead.
    let answered = sent.and_then(|request| match status(&request) {
        0 => Err(JsValue::UNDEFINED),
        _ => Ok(request),
    });
    let request = answered.map_err(|error| match thread {
        Thread::Worker(timeout)
            if is_timeout(&error) || clock::now().since(began) >= timeout =>
        {
            Failure::TimedOut(timeout)
        }
        _ => Failure::Unreadable,
    })?;
    let content_type = request.get_response_header("content-type");
    let body = request.response().unwrap_or_default();
    let (bytes, beginning) = measured(&body);
    if bytes > MOST_BYTES {
        return Err(Failure::TooLong);
    }
    Ok(Response {
        status: status(&request),
        content_type: shown_type(
            &content_type.ok().flatten().unwrap_or_default(),
        ),
        bytes,
        text: shown_text(&beginning),
        stand_in: false,
    })
}

fn is_timeout(error: &JsValue) -> bool {
    let error = error.dyn_ref::<web_sys::DomException>();
    error.is_some_and(|error| error.name() == "TimeoutError")
}

fn sent(
    url: &str,
    cache: CacheMode,
    thread: Thread,
) -> Result<XmlHttpRequest, JsValue> {
    let request = XmlHttpRequest::new()?;
    request.open_with_async("GET", url, false)?;
    match thread {
        // A character for each byte; an array is not allowed here.
        Thread::Page => {
            request.override_mime_type("text/plain; charset=x-user-defined")?
        }
        Thread::Worker(timeout) => {
            let millis = timeout.as_millis().try_into();
            request.set_timeout(millis.unwrap_or(u32::MAX));
            request.set_response_type(XmlHttpRequestResponseType::Arraybuffer);
        }
    }
    if cache == CacheMode::NoStore && is_same_origin(url) {
        request.set_request_header("Cache-Control", "no-cache, no-store")?;
    }
    request.send()?;
    Ok(request)
}

/// Whether `url`, which is absolute, is of this thread's own origin.
fn is_same_origin(url: &str) -> bool {
    let origin = Reflect::get(&js_sys::global(), &"origin".into());
    let origin = origin.ok().and_then(|origin| origin.as_string());
    origin.is_some_and(|origin| {
        let rest = url.strip_prefix(&origin);
        rest.is_some_and(|rest| rest.starts_with('/'))
    })
}

/// The length of a body, and as much of it as is ever shown. A text that begins
/// with a byte order mark is counted in characters, since it was decoded.
fn measured(body: &JsValue) -> (u64, Vec<u8>) {
    // A character has at most four bytes.
    const KEPT: u32 = SHOWN_CHARACTERS as u32 * 4;
    if let Some(text) = body.dyn_ref::<JsString>() {
        let beginning = text.slice(0, KEPT);
        let codes = (0..beginning.length())
            .map(|place| beginning.char_code_at(place) as u32 as u8);
        return (text.length().into(), codes.collect());
    }
    let bytes = Uint8Array::new(body);
    let beginning = bytes.subarray(0, KEPT.min(bytes.length()));
    (bytes.length().into(), beginning.to_vec())
}

/// Whether it is the built-in endpoint that gave this answer to `json`, rather
/// than a host that has a file of that name.
#[must_use]
pub fn says_endpoint(answer: &Result<Response, Failure>) -> bool {
    let text = answer.as_ref().map(|answer| answer.text.as_str());
    text.is_ok_and(|text| text.contains("\"served_by\":"))
}

/// Stands still for that long.
pub fn spin(duration: Duration) {
    let began = clock::now();
    while clock::now().since(began) < duration {}
}
