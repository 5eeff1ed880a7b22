//! The browser's monotonic clock, and how coarse it is.

use crate::trace::Timestamp;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::Performance;

thread_local! {
    // Looked up once: a clock that is read for every event should cost little.
    static CLOCK: Performance = performance();
}

/// The clock of this thread: a page's or a worker's.
fn performance() -> Performance {
    js_sys::Reflect::get(&js_sys::global(), &"performance".into())
        .ok()
        .and_then(|clock| clock.dyn_into().ok())
        .expect("every browser has a clock")
}

/// The time since the page was opened, or the worker was started.
#[must_use]
pub fn now() -> Timestamp {
    Timestamp::from_millis(CLOCK.with(Performance::now))
}

/// The time since 1970, in milliseconds: what threads can tell each other.
#[must_use]
pub fn epoch_now() -> f64 {
    CLOCK.with(|clock| clock.time_origin() + clock.now())
}

/// How many minutes the visitor's clocks are ahead of UTC.
#[must_use]
pub fn minutes_ahead() -> i32 {
    // The cast saturates; JavaScript counts how far they are behind.
    -(js_sys::Date::new_0().get_timezone_offset() as i32)
}

/// The reading of this thread's clock at `epoch`, a time that another thread
/// had from [`epoch_now`].
#[must_use]
pub fn from_epoch(epoch: f64) -> Timestamp {
    CLOCK.with(|clock| Timestamp::from_millis(epoch - clock.time_origin()))
}

/// Measures the step by which the clock advances, by watching it advance a few
/// times. Takes as long as that: five milliseconds where the step is one.
///
/// Browsers blur the clock against timing attacks: finer when the page is
/// cross-origin isolated, coarser when not.
#[must_use]
pub fn measured_step() -> Duration {
    let mut finest = Duration::MAX;
    for _ in 0..5 {
        let before = now();
        let mut after = now();
        while after == before {
            after = now();
        }
        finest = finest.min(after.since(before));
    }
    finest
}
