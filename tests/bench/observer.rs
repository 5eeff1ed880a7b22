//! How far watching and drawing a run disturb it: the bars against the server's
//! log, beside a plain script that sends the same while the page rests.

use crate::figures::{Aim, Figures};
use crate::harness::{Api, Browser, Site};
use crate::{lab, quiet, verdict};
use serde_json::json;
use std::time::Duration;

/// The aim for how long a request takes from the begin of its bar to the
/// server, at most so many times what it takes a plain script.
const BEGIN: f64 = 1.2;
/// The aim for how far the end of a bar is from that in the server's log, in
/// ms: the 95th percentile, once the two are aligned on the median.
const END: f64 = 2.0;

/// How many requests there are in a row.
const REQUESTS: usize = 24;
/// How often they are sent, by the page and by the script in turn.
const ROUNDS: usize = 9;
/// For how long the page is left alone before each.
const REST: Duration = Duration::from_secs(1);

/// When a request was begun and over, in milliseconds since 1970.
type Span = (f64, f64);

/// What the spans of somebody differ by from the server's log, in ms.
#[derive(Default)]
struct Differences {
    begins: Vec<f64>,
    ends: Vec<f64>,
}

impl Differences {
    fn take(&mut self, seen: &[Span], logged: &[Span]) {
        for (seen, logged) in seen.iter().zip(logged) {
            self.begins.push(logged.0 - seen.0);
            self.ends.push(seen.1 - logged.1);
        }
    }

    fn begin(&self) -> f64 {
        quantile(self.begins.clone(), 0.5)
    }

    fn end(&self) -> f64 {
        let middle = quantile(self.ends.clone(), 0.5);
        let apart = self.ends.iter().map(|end| (end - middle).abs());
        quantile(apart.collect(), 0.95)
    }
}

fn quantile(mut numbers: Vec<f64>, part: f64) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[((numbers.len() - 1) as f64 * part) as usize]
}

/// Prints how the two differ from the log.
pub(crate) async fn report(browser: &Browser, figures: &mut Figures) {
    let site = Site::start();
    let api = Api::start();
    let (mut page, mut script) =
        (Differences::default(), Differences::default());
    for round in 0..ROUNDS {
        let paths = |who: &str| -> Vec<String> {
            let path = |n| format!("json?{who}{round}-{n}");
            (0..REQUESTS).map(path).collect()
        };
        let ours = paths("page");
        let seen = by_page(browser, &site, &api, &ours).await;
        page.take(&seen, &logged(&api, &ours));
        let plain = paths("plain");
        let seen = by_script(browser, &api, &plain).await;
        script.take(&seen, &logged(&api, &plain));
    }
    let ratio = page.begin() / script.begin();
    let engine = browser.engine();
    let name = "short requests: bar's begin to the server, against a script";
    let begin = figures.take(engine, name, vec![ratio], Aim::AtMost, BEGIN);
    let name = "short requests: bar's end against the server's log, ms, p95";
    let end = figures.take(engine, name, vec![page.end()], Aim::AtMost, END);
    println!(
        "\n{REQUESTS} short requests in a row, {ROUNDS} times: from the begin of a bar \
         to the server's log {:.2} ms, of a plain script {:.2} ms (p50): \
         {ratio:.2} times; the aim is at most {BEGIN}: {}.",
        page.begin(),
        script.begin(),
        verdict(begin),
    );
    println!(
        "The end of a bar is {:.2} ms from that in the log, of a plain script \
         {:.2} ms (p95, aligned on the median); the aim is at most {END} ms: {}.",
        page.end(),
        script.end(),
        verdict(end),
    );
}

fn logged(api: &Api, paths: &[String]) -> Vec<Span> {
    paths
        .iter()
        .map(|path| api.spans(&format!("/{path}"))[0])
        .collect()
}

/// What the page has left in the browser's own instruments.
async fn by_page(
    browser: &Browser,
    site: &Site,
    api: &Api,
    paths: &[String],
) -> Vec<Span> {
    let paths = paths.iter().enumerate();
    let row = |(n, path): (usize, &String)| format!("{} #n{n}", api.url(path));
    let rows: Vec<String> = paths.map(row).collect();
    lab::open(browser, site, &rows, "run=sequential").await;
    browser.wait_until_controlled().await;
    tokio::time::sleep(REST).await;
    quiet::run(browser, Duration::from_secs(60)).await;
    let script = "const ours = performance.getEntriesByType('measure')
          .filter((it) => it.detail?.devtools?.track === 'Sequential');
        return Array.from({ length: arguments[0] }, (_, n) => {
          const { startTime, duration } =
            ours.find((it) => it.name === `n${n}`);
          const began = performance.timeOrigin + startTime;
          return [began, began + duration];
        });";
    let spans = browser.js(script, &[json!(rows.len())]).await;
    serde_json::from_value(spans).expect("a bar for each request")
}

/// The same requests, in a row too, while the page does nothing.
async fn by_script(
    browser: &Browser,
    api: &Api,
    paths: &[String],
) -> Vec<Span> {
    let urls: Vec<String> = paths.iter().map(|path| api.url(path)).collect();
    tokio::time::sleep(REST).await;
    let script = "const spans = [];
        for (const url of arguments[0]) {
          const began = performance.now();
          const answer = await fetch(url, { cache: 'no-store', credentials: 'omit' });
          await answer.arrayBuffer();
          spans.push([began, performance.now()]);
        }
        return spans.map((span) => span.map((at) => performance.timeOrigin + at));";
    let spans = browser.js(script, &[json!(urls)]).await;
    serde_json::from_value(spans).expect("a span for each")
}
