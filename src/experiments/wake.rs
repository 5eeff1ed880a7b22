//! A future that wakes itself.

use std::future::poll_fn;
use std::task::Poll;

/// Asks to be polled again, once: whose turn comes first is the executor's to
/// say, and depends on nothing else.
pub(super) async fn wake_myself() {
    let mut is_woken = false;
    poll_fn(|cx| {
        if std::mem::replace(&mut is_woken, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
