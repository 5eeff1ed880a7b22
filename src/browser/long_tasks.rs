//! What the browser itself reports as a long task: 50 ms and more in one go.

use super::window;
use crate::trace::Timestamp;
use js_sys::Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{
    PerformanceEntry, PerformanceObserver, PerformanceObserverEntryList,
    PerformanceObserverInit,
};

/// Calls a function with the beginning and the end of each long task, on the
/// page's clock. Only Chromium reports them; elsewhere it is never called.
#[must_use = "the calls end when this is dropped"]
pub struct LongTaskWatch {
    observer: PerformanceObserver,
    _listener: Closure<dyn FnMut(PerformanceObserverEntryList)>,
}

/// By falling preference: frames that took long know more than tasks that did.
const KINDS: [&str; 2] = ["long-animation-frame", "longtask"];

impl LongTaskWatch {
    /// Begins now; none if the browser reports no long tasks.
    pub fn start(
        call: impl Fn(Timestamp, Timestamp) + 'static,
    ) -> Option<Self> {
        let kind = KINDS.into_iter().find(|kind| is_reported(kind))?;
        let listener: Closure<dyn FnMut(PerformanceObserverEntryList)> =
            Closure::new(move |list: PerformanceObserverEntryList| {
                for entry in list.get_entries() {
                    let entry: PerformanceEntry = entry.unchecked_into();
                    let from = entry.start_time();
                    let to = from + entry.duration();
                    call(
                        Timestamp::from_millis(from),
                        Timestamp::from_millis(to),
                    );
                }
            });
        let observer =
            PerformanceObserver::new(listener.as_ref().unchecked_ref()).ok()?;
        let kinds = Array::of1(&kind.into());
        let options = PerformanceObserverInit::new(&kinds);
        observer.observe(&options);
        Some(Self {
            observer,
            _listener: listener,
        })
    }
}

/// Whether the browser reports entries of that kind.
fn is_reported(kind: &str) -> bool {
    let observer =
        js_sys::Reflect::get(&window(), &"PerformanceObserver".into());
    let kinds = observer.and_then(|observer| {
        js_sys::Reflect::get(&observer, &"supportedEntryTypes".into())
    });
    let kinds = kinds.ok().and_then(|kinds| kinds.dyn_into::<Array>().ok());
    kinds.is_some_and(|kinds| kinds.includes(&kind.into(), 0))
}

impl Drop for LongTaskWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
