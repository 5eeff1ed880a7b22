//! The built-in endpoint: a Service Worker that answers `delay/1` and its like.

use super::{clock, timer, window};
use crate::http::{Response, answer_at, may_be_built_in, number_from_digits};
use crate::trace::Timestamp;
use futures::future::{Either, select};
use std::fmt;
use std::pin::pin;
use std::time::Duration;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    MessageEvent, ServiceWorker, ServiceWorkerContainer,
    ServiceWorkerRegistration, Url,
};

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
    let Some(container) = container() else {
        return Endpoint::StandIn(Missing::Unsupported);
    };
    if container.controller().is_some() {
        // A newer script is found by registering it, which nobody waits for:
        // after a reload, WebKit may never answer.
        let registering = container.register("sw.js");
        spawn_local(async { drop(JsFuture::from(registering).await) });
        return Endpoint::ServiceWorker;
    }
    let controlled = pin!(register(&container));
    match select(controlled, pin!(timer::sleep(PATIENCE))).await {
        Either::Left((Ok(()), _)) => Endpoint::ServiceWorker,
        Either::Left((Err(_), _)) => Endpoint::StandIn(Missing::Refused),
        Either::Right(_) => Endpoint::StandIn(Missing::TookNoControl),
    }
}

/// Completes once the Service Worker is registered and controls the page; fails
/// if the browser refuses it.
async fn register(container: &ServiceWorkerContainer) -> Result<(), JsValue> {
    let registering = container.register("sw.js").into_registration().await?;
    control(container, &registering).await;
    Ok(())
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
    // Others may wait as well; a second call of a promise's function is idle.
    let changed = js_sys::Promise::new(&mut |resolve, _| {
        let _ = container
            .add_event_listener_with_callback("controllerchange", &resolve);
    });
    if let Some(active) = registration.active() {
        tell(&active, "claim");
    }
    if container.controller().is_none() {
        let _ = JsFuture::from(changed).await;
    }
}

/// Calls a function whenever the Service Worker has the whole of a release
/// that is newer than the page.
#[must_use = "the calls end when this is dropped"]
pub struct ReleaseWatch {
    container: ServiceWorkerContainer,
    _listener: Closure<dyn FnMut(MessageEvent)>,
}

impl ReleaseWatch {
    /// Begins now; none where there is no Service Worker.
    pub fn start(call: impl Fn() + 'static) -> Option<Self> {
        let container = container()?;
        let listener: Closure<dyn FnMut(MessageEvent)> =
            Closure::new(move |event: MessageEvent| {
                let kind = js_sys::Reflect::get(&event.data(), &"type".into());
                if kind.is_ok_and(|kind| kind == "release") {
                    call();
                }
            });
        // Brings what was sent before as well, as a listener would not.
        container.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        Some(Self {
            container,
            _listener: listener,
        })
    }

    /// Has the Service Worker look for a newer release.
    pub fn look(&self) {
        if let Some(worker) = self.container.controller() {
            tell(&worker, "look");
        }
    }
}

impl Drop for ReleaseWatch {
    fn drop(&mut self) {
        self.container.set_onmessage(None);
    }
}

/// What registers Service Workers; none where there are none, or where the
/// browser throws at the mere question, as in a sandboxed frame.
fn container() -> Option<ServiceWorkerContainer> {
    let navigator = JsValue::from(window().navigator());
    let container = js_sys::Reflect::get(&navigator, &"serviceWorker".into());
    container.ok()?.dyn_into().ok()
}

/// Sends a message of that type; one that does not arrive is no loss.
fn tell(worker: &ServiceWorker, kind: &str) {
    let message = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&message, &"type".into(), &kind.into());
    let _ = worker.post_message(&message);
}

/// When the endpoint gave this answer, on the page's clock, by its own note; it
/// notes that for `delay` alone.
#[must_use]
pub fn answered_at(response: &Response) -> Option<Timestamp> {
    let (_, rest) = response.text.split_once("\"answered_ms\":\"")?;
    let (number, _) = rest.split_once('"')?;
    Some(clock::from_epoch(number_from_digits(number)?))
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
/// the built-in URLs. As long as the endpoint's answers, and without their text.
#[must_use]
pub fn stand_in(url: &str) -> Option<StandIn> {
    if !may_be_built_in(url) {
        return None;
    }
    let answer = answer_at(&path_below_page(url)?)?;
    Some(StandIn {
        delay: answer.delay,
        response: Response {
            status: answer.status,
            bytes: answer.bytes,
            stand_in: true,
            ..Response::default()
        },
    })
}

/// What of `url`, relative to the page, lies below the page's folder, which is
/// where the Service Worker answers; none if it lies elsewhere.
fn path_below_page(url: &str) -> Option<String> {
    let base = window().document()?.base_uri().ok()??;
    let folder = Url::new_with_base(".", &base).ok()?.href();
    let address = Url::new_with_base(url, &base).ok()?.href();
    let path = address.strip_prefix(&folder)?;
    let (path, _) = path.split_once('#').unwrap_or((path, ""));
    Some(path.to_owned())
}
