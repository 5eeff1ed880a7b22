//! Real requests, by `fetch`.

use super::endpoint::{Endpoint, stand_in};
use super::{clock, page, timer, window};
use crate::http::{
    self, CacheMode, Diagnosis, Failure, MOST_BYTES, Request, Response,
    SHOWN_CHARACTERS, retry_after, shown_text, shown_type,
};
use js_sys::Promise;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AbortSignal, ReadableStreamDefaultReader,
    ReadableStreamReadResult, RequestCache, RequestCredentials, RequestInit,
    RequestMode, RequestRedirect, Url,
};

#[wasm_bindgen]
extern "C" {
    /// Of the page or of the worker, whoever calls it.
    #[wasm_bindgen(js_name = fetch)]
    fn fetch_here(url: &str, init: &RequestInit) -> Promise;
}

/// Sends `request`, calls `on_headers` when the answer begins, and reads it to
/// the end. Dropping the future aborts the request.
pub async fn send(
    request: Request,
    endpoint: Endpoint,
    on_headers: impl FnOnce(),
) -> Result<Response, Failure> {
    if let Endpoint::StandIn(_) = endpoint
        && let Some(answer) = stand_in(&request.url)
    {
        timer::sleep(answer.delay).await;
        on_headers();
        return Ok(answer.response);
    }
    let answer = exchange(&request.url, request.cache, on_headers).await;
    answer.map_err(|failure| explained(failure, &request.url))
}

/// The same for a `url` that no stand-in answers: from a worker too, where it
/// has to be absolute.
pub async fn exchange(
    url: &str,
    cache: CacheMode,
    on_headers: impl FnOnce(),
) -> Result<Response, Failure> {
    // A character has at most four bytes.
    let kept = SHOWN_CHARACTERS * 4;
    let answer = exchange_keeping(url, cache, kept, on_headers).await;
    answer.map(|(response, _)| response)
}

/// The same, and the first bytes of the body, of which so many are `kept`.
pub async fn exchange_keeping(
    url: &str,
    cache: CacheMode,
    kept: usize,
    on_headers: impl FnOnce(),
) -> Result<(Response, Vec<u8>), Failure> {
    let abort = AbortOnDrop::new();
    let init = RequestInit::new();
    init.set_signal(abort.signal().as_ref());
    init.set_credentials(RequestCredentials::Omit);
    init.set_cache(request_cache(cache));
    let answer = JsFuture::from(fetch_here(url, &init)).await;
    let answer: web_sys::Response = answer
        .and_then(JsCast::dyn_into)
        .map_err(|_| Failure::Unreadable)?;
    on_headers();
    let content_type = answer.headers().get("content-type").ok().flatten();
    let asked = answer.headers().get("retry-after").ok().flatten();
    let mut response = Response {
        status: answer.status(),
        retry_after: asked.and_then(|it| retry_after(&it, clock::epoch_now())),
        content_type: shown_type(&content_type.unwrap_or_default()),
        ..Response::default()
    };
    let mut beginning = Vec::new();
    if let Some(body) = answer.body() {
        let reader = body.get_reader().unchecked_into();
        let read = read_all(&reader, kept).await;
        let bytes;
        (bytes, beginning) = read.map_err(|_| Failure::BrokenOff)?;
        if bytes > MOST_BYTES {
            return Err(Failure::TooLong);
        }
        response.bytes = bytes;
        response.text = shown_text(&beginning);
    }
    abort.disarm();
    Ok((response, beginning))
}

/// What it means that no answer of `url` could be read.
#[must_use]
pub fn unreadable(url: &str) -> Failure {
    match absolute(url) {
        Ok(url) => http::unreadable(&url, page::is_https()),
        Err(failure) => failure,
    }
}

/// The same failure, or what is known of one that the browser does not explain.
#[must_use]
pub fn explained(failure: Failure, url: &str) -> Failure {
    match failure {
        Failure::Unreadable => unreadable(url),
        other => other,
    }
}

/// Resolves `url` against the page.
pub fn absolute(url: &str) -> Result<String, Failure> {
    absolute_to(url, &page::base())
}

/// Resolves `url` against the address `base`; in a worker too.
pub fn absolute_to(url: &str, base: &str) -> Result<String, Failure> {
    let resolved = Url::new_with_base(url, base);
    let resolved = resolved.map_err(|error| {
        let message = error
            .dyn_into::<js_sys::Error>()
            .map(|error| error.message());
        Failure::NotAUrl(
            message.map_or_else(|_| "invalid".to_owned(), String::from),
        )
    })?;
    Ok(resolved.href())
}

/// Counts the body, until it is longer than [`MOST_BYTES`], and keeps its
/// first bytes, so many at most.
async fn read_all(
    reader: &ReadableStreamDefaultReader,
    kept: usize,
) -> Result<(u64, Vec<u8>), JsValue> {
    let mut bytes = 0;
    let mut beginning = Vec::new();
    loop {
        let chunk = JsFuture::from(reader.read()).await?;
        let chunk: ReadableStreamReadResult = chunk.unchecked_into();
        if chunk.get_done() == Some(true) {
            return Ok((bytes, beginning));
        }
        let chunk: js_sys::Uint8Array = chunk.get_value().dyn_into()?;
        bytes += u64::from(chunk.length());
        if bytes > MOST_BYTES {
            return Ok((bytes, beginning));
        }
        let missing = kept.saturating_sub(beginning.len());
        if missing > 0 {
            let missing = u32::try_from(missing).unwrap_or(u32::MAX);
            beginning.extend(
                chunk.subarray(0, missing.min(chunk.length())).to_vec(),
            );
        }
    }
}

/// Aborts a request when it is dropped, unless the request is over.
struct AbortOnDrop(Option<AbortController>);

impl AbortOnDrop {
    fn new() -> Self {
        let controller = AbortController::new();
        Self(Some(
            controller.expect("every browser that runs this has it"),
        ))
    }

    fn signal(&self) -> Option<AbortSignal> {
        self.0.as_ref().map(AbortController::signal)
    }

    /// The request is over. An abort would have no effect, but a price: the
    /// browser makes an exception for it.
    fn disarm(mut self) {
        self.0 = None;
    }
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

/// Takes a second look at a URL whose answer this page could not read, by
/// requests that ask for less. Only to be done when the visitor asks for it.
pub async fn diagnose(url: &str) -> Diagnosis {
    if probe(url, RequestMode::NoCors, RequestRedirect::Follow).await {
        return Diagnosis::BlockedByCors;
    }
    if probe(url, RequestMode::Cors, RequestRedirect::Manual).await {
        return Diagnosis::RedirectFails;
    }
    if page::is_isolated() && embedder_policy().await == "require-corp" {
        return Diagnosis::Hidden;
    }
    Diagnosis::NoAnswer
}

/// The browser's word for a cache mode.
pub(super) fn request_cache(cache: CacheMode) -> RequestCache {
    match cache {
        CacheMode::NoStore => RequestCache::NoStore,
        CacheMode::Default => RequestCache::Default,
    }
}

/// What the page's host demands of what the page embeds; under `require-corp`
/// the browser keeps even unreadable answers from the page.
async fn embedder_policy() -> String {
    let init = RequestInit::new();
    init.set_method("HEAD");
    init.set_cache(RequestCache::NoStore);
    let answer = JsFuture::from(window().fetch_with_str_and_init("./", &init));
    let answer = answer.await.ok();
    let answer = answer.and_then(|a| a.dyn_into::<web_sys::Response>().ok());
    let policy = answer
        .and_then(|a| a.headers().get("cross-origin-embedder-policy").ok());
    policy.flatten().unwrap_or_default()
}

async fn probe(
    url: &str,
    mode: RequestMode,
    redirect: RequestRedirect,
) -> bool {
    let init = RequestInit::new();
    let abort = AbortOnDrop::new();
    init.set_signal(abort.signal().as_ref());
    init.set_credentials(RequestCredentials::Omit);
    init.set_cache(RequestCache::NoStore);
    init.set_mode(mode);
    init.set_redirect(redirect);
    let Ok(url) = absolute(url) else { return false };
    JsFuture::from(window().fetch_with_str_and_init(&url, &init))
        .await
        .is_ok()
}
