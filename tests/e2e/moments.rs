//! What of a run is looked at, and how it is shown to others: findings that lead
//! to their places, links to a moment, and links that have the run.

use crate::harness::{Browser, Site, in_each_engine};
use crate::lab::{self, text, wait_for_text};
use crate::tasks::{
    choose_long, drawn, findings, open, position, printed, run,
};
use serde_json::Value;

in_each_engine!(
    alone: a_finding_leads_to_its_place,
);
in_each_engine!(
    alone: a_finding_of_a_freeze_leads_to_its_place,
);
in_each_engine!(
    a_link_leads_to_a_moment,
    a_link_leads_to_a_moment_of_a_script,
    a_link_leads_to_a_moment_of_a_crawl,
    a_link_leads_to_a_moment_of_a_freeze,
    a_link_leads_to_a_moment_of_a_race,
    a_link_has_the_whole_run,
    a_link_to_a_run_that_was_cut_is_refused_in_a_sentence,
    a_run_that_is_too_long_for_a_link_says_so,
);

/// The name of the task in the row of the table that is selected; empty if
/// none is.
async fn selected(browser: &Browser) -> String {
    let script = "return document.querySelector(
        '.tasks-table tr.selected button')?.textContent ?? ''";
    let name = browser.js(script, &[]).await;
    name.as_str().unwrap_or_default().to_owned()
}

/// What the picture shows: the first and the last word of its time axis.
async fn window(browser: &Browser) -> Vec<String> {
    let script = "const words = Array.from(document.querySelectorAll(
        '.viewer .axis text'), (word) => word.textContent);
        return [words[0], words.at(-1)]";
    let words = browser.js(script, &[]).await;
    serde_json::from_value(words).expect("the axis has words")
}

async fn a_finding_leads_to_its_place(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "program=busy").await;
    run(browser).await;
    let found = findings(browser).await;
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(selected(browser).await, "");
    // By the pointer, in the list: to the poll that held the thread.
    browser
        .click_at(".findings-frame li:first-child button")
        .await;
    wait_for_text(browser, ".finding-bar span", "Finding 1 of 2").await;
    wait_for_text(browser, ".finding-bar p", &found[0]).await;
    assert_eq!(selected(browser).await, "busy");
    assert!(
        text(browser, ".now [data-queue=running]")
            .await
            .contains("busy")
    );
    let in_view = "const box = document.querySelector('.viewer .plot')
        .getBoundingClientRect(); return box.top >= -1 && box.top < innerHeight";
    browser
        .wait_for("the picture is in view", async || {
            (browser.js(in_view, &[]).await == true).then_some(())
        })
        .await;
    // By the buttons below the picture, round and round.
    browser.click("button", "Next finding").await;
    wait_for_text(browser, ".finding-bar span", "Finding 2 of 2").await;
    assert_eq!(selected(browser).await, "main");
    browser.click("button", "Next finding").await;
    wait_for_text(browser, ".finding-bar span", "Finding 1 of 2").await;
    // By keys, in the picture.
    focus_the_picture(browser).await;
    browser.press("p").await;
    wait_for_text(browser, ".finding-bar span", "Finding 2 of 2").await;
    browser.press("n").await;
    wait_for_text(browser, ".finding-bar span", "Finding 1 of 2").await;
    // A new run has findings of its own.
    run(browser).await;
    wait_for_text(browser, ".finding-bar span", "2 findings").await;
    // What takes a little of the time is shown closely.
    open(browser, &site, "program=deadlock").await;
    run(browser).await;
    let whole = window(browser).await;
    browser.click("button", "Next finding").await;
    wait_for_text(browser, ".finding-bar span", "Finding 1 of 1").await;
    assert_ne!(window(browser).await, whole, "it is zoomed in");
    browser.click("button", "Show all").await;
    assert_eq!(window(browser).await, whole);
    assert_eq!(browser.errors().await, [""; 0]);
}

async fn a_finding_of_a_freeze_leads_to_its_place(browser: &Browser) {
    let site = Site::start();
    let setup = "#/freeze?run=main,worker&length=1";
    browser.open(&site.url(setup)).await;
    browser.wait_for_status("Ready").await;
    browser.press("Control+Enter").await;
    browser.wait_for_status("Finished").await;
    assert!(!browser.has("button", "Show all").await);
    let said = text(browser, ".result .finding").await;
    assert!(said.starts_with("Main thread: "), "{said}");
    browser.click_at(".result .finding").await;
    // Not every engine has frames by which a gap could be told.
    let row = if said.contains("no frame") {
        "pulse"
    } else {
        "request"
    };
    let facts = format!("Main thread, {row}");
    wait_for_text(browser, ".facts", &facts).await;
    wait_for_text(browser, ".finding-bar p", &said).await;
    // Round and round, by the buttons below the picture.
    let bar = text(browser, ".finding-bar span").await;
    let count = bar.rsplit(' ').next().and_then(|it| it.parse().ok());
    for _ in 0..count.unwrap_or(0) {
        browser.click("button", "Next finding").await;
    }
    wait_for_text(browser, ".finding-bar span", &bar).await;
    wait_for_text(browser, ".facts", &facts).await;
    let in_view = "const box = document.querySelector('main .stage')
        .getBoundingClientRect(); return box.top < innerHeight && box.bottom > 0";
    browser
        .wait_for("the picture is in view", async || {
            (browser.js(in_view, &[]).await == true).then_some(())
        })
        .await;
    assert_eq!(browser.errors().await, [""; 0]);
}

/// Gives the picture the focus, which its keys need.
async fn focus_the_picture(browser: &Browser) {
    let focus = "document.querySelector('.viewer .plot').focus()";
    browser.js(focus, &[]).await;
}

async fn a_link_leads_to_a_moment(browser: &Browser) {
    leads_to_a_moment_of(browser, "tasks").await;
}

async fn a_link_leads_to_a_moment_of_a_script(browser: &Browser) {
    leads_to_a_moment_of(browser, "script").await;
}

/// A moment of a program in one of the labs that have a replay of their own.
async fn leads_to_a_moment_of(browser: &Browser, lab: &str) {
    let site = Site::start();
    open(browser, &site, "").await;
    let setup = format!("#/{lab}?program=suspend");
    lab::follow(browser, &site.url(&setup)).await;
    browser.wait_for_status("Ready").await;
    run(browser).await;
    let whole = window(browser).await;
    focus_the_picture(browser).await;
    browser.press("Home").await;
    for _ in 0..6 {
        browser.press("ArrowRight").await;
    }
    let moment = position(browser).await;
    lab::wait_for_address(browser, &format!("at={moment}")).await;
    browser.press("+").await;
    browser.press("ArrowDown").await;
    browser.press("ArrowDown").await;
    browser.press("ArrowRight").await;
    let moment = position(browser).await;
    lab::wait_for_address(browser, &format!("at={moment}")).await;
    let there = window(browser).await;
    let link = browser.js("return location.href", &[]).await;
    let link = link.as_str().expect("the page has an address").to_owned();
    for part in ["from=", "to=", "task=1"] {
        assert!(link.contains(part), "{link}");
    }
    // Elsewhere: first the form, and after a run the moment.
    browser.open(&site.url("")).await;
    browser.wait_for_status("Ready").await;
    browser.open(&link).await;
    browser.wait_for_status("Ready").await;
    let says = format!("stands at event {moment}, as the link says");
    wait_for_text(browser, ".viewer .hint", &says).await;
    browser.click("button", "Run").await;
    browser.wait_for_status("Finished").await;
    browser.named("button", "Play").await;
    assert_eq!(position(browser).await, moment);
    assert_eq!(selected(browser).await, "main");
    assert_ne!(there, whole);
    assert!(browser.has("button", "Show all").await, "it is zoomed in");
    // The next run is the visitor's own.
    browser.click("button", "Run").await;
    browser.wait_for_status("Finished").await;
    let stays = "return location.hash.includes('at=')";
    browser
        .wait_for("the address is no moment's", async || {
            (browser.js(stays, &[]).await == false).then_some(())
        })
        .await;
    // What a link says wrong is said, and the rest of it holds.
    let wrong = site.url(&format!("#/{lab}?at=-1&from=5&to=5&task=x"));
    lab::follow(browser, &wrong).await;
    let alerts = browser.alerts().await.join("\n");
    for part in ["at=-1", "to=5", "task=x"] {
        assert!(alerts.contains(part), "{part} is in {alerts}");
    }
    assert_eq!(browser.errors().await, [""; 0]);
}

async fn a_link_leads_to_a_moment_of_a_crawl(browser: &Browser) {
    let setup = "crawl?url=json&run=sequential,concurrent";
    leads_to_a_moment_of_one(browser, setup, "concurrent").await;
}

async fn a_link_leads_to_a_moment_of_a_freeze(browser: &Browser) {
    let setup = "freeze?run=sliced,worker&size=1000";
    leads_to_a_moment_of_one(browser, setup, "sliced").await;
}

/// A moment of one of several runs, each of which can be replayed.
async fn leads_to_a_moment_of_one(browser: &Browser, setup: &str, id: &str) {
    let site = Site::start();
    let setup = site.url(&format!("#/{setup}"));
    browser.open(&setup).await;
    browser.wait_for_status("Ready").await;
    browser.press("Control+Enter").await;
    browser.wait_for_status("Finished").await;
    let tab = format!(".closer [data-strategy={id}]");
    let press = async || browser.click_at(&tab).await;
    press().await;
    focus_the_picture(browser).await;
    browser.press("Home").await;
    for _ in 0..6 {
        browser.press("ArrowRight").await;
    }
    let moment = position(browser).await;
    let at = format!("at={moment}");
    lab::wait_for_address(browser, &at).await;
    let link = browser.js("return location.href", &[]).await;
    let link = link.as_str().expect("the page has an address").to_owned();
    assert!(link.contains(&format!("replay={id}")), "{link}");
    // Elsewhere: what is to come, and after a run the moment.
    browser.open(&site.url("#/cost")).await;
    browser.wait_for_status("Ready").await;
    browser.open(&link).await;
    browser.wait_for_status("Ready").await;
    let says = "opens here where the link says";
    wait_for_text(browser, ".closer .hint", says).await;
    browser.press("Control+Enter").await;
    browser.wait_for_status("Finished").await;
    browser.named("button", "Play").await;
    assert_eq!(position(browser).await, moment);
    lab::wait_for_address(browser, &at).await;
    // What is closed is not in the address, and neither is what is run anew.
    let says_moment = "return /[?&](at|replay)=/.test(location.hash)";
    let is_gone = async || {
        browser
            .wait_for("the address is no moment's", async || {
                (browser.js(says_moment, &[]).await == false).then_some(())
            })
            .await;
    };
    press().await;
    is_gone().await;
    press().await;
    focus_the_picture(browser).await;
    browser.press("Home").await;
    lab::wait_for_address(browser, &format!("replay={id}")).await;
    browser.press("Control+Enter").await;
    browser.wait_for_status("Finished").await;
    is_gone().await;
    // A moment of no run is none.
    lab::follow(browser, &format!("{setup}&at=3")).await;
    let alerts = browser.alerts().await.join("\n");
    assert!(alerts.contains("a “replay” beside it"), "{alerts}");
    assert_eq!(browser.errors().await, [""; 0]);
}

async fn a_link_leads_to_a_moment_of_a_race(browser: &Browser) {
    let site = Site::start();
    let setup = "#/race?run=task-await&order=shuffled&seed=7&repeat=1";
    browser.open(&site.url(setup)).await;
    browser.wait_for_status("Ready").await;
    browser.press("Control+Enter").await;
    browser.wait_for_status("Finished").await;
    // It opens at the first loss, which needs no words.
    let first = position(browser).await;
    let address = "return location.hash";
    let hash = browser.js(address, &[]).await;
    assert!(
        !hash.as_str().unwrap_or_default().contains("&at="),
        "{hash}"
    );
    focus_the_picture(browser).await;
    for _ in 0..3 {
        browser.press("ArrowRight").await;
    }
    let moment = position(browser).await;
    assert_ne!(moment, first);
    lab::wait_for_address(browser, &format!("at={moment}")).await;
    let link = browser.js("return location.href", &[]).await;
    let link = link.as_str().expect("the page has an address").to_owned();
    browser.open(&site.url("#/cost")).await;
    browser.wait_for_status("Ready").await;
    browser.open(&link).await;
    browser.wait_for_status("Ready").await;
    browser.press("Control+Enter").await;
    browser.wait_for_status("Finished").await;
    assert_eq!(position(browser).await, moment);
    // The next run is the visitor's own.
    browser.press("Control+Enter").await;
    browser.wait_for_status("Finished").await;
    assert_eq!(position(browser).await, first);
    assert_eq!(browser.errors().await, [""; 0]);
}

/// Copies a link with the run that is shown, and gives what the clipboard has.
pub(crate) async fn copy_link(browser: &Browser) -> String {
    browser.click("button", "Copy link with this run").await;
    let said = wait_for_text(browser, ".share [role=log]", "link of").await;
    if said.contains("did not let this page copy") {
        let link = "return document.querySelector('.share .link').value";
        let link = browser.js(link, &[]).await;
        return link.as_str().expect("the field has it").to_owned();
    }
    let paste = "const field = document.createElement('textarea');
        field.id = 'pasted';
        document.body.append(field);
        field.focus()";
    browser.js(paste, &[]).await;
    browser.press("Control+v").await;
    let pasted = "return document.querySelector('#pasted').value";
    browser
        .wait_for("the link is pasted", async || {
            let text = browser.js(pasted, &[]).await;
            let text = text.as_str().unwrap_or_default().to_owned();
            text.contains("recording=").then_some(text)
        })
        .await
}

/// All that the page shows of the run at the playhead.
async fn picture(browser: &Browser) -> Vec<String> {
    let mut picture = Vec::new();
    for layer in ["life", "polled", "drain", "turned", "loop-arrow"] {
        picture.push(drawn(browser, layer).await);
    }
    for css in [".readout", ".facts.event", ".now dl", ".tasks-table"] {
        picture.push(text(browser, css).await);
    }
    picture.extend(printed(browser).await);
    picture.extend(findings(browser).await);
    picture
}

async fn a_link_has_the_whole_run(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "program=join").await;
    run(browser).await;
    focus_the_picture(browser).await;
    browser.press("Home").await;
    for _ in 0..9 {
        browser.press("ArrowRight").await;
    }
    let here = picture(browser).await;
    let link = copy_link(browser).await;
    assert!(link.len() <= 8_000, "{}", link.len());
    // Elsewhere.
    browser.open(&site.url("#/race")).await;
    browser.wait_for_status("Ready").await;
    browser.open(&link).await;
    let status = browser.wait_for_status("Finished").await;
    for part in ["Join: as long as the slowest", "recorded in", " on 20"] {
        assert!(status.contains(part), "{part} is in {status}");
    }
    assert_eq!(picture(browser).await, here);
    // It ran nothing.
    let sent = "return performance.getEntriesByType('resource')
        .filter((it) => it.name.includes('delay/')).length";
    assert_eq!(browser.js(sent, &[]).await, 0);
    // The address keeps the run until another takes its place.
    lab::wait_for_address(browser, "program=join&at=").await;
    lab::wait_for_address(browser, "recording=").await;
    browser.reload().await;
    browser.wait_for_status("Finished").await;
    assert_eq!(picture(browser).await, here);
    browser.click("button", "Run").await;
    browser
        .wait_for_status_within(crate::tasks::LONGEST, "Finished.")
        .await;
    let carries = "return location.hash.includes('recording=')";
    browser
        .wait_for("the address has no run", async || {
            (browser.js(carries, &[]).await == false).then_some(())
        })
        .await;
    assert_eq!(browser.js(sent, &[]).await, 3);
    assert_eq!(browser.errors().await, [""; 0]);
}

async fn a_link_to_a_run_that_was_cut_is_refused_in_a_sentence(
    browser: &Browser,
) {
    let site = Site::start();
    for run in ["eNq", "not-one", "eNpjYGBgAAAABAAB"] {
        let link = format!("#/tasks?program=race&recording={run}");
        browser.open(&site.url(&link)).await;
        browser.wait_for_status("Ready").await;
        browser
            .wait_for("the page says why", async || {
                let alerts = browser.alerts().await.join("\n");
                let why =
                    "The run in the link was not opened. The link was cut";
                alerts.contains(why).then_some(())
            })
            .await;
        // What the link says besides holds.
        let chosen =
            "return document.querySelector('.tasks-setup select').value";
        assert_eq!(browser.js(chosen, &[]).await, Value::from("race"));
    }
    run(browser).await;
    assert_eq!(browser.errors().await, [""; 0]);
}

async fn a_run_that_is_too_long_for_a_link_says_so(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "").await;
    choose_long(browser, 10, 1_000).await;
    wait_for_text(browser, ".share", "Opened long.json.").await;
    browser.click("button", "Copy link with this run").await;
    browser
        .wait_for("the page says so", async || {
            let alerts = browser.alerts().await.join("\n");
            alerts.contains("too many for a link").then_some(())
        })
        .await;
}
