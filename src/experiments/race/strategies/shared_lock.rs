//! Adding on several threads, one at a time behind a lock.

use super::lock::Lock;

/// Whoever finds the lock taken is put to sleep, thread and all.
pub fn shared_lock(
    adds: u32,
    lock: &Lock<'_>,
    read: impl Fn() -> i32,
    write: impl Fn(i32),
) {
    for _ in 0..adds {
        lock.lock();
        let value = read();
        write(value + 1);
        lock.unlock();
    }
}
