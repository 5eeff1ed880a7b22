//! The built-in endpoint, asked from the page that it controls.

use crate::endpoint_answers::ANSWERS;
use crate::harness::{
    Api, Browser, Deployment, Headers, Lack, Site, in_each_engine,
};
use crate::{lab, visit};
use serde_json::{Value, json};
use std::collections::BTreeMap;

in_each_engine!(
    a_delay_takes_as_long_as_asked,
    a_delay_or_drip_above_the_cap_ends_at_the_cap,
    a_query_changes_the_url_and_not_the_answer,
    many_delays_run_together_even_of_one_url,
    a_bad_value_is_refused_with_a_sentence,
    each_url_is_answered_as_it_is_computed_elsewhere,
    a_stand_in_gives_the_status_and_the_bytes_of_the_endpoint,
    every_status_from_200_to_599_can_be_had,
    bytes_are_as_many_as_asked_and_always_the_same,
    a_hundred_mebibytes_begin_at_once,
    a_drip_spreads_its_bytes_over_its_duration,
    json_and_html_say_what_they_are,
    head_gets_the_headers_and_no_body,
    other_methods_are_refused,
    giving_up_ends_the_timer_behind_a_body,
    other_origins_and_other_paths_are_left_alone,
    it_works_below_any_path,
    it_answers_a_ping_and_claims_a_page_reloaded_by_force,
);

/// What `fetch` gave.
#[derive(Debug)]
struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: String,
    ms: f64,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("the body is JSON")
    }
}

/// Asks for all paths at once.
async fn ask_all(
    browser: &Browser,
    method: &str,
    paths: &[&str],
) -> Vec<Answer> {
    let script = "const [method, paths] = arguments;
        return Promise.all(paths.map(async (path) => {
          const began = performance.now();
          const response = await fetch(path, { method, cache: 'no-store' });
          const body = await response.text();
          const ms = performance.now() - began;
          const headers = Object.fromEntries(response.headers);
          return [response.status, headers, body, ms];
        }));";
    let answers = browser.js(script, &[method.into(), json!(paths)]).await;
    let answers: Vec<(u16, BTreeMap<String, String>, String, f64)> =
        serde_json::from_value(answers).expect("each answer has four parts");
    let answers = answers.into_iter();
    answers
        .map(|(status, headers, body, ms)| Answer {
            status,
            headers,
            body,
            ms,
        })
        .collect()
}

async fn ask(browser: &Browser, path: &str) -> Answer {
    ask_all(browser, "GET", &[path]).await.remove(0)
}

async fn a_delay_takes_as_long_as_asked(browser: &Browser) {
    let site = Site::start();
    visit(browser, &site).await;
    for (path, seconds) in [("delay/0.0", 0.0), ("delay/0.3", 0.3)] {
        let answer = ask(browser, path).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.headers["content-type"], "application/json");
        assert_eq!(answer.headers["cache-control"], "no-store");
        // Timers may be early by the resolution of the clock.
        assert!(answer.ms >= seconds * 1000.0 - 2.0, "{answer:?}");
        assert_eq!(answer.json()["delay_s"].as_f64(), Some(seconds));
        let answered = answer.json()["answered_ms"].clone();
        assert_eq!(
            answer.json(),
            json!({
                "served_by": "Meanwhile's built-in endpoint",
                "path": path,
                "delay_s": answer.json()["delay_s"],
                "answered_ms": answered,
            })
        );
        let text = answered.as_str().expect("a time as text");
        assert_eq!(text.len(), "1700000000000.000".len(), "{text}");
        let answered: f64 = text.parse().expect("a time in milliseconds");
        let now = browser.js("return Date.now()", &[]).await;
        let now = now.as_f64().expect("a time in milliseconds");
        assert!((now - answered).abs() < 60_000.0, "{now} {answered}");
    }
}

/// The worker's source with one part replaced.
fn with_worker(from: &str, to: &str) -> Deployment {
    let built = Deployment::built();
    let source = built.text("sw.js");
    assert!(source.contains(from), "sw.js contains {from}");
    built.with("sw.js", source.replace(from, to))
}

async fn a_delay_or_drip_above_the_cap_ends_at_the_cap(browser: &Browser) {
    let sooner = with_worker("LONGEST_S = 10;", "LONGEST_S = 0.5;");
    let site = Site::host(sooner, Headers::Isolating, "/");
    visit(browser, &site).await;
    let paths = ["delay/30", "drip?duration=30&numbytes=3"];
    let answers = ask_all(browser, "GET", &paths).await;
    assert_eq!(answers[0].json()["delay_s"], 0.5);
    assert_eq!(
        answers[0].json()["note"],
        "A delay is at most 0.5 s, as httpbin's is."
    );
    assert_eq!(answers[1].body.chars().count(), 3);
    for answer in answers {
        assert!(answer.ms < 15_000.0, "{answer:?}");
    }
}

async fn a_query_changes_the_url_and_not_the_answer(browser: &Browser) {
    let site = Site::start();
    visit(browser, &site).await;
    let answer = ask(browser, "delay/0?b").await;
    assert_eq!(answer.json()["path"], "delay/0?b");
    assert_eq!(answer.json()["delay_s"], 0);
}

async fn many_delays_run_together_even_of_one_url(browser: &Browser) {
    let site = Site::start();
    visit(browser, &site).await;
    let paths = ["delay/0.5"; 24];
    let began = std::time::Instant::now();
    let answers = ask_all(browser, "GET", &paths).await;
    let in_a_row = f64::from(24) * 0.5;
    assert!(
        began.elapsed().as_secs_f64() < in_a_row / 2.0,
        "{answers:?}"
    );
    assert!(answers.iter().all(|answer| answer.status == 200));
}

async fn a_bad_value_is_refused_with_a_sentence(browser: &Browser) {
    let site = Site::start();
    visit(browser, &site).await;
    let refused = [
        (400, "delay/"),
        (400, "delay/abc"),
        (400, "delay/-1"),
        (400, "delay/1e3"),
        (400, "delay/Infinity"),
        (400, "delay/1/2"),
        (400, "status/"),
        (400, "status/abc"),
        (400, "status/199"),
        (400, "status/600"),
        (400, "status/2000"),
        (400, "bytes/"),
        (400, "bytes/x"),
        (400, "bytes/-1"),
        (400, "bytes/1.5"),
        (400, "bytes/104857601"),
        (400, "drip?duration=x"),
        (400, "drip?duration=-1"),
        (400, "drip?numbytes=x"),
        (400, "drip?numbytes="),
        (404, "drip/1"),
        (404, "json/1"),
        (404, "html/1"),
    ];
    let paths = refused.map(|(_, path)| path);
    let answers = ask_all(browser, "GET", &paths).await;
    for ((status, path), answer) in refused.iter().zip(&answers) {
        assert_eq!(answer.status, *status, "{path}: {answer:?}");
        assert_eq!(answer.headers["content-type"], "application/json");
        assert_eq!(answer.json()["path"], *path);
        let error = answer.json()["error"].to_string();
        assert!(error.ends_with(".\""), "{path}: a sentence: {error}");
    }
}

async fn each_url_is_answered_as_it_is_computed_elsewhere(browser: &Browser) {
    let site = Site::start();
    visit(browser, &site).await;
    let script = "return Promise.all(arguments[0].map(async (path) => {
          const began = performance.now();
          const response = await fetch(path, { cache: 'no-store' });
          const { byteLength } = await response.arrayBuffer();
          return [response.status, byteLength, performance.now() - began];
        }));";
    let paths: Vec<&str> = ANSWERS.iter().map(|(path, ..)| *path).collect();
    let answers = browser.js(script, &[json!(paths)]).await;
    let answers: Vec<(u16, u64, f64)> =
        serde_json::from_value(answers).expect("each answer has three parts");
    for (answer, &(path, status, bytes, delay)) in answers.iter().zip(ANSWERS) {
        assert_eq!((answer.0, answer.1), (status, bytes), "{path}");
        // Timers may be early by the resolution of the clock.
        assert!(answer.2 >= delay as f64 - 2.0, "{path}: {answer:?}");
    }
}

/// The status and the bytes of each request of a run of all `rows`.
async fn crawled(
    browser: &Browser,
    site: &Site,
    rows: &[String],
) -> Vec<(String, Option<f64>)> {
    lab::open(browser, site, rows, "run=concurrent").await;
    lab::run(browser).await;
    let rows = lab::requests(browser, "concurrent").await;
    let told = |row: crate::harness::Row| {
        let bytes = row.metrics.get("bytes").copied();
        (row.status, bytes)
    };
    rows.into_iter().map(told).collect()
}

async fn a_stand_in_gives_the_status_and_the_bytes_of_the_endpoint(
    browser: &Browser,
) {
    let site = Site::start();
    let paths = [
        "delay/0.1",
        "./delay/0.1",
        "delay/0.1?to=http://x",
        "delay/abc",
        "delay/",
        "delay/-1",
        "delay/1e0",
        "status/204",
        "status/999",
        "bytes/77",
        "bytes/200000000",
        "drip?duration=0.1&numbytes=9",
        "json",
        "json/x",
        "html",
    ];
    let rows = paths.map(str::to_owned);
    let real = crawled(browser, &site, &rows).await;
    browser.forbid_service_workers().await;
    let standing_in = crawled(browser, &site, &rows).await;
    for (path, both) in paths.iter().zip(real.iter().zip(&standing_in)) {
        assert_eq!(both.0, both.1, "{path}");
    }
    let told = lab::text(browser, lab::RESULT).await;
    assert!(told.contains("stand-ins"), "{told}");
}

async fn every_status_from_200_to_599_can_be_had(browser: &Browser) {
    let site = Site::start();
    visit(browser, &site).await;
    let paths: Vec<_> = (200..600).map(|it| format!("status/{it}")).collect();
    let paths: Vec<_> = paths.iter().map(String::as_str).collect();
    let answers = ask_all(browser, "GET", &paths).await;
    for (status, answer) in (200..600).zip(answers) {
        assert_eq!(answer.status, status);
        if [204, 205, 304].contains(&status) {
            assert_eq!(answer.body, "", "{status} has no body");
        } else {
            assert_eq!(answer.json()["status"], status);
        }
    }
}

async fn bytes_are_as_many_as_asked_and_always_the_same(browser: &Browser) {
    let site = Site::start();
    visit(browser, &site).await;
    let script = "const read = async (path) => new Uint8Array(
          await (await fetch(path, { cache: 'no-store' })).arrayBuffer());
        const [path] = arguments;
        const [one, other] = [await read(path), await read(path)];
        return [one.length, one.every((byte, i) => byte === other[i])];";
    for size in [0, 1, 65_536, 65_537, 5_000_000] {
        let path = json!(format!("bytes/{size}"));
        assert_eq!(browser.js(script, &[path]).await, json!([size, true]));
    }
    let answer = ask(browser, "bytes/10").await;
    assert_eq!(answer.headers["content-type"], "application/octet-stream");
    assert_eq!(answer.headers["content-length"], "10");
}

async fn a_hundred_mebibytes_begin_at_once(browser: &Browser) {
    let site = Site::start();
    visit(browser, &site).await;
    let script = "const response = await fetch('bytes/104857600');
        const reader = response.body.getReader();
        const { value } = await reader.read();
        await reader.cancel();
        return value.length;";
    let first = browser.js(script, &[]).await;
    let first = first.as_u64().expect("the first piece has a length");
    assert!((1..104_857_600).contains(&first), "{first} bytes at first");
}

async fn a_drip_spreads_its_bytes_over_its_duration(browser: &Browser) {
    let site = Site::start();
    visit(browser, &site).await;
    let script = "const drip = async (path) => {
          const began = performance.now();
          const response = await fetch(path, { cache: 'no-store' });
          const reader = response.body.getReader();
          const pieces = [];
          for (;;) {
            const { done, value } = await reader.read();
            const ms = performance.now() - began;
            if (done) return { pieces, ms };
            pieces.push(value.length);
          }
        };
        return Promise.all(arguments[0].map(drip));";
    let paths = json!([
        "drip",
        "drip?duration=0.5&numbytes=5",
        "drip?duration=0.3&numbytes=1000000",
        "drip?duration=0&numbytes=100000",
    ]);
    let found = browser.js(script, &[paths]).await;
    let expected =
        [(2000.0, 10), (500.0, 5), (300.0, 1_000_000), (0.0, 100_000)];
    for (index, (ms, bytes)) in expected.into_iter().enumerate() {
        let drip = &found[index];
        let pieces = drip["pieces"].as_array().expect("a list of sizes");
        let sum: u64 = pieces.iter().filter_map(Value::as_u64).sum();
        assert_eq!(sum, bytes, "{drip}");
        assert!(drip["ms"].as_f64() >= Some(ms - 2.0), "{drip}");
        // Late pieces may come together, but not all of them.
        assert!(pieces.len() > 2 || ms == 0.0, "{drip}");
    }
}

async fn json_and_html_say_what_they_are(browser: &Browser) {
    let site = Site::start();
    visit(browser, &site).await;
    let answers = ask_all(browser, "GET", &["json", "html"]).await;
    assert_eq!(answers[0].headers["content-type"], "application/json");
    assert_eq!(answers[0].json()["path"], "json");
    assert_eq!(
        answers[1].headers["content-type"],
        "text/html; charset=utf-8"
    );
    assert!(answers[1].body.starts_with("<!doctype html>"));
    for answer in answers {
        assert_eq!(answer.headers["cache-control"], "no-store");
    }
    // A person can look at them, too.
    browser.goto(&site.url("html")).await;
    let title = browser.js("return document.title", &[]).await;
    assert_eq!(title, "Hello");
}

async fn head_gets_the_headers_and_no_body(browser: &Browser) {
    let site = Site::start();
    visit(browser, &site).await;
    let paths = ["delay/0.2", "status/404", "bytes/1000", "drip", "json"];
    let answers = ask_all(browser, "HEAD", &paths).await;
    let statuses: Vec<_> = answers.iter().map(|it| it.status).collect();
    assert_eq!(statuses, [200, 404, 200, 200, 200]);
    assert!(answers.iter().all(|it| it.body.is_empty()), "{answers:?}");
    assert!(answers[0].ms >= 198.0, "a delay applies to HEAD as well");
    assert_eq!(answers[2].headers["content-length"], "1000");
}

async fn other_methods_are_refused(browser: &Browser) {
    let site = Site::start();
    visit(browser, &site).await;
    for method in ["POST", "PUT", "DELETE"] {
        let answer = ask_all(browser, method, &["delay/0"]).await.remove(0);
        assert_eq!(answer.status, 405);
        assert_eq!(answer.headers["allow"], "GET, HEAD");
    }
}

/// A worker that tells how many timers it has cleared and to which URLs it has
/// responded.
fn probed_worker() -> Deployment {
    let probe = "
        let cleared = 0;
        const { clearTimeout: clear } = self;
        self.clearTimeout = (timer) => { cleared += 1; clear(timer); };
        const answered = [];
        const { respondWith } = FetchEvent.prototype;
        FetchEvent.prototype.respondWith = function (response) {
          answered.push(this.request.url);
          return respondWith.call(this, response);
        };
        self.addEventListener('message', ({ data, ports }) => {
          if (data === 'probe') ports[0].postMessage({ cleared, answered });
        });";
    let built = Deployment::built();
    let source = built.text("sw.js");
    built.with("sw.js", format!("{source}\n{probe}"))
}

/// What the worker answers to a message.
async fn tell_worker(browser: &Browser, message: Value) -> Value {
    let script = "const { port1, port2 } = new MessageChannel();
        const answer = new Promise((resolve) => {
          port1.onmessage = (event) => resolve(event.data);
        });
        const { controller } = navigator.serviceWorker;
        controller.postMessage(arguments[0], [port2]);
        return answer;";
    browser.js(script, &[message]).await
}

/// Of a delay nobody tells the worker: no engine aborts the request's signal.
async fn giving_up_ends_the_timer_behind_a_body(browser: &Browser) {
    let site = Site::host(probed_worker(), Headers::Isolating, "/");
    visit(browser, &site).await;
    let script = "const given = new AbortController();
        const { signal } = given;
        const response = await fetch('drip?duration=9', { signal });
        const body = response.text();
        given.abort();
        return body.then(() => 'answered', (error) => error.name);";
    assert_eq!(browser.js(script, &[]).await, "AbortError");
    browser
        .wait_for("the timer of the drip is cleared", async || {
            let told = tell_worker(browser, json!("probe")).await;
            (told["cleared"].as_u64() > Some(0)).then_some(())
        })
        .await;
    // And the endpoint goes on.
    assert_eq!(ask(browser, "json").await.status, 200);
}

async fn other_origins_and_other_paths_are_left_alone(browser: &Browser) {
    let worker = probed_worker();
    let site = Site::host(worker, Headers::Isolating, "/below/");
    let api = Api::start();
    visit(browser, &site).await;
    let other = ask(browser, &api.url("delay/0")).await;
    assert_eq!(other.json()["served"], "delay");
    assert_eq!(ask(browser, "/delay/0").await.status, 404);
    assert_eq!(ask(browser, "json").await.status, 200);
    let told = tell_worker(browser, json!("probe")).await;
    let answered = told["answered"].as_array().expect("a list of URLs");
    assert!(answered.contains(&json!(site.url("json"))), "{answered:?}");
    let all = answered.iter().filter_map(Value::as_str);
    let strays: Vec<_> =
        all.filter(|it| !it.starts_with(&site.url(""))).collect();
    assert!(strays.is_empty(), "{strays:?}");
    assert_eq!(api.count("/delay/0"), 1);
}

async fn it_works_below_any_path(browser: &Browser) {
    let built = Deployment::built();
    let site = Site::host(built, Headers::Plain, "/some/path/");
    visit(browser, &site).await;
    let answer = ask(browser, "delay/0").await;
    assert_eq!(answer.json()["path"], "delay/0");
}

async fn it_answers_a_ping_and_claims_a_page_reloaded_by_force(
    browser: &Browser,
) {
    let site = Site::start();
    visit(browser, &site).await;
    let pong = tell_worker(browser, json!({ "type": "ping" })).await;
    assert_eq!(pong, json!({ "type": "pong" }));
    if browser.lacks(Lack::ReloadByForce) {
        return;
    }
    // This leaves a page without its worker, until somebody asks it to claim
    // the page; the page itself may be faster.
    browser.reload_by_force().await;
    let script = "const { active } = await navigator.serviceWorker.ready;
        active.postMessage({ type: 'claim' });";
    browser.js(script, &[]).await;
    browser.wait_until_controlled().await;
}
