//! Adding in processes: each in memory of its own, the sums by message.

use futures::future::try_join_all;
use std::hint::black_box;

/// Asks every process to count, and adds their sums up.
pub async fn messages<E>(
    processes: usize,
    adds: u32,
    ask: impl AsyncFn(usize, u32) -> Result<u32, E>,
) -> Result<u32, E> {
    let sums = (0..processes).map(|process| ask(process, adds));
    Ok(try_join_all(sums).await?.into_iter().sum())
}

/// What each of them does: nobody else can see this counter.
pub fn count_alone(adds: u32) -> u32 {
    let mut counter = 0;
    for _ in 0..adds {
        counter = black_box(counter) + 1;
    }
    counter
}
