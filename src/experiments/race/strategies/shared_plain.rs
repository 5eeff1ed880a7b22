//! Adding on several threads, by a plain read and a plain write.

/// Between the two another thread may write; nobody is told.
pub fn shared_plain(adds: u32, read: impl Fn() -> i32, write: impl Fn(i32)) {
    for _ in 0..adds {
        let value = read();
        write(value + 1);
    }
}
