//! One loop on the page's thread.

/// Never awaits: until it is done, nothing else on this thread has a turn.
pub async fn main(mut work: impl FnMut() -> bool) {
    while work() {}
}
