//! Records the runs whose pictures the page shows before anybody presses Run:
//! one of each lab, and one of each example; and draws the card for links to the
//! page. `./dev record` runs it; it is no test of the page.
//!
//! What a run leaves is a file of `tests/host/exhibits`: the address of the
//! setup in its first line, what ran it in the second, and then what was
//! recorded, a line each: the name of what ran, and its recording as links have
//! it, or what the page saves of it as JSON.

use crate::exhibit_name::exhibit_name;
use crate::harness::{
    Browser, Deployment, Engine, Headers, Site, Viewport, run_alone,
};
use crate::lab;
use crate::tasks::{self, catch_files};
use meanwhile::experiments::Experiment;
use meanwhile::experiments::examples::examples_from;
use meanwhile::trace::Recording;
use std::fs;
use std::path::Path;
use std::time::Duration;

/// How long the longest of the runs may take.
const LONGEST: Duration = Duration::from_secs(90);

#[test]
#[ignore = "it writes files, for ./dev record"]
fn record_in_chromium() {
    run_alone(Engine::Chromium, module_path!(), record);
}

async fn record(browser: &Browser) {
    // With shared memory and the finer clock.
    let site = Site::host(Deployment::built(), Headers::Isolating, "/");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = folder.join("tests/host/exhibits");
    let labs =
        Experiment::ALL.map(|lab| (lab.slug().to_owned(), lab, String::new()));
    let text = include_str!("../../src/experiments/examples.txt");
    let examples = examples_from(text).into_iter().map(|example| {
        (exhibit_name(&example.question), example.lab, example.query)
    });
    let card = Path::new(env!("CARGO_MANIFEST_DIR")).join("style/card.png");
    draw_card(browser, &site, &card).await;
    for (name, lab, query) in labs.into_iter().chain(examples) {
        let address = lab.hash(&query);
        println!("{name}: {address}");
        let engine = open_and_run(browser, &site, &address).await;
        let lines = match lab.slug() {
            "crawl" | "freeze" => recordings(browser, ".closer .tab").await,
            "tasks" | "script" => {
                vec![("tasks".to_owned(), packed(browser).await)]
            }
            "race" | "cost" => vec![table(browser).await],
            "compare" => lanes(browser).await,
            // Its stage is empty until somebody runs it.
            _ => continue,
        };
        let mut text = format!("{address}\n{engine}\n");
        for (id, data) in lines {
            text += &format!("{id} {data}\n");
        }
        let path = folder.join(format!("{name}.txt"));
        fs::write(path, text).expect("the folder of exhibits is there");
    }
}

/// Draws the card that other sites show beside a link to the page: its mark, its
/// name, and the picture that it opens with.
async fn draw_card(browser: &Browser, site: &Site, path: &Path) {
    browser.resize(Viewport::Size(1200, 630)).await;
    browser.open(&site.url("")).await;
    browser.wait_for_status("Ready").await;
    browser.find(".exhibit").await;
    let card = "const mark = document.querySelector('.mark').outerHTML;
        const lanes = document.querySelector('.exhibit').innerHTML;
        const about = document.querySelector('meta[name=description]').content;
        const style = new CSSStyleSheet();
        style.replaceSync(`
          body { padding: 88px 56px; max-inline-size: none; }
          .card-head { align-items: center; display: flex; gap: 24px; }
          .card-head .mark { block-size: 72px; inline-size: 72px; }
          .card-head h1 { font-size: 64px; }
          .card-about { font-size: 28px; margin-block: 12px 20px; }
          .recorded { display: none; }`);
        document.adoptedStyleSheets.push(style);
        document.documentElement.dataset.theme = 'light';
        const body = document.createElement('body');
        body.innerHTML = `<div class=\"card-head\">${mark}<h1>Meanwhile</h1></div>
          <p class=\"card-about\">${about}</p>
          <section class=\"stage\">${lanes}</section>`;
        document.body.replaceWith(body);";
    browser.js(card, &[]).await;
    browser.screenshot(path).await;
    browser.resize(Viewport::Desktop).await;
}

/// Runs a setup to its end; gives the engine, as the page names it.
async fn open_and_run(browser: &Browser, site: &Site, address: &str) -> String {
    browser.open("about:blank").await;
    browser.open(&site.url(address)).await;
    browser.wait_for_status("Ready").await;
    browser.wait_until_controlled().await;
    browser.click("button", "Run").await;
    if address.contains("executor=hand") {
        poll_until_it_is_over(browser).await;
    }
    // Some show what becomes of others when one fails.
    let is_over = async || {
        let status = browser.status().await?;
        let mut over = ["Finished", "Failed"].iter();
        over.any(|word| status.starts_with(word)).then_some(())
    };
    browser
        .wait_within(LONGEST, "the run is over", is_over)
        .await;
    let engine = "const date = new Date().toISOString().split('T')[0];
        return date + ' ' + [...document.querySelectorAll('.honesty dl div')]
        .find((it) => it.textContent.startsWith('Engine'))
        .querySelector('dd').textContent";
    let engine = browser.js(engine, &[]).await;
    engine.as_str().expect("the page names it").to_owned()
}

/// Polls every task that can be, until the run is over.
async fn poll_until_it_is_over(browser: &Browser) {
    let poll = "document.querySelector('.now [data-queue=ready] button, \
                .now button[aria-label^=Poll]')?.click();
        return document.querySelector('main [role=status]').textContent";
    browser
        .wait_for("the run by hand is over", async || {
            let status = browser.js(poll, &[]).await;
            let status = status.as_str().unwrap_or_default();
            status.starts_with("Finished").then_some(())
        })
        .await;
}

/// The recording that is shown, as links have it.
async fn packed(browser: &Browser) -> String {
    catch_files(browser).await;
    browser.click("button", "Save the recording").await;
    let json = tasks::saved(browser, ".meanwhile.json").await;
    let recording = Recording::from_json(&json).expect("it is a recording");
    recording.to_link().expect("it is short")
}

/// The recordings of all lanes of a run, by their ids, as links have them.
async fn recordings(browser: &Browser, tabs: &str) -> Vec<(String, String)> {
    let ids = "return Array.from(document.querySelectorAll(arguments[0]),
        (it) => it.dataset.strategy)";
    let ids = browser.js(ids, &[tabs.into()]).await;
    let ids: Vec<String> = serde_json::from_value(ids).expect("ids");
    let mut all = Vec::new();
    for id in ids {
        let tab = format!("{tabs}[data-strategy='{id}']");
        browser.click_at(&tab).await;
        all.push((id, packed(browser).await));
    }
    all
}

/// What the page saves of its table.
async fn table(browser: &Browser) -> (String, String) {
    let (json, _) = lab::saved(browser, "section[aria-label='Result']").await;
    ("json".to_owned(), json.to_string())
}

/// The lanes of Compare as they are drawn, in thousandths of their width: where
/// the computing begins, how wide it is, the ticks.
async fn lanes(browser: &Browser) -> Vec<(String, String)> {
    let lanes = "return Array.from(document.querySelectorAll('.compare-lane'), (it) => {
        const rect = it.querySelector('.computes');
        const part = (name) => rect.getAttribute(name);
        return [it.dataset.kind, JSON.stringify([
          part('x'), part('width'),
          it.querySelector('.ticks').getAttribute('d'),
          it.querySelector('p').textContent,
        ])];
    })";
    let lanes = browser.js(lanes, &[]).await;
    serde_json::from_value(lanes).expect("lanes")
}
