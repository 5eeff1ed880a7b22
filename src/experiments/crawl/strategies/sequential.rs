//! One request after another.

/// Asks for each URL when the answer before it is there.
pub async fn sequential<Url, Page>(
    urls: Vec<Url>,
    fetch: impl AsyncFn(Url) -> Page,
) -> Vec<Page> {
    let mut pages = Vec::new();
    for url in urls {
        pages.push(fetch(url).await);
    }
    pages
}

/// The same, but the first error is the end.
pub async fn try_sequential<Url, Page, Error>(
    urls: Vec<Url>,
    fetch: impl AsyncFn(Url) -> Result<Page, Error>,
) -> Result<Vec<Page>, Error> {
    let mut pages = Vec::new();
    for url in urls {
        pages.push(fetch(url).await?);
    }
    Ok(pages)
}
