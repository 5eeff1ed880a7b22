//! Every request on a thread of its own, which does nothing else meanwhile.

use futures::stream::{self, StreamExt, TryStreamExt};

/// Gives each URL to a thread, as long as fewer than `most` are busy.
pub async fn threads<Url, Page>(
    urls: Vec<Url>,
    most: usize,
    fetch_on_thread: impl AsyncFn(Url) -> Page,
) -> Vec<Page> {
    let threads = stream::iter(urls).map(|url| fetch_on_thread(url));
    threads.buffer_unordered(most).collect().await
}

/// The same, but the first error ends the other threads.
pub async fn try_threads<Url, Page, Error>(
    urls: Vec<Url>,
    most: usize,
    fetch_on_thread: impl AsyncFn(Url) -> Result<Page, Error>,
) -> Result<Vec<Page>, Error> {
    let threads = stream::iter(urls).map(|url| fetch_on_thread(url));
    threads.buffer_unordered(most).try_collect().await
}
