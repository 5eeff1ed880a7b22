//! The built page from outside: what a visitor, a script and a network can do
//! to it, in every engine.

mod accessibility;
mod cache_faults;
mod compare;
mod cost;
mod crawl;
mod deploy;
mod devtools;
mod embed;
mod endpoint;
#[path = "../endpoint_answers.rs"]
mod endpoint_answers;
mod errors;
mod examples;
mod exhibit;
#[path = "../exhibit_name.rs"]
mod exhibit_name;
mod facts;
mod freeze;
mod goals;
mod guess;
mod harness;
mod hostile;
mod hosts;
mod instruments;
mod interpreted;
mod kept;
mod lab;
mod later;
mod links;
mod list;
mod moments;
mod offline;
mod pasted;
mod pointers;
mod race;
mod record;
mod redeploy;
mod script;
mod soak;
mod sources;
mod stage;
mod start;
mod still;
mod strangers;
mod tabs;
mod tasks;
mod threads;
mod tour;
mod truth;
mod user_timing;
mod weight;
mod workers;

use harness::{Browser, Engine, Site};

/// Opens the page, and waits until its Service Worker controls it.
async fn visit(browser: &Browser, site: &Site) {
    browser.open(&site.url("")).await;
    let register = "await navigator.serviceWorker.register('sw.js')";
    browser.js(register, &[]).await;
    browser.wait_until_controlled().await;
    browser.wait_for_status("Ready").await;
}

/// Takes the host of a page away that was visited.
///
/// WebKit gives a driver a private session. There what a cache holds is gone
/// soon after the last page of its origin is left, so that another stays open
/// meanwhile: a small answer of the built-in endpoint.
async fn go_offline(browser: &Browser, site: &mut Site) {
    if browser.engine() == Engine::WebKit {
        let first = browser.window().await;
        browser.open_window(&site.url("json")).await;
        browser.switch_to(&first).await;
    }
    site.stop().await;
}
