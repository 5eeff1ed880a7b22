//! The built page from outside: what a visitor, a script and a network can do
//! to it, in every engine.

mod accessibility;
mod compare;
mod cost;
mod crawl;
mod endpoint;
mod errors;
mod freeze;
mod harness;
mod instruments;
mod lab;
mod links;
mod list;
mod offline;
mod race;
mod stage;
mod tasks;
mod threads;
mod user_timing;

use harness::{Browser, Site};

/// Opens the page, and waits until its Service Worker controls it.
async fn visit(browser: &Browser, site: &Site) {
    browser.open(&site.url("")).await;
    let register = "await navigator.serviceWorker.register('sw.js')";
    browser.js(register, &[]).await;
    browser.wait_until_controlled().await;
}
