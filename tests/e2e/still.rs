//! What is on the screen before the program runs, and how it gives way.

use crate::harness::{
    Browser, Deployment, Engine, Headers, Site, Viewport, in_each_engine,
};
use crate::lab;
use meanwhile::experiments::Experiment;
use serde_json::{Value, json};

in_each_engine!(
    the_page_reads_without_its_program,
    the_headline_is_that_of_the_lab_from_the_first_moment,
    an_address_that_names_no_lab_opens_the_first,
    nothing_moves_when_the_app_takes_its_place,
    a_slow_start_says_how_much_is_here,
);

/// Number of links beside those to the labs.
const GUIDES: usize = 2;

/// The page without its program: what it has shown until then stays.
fn unstarted() -> Deployment {
    let built = Deployment::built();
    let is_program = |name: &&str| name.ends_with("_bg.wasm");
    let mut programs = built.names().filter(is_program);
    let name = programs.find(|name| name.starts_with("app-"));
    let name = name.expect("the page has a program").to_owned();
    drop(programs);
    built.without(&name)
}

async fn wait_until_it_failed(browser: &Browser) {
    browser
        .wait_for("the page says that it does not start", async || {
            (!browser.alerts().await.is_empty()).then_some(())
        })
        .await;
}

/// What is in view of `css`, and where: text, left, top, width.
async fn seen(browser: &Browser, css: &str) -> Vec<Value> {
    let script = "return [...document.querySelectorAll(arguments[0])]
        .filter((it) => it.checkVisibility())
        .map((it) => {
          const { x, y, width } = it.getBoundingClientRect();
          return [it.textContent.trim(), Math.round(x), Math.round(y), Math.round(width)];
        });";
    let seen = browser.js(script, &[json!(css)]).await;
    seen.as_array().cloned().unwrap_or_default()
}

async fn the_page_reads_without_its_program(browser: &Browser) {
    let site = Site::host(unstarted(), Headers::Plain, "/");
    browser.open(&site.url("")).await;
    wait_until_it_failed(browser).await;
    let text = lab::text(browser, "body").await;
    for words in [
        "Crawl",
        "one after another and all at once",
        "Sequential",
        "Concurrent",
        "A recorded run",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let links = Experiment::ALL.len() + GUIDES;
    assert_eq!(seen(browser, "nav a").await.len(), links);
    let bars = "path[data-layer=waiting]";
    assert_eq!(seen(browser, bars).await.len(), 2, "two pictures");
}

async fn the_headline_is_that_of_the_lab_from_the_first_moment(
    browser: &Browser,
) {
    let still = Site::host(unstarted(), Headers::Plain, "/");
    let live = Site::start();
    let labs = Experiment::ALL.map(Experiment::slug);
    for name in labs.into_iter().chain(["examples"]) {
        let mut headlines = Vec::new();
        for site in [&still, &live] {
            browser.open(&site.url(&format!("#/{name}"))).await;
            match std::ptr::eq(site, &raw const still) {
                true => wait_until_it_failed(browser).await,
                false => lab::wait_until_shown(browser).await,
            }
            headlines.push((
                seen(browser, ".title h1").await,
                seen(browser, ".title p").await,
                seen(browser, "nav a").await,
            ));
        }
        assert_eq!(headlines[0], headlines[1], "{name}");
        assert_eq!(headlines[0].0.len(), 1, "{name}");
    }
    // The tour leads on at once.
    browser.open(&still.url("#/tour")).await;
    wait_until_it_failed(browser).await;
    assert_eq!(seen(browser, ".title h1").await[0][0], "In 100 seconds");
    assert_eq!(seen(browser, ".title h1").await.len(), 1);
}

async fn an_address_that_names_no_lab_opens_the_first(browser: &Browser) {
    let still = Site::host(unstarted(), Headers::Plain, "/");
    let live = Site::start();
    // The last is what each object of JavaScript has.
    for name in ["nonsense", "constructor"] {
        browser.open(&still.url(&format!("#/{name}"))).await;
        wait_until_it_failed(browser).await;
        assert_eq!(seen(browser, ".title h1").await[0][0], "Crawl");
        assert_eq!(seen(browser, ".title h1").await.len(), 1, "{name}");
        browser.open(&live.url(&format!("#/{name}"))).await;
        browser.wait_for_status("Ready").await;
        assert_eq!(seen(browser, ".title h1").await[0][0], "Crawl");
    }
}

async fn nothing_moves_when_the_app_takes_its_place(browser: &Browser) {
    // Only Chromium tells.
    if browser.engine() != Engine::Chromium {
        return;
    }
    let script = "return await new Promise((resolve) => {
          let sum = 0;
          new PerformanceObserver((list) => {
            for (const { value } of list.getEntries()) sum += value;
          }).observe({ type: 'layout-shift', buffered: true });
          setTimeout(() => resolve(sum), 300);
        })";
    let labs = Experiment::ALL.map(Experiment::slug);
    let in_usual = labs.map(|name| (Viewport::Desktop, name));
    // What is loaded does not fill this window for a while, and what stands
    // below a picture is in sight when that comes.
    let tall = Viewport::Size(1280, 1500);
    let all = labs.into_iter().chain(["examples"]);
    let in_tall = all.map(|name| (tall, name));
    for (window, name) in in_usual.into_iter().chain(in_tall) {
        browser.resize(window).await;
        let site = Site::start();
        browser.open(&site.url(&format!("#/{name}"))).await;
        match name {
            "examples" => drop(browser.find("[type=search]").await),
            _ => drop(browser.wait_for_status("Ready").await),
        }
        let shift = browser.js(script, &[]).await;
        let shift = shift.as_f64().expect("Chromium measures it");
        assert!(shift < 0.02, "{window:?}, {name}: {shift}");
    }
}

async fn a_slow_start_says_how_much_is_here(browser: &Browser) {
    // Only Chromium can be slowed down.
    if browser.engine() != Engine::Chromium {
        return;
    }
    let site = Site::start();
    let rate = |bytes: i32| {
        json!({
            "offline": false, "latency": 0,
            "downloadThroughput": bytes, "uploadThroughput": -1,
        })
    };
    let slow = "Network.emulateNetworkConditions";
    browser.cdp("Network.enable", json!({})).await;
    browser.cdp(slow, rate(400_000)).await;
    browser.goto("about:blank").await;
    let go = format!("setTimeout(() => {{ location = '{}' }})", site.url(""));
    browser.js(&go, &[]).await;
    let told = browser
        .wait_for("the page says how much of it is here", async || {
            let script = "return document.getElementById('boot')?.innerText";
            let told = browser.try_js(script, &[]).await.ok()?;
            let told = told.as_str()?.to_owned();
            told.contains(" MB").then_some(told)
        })
        .await;
    assert!(told.contains("Loading Meanwhile"), "{told}");
    browser.cdp(slow, rate(-1)).await;
    browser.cdp("Network.disable", json!({})).await;
    browser.wait_for_status("Ready").await;
}
