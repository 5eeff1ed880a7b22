//! What a thousand runs in a row leave in memory.

use crate::figures::{Aim, Figures};
use crate::harness::{Browser, Engine, Site};
use crate::verdict;
use serde_json::json;

/// The runs after which nothing grows any more: Crawl keeps as many.
const KEPT: usize = 20;
/// After so many runs the page is looked at.
const COUNTED: [usize; 6] = [KEPT, 100, 250, 500, 750, RUNS];
const RUNS: usize = 1_000;

/// Runs so many times in a row. From within the page: what a driver does for
/// each run would be in the heap too.
const RUN: &str = "const status = () =>
        document.querySelector('[role=status]').textContent;
    const until = async (what) => {
        while (!status().startsWith(what))
            await new Promise((resolve) => setTimeout(resolve, 5));
    };
    const run = () => [...document.querySelectorAll('button')].find(
        (button) => button.textContent.trim() === 'Run');
    for (let left = arguments[0]; left > 0; left -= 1) {
        run().click();
        await until('Running');
        await until('Finished');
    }";

/// The aim: so many times what was held when all that is kept was there.
const FLAT: f64 = 1.05;

/// The strategies and the number of rows that the page has by itself, with
/// short delays.
const SETUP: &str = "#/crawl?url=delay/0.01&url=delay/0.02&url=delay/0.03";

/// Prints what the page holds, its rubbish collected, after some of the runs.
/// Only Chromium tells.
pub(crate) async fn report(browser: &Browser, figures: &mut Figures) {
    if browser.engine() != Engine::Chromium {
        return;
    }
    let site = Site::start();
    browser.open(&site.url(SETUP)).await;
    browser.wait_for_status("Ready").await;
    browser.wait_until_controlled().await;
    println!("\nruns in a row  JavaScript's heap, bytes  nodes  listeners");
    let mut kept = f64::NAN;
    let mut last = f64::NAN;
    let mut before = 0;
    for runs in COUNTED {
        browser.js(RUN, &[json!(runs - before)]).await;
        before = runs;
        let counts = browser.counts().await;
        last = counts["JSHeapUsedSize"];
        println!(
            "{runs:>13}  {last:>24}  {:>5}  {:>9}",
            counts["Nodes"], counts["JSEventListeners"]
        );
        if runs == KEPT {
            kept = last;
        }
    }
    let name = "heap after 1,000 runs, against that after 20";
    let engine = browser.engine();
    let ratio = last / kept;
    let met = figures.take(engine, name, vec![ratio], Aim::AtMost, FLAT);
    println!(
        "After {RUNS} runs the heap is {ratio:.3} times what it was after \
         {KEPT}; the aim is at most {FLAT}: {}.",
        verdict(met)
    );
}
