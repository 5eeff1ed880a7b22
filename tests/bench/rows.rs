//! How a crawl of ten thousand rows leaves the page its thread.

use crate::figures::{Aim, Figures};
use crate::harness::{Api, Browser, Site};
use crate::{lab, quiet, verdict};
use std::time::Duration;

/// The aim for how long the thread is held at a time, in ms.
const HELD: f64 = 100.0;

const ROWS: usize = 10_000;

const SETUPS: [(&str, &str); 2] = [
    ("all at once", "run=concurrent"),
    ("100 at once", "run=limited&limit=100"),
];

/// Prints for each setup how long the thread was held at a time: the longest
/// task of the loop, in 50 ms and more, where the browser tells of those; else
/// the longest time between two messages that the page sends to itself, which
/// is no shorter, since other tasks may go first.
pub(crate) async fn report(browser: &Browser, figures: &mut Figures) {
    let watch = "const { dataset } = document.documentElement;
        dataset.held = 0;
        const note = (time) => { dataset.held = Math.max(dataset.held, time); };
        if (PerformanceObserver.supportedEntryTypes.includes('longtask')) {
            new PerformanceObserver((list) => {
                for (const { duration } of list.getEntries()) note(duration);
            }).observe({ type: 'longtask' });
            return;
        }
        let last = performance.now();
        const channel = new MessageChannel();
        channel.port1.onmessage = () => {
            const now = performance.now();
            note(now - last);
            last = now;
            channel.port2.postMessage(null);
        };
        channel.port2.postMessage(null);";
    for (name, setup) in SETUPS {
        let (site, api) = (Site::start(), Api::start());
        lab::open(browser, &site, &[], setup).await;
        let rows = lab::different(ROWS, &api.url("json"));
        lab::write_list(browser, &rows.join("\n")).await;
        // What is typed is kept a little later.
        tokio::time::sleep(Duration::from_secs(3)).await;
        browser.js(watch, &[]).await;
        quiet::run(browser, Duration::from_secs(300)).await;
        // The page works on for its instruments.
        tokio::time::sleep(Duration::from_secs(2)).await;
        let held = "return Number(document.documentElement.dataset.held)";
        let held = browser.js(held, &[]).await.as_f64();
        let held = held.expect("the page has a note of it");
        let name = format!("10,000 rows, {name}: thread held, ms");
        let engine = browser.engine();
        let met = figures.take(engine, &name, vec![held], Aim::AtMost, HELD);
        println!(
            "\n{name}: {held:.0}; the aim is at most {HELD}: {}.",
            verdict(met)
        );
    }
}
