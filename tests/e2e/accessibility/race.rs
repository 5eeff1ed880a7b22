//! The race for those who hear it, see it differently, or use keys alone.

use super::{check_all_looks, check_contract, focused, tab_to};
use crate::harness::{
    Browser, Deployment, Headers, Lack, Site, in_each_engine,
};
use crate::lab;
use serde_json::json;

in_each_engine!(
    axe_finds_nothing_wrong_with_the_race,
    the_contract_holds_for_the_race,
    keys_alone_operate_the_race,
);

async fn axe_finds_nothing_wrong_with_the_race(browser: &Browser) {
    let site = Site::start();
    let (run, running) = match browser.lacks(Lack::SharedMemory) {
        true => ("messages", "Running: Messages"),
        false => ("shared-lock", "Running: Blocking lock"),
    };
    let endless = format!("#/race?run={run}&worker-adds=1000000&repeat=100");
    browser.open(&site.url(&endless)).await;
    browser.wait_for_status("Ready").await;
    check_all_looks(browser, "ready").await;
    browser.click("button", "Run").await;
    browser.wait_for_status(running).await;
    check_all_looks(browser, "running").await;
    browser.press("Escape").await;
    browser.wait_for_status("Stopped").await;
    check_all_looks(browser, "stopped").await;
    let all = "#/race?order=shuffled&worker-adds=1000&repeat=2";
    lab::follow(browser, &site.url(all)).await;
    lab::run(browser).await;
    check_all_looks(browser, "finished").await;
    lab::follow(browser, &site.url("#/race?run=&order=none&repeat=7")).await;
    lab::retype(browser, "Repetitions", "none").await;
    browser.click("button", "Run").await;
    browser.wait_for_status("Failed").await;
    check_all_looks(browser, "failed").await;
    // Where memory cannot be shared.
    let plain = Site::host(Deployment::built(), Headers::Plain, "/");
    browser.open(&plain.url("#/race")).await;
    lab::wait_for_text(browser, "[role=note]", "Reload").await;
    check_all_looks(browser, "not isolated").await;
}

async fn the_contract_holds_for_the_race(browser: &Browser) {
    let site = Site::start();
    let setup = "#/race?worker-adds=1000&repeat=1";
    browser.open(&site.url(setup)).await;
    browser.wait_for_status("Ready").await;
    check_contract(browser, "Race").await;
    lab::run(browser).await;
    check_contract(browser, "Race").await;
    let script = "return Array.from(document.querySelectorAll('table'),
        (table) => table.caption?.textContent.trim() ?? '')";
    let captions = browser.js(script, &[]).await;
    let expected = [
        "Results by strategy",
        "Reads and writes around the playhead",
    ];
    assert_eq!(captions, json!(expected));
    let script = "return Array.from(document.querySelectorAll(
          'tr[data-strategy=messages] [data-metric]'),
        (cell) => cell.dataset.metric)";
    let metrics = browser.js(script, &[]).await;
    let expected = json!([
        "expected",
        "got",
        "lost",
        "lost-least",
        "lost-most",
        "time",
        "per-add"
    ]);
    assert_eq!(metrics, expected);
    let script = "return Array.from(document.querySelectorAll(
          '[aria-label=\"Results by strategy\"] th button'),
        (heading) => heading.title.length > 9)";
    let defined = browser.js(script, &[]).await;
    assert_eq!(defined, json!(vec![true; 7]));
}

async fn keys_alone_operate_the_race(browser: &Browser) {
    let site = Site::start();
    let setup = "#/race?run=task-await,messages&repeat=2";
    browser.open(&site.url(setup)).await;
    browser.wait_for_status("Ready").await;
    tab_to(browser, "Skip to the lab").await;
    browser.press("Enter").await;
    tab_to(browser, "Await between").await;
    browser.press("Space").await;
    lab::wait_for_address(browser, "run=messages&").await;
    browser.press("Space").await;
    lab::wait_for_address(browser, "run=task-await,messages").await;
    tab_to(browser, "Tasks").await;
    browser.press("Control+a").await;
    browser.write("10").await;
    lab::wait_for_address(browser, "tasks=10").await;
    tab_to(browser, "Ready queue").await;
    browser.press("ArrowDown").await;
    lab::wait_for_address(browser, "order=lifo").await;
    browser.press("ArrowDown").await;
    lab::wait_for_address(browser, "order=shuffled").await;
    tab_to(browser, "Seed of the order").await;
    browser.press("Control+a").await;
    browser.write("7").await;
    lab::wait_for_address(browser, "seed=7").await;
    tab_to(browser, "Run").await;
    browser.press("Enter").await;
    lab::finish(browser).await;
    assert_eq!(focused(browser).await, "Run");
    tab_to(browser, "Lost").await;
    browser.press("Enter").await;
    lab::wait_for_text(browser, "th[aria-sort=ascending]", "Lost").await;
    let step = browser.find(".three-steps button").await;
    let step = step.text().await.expect("a button has a text");
    tab_to(browser, &step).await;
    browser.press("Enter").await;
    lab::wait_for_text(browser, "tr[data-here=true]", "read").await;
    tab_to(browser, "Step forward").await;
    browser.press("Enter").await;
    tab_to(browser, "Messages").await;
    browser.press("Enter").await;
    lab::wait_for_text(browser, ".why", "pub async fn messages").await;
    // A run that starts and stops by keys, wherever the focus is.
    let endless = "#/race?run=task-lock&tasks=500&adds=1000&repeat=100";
    lab::follow(browser, &site.url(endless)).await;
    browser.press("Control+Enter").await;
    browser.wait_for_status("Running").await;
    browser.press("Escape").await;
    browser.wait_for_status("Stopped").await;
}
