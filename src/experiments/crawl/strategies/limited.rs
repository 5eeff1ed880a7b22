//! At most so many requests at once, in one task.

use futures::stream::{self, StreamExt, TryStreamExt};

/// Keeps up to `limit` requests in flight until all are answered.
pub async fn limited<Url, Page>(
    urls: Vec<Url>,
    limit: usize,
    fetch: impl AsyncFn(Url) -> Page,
) -> Vec<Page> {
    let requests = stream::iter(urls).map(|url| fetch(url));
    requests.buffer_unordered(limit).collect().await
}

/// The same, but the first error drops the other requests.
pub async fn try_limited<Url, Page, Error>(
    urls: Vec<Url>,
    limit: usize,
    fetch: impl AsyncFn(Url) -> Result<Page, Error>,
) -> Result<Vec<Page>, Error> {
    let requests = stream::iter(urls).map(|url| fetch(url));
    requests.buffer_unordered(limit).try_collect().await
}
