//! Adding with no await between the read and the write.

/// Nobody else has a turn before the value is written.
pub async fn task_no_await(
    adds: u32,
    read: impl Fn() -> u32,
    turn: impl AsyncFn(),
    write: impl Fn(u32),
) {
    for _ in 0..adds {
        let value = read();
        write(value + 1);
        turn().await;
    }
}
