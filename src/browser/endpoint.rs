//! The built-in endpoint: a Service Worker that answers `delay/1` and its like.

use super::{clock, timer, window};
use crate::http::Response;
use crate::trace::Timestamp;
use futures::future::{Either, select};
use std::fmt;
use std::pin::pin;
use std::time::Duration;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ServiceWorkerContainer, ServiceWorkerRegistration};

/// Who answers the built-in URLs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// The Service Worker, for real requests.
    ServiceWorker,
    /// A timer: there is no Service Worker here.
    StandIn(Missing),
}

/// Why there is no Service Worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The page came neither by https nor from this machine.
    InsecurePage,
    /// The browser has none, or they are switched off.
    Unsupported,
    /// The browser refused to register it, as in some private windows.
    Refused,
    /// It was registered but did not take control in time.
    TookNoControl,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::InsecurePage => {
                "This page did not come by https, so the browser allows no Service Worker: the \
                 built-in rows run on a timer stand-in."
            }
            Self::Unsupported => {
                "This browser runs no Service Worker here: the built-in rows run on a timer \
                 stand-in."
            }
            Self::Refused => {
                "The browser refused the Service Worker, as some do in private windows: the \
                 built-in rows run on a timer stand-in."
            }
            Self::TookNoControl => {
                "The Service Worker did not take control of the page in time: the built-in rows \
                 run on a timer stand-in. Reload the page to try again."
            }
        })
    }
}

/// How long the Service Worker may take to control the page.
const PATIENCE: Duration = Duration::from_secs(8);

/// Registers the Service Worker and waits until it controls the page.
pub async fn ready() -> Endpoint {
    if !window().is_secure_context() {
        return Endpoint::StandIn(Missing::InsecurePage);
    }
    let navigator = JsValue::from(window().navigator());
    let container = js_sys::Reflect::get(&navigator, &"serviceWorker".into());
    let Ok(container) = container
        .unwrap_or_default()
        .dyn_into::<ServiceWorkerContainer>()
    else {
        return Endpoint::StandIn(Missing::Unsupported);
    };
    let Ok(registering) = container.register("sw.js").into_registration().await
    else {
        return Endpoint::StandIn(Missing::Refused);
    };
    if container.controller().is_some() {
        return Endpoint::ServiceWorker;
    }
    let controlled = pin!(control(&container, &registering));
    match select(controlled, pin!(timer::sleep(PATIENCE))).await {
        Either::Left(_) => Endpoint::ServiceWorker,
        Either::Right(_) => Endpoint::StandIn(Missing::TookNoControl),
    }
}

trait IntoRegistration {
    async fn into_registration(
        self,
    ) -> Result<ServiceWorkerRegistration, JsValue>;
}

impl IntoRegistration for js_sys::Promise {
    async fn into_registration(
        self,
    ) -> Result<ServiceWorkerRegistration, JsValue> {
        JsFuture::from(self).await?.dyn_into()
    }
}

/// Completes once the page is controlled. After a forced reload nothing would
/// happen by itself, so a running worker is asked to claim the page.
async fn control(
    container: &ServiceWorkerContainer,
    registration: &ServiceWorkerRegistration,
) {
    let changed = js_sys::Promise::new(&mut |resolve, _| {
        let resolve =
            Closure::once_into_js(move || resolve.call0(&JsValue::NULL));
        container.set_oncontrollerchange(Some(resolve.unchecked_ref()));
    });
    if let Some(active) = registration.active() {
        let claim = js_sys::Object::new();
        let _ = js_sys::Reflect::set(&claim, &"type".into(), &"claim".into());
        let _ = active.post_message(&claim);
    }
    if container.controller().is_none() {
        let _ = JsFuture::from(changed).await;
    }
    container.set_oncontrollerchange(None);
}

/// When the endpoint gave this answer, on the page's clock, by its own note; it
/// notes that for `delay` alone.
#[must_use]
pub fn answered_at(response: &Response) -> Option<Timestamp> {
    let (_, rest) = response.text.split_once("\"answered_ms\":\"")?;
    let (number, _) = rest.split_once('"')?;
    Some(clock::from_epoch(number.parse().ok()?))
}

/// What a timer can answer in the endpoint's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandIn {
    /// How long the answer takes.
    pub delay: Duration,
    /// The answer.
    pub response: Response,
}

/// What to answer to `url` without a Service Worker; none if it is not one of
/// the built-in URLs.
#[must_use]
pub fn stand_in(url: &str) -> Option<StandIn> {
    if url.contains("://") || url.starts_with('/') {
        return None;
    }
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let (name, value) = path.split_once('/').unwrap_or((path, ""));
    let seconds = |text: &str, default: f64| {
        let seconds = text.parse().ok().filter(|s: &f64| s.is_finite());
        Duration::from_secs_f64(seconds.unwrap_or(default).clamp(0.0, 10.0))
    };
    let parameter = |wanted: &str| {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let mut named = pairs.filter(|(name, _)| *name == wanted);
        named.next().map_or("", |(_, value)| value)
    };
    let (delay, status, bytes) = match name {
        "delay" => (seconds(value, 0.0), 200, 0),
        "status" => (Duration::ZERO, value.parse().ok()?, 0),
        "bytes" => (Duration::ZERO, 200, value.parse().ok()?),
        "drip" => {
            let bytes = parameter("numbytes").parse().unwrap_or(10);
            (seconds(parameter("duration"), 2.0), 200, bytes)
        }
        "json" | "html" => (Duration::ZERO, 200, 0),
        _ => return None,
    };
    Some(StandIn {
        delay,
        response: Response {
            status,
            bytes,
            stand_in: true,
            ..Response::default()
        },
    })
}
