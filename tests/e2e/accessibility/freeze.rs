//! The freeze for those who hear it, see it differently, or use keys alone.

use super::{check_all_looks, check_contract, focused, tab_to};
use crate::harness::{Browser, Site, in_each_engine};
use crate::lab;
use serde_json::json;

in_each_engine!(
    axe_finds_nothing_wrong_with_the_freeze,
    the_contract_holds_for_the_freeze,
    keys_alone_operate_the_freeze,
);

async fn axe_finds_nothing_wrong_with_the_freeze(browser: &Browser) {
    let site = Site::start();
    // The job that has a picture, and a worker that goes on and on.
    let setup = "#/freeze?job=mandelbrot&size=1000000000&run=worker&pool=2";
    browser.open(&site.url(setup)).await;
    browser.wait_for_status("Ready").await;
    check_all_looks(browser, "ready").await;
    browser.click("button", "Run").await;
    browser.wait_for_status("Running: One Worker").await;
    check_all_looks(browser, "running").await;
    browser.press("Escape").await;
    browser.wait_for_status("Stopped").await;
    check_all_looks(browser, "stopped").await;
    let all = "#/freeze?job=mandelbrot&size=100&pool=2\
        &run=main,microtask,sliced,worker,pool";
    lab::follow(browser, &site.url(all)).await;
    lab::run(browser).await;
    check_all_looks(browser, "finished").await;
    lab::follow(browser, &site.url("#/freeze?run=&length=never&size=9")).await;
    lab::retype(browser, "Size of the job", "none").await;
    browser.click("button", "Run").await;
    browser.wait_for_status("Failed").await;
    check_all_looks(browser, "failed").await;
}

async fn the_contract_holds_for_the_freeze(browser: &Browser) {
    let site = Site::start();
    browser
        .open(&site.url("#/freeze?size=1000&run=main,worker"))
        .await;
    browser.wait_for_status("Ready").await;
    check_contract(browser, "Freeze").await;
    lab::run(browser).await;
    check_contract(browser, "Freeze").await;
    let script = "return Array.from(document.querySelectorAll('table'),
        (table) => table.caption?.textContent.trim() ?? '')";
    let captions = browser.js(script, &[]).await;
    assert_eq!(captions, json!(["Results by mode"]));
    let script = "return Array.from(document.querySelectorAll(
          '[data-strategy=worker] [data-metric]'),
        (cell) => cell.dataset.metric)";
    let metrics = browser.js(script, &[]).await;
    let expected = json!([
        "job",
        "longest-gap",
        "frames-missed",
        "lateness-p95",
        "input-delay",
        "background-delay",
        "speed",
        "progress",
        "cold-start",
        "result",
    ]);
    assert_eq!(metrics, expected);
    let script = "return Array.from(document.querySelectorAll(
          '[aria-label=\"Results by mode\"] th button'),
        (heading) => heading.title.length > 9)";
    let defined = browser.js(script, &[]).await;
    assert_eq!(defined, json!(vec![true; 10]));
}

async fn keys_alone_operate_the_freeze(browser: &Browser) {
    let site = Site::start();
    let setup = "#/freeze?size=1000&run=main,sliced";
    browser.open(&site.url(setup)).await;
    browser.wait_for_status("Ready").await;
    tab_to(browser, "Skip to the lab").await;
    browser.press("Enter").await;
    tab_to(browser, "Main thread").await;
    browser.press("Space").await;
    lab::wait_for_address(browser, "run=sliced").await;
    tab_to(browser, "Slice in milliseconds").await;
    browser.press("End").await;
    browser.write("0").await;
    lab::wait_for_address(browser, "slice=80").await;
    tab_to(browser, "One Worker").await;
    browser.press("Space").await;
    lab::wait_for_address(browser, "run=sliced,worker").await;
    tab_to(browser, "Job").await;
    browser.press("ArrowDown").await;
    lab::wait_for_address(browser, "job=mandelbrot").await;
    tab_to(browser, "Size").await;
    browser.press("ArrowDown").await;
    lab::wait_for_address(browser, "size=").await;
    tab_to(browser, "Size of the job").await;
    browser.press("Control+a").await;
    browser.write("100").await;
    lab::wait_for_address(browser, "size=100&").await;
    tab_to(browser, "Yield by").await;
    browser.press("ArrowDown").await;
    lab::wait_for_address(browser, "yield=timeout").await;
    tab_to(browser, "Run").await;
    browser.press("Enter").await;
    lab::finish(browser).await;
    assert_eq!(focused(browser).await, "Run");
    tab_to(browser, "Type here while it runs").await;
    browser.write("x").await;
    lab::wait_for_text(browser, ".keys", "Last key heard").await;
    browser.press("Tab").await;
    let stage = focused(browser).await;
    assert!(stage.starts_with("Slices: the page's pulse"), "{stage}");
    browser.press("ArrowDown").await;
    let facts = "section[aria-label='Timeline'] p[aria-live]";
    lab::wait_for_text(browser, facts, "Slices, ").await;
    tab_to(browser, "Job").await;
    browser.press("Enter").await;
    lab::wait_for_text(browser, "th[aria-sort=ascending]", "Job").await;
    tab_to(browser, "Pool").await;
    browser.press("Enter").await;
    lab::wait_for_text(browser, ".why", "pub async fn pool").await;
    tab_to(browser, "JavaScript").await;
    browser.press("Space").await;
    let pressed = ".why [aria-label=Language] [aria-pressed=true]";
    lab::wait_for_text(browser, pressed, "JavaScript").await;
    // A run that starts and stops by keys, wherever the focus is.
    browser.press("Control+Enter").await;
    browser.wait_for_status("Running").await;
    browser.press("Escape").await;
    browser.wait_for_status("Stopped").await;
}
