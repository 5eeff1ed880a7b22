//! The browser's monotonic clock, and how coarse it is.

use crate::trace::Timestamp;
use std::time::Duration;
use web_sys::Performance;

thread_local! {
    // Looked up once: a clock that is read for every event should cost little.
    static CLOCK: Performance =
        super::window().performance().expect("every browser has a clock");
}

/// The time since the page was opened.
#[must_use]
pub fn now() -> Timestamp {
    Timestamp::from_millis(CLOCK.with(Performance::now))
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
