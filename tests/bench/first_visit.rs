//! How long a first visit waits.

use crate::harness::{Browser, Site};
use crate::median;

/// Each visit is the first of its origin.
const VISITS: usize = 5;

const STARTED: &str = "document.getElementById('boot') === null";

const ANSWERED: &str = "(await navigator.serviceWorker.register('sw.js'))
    && navigator.serviceWorker.controller
    && (await fetch('delay/0')).ok";

/// Prints the medians over several first visits.
pub(crate) async fn report(browser: &Browser) {
    let mut started = Vec::new();
    let mut answered = Vec::new();
    for _ in 0..VISITS {
        let site = Site::start();
        browser.open(&site.url("")).await;
        started.push(until(browser, STARTED).await);
        answered.push(until(browser, ANSWERED).await);
    }
    println!(
        "First visit, median of {VISITS}: {:.0} ms until the app has started, \
         {:.0} ms until the built-in endpoint answers.\n",
        median(started),
        median(answered),
    );
}

/// Milliseconds from the start of the visit until a condition holds, as the
/// page's own clock has it.
async fn until(browser: &Browser, condition: &str) -> f64 {
    let script = format!(
        "const next = () => new Promise((resolve) => setTimeout(resolve));
         while (!({condition})) await next();
         return performance.now();"
    );
    let found = browser.js(&script, &[]).await;
    found.as_f64().expect("a clock gives a number")
}
