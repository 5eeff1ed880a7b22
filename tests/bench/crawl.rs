//! What the Rust futures of the crawl cost beside plain JavaScript.

use crate::harness::{Browser, Site};
use crate::verdict;
use serde_json::json;
use std::time::Duration;

/// The aim for the ratio of `concurrent` to `promise-all`.
const RATIO: f64 = 1.02;
/// The aim for what three requests take beyond what the endpoint waits, in ms.
const OVERHEAD: f64 = 10.0;

/// How many requests, of what, how long the endpoint waits with its answer in
/// ms, and how often each case is run.
const CASES: [(usize, &str, f64, u32); 6] = [
    (3, "delay/1", 1000.0, 9),
    (100, "delay/1", 1000.0, 9),
    (1_000, "delay/1", 1000.0, 5),
    (3, "json", 0.0, 19),
    (100, "json", 0.0, 19),
    (1_000, "json", 0.0, 9),
];

/// Prints for each case the medians and their ratios.
pub(crate) async fn report(browser: &Browser) {
    let site = Site::start();
    println!(
        "Medians in ms. Plain: the same requests by fetch and Promise.all in a \
         script, not by this page.\n"
    );
    println!(
        "requests  of        concurrent  promise-all      plain  \
         concurrent/promise-all  concurrent/plain  beyond the floor  \
         plain beyond it"
    );
    for case in CASES {
        measure(browser, &site, case).await;
    }
    println!(
        "\nThe aims: concurrent/promise-all at most {RATIO}; three requests at \
         most {OVERHEAD} ms beyond the floor, which is what the endpoint waits."
    );
}

async fn measure(
    browser: &Browser,
    site: &Site,
    (requests, path, floor, repeat): (usize, &str, f64, u32),
) {
    let urls: Vec<String> =
        (0..requests).map(|n| format!("{path}?{n}")).collect();
    let rows: String = urls.iter().map(|url| format!("url={url}&")).collect();
    let setup =
        format!("#/crawl?{rows}run=concurrent,promise-all&repeat={repeat}");
    browser.open(&site.url(&setup)).await;
    browser.wait_for_status("Ready").await;
    browser.wait_until_controlled().await;
    browser.press("Control+Enter").await;
    browser.wait_for_status("Running").await;
    let patience = Duration::from_secs(300);
    browser.wait_for_status_within(patience, "Finished").await;
    let concurrent = total(browser, "concurrent").await;
    let promise_all = total(browser, "promise-all").await;
    let beyond = concurrent - floor;
    let plain = plain(browser, &urls, repeat).await;
    let ratio = concurrent / promise_all;
    let mut aims = format!("ratio {}", verdict(ratio <= RATIO));
    if requests == 3 {
        aims += &format!(", overhead {}", verdict(beyond <= OVERHEAD));
    }
    println!(
        "{requests:>8}  {path:<8}  {concurrent:>10.2}  {promise_all:>11.2}  \
         {plain:>9.2}  {ratio:>22.3}  {:>16.3}  {beyond:>16.2}  {:>15.2}  \
         {aims}",
        concurrent / plain,
        plain - floor,
    );
}

async fn total(browser: &Browser, strategy: &str) -> f64 {
    let total = browser.metric(strategy, "total").await;
    total.expect("the strategy came to its end")
}

/// The median of the same requests by a bare script.
async fn plain(browser: &Browser, urls: &[String], repeat: u32) -> f64 {
    let script = "
        const [urls, repeat] = arguments;
        const times = [];
        for (let round = 0; round < repeat; round += 1) {
            const start = performance.now();
            await Promise.all(urls.map(async (url) => {
                const response = await fetch(url, { cache: 'no-store' });
                await response.arrayBuffer();
            }));
            times.push(performance.now() - start);
        }
        times.sort((a, b) => a - b);
        return times[Math.floor((times.length - 1) / 2)];
    ";
    let median = browser.js(script, &[json!(urls), json!(repeat)]).await;
    median.as_f64().expect("the script returns a number")
}
