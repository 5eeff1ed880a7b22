//! The comparison: a table that measures itself, alone and all at once, and
//! what it says to somebody who has a job.

use crate::accessibility::{check_all_looks, check_contract, tab_to};
use crate::freeze::{host, loader, wait_until_no_worker_lives, workers};
use crate::harness::{
    Browser, Deployment, Headers, Lack, Site, in_each_engine,
};
use crate::lab::{self, RESULT};
use serde_json::{Value, json};
use std::time::Duration;

in_each_engine!(
    alone: run_fills_the_table,
    without_isolation_two_cells_say_what_is_missing,
);
in_each_engine!(
    a_cell_is_measured_alone,
    stopping_keeps_what_was_measured_and_no_worker_lives,
    leaving_the_lab_ends_its_run,
    a_worker_that_cannot_be_loaded_fails_its_cells_alone,
    a_link_opens_its_answers_and_measures_nothing,
    what_a_link_says_wrong_is_reported,
    an_answer_offers_to_measure_its_evidence,
    the_table_is_saved_as_it_stands,
    keys_alone_operate_the_comparison,
    axe_finds_nothing_wrong_with_the_comparison,
    the_contract_holds_for_the_comparison,
);

const ASPECTS: [&str; 6] = [
    "race-conditions",
    "creation-speed",
    "memory",
    "ease",
    "scheduling",
    "capacity",
];

const KINDS: [&str; 3] = ["coroutine", "thread", "process"];

/// What a chooser says, and by what.
const ANSWER: &str = ".compare-answer";

/// Measuring everything takes seconds even where nothing else goes on.
const LONGEST: Duration = Duration::from_secs(90);

async fn open(browser: &Browser, site: &Site, query: &str) {
    let mark = if query.is_empty() { "" } else { "?" };
    let address = site.url(&format!("#/compare{mark}{query}"));
    browser.open(&address).await;
    browser.wait_for_status("Ready").await;
}

async fn run(browser: &Browser) -> String {
    browser.click("button", "Run").await;
    browser.wait_for_status_within(LONGEST, "Finished").await
}

async fn cell_text(browser: &Browser, aspect: &str, kind: &str) -> String {
    let cell = format!("tr[data-strategy='{aspect}'] [data-metric='{kind}']");
    lab::text(browser, &cell).await
}

/// The cells that have a figure, as "aspect kind", lines of code aside.
async fn known(browser: &Browser) -> Vec<String> {
    let script = "return Array.from(document.querySelectorAll(
        'tr[data-strategy]:not([data-strategy=ease]) [data-metric]'))
        .filter((cell) => cell.dataset.value !== '')
        .map((cell) => cell.closest('tr').dataset.strategy + ' '
          + cell.dataset.metric)";
    let cells = browser.js(script, &[]).await;
    serde_json::from_value(cells).expect("a list of cells")
}

async fn wait_for_hash(browser: &Browser, hash: &str) {
    let what = format!("the address is {hash}");
    browser
        .wait_for(&what, async || {
            let now = browser.js("return location.hash", &[]).await;
            (now == hash).then_some(())
        })
        .await;
}

/// What is chosen, question by question.
async fn chosen(browser: &Browser) -> Value {
    let script = "return Array.from(document.querySelectorAll(
        '.compare-questions fieldset'), (set) =>
        Array.from(set.querySelectorAll('input'), (it) => it.checked)
          .indexOf(true))";
    browser.js(script, &[]).await
}

async fn run_fills_the_table(browser: &Browser) {
    let site = host(Deployment::spied());
    open(browser, &site, "").await;
    assert_eq!(known(browser).await, [""; 0]);
    let shares = !browser.lacks(Lack::SharedMemory);
    let finished = match shares {
        true => "Finished.",
        false => {
            "Finished: 2 of 12 could not be measured; their cells say why."
        }
    };
    assert_eq!(run(browser).await, finished);
    assert_eq!(browser.strategies().await, ASPECTS);
    let shared = ["race-conditions", "creation-speed"];
    for aspect in ASPECTS {
        for kind in KINDS {
            let value = browser.metric(aspect, kind).await;
            // Of a Worker without wasm nobody tells.
            let disclosed = (aspect, kind) != ("memory", "thread")
                && (shares || kind != "thread" || !shared.contains(&aspect));
            assert_eq!(value.is_some(), disclosed, "{aspect} {kind}");
            let text = cell_text(browser, aspect, kind).await;
            assert!(text.contains("The post: "), "{text}");
        }
    }
    let value = async |aspect, kind| {
        browser.metric(aspect, kind).await.expect("it is known")
    };
    // A hundred tasks that each add a hundred times, in turns.
    assert_eq!(value("race-conditions", "coroutine").await, 9_900.0);
    assert_eq!(value("race-conditions", "process").await, 0.0);
    let task = value("creation-speed", "coroutine").await;
    let worker = value("creation-speed", "process").await;
    assert!(worker > task * 100.0, "{worker} {task}");
    let task = value("memory", "coroutine").await;
    let worker = value("memory", "process").await;
    assert!(worker > task * 100.0, "{worker} {task}");
    let here = value("scheduling", "coroutine").await;
    let there = value("scheduling", "process").await;
    assert!(here > 150.0 && there < here / 2.0, "{here} {there}");
    // The page's own thread runs the job at the pace of a Worker.
    let here = value("capacity", "coroutine").await;
    let there = value("capacity", "thread").await;
    assert!(here < there * 2.0, "{here} {there}");
    let told = lab::text(browser, RESULT).await;
    for word in ["A million coroutines", "extrapolated from 8", "on the loop"] {
        assert!(told.contains(word), "{word}: {told}");
    }
    check_lanes(browser).await;
    wait_until_no_worker_lives(browser).await;
    // All of it is there when the visitor comes back.
    let before = known(browser).await;
    browser.click("link", "Freeze").await;
    browser.wait_for_status("Ready").await;
    browser.click("link", "Compare").await;
    browser.wait_for_status("Ready").await;
    assert_eq!(known(browser).await, before);
}

/// Who computes on the loop leaves no tick while it does; others do.
async fn check_lanes(browser: &Browser) {
    let script = "return Array.from(document.querySelectorAll('[data-lane]'),
        (lane) => {
          const bar = lane.querySelector('.computes');
          const from = Number(bar.getAttribute('x'));
          const to = from + Number(bar.getAttribute('width'));
          const path = lane.querySelector('.ticks').getAttribute('d');
          const ticks = Array.from(path.matchAll(/M([\\d.]+)/g), (it) =>
            Number(it[1]));
          return [lane.dataset.lane,
            ticks.filter((at) => at > from + 1 && at < to - 1).length];
        })";
    let lanes = browser.js(script, &[]).await;
    let lanes: Vec<(String, usize)> =
        serde_json::from_value(lanes).expect("a list of lanes");
    let names: Vec<&str> = lanes.iter().map(|it| it.0.as_str()).collect();
    assert_eq!(names, KINDS);
    assert_eq!(lanes[0].1, 0, "{lanes:?}");
    assert!(lanes[1].1 > 0 && lanes[2].1 > 0, "{lanes:?}");
}

async fn without_isolation_two_cells_say_what_is_missing(browser: &Browser) {
    let site = Site::host(Deployment::built(), Headers::Plain, "/");
    open(browser, &site, "").await;
    let status = run(browser).await;
    assert_eq!(
        status,
        "Finished: 2 of 12 could not be measured; their cells say why."
    );
    for aspect in ["race-conditions", "creation-speed", "memory"] {
        assert_eq!(browser.metric(aspect, "thread").await, None);
        let text = cell_text(browser, aspect, "thread").await;
        assert!(text.contains("not cross-origin isolated"), "{text}");
        assert!(browser.metric(aspect, "coroutine").await.is_some());
        assert!(browser.metric(aspect, "process").await.is_some());
    }
    browser.click("button", "Reload the page isolated").await;
    browser.wait_for_status("Ready").await;
    let isolated = "return window.crossOriginIsolated";
    browser
        .wait_for("the page is isolated", async || {
            (browser.js(isolated, &[]).await == true).then_some(())
        })
        .await;
}

async fn a_cell_is_measured_alone(browser: &Browser) {
    let site = host(Deployment::spied());
    open(browser, &site, "").await;
    browser
        .click("button", "Measure scheduling of processes")
        .await;
    lab::finish(browser).await;
    assert_eq!(known(browser).await, ["scheduling process"]);
    assert_eq!(browser.count("[data-lane]").await, 1);
    assert_eq!(workers(browser).await, (1, 1));
    // One measurement fills two cells.
    let both = "Measure creation speed and memory of coroutines";
    browser.click("button", both).await;
    browser.wait_for_status("Running").await;
    lab::finish(browser).await;
    let expected = [
        "creation-speed coroutine",
        "memory coroutine",
        "scheduling process",
    ];
    assert_eq!(known(browser).await, expected);
    wait_until_no_worker_lives(browser).await;
    browser.named("button", &format!("{both} again")).await;
}

async fn stopping_keeps_what_was_measured_and_no_worker_lives(
    browser: &Browser,
) {
    let site = host(Deployment::spied());
    open(browser, &site, "").await;
    browser.click("button", "Run").await;
    browser
        .wait_for("something is measured", async || {
            (!known(browser).await.is_empty()).then_some(())
        })
        .await;
    browser.press("Escape").await;
    browser.wait_for_status("Stopped").await;
    wait_until_no_worker_lives(browser).await;
    let kept = known(browser).await;
    assert!(kept.contains(&"race-conditions coroutine".to_owned()));
    // The last is at the end of what takes seconds.
    assert!(!kept.contains(&"capacity process".to_owned()), "{kept:?}");
    assert!(browser.has("button", "Run").await);
    assert_eq!(browser.count(".compare-progress").await, 0);
    assert_eq!(browser.alerts().await, [""; 0]);
}

async fn leaving_the_lab_ends_its_run(browser: &Browser) {
    let site = host(Deployment::spied());
    open(browser, &site, "").await;
    browser.click("button", "Run").await;
    browser
        .wait_for("a worker is begun", async || {
            (workers(browser).await.0 > 0).then_some(())
        })
        .await;
    browser.click("link", "Crawl").await;
    browser.wait_for_status("Ready").await;
    wait_until_no_worker_lives(browser).await;
    let (begun, _) = workers(browser).await;
    browser.js("return window.spied.frame()", &[]).await;
    assert_eq!(workers(browser).await.0, begun);
}

async fn a_worker_that_cannot_be_loaded_fails_its_cells_alone(
    browser: &Browser,
) {
    let site = host(Deployment::built().without(&loader()));
    open(browser, &site, "").await;
    let status = run(browser).await;
    assert!(status.contains("could not be measured"), "{status}");
    let text = cell_text(browser, "capacity", "process").await;
    assert!(text.contains("did not start"), "{text}");
    assert_eq!(browser.metric("capacity", "process").await, None);
    assert!(browser.metric("capacity", "coroutine").await.is_some());
    assert!(browser.metric("scheduling", "coroutine").await.is_some());
    // Alone it is all there was to measure.
    let again = "Measure computational capacity of processes again";
    browser.click("button", again).await;
    browser.wait_for_status("Failed").await;
}

async fn a_link_opens_its_answers_and_measures_nothing(browser: &Browser) {
    let site = host(Deployment::spied());
    let full = "work=computing&many=thousands&shared=writes&responsive=no";
    open(browser, &site, full).await;
    wait_for_hash(browser, &format!("#/compare?{full}")).await;
    assert_eq!(chosen(browser).await, json!([1, 2, 2, 1]));
    lab::wait_for_text(browser, ANSWER, "Workers that share memory").await;
    assert_eq!(browser.alerts().await, [""; 0]);
    assert_eq!(workers(browser).await, (0, 0));
    assert_eq!(known(browser).await, [""; 0]);
    let other = "#/compare?many=one";
    lab::follow(browser, &site.url(other)).await;
    lab::wait_for_text(browser, ANSWER, "Coroutines on the loop").await;
    assert_eq!(chosen(browser).await, json!([0, 0, 0, 0]));
    // Each link of the table leads to a lab that understands it.
    let script = "return Array.from(document.querySelectorAll(
        '.compare-tools a, .compare-see a'), (it) => it.getAttribute('href'))";
    let links = browser.js(script, &[]).await;
    let links: Vec<String> = serde_json::from_value(links).expect("links");
    assert_eq!(links.len(), 19);
    for link in &links[..3] {
        lab::follow(browser, &site.url(link)).await;
        browser.wait_for_status("Ready").await;
        assert_eq!(browser.alerts().await, [""; 0], "{link}");
        wait_for_hash(browser, link).await;
    }
}

async fn what_a_link_says_wrong_is_reported(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "").await;
    for wrong in ["work=play", "many=7", "shared=all", "responsive=1", "x=y"] {
        let link = format!("#/compare?{wrong}");
        lab::follow(browser, &site.url(&link)).await;
        let (name, _) = wrong.split_once('=').expect("name and value");
        lab::wait_for_text(browser, "[role=alert]", name).await;
        assert_eq!(chosen(browser).await, json!([0, 1, 0, 0]), "{wrong}");
        wait_for_hash(browser, "#/compare").await;
    }
}

async fn an_answer_offers_to_measure_its_evidence(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "work=computing&many=one").await;
    lab::wait_for_text(browser, ANSWER, "One Worker").await;
    lab::wait_for_text(browser, ANSWER, "no figure of this machine").await;
    browser.click("button", "Measure what is missing").await;
    lab::wait_for_text(browser, ANSWER, "in one Worker").await;
    lab::finish(browser).await;
    lab::wait_for_text(browser, ANSWER, "While one computed in a Worker").await;
    assert!(!browser.has("button", "Measure what is missing").await);
    let expected = [
        "scheduling coroutine",
        "scheduling process",
        "capacity thread",
    ];
    assert_eq!(known(browser).await, expected);
}

async fn the_table_is_saved_as_it_stands(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "").await;
    browser
        .click("button", "Measure race conditions of coroutines")
        .await;
    lab::finish(browser).await;
    let (json, csv) = lab::saved(browser, RESULT).await;
    assert_eq!(json[0]["value"], 9_900.0);
    assert_eq!(json[0]["kind"], "coroutine");
    assert_eq!(json.as_array().map(Vec::len), Some(18));
    let csv: Vec<&str> = csv.lines().collect();
    assert_eq!(csv.len(), 19);
    let line = "race-conditions,coroutine,9900,updates,";
    assert!(csv[1].starts_with(line), "{}", csv[1]);
}

async fn keys_alone_operate_the_comparison(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "").await;
    tab_to(browser, "Measure race conditions of coroutines").await;
    browser.press("Enter").await;
    lab::finish(browser).await;
    assert_eq!(known(browser).await, ["race-conditions coroutine"]);
    tab_to(browser, "waiting, for the network or a timer").await;
    browser.press("ArrowDown").await;
    lab::wait_for_address(browser, "work=computing").await;
    lab::wait_for_text(browser, ANSWER, "A pool of Workers").await;
    tab_to(browser, "a few, about as many as cores").await;
    browser.press("ArrowUp").await;
    lab::wait_for_address(browser, "many=one").await;
    tab_to(browser, "nothing").await;
    browser.press("ArrowDown").await;
    browser.press("ArrowDown").await;
    lab::wait_for_address(browser, "shared=writes").await;
    lab::wait_for_text(browser, ANSWER, "The loop, in slices").await;
    tab_to(browser, "yes").await;
    browser.press("ArrowDown").await;
    lab::wait_for_address(browser, "responsive=no").await;
    lab::wait_for_text(browser, ANSWER, "A plain call on the loop").await;
    tab_to(browser, "See it in Freeze").await;
    browser.press("Enter").await;
    lab::wait_for_address(browser, "#/freeze?length=0.5&run=main").await;
}

async fn axe_finds_nothing_wrong_with_the_comparison(browser: &Browser) {
    let site = Site::host(Deployment::built(), Headers::Plain, "/");
    open(browser, &site, "work=computing").await;
    browser.named("button", "Reload the page isolated").await;
    check_all_looks(browser, "ready").await;
    run(browser).await;
    check_all_looks(browser, "finished").await;
    browser.click("button", "Run").await;
    browser.find("[data-state=running]").await;
    browser.press("Escape").await;
    browser.wait_for_status("Stopped").await;
    lab::follow(browser, &site.url("#/compare?work=play")).await;
    lab::wait_for_text(browser, "[role=alert]", "work").await;
    check_all_looks(browser, "wrong").await;
}

async fn the_contract_holds_for_the_comparison(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "").await;
    check_contract(browser, "Compare").await;
    let again = "Measure race conditions of processes";
    browser.click("button", again).await;
    lab::finish(browser).await;
    check_contract(browser, "Compare").await;
    let script = "return Array.from(document.querySelectorAll('table'),
        (table) => table.caption?.textContent.trim() ?? '')";
    let captions = browser.js(script, &[]).await;
    let caption = "Coroutine, thread and process, measured here";
    assert_eq!(captions, json!([caption]));
    let script = "return Array.from(document.querySelectorAll(
        'tr[data-strategy]'), (row) => Array.from(
        row.querySelectorAll('[data-metric]'), (it) => it.dataset.metric))";
    let cells = browser.js(script, &[]).await;
    assert_eq!(cells, json!(vec![KINDS; 6]));
    let section = "section[aria-label='Measure everything here']";
    assert_eq!(browser.count(section).await, 1);
}
