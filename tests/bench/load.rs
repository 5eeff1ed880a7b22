//! A limited crawl beside a load generator that is no browser: oha, if it is
//! installed (`cargo install oha`). A plain script that sends the same says how
//! much of the difference is the browser's.

use crate::figures::{Aim, Figures};
use crate::harness::{Api, Browser, Site};
use crate::{lab, median, quiet, verdict};
use serde_json::json;
use std::process::Command;
use std::time::Duration;

/// The aim: so many times what oha takes, at most.
const AIM: f64 = 1.1;

const REQUESTS: usize = 200;
const AT_ONCE: usize = 6;
const RUNS: usize = 5;

/// Prints how long each takes for the same requests to the same server, both
/// by HTTP/1.1 and in turn.
pub(crate) async fn report(browser: &Browser, figures: &mut Figures) {
    if Command::new("oha").arg("--version").output().is_err() {
        println!("\nNot against oha: it is not installed.");
        return;
    }
    let (site, api) = (Site::start(), Api::start());
    let rows = lab::different(REQUESTS, &api.url("delay/0.05"));
    let setup = format!("run=limited&limit={AT_ONCE}");
    lab::open(browser, &site, &rows, &setup).await;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let mut plain = Vec::new();
    for _ in 0..RUNS {
        quiet::run(browser, Duration::from_secs(60)).await;
        let total = browser.metric("limited", "total").await;
        ours.push(total.expect("the strategy came to its end"));
        theirs.push(by_oha(&api.url("delay/0.05")).await);
        plain.push(by_script(browser, &api.url("delay/0.05")).await);
    }
    let ratios: Vec<f64> = ours
        .iter()
        .zip(&theirs)
        .map(|(ours, its)| ours / its)
        .collect();
    let ratio = median(ratios.clone());
    let name = "limited crawl against oha";
    let met = figures.take(browser.engine(), name, ratios, Aim::AtMost, AIM);
    println!(
        "\n{REQUESTS} requests of 50 ms, {AT_ONCE} at once: {:.0} ms, a plain \
         script {:.0} ms, oha {:.0} ms (medians of {RUNS}). Against oha \
         {ratio:.3} times; the aim is at most {AIM}: {}.",
        median(ours),
        median(plain),
        median(theirs),
        verdict(met),
    );
}

/// How long a plain script on the page takes, in ms.
async fn by_script(browser: &Browser, url: &str) -> f64 {
    let script = "const [url, requests, atOnce] = arguments;
        const start = performance.now();
        let sent = 0;
        const some = async () => {
            while (sent < requests) {
                sent += 1;
                const answer = await fetch(`${url}?${sent}`, { cache: 'no-store' });
                await answer.arrayBuffer();
            }
        };
        await Promise.all(Array.from({ length: atOnce }, some));
        return performance.now() - start;";
    let of = [json!(url), json!(REQUESTS), json!(AT_ONCE)];
    let time = browser.js(script, &of).await.as_f64();
    time.expect("the script returns a number")
}

/// How long oha takes, in ms.
async fn by_oha(url: &str) -> f64 {
    let (requests, at_once) = (REQUESTS.to_string(), AT_ONCE.to_string());
    let arguments = [
        "-n",
        &requests,
        "-c",
        &at_once,
        "--no-tui",
        "--output-format",
        "json",
        "--http-version",
        "1.1",
        url,
    ];
    let mut oha = tokio::process::Command::new("oha");
    let output = oha.args(arguments).output().await.expect("oha runs");
    let report: serde_json::Value =
        serde_json::from_slice(&output.stdout).expect("oha reports in JSON");
    let total = report["summary"]["total"].as_f64();
    total.expect("oha tells how long it took") * 1e3
}
