//! A run of the freeze: the same answer in every mode, and what becomes of the
//! page meanwhile.

use crate::harness::{
    Browser, Deployment, Headers, Lack, Site, Viewport, in_each_engine,
};
use crate::lab::{self, RESULT, figure};
use serde_json::{Value, json};
use std::time::Duration;

in_each_engine!(
    alone: every_mode_comes_to_the_same_answer,
    an_answer_waits_for_a_busy_thread_and_not_for_a_busy_worker,
    the_page_is_given_back_after_ten_seconds,
);
in_each_engine!(
    each_way_to_yield_comes_to_the_answer,
    a_key_pressed_during_a_run_is_measured,
    a_run_of_any_mode_that_leaves_the_page_free_can_be_stopped,
    no_worker_outlives_its_run,
    a_worker_that_traps_fails_alone,
    a_worker_that_cannot_be_loaded_says_so,
    a_worker_of_another_release_is_not_believed,
    leaving_the_lab_ends_its_run,
    the_runs_of_the_crawl_outlive_a_look_at_the_freeze,
    the_address_follows_each_control,
    a_link_opens_exactly_its_setup,
    what_a_link_says_wrong_is_reported,
    a_number_that_cannot_be_stays_out_of_the_address,
    a_run_without_a_mode_says_what_is_missing,
    the_table_sorts_is_copied_and_saved,
    the_code_on_the_page_is_that_of_the_mode,
);

/// The modes in the order of the page.
const MODES: [&str; 5] = ["main", "microtask", "sliced", "worker", "pool"];

/// A size that nothing here would come to the end of.
const ENDLESS: u64 = 1_000_000_000;

/// How many primes there are below a million, as Legendre published it.
const PRIMES_BELOW_A_MILLION: f64 = 78_498.0;

pub(crate) fn host(deployment: Deployment) -> Site {
    Site::host(deployment, Headers::Isolating, "/")
}

/// The path of the file that starts a worker.
pub(crate) fn loader() -> String {
    let built = Deployment::built();
    let loader = built.names().find(|it| it.ends_with("worker_loader.js"));
    loader.expect("the build has a worker").to_owned()
}

/// Opens the lab on a setup, in a page that loads anew.
async fn open(browser: &Browser, site: &Site, setup: &str) {
    browser.open(&site.url(&format!("#/freeze?{setup}"))).await;
    browser.wait_for_status("Ready").await;
}

/// Workers begun and ended.
pub(crate) async fn workers(browser: &Browser) -> (u64, u64) {
    let script = "return [window.spied.begun, window.spied.ended]";
    let counts = browser.js(script, &[]).await;
    serde_json::from_value(counts).expect("two numbers")
}

pub(crate) async fn wait_until_no_worker_lives(browser: &Browser) {
    browser
        .wait_for("each worker that was begun is ended", async || {
            let (begun, ended) = workers(browser).await;
            (begun == ended).then_some(())
        })
        .await;
}

/// Starts a run, and waits until a part of `mode`'s job is done.
async fn run_until_computing(browser: &Browser, mode: &str) {
    browser.press("Control+Enter").await;
    wait_until_computing(browser, mode).await;
}

async fn wait_until_computing(browser: &Browser, mode: &str) {
    let script = "return document.querySelector(
        `[data-lane='${arguments[0]}'] progress`)?.value > 0";
    browser
        .wait_for("the job goes on", async || {
            (browser.js(script, &[mode.into()]).await == true).then_some(())
        })
        .await;
}

async fn cell_text(browser: &Browser, mode: &str, metric: &str) -> String {
    let cell = format!("tr[data-strategy='{mode}'] [data-metric='{metric}']");
    lab::text(browser, &cell).await
}

async fn every_mode_comes_to_the_same_answer(browser: &Browser) {
    let site = Site::start();
    for job in [
        "primes&size=4000000",
        "mandelbrot&size=10000",
        "chain&size=2400000",
    ] {
        let all = format!("job={job}&pool=2&run={}", MODES.join(","));
        open(browser, &site, &all).await;
        lab::run(browser).await;
        assert_eq!(browser.strategies().await, MODES);
        let main = figure(browser, "main", "result").await;
        assert!(main > 0.0);
        for mode in MODES {
            let result = figure(browser, mode, "result").await;
            assert_eq!(result, main, "{job}, {mode}");
        }
        let told = lab::text(browser, RESULT).await;
        assert!(
            told.contains("Every mode came to the same answer."),
            "{told}"
        );
        assert_eq!(browser.alerts().await, [""; 0]);
        if !browser.lacks(Lack::SteadyFrames) {
            check_who_freezes(browser, job).await;
        }
        check_drawings(browser, job).await;
    }
}

/// Main and microtasks leave the page without a frame for as long as their job
/// takes; nobody else does.
async fn check_who_freezes(browser: &Browser, job: &str) {
    let gap = async |mode| figure(browser, mode, "longest-gap").await;
    let main = gap("main").await;
    for mode in ["main", "microtask"] {
        let took = figure(browser, mode, "job").await;
        let gap = gap(mode).await;
        // The clock is a little coarse.
        assert!(gap > took * 0.99, "{job}, {mode}: {gap} {took}");
        let missed = figure(browser, mode, "frames-missed").await;
        assert!(missed > 0.0, "{job}, {mode}");
    }
    // On a busy machine Firefox puts messages before frames for a while.
    for (mode, part) in [("sliced", 0.9), ("worker", 0.5), ("pool", 0.5)] {
        let gap = gap(mode).await;
        assert!(gap < main * part, "{job}, {mode}: {gap} {main}");
    }
    for mode in MODES {
        let needs_workers = ["worker", "pool"].contains(&mode);
        let started = browser.metric(mode, "cold-start").await;
        assert_eq!(started.is_some(), needs_workers, "{job}, {mode}");
        assert_eq!(browser.metric(mode, "input-delay").await, None);
    }
    let speed = figure(browser, "worker", "speed").await;
    let worker = figure(browser, "worker", "job").await;
    let main = figure(browser, "main", "job").await;
    assert!((speed - main / worker).abs() < 1e-3, "{job}: {speed}");
}

/// Every mode draws the same picture, if the job has one.
async fn check_drawings(browser: &Browser, job: &str) {
    let script = "return Array.from(document.querySelectorAll(
          'canvas.drawing'), (canvas) => {
          const { width, height } = canvas;
          const { data } = canvas.getContext('2d')
            .getImageData(0, 0, width, height);
          let sum = 0;
          for (let at = 3; at < data.length; at += 4) {
            sum = (sum * 31 + data[at]) % 1000000007;
          }
          return sum;
        });";
    let drawn = browser.js(script, &[]).await;
    let drawn = drawn.as_array().expect("a list of sums");
    if !job.starts_with("mandelbrot") {
        assert!(drawn.is_empty(), "{job}: {drawn:?}");
        return;
    }
    assert_eq!(drawn.len(), MODES.len());
    assert!(drawn[0] != 0, "something is drawn");
    assert!(drawn.iter().all(|sum| *sum == drawn[0]), "{drawn:?}");
}

async fn an_answer_waits_for_a_busy_thread_and_not_for_a_busy_worker(
    browser: &Browser,
) {
    let site = Site::start();
    open(browser, &site, "run=main,worker&size=9000000").await;
    lab::run(browser).await;
    let main = figure(browser, "main", "background-delay").await;
    let worker = figure(browser, "worker", "background-delay").await;
    let job = figure(browser, "main", "job").await;
    assert!(main > job / 3.0, "{main} {job}");
    assert!(worker < main / 2.0, "{worker} {main}");
    let late = async |mode| figure(browser, mode, "lateness-p95").await;
    assert!(late("worker").await < late("main").await / 2.0);
}

async fn the_page_is_given_back_after_ten_seconds(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, &format!("run=main&size={ENDLESS}")).await;
    browser.click("button", "Run").await;
    let patience = Duration::from_secs(40);
    browser.wait_for_status_within(patience, "Failed").await;
    let alerts = browser.alerts().await.join("\n");
    assert!(alerts.contains("given up after 10 s"), "{alerts}");
    assert_eq!(browser.metric("main", "job").await, None);
    assert_eq!(cell_text(browser, "main", "result").await, "failed");
    assert!(browser.has("button", "Run").await);
}

async fn each_way_to_yield_comes_to_the_answer(browser: &Browser) {
    let site = Site::start();
    let script = "return typeof globalThis.scheduler?.yield === 'function'";
    for way in ["message", "timeout", "frame", "scheduler"] {
        let setup = format!("run=sliced&size=1000000&yield={way}");
        open(browser, &site, &setup).await;
        browser.click("button", "Run").await;
        if way == "scheduler" && browser.js(script, &[]).await == false {
            browser.wait_for_status("Failed").await;
            let alerts = browser.alerts().await.join("\n");
            assert!(alerts.contains("no scheduler.yield"), "{alerts}");
            continue;
        }
        lab::finish(browser).await;
        let result = figure(browser, "sliced", "result").await;
        assert_eq!(result, PRIMES_BELOW_A_MILLION, "{way}");
    }
}

async fn a_key_pressed_during_a_run_is_measured(browser: &Browser) {
    const FIELD: &str = "Type here while it runs";
    let site = Site::start();
    open(browser, &site, "run=worker&size=9000000").await;
    // Before a run a key is heard, but belongs to none.
    browser.named("textbox", FIELD).await;
    lab::retype(browser, FIELD, "a").await;
    lab::wait_for_text(browser, ".keys", "Last key heard").await;
    run_until_computing(browser, "worker").await;
    lab::retype(browser, FIELD, "bcd").await;
    lab::wait_for_text(browser, ".keys", "Last key heard").await;
    lab::finish(browser).await;
    let waited = figure(browser, "worker", "input-delay").await;
    let job = figure(browser, "worker", "job").await;
    assert!(waited < job, "{waited} {job}");
    // What was typed once is not of the next run.
    lab::run(browser).await;
    assert_eq!(browser.metric("worker", "input-delay").await, None);
}

async fn a_run_of_any_mode_that_leaves_the_page_free_can_be_stopped(
    browser: &Browser,
) {
    let site = host(Deployment::spied());
    for mode in ["sliced", "worker", "pool"] {
        for key in [true, false] {
            let setup = format!("run={mode}&pool=2&size={ENDLESS}");
            open(browser, &site, &setup).await;
            run_until_computing(browser, mode).await;
            if key {
                browser.press("Escape").await;
            } else {
                browser.click("button", "Stop").await;
            }
            browser.wait_for_status("Stopped").await;
            wait_until_no_worker_lives(browser).await;
            assert_eq!(cell_text(browser, mode, "result").await, "stopped");
            assert_eq!(browser.metric(mode, "job").await, None);
            check_that_no_frames_are_asked_for(browser).await;
            lab::retype(browser, "Size of the job", "1000000").await;
            lab::run(browser).await;
            let result = figure(browser, mode, "result").await;
            assert_eq!(result, PRIMES_BELOW_A_MILLION, "{mode}");
            wait_until_no_worker_lives(browser).await;
        }
    }
}

/// Once a run is over the page asks for no more frames.
async fn check_that_no_frames_are_asked_for(browser: &Browser) {
    let script = "const { spied } = window;
        const before = spied.frames;
        for (let frame = 0; frame < 3; frame += 1) await spied.frame();
        return spied.frames - before;";
    browser
        .wait_for("no frames are asked for", async || {
            (browser.js(script, &[]).await == 0).then_some(())
        })
        .await;
}

async fn no_worker_outlives_its_run(browser: &Browser) {
    let site = host(Deployment::spied());
    open(browser, &site, &format!("run=pool&pool=2&size={ENDLESS}")).await;
    for round in 1..=20 {
        if round % 2 == 0 {
            run_until_computing(browser, "pool").await;
        } else {
            // Before the workers have said anything.
            browser.press("Control+Enter").await;
            browser
                .wait_for("the workers of this round are begun", async || {
                    (workers(browser).await.0 == 2 * round).then_some(())
                })
                .await;
        }
        browser.press("Escape").await;
        browser.wait_for_status("Stopped").await;
    }
    wait_until_no_worker_lives(browser).await;
    assert_eq!(workers(browser).await, (40, 40));
    // A run that replaces another ends the workers of that.
    run_until_computing(browser, "pool").await;
    browser.press("Control+Enter").await;
    browser
        .wait_for("the workers of the first run are ended", async || {
            (workers(browser).await == (44, 42)).then_some(())
        })
        .await;
    browser.press("Escape").await;
    wait_until_no_worker_lives(browser).await;
}

/// A loader whose worker traps, as wasm does that comes upon `unreachable`, at
/// the first message.
fn trapping() -> Deployment {
    let built = Deployment::built();
    let loader = loader();
    let trap = "
        addEventListener('message', (event) => {
          event.stopImmediatePropagation();
          const bytes = new Uint8Array([
            0, 97, 115, 109, 1, 0, 0, 0,
            1, 4, 1, 96, 0, 0, // a type: a function from nothing to nothing
            3, 2, 1, 0, // a function of that type
            7, 5, 1, 1, 102, 0, 0, // exported as f
            10, 5, 1, 3, 0, 0, 11, // its code: unreachable
          ]);
          const module = new WebAssembly.Module(bytes);
          new WebAssembly.Instance(module).exports.f();
        });\n";
    let text = format!("{trap}{}", built.text(&loader));
    built.with(&loader, text)
}

async fn a_worker_that_traps_fails_alone(browser: &Browser) {
    let site = host(trapping());
    let setup = "run=main,sliced,worker,pool&pool=2&size=1000000";
    open(browser, &site, setup).await;
    lab::run(browser).await;
    check_failed_workers(browser, "trapped", "Finished; 2 modes failed.").await;
    let alerts = browser.alerts().await.join("\n");
    // WebKit begins a sentence with it.
    let words = alerts.to_lowercase();
    assert!(words.contains("unreachable"), "{alerts}");
}

async fn a_worker_that_cannot_be_loaded_says_so(browser: &Browser) {
    let site = host(Deployment::built().without(&loader()));
    let setup = "run=main,sliced,worker,pool&pool=2&size=1000000";
    open(browser, &site, setup).await;
    lab::run(browser).await;
    let status = "Finished; 2 modes failed.";
    check_failed_workers(browser, "did not start", status).await;
    // With no other mode there is no answer at all.
    open(browser, &site, "run=worker&size=1000000").await;
    browser.click("button", "Run").await;
    browser.wait_for_status("Failed").await;
    let alerts = browser.alerts().await.join("\n");
    assert!(alerts.contains("did not start"), "{alerts}");
}

async fn a_worker_of_another_release_is_not_believed(browser: &Browser) {
    let nonsense = "postMessage(new Uint8Array([99]));";
    let site = host(Deployment::built().with(&loader(), nonsense));
    let setup = "run=main,sliced,worker,pool&pool=2&size=1000000";
    open(browser, &site, setup).await;
    lab::run(browser).await;
    let status = "Finished; 2 modes failed.";
    check_failed_workers(browser, "not of the same release", status).await;
}

/// The modes without workers came to the answer; those with failed, and say
/// why.
async fn check_failed_workers(browser: &Browser, why: &str, status: &str) {
    assert_eq!(browser.status().await.as_deref(), Some(status));
    for mode in ["main", "sliced"] {
        let result = figure(browser, mode, "result").await;
        assert_eq!(result, PRIMES_BELOW_A_MILLION, "{mode}");
    }
    let alerts = browser.alerts().await;
    for (mode, name) in [("worker", "One Worker"), ("pool", "Pool")] {
        assert_eq!(cell_text(browser, mode, "result").await, "failed");
        assert_eq!(browser.metric(mode, "job").await, None);
        let told = |alert: &&String| {
            alert.starts_with(&format!("{name}: ")) && alert.contains(why)
        };
        assert!(alerts.iter().any(|it| told(&it)), "{mode}: {alerts:?}");
    }
}

async fn leaving_the_lab_ends_its_run(browser: &Browser) {
    let site = host(Deployment::spied());
    for mode in ["sliced", "worker", "pool"] {
        let setup = format!("size={ENDLESS}&run={mode}&pool=3");
        let hash = format!("#/freeze?{setup}");
        open(browser, &site, &setup).await;
        run_until_computing(browser, mode).await;
        browser.click("link", "Crawl").await;
        browser.wait_for_status("Ready").await;
        wait_until_no_worker_lives(browser).await;
        check_that_no_frames_are_asked_for(browser).await;
        browser.click("link", "Freeze").await;
        wait_for_hash(browser, &hash).await;
        browser.wait_for_status("Ready").await;
        lab::retype(browser, "Size of the job", "1000000").await;
        lab::run(browser).await;
        let result = figure(browser, mode, "result").await;
        assert_eq!(result, PRIMES_BELOW_A_MILLION, "{mode}");
        assert_eq!(browser.alerts().await, [""; 0]);
    }
    assert_eq!(browser.errors().await, [""; 0]);
}

async fn the_runs_of_the_crawl_outlive_a_look_at_the_freeze(browser: &Browser) {
    const RUNS: &str = "section[aria-label='Runs of this visit'] li";
    let site = Site::start();
    let rows = ["delay/0.1".to_owned()];
    lab::open(browser, &site, &rows, "run=concurrent").await;
    lab::run(browser).await;
    lab::run(browser).await;
    browser.find(RUNS).await;
    let runs = browser.count(RUNS).await;
    let address = lab::address(browser).await;
    browser.click("link", "Freeze").await;
    browser.named("heading", "Freeze").await;
    assert_eq!(browser.count(RUNS).await, 0);
    browser.click("link", "Crawl").await;
    browser.named("heading", "Crawl").await;
    browser.find(RUNS).await;
    assert_eq!(browser.count(RUNS).await, runs);
    assert_eq!(lab::address(browser).await, address);
}

async fn hash(browser: &Browser) -> String {
    let hash = browser.js("return location.hash", &[]).await;
    hash.as_str().unwrap_or_default().to_owned()
}

async fn wait_for_hash(browser: &Browser, expected: &str) {
    let what = format!("the address ends with {expected}");
    browser
        .wait_for(&what, async || {
            (hash(browser).await == expected).then_some(())
        })
        .await;
}

/// What every control says.
async fn controls(browser: &Browser) -> Value {
    let script = "const controls = '.freeze-setup :is(input, select)';
        return Array.from(document.querySelectorAll(controls), (it) =>
          it.type === 'checkbox' ? it.checked : it.value);";
    browser.js(script, &[]).await
}

async fn the_address_follows_each_control(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "").await;
    wait_for_hash(browser, "#/freeze").await;
    let fresh = controls(browser).await;
    lab::retype(browser, "Freeze length in seconds", "1.5").await;
    wait_for_hash(browser, "#/freeze?length=1.5").await;
    lab::choose(browser, "Job", "Mandelbrot set").await;
    wait_for_hash(browser, "#/freeze?job=mandelbrot&length=1.5").await;
    lab::retype(browser, "Freeze length in seconds", "2").await;
    lab::choose(browser, "Size", "fixed").await;
    lab::wait_for_address(browser, "#/freeze?job=mandelbrot&size=").await;
    lab::retype(browser, "Size of the job", "777").await;
    wait_for_hash(browser, "#/freeze?job=mandelbrot&size=777").await;
    // A size means something else for another job.
    lab::choose(browser, "Job", "SHA-256 chain").await;
    wait_for_hash(browser, "#/freeze?job=chain").await;
    lab::choose(browser, "Size", "fixed").await;
    lab::retype(browser, "Size of the job", "777").await;
    let mut expected = "#/freeze?job=chain&size=777".to_owned();
    let mut expect = async |parameter: &str| {
        expected.push_str(parameter);
        wait_for_hash(browser, &expected).await;
    };
    expect("").await;
    lab::toggle(browser, "Main thread").await;
    lab::toggle(browser, "Pool of").await;
    expect("&run=sliced,worker,pool").await;
    lab::retype(browser, "Slice in milliseconds", "2.5").await;
    expect("&slice=2.5").await;
    lab::choose(browser, "Yield by", "setTimeout").await;
    expect("&yield=timeout").await;
    lab::retype(browser, "Workers in the pool", "7").await;
    expect("&pool=7").await;
    let (before, set) = (hash(browser).await, controls(browser).await);
    assert_ne!(set, fresh);
    browser.reload().await;
    browser.wait_for_status("Ready").await;
    assert_eq!(controls(browser).await, set);
    assert_eq!(hash(browser).await, before);
    // What equals the default is left out.
    lab::toggle(browser, "Main thread").await;
    lab::toggle(browser, "Pool of").await;
    lab::retype(browser, "Slice in milliseconds", "8").await;
    lab::choose(browser, "Yield by", "MessageChannel").await;
    lab::choose(browser, "Size", "measured").await;
    lab::choose(browser, "Job", "count primes").await;
    let cores = "return String(navigator.hardwareConcurrency)";
    let cores = browser.js(cores, &[]).await;
    let cores = cores.as_str().unwrap_or_default().to_owned();
    lab::retype(browser, "Workers in the pool", &cores).await;
    wait_for_hash(browser, "#/freeze").await;
    assert_eq!(controls(browser).await, fresh);
}

async fn a_link_opens_exactly_its_setup(browser: &Browser) {
    let site = host(Deployment::spied());
    let full = "#/freeze?job=mandelbrot&length=3.5&size=2000\
        &run=microtask,pool&slice=20&yield=frame&pool=2";
    browser.open(&site.url(full)).await;
    browser.wait_for_status("Ready").await;
    wait_for_hash(browser, full).await;
    let expected = json!([
        false,
        true,
        false,
        "20",
        false,
        true,
        "2",
        "mandelbrot",
        "fixed",
        "2000",
        "frame",
    ]);
    assert_eq!(controls(browser).await, expected);
    assert_eq!(browser.alerts().await, [""; 0]);
    // Nothing runs before Run is pressed.
    browser.wait_until_controlled().await;
    assert_eq!(workers(browser).await, (0, 0));
    assert!(!site.asked().iter().any(|it| it.contains("delay")));
    assert_eq!(browser.count("tr[data-strategy]").await, 0);
    // Another link, within the page.
    let other = "#/freeze?job=chain&run=worker&slice=3";
    lab::follow(browser, &site.url(other)).await;
    wait_for_hash(browser, other).await;
    let other = controls(browser).await;
    assert_ne!(other, expected);
    browser.js("history.back()", &[]).await;
    wait_for_hash(browser, full).await;
    browser
        .wait_for("the controls follow the address", async || {
            (controls(browser).await == expected).then_some(())
        })
        .await;
    lab::run(browser).await;
    assert_eq!(browser.strategies().await, ["microtask", "pool"]);
    assert_eq!(workers(browser).await, (2, 2));
}

async fn what_a_link_says_wrong_is_reported(browser: &Browser) {
    let site = Site::start();
    let wrong = [
        "job=sums",
        "length=0.1",
        "length=soon",
        "size=0",
        "size=1.5",
        "run=main,fast",
        "slice=0",
        "yield=never",
        "pool=0",
        "pool=33",
        "speed=9",
    ];
    open(browser, &site, "").await;
    let fresh = controls(browser).await;
    for parameter in wrong {
        let link = format!("#/freeze?{parameter}");
        lab::follow(browser, &site.url(&link)).await;
        let (name, _) = parameter.split_once('=').expect("name and value");
        lab::wait_for_text(browser, "[role=alert]", name).await;
        assert_eq!(controls(browser).await, fresh, "{parameter}");
        wait_for_hash(browser, "#/freeze").await;
        assert_eq!(browser.status().await.as_deref(), Some("Ready."));
    }
}

async fn a_number_that_cannot_be_stays_out_of_the_address(browser: &Browser) {
    let site = Site::start();
    let given = "size=5000&slice=5&pool=3";
    open(browser, &site, given).await;
    let wrong = [
        ("Size of the job", "none", "Still using 5000.", "5000"),
        ("Slice in milliseconds", "0", "Still using 5.", "5"),
        ("Workers in the pool", "33", "Still using 3.", "3"),
    ];
    for (field, value, said, right) in wrong {
        lab::retype(browser, field, value).await;
        lab::wait_for_text(browser, "[role=alert]", said).await;
        let control = browser.named("textbox", field).await;
        let invalid = control.attr("aria-invalid").await.ok().flatten();
        assert_eq!(invalid.as_deref(), Some("true"), "{field}");
        assert_eq!(hash(browser).await, format!("#/freeze?{given}"));
        lab::retype(browser, field, right).await;
        assert_eq!(browser.alerts().await, [""; 0]);
    }
}

async fn a_run_without_a_mode_says_what_is_missing(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "run=").await;
    browser.click("button", "Run").await;
    browser.wait_for_status("Failed").await;
    let alerts = browser.alerts().await.join("\n");
    assert!(alerts.contains("No mode is chosen"), "{alerts}");
    lab::toggle(browser, "One Worker").await;
    browser.press("Control+Enter").await;
    lab::finish(browser).await;
    assert_eq!(browser.alerts().await, [""; 0]);
}

async fn the_table_sorts_is_copied_and_saved(browser: &Browser) {
    let site = Site::start();
    // Where the table is wider than the page too.
    browser.resize(Viewport::Phone).await;
    open(browser, &site, "run=main,sliced,worker&size=1000000").await;
    lab::run(browser).await;
    let unsorted = ["main", "sliced", "worker"];
    assert_eq!(browser.strategies().await, unsorted);
    browser.click("button", "Job").await;
    lab::wait_for_text(browser, "th[aria-sort=ascending]", "Job").await;
    let jobs = jobs(browser).await;
    assert!(jobs.is_sorted(), "{jobs:?}");
    browser.click("button", "Job").await;
    lab::wait_for_text(browser, "th[aria-sort=descending]", "Job").await;
    let mut falling = self::jobs(browser).await;
    falling.reverse();
    assert!(falling.is_sorted(), "{falling:?}");
    browser.click("button", "Job").await;
    browser
        .wait_for("the table is as it was", async || {
            (browser.strategies().await == unsorted).then_some(())
        })
        .await;
    browser.click("button", "Copy table").await;
    browser
        .wait_for("the button says what became of it", async || {
            let said = lab::text(browser, RESULT).await;
            let copied = said.contains("Copied");
            (copied || said.contains("does not let")).then_some(())
        })
        .await;
    let (json, csv) = lab::saved(browser, RESULT).await;
    assert_eq!(json[1]["mode"], "sliced");
    let job = figure(browser, "sliced", "job").await;
    assert_eq!(json[1]["job_ms"].as_f64(), Some(job));
    assert!(csv.starts_with("mode,job_ms,longest_gap_ms,"), "{csv}");
    assert_eq!(csv.lines().count(), 4, "{csv}");
}

/// The times of the jobs, in the order of the table.
async fn jobs(browser: &Browser) -> Vec<f64> {
    let script = "return Array.from(document.querySelectorAll(
        'tr[data-strategy] [data-metric=job]'),
        (cell) => Number(cell.dataset.value))";
    let jobs = browser.js(script, &[]).await;
    serde_json::from_value(jobs).expect("a list of numbers")
}

async fn the_code_on_the_page_is_that_of_the_mode(browser: &Browser) {
    const WHY: &str = "section[aria-label='Why']";
    let site = Site::start();
    open(browser, &site, "").await;
    for mode in MODES {
        let tab = format!("{WHY} button[data-strategy={mode}]");
        browser.click_at(&tab).await;
        let code = format!("pub async fn {mode}");
        lab::wait_for_text(browser, WHY, &code).await;
    }
}
