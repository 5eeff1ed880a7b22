//! A run in the Performance panel of the browser's developer tools.

use crate::harness::{Browser, Site, in_each_engine};
use crate::lab;
use serde_json::json;

in_each_engine!(the_latest_run_is_on_tracks_of_its_own,);

/// The names and tracks of what was left, in order.
const LEFT: &str = "const all = performance.getEntriesByType('measure');
    const ours = all.filter(({ detail }) =>
      detail?.devtools?.trackGroup === 'Meanwhile');
    return ours.map(({ name, detail }) => [name, detail.devtools.track]);";

async fn the_latest_run_is_on_tracks_of_its_own(browser: &Browser) {
    let site = Site::start();
    let rows = ["delay/0.2 #slow".to_owned(), "json".to_owned()];
    let both = "run=sequential,concurrent";
    lab::open(browser, &site, &rows, both).await;
    lab::run(browser).await;
    let left = browser.js(LEFT, &[]).await;
    let left = left.as_array().expect("it is a list").clone();
    for track in ["Sequential", "Concurrent"] {
        assert!(left.contains(&json!(["slow", track])), "{left:?}");
        assert!(left.contains(&json!(["slow waiting", track])), "{left:?}");
    }
    let longest = "const all = performance.getEntriesByName('slow');
        return Math.min(...all.map(({ duration }) => duration));";
    let longest = browser.js(longest, &[]).await;
    assert!(longest.as_f64() >= Some(199.0), "{longest}");
    // Another run takes the place of this one.
    let one = lab::link(&["json #other".to_owned()], "run=concurrent");
    lab::follow(browser, &site.url(&one)).await;
    lab::run(browser).await;
    let left = browser.js(LEFT, &[]).await.to_string();
    assert!(left.contains("other"), "{left}");
    assert!(!left.contains("slow"), "{left}");
}
