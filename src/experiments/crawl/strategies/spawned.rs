//! Every request a task of its own.

use futures::future::{join_all, try_join_all};

/// Spawns a task for every URL, then awaits their handles.
pub async fn spawned<Url, Page, Task: Future<Output = Page>>(
    urls: Vec<Url>,
    spawn_fetch: impl Fn(Url) -> Task,
) -> Vec<Page> {
    let tasks: Vec<Task> = urls.into_iter().map(spawn_fetch).collect();
    join_all(tasks).await
}

/// The same, but the first error drops the handles, and with them the tasks.
pub async fn try_spawned<
    Url,
    Page,
    Error,
    Task: Future<Output = Result<Page, Error>>,
>(
    urls: Vec<Url>,
    spawn_fetch: impl Fn(Url) -> Task,
) -> Result<Vec<Page>, Error> {
    let tasks: Vec<Task> = urls.into_iter().map(spawn_fetch).collect();
    try_join_all(tasks).await
}
