//! Facts about browsers that the page or the README states, each measured by
//! plain scripts on an empty page, in the engines that it names. Not the page.

use crate::harness::{
    Api, Browser, Deployment, Engine, Headers, Site, in_each_engine, refused,
};
use serde_json::{Value, json};

in_each_engine!(
    six_connections_go_to_a_host,
    requests_for_one_url_queue_in_the_cache_but_not_in_webkit,
    a_synchronous_request_of_a_page_reaches_a_service_worker_in_firefox_alone,
    a_synchronous_request_of_a_worker_reaches_a_service_worker,
    a_refused_synchronous_request_throws_in_a_worker_but_not_in_firefox,
    nested_timers_are_held_back_and_messages_are_not,
    microtasks_go_before_timers_messages_and_frames,
    the_clock_of_an_isolated_page_has_finer_steps_but_not_in_webkit,
    an_isolated_page_alone_has_shared_memory,
    chromium_alone_reports_long_tasks,
    chromium_alone_tells_an_isolated_page_of_its_memory,
    timings_of_250_requests_are_kept,
    chromium_alone_tells_phases_of_what_a_service_worker_answers,
);

/// Opens an empty page on a host that isolates pages or does not.
async fn empty(browser: &Browser, headers: Headers) -> Site {
    let page = "<!doctype html><html lang=en><title>Empty</title>";
    // Asks synchronously in a worker, as told, and says what it got.
    let asker = "onmessage = ({ data }) => {
          const request = new XMLHttpRequest();
          let thrown = false;
          try {
            request.open('GET', data, false);
            request.send();
          } catch {
            thrown = true;
          }
          postMessage({ thrown, status: request.status, text: request.responseText });
        };";
    let files = Deployment::built()
        .with("empty.html", page)
        .with("asker.js", asker);
    let site = Site::host(files, headers, "/");
    browser.open(&site.url("empty.html")).await;
    site
}

/// The same, controlled by the Service Worker of the page.
async fn controlled(browser: &Browser) -> Site {
    let site = empty(browser, Headers::Isolating).await;
    let register = "await navigator.serviceWorker.register('sw.js')";
    browser.js(register, &[]).await;
    browser.wait_until_controlled().await;
    site
}

/// Sends these by fetch, all at once, and waits for all bodies.
async fn fetch_all(browser: &Browser, urls: Vec<String>, cache: &str) {
    let script = "const [urls, cache] = arguments;
        await Promise.all(urls.map(async (url) =>
          (await fetch(url, { cache })).text()));";
    browser.js(script, &[json!(urls), cache.into()]).await;
}

async fn ask_in_a_worker(browser: &Browser, url: &str) -> Value {
    let script = "const worker = new Worker('asker.js');
        const heard = new Promise((resolve) => {
          worker.onmessage = ({ data }) => resolve(data);
        });
        worker.postMessage(arguments[0]);
        return await heard;";
    browser.js(script, &[url.into()]).await
}

async fn six_connections_go_to_a_host(browser: &Browser) {
    let api = Api::start();
    let _site = empty(browser, Headers::Plain).await;
    let urls = (0..12).map(|n| api.url(&format!("delay/0.5?{n}")));
    fetch_all(browser, urls.collect(), "no-store").await;
    assert_eq!(api.most_in_flight("/delay"), 6);
}

async fn requests_for_one_url_queue_in_the_cache_but_not_in_webkit(
    browser: &Browser,
) {
    let api = Api::start();
    let _site = empty(browser, Headers::Plain).await;
    let three = |query| vec![api.url(&format!("delay/0.5?{query}")); 3];
    fetch_all(browser, three("cached"), "default").await;
    let queue = browser.engine() != Engine::WebKit;
    let at_once = if queue { 1 } else { 3 };
    assert_eq!(api.most_in_flight("/delay/0.5?cached"), at_once);
    fetch_all(browser, three("stored"), "no-store").await;
    assert_eq!(api.most_in_flight("/delay/0.5?stored"), 3);
}

async fn a_synchronous_request_of_a_page_reaches_a_service_worker_in_firefox_alone(
    browser: &Browser,
) {
    let _site = controlled(browser).await;
    let script = "const request = new XMLHttpRequest();
        request.open('GET', 'json', false);
        request.send();
        return request.responseText.includes('served_by');";
    let reached = browser.js(script, &[]).await;
    assert_eq!(reached, browser.engine() == Engine::Firefox);
}

async fn a_synchronous_request_of_a_worker_reaches_a_service_worker(
    browser: &Browser,
) {
    let _site = controlled(browser).await;
    let heard = ask_in_a_worker(browser, "json").await;
    let text = heard["text"].as_str().unwrap_or_default();
    assert!(text.contains("served_by"), "{heard}");
}

async fn a_refused_synchronous_request_throws_in_a_worker_but_not_in_firefox(
    browser: &Browser,
) {
    let _site = empty(browser, Headers::Plain).await;
    let heard = ask_in_a_worker(browser, &refused()).await;
    assert_eq!(heard["status"], 0);
    assert_eq!(heard["thrown"], browser.engine() != Engine::Firefox);
}

async fn nested_timers_are_held_back_and_messages_are_not(browser: &Browser) {
    let _site = empty(browser, Headers::Plain).await;
    let script = "const nested = async (next) => {
          const times = [];
          await new Promise((resolve) => {
            const step = () => {
              times.push(performance.now());
              if (times.length > 40) resolve(); else next(step);
            };
            next(step);
          });
          const steps = times.slice(1).map((time, place) => time - times[place]);
          return steps.slice(9).sort((a, b) => a - b)[15];
        };
        const { port1, port2 } = new MessageChannel();
        const byMessage = (step) => {
          port1.onmessage = step;
          port2.postMessage(null);
        };
        return [await nested((step) => setTimeout(step)), await nested(byMessage)];";
    let medians = browser.js(script, &[]).await;
    let of = |place: usize| medians[place].as_f64().unwrap_or_default();
    // To a clock of 1 ms, 4 ms may look like 3.
    assert!(of(0) >= 3.0, "a timer in a timer waits: {medians}");
    assert!(of(1) < of(0), "a message does not: {medians}");
}

/// By the page's own script: WebKit's driver lets timers go before the
/// microtasks of its scripts.
async fn microtasks_go_before_timers_messages_and_frames(browser: &Browser) {
    let script = "const order = [];
        const { port1, port2 } = new MessageChannel();
        const all = [
          new Promise((resolve) => setTimeout(() => resolve(order.push('timer')))),
          new Promise((resolve) => { port1.onmessage = () => resolve(order.push('message')); }),
          new Promise((resolve) => requestAnimationFrame(() => resolve(order.push('frame')))),
        ];
        port2.postMessage(null);
        const began = performance.now();
        const end = () => {
          const before = order.length;
          Promise.all(all).then(() => { window.outcome = [before, order.length]; });
        };
        const again = () => queueMicrotask(performance.now() - began < 200 ? again : end);
        again();";
    let page = "<!doctype html><html lang=en><title>Empty</title>\
        <script src=\"order.js\"></script>";
    let files = Deployment::default()
        .with("index.html", page)
        .with("order.js", script);
    let site = Site::host(files, Headers::Plain, "/");
    browser.open(&site.url("")).await;
    let outcome = browser
        .wait_for("timer, message and frame have come", async || {
            let outcome = browser.js("return window.outcome", &[]).await;
            (!outcome.is_null()).then_some(outcome)
        })
        .await;
    assert_eq!(outcome, json!([0, 3]));
}

/// The smallest step of the page's clock, in milliseconds.
async fn clock_step(browser: &Browser) -> f64 {
    let script = "let least = Infinity;
        const began = performance.now();
        for (let last = began; last - began < 200;) {
          const now = performance.now();
          if (now > last) least = Math.min(least, now - last);
          last = now;
        }
        return least;";
    let step = browser.js(script, &[]).await;
    step.as_f64().expect("a clock has a step")
}

async fn the_clock_of_an_isolated_page_has_finer_steps_but_not_in_webkit(
    browser: &Browser,
) {
    let _site = empty(browser, Headers::Isolating).await;
    let isolated = clock_step(browser).await;
    let _site = empty(browser, Headers::Plain).await;
    let plain = clock_step(browser).await;
    // WebKit's is of 1 ms everywhere.
    match browser.engine() {
        Engine::WebKit => assert!(isolated > plain / 2.0),
        _ => assert!(isolated < plain / 2.0, "{isolated} ms, {plain} ms"),
    }
}

async fn an_isolated_page_alone_has_shared_memory(browser: &Browser) {
    let script = "return [crossOriginIsolated, 'SharedArrayBuffer' in window]";
    let _site = empty(browser, Headers::Isolating).await;
    // WebKit does not honour `credentialless`, and has no shared memory at all.
    let isolates = browser.engine() != Engine::WebKit;
    assert_eq!(browser.js(script, &[]).await, json!([isolates, isolates]));
    let _site = empty(browser, Headers::Plain).await;
    assert_eq!(browser.js(script, &[]).await, json!([false, false]));
}

async fn chromium_alone_reports_long_tasks(browser: &Browser) {
    let _site = empty(browser, Headers::Plain).await;
    let script = "if (!PerformanceObserver.supportedEntryTypes.includes('longtask')) return false;
        const seen = new Promise((resolve) => {
          const observer = new PerformanceObserver((list) => resolve(list.getEntries()));
          observer.observe({ type: 'longtask' });
        });
        setTimeout(() => {
          const began = performance.now();
          while (performance.now() - began < 120);
        });
        return (await seen).some((entry) => entry.duration >= 50);";
    let reported = browser.js(script, &[]).await;
    assert_eq!(reported, browser.engine() == Engine::Chromium);
}

async fn chromium_alone_tells_an_isolated_page_of_its_memory(
    browser: &Browser,
) {
    let script = "return 'measureUserAgentSpecificMemory' in performance";
    let _site = empty(browser, Headers::Isolating).await;
    let tells = browser.js(script, &[]).await;
    assert_eq!(tells, browser.engine() == Engine::Chromium);
}

async fn timings_of_250_requests_are_kept(browser: &Browser) {
    let api = Api::start();
    let _site = empty(browser, Headers::Plain).await;
    let urls = (0..300).map(|n| api.url(&format!("json?{n}")));
    fetch_all(browser, urls.collect(), "no-store").await;
    let script = "return performance.getEntriesByType('resource').length";
    assert_eq!(browser.js(script, &[]).await, 250);
}

async fn chromium_alone_tells_phases_of_what_a_service_worker_answers(
    browser: &Browser,
) {
    let _site = controlled(browser).await;
    let urls = vec!["delay/0.3".to_owned()];
    fetch_all(browser, urls, "no-store").await;
    let script = "const [entry] = performance.getEntriesByType('resource')
          .filter((it) => it.name.endsWith('delay/0.3'));
        return entry ? entry.responseStart > entry.requestStart : null;";
    let told = browser
        .wait_for("the browser takes its note", async || {
            browser.js(script, &[]).await.as_bool()
        })
        .await;
    assert_eq!(told, browser.engine() == Engine::Chromium);
}
