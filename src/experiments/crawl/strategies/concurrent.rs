//! All requests at once, in one task.

use futures::future::{join_all, try_join_all};

/// Asks for every URL, then awaits all answers together.
pub async fn concurrent<Url, Page>(
    urls: Vec<Url>,
    fetch: impl AsyncFn(Url) -> Page,
) -> Vec<Page> {
    join_all(urls.into_iter().map(|url| fetch(url))).await
}

/// The same, but the first error drops the other requests.
pub async fn try_concurrent<Url, Page, Error>(
    urls: Vec<Url>,
    fetch: impl AsyncFn(Url) -> Result<Page, Error>,
) -> Result<Vec<Page>, Error> {
    try_join_all(urls.into_iter().map(|url| fetch(url))).await
}
