//! The tasks for those who hear it, see it differently, or use keys alone.

use super::{check_all_looks, check_contract};
use crate::harness::{Browser, Lack, Motion, Site, in_each_engine};
use crate::lab;
use serde_json::json;

in_each_engine!(
    axe_finds_nothing_wrong_with_the_tasks,
    the_contract_holds_for_the_tasks,
);

async fn axe_finds_nothing_wrong_with_the_tasks(browser: &Browser) {
    let site = Site::start();
    if !browser.lacks(Lack::Motion) {
        browser.prefer_motion(Motion::Reduced).await;
    }
    let by_hand = "#/tasks?executor=hand&order=shuffled";
    browser.open(&site.url(by_hand)).await;
    browser.wait_for_status("Ready").await;
    check_all_looks(browser, "ready").await;
    browser.click("button", "Run").await;
    browser.click("button", "Poll main").await;
    check_all_looks(browser, "by hand").await;
    browser.click("button", "Stop").await;
    browser.wait_for_status("Stopped").await;
    check_all_looks(browser, "stopped").await;
    for program in ["lazy", "busy", "nested"] {
        let link = format!("#/tasks?program={program}&executor=wrong");
        lab::follow(browser, &site.url(&link)).await;
        lab::run(browser).await;
        browser.click("button", "main").await;
        browser.find(".task-facts").await;
        check_all_looks(browser, program).await;
    }
    // The same beside the pictures of another lab.
    for (setup, run) in [
        ("#/crawl?url=delay/0.1&run=concurrent", "concurrent"),
        ("#/freeze?size=1000&run=main", "main"),
    ] {
        browser.open(&site.url(setup)).await;
        browser.wait_for_status("Ready").await;
        lab::run(browser).await;
        let tab = format!(".closer [data-strategy={run}]");
        browser.click_at(&tab).await;
        browser.named("button", "Step back").await;
        check_all_looks(browser, setup).await;
    }
}

async fn the_contract_holds_for_the_tasks(browser: &Browser) {
    let site = Site::start();
    browser.open(&site.url("#/tasks")).await;
    browser.wait_for_status("Ready").await;
    check_contract(browser, "Tasks").await;
    lab::run(browser).await;
    check_contract(browser, "Tasks").await;
    let script = "return Array.from(document.querySelectorAll('table'),
        (table) => table.caption?.textContent.trim() ?? '')";
    let captions = browser.js(script, &[]).await;
    assert_eq!(captions, json!(["Tasks"]));
    let script = "return Array.from(document.querySelectorAll(
          '[data-row=\"0\"] [data-metric]'),
        (cell) => cell.dataset.metric)";
    let metrics = browser.js(script, &[]).await;
    let expected = json!([
        "total",
        "busy",
        "scheduled",
        "idle",
        "polls",
        "wakes",
        "self-wakes",
        "waker-clones",
        "waker-drops",
        "bytes",
    ]);
    assert_eq!(metrics, expected);
    let script = "return Array.from(document.querySelectorAll(
          '.tasks-table th button[title]'),
        (heading) => heading.title.length > 9)";
    let defined = browser.js(script, &[]).await;
    assert_eq!(defined, json!(vec![true; 10]));
}
