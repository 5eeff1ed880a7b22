//! Waiting.

use gloo_timers::future::TimeoutFuture;
use std::time::Duration;

/// Completes after `duration`, rounded up to a millisecond.
///
/// The timer is set at the first poll, as an `async fn` should have it, and
/// cleared when the future is dropped.
pub async fn sleep(duration: Duration) {
    set(duration).await;
}

/// Completes `duration` after this call, rounded up to a millisecond: the timer
/// is set at once, whoever polls. It is cleared when the future is dropped.
#[must_use = "the timer is cleared when this is dropped"]
pub fn set(duration: Duration) -> TimeoutFuture {
    let micros = u64::try_from(duration.as_micros()).unwrap_or(u64::MAX);
    let millis = micros.div_ceil(1000);
    TimeoutFuture::new(u32::try_from(millis).unwrap_or(u32::MAX))
}
