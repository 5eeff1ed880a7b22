//! The examples: a list of links, a search that is a link itself, and where the
//! links lead.

use crate::accessibility::{check_all_looks, tab_to};
use crate::harness::{Browser, Site, in_each_engine};
use crate::lab;
use meanwhile::experiments::examples::examples_from;
use serde_json::json;

in_each_engine!(
    a_search_narrows_the_examples_and_is_a_link,
    keys_alone_find_and_open_an_example,
    the_way_back_leads_to_where_the_examples_were_left,
    each_example_opens_without_a_note_and_runs_nothing,
    axe_finds_nothing_wrong_with_the_examples,
);

/// What says how many examples are found.
const COUNT: &str = ".examples-search [aria-live]";

fn count() -> usize {
    let text = include_str!("../../src/experiments/examples.txt");
    examples_from(text).len()
}

async fn open(browser: &Browser, site: &Site, hash: &str, found: usize) {
    browser.open(&site.url(hash)).await;
    expect_found(browser, found).await;
}

/// Waits until so many are found and listed.
async fn expect_found(browser: &Browser, found: usize) {
    browser.find(COUNT).await;
    let told = async || {
        let listed = browser.count(".example a[href^='#/']").await;
        (lab::text(browser, COUNT).await, listed)
    };
    let expected = (format!("{found} of {} examples", count()), found);
    browser.comes_to(expected, told).await;
}

async fn wait_for_hash(browser: &Browser, expected: &str) {
    let hash = async || browser.js("return location.hash", &[]).await;
    browser.comes_to(json!(expected), hash).await;
}

/// Searches for a text in the place of what was searched for.
async fn search(browser: &Browser, text: &str) {
    browser.click_at("input[type=search]").await;
    browser.press("Control+a").await;
    browser.write(text).await;
}

async fn a_search_narrows_the_examples_and_is_a_link(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "#/examples", count()).await;
    assert_eq!(browser.count("h1").await, 1);
    let title = browser.js("return document.title", &[]).await;
    assert_eq!(title, "Examples · Meanwhile");
    assert_eq!(browser.count("section.examples h2").await, 7);
    search(browser, "frozen").await;
    expect_found(browser, 1).await;
    let example = lab::text(browser, ".example").await;
    assert!(example.contains("Why is my page frozen"), "{example}");
    search(browser, "deadlock").await;
    let fill = "const drawn = document.querySelector(
          '.example .picture [data-layer=polled]');
        return drawn && getComputedStyle(drawn).fill";
    let fill = browser
        .wait_for("its picture is there", async || {
            let fill = browser.js(fill, &[]).await;
            fill.as_str().map(str::to_owned)
        })
        .await;
    assert_ne!(fill, "rgb(0, 0, 0)", "a picture has colours");
    search(browser, "frozen").await;
    expect_found(browser, 1).await;
    wait_for_hash(browser, "#/examples?search=frozen").await;
    browser.reload().await;
    expect_found(browser, 1).await;
    search(browser, "sourdough").await;
    expect_found(browser, 0).await;
    browser.click("button", "Show all").await;
    expect_found(browser, count()).await;
    wait_for_hash(browser, "#/examples").await;
    lab::choose(browser, "Lab", "Race").await;
    expect_found(browser, 4).await;
    lab::choose(browser, "Level", "Deep").await;
    expect_found(browser, 1).await;
    wait_for_hash(browser, "#/examples?lab=race&level=deep").await;
    // What cannot be followed is said, as of any link.
    let link = site.url("#/examples?search=waker&lab=kitchen");
    lab::follow(browser, &link).await;
    expect_found(browser, 1).await;
    let alerts = browser.alerts().await.join(" ");
    assert!(alerts.contains("Ignored lab=kitchen"), "{alerts}");
}

async fn keys_alone_find_and_open_an_example(browser: &Browser) {
    let site = Site::start();
    browser.open(&site.url("#/race")).await;
    browser.wait_for_status("Ready").await;
    tab_to(browser, "Examples").await;
    browser.press("Enter").await;
    expect_found(browser, count()).await;
    tab_to(browser, "Search the examples").await;
    browser.write("deadlock").await;
    expect_found(browser, 1).await;
    tab_to(browser, "Can async code deadlock on one thread?").await;
    browser.press("Enter").await;
    lab::wait_for_text(browser, "h1", "Tasks").await;
    browser.wait_for_status("Ready").await;
    wait_for_hash(browser, "#/tasks?program=deadlock").await;
    // What opens begins at its top.
    let script = "return [document.activeElement.localName, scrollY]";
    assert_eq!(browser.js(script, &[]).await, json!(["main", 0]));
    browser.js("history.back()", &[]).await;
    expect_found(browser, 1).await;
    // Each is left as a lab is.
    browser.click("link", "Race").await;
    lab::wait_for_text(browser, "h1", "Race").await;
    browser.click("link", "Examples").await;
    expect_found(browser, 1).await;
}

async fn the_way_back_leads_to_where_the_examples_were_left(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "#/examples", count()).await;
    let example = browser.find("a[href='#/tasks?program=deadlock']").await;
    let scrolled = async || browser.js("return scrollY", &[]).await;
    let center =
        "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' });
        return scrollY";
    let arguments = [example.to_json().expect("an element has an id")];
    let here = browser.js(center, &arguments).await;
    assert!(here.as_f64() > Some(300.0), "{here}");
    browser.click_it(&example, "an example").await;
    lab::wait_for_text(browser, "h1", "Tasks").await;
    browser.wait_for_status("Ready").await;
    browser.comes_to(0, scrolled).await;
    browser.js("history.back()", &[]).await;
    expect_found(browser, count()).await;
    let distance = async || {
        let there = scrolled().await.as_f64().unwrap_or_default();
        (there - here.as_f64().unwrap_or_default()).abs() < 2.0
    };
    browser.comes_to(true, distance).await;
}

async fn each_example_opens_without_a_note_and_runs_nothing(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "#/examples", count()).await;
    let script = "return Array.from(document.querySelectorAll('.example a'),
        (it) => it.getAttribute('href'))";
    let links = browser.js(script, &[]).await;
    let links: Vec<String> =
        serde_json::from_value(links).expect("a list of links");
    for link in &links {
        lab::follow(browser, &site.url(link)).await;
        let path = link.trim_start_matches("#/");
        let name = path.split('?').next().unwrap_or_default();
        let heading = async || lab::text(browser, "h1").await.to_lowercase();
        browser.comes_to(name.to_owned(), heading).await;
        let status = browser.wait_for_status("Ready").await;
        assert_eq!(status, "Ready.", "{link}");
        assert_eq!(browser.alerts().await, [""; 0], "{link}");
        // It is what the page writes itself.
        wait_for_hash(browser, link).await;
    }
    let script = "return performance.getEntriesByType('resource')
        .filter(({ name }) => /\\/(delay|status)\\//.test(name)).length";
    assert_eq!(browser.js(script, &[]).await, 0, "nothing was requested");
}

async fn axe_finds_nothing_wrong_with_the_examples(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "#/examples", count()).await;
    check_all_looks(browser, "examples").await;
    search(browser, "sourdough").await;
    expect_found(browser, 0).await;
    check_all_looks(browser, "no example").await;
}
