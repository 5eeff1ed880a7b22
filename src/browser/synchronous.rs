//! Synchronous requests of the page, by `XMLHttpRequest`: its thread stands
//! still until each is answered.
//!
//! Less can be said to the browser than by `fetch`. Cookies go along to the
//! page's own origin, and to no other. A broken answer is an unreadable one.
//! There is no cache mode: to the page's own origin a header says nearly the
//! same, but to another it would make the browser ask for permission first,
//! with a request that nobody wanted; so there the cache may answer.

use super::clock;
use crate::http::{
    CacheMode, Failure, MOST_BYTES, Response, SHOWN_CHARACTERS, retry_after,
    shown_text, shown_type,
};
use js_sys::{JsString, Reflect};
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::XmlHttpRequest;

/// Sends a request to `url`, and returns with the whole answer. It takes as
/// long as it takes: a page may set no timeout here.
pub fn send(url: &str, cache: CacheMode) -> Result<Response, Failure> {
    let request = sent(url, cache).map_err(|_| Failure::Unreadable)?;
    // WebKit raises no exception where it sends nothing.
    let status = request.status().unwrap_or_default();
    if status == 0 {
        return Err(Failure::Unreadable);
    }
    let content_type = request.get_response_header("content-type");
    let asked = request.get_response_header("retry-after").ok().flatten();
    let body = request.response().unwrap_or_default();
    let (bytes, beginning) = measured(&body);
    if bytes > MOST_BYTES {
        return Err(Failure::TooLong);
    }
    Ok(Response {
        status,
        content_type: shown_type(
            &content_type.ok().flatten().unwrap_or_default(),
        ),
        bytes,
        text: shown_text(&beginning),
        stand_in: false,
        retry_after: asked.and_then(|it| retry_after(&it, clock::epoch_now())),
    })
}

fn sent(url: &str, cache: CacheMode) -> Result<XmlHttpRequest, JsValue> {
    let request = XmlHttpRequest::new()?;
    request.open_with_async("GET", url, false)?;
    // A character for each byte; an array is not allowed here.
    request.override_mime_type("text/plain; charset=x-user-defined")?;
    if cache == CacheMode::NoStore && is_same_origin(url) {
        request.set_request_header("Cache-Control", "no-cache, no-store")?;
    }
    request.send()?;
    Ok(request)
}

/// Whether `url`, which is absolute, is of the page's own origin.
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
    let Some(text) = body.dyn_ref::<JsString>() else {
        return (0, Vec::new());
    };
    let beginning = text.slice(0, KEPT);
    let codes = (0..beginning.length())
        .map(|place| beginning.char_code_at(place) as u32 as u8);
    (text.length().into(), codes.collect())
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
