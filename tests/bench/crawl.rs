//! What the Rust futures of the crawl cost beside plain JavaScript.

use crate::figures::{Aim, Figures};
use crate::harness::{Browser, Site};
use crate::{quiet, verdict};
use serde_json::json;
use std::time::Duration;

/// The aim for what three requests take beyond what the endpoint waits, in ms.
const OVERHEAD: f64 = 10.0;

/// Requests that are compared.
struct Case {
    requests: usize,
    /// Of what.
    path: &'static str,
    /// How long the endpoint waits with its answer, in ms.
    floor: f64,
    /// How often it is run.
    repeat: u32,
    /// The aims for the ratios of `concurrent` to `promise-all` and to a plain
    /// script.
    aims: [f64; 2],
}

impl Case {
    const fn of(
        (requests, path, floor): (usize, &'static str, f64),
        repeat: u32,
        aims: [f64; 2],
    ) -> Self {
        Self {
            requests,
            path,
            floor,
            repeat,
            aims,
        }
    }
}

const CASES: [Case; 6] = [
    Case::of((3, "delay/1", 1000.0), 9, [1.02, 1.01]),
    Case::of((100, "delay/1", 1000.0), 9, [1.02, 1.04]),
    Case::of((1_000, "delay/1", 1000.0), 5, [1.02, 1.06]),
    Case::of((3, "json", 0.0), 19, [1.03, 1.5]),
    Case::of((100, "json", 0.0), 19, [1.03, 1.2]),
    Case::of((1_000, "json", 0.0), 9, [1.03, 1.15]),
];

/// Prints for each case the medians and their ratios.
pub(crate) async fn report(browser: &Browser, figures: &mut Figures) {
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
    for case in &CASES {
        measure(browser, &site, figures, case).await;
    }
    println!(
        "\nOne more aim: three requests at most {OVERHEAD} ms beyond the floor, \
         which is what the endpoint waits."
    );
}

async fn measure(
    browser: &Browser,
    site: &Site,
    figures: &mut Figures,
    case: &Case,
) {
    let Case {
        requests,
        path,
        floor,
        repeat,
        aims: [by_promise, by_script],
    } = *case;
    let urls: Vec<String> =
        (0..requests).map(|n| format!("{path}?{n}")).collect();
    let rows: String = urls.iter().map(|url| format!("url={url}&")).collect();
    let setup =
        format!("#/crawl?{rows}run=concurrent,promise-all&repeat={repeat}");
    browser.open(&site.url(&setup)).await;
    browser.wait_for_status("Ready").await;
    browser.wait_until_controlled().await;
    quiet::run(browser, Duration::from_secs(300)).await;
    let concurrent = total(browser, "concurrent").await;
    let promise_all = total(browser, "promise-all").await;
    let beyond = concurrent - floor;
    let plain = plain(browser, &urls, repeat).await;
    let ratio = concurrent / promise_all;
    let mut take = |of: &str, value, aim| {
        let name = format!("concurrent against {of}, {requests} of {path}");
        let engine = browser.engine();
        let met = figures.take(engine, name, vec![value], Aim::AtMost, aim);
        format!("at most {aim}: {}", verdict(met))
    };
    let mut aims = [
        take("Promise.all", ratio, by_promise),
        take("a script", concurrent / plain, by_script),
    ]
    .join(", ");
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

/// The median of the same requests by a bare script. Before each round it waits
/// until the page is painted, as a lane does: what has just run is quicker.
async fn plain(browser: &Browser, urls: &[String], repeat: u32) -> f64 {
    let script = "
        const [urls, repeat] = arguments;
        const times = [];
        for (let round = 0; round < repeat; round += 1) {
            await new Promise(requestAnimationFrame);
            await new Promise((resolve) => setTimeout(resolve));
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
