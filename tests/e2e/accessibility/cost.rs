//! The cost for those who hear it, see it differently, or use keys alone.

use super::{check_all_looks, check_contract, focused, tab_to};
use crate::harness::{Browser, Site, in_each_engine};
use crate::lab;
use serde_json::json;

in_each_engine!(
    axe_finds_nothing_wrong_with_the_cost,
    the_contract_holds_for_the_cost,
    keys_alone_operate_the_cost,
);

async fn axe_finds_nothing_wrong_with_the_cost(browser: &Browser) {
    let site = Site::start();
    let all = "run=spawn-local,futures-unordered,js-async,shared-workers,\
        own-workers&workers=2";
    browser
        .open(&site.url(&format!("#/cost?n=1000&{all}")))
        .await;
    browser.wait_for_status("Ready").await;
    check_all_looks(browser, "ready").await;
    lab::run(browser).await;
    browser
        .click("button", "All points of this visit, and the post's")
        .await;
    check_all_looks(browser, "finished").await;
    browser.click("button", "Memory").await;
    check_all_looks(browser, "memory").await;
    let long = "#/cost?n=1000000&body=timer&run=spawn-local";
    lab::follow(browser, &site.url(long)).await;
    browser.click("button", "Run").await;
    browser.wait_for_status("Running").await;
    browser.find(".cost-progress progress").await;
    check_all_looks(browser, "running").await;
    browser.press("Escape").await;
    lab::follow(browser, &site.url("#/cost?run=&n=7")).await;
    lab::retype(browser, "Most workers", "none").await;
    browser.click("button", "Run").await;
    browser.wait_for_status("Failed").await;
    check_all_looks(browser, "failed").await;
}

async fn the_contract_holds_for_the_cost(browser: &Browser) {
    let site = Site::start();
    browser
        .open(&site.url("#/cost?n=1000&run=spawn-local"))
        .await;
    browser.wait_for_status("Ready").await;
    check_contract(browser, "Cost").await;
    lab::run(browser).await;
    check_contract(browser, "Cost").await;
    let script = "return Array.from(document.querySelectorAll('table'),
        (table) => table.caption?.textContent.trim() ?? '')";
    let captions = browser.js(script, &[]).await;
    assert_eq!(captions, json!(["Results by form"]));
    let script = "return Array.from(document.querySelectorAll(
          '[data-strategy=spawn-local] [data-metric]'),
        (cell) => cell.dataset.metric)";
    let metrics = browser.js(script, &[]).await;
    let expected = json!([
        "create",
        "finish",
        "first-time",
        "bytes-each",
        "future-size",
        "per-second",
    ]);
    assert_eq!(metrics, expected);
    let script = "return Array.from(document.querySelectorAll(
          '[aria-label=\"Results by form\"] th button'),
        (heading) => heading.title.length > 9)";
    let defined = browser.js(script, &[]).await;
    assert_eq!(defined, json!(vec![true; 6]));
}

async fn keys_alone_operate_the_cost(browser: &Browser) {
    let site = Site::start();
    let setup = "#/cost?n=1000&run=spawn-local,js-async";
    browser.open(&site.url(setup)).await;
    browser.wait_for_status("Ready").await;
    tab_to(browser, "JS async functions").await;
    browser.press("Space").await;
    lab::wait_for_address(browser, "run=spawn-local").await;
    tab_to(browser, "Workers, own wasm").await;
    browser.press("Space").await;
    lab::wait_for_address(browser, "run=spawn-local,own-workers").await;
    tab_to(browser, "How many of each").await;
    browser.press("Control+a").await;
    browser.write("2000").await;
    lab::wait_for_address(browser, "n=2000").await;
    tab_to(browser, "Each does").await;
    browser.press("ArrowDown").await;
    lab::wait_for_address(browser, "body=timer").await;
    tab_to(browser, "Holds").await;
    browser.press("ArrowDown").await;
    lab::wait_for_address(browser, "held=64").await;
    tab_to(browser, "Most workers").await;
    browser.press("Control+a").await;
    browser.write("2").await;
    lab::wait_for_address(browser, "workers=2").await;
    tab_to(browser, "Run").await;
    browser.press("Enter").await;
    lab::finish(browser).await;
    assert_eq!(focused(browser).await, "Run");
    tab_to(browser, "Memory").await;
    browser.press("Enter").await;
    let pressed = ".cost-stage [aria-pressed=true]";
    lab::wait_for_text(browser, pressed, "Memory").await;
    tab_to(browser, "Create").await;
    browser.press("Enter").await;
    lab::wait_for_text(browser, "th[aria-sort=ascending]", "Create").await;
    tab_to(browser, "All points of this visit, and the post's").await;
    browser.press("Enter").await;
    lab::wait_for_text(browser, ".cost-points", "The post's").await;
    tab_to(browser, "FuturesUnordered").await;
    browser.press("Enter").await;
    lab::wait_for_text(browser, ".why", "pub async fn futures_unordered").await;
    tab_to(browser, "Python").await;
    browser.press("Space").await;
    lab::wait_for_text(browser, ".why", "async def gather").await;
    // A run that starts and stops by keys, wherever the focus is.
    lab::follow(browser, &site.url("#/cost?n=1000000&body=timer")).await;
    browser.press("Control+Enter").await;
    browser.wait_for_status("Running").await;
    browser.press("Escape").await;
    browser.wait_for_status("Stopped").await;
}
