//! The picture against somebody else's clock: the server's log. How far the
//! two may differ is measured beside it, by a plain script in the same page.

use crate::harness::{Api, Browser, Row, Site, in_each_engine};
use crate::lab;
use serde_json::json;

in_each_engine!(alone: bars_begin_and_end_as_the_server_saw_it);

/// When a request was begun and over, in milliseconds on some clock.
type Span = (f64, f64);

/// The requests of a run, of different lengths, told apart by `name`.
fn paths(name: &str) -> Vec<String> {
    let path = |n: u32| {
        // In an order that is not that of their lengths.
        let millis = 60 + 25 * ((n * 7) % 24);
        format!("delay/{}?{name}{n}", f64::from(millis) / 1000.0)
    };
    (0..24).map(path).collect()
}

/// What the server's log has of these, in their order.
fn logged(api: &Api, paths: &[String]) -> Vec<Span> {
    let span = |path: &String| {
        let spans = api.spans(&format!("/{path}"));
        assert_eq!(spans.len(), 1, "{path} was asked for once");
        spans[0]
    };
    paths.iter().map(span).collect()
}

/// Sends these by a plain script, four at a time.
async fn plain(browser: &Browser, urls: &[String]) -> Vec<Span> {
    let script = "const [urls] = arguments;
        const spans = [];
        let next = 0;
        const sender = async () => {
          while (next < urls.length) {
            const place = next++;
            const began = performance.now();
            const answer = await fetch(urls[place], { cache: 'no-store', credentials: 'omit' });
            await answer.arrayBuffer();
            spans[place] = [began, performance.now()];
          }
        };
        await Promise.all(Array.from({ length: 4 }, sender));
        return spans;";
    let spans = browser.js(script, &[json!(urls)]).await;
    serde_json::from_value(spans).expect("a span for each")
}

/// How far each begin and end is from where the server has it, once the two
/// clocks are laid over each other, smallest first.
fn differences(seen: &[Span], logged: &[Span]) -> Vec<f64> {
    let sorted = |mut numbers: Vec<f64>| {
        numbers.sort_by(f64::total_cmp);
        numbers
    };
    let pairs = || seen.iter().zip(logged);
    let begins = pairs().map(|(seen, log)| log.0 - seen.0).collect();
    let begins: Vec<f64> = sorted(begins);
    let offset = begins[begins.len() / 2];
    let all = pairs().flat_map(|(seen, log)| {
        [log.0 - seen.0 - offset, log.1 - seen.1 - offset]
    });
    sorted(all.map(f64::abs).collect())
}

/// By how much the spans would have to be longer to cover those of the log,
/// however the two clocks are laid over each other; negative if none would.
///
/// Who asks begins before the server hears of it, and is not over before the
/// last of the answer has left.
fn uncovered(seen: &[Span], logged: &[Span]) -> f64 {
    let pairs = || seen.iter().zip(logged);
    let latest = pairs().map(|(seen, log)| log.0 - seen.0);
    let latest = latest.fold(f64::INFINITY, f64::min);
    let earliest = pairs().map(|(seen, log)| log.1 - seen.1);
    earliest.fold(f64::NEG_INFINITY, f64::max) - latest
}

/// The step of the page's clock, in milliseconds.
pub(crate) async fn step(browser: &Browser) -> f64 {
    let script = "let step = Infinity;
        const began = performance.now();
        for (let last = began; last < began + 50;) {
          const now = performance.now();
          if (now > last) step = Math.min(step, now - last);
          last = now;
        }
        return step;";
    let step = browser.js(script, &[]).await;
    step.as_f64().expect("the clock moves")
}

fn quantile(sorted: &[f64], part: f64) -> f64 {
    sorted[((sorted.len() - 1) as f64 * part) as usize]
}

async fn bars_begin_and_end_as_the_server_saw_it(browser: &Browser) {
    let site = Site::start();
    let api = Api::start();
    let urls = |paths: &[String]| -> Vec<String> {
        paths.iter().map(|path| api.url(path)).collect()
    };
    let ours = paths("ours");
    lab::open(browser, &site, &urls(&ours), "run=limited&limit=4").await;
    // Before and after, since other programs come and go.
    let mut noise = Vec::new();
    let before = paths("before");
    let seen = plain(browser, &urls(&before)).await;
    noise.extend(differences(&seen, &logged(&api, &before)));
    lab::run(browser).await;
    let rows = lab::requests(browser, "limited").await;
    let bar = |row: &Row| {
        let start = row.metrics["start"];
        (start, start + row.metrics["duration"])
    };
    let bars: Vec<Span> = rows.iter().map(bar).collect();
    let after = paths("after");
    let seen = plain(browser, &urls(&after)).await;
    noise.extend(differences(&seen, &logged(&api, &after)));
    noise.sort_by(f64::total_cmp);
    let ours = logged(&api, &ours);
    let missing = uncovered(&bars, &ours);
    // The page's clock is that coarse at both ends, and some are rounded up.
    let coarse = 2.0 * step(browser).await;
    assert!(missing <= coarse, "{missing} ms are not covered: {bars:?}");
    let difference = differences(&bars, &ours);
    let told = format!(
        "{}: bars differ by {:.2} ms (p50) and {:.2} ms (p95) from the server's log, \
         a plain script by {:.2} ms and {:.2} ms, at most {:.2} ms",
        browser.engine(),
        quantile(&difference, 0.5),
        quantile(&difference, 0.95),
        quantile(&noise, 0.5),
        quantile(&noise, 0.95),
        quantile(&noise, 1.0),
    );
    println!("{told}");
    // The page does more for each request than the script, and draws. What comes
    // of other programs hits few requests, of the page or of the script.
    let most = 4.0 * quantile(&noise, 0.95);
    assert!(quantile(&difference, 0.5) <= most, "{told}");
}
