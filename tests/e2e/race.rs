//! The race: what arrives and what is lost, in every engine, with memory that
//! is shared and without.

use crate::harness::{
    Browser, Deployment, Headers, Lack, Site, in_each_engine,
};
use crate::lab::{self, RESULT, figure};
use serde_json::{Value, json};

in_each_engine!(
    alone: plain_reads_and_writes_of_threads_lose_updates,
);
in_each_engine!(
    what_must_arrive_arrives_and_what_must_be_lost_is_lost,
    a_seed_loses_the_same_in_every_browser,
    where_memory_cannot_be_shared_the_page_offers_the_reload_that_helps,
    where_no_reload_helps_the_page_names_the_headers,
    the_first_lost_update_is_shown_and_stepped_through,
    an_order_that_loses_nothing_says_so,
    a_run_of_any_kind_can_be_stopped,
    no_worker_outlives_its_run,
    leaving_the_lab_ends_its_run,
    a_worker_that_cannot_be_loaded_fails_its_strategy_alone,
    the_address_follows_each_control,
    a_link_opens_exactly_its_setup,
    what_a_link_says_wrong_is_reported,
    a_run_without_a_strategy_says_what_is_missing,
    the_code_on_the_page_is_that_of_the_strategy,
);

/// The strategies in the order of the page.
const STRATEGIES: [&str; 7] = [
    "task-await",
    "task-no-await",
    "task-lock",
    "shared-plain",
    "shared-atomic",
    "shared-lock",
    "messages",
];

/// Those that share memory.
const SHARED: [&str; 3] = ["shared-plain", "shared-atomic", "shared-lock"];

const FIRST_LOSS: &str = "section[aria-label='The first lost update']";

/// Opens the lab on a setup, in a page that loads anew.
async fn open(browser: &Browser, site: &Site, setup: &str) {
    browser.open(&site.url(&format!("#/race?{setup}"))).await;
    browser.wait_for_status("Ready").await;
}

/// What was expected, what arrived and what was lost.
async fn counts(browser: &Browser, strategy: &str) -> [f64; 3] {
    let mut counts = [0.0; 3];
    for (count, metric) in counts.iter_mut().zip(["expected", "got", "lost"]) {
        *count = figure(browser, strategy, metric).await;
    }
    counts
}

/// Workers begun and ended.
async fn workers(browser: &Browser) -> (u64, u64) {
    let script = "return [window.spied.begun, window.spied.ended]";
    let counts = browser.js(script, &[]).await;
    serde_json::from_value(counts).expect("two numbers")
}

async fn wait_until_workers_are(browser: &Browser, expected: (u64, u64)) {
    let what = format!("workers begun and ended are {expected:?}");
    browser
        .wait_for(&what, async || {
            (workers(browser).await == expected).then_some(())
        })
        .await;
}

async fn what_must_arrive_arrives_and_what_must_be_lost_is_lost(
    browser: &Browser,
) {
    let site = Site::start();
    // So many that threads meet, which should not and would lose some then.
    open(browser, &site, "worker-adds=300000&repeat=3").await;
    lab::run(browser).await;
    let shares = !browser.lacks(Lack::SharedMemory);
    let mut run = STRATEGIES.to_vec();
    run.retain(|it| shares || !SHARED.contains(it));
    assert_eq!(browser.strategies().await, run);
    assert_eq!(browser.alerts().await, [""; 0]);
    let all = 10_000.0;
    assert_eq!(counts(browser, "task-await").await, [all, 100.0, 9_900.0]);
    for strategy in ["task-no-await", "task-lock"] {
        let counted = counts(browser, strategy).await;
        assert_eq!(counted, [all, all, 0.0], "{strategy}");
    }
    let all = 600_000.0;
    for strategy in ["shared-atomic", "shared-lock", "messages"] {
        if !run.contains(&strategy) {
            continue;
        }
        let counted = counts(browser, strategy).await;
        assert_eq!(counted, [all, all, 0.0], "{strategy}");
        let most = figure(browser, strategy, "lost-most").await;
        assert_eq!(most, 0.0, "{strategy}");
    }
    if shares {
        let [expected, got, lost] = counts(browser, "shared-plain").await;
        assert_eq!((expected, got + lost), (all, all));
    }
    for strategy in &run {
        lab::check_took_time(browser, strategy, "time").await;
    }
    let told = lab::text(browser, RESULT).await;
    for part in [
        "100 tasks each added 1 to a counter a hundred times",
        "9900 updates were lost on one thread",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    // There is no ratio to a time below the step of the clock.
    if figure(browser, "task-await", "time").await > 0.0 {
        assert!(told.contains("The async lock took"), "{told}");
    }
    if shares {
        assert!(told.contains("messages alone none was lost"), "{told}");
    }
    let (json, csv) = lab::saved(browser, RESULT).await;
    assert_eq!(json[0]["lost"], json!([9_900, 9_900, 9_900]));
    let repetitions = 1 + 3 * run.len();
    assert_eq!(csv.lines().count(), repetitions, "{csv}");
    // A strip each, with a bar for all that came out alike.
    let script = "return Array.from(document.querySelectorAll('.strip'),
        (strip) => [strip.dataset.strategy, strip.querySelector('.strip-said')
          .textContent, strip.querySelectorAll('rect').length])";
    let strips = browser.js(script, &[]).await;
    let strips = strips.as_array().expect("a list of strips");
    assert_eq!(strips.len(), STRATEGIES.len());
    assert_eq!(
        strips[0],
        json!(["task-await", "9900 of 10\u{202f}000 lost", 1])
    );
    assert_eq!(strips[6], json!(["messages", "none lost", 1]));
}

/// Which updates are lost is chance, so it may take a few tries.
async fn plain_reads_and_writes_of_threads_lose_updates(browser: &Browser) {
    if browser.lacks(Lack::SharedMemory) {
        return;
    }
    let site = Site::start();
    let setup = "run=shared-plain&worker-adds=1000000&repeat=10";
    open(browser, &site, setup).await;
    for _ in 0..10 {
        lab::run(browser).await;
        let lost = figure(browser, "shared-plain", "lost-most").await;
        if lost > 0.0 {
            let got = figure(browser, "shared-plain", "expected").await - lost;
            assert!(got > 0.0);
            assert_eq!(browser.alerts().await, [""; 0]);
            return;
        }
    }
    panic!("{}: in a hundred races nothing is lost", browser.engine());
}

/// The same numbers as on the host, see there.
async fn a_seed_loses_the_same_in_every_browser(browser: &Browser) {
    let site = Site::start();
    for (seed, got) in [(0, 105.0), (2, 100.0), (999_999, 103.0)] {
        let setup =
            format!("run=task-await&order=shuffled&seed={seed}&repeat=1");
        open(browser, &site, &setup).await;
        lab::run(browser).await;
        let found = figure(browser, "task-await", "got").await;
        assert_eq!(found, got, "seed {seed}");
        let told = lab::text(browser, RESULT).await;
        let said = format!("Seed {seed} loses exactly as many");
        assert!(told.contains(&said), "{told}");
    }
}

async fn is_isolated(browser: &Browser) -> bool {
    browser.js("return crossOriginIsolated", &[]).await == true
}

async fn where_memory_cannot_be_shared_the_page_offers_the_reload_that_helps(
    browser: &Browser,
) {
    let site = Site::host(Deployment::built(), Headers::Plain, "/");
    open(browser, &site, "worker-adds=2000&repeat=1").await;
    assert!(!is_isolated(browser).await);
    let note = lab::wait_for_text(browser, "[role=note]", "Reload").await;
    assert!(note.starts_with("Threads cannot run yet."), "{note}");
    lab::run(browser).await;
    let rest = ["task-await", "task-no-await", "task-lock", "messages"];
    assert_eq!(browser.strategies().await, rest);
    let all = 4_000.0;
    assert_eq!(counts(browser, "messages").await, [all, all, 0.0]);
    for strategy in SHARED {
        let strip = format!(".strip[data-strategy={strategy}]");
        lab::wait_for_text(browser, &strip, "needs shared memory").await;
    }
    // Without them there is nothing to say here.
    let address = lab::address(browser).await;
    lab::follow(browser, &site.url("#/race?run=messages")).await;
    browser
        .wait_for("the note is gone", async || {
            (browser.count("[role=note]").await == 0).then_some(())
        })
        .await;
    // Only they, and there is nothing to run.
    lab::follow(browser, &site.url("#/race?run=shared-plain")).await;
    browser.click("button", "Run").await;
    browser.wait_for_status("Failed").await;
    let alerts = browser.alerts().await.join("\n");
    assert!(alerts.contains("not cross-origin isolated"), "{alerts}");
    lab::follow(browser, &site.url(&address)).await;
    browser.click("button", "Reload the page isolated").await;
    browser
        .wait_for("the page is isolated", async || {
            is_isolated(browser).await.then_some(())
        })
        .await;
    browser.wait_for_status("Ready").await;
    assert_eq!(lab::address(browser).await, address, "the setup is kept");
    if browser.lacks(Lack::SharedMemory) {
        return;
    }
    assert_eq!(browser.count("[role=note]").await, 0);
    lab::run(browser).await;
    assert_eq!(browser.strategies().await, STRATEGIES);
    for strategy in ["shared-atomic", "shared-lock"] {
        let counted = counts(browser, strategy).await;
        assert_eq!(counted, [all, all, 0.0], "{strategy}");
    }
}

async fn where_no_reload_helps_the_page_names_the_headers(browser: &Browser) {
    browser.forbid_service_workers().await;
    let site = Site::host(Deployment::built(), Headers::Plain, "/");
    open(browser, &site, "run=shared-plain").await;
    let name = "Cross-Origin-Opener-Policy: same-origin";
    lab::wait_for_text(browser, "[role=note]", name).await;
    assert!(!browser.has("button", "Reload the page isolated").await);
}

/// Which place the replay is at.
async fn position(browser: &Browser) -> u64 {
    let script = "return Number(document.querySelector('.readout')
        .dataset.position)";
    let position = browser.js(script, &[]).await;
    position.as_u64().expect("a whole number")
}

/// The access that was the last at the playhead: its part in the loss, and
/// what it says.
async fn here(browser: &Browser) -> String {
    lab::text(browser, "tr[data-here=true]").await
}

async fn the_first_lost_update_is_shown_and_stepped_through(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "run=task-await&repeat=1").await;
    assert_eq!(browser.count(FIRST_LOSS).await, 0);
    lab::run(browser).await;
    let told = lab::text(browser, FIRST_LOSS).await;
    let sentence = "The first lost update: task 2 read 0, then task 1 wrote 1, \
                    and task 2 wrote 1 over it. That update is lost.";
    assert!(told.contains(sentence), "{told}");
    // It opens there, and stands still.
    let here_now = here(browser).await;
    assert!(here_now.contains("task 2"), "{here_now}");
    assert!(here_now.contains("wrote over it"), "{here_now}");
    assert!(told.contains("The counter is at 1."), "{told}");
    assert!(told.contains("it would be at 2."), "{told}");
    let words = lab::text(browser, &format!("{FIRST_LOSS} .facts")).await;
    assert_eq!(words, "task 2 prints “writes 1”");
    let start = position(browser).await;
    for (button, part) in [
        ("task 2 reads 0", "read"),
        ("task 1 writes 1", "wrote between"),
        ("task 2 writes 1", "wrote over it"),
    ] {
        browser.click("button", button).await;
        let css = "tr[data-here=true] td:last-child";
        lab::wait_for_text(browser, css, part).await;
    }
    assert_eq!(position(browser).await, start);
    // What the result says of these losses leads back there.
    browser.click("button", "task 2 reads 0").await;
    assert_ne!(position(browser).await, start);
    browser.click_at(".result .finding").await;
    browser
        .comes_to(start, async || position(browser).await)
        .await;
    let css = ".result .finding[aria-current=true]";
    let said = lab::text(browser, css).await;
    assert!(
        said.contains("each repetition loses 9900 updates"),
        "{said}"
    );
    let in_view = format!(
        "const box = document.querySelector(\"{FIRST_LOSS}\")
            .getBoundingClientRect(); return box.top < innerHeight && box.bottom > 0"
    );
    browser
        .wait_for("the first lost update is in view", async || {
            (browser.js(&in_view, &[]).await == true).then_some(())
        })
        .await;
    // Back and forward again, by buttons and by keys.
    browser.click("button", "Step back").await;
    let back = position(browser).await;
    assert!(back < start, "{back} {start}");
    browser.click("button", "Step forward").await;
    assert_eq!(position(browser).await, start);
    let plot = browser.find(&format!("{FIRST_LOSS} .plot")).await;
    plot.focus().await.expect("the picture can be focused");
    browser.press("ArrowLeft").await;
    assert_eq!(position(browser).await, back);
    browser.press("Home").await;
    lab::wait_for_text(browser, ".counter", "The counter is at 0.").await;
    browser.press("End").await;
    let all =
        "The counter is at 100. With no update lost it would be at 10000.";
    lab::wait_for_text(browser, ".counter", all).await;
    assert_eq!(browser.alerts().await, [""; 0]);
}

async fn an_order_that_loses_nothing_says_so(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "run=task-await&order=lifo&repeat=1").await;
    lab::run(browser).await;
    let all = 10_000.0;
    assert_eq!(counts(browser, "task-await").await, [all, all, 0.0]);
    let told = lab::text(browser, RESULT).await;
    assert!(told.contains("None was lost, because the task"), "{told}");
    lab::wait_for_text(browser, FIRST_LOSS, "No update was lost").await;
    assert_eq!(browser.count(".three-steps").await, 0);
}

/// Setups that nothing here would come to the end of.
const ENDLESS: [(&str, &str); 3] = [
    ("Async lock", "run=task-lock&tasks=500&adds=1000&repeat=100"),
    (
        "Blocking lock",
        "run=shared-lock&worker-adds=1000000&repeat=100",
    ),
    (
        "Plain read and write",
        "run=shared-plain&workers=8&worker-adds=1000000&repeat=100",
    ),
];

async fn a_run_of_any_kind_can_be_stopped(browser: &Browser) {
    let site = Site::host(Deployment::spied(), Headers::Isolating, "/");
    let shares = !browser.lacks(Lack::SharedMemory);
    let possible = ENDLESS.into_iter().take(if shares { 3 } else { 1 });
    for (name, setup) in possible {
        open(browser, &site, setup).await;
        for key in [false, true] {
            browser.press("Control+Enter").await;
            browser.wait_for_status(&format!("Running: {name}")).await;
            if key {
                browser.press("Escape").await;
            } else {
                browser.click("button", "Stop").await;
            }
            browser.wait_for_status("Stopped").await;
            let (begun, _) = workers(browser).await;
            wait_until_workers_are(browser, (begun, begun)).await;
        }
        // The page is as good as new.
        lab::follow(browser, &site.url("#/race?run=task-await&repeat=1")).await;
        lab::run(browser).await;
        let lost = figure(browser, "task-await", "lost").await;
        assert_eq!(lost, 9_900.0);
    }
}

async fn no_worker_outlives_its_run(browser: &Browser) {
    if browser.lacks(Lack::SharedMemory) {
        return;
    }
    let site = Site::host(Deployment::spied(), Headers::Isolating, "/");
    let setup = "run=shared-atomic,messages&workers=3&worker-adds=10&repeat=2";
    open(browser, &site, setup).await;
    lab::run(browser).await;
    assert_eq!(workers(browser).await, (6, 6));
    // A run that replaces another ends the workers of that.
    let (_, setup) = ENDLESS[1];
    lab::follow(browser, &site.url(&format!("#/race?{setup}"))).await;
    browser.press("Control+Enter").await;
    browser.wait_for_status("Running: Blocking lock").await;
    wait_until_workers_are(browser, (8, 6)).await;
    browser.press("Control+Enter").await;
    wait_until_workers_are(browser, (10, 8)).await;
    browser.press("Escape").await;
    wait_until_workers_are(browser, (10, 10)).await;
}

async fn leaving_the_lab_ends_its_run(browser: &Browser) {
    if browser.lacks(Lack::SharedMemory) {
        return;
    }
    let site = Site::host(Deployment::spied(), Headers::Isolating, "/");
    let (name, setup) = ENDLESS[1];
    open(browser, &site, setup).await;
    browser.press("Control+Enter").await;
    browser.wait_for_status(&format!("Running: {name}")).await;
    browser.click("link", "Crawl").await;
    browser.wait_for_status("Ready").await;
    wait_until_workers_are(browser, (2, 2)).await;
    browser.click("link", "Race").await;
    lab::wait_for_address(browser, setup).await;
    browser.wait_for_status("Ready").await;
}

async fn a_worker_that_cannot_be_loaded_fails_its_strategy_alone(
    browser: &Browser,
) {
    let built = Deployment::built();
    let loader = built.names().find(|it| it.ends_with("worker_loader.js"));
    let loader = loader.expect("the build has a worker").to_owned();
    let site = Site::host(built.without(&loader), Headers::Isolating, "/");
    let (id, name) = match browser.lacks(Lack::SharedMemory) {
        true => ("messages", "Messages"),
        false => ("shared-lock", "Blocking lock"),
    };
    let setup = format!("run=task-await,{id}&repeat=1");
    open(browser, &site, &setup).await;
    lab::run(browser).await;
    let status = browser.status().await;
    assert_eq!(status.as_deref(), Some("Finished; 1 strategy failed."));
    let alerts = browser.alerts().await;
    let alert = &alerts[0];
    assert!(alert.starts_with(&format!("{name}: ")), "{alert}");
    assert!(alert.contains("did not start"), "{alert}");
    assert_eq!(browser.metric(id, "got").await, None);
    assert_eq!(figure(browser, "task-await", "got").await, 100.0);
    open(browser, &site, "run=messages").await;
    browser.click("button", "Run").await;
    browser.wait_for_status("Failed").await;
}

/// What the controls say.
async fn controls(browser: &Browser) -> Value {
    let script = "return Array.from(document.querySelectorAll(
        '.race-setup :is(input, select)'),
        (it) => it.type === 'checkbox' ? it.checked : it.value)";
    browser.js(script, &[]).await
}

async fn wait_for_hash(browser: &Browser, expected: &str) {
    let what = format!("the address is {expected}");
    browser
        .wait_for(&what, async || {
            (lab::address(browser).await == expected).then_some(())
        })
        .await;
}

async fn the_address_follows_each_control(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "").await;
    wait_for_hash(browser, "#/race").await;
    for name in ["Plain read and write", "Atomics.add", "Messages"] {
        lab::toggle(browser, name).await;
    }
    let mut expected =
        "#/race?run=task-await,task-no-await,task-lock,shared-lock".to_owned();
    wait_for_hash(browser, &expected).await;
    lab::choose(browser, "Ready queue", "shuffled").await;
    expected += "&order=shuffled";
    wait_for_hash(browser, &expected).await;
    for (field, value, name) in [
        ("Seed of the order", "42", "seed"),
        ("Tasks", "7", "tasks"),
        ("Additions of a task", "8", "adds"),
        ("Workers", "5", "workers"),
        ("Additions of a worker", "9", "worker-adds"),
        ("Repetitions", "3", "repeat"),
    ] {
        lab::retype(browser, field, value).await;
        expected += &format!("&{name}={value}");
        wait_for_hash(browser, &expected).await;
    }
    // Nothing that begins with a number that would do: each key counts.
    for (field, value, right) in [
        ("Seed of the order", "-1", "42"),
        ("Tasks", "0", "7"),
        ("Additions of a task", "none", "8"),
        ("Workers", "0", "5"),
        ("Additions of a worker", "0", "9"),
        ("Repetitions", "x", "3"),
    ] {
        lab::retype(browser, field, value).await;
        let said = format!("Still using {right}.");
        lab::wait_for_text(browser, "[role=alert]", &said).await;
        assert_eq!(lab::address(browser).await, expected, "{field}");
        lab::retype(browser, field, right).await;
        assert_eq!(browser.alerts().await, [""; 0]);
    }
}

async fn a_link_opens_exactly_its_setup(browser: &Browser) {
    let site = Site::host(Deployment::spied(), Headers::Isolating, "/");
    let setup = "run=task-await,messages&order=shuffled&seed=9&tasks=4&adds=5\
                 &workers=3&worker-adds=6&repeat=2";
    open(browser, &site, setup).await;
    let expected = json!([
        true, false, false, false, false, false, true, "4", "5", "shuffled",
        "9", "3", "6", "2"
    ]);
    assert_eq!(controls(browser).await, expected);
    wait_for_hash(browser, &format!("#/race?{setup}")).await;
    // Nothing was started by it.
    assert_eq!(workers(browser).await, (0, 0));
    lab::run(browser).await;
    assert_eq!(browser.strategies().await, ["task-await", "messages"]);
    assert_eq!(counts(browser, "messages").await, [18.0, 18.0, 0.0]);
    assert_eq!(figure(browser, "task-await", "expected").await, 20.0);
    assert_eq!(workers(browser).await, (3, 3));
}

async fn what_a_link_says_wrong_is_reported(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "").await;
    let fresh = controls(browser).await;
    for parameter in [
        "run=task-await,threads",
        "order=random",
        "seed=1e9",
        "tasks=0",
        "adds=1001",
        "workers=9",
        "worker-adds=0",
        "repeat=101",
        "speed=9",
    ] {
        let link = format!("#/race?{parameter}");
        lab::follow(browser, &site.url(&link)).await;
        let (name, _) = parameter.split_once('=').expect("name and value");
        lab::wait_for_text(browser, "[role=alert]", name).await;
        assert_eq!(controls(browser).await, fresh, "{parameter}");
        wait_for_hash(browser, "#/race").await;
        assert_eq!(browser.status().await.as_deref(), Some("Ready."));
    }
}

async fn a_run_without_a_strategy_says_what_is_missing(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "run=").await;
    browser.click("button", "Run").await;
    browser.wait_for_status("Failed").await;
    let alerts = browser.alerts().await.join("\n");
    assert!(alerts.contains("No strategy is chosen"), "{alerts}");
}

async fn the_code_on_the_page_is_that_of_the_strategy(browser: &Browser) {
    const WHY: &str = "section[aria-label='Why']";
    let site = Site::start();
    open(browser, &site, "").await;
    for strategy in STRATEGIES {
        let tab = format!("{WHY} button[data-strategy={strategy}]");
        browser.click_at(&tab).await;
        let code = format!("fn {}", strategy.replace('-', "_"));
        lab::wait_for_text(browser, WHY, &code).await;
    }
    let lock = format!("{WHY} button[data-strategy=shared-lock]");
    browser.click_at(&lock).await;
    browser.click("button", "The lock").await;
    lab::wait_for_text(browser, WHY, "pub fn unlock").await;
    browser.click("button", "Python").await;
    lab::wait_for_text(browser, WHY, "threading.Lock()").await;
    // No line that only has “await” in a name is marked as one that awaits.
    let first = format!("{WHY} button[data-strategy=task-await]");
    browser.click_at(&first).await;
    browser.click("button", "Rust, as run").await;
    let script = "return Array.from(document.querySelectorAll(
        '.why mark'), (mark) => mark.textContent.trim())";
    let marked = browser.js(script, &[]).await;
    assert_eq!(marked, json!(["turn().await;"]));
}
