//! Requests of threads: they wait as those of the page do, by the same rules
//! of the browser.

use crate::harness::{Api, Browser, Engine, Site, in_each_engine};
use crate::lab::{self, figure};

in_each_engine!(
    threads_do_not_queue_for_one_url,
    threads_keep_to_six_connections_a_host,
    a_thread_that_gave_up_a_request_sends_the_next,
);

async fn threads_do_not_queue_for_one_url(browser: &Browser) {
    let site = Site::start();
    let api = Api::start();
    let same = vec![api.url("delay/1"); 3];
    lab::open(browser, &site, &same, "run=concurrent,threads").await;
    lab::run(browser).await;
    assert_eq!(api.most_in_flight("/"), 3);
    let concurrent = figure(browser, "concurrent", "total").await;
    let threads = figure(browser, "threads", "total").await;
    assert!(threads < concurrent * 1.8, "{threads} {concurrent}");
    assert_eq!(figure(browser, "threads", "peak-in-flight").await, 3.0);
}

async fn threads_keep_to_six_connections_a_host(browser: &Browser) {
    let site = Site::start();
    let api = Api::start();
    let rows = lab::different(12, &api.url("delay/0.5"));
    lab::open(browser, &site, &rows, "run=threads").await;
    lab::run(browser).await;
    assert_eq!(api.finished("/"), 12);
    assert_eq!(api.most_in_flight("/"), 6);
    assert_eq!(figure(browser, "threads", "succeeded").await, 12.0);
}

async fn a_thread_that_gave_up_a_request_sends_the_next(browser: &Browser) {
    let site = Site::start();
    let api = Api::start();
    let rows = [api.url("delay/60"), api.url("json")];
    let twice = "run=threads&timeout=700&retries=1";
    lab::open(browser, &site, &rows, twice).await;
    lab::run(browser).await;
    let rows = lab::requests(browser, "threads").await;
    assert_eq!(rows[0].status, "timed-out");
    assert!(rows[0].text.contains("2 attempts"), "{:?}", rows[0]);
    assert_eq!(api.count("/delay"), 2);
    assert_eq!(browser.errors().await, [""; 0]);
    if browser.engine() == Engine::Firefox {
        // It goes on with what a worker below a Service Worker gives up.
        return;
    }
    browser
        .wait_for("the server notices that both are given up", async || {
            (api.abandoned("/delay") == 2).then_some(())
        })
        .await;
}
