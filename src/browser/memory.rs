//! How much memory there is of what.

use super::window;
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The size in bytes of a page of wasm memory, by which it grows.
const PAGE: usize = 64 * 1024;

/// How large this wasm's memory is, in bytes. It grows, and never shrinks.
#[must_use]
pub fn wasm_bytes() -> f64 {
    (core::arch::wasm32::memory_size::<0>() * PAGE) as f64
}

/// Whether this browser tells a page what memory its code takes: Chromium does
/// when the page is cross-origin isolated.
#[must_use]
pub fn is_disclosed() -> bool {
    measure().is_some()
}

/// Asks the browser what memory the workers take whose script's address has
/// `script` in it, in bytes; none if it does not say. It may take a minute,
/// since the browser waits for its garbage collector.
pub async fn bytes_of_workers(script: &str) -> Option<f64> {
    let (performance, measure) = measure()?;
    let asked: Promise = measure.call0(&performance).ok()?.dyn_into().ok()?;
    let answer = JsFuture::from(asked).await.ok()?;
    let parts: Array = get(&answer, "breakdown")?.dyn_into().ok()?;
    let of_script = |part: &JsValue| {
        let urls = get(part, "attribution")?.dyn_into::<Array>().ok()?;
        let url = |it: JsValue| get(&it, "url")?.as_string();
        Some(urls.iter().filter_map(url).any(|it| it.contains(script)))
    };
    let parts = parts.iter().filter(|part| of_script(part) == Some(true));
    let bytes: f64 =
        parts.filter_map(|part| get(&part, "bytes")?.as_f64()).sum();
    (bytes > 0.0).then_some(bytes)
}

fn measure() -> Option<(JsValue, Function)> {
    let performance = get(&window(), "performance")?;
    let measure = get(&performance, "measureUserAgentSpecificMemory")?;
    Some((performance, measure.dyn_into().ok()?))
}

fn get(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok()
}
