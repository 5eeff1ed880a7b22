//! A page that is open while its host takes up a release whose files have other
//! names: the old ones are gone. Not the copy of the site, which `offline` is
//! about.

use crate::harness::{Browser, Deployment, Headers, Site, in_each_engine};
use crate::{lab, visit};

in_each_engine!(
    a_page_with_a_service_worker_goes_on_after_a_release,
    a_page_without_one_says_what_it_misses_and_reloads,
);

/// Setups that need Workers.
const WITH_WORKERS: [&str; 3] = [
    "#/freeze?run=worker,pool&pool=2&size=100000",
    "#/race?run=messages&repeat=1",
    "#/cost?n=1000&run=js-async,own-workers&workers=2",
];

/// Setups that need none: without a Worker, a wait of the page's own stands in
/// for what the built-in endpoint would have answered it.
const WITHOUT: [&str; 3] = [
    "#/tasks?program=join",
    "#/crawl?url=delay/0&run=concurrent",
    "#/crawl?url=delay/0&run=threads",
];

/// The built page with other names for its app and its workers' folder, as a
/// release has whose content has changed.
fn next_release() -> Deployment {
    let built = Deployment::built();
    let mut next = built.clone();
    let mut index = built.text("index.html");
    for name in built.names() {
        let renamed = match name.split_once(['-', '/']) {
            Some(("app", _)) => name.replacen("app-", "app-next-", 1),
            Some(("worker", _)) => name.replacen("worker-", "worker-next-", 1),
            _ => continue,
        };
        index = index.replace(name, &renamed);
        next = next.with(&renamed, built.bytes(name)).without(name);
    }
    next.with("index.html", index)
}

/// The app's file, which tells one release from another.
async fn app(browser: &Browser) -> String {
    let script =
        "return document.querySelector('meta[name=meanwhile-app]').dataset.js";
    let name = browser.js(script, &[]).await;
    name.as_str().unwrap_or_default().to_owned()
}

async fn open_tab(browser: &Browser, site: &Site) {
    lab::follow(browser, &site.url("#/tasks")).await;
    browser.wait_for_status("Ready").await;
}

/// Runs a setup to its end, which may be a failure, and gives what is said of
/// that.
async fn told(browser: &Browser, site: &Site, setup: &str) -> Vec<String> {
    lab::follow(browser, &site.url(setup)).await;
    browser.wait_for_status("Ready").await;
    browser.click("button", "Run").await;
    browser
        .wait_within(lab::LONGEST_RUN, "the run ends", async || {
            let status = browser.status().await?;
            let ends = ["Finished", "Failed"];
            ends.iter().any(|it| status.starts_with(it)).then_some(())
        })
        .await;
    browser.alerts().await
}

async fn runs_everything(browser: &Browser, site: &Site) {
    for setup in WITH_WORKERS.iter().chain(&WITHOUT) {
        let told = told(browser, site, setup).await;
        assert_eq!(told, [""; 0], "{}: {setup}", browser.engine());
    }
}

async fn a_page_with_a_service_worker_goes_on_after_a_release(
    browser: &Browser,
) {
    let site = Site::host(Deployment::built(), Headers::Isolating, "/");
    visit(browser, &site).await;
    browser.wait_until_copied().await;
    let old = app(browser).await;
    open_tab(browser, &site).await;
    site.deploy(next_release());
    runs_everything(browser, &site).await;
    // Nor when it was told of the release.
    let look =
        "navigator.serviceWorker.controller.postMessage({ type: 'look' })";
    browser.js(look, &[]).await;
    lab::wait_for_text(browser, "body", "A newer version").await;
    runs_everything(browser, &site).await;
    assert_eq!(app(browser).await, old);
    browser.reload().await;
    browser.wait_for_status("Ready").await;
    assert_ne!(app(browser).await, old);
    runs_everything(browser, &site).await;
}

/// Where nothing keeps the old files, a run or a lab that needs one says that it
/// is not to be had and what to do about it; all others go on.
async fn a_page_without_one_says_what_it_misses_and_reloads(browser: &Browser) {
    browser.forbid_service_workers().await;
    let site = Site::host(Deployment::built(), Headers::Plain, "/");
    browser.open(&site.url("")).await;
    browser.wait_for_status("Ready").await;
    // The code of these labs is here then, and of Tasks what runs it.
    for lab in ["#/freeze", "#/race", "#/cost", "#/tasks"] {
        lab::follow(browser, &site.url(lab)).await;
        browser.wait_for_status("Ready").await;
    }
    lab::run(browser).await;
    // What sends the requests of threads comes with that of plain JavaScript.
    told(browser, &site, "#/crawl?url=delay/0&run=promise-all").await;
    let old = app(browser).await;
    site.deploy(next_release());
    for setup in WITHOUT {
        let told = told(browser, &site, setup).await.join("\n");
        assert_eq!(told, "", "{setup}");
    }
    for setup in WITH_WORKERS {
        let told = told(browser, &site, setup).await.join("\n");
        let is_said = told.contains("did not start")
            && told.to_lowercase().contains("reload the page");
        assert!(is_said, "{}: {setup}: {told}", browser.engine());
    }
    lab::follow(browser, &site.url("#/compare")).await;
    lab::wait_for_text(browser, "main", "or the host has a newer release")
        .await;
    browser.reload().await;
    browser.wait_for_status("Ready").await;
    assert_ne!(app(browser).await, old);
    runs_everything(browser, &site).await;
}
