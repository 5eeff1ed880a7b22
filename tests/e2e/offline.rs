//! The copy of the site: opening it with no network, new releases, and the
//! headers that hosts lack.

use crate::harness::{Api, Browser, Deployment, Headers, Site, in_each_engine};
use crate::{go_offline, lab, visit};
use serde_json::{Value, json};
use std::collections::BTreeSet;

in_each_engine!(
    the_page_opens_with_no_network_after_one_visit,
    workers_start_with_no_network_after_one_visit,
    a_new_release_replaces_the_old_one_whole,
    half_a_release_leaves_the_old_one_whole,
    a_page_of_the_old_release_still_finds_its_files,
    two_copies_are_kept_at_most,
    a_host_that_hangs_does_not_hold_up_the_page,
    the_copy_holds_what_the_index_names_and_no_more,
    who_asks_past_all_caches_reaches_the_host,
    a_sign_in_page_is_not_a_release,
    a_host_without_headers_isolates_from_the_second_load,
    a_page_that_is_open_says_that_a_new_release_is_there,
);

/// A release of the page that can be told from others by three marks: one in
/// the index, one in a file whose name changes with it, and one in a file whose
/// query does.
fn release(number: u32) -> Deployment {
    let built = Deployment::built();
    let hashed = format!("mark-{number}.js");
    let index = built.text("index.html").replace(
        "</head>",
        &format!(
            "<meta name=\"mark\" content=\"{number}\">\
             <script src=\"./{hashed}\" type=\"module\"></script>\
             <script src=\"./mark.js?v={number}\" type=\"module\"></script>\
             <meta name=\"later\" data-file=\"./later-{number}.json\">\
             </head>"
        ),
    );
    let mark = |name: &str| {
        format!("document.documentElement.dataset.{name} = {number};\n")
    };
    built
        .with("index.html", index)
        .with(&hashed, mark("hashed"))
        .with("mark.js", mark("query"))
        .with(&format!("later-{number}.json"), number.to_string())
}

/// The marks of the page, once all of its scripts have run.
async fn marks(browser: &Browser) -> Value {
    let script = "const { hashed, query } = document.documentElement.dataset;
        const index = document.querySelector('meta[name=mark]').content;
        return [index, hashed, query];";
    browser
        .wait_for("the scripts of the release have run", async || {
            let marks = browser.js(script, &[]).await;
            (marks[1].is_string() && marks[2].is_string()).then_some(marks)
        })
        .await
}

/// Waits until the newest whole copy is of an index that contains a text;
/// gives the URLs in each whole copy, newest first.
async fn copies(browser: &Browser, contains: &str) -> Vec<BTreeSet<String>> {
    let script = "const root = new URL('./', location.href).href;
        const copies = [];
        let newest;
        for (const name of (await caches.keys()).reverse()) {
          const copy = await caches.open(name);
          const index = await copy.match(root);
          if (!index) continue;
          newest ??= await index.text();
          copies.push((await copy.keys()).map((request) => request.url));
        }
        return newest?.includes(arguments[0]) ? copies : null;";
    let contains = json!(contains);
    let copies = browser
        .wait_for("a copy of the site is whole", async || {
            let copies =
                browser.js(script, std::slice::from_ref(&contains)).await;
            (!copies.is_null()).then_some(copies)
        })
        .await;
    serde_json::from_value(copies).expect("a list of lists of URLs")
}

fn mark_of(number: u32) -> String {
    format!("name=\"mark\" content=\"{number}\"")
}

async fn the_page_opens_with_no_network_after_one_visit(browser: &Browser) {
    for path in ["/", "/some/path/"] {
        let built = Deployment::built();
        let mut site = Site::host(built, Headers::Isolating, path);
        visit(browser, &site).await;
        copies(browser, "meanwhile-app").await;
        go_offline(browser, &mut site).await;
        for address in ["", "index.html", "?utm=1#/crawl"] {
            browser.open(&site.url(address)).await;
            browser
                .wait_for("the app has started", async || {
                    let boot = browser.count("#boot").await;
                    let heading = browser.count("h1").await;
                    (boot == 0 && heading == 1).then_some(())
                })
                .await;
        }
        let script = "return (await fetch('delay/0')).status";
        assert_eq!(browser.js(script, &[]).await, 200);
    }
}

async fn workers_start_with_no_network_after_one_visit(browser: &Browser) {
    let mut site = Site::host(Deployment::built(), Headers::Isolating, "/");
    visit(browser, &site).await;
    copies(browser, "meanwhile-app").await;
    go_offline(browser, &mut site).await;
    let setup = "#/freeze?run=worker,pool&pool=2&size=1000000";
    browser.open(&site.url(setup)).await;
    browser.wait_for_status("Ready").await;
    lab::run(browser).await;
    assert_eq!(browser.alerts().await, [""; 0]);
    for mode in ["worker", "pool"] {
        // The primes below a million.
        let result = browser.metric(mode, "result").await;
        assert_eq!(result, Some(78_498.0), "{mode}");
    }
}

async fn a_new_release_replaces_the_old_one_whole(browser: &Browser) {
    let mut site = Site::host(release(1), Headers::Isolating, "/");
    visit(browser, &site).await;
    copies(browser, &mark_of(1)).await;
    browser.reload().await;
    assert_eq!(marks(browser).await, json!(["1", "1", "1"]));
    site.deploy(release(2));
    browser.reload().await;
    assert_eq!(marks(browser).await, json!(["2", "2", "2"]));
    go_offline(browser, &mut site).await;
    browser.reload().await;
    assert_eq!(marks(browser).await, json!(["2", "2", "2"]));
}

async fn half_a_release_leaves_the_old_one_whole(browser: &Browser) {
    let mut site = Site::host(release(1), Headers::Isolating, "/");
    visit(browser, &site).await;
    copies(browser, &mark_of(1)).await;
    site.deploy(release(2).without("mark-2.js"));
    browser.reload().await;
    assert_eq!(marks(browser).await, json!(["1", "1", "1"]));
    go_offline(browser, &mut site).await;
    browser.reload().await;
    assert_eq!(marks(browser).await, json!(["1", "1", "1"]));
    assert_eq!(
        browser
            .js("return caches.keys()", &[])
            .await
            .as_array()
            .map(Vec::len),
        Some(1)
    );
    site.come_back();
    site.deploy(release(2));
    browser.reload().await;
    assert_eq!(marks(browser).await, json!(["2", "2", "2"]));
}

async fn a_page_of_the_old_release_still_finds_its_files(browser: &Browser) {
    let site = Site::host(release(1), Headers::Isolating, "/");
    visit(browser, &site).await;
    copies(browser, &mark_of(1)).await;
    browser.reload().await;
    let old = browser.window().await;
    site.deploy(release(2));
    let new = browser.open_window(&site.url("")).await;
    assert_eq!(marks(browser).await, json!(["2", "2", "2"]));
    browser.switch_to(&old).await;
    let script = "const { file } = document.querySelector(
          'meta[name=later]').dataset;
        return (await fetch(file)).text();";
    assert_eq!(browser.js(script, &[]).await, "1");
    browser.switch_to(&new).await;
    assert_eq!(browser.js(script, &[]).await, "2");
}

async fn two_copies_are_kept_at_most(browser: &Browser) {
    let site = Site::host(release(1), Headers::Isolating, "/");
    visit(browser, &site).await;
    copies(browser, &mark_of(1)).await;
    // And back to one that was seen before.
    for number in [2, 3, 2, 1] {
        site.deploy(release(number));
        browser.reload().await;
        let mark = json!(number.to_string());
        assert_eq!(marks(browser).await, json!([mark, mark, mark]));
        assert_eq!(copies(browser, &mark_of(number)).await.len(), 2);
    }
}

async fn a_host_that_hangs_does_not_hold_up_the_page(browser: &Browser) {
    let site = Site::host(release(1), Headers::Isolating, "/");
    visit(browser, &site).await;
    copies(browser, &mark_of(1)).await;
    site.hang();
    browser.reload().await;
    assert_eq!(marks(browser).await, json!(["1", "1", "1"]));
}

async fn the_copy_holds_what_the_index_names_and_no_more(browser: &Browser) {
    let site = Site::host(release(1), Headers::Isolating, "/");
    let api = Api::start();
    visit(browser, &site).await;
    copies(browser, &mark_of(1)).await;
    browser.reload().await;
    let script = "for (const url of arguments[0]) {
          await (await fetch(url)).text();
        }";
    let urls =
        json!(["delay/0", "json", "bytes/10", api.url("json"), "nothing"]);
    browser.js(script, &[urls]).await;
    let copy = copies(browser, &mark_of(1)).await.remove(0);
    let mut expected: BTreeSet<String> = release(1)
        .names()
        .filter(|name| !["index.html", "sw.js"].contains(name))
        .filter(|name| release(1).text("index.html").contains(name))
        .map(|name| site.url(name))
        .collect();
    expected.remove(&site.url("mark.js"));
    expected.insert(site.url("mark.js?v=1"));
    expected.insert(site.url(""));
    assert_eq!(copy, expected);
}

async fn who_asks_past_all_caches_reaches_the_host(browser: &Browser) {
    let site = Site::host(release(1), Headers::Isolating, "/");
    visit(browser, &site).await;
    copies(browser, &mark_of(1)).await;
    let times = || {
        let asked = site.asked();
        asked.iter().filter(|path| *path == "/mark-1.js").count()
    };
    let before = times();
    let script = "const [cache] = arguments;
        return (await fetch('mark-1.js', { cache })).status;";
    assert_eq!(browser.js(script, &["default".into()]).await, 200);
    assert_eq!(times(), before);
    assert_eq!(browser.js(script, &["no-store".into()]).await, 200);
    assert_eq!(times(), before + 1);
}

async fn a_sign_in_page_is_not_a_release(browser: &Browser) {
    let site = Site::host(release(1), Headers::Isolating, "/");
    visit(browser, &site).await;
    copies(browser, &mark_of(1)).await;
    let page = "<!doctype html><title>Welcome to the hotel</title>";
    site.deploy(Deployment::default().with("index.html", page));
    browser.reload().await;
    assert_eq!(marks(browser).await, json!(["1", "1", "1"]));
}

async fn a_host_without_headers_isolates_from_the_second_load(
    browser: &Browser,
) {
    let mut site = Site::host(Deployment::built(), Headers::Plain, "/");
    let script = "return crossOriginIsolated";
    browser.open(&site.url("")).await;
    assert_eq!(browser.js(script, &[]).await, false);
    visit(browser, &site).await;
    copies(browser, "meanwhile-app").await;
    browser.reload().await;
    assert_eq!(browser.js(script, &[]).await, true);
    go_offline(browser, &mut site).await;
    browser.reload().await;
    assert_eq!(browser.js(script, &[]).await, true);
}

async fn a_page_that_is_open_says_that_a_new_release_is_there(
    browser: &Browser,
) {
    let note = "return Array.from(document.querySelectorAll('[role=note]'),
        (it) => it.innerText).join(' ')";
    let site = Site::host(release(1), Headers::Isolating, "/");
    visit(browser, &site).await;
    copies(browser, &mark_of(1)).await;
    browser.reload().await;
    browser.wait_for_status("Ready").await;
    site.deploy(release(2));
    let look =
        "navigator.serviceWorker.controller.postMessage({ type: 'look' })";
    browser.js(look, &[]).await;
    browser
        .wait_for("the page says that a release is there", async || {
            let told = browser.js(note, &[]).await;
            told.as_str()?.contains("A newer version").then_some(())
        })
        .await;
    assert_eq!(marks(browser).await, json!(["1", "1", "1"]));
    browser.reload().await;
    assert_eq!(marks(browser).await, json!(["2", "2", "2"]));
    browser.wait_for_status("Ready").await;
    let told = browser.js(note, &[]).await;
    assert!(!told.to_string().contains("A newer version"), "{told}");
}
