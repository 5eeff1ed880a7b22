//! Adding behind an async lock, which is held across the await.

use futures::lock::Mutex;

/// Whoever finds the counter locked waits, and leaves the thread to others.
pub async fn task_lock(adds: u32, counter: &Mutex<u32>, turn: impl AsyncFn()) {
    for _ in 0..adds {
        let mut counter = counter.lock().await;
        let value = *counter;
        turn().await;
        *counter = value + 1;
    }
}
