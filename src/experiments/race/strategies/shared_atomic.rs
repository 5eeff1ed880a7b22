//! Adding on several threads, in one step of the processor.

/// Read and write are one operation, which nothing can come into.
pub fn shared_atomic(adds: u32, add: impl Fn(i32)) {
    for _ in 0..adds {
        add(1);
    }
}
