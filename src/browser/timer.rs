//! Waiting.

use gloo_timers::future::TimeoutFuture;
use std::time::Duration;

/// Completes after `duration`, rounded up to a millisecond.
///
/// The timer is set at the first poll, as an `async fn` should have it, and
/// cleared when the future is dropped.
pub async fn sleep(duration: Duration) {
    let millis = duration.as_micros().div_ceil(1000);
    TimeoutFuture::new(u32::try_from(millis).unwrap_or(u32::MAX)).await;
}
