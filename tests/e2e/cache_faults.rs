//! A browser whose cache fails, hangs or is slow: only the use with no network
//! is lost, or takes longer.

use crate::harness::{Browser, Deployment, Headers, Site, in_each_engine};
use crate::{go_offline, lab, visit};
use serde_json::json;
use std::time::Duration;

in_each_engine!(
    a_cache_that_fails_costs_only_the_use_with_no_network,
    a_cache_that_hangs_costs_only_the_use_with_no_network,
    a_slow_cache_still_opens_the_page_with_no_network,
    a_release_that_the_cache_does_not_take_comes_from_the_host,
);

/// The parts of the cache that the Service Worker uses.
const PARTS: [&str; 5] = [
    "CacheStorage.prototype.keys",
    "CacheStorage.prototype.match",
    "CacheStorage.prototype.open",
    "CacheStorage.prototype.delete",
    "Cache.prototype.put",
];

/// The page with a line before its Service Worker.
fn with_line(line: &str) -> Deployment {
    let built = Deployment::built();
    let source = built.text("sw.js");
    built.with("sw.js", format!("{line}\n{source}"))
}

/// Opens the page, and opens it again with its Service Worker: it works.
async fn visit_twice(browser: &Browser, line: &str) {
    let site = Site::host(with_line(line), Headers::Isolating, "/");
    visit(browser, &site).await;
    browser.wait_for_status("Ready").await;
    for _ in 0..2 {
        let link = lab::link(&["delay/0.1".to_owned()], "run=concurrent");
        browser.open(&site.url(&link)).await;
        browser.wait_for_status("Ready").await;
        browser.wait_until_controlled().await;
        lab::run(browser).await;
        let succeeded = lab::figure(browser, "concurrent", "succeeded").await;
        assert_eq!(succeeded, 1.0, "{}: {line}", browser.engine());
    }
    let file = "const { js } = document.querySelector(
          'meta[name=meanwhile-worker]').dataset;
        return (await fetch(js)).status;";
    assert_eq!(browser.js(file, &[]).await, 200, "{line}");
}

async fn a_cache_that_fails_costs_only_the_use_with_no_network(
    browser: &Browser,
) {
    let thrown = "Object.defineProperty(self, 'caches', {
        get() { throw new DOMException('not here', 'SecurityError'); } });";
    visit_twice(browser, thrown).await;
    for part in PARTS {
        let fails = "async () => { throw new Error('the disk is gone'); }";
        visit_twice(browser, &format!("{part} = {fails};")).await;
    }
}

async fn a_cache_that_hangs_costs_only_the_use_with_no_network(
    browser: &Browser,
) {
    for part in PARTS {
        let hangs = "() => new Promise(() => {})";
        visit_twice(browser, &format!("{part} = {hangs};")).await;
    }
}

async fn a_slow_cache_still_opens_the_page_with_no_network(browser: &Browser) {
    // Twice in a row for each file, as on a disk that others keep busy.
    let slow = "const { match } = CacheStorage.prototype;
        CacheStorage.prototype.match = async function (...asked) {
          await new Promise((done) => setTimeout(done, 1600));
          return match.apply(this, asked);
        };";
    let mut site = Site::host(with_line(slow), Headers::Isolating, "/");
    visit(browser, &site).await;
    browser.wait_until_copied().await;
    go_offline(browser, &mut site).await;
    browser.open(&site.url("")).await;
    let patience = Duration::from_secs(60);
    browser.wait_for_status_within(patience, "Ready").await;
}

/// The page with a mark in its index, and a Service Worker whose cache takes
/// nothing more once it is told so.
fn marked(number: u32, takes: &str) -> Deployment {
    let line = format!(
        "addEventListener('message', (event) => {{
           if (event.data === 'full') Cache.prototype.put = {takes};
         }});"
    );
    let deployment = with_line(&line);
    let mark = format!("<meta name=\"mark\" content=\"{number}\"></head>");
    let index = deployment.text("index.html").replace("</head>", &mark);
    deployment.with("index.html", index)
}

async fn a_release_that_the_cache_does_not_take_comes_from_the_host(
    browser: &Browser,
) {
    for takes in [
        "async () => { throw new DOMException('', 'QuotaExceededError'); }",
        "() => new Promise(() => {})",
    ] {
        let site = Site::host(marked(1, takes), Headers::Isolating, "/");
        visit(browser, &site).await;
        browser.wait_until_copied().await;
        let full = "navigator.serviceWorker.controller.postMessage('full')";
        browser.js(full, &[]).await;
        site.deploy(marked(2, takes));
        browser.reload().await;
        let mark = "return document.querySelector('meta[name=mark]').content";
        assert_eq!(browser.js(mark, &[]).await, json!("2"), "{takes}");
        browser.wait_for_status("Ready").await;
    }
}
