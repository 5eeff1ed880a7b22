//! Giving the browser a turn: completing in another task of its event loop.

use super::{clock, window};
use crate::trace::{Source, Timestamp};
use js_sys::{Function, Promise, Reflect};
use std::time::Duration;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;

#[wasm_bindgen]
extern "C" {
    // Of the page or of the worker, whoever calls them.
    #[wasm_bindgen(catch, js_name = requestAnimationFrame)]
    fn request_animation_frame(call: &Function) -> Result<i32, JsValue>;

    #[wasm_bindgen(js_name = queueMicrotask)]
    fn queue_microtask(call: &Function);
}

/// Turns by messages from this thread to itself: the next turn, without the
/// delay that nested timers get.
pub struct Messages(MessageChannel);

impl Messages {
    /// A channel to oneself.
    #[must_use]
    pub fn new() -> Self {
        Self(MessageChannel::new().expect("every browser has it"))
    }

    /// Completes when a message sent now arrives. One caller at a time.
    pub async fn turn(&self) {
        let arrived = Promise::new(&mut |resolve, _| {
            self.0.port1().set_onmessage(Some(&resolve));
        });
        // Fails for what cannot be copied; null can.
        let _ = self.0.port2().post_message(&JsValue::NULL);
        let _ = JsFuture::from(arrived).await;
    }
}

impl Default for Messages {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Messages {
    fn drop(&mut self) {
        self.0.port1().close();
    }
}

/// Lets long work hold the thread for no longer than a frame at a time.
pub struct Breaks {
    turns: Messages,
    since: Timestamp,
}

impl Breaks {
    /// The thread is held for this long, and one piece of the work longer.
    const HELD: Duration = Duration::from_millis(12);

    /// The work begins now.
    #[must_use]
    pub fn new() -> Self {
        Self {
            turns: Messages::new(),
            since: clock::now(),
        }
    }

    /// To be called after each piece of the work: completes at once if the
    /// thread was not held for long, and otherwise in the next turn. Calls
    /// `before` if it comes to that.
    pub async fn after_a_piece(&mut self, before: impl FnOnce()) {
        if clock::now().since(self.since) >= Self::HELD {
            before();
            self.turns.turn().await;
            self.since = clock::now();
        }
    }
}

impl Default for Breaks {
    fn default() -> Self {
        Self::new()
    }
}

/// Completes with the next frame; when the page is hidden, not before it is
/// shown again. In a worker without frames of its own, at once.
pub async fn frame() {
    let painted = Promise::new(&mut |resolve, _| {
        if request_animation_frame(&resolve).is_err() {
            let _ = resolve.call0(&JsValue::NULL);
        }
    });
    let _ = JsFuture::from(painted).await;
}

/// Whether this thread has frames to wait for: not every browser gives workers
/// any.
#[must_use]
pub fn has_frames() -> bool {
    let call = Reflect::get(&js_sys::global(), &"requestAnimationFrame".into());
    call.is_ok_and(|call| call.is_function())
}

/// Completes in the turn that such a source brings: the next frame, the next
/// message to oneself, or else a microtask.
pub async fn by(source: Source) {
    match source {
        Source::Frame => frame().await,
        Source::Message => Messages::new().turn().await,
        _ => microtask().await,
    }
}

/// Completes in a microtask.
pub async fn microtask() {
    let _ = JsFuture::from(Promise::resolve(&JsValue::NULL)).await;
}

/// Calls a function in a microtask of its own, after those that are queued.
pub fn defer(call: Box<dyn FnOnce()>) {
    let call = Closure::once_into_js(call);
    queue_microtask(call.unchecked_ref());
}

/// Whether this browser has `scheduler.yield`.
#[must_use]
pub fn has_scheduler() -> bool {
    scheduler_yield().is_some()
}

/// Completes by `scheduler.yield`; at once where there is none.
pub async fn scheduler() {
    let Some((scheduler, function)) = scheduler_yield() else {
        return;
    };
    if let Ok(promise) = function.call0(&scheduler) {
        let _ = JsFuture::from(promise.unchecked_into::<Promise>()).await;
    }
}

fn scheduler_yield() -> Option<(JsValue, Function)> {
    let scheduler = Reflect::get(&window(), &"scheduler".into()).ok()?;
    let function = Reflect::get(&scheduler, &"yield".into()).ok()?;
    Some((scheduler, function.dyn_into().ok()?))
}
