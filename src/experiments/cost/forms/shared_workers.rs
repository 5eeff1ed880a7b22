//! Workers that all see the same memory.

use futures::future::try_join_all;

/// Starts workers, then has each do its part on the memory that all share.
pub async fn shared_workers<Worker, Error>(
    count: usize,
    start: impl AsyncFn() -> Result<Worker, Error>,
    run: impl AsyncFn(&Worker) -> Result<(), Error>,
    created: impl FnOnce(),
) -> Result<(), Error> {
    let starting = (0..count).map(|_| start());
    let workers = try_join_all(starting).await?;
    created();
    try_join_all(workers.iter().map(|worker| run(worker))).await?;
    Ok(())
}
