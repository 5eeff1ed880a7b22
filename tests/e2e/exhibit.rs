//! Before the first run: a recorded one on the stage of each lab.

use crate::harness::{Browser, Lack, Motion, Site, in_each_engine};
use crate::lab::{self, wait_for_text};
use meanwhile::experiments::{Experiment, Text};
use serde_json::json;

in_each_engine!(
    a_recorded_run_stands_on_each_stage_and_nothing_is_sent_for_it,
    a_run_takes_the_place_of_the_recorded_one,
    the_recorded_run_is_stepped_through,
);

async fn a_recorded_run_stands_on_each_stage_and_nothing_is_sent_for_it(
    browser: &Browser,
) {
    let site = Site::start();
    let has_stage = |lab: &Experiment| Text::stage(*lab).is_some();
    for lab in Experiment::ALL.into_iter().filter(has_stage) {
        browser.open(&site.url(&lab.hash(""))).await;
        browser.wait_for_status("Ready").await;
        let said = wait_for_text(browser, ".stage .recorded", "Recorded").await;
        let end = ". Press Run for yours.";
        assert!(said.starts_with("Recorded on 20"), "{lab:?}: {said}");
        assert!(said.ends_with(end), "{lab:?}: {said}");
        let drawn = "const svg = document.querySelector('.exhibit svg');
            const { width, height } = svg.getBoundingClientRect();
            return width > 100 && height > 20";
        assert_eq!(browser.js(drawn, &[]).await, true, "{lab:?}");
    }
    let asked = site.asked().join("\n");
    for endpoint in ["delay/", "status/", "json"] {
        let is_asked = asked.lines().any(|it| it.starts_with(endpoint));
        assert!(!is_asked, "{endpoint}: {asked}");
    }
    assert_eq!(browser.errors().await, [""; 0]);
}

async fn a_run_takes_the_place_of_the_recorded_one(browser: &Browser) {
    let site = Site::start();
    if !browser.lacks(Lack::Motion) {
        browser.prefer_motion(Motion::Reduced).await;
        browser.open(&site.url("")).await;
        browser.find(".exhibit svg").await;
        let plays = "return getComputedStyle(document.querySelector(
            '.exhibit svg')).animationName";
        assert_eq!(browser.js(plays, &[]).await, "none");
    }
    browser.open(&site.url("")).await;
    browser.wait_for_status("Ready").await;
    browser.find(".exhibit svg").await;
    let hidden =
        "return document.querySelector('.stage > .lanes').checkVisibility()";
    assert_eq!(browser.js(hidden, &[]).await, false);
    assert_eq!(browser.violations().await, [""; 0]);
    // Who guesses does not see it.
    browser.click_at(".guess summary").await;
    let count = async || browser.count(".exhibit").await;
    browser.comes_to(0, count).await;
    browser.click_at(".guess summary").await;
    browser.comes_to(1, count).await;
    // Nor does who follows a link that asks.
    let hash = async || browser.js("return location.hash", &[]).await;
    browser.comes_to(json!("#/crawl"), hash).await;
    lab::follow(browser, &site.url("#/crawl?guess=ask")).await;
    browser.find(".guess[open]").await;
    browser.comes_to(0, count).await;
    lab::run(browser).await;
    browser.comes_to(0, count).await;
    assert_eq!(browser.js(hidden, &[]).await, true);
    let runs = "return document.querySelectorAll('.history li').length";
    assert_eq!(browser.js(runs, &[]).await, json!(1), "it is no run");
    // Another setup is not what was recorded.
    browser.open(&site.url("#/crawl?url=delay/0.1")).await;
    browser.wait_for_status("Ready").await;
    assert_eq!(browser.count(".exhibit").await, 0);
    assert_eq!(browser.errors().await, [""; 0]);
}

async fn the_recorded_run_is_stepped_through(browser: &Browser) {
    let site = Site::start();
    let links = [
        (
            Experiment::Crawl,
            "Step through Sequential",
            "Crawl: Sequential",
        ),
        (
            Experiment::Crawl,
            "Step through Concurrent",
            "Crawl: Concurrent",
        ),
        (
            Experiment::Freeze,
            "Step through Main thread",
            "Freeze: Main thread",
        ),
        (Experiment::Tasks, "Step through it", "Two tasks"),
        (Experiment::Script, "Step through it", ""),
    ];
    for (lab, link, said) in links {
        browser.open("about:blank").await;
        browser.open(&site.url(&lab.hash(""))).await;
        browser.wait_for_status("Ready").await;
        browser.click("link", link).await;
        let status = browser.wait_for_status("Finished").await;
        for part in [said, "recorded in", " on 20"] {
            assert!(status.contains(part), "{lab:?}: {part} is in {status}");
        }
        browser.find(".viewer .plot [data-layer=polled]").await;
        // What is asked of a program is not asked of what is none.
        let asks = usize::from(lab == Experiment::Tasks);
        assert_eq!(browser.count(".predict").await, asks, "{lab:?}");
    }
    let asked = site.asked().join("\n");
    assert!(!asked.contains("delay/"), "{asked}");
    assert_eq!(browser.errors().await, [""; 0]);
}
