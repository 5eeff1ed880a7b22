//! Workers on any host, in every engine: that each starts, reaches the built-in
//! endpoint, and shares memory or says why it cannot.

use crate::harness::{
    Browser, Deployment, Engine, Headers, Site, in_each_engine,
};
use crate::lab::{self, figure};

in_each_engine!(
    workers_start_on_a_host_without_headers,
    where_no_memory_is_shared_each_lab_says_so_in_the_same_words,
);

/// Follows a link to a lab, runs it, and waits until nothing failed.
async fn run(browser: &Browser, site: &Site, link: &str) {
    lab::follow(browser, &site.url(link)).await;
    browser.wait_for_status("Ready").await;
    lab::run(browser).await;
    assert_eq!(browser.alerts().await, [""; 0], "{link}");
}

async fn workers_start_on_a_host_without_headers(browser: &Browser) {
    let threads = "#/crawl?url=delay/0.2?0&url=delay/0.2?1\
        &url=delay/0.2?2&url=delay/0.2?3&run=threads";
    // On the first visit nobody isolates the page, then its Service Worker.
    for again in [false, true] {
        let site = Site::host(Deployment::built(), Headers::Plain, "/");
        if again {
            browser.open(&site.url("")).await;
            browser.wait_until_controlled().await;
        }
        browser.open(&site.url(threads)).await;
        browser.wait_for_status("Ready").await;
        // WebKit does not always isolate a page that comes with the headers.
        if !again || browser.engine() != Engine::WebKit {
            let isolated = browser.js("return crossOriginIsolated", &[]).await;
            assert_eq!(isolated, again);
        }
        lab::run(browser).await;
        let succeeded = figure(browser, "threads", "succeeded").await;
        assert_eq!(succeeded, 4.0, "isolated: {again}");
        let requests = lab::requests(browser, "threads").await;
        for row in &requests {
            assert_eq!(row.status, "200", "{again}: {row:?}");
            assert!(!row.text.contains("stand-in"), "{again}: {row:?}");
        }
        let pool = "#/freeze?size=400000&pool=4&run=worker,pool";
        run(browser, &site, pool).await;
        let alone = figure(browser, "worker", "result").await;
        assert_eq!(figure(browser, "pool", "result").await, alone);
        let processes =
            "#/race?run=messages&workers=4&worker-adds=100&repeat=1";
        run(browser, &site, processes).await;
        assert_eq!(figure(browser, "messages", "got").await, 400.0);
        run(browser, &site, "#/cost?n=1000&workers=3&run=own-workers").await;
    }
}

/// What each lab says where the page is isolated and no memory is shared.
const SHARES_NONE: &str = "Workers cannot share memory here: this browser \
    shares no memory, though the page is cross-origin isolated.";

async fn where_no_memory_is_shared_each_lab_says_so_in_the_same_words(
    browser: &Browser,
) {
    let site = Site::host(Deployment::built(), Headers::Plain, "/");
    browser.open(&site.url("")).await;
    browser.wait_until_controlled().await;
    browser.open(&site.url("#/race?run=shared-plain")).await;
    browser.wait_for_status("Ready").await;
    let script = "return [crossOriginIsolated, typeof SharedArrayBuffer]";
    let found = browser.js(script, &[]).await;
    let shares = found[1] == "function";
    assert_eq!(found[0], true, "by its Service Worker");
    assert_eq!(shares, browser.engine() != Engine::WebKit, "as it is today");
    let notes = "[role=note]";
    if shares {
        assert_eq!(browser.count(notes).await, 0);
        lab::run(browser).await;
        return;
    }
    let note = lab::wait_for_text(browser, notes, SHARES_NONE).await;
    assert!(note.starts_with("Threads cannot run here."), "{note}");
    assert!(!browser.has("button", "Reload the page isolated").await);
    browser.click("button", "Run").await;
    browser.wait_for_status("Failed").await;
    let alerts = browser.alerts().await.join("\n");
    assert!(alerts.contains(SHARES_NONE), "{alerts}");
    // What needs no such memory runs.
    lab::follow(browser, &site.url("#/race?run=shared-plain,messages")).await;
    lab::run(browser).await;
    assert_eq!(browser.strategies().await, ["messages"]);
    let cost = "#/cost?n=1000&workers=2&run=shared-workers,own-workers";
    lab::follow(browser, &site.url(cost)).await;
    browser.wait_for_status("Ready").await;
    lab::run(browser).await;
    let alerts = browser.alerts().await.join("\n");
    assert!(alerts.contains(SHARES_NONE), "{alerts}");
    lab::follow(browser, &site.url("#/compare")).await;
    lab::wait_for_text(browser, notes, SHARES_NONE).await;
    let measure = "Measure race conditions of threads";
    browser.click("button", measure).await;
    browser.wait_for_status("Failed").await;
    let cell = "tr[data-strategy='race-conditions'] [data-metric='thread']";
    lab::wait_for_text(browser, cell, SHARES_NONE).await;
}
