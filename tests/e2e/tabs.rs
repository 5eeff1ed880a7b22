//! The page in several tabs, behind others, and gone back from: no tab and no
//! entry of the history disturbs another.

use crate::harness::{Api, Browser, Lack, Site, in_each_engine};
use crate::lab;
use serde_json::json;

in_each_engine!(
    two_tabs_run_at_once_and_leave_each_other_alone,
    every_lab_says_that_it_was_hidden_during_the_run,
    the_way_back_ends_a_run_and_the_way_forth_runs_anew,
);

/// The list as text.
async fn list(browser: &Browser) -> String {
    browser.click("button", "Edit as text").await;
    let editor = browser.named("textbox", "Requests, one a line").await;
    let text = editor.prop("value").await.ok().flatten();
    browser.click("button", "Edit as rows").await;
    text.unwrap_or_default()
}

/// The list in the place where the browser keeps it for the next visit.
async fn kept(browser: &Browser) -> serde_json::Value {
    let script = "return localStorage.getItem('meanwhile.list')";
    browser.js(script, &[]).await
}

async fn two_tabs_run_at_once_and_leave_each_other_alone(browser: &Browser) {
    let site = Site::start();
    let api = Api::start();
    browser.open(&site.url("")).await;
    browser.wait_for_status("Ready").await;
    let rows = lab::different(3, &api.url("delay/1"));
    let mine = rows.join("\n");
    lab::write_list(browser, &mine).await;
    browser.click("button", "Edit as rows").await;
    browser
        .comes_to(json!(mine), async || kept(browser).await)
        .await;
    let first = browser.window().await;
    // Another at the same address has the same list, at first.
    let second = browser.open_window(&site.url("")).await;
    browser.wait_for_status("Ready").await;
    assert_eq!(list(browser).await, mine);
    browser.switch_to(&first).await;
    browser.press("Control+Enter").await;
    browser
        .wait_for("the first tab runs", async || {
            (api.count("/delay") > 0).then_some(())
        })
        .await;
    browser.switch_to(&second).await;
    let other = api.url("json?0");
    lab::write_list(browser, &other).await;
    browser.click("button", "Edit as rows").await;
    browser
        .comes_to(json!(other), async || kept(browser).await)
        .await;
    browser.press("Control+Enter").await;
    lab::finish(browser).await;
    let strategies = browser.strategies().await;
    for strategy in &strategies {
        assert_eq!(lab::figure(browser, strategy, "succeeded").await, 1.0);
    }
    browser.switch_to(&first).await;
    lab::finish(browser).await;
    assert_eq!(browser.strategies().await, strategies);
    for strategy in &strategies {
        assert_eq!(lab::figure(browser, strategy, "succeeded").await, 3.0);
    }
    assert_eq!(api.abandoned("/delay"), 0);
    let times = strategies.len();
    assert_eq!(api.count("/delay"), 3 * times);
    assert_eq!(api.count("/json"), times);
    assert_eq!(list(browser).await, mine);
    // Not even after a reload: its address has its list.
    browser.reload().await;
    browser.wait_for_status("Ready").await;
    assert_eq!(list(browser).await, mine);
    // And the end of one tab is not that of the other.
    let closed = browser.driver.close_window().await;
    closed.expect("a window that is open can be closed");
    browser.switch_to(&second).await;
    lab::run(browser).await;
    assert_eq!(api.count("/json"), 2 * times);
    assert_eq!(list(browser).await, other);
}

/// Runs that take a while.
const SETUPS: [&str; 5] = [
    "#/freeze?run=sliced,worker",
    "#/tasks?program=suspend",
    "#/race?run=task-lock,messages&repeat=100",
    "#/cost?n=100000&run=spawn-local,own-workers",
    "#/compare",
];

const CONDITIONS: &str =
    "section[aria-label='Measured under these conditions']";

async fn every_lab_says_that_it_was_hidden_during_the_run(browser: &Browser) {
    if browser.lacks(Lack::HiddenPages) {
        return;
    }
    let site = Site::start();
    for setup in SETUPS {
        browser.open(&site.url(setup)).await;
        browser.wait_for_status("Ready").await;
        let conditions = lab::text(browser, CONDITIONS).await;
        assert!(!conditions.contains("not to be trusted"), "{conditions}");
        browser.press("Control+Enter").await;
        // Not while a job's size is measured, which is no part of the run.
        browser
            .wait_for("the run has begun", async || {
                let status = browser.status().await?;
                let is_ready =
                    !status.contains("ready") && !status.contains("measuring");
                (status.starts_with("Running") && is_ready).then_some(())
            })
            .await;
        let page = browser.window().await;
        browser.open_window("about:blank").await;
        let closed = browser.driver.close_window().await;
        closed.expect("a window that is open can be closed");
        browser.switch_to(&page).await;
        browser
            .wait_for_status_within(lab::LONGEST_RUN, "Finished")
            .await;
        lab::wait_for_text(browser, CONDITIONS, "not to be trusted").await;
        assert_eq!(browser.alerts().await, [""; 0], "{setup}");
    }
}

/// Waits until the lab that is shown does nothing: the same lab keeps what was
/// measured and says so.
async fn wait_until_idle(browser: &Browser) {
    browser
        .wait_for("nothing runs", async || {
            let status = browser.status().await?;
            let idle = ["Ready", "Stopped"];
            idle.iter().any(|it| status.starts_with(it)).then_some(())
        })
        .await;
}

async fn the_way_back_ends_a_run_and_the_way_forth_runs_anew(
    browser: &Browser,
) {
    let site = Site::start();
    let api = Api::start();
    let before = "#/crawl?url=delay/0&run=sequential";
    let here = lab::link(&[api.url("delay/9")], "run=concurrent");
    for elsewhere in [before, "#/freeze?size=100000&run=worker"] {
        browser.open(&site.url(elsewhere)).await;
        browser.wait_for_status("Ready").await;
        let (sent, ended) = (api.count("/delay"), api.abandoned("/delay"));
        lab::follow(browser, &site.url(&here)).await;
        browser.wait_for_status("Ready").await;
        browser.press("Control+Enter").await;
        browser
            .wait_for("the run has begun", async || {
                (api.count("/delay") == sent + 1).then_some(())
            })
            .await;
        browser.js("history.back()", &[]).await;
        browser
            .wait_for("the request was given up", async || {
                (api.abandoned("/delay") == ended + 1).then_some(())
            })
            .await;
        lab::wait_for_address(browser, elsewhere).await;
        wait_until_idle(browser).await;
        lab::run(browser).await;
        browser.js("history.forward()", &[]).await;
        lab::wait_for_address(browser, "run=concurrent").await;
        wait_until_idle(browser).await;
        // What was left is not taken up again.
        assert_eq!(api.count("/delay"), sent + 1);
        browser.press("Control+Enter").await;
        browser.wait_for_status("Running").await;
        browser.press("Escape").await;
        browser.wait_for_status("Stopped").await;
    }
    assert_eq!(browser.alerts().await, [""; 0]);
}
