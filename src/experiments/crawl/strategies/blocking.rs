//! One request after another, for each of which the thread stands still.

/// Asks for each URL and does nothing else until the answer is there.
pub fn blocking<Url, Page>(
    urls: Vec<Url>,
    fetch: impl Fn(Url) -> Page,
) -> Vec<Page> {
    let mut pages = Vec::new();
    for url in urls {
        pages.push(fetch(url));
    }
    pages
}

/// The same, but the first error is the end.
pub fn try_blocking<Url, Page, Error>(
    urls: Vec<Url>,
    fetch: impl Fn(Url) -> Result<Page, Error>,
) -> Result<Vec<Page>, Error> {
    let mut pages = Vec::new();
    for url in urls {
        pages.push(fetch(url)?);
    }
    Ok(pages)
}
