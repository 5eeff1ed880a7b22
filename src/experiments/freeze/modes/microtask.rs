//! A loop that awaits, and freezes the page all the same.

/// Wakes itself after each slice. What is woken is polled in the next
/// microtask, and no frame, timer or key comes before that.
pub async fn microtask(
    mut slice: impl FnMut() -> bool,
    wake_myself: impl AsyncFn(),
) {
    while slice() {
        wake_myself().await;
    }
}
