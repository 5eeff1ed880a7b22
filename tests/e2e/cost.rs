//! A run of the cost: a million tasks, workers within their budget, and a page
//! that lives through all of it.

use crate::harness::{
    Browser, Deployment, Headers, Lack, Site, in_each_engine,
};
use crate::lab::{self, RESULT, figure};
use std::time::Duration;

in_each_engine!(
    alone: a_million_tasks_finish_and_the_page_is_alive,
);
in_each_engine!(
    every_form_is_measured_where_memory_is_shared,
    without_isolation_shared_memory_says_what_is_missing,
    no_more_workers_than_the_budget_are_begun_and_none_is_left,
    what_is_held_makes_the_future_and_its_memory_larger,
    tasks_can_await_a_timer,
    a_run_can_be_stopped_at_any_time,
    a_run_that_is_refused_ends_the_one_that_goes_on,
    leaving_the_lab_ends_its_run_and_keeps_its_points,
    running_out_of_memory_ends_in_a_sentence_and_a_living_page,
    what_no_memory_can_hold_is_refused_before_it_runs,
    workers_that_cannot_be_loaded_say_so,
    the_address_follows_each_control,
    what_a_link_says_wrong_is_reported,
    the_chart_has_the_points_of_the_visit_and_the_posts,
    the_points_are_saved_as_files,
    the_browser_is_asked_what_javascript_takes_where_it_tells,
    the_code_on_the_page_is_that_of_the_form,
);

/// The forms in the order of the page.
const FORMS: [&str; 5] = [
    "spawn-local",
    "futures-unordered",
    "js-async",
    "shared-workers",
    "own-workers",
];

/// Those that the browser can run.
fn possible(browser: &Browser) -> Vec<&'static str> {
    let shares = !browser.lacks(Lack::SharedMemory);
    let mut forms = FORMS.to_vec();
    forms.retain(|it| shares || *it != "shared-workers");
    forms
}

/// Those that are futures of Rust.
const IN_RUST: [&str; 2] = ["spawn-local", "futures-unordered"];

/// The path of a file of the workers.
fn file(name: &str) -> String {
    let built = Deployment::built();
    let found = built.names().find(|it| it.ends_with(name));
    found.expect("the build has it").to_owned()
}

async fn open(browser: &Browser, site: &Site, setup: &str) {
    browser.open(&site.url(&format!("#/cost?{setup}"))).await;
    browser.wait_for_status("Ready").await;
}

/// Workers begun and ended.
async fn workers(browser: &Browser) -> (u64, u64) {
    let script = "return [window.spied.begun, window.spied.ended]";
    let counts = browser.js(script, &[]).await;
    serde_json::from_value(counts).expect("two numbers")
}

async fn wait_until_no_worker_lives(browser: &Browser) {
    browser
        .wait_for("each worker that was begun is ended", async || {
            let (begun, ended) = workers(browser).await;
            (begun == ended).then_some(())
        })
        .await;
}

async fn wait_until_begun(browser: &Browser, least: u64) {
    browser
        .wait_for("workers are begun", async || {
            (workers(browser).await.0 >= least).then_some(())
        })
        .await;
}

async fn a_million_tasks_finish_and_the_page_is_alive(browser: &Browser) {
    let site = Site::host(Deployment::spied(), Headers::Isolating, "/");
    open(browser, &site, "n=1000000&run=spawn-local").await;
    browser.click("button", "Run").await;
    let patience = Duration::from_secs(120);
    browser.wait_for_status_within(patience, "Finished").await;
    assert_eq!(browser.alerts().await, [""; 0]);
    let of = async |metric| figure(browser, "spawn-local", metric).await;
    let (create, finish) = (of("create").await, of("finish").await);
    assert!(create > 0.0 && finish > 0.0, "{create} {finish}");
    // The first time in a new Worker is told apart.
    assert!(of("first-time").await > 0.0);
    let told = lab::text(browser, RESULT).await;
    assert!(
        told.contains("The first time, tasks by spawn_local took"),
        "{told}"
    );
    let rate = of("per-second").await;
    let expected = 1e6 / (create + finish) * 1e3;
    assert!((rate / expected - 1.0).abs() < 1e-3, "{rate} {expected}");
    // Its memory is counted, and is the same on every machine.
    let bytes = of("bytes-each").await;
    assert!((40.0..=64.0).contains(&bytes), "{bytes}");
    assert!(of("future-size").await <= 12.0);
    wait_until_no_worker_lives(browser).await;
    // Alive: it runs again, and goes elsewhere.
    lab::retype(browser, "How many of each", "2000").await;
    lab::run(browser).await;
    browser.click("link", "Crawl").await;
    browser.named("heading", "Crawl").await;
    assert_eq!(browser.errors().await, [""; 0]);
}

async fn every_form_is_measured_where_memory_is_shared(browser: &Browser) {
    let site = Site::start();
    let forms = possible(browser);
    let setup = format!("n=1000&workers=2&run={}", forms.join(","));
    open(browser, &site, &setup).await;
    lab::run(browser).await;
    assert_eq!(browser.alerts().await, [""; 0]);
    assert_eq!(browser.strategies().await, forms);
    for form in forms {
        let total = figure(browser, form, "create").await
            + figure(browser, form, "finish").await;
        assert!(total >= 0.0, "{form}: {total}");
        let future = browser.metric(form, "future-size").await;
        assert_eq!(future.is_some(), IN_RUST.contains(&form), "{form}");
        let row = format!("tr[data-strategy={form}]");
        let row = lab::text(browser, &row).await;
        let is_reckoned = row.contains("extrapolated from 2");
        assert_eq!(is_reckoned, form.ends_with("workers"), "{form}");
        let first = browser.metric(form, "first-time").await;
        assert_eq!(first.is_none(), form.ends_with("workers"), "{form}");
    }
    // A whole number of pages, of 64 KiB each.
    let memory = figure(browser, "own-workers", "bytes-each").await;
    assert!(memory >= 65_536.0 && memory % 65_536.0 == 0.0, "{memory}");
    let js = "tr[data-strategy=js-async] [data-metric=bytes-each]";
    let told = lab::text(browser, js).await;
    assert_eq!(told, "not disclosed by this browser");
    let told = lab::text(browser, RESULT).await;
    assert!(told.contains("1000 tasks by spawn_local took"), "{told}");
    assert!(told.contains("1000 would take"), "{told}");
    assert_eq!(browser.violations().await, [""; 0]);
}

async fn without_isolation_shared_memory_says_what_is_missing(
    browser: &Browser,
) {
    let site = Site::host(Deployment::spied(), Headers::Plain, "/");
    let setup = format!("n=1000&workers=2&run={}", FORMS.join(","));
    open(browser, &site, &setup).await;
    let isolated = browser.js("return crossOriginIsolated", &[]).await;
    assert_eq!(isolated, false, "a first visit");
    lab::run(browser).await;
    let status = browser.status().await;
    assert_eq!(status.as_deref(), Some("Finished; 1 form failed."));
    let alerts = browser.alerts().await;
    let [alert] = alerts.as_slice() else {
        panic!("one alert: {alerts:?}");
    };
    assert!(alert.starts_with("Workers, shared memory: "), "{alert}");
    assert!(alert.contains("not cross-origin isolated"), "{alert}");
    for form in FORMS {
        let created = browser.metric(form, "create").await;
        assert_eq!(created.is_some(), form != "shared-workers", "{form}");
    }
    wait_until_no_worker_lives(browser).await;
}

async fn no_more_workers_than_the_budget_are_begun_and_none_is_left(
    browser: &Browser,
) {
    let site = Site::host(Deployment::spied(), Headers::Isolating, "/");
    for (form, workers_asked) in [
        ("own-workers", 3),
        ("shared-workers", 5),
        ("own-workers", 1),
    ] {
        if !possible(browser).contains(&form) {
            continue;
        }
        let setup = format!("n=1000000&run={form}&workers={workers_asked}");
        open(browser, &site, &setup).await;
        lab::run(browser).await;
        wait_until_no_worker_lives(browser).await;
        let expected = (workers_asked, workers_asked);
        assert_eq!(workers(browser).await, expected, "{form}");
        let finish = figure(browser, form, "finish").await;
        assert!(finish > 0.0, "{form}: of a million");
    }
}

async fn what_is_held_makes_the_future_and_its_memory_larger(
    browser: &Browser,
) {
    let site = Site::start();
    open(browser, &site, "n=20000&run=spawn-local,futures-unordered").await;
    lab::run(browser).await;
    let of = async |form, metric| figure(browser, form, metric).await;
    let mut before = Vec::new();
    for form in IN_RUST {
        before.push((
            of(form, "future-size").await,
            of(form, "bytes-each").await,
        ));
    }
    lab::choose(browser, "Holds", "1 KiB").await;
    lab::run(browser).await;
    for (form, (size, bytes)) in IN_RUST.into_iter().zip(before) {
        let more = of(form, "future-size").await - size;
        assert!((1024.0..1032.0).contains(&more), "{form}: {more}");
        let more = of(form, "bytes-each").await - bytes;
        assert!((1000.0..1200.0).contains(&more), "{form}: {more}");
    }
    let [task, future] = IN_RUST;
    let task = of(task, "bytes-each").await;
    let future = of(future, "bytes-each").await;
    assert!(future < task, "one box and not two: {future} {task}");
    let told = lab::text(browser, RESULT).await;
    assert!(told.contains("across its await; tasks by"), "{told}");
}

async fn tasks_can_await_a_timer(browser: &Browser) {
    let site = Site::start();
    let forms = possible(browser);
    let setup = format!(
        "n=1000&workers=2&body=timer&held=64&run={}",
        forms.join(",")
    );
    open(browser, &site, &setup).await;
    lab::run(browser).await;
    assert_eq!(browser.alerts().await, [""; 0]);
    for form in forms {
        // The timer is of a millisecond, and browsers round.
        lab::check_took_time(browser, form, "finish").await;
    }
}

async fn a_run_can_be_stopped_at_any_time(browser: &Browser) {
    let site = Site::host(Deployment::spied(), Headers::Isolating, "/");
    let setup = format!("n=1000000&body=timer&run={}", FORMS.join(","));
    open(browser, &site, &setup).await;
    for round in 1..=4 {
        browser.press("Control+Enter").await;
        wait_until_begun(browser, round).await;
        if round % 2 == 0 {
            browser.press("Escape").await;
        } else {
            browser.click("button", "Stop").await;
        }
        browser.wait_for_status("Stopped").await;
        wait_until_no_worker_lives(browser).await;
        assert_eq!(browser.metric("own-workers", "create").await, None);
    }
    let setup = "n=1000&run=own-workers&workers=16";
    open(browser, &site, setup).await;
    browser.press("Control+Enter").await;
    wait_until_begun(browser, 16).await;
    browser.press("Escape").await;
    wait_until_no_worker_lives(browser).await;
    // A run that replaces another ends the workers of that.
    open(browser, &site, "n=1000000&body=timer&run=spawn-local").await;
    browser.press("Control+Enter").await;
    wait_until_begun(browser, 1).await;
    browser.press("Control+Enter").await;
    wait_until_begun(browser, 2).await;
    browser
        .wait_for("the worker of the first run is ended", async || {
            (workers(browser).await == (2, 1)).then_some(())
        })
        .await;
    browser.press("Escape").await;
    wait_until_no_worker_lives(browser).await;
    assert_eq!(browser.errors().await, [""; 0]);
}

async fn a_run_that_is_refused_ends_the_one_that_goes_on(browser: &Browser) {
    let site = Site::host(Deployment::spied(), Headers::Isolating, "/");
    let setup = "n=200000&body=timer&run=spawn-local,futures-unordered";
    open(browser, &site, setup).await;
    browser.press("Control+Enter").await;
    lab::toggle(browser, "spawn_local").await;
    lab::toggle(browser, "FuturesUnordered").await;
    browser
        .wait_for("the first form is measured", async || {
            browser.metric("spawn-local", "create").await.map(drop)
        })
        .await;
    browser.press("Control+Enter").await;
    browser.wait_for_status("Failed").await;
    wait_until_no_worker_lives(browser).await;
    browser
        .wait_for("nothing is in progress", async || {
            (browser.count(".cost-progress *").await == 0).then_some(())
        })
        .await;
    browser.wait_for_status("Failed").await;
    // What was measured before is kept: one point, and the post's three.
    browser
        .click("button", "All points of this visit, and the post's")
        .await;
    let told = lab::text(browser, ".cost-points").await;
    assert_eq!(told.lines().count(), 1 + 3, "{told}");
}

async fn leaving_the_lab_ends_its_run_and_keeps_its_points(browser: &Browser) {
    const MEASURED: &str = ".cost-chart [data-kind=measured]";
    let site = Site::host(Deployment::spied(), Headers::Isolating, "/");
    open(browser, &site, "n=50000&run=spawn-local").await;
    lab::run(browser).await;
    browser.find(MEASURED).await;
    let setup = "#/cost?n=1000000&run=futures-unordered&body=timer";
    lab::follow(browser, &site.url(setup)).await;
    browser.press("Control+Enter").await;
    wait_until_begun(browser, 2).await;
    browser.click("link", "Crawl").await;
    browser.named("heading", "Crawl").await;
    wait_until_no_worker_lives(browser).await;
    browser.click("link", "Cost").await;
    lab::wait_for_address(browser, setup).await;
    browser.wait_for_status("Ready").await;
    browser.find(MEASURED).await;
    assert_eq!(browser.count(MEASURED).await, 1);
    assert_eq!(browser.errors().await, [""; 0]);
}

/// The worker's wasm, whose memory may not grow beyond a few pages.
fn starved() -> Deployment {
    let built = Deployment::built();
    let name = file("worker_bg.wasm");
    let wasm = with_little_memory(built.bytes(&name), 32);
    built.with(&name, wasm)
}

/// The same module with a memory that may grow by so many pages alone.
fn with_little_memory(wasm: &[u8], more: u32) -> Vec<u8> {
    const MEMORY: u8 = 5;
    let mut out = wasm[..8].to_vec();
    let mut at = 8;
    while at < wasm.len() {
        let id = wasm[at];
        let (size, body) = number(wasm, at + 1);
        let end = body + size as usize;
        if id == MEMORY {
            // One memory: a flag that says whether it has a limit, the pages
            // that it begins with, and the limit if there is one.
            let (pages, _) = number(wasm, body + 2);
            let mut section = vec![1, 1];
            write_number(&mut section, pages);
            write_number(&mut section, pages + more);
            out.push(MEMORY);
            write_number(&mut out, section.len() as u32);
            out.extend(section);
        } else {
            out.extend(&wasm[at..end]);
        }
        at = end;
    }
    out
}

/// A number of wasm, which has seven bits in each byte, and where it ends.
fn number(bytes: &[u8], mut at: usize) -> (u32, usize) {
    let (mut value, mut shift) = (0, 0);
    loop {
        let byte = bytes[at];
        at += 1;
        value |= u32::from(byte & 0x7f) << shift;
        shift += 7;
        if byte < 0x80 {
            return (value, at);
        }
    }
}

fn write_number(out: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

async fn running_out_of_memory_ends_in_a_sentence_and_a_living_page(
    browser: &Browser,
) {
    let site = Site::host(starved(), Headers::Isolating, "/");
    let setup = "n=300000&run=spawn-local,futures-unordered,js-async";
    open(browser, &site, setup).await;
    browser.click("button", "Run").await;
    let patience = Duration::from_secs(120);
    browser.wait_for_status_within(patience, "Finished").await;
    let status = browser.status().await;
    assert_eq!(status.as_deref(), Some("Finished; 2 forms failed."));
    let alerts = browser.alerts().await;
    assert_eq!(alerts.len(), 2, "{alerts:?}");
    for alert in &alerts {
        assert!(alert.contains("ran out of memory"), "{alert}");
        assert!(alert.contains("were created"), "{alert}");
        assert!(alert.contains("of wasm memory"), "{alert}");
    }
    assert_eq!(browser.metric("spawn-local", "create").await, None);
    figure(browser, "js-async", "create").await;
    // What fits is created as ever.
    lab::retype(browser, "How many of each", "1000").await;
    lab::run(browser).await;
    figure(browser, "spawn-local", "create").await;
    assert_eq!(browser.alerts().await, [""; 0]);
}

async fn what_no_memory_can_hold_is_refused_before_it_runs(browser: &Browser) {
    let site = Site::host(Deployment::spied(), Headers::Isolating, "/");
    open(browser, &site, "n=1000000&held=16384").await;
    browser.click("button", "Run").await;
    browser.wait_for_status("Failed").await;
    let alerts = browser.alerts().await.join("\n");
    assert!(alerts.contains("a wasm memory ends at"), "{alerts}");
    assert_eq!(workers(browser).await, (0, 0));
    open(browser, &site, "run=").await;
    browser.click("button", "Run").await;
    browser.wait_for_status("Failed").await;
    let alerts = browser.alerts().await.join("\n");
    assert!(alerts.contains("No form is chosen"), "{alerts}");
}

async fn workers_that_cannot_be_loaded_say_so(browser: &Browser) {
    let built = Deployment::built()
        .without(&file("worker_loader.js"))
        .without(&file("functions.js"))
        .without(&file("shared_workers.js"));
    let site = Site::host(built, Headers::Isolating, "/");
    let forms = possible(browser);
    let setup = format!("n=1000&workers=2&run={}", forms.join(","));
    open(browser, &site, &setup).await;
    browser.click("button", "Run").await;
    browser.wait_for_status("Failed").await;
    let alerts = browser.alerts().await;
    let told = alerts.iter().filter(|it| it.contains("did not start"));
    assert_eq!(told.count(), forms.len(), "{alerts:?}");
    assert!(browser.has("button", "Run").await);
}

async fn the_address_follows_each_control(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "").await;
    assert_eq!(lab::address(browser).await, "#/cost");
    lab::retype(browser, "How many of each", "5000").await;
    lab::wait_for_address(browser, "#/cost?n=5000").await;
    lab::toggle(browser, "JS async functions").await;
    lab::toggle(browser, "Workers, own wasm").await;
    let run = "&run=spawn-local,futures-unordered,own-workers";
    lab::wait_for_address(browser, run).await;
    lab::choose(browser, "Each does", "one await of a timer").await;
    lab::wait_for_address(browser, "&body=timer").await;
    lab::choose(browser, "Holds", "256 B").await;
    lab::wait_for_address(browser, "&held=256").await;
    lab::retype(browser, "Most workers", "7").await;
    lab::wait_for_address(browser, "&workers=7").await;
    let before = lab::address(browser).await;
    browser.reload().await;
    browser.wait_for_status("Ready").await;
    assert_eq!(lab::address(browser).await, before);
    // What cannot be stays in its field.
    lab::retype(browser, "How many of each", "12").await;
    let alerts = browser.alerts().await.join("\n");
    assert!(alerts.contains("from 1000 to 1000000"), "{alerts}");
    assert_eq!(lab::address(browser).await, before);
    browser.click("button", "The post's million").await;
    lab::wait_for_address(browser, "#/cost?n=1000000&run=spawn-local").await;
}

async fn what_a_link_says_wrong_is_reported(browser: &Browser) {
    let site = Site::host(Deployment::spied(), Headers::Isolating, "/");
    let wrong = "n=7&run=threads&body=sleep&held=65&workers=999&colour=red";
    open(browser, &site, wrong).await;
    let alerts = browser.alerts().await.join("\n");
    for said in [
        "n=7",
        "run=threads",
        "body=sleep",
        "held=65",
        "workers=999",
        "“colour”",
    ] {
        assert!(alerts.contains(said), "{said}: {alerts}");
    }
    assert_eq!(lab::address(browser).await, "#/cost");
    // A link runs nothing.
    assert_eq!(workers(browser).await, (0, 0));
}

async fn the_chart_has_the_points_of_the_visit_and_the_posts(
    browser: &Browser,
) {
    let site = Site::start();
    open(
        browser,
        &site,
        // As many as take time on any clock.
        "n=50000&workers=2&run=spawn-local,own-workers",
    )
    .await;
    let dots = async |kind: &str| {
        let css = format!(".cost-chart [data-kind={kind}].cost-dot");
        browser.count(&css).await
    };
    browser.find(".cost-chart [data-kind=post]").await;
    assert_eq!(dots("post").await, 3);
    assert_eq!(dots("measured").await, 0);
    lab::run(browser).await;
    browser.find(".cost-chart [data-kind=measured]").await;
    assert_eq!((dots("measured").await, dots("extrapolated").await), (2, 1));
    lab::retype(browser, "How many of each", "80000").await;
    lab::run(browser).await;
    let what = "there are the points of both runs";
    browser
        .wait_for(what, async || (dots("measured").await == 4).then_some(()))
        .await;
    let chart = lab::text(browser, ".cost-legend").await;
    assert!(chart.contains("another machine, Python"), "{chart}");
    browser.click("button", "Memory").await;
    browser.find(".cost-chart [data-kind=post]").await;
    assert_eq!(dots("post").await, 2);
    // The same in words, for those who do not see it.
    browser
        .click("button", "All points of this visit, and the post's")
        .await;
    let told = lab::text(browser, ".cost-points").await;
    assert_eq!(told.lines().count(), 4 + 3, "{told}");
    assert!(told.contains("extrapolated from 2"), "{told}");
    assert!(told.contains("The post's: "), "{told}");
}

async fn the_points_are_saved_as_files(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "n=1000&run=spawn-local,js-async").await;
    lab::run(browser).await;
    let (json, csv) = lab::saved(browser, RESULT).await;
    let create = figure(browser, "spawn-local", "create").await;
    assert_eq!(json[0]["form"], "spawn-local");
    assert_eq!(json[0]["create_ms"].as_f64(), Some(create));
    assert_eq!(csv.lines().count(), 3, "{csv}");
}

async fn the_code_on_the_page_is_that_of_the_form(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "").await;
    let forms = [
        ("spawn-local", "spawn(task);"),
        ("futures-unordered", "tasks.collect();"),
        ("js-async", "export async function jsAsync"),
        ("shared-workers", "pub async fn shared_workers"),
        ("own-workers", "pub async fn own_workers"),
    ];
    for (form, code) in forms {
        let tab = format!(".why button[data-strategy={form}]");
        browser.click_at(&tab).await;
        lab::wait_for_text(browser, ".why .code", code).await;
        let words = lab::text(browser, ".why p").await;
        assert!(words.split_whitespace().count() <= 120, "{form}");
    }
}

/// A browser that tells what memory the workers take, and no more than that.
fn telling() -> Deployment {
    let tells = "performance.measureUserAgentSpecificMemory = async () => ({
          bytes: 999999,
          breakdown: [
            { bytes: 300000, types: ['JavaScript'], attribution: [
              { scope: 'DedicatedWorkerGlobalScope',
                url: `${document.baseURI}worker/functions.js` }] },
            { bytes: 500000, types: [], attribution: [
              { scope: 'Window', url: document.baseURI }] },
            { bytes: 7, types: ['Shared'], attribution: [] },
          ],
        });";
    let spied = Deployment::spied();
    let script = format!("{}{tells}", spied.text("spy.js"));
    spied.with("spy.js", script)
}

async fn the_browser_is_asked_what_javascript_takes_where_it_tells(
    browser: &Browser,
) {
    const ASK: &str = "Ask the browser what JavaScript takes";
    let site = Site::host(telling(), Headers::Isolating, "/");
    open(browser, &site, "n=2000&run=spawn-local,js-async").await;
    lab::run(browser).await;
    assert_eq!(browser.metric("js-async", "bytes-each").await, None);
    browser.click("button", ASK).await;
    lab::wait_for_text(browser, "tr[data-strategy=js-async]", "150.0").await;
    browser.wait_for_status("Finished").await;
    assert_eq!(figure(browser, "js-async", "bytes-each").await, 150.0);
    assert!(!browser.has("button", ASK).await);
    wait_until_no_worker_lives(browser).await;
    // Without JavaScript there is nothing to ask, and without an answer no
    // button.
    open(browser, &site, "n=1000&run=spawn-local").await;
    lab::run(browser).await;
    assert!(!browser.has("button", ASK).await);
    let quiet = Site::host(Deployment::spied(), Headers::Plain, "/");
    open(browser, &quiet, "n=1000&run=js-async").await;
    lab::run(browser).await;
    assert!(!browser.has("button", ASK).await);
    let told = lab::text(browser, RESULT).await;
    assert!(told.contains("not disclosed by this browser"), "{told}");
}
