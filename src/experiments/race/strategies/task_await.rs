//! Adding with an await between the read and the write.

/// While it waits for its turn, the others read the same value.
pub async fn task_await(
    adds: u32,
    read: impl Fn() -> u32,
    turn: impl AsyncFn(),
    write: impl Fn(u32),
) {
    for _ in 0..adds {
        let value = read();
        turn().await;
        write(value + 1);
    }
}
