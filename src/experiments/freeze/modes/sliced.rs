//! A loop that lets others go first, again and again.

/// After each slice, awaits a turn of the browser's own loop: frames, timers
/// and keys come in between.
pub async fn sliced(
    mut slice: impl FnMut() -> bool,
    next_turn: impl AsyncFn(),
) {
    while slice() {
        next_turn().await;
    }
}
