//! Goals: a run ticks them and says so once; they outlive a reload, can be
//! cleared and brought back, and need no memory of the browser's.

use crate::accessibility::{check_all_looks, tab_to};
use crate::harness::{Browser, Site, in_each_engine};
use crate::lab::{self, text, wait_for_text};
use serde_json::json;

in_each_engine!(
    a_run_ticks_a_goal_and_it_outlives_a_reload,
    keys_alone_clear_goals_and_bring_them_back,
    where_nothing_is_remembered_goals_hold_for_the_visit,
);

/// Loses exactly 3 updates each time.
const LOSES_THREE: &str = "#/race?run=task-await&tasks=4&adds=1&repeat=2";

const GOALS: &str = ".goals > summary";
const SAID: &str = ".goals-said";

async fn open(browser: &Browser, site: &Site, hash: &str) {
    browser.open(&site.url(hash)).await;
    browser.wait_for_status("Ready").await;
}

/// The goals in view that are ticked, once they are unfolded.
async fn reached(browser: &Browser) -> Vec<String> {
    let open = "document.querySelector('.goals').open = true";
    browser.js(open, &[]).await;
    browser.find(".goals [data-goal]").await;
    let script = "return Array.from(document.querySelectorAll(
        '[data-goal][data-reached=true]'), (goal) => goal.dataset.goal)";
    let names = browser.js(script, &[]).await;
    serde_json::from_value(names).expect("a list of names")
}

async fn a_run_ticks_a_goal_and_it_outlives_a_reload(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, LOSES_THREE).await;
    wait_for_text(browser, GOALS, "Goals: 0 of 4 reached").await;
    assert_eq!(text(browser, SAID).await, "");
    assert!(!browser.has("button", "Clear goals").await);
    lab::run(browser).await;
    let said = "Goal reached: Lose exactly 3 updates, in every repetition.";
    assert_eq!(wait_for_text(browser, SAID, "Goal").await, said);
    wait_for_text(browser, GOALS, "Goals: 1 of 4 reached").await;
    // Nothing opens by itself, and it is news once.
    assert_eq!(browser.count(".goals[open]").await, 0);
    assert_eq!(reached(browser).await, ["race.exactly-three"]);
    lab::run(browser).await;
    browser
        .wait_for("it is not said again", async || {
            text(browser, SAID).await.is_empty().then_some(())
        })
        .await;
    browser.reload().await;
    browser.wait_for_status("Ready").await;
    wait_for_text(browser, GOALS, "Goals: 1 of 4 reached").await;
    assert_eq!(reached(browser).await, ["race.exactly-three"]);
    assert_eq!(browser.errors().await, [""; 0]);
    // Each lab has its own, and those of Crawl come with what its runs need.
    let failing = ["status/503 +100ms", "delay/5", "delay/5?b"];
    let rows = failing.map(str::to_owned);
    let link = lab::link(&rows, "run=concurrent&on-error=stop");
    open(browser, &site, &link).await;
    wait_for_text(browser, GOALS, "Goals: 0 of 4 reached").await;
    browser.click("button", "Run").await;
    browser.wait_for_status("Failed").await;
    wait_for_text(browser, SAID, "Goal reached: Let one failure abort").await;
    wait_for_text(browser, GOALS, "Goals: 1 of 4 reached").await;
}

async fn keys_alone_clear_goals_and_bring_them_back(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, LOSES_THREE).await;
    lab::run(browser).await;
    wait_for_text(browser, GOALS, "Goals: 1 of 4 reached").await;
    tab_to(browser, "Goals: 1 of 4 reached").await;
    browser.press("Enter").await;
    browser.find(".goals[open]").await;
    tab_to(browser, "Hint").await;
    browser.press("Enter").await;
    browser.find(".goals li details[open]").await;
    let first = text(browser, "[data-goal='race.exactly-three']").await;
    assert!(first.contains("Reached"), "it says so in words: {first}");
    check_all_looks(browser, "goals").await;
    tab_to(browser, "Clear goals").await;
    browser.press("Enter").await;
    wait_for_text(browser, GOALS, "Goals: 0 of 4 reached").await;
    wait_for_text(browser, SAID, "cleared").await;
    let kept = "return localStorage.getItem('meanwhile.goals')";
    assert_eq!(browser.js(kept, &[]).await, json!(""));
    // The focus stays on the button, which takes it back.
    let focused = "return document.activeElement.textContent";
    assert_eq!(browser.js(focused, &[]).await, json!("Undo clearing"));
    browser.press("Enter").await;
    wait_for_text(browser, GOALS, "Goals: 1 of 4 reached").await;
    assert_eq!(browser.js(kept, &[]).await, json!("race.exactly-three"));
    assert_eq!(browser.js(focused, &[]).await, json!("Clear goals"));
    // Once cleared, a run reaches it anew.
    browser.press("Enter").await;
    wait_for_text(browser, GOALS, "Goals: 0 of 4 reached").await;
    lab::run(browser).await;
    wait_for_text(browser, SAID, "Goal reached: Lose exactly 3").await;
    wait_for_text(browser, GOALS, "Goals: 1 of 4 reached").await;
    assert!(!browser.has("button", "Undo clearing").await);
    assert_eq!(browser.errors().await, [""; 0]);
}

async fn where_nothing_is_remembered_goals_hold_for_the_visit(
    browser: &Browser,
) {
    let site = Site::start();
    open(browser, &site, "").await;
    let forbid = "Object.defineProperty(window, 'localStorage', {
        get() { throw new DOMException('forbidden', 'SecurityError'); },
    });";
    browser.js(forbid, &[]).await;
    lab::follow(browser, &site.url(LOSES_THREE)).await;
    wait_for_text(browser, "h1", "Race").await;
    wait_for_text(browser, GOALS, "Goals: 0 of 4 reached").await;
    lab::run(browser).await;
    wait_for_text(browser, GOALS, "Goals: 1 of 4 reached").await;
    browser.click("link", "Freeze").await;
    wait_for_text(browser, "h1", "Freeze").await;
    wait_for_text(browser, GOALS, "Goals: 0 of 4 reached").await;
    browser.click("link", "Race").await;
    wait_for_text(browser, "h1", "Race").await;
    wait_for_text(browser, GOALS, "Goals: 1 of 4 reached").await;
    assert_eq!(reached(browser).await, ["race.exactly-three"]);
    assert_eq!(browser.errors().await, [""; 0]);
}
