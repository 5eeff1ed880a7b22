//! Futures in one task, which polls those that were woken.

use futures::stream::{FuturesUnordered, StreamExt};

/// Gathers all futures in one set; nothing runs before the set is awaited.
pub async fn futures_unordered<Task: Future<Output = ()>>(
    tasks: impl Iterator<Item = Task>,
    created: impl FnOnce(),
) {
    let mut all: FuturesUnordered<Task> = tasks.collect();
    created();
    while all.next().await.is_some() {}
}
