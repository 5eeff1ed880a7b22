//! What a visit transfers, as a host would compress it, against the budgets of
//! `tests/budgets.json`.

use crate::harness::{Browser, Deployment, Headers, Site, in_each_engine};
use crate::lab;
use flate2::Compression;
use flate2::write::GzEncoder;
use meanwhile::experiments::{Experiment, Text};
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::Write;

in_each_engine!(
    the_first_lab_stays_within_its_budget,
    every_lab_stays_within_its_budget,
    what_script_has_of_its_own_comes_with_the_lab_alone,
);

/// Whether a file is the interpreter's or the editor's, which have a budget of
/// their own.
fn is_of_script(name: &str) -> bool {
    name.starts_with("script-") || name.starts_with("editor-")
}

/// The bytes of these files by gzip -9.
fn weight(built: &Deployment, files: &BTreeSet<String>) -> usize {
    let compressed = |file: &String| {
        let name = if file.is_empty() { "index.html" } else { file };
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder
            .write_all(built.bytes(name))
            .expect("memory takes bytes");
        encoder.finish().expect("memory takes bytes").len()
    };
    files.iter().map(compressed).sum()
}

/// The files that the page itself has asked its host for, but not for what the
/// built-in endpoint answers.
async fn files(browser: &Browser) -> BTreeSet<String> {
    let script = "const root = new URL('./', location.href.split('#')[0]).href;
        return [root, ...performance.getEntriesByType('resource').map((it) => it.name)]
          .filter((name) => name.startsWith(root))
          .map((name) => name.slice(root.length).split('?')[0]);";
    let files = browser.js(script, &[]).await;
    let files: Vec<String> =
        serde_json::from_value(files).expect("a list of names");
    let built = Deployment::built();
    let names: BTreeSet<&str> = built.names().collect();
    // What installs the page as an app is asked for by some browsers only, and
    // the Service Worker is listed by one.
    let is_apart = |it: &str| {
        [".png", ".svg", ".webmanifest", "sw.js"]
            .iter()
            .any(|end| it.ends_with(end))
    };
    let ours = |it: &String| {
        let is_counted = !is_apart(it) && !is_of_script(it);
        it.is_empty() || names.contains(it.as_str()) && is_counted
    };
    files.into_iter().filter(ours).collect()
}

/// Nor those of libraries on it: they are long, and nobody's business.
#[test]
fn no_path_of_the_machine_that_built_the_page_is_in_it() {
    let built = Deployment::built();
    let mut programs = 0;
    for name in built.names().filter(|name| name.ends_with(".wasm")) {
        programs += 1;
        let text = String::from_utf8_lossy(built.bytes(name));
        for part in ["/registry/src/", "/rustc/", env!("CARGO_MANIFEST_DIR")] {
            assert!(!text.contains(part), "{part} is in {name}");
        }
    }
    assert!(programs > 3, "{programs}");
}

/// Waits until the lab can be run and its explanation is there; in Script, its
/// program.
async fn ready(browser: &Browser, lab: Experiment) {
    browser.wait_for_status("Ready").await;
    if Text::stage(lab).is_none() {
        return;
    }
    browser
        .wait_for("the sources of the lab are shown", async || {
            let script =
                "return [...document.querySelectorAll('pre.code, code-editor')]
                .some((it) => !it.textContent.includes('Loading the source'))";
            (browser.js(script, &[]).await == true).then_some(())
        })
        .await;
}

fn check(browser: &Browser, what: &str, files: &BTreeSet<String>) {
    let budgets: Value = serde_json::from_str(include_str!("../budgets.json"))
        .expect("it is JSON");
    let limit = |of: &str| {
        let limit = budgets[what][of].as_u64().expect("a budget is a number");
        usize::try_from(limit).expect("it is no large number")
    };
    let weight = weight(&Deployment::built(), files);
    let count = files.len();
    println!("{}: {what}: {weight} bytes in {count}", browser.engine());
    let (bytes, requests) = (limit("bytes"), limit("requests"));
    assert!(weight <= bytes, "{what}: {weight} > {bytes}: {files:?}");
    assert!(count <= requests, "{what}: {count} > {requests}: {files:?}");
}

async fn the_first_lab_stays_within_its_budget(browser: &Browser) {
    let site = Site::host(Deployment::built(), Headers::Plain, "/");
    browser.open(&site.url("")).await;
    ready(browser, Experiment::Crawl).await;
    // Once that is on the screen, the code of its runs begins to come.
    lab::run(browser).await;
    let all = files(browser).await;
    let is_rest = |it: &str| it.contains("/split_");
    let first = all.iter().filter(|it| !is_rest(it)).cloned().collect();
    check(browser, "first visit", &first);
    check(browser, "first visit and a run", &all);
}

async fn every_lab_stays_within_its_budget(browser: &Browser) {
    for lab in Experiment::ALL.into_iter().skip(1) {
        let site = Site::host(Deployment::built(), Headers::Plain, "/");
        browser.open(&site.url(&lab.hash(""))).await;
        ready(browser, lab).await;
        check(browser, "another lab by link", &files(browser).await);
        let site = Site::host(Deployment::built(), Headers::Plain, "/");
        browser.open(&site.url("")).await;
        ready(browser, Experiment::Crawl).await;
        let before = files(browser).await;
        let slug = lab.slug();
        let go =
            format!("document.querySelector('nav a[href$={slug}]').click()");
        browser.js(&go, &[]).await;
        browser
            .wait_for("the lab is there", async || {
                let title = browser.js("return document.title", &[]).await;
                let title = title.as_str()?.to_lowercase();
                title.starts_with(slug).then_some(())
            })
            .await;
        ready(browser, lab).await;
        let after = files(browser).await;
        let more = after.difference(&before).cloned().collect();
        check(browser, "another lab opened", &more);
    }
}

async fn what_script_has_of_its_own_comes_with_the_lab_alone(
    browser: &Browser,
) {
    let built = Deployment::built();
    let own: BTreeSet<String> = built
        .names()
        .filter(|name| is_of_script(name) && !name.ends_with(".txt"))
        .map(str::to_owned)
        .collect();
    check(browser, "interpreter and editor", &own);
    let site = Site::host(Deployment::built(), Headers::Plain, "/");
    let asked = || {
        let asked = site.asked();
        asked
            .iter()
            .any(|path| is_of_script(path.trim_start_matches('/')))
    };
    // Before its Service Worker copies the whole site.
    browser.forbid_service_workers().await;
    browser.open(&site.url("")).await;
    ready(browser, Experiment::Crawl).await;
    lab::run(browser).await;
    assert!(!asked(), "{:?}", site.asked());
    browser.open(&site.url("#/script")).await;
    browser
        .wait_for("they are asked for", async || asked().then_some(()))
        .await;
}
