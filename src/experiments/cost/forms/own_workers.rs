//! Workers that share nothing: each has a wasm instance of its own.

use futures::future::try_join_all;

/// Starts workers, then tells each by a message to run one task.
pub async fn own_workers<Worker, Part, Error>(
    count: usize,
    start: impl AsyncFn() -> Result<Worker, Error>,
    run: impl AsyncFn(&Worker) -> Result<Part, Error>,
    created: impl FnOnce(),
) -> Result<Vec<Part>, Error> {
    let starting = (0..count).map(|_| start());
    let workers = try_join_all(starting).await?;
    created();
    try_join_all(workers.iter().map(|worker| run(worker))).await
}
