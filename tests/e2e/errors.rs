//! What goes wrong in a run: each failure with its own words, and nobody is
//! asked for more than was wanted.

use crate::harness::{
    Api, Browser, Engine, Row, Site, in_each_engine, refused,
};
use crate::lab::{self, IN_A_ROW, RESULT, figure, outline, requests};

in_each_engine!(
    each_failure_has_its_own_words,
    an_answer_that_breaks_off_is_told_from_none,
    a_second_look_tells_failures_apart,
    what_an_https_page_asks_by_plain_http_is_for_the_browser_to_judge,
    a_timeout_aborts_the_request,
    a_timeout_outlives_a_garbage_collection,
    large_bodies_are_counted_to_the_end,
    failures_are_sent_again_as_often_as_asked,
    the_first_error_stops_the_others,
    a_run_without_any_answer_has_failed,
    what_cannot_be_sent_is_named_before_anything_is_sent,
    more_rows_than_a_run_takes_are_refused,
    what_a_link_says_wrong_is_reported,
    a_full_storage_changes_nothing_but_the_memory,
);

/// A failure that the browser does not let a page look into.
const UNREADABLE: &str = "No answer that this page may read";

/// One of each sort: by fetch in both languages and in threads, and by what
/// stands still.
const FOUR: [&str; 4] = ["blocking", "concurrent", "promise-all", "threads"];

async fn each_failure_has_its_own_words(browser: &Browser) {
    let site = Site::start();
    let api = Api::start();
    let expected = [
        (api.url("json"), "200", ""),
        (refused(), "failed", UNREADABLE),
        ("https://nobody.invalid/".to_owned(), "failed", UNREADABLE),
        (api.url("no-cors/delay/0"), "failed", UNREADABLE),
        (api.url("reset"), "failed", UNREADABLE),
        (api.url("redirect-loop"), "failed", UNREADABLE),
        // Whether headers come first is for the network to say.
        (api.url("truncated"), "failed", "answer"),
        (api.url("status/404"), "404", "status 404"),
        (api.url("status/500"), "500", "status 500"),
        ("status/503".to_owned(), "503", "status 503"),
    ];
    let rows = expected.clone().map(|(url, ..)| url);
    let four = format!("run={}", FOUR.join(","));
    lab::open(browser, &site, &rows, &four).await;
    lab::run(browser).await;
    for strategy in FOUR {
        let rows = requests(browser, strategy).await;
        assert_eq!(rows.len(), expected.len());
        for (row, (url, status, words)) in rows.iter().zip(&expected) {
            assert_eq!(row.status, *status, "{strategy}: {url}");
            assert!(row.text.contains(words), "{strategy}: {row:?}");
        }
        assert_eq!(figure(browser, strategy, "succeeded").await, 1.0);
        assert_eq!(figure(browser, strategy, "failed").await, 9.0);
        assert_ne!(outline(browser, strategy, "failed").await, "");
        assert_eq!(outline(browser, strategy, "cancelled").await, "");
    }
    assert!(
        lab::text(browser, RESULT)
            .await
            .contains("9 requests failed.")
    );
    let status = browser.wait_for_status("Finished").await;
    assert!(status.contains("36 requests failed"), "{status}");
    assert_eq!(browser.violations().await, [""; 0]);
}

async fn an_answer_that_breaks_off_is_told_from_none(browser: &Browser) {
    let site = Site::start();
    let api = Api::start();
    let rows = [api.url("slow-body?ms=100&chunks=600")];
    let both = "run=concurrent,promise-all&order=together";
    lab::open(browser, &site, &rows, both).await;
    browser.click("button", "Run").await;
    for strategy in ["concurrent", "promise-all"] {
        browser
            .wait_for("the body begins to arrive", async || {
                let begun = outline(browser, strategy, "receiving").await;
                (!begun.is_empty()).then_some(())
            })
            .await;
    }
    api.stop().await;
    if browser.engine() == Engine::WebKit {
        // To WebKit, a body of no known length is over when nothing more comes.
        browser.wait_for_status("Finished").await;
        return;
    }
    browser.wait_for_status("Failed").await;
    for strategy in ["concurrent", "promise-all"] {
        let rows = requests(browser, strategy).await;
        assert_eq!(rows[0].status, "failed", "{strategy}");
        let words = "The answer began and then broke off";
        assert!(rows[0].text.contains(words), "{strategy}: {:?}", rows[0]);
        assert!(!rows[0].text.contains("Find out more"), "{strategy}");
    }
}

async fn a_second_look_tells_failures_apart(browser: &Browser) {
    let site = Site::start();
    let api = Api::start();
    let expected = [
        (api.url("no-cors/delay/0"), "CORS"),
        (api.url("redirect-loop"), "answers with a redirect"),
        (refused(), "Nothing comes back at all"),
    ];
    let mut rows: Vec<String> =
        expected.iter().map(|(url, _)| url.clone()).collect();
    rows.push(api.url("json"));
    lab::open(browser, &site, &rows, "run=concurrent").await;
    lab::run(browser).await;
    let before = api.count("/");
    for (row, (url, words)) in expected.iter().enumerate() {
        let css = format!("[data-row='{row}'] button");
        browser.click_at(&css).await;
        let answer = format!("[data-row='{row}'] .diagnosis");
        let found = browser.find(&answer).await.text().await;
        let found = found.expect("an answer is text");
        assert!(found.contains(words), "{url}: {found}");
    }
    assert!(api.count("/") > before, "a second look is another request");
    assert_eq!(browser.count("[data-row='3'] button").await, 0);
}

/// Every strategy leaves it to the browser, and the page explains afterwards.
async fn what_an_https_page_asks_by_plain_http_is_for_the_browser_to_judge(
    browser: &Browser,
) {
    let site = Site::encrypted();
    let expected = [
        (
            "http://192.168.1.10/",
            "asked a device of the local network",
        ),
        (
            "http://printer.local/",
            "asked a device of the local network",
        ),
        ("http://example.test/", "Mixed content"),
        // The browser trusts this machine even without https.
        ("http://foo.localhost:9/", UNREADABLE),
    ];
    let rows = expected.map(|(url, _)| url.to_owned());
    let five = format!("run=sequential,{}&timeout=5000", FOUR.join(","));
    lab::open(browser, &site, &rows, &five).await;
    browser.click("button", "Run").await;
    browser.click("button", "Run with these hosts").await;
    browser.wait_for_status("Failed").await;
    for strategy in FOUR.into_iter().chain(["sequential"]) {
        let rows = requests(browser, strategy).await;
        for (row, (url, words)) in rows.iter().zip(expected) {
            assert_eq!(row.status, "failed", "{strategy}: {url}");
            assert!(row.text.contains(words), "{strategy}: {row:?}");
        }
    }
}

async fn a_timeout_aborts_the_request(browser: &Browser) {
    let site = Site::start();
    let api = Api::start();
    let rows = [
        api.url("delay/60"),
        api.url("slow-body?ms=200&chunks=300"),
        api.url("json"),
    ];
    let three = "run=concurrent,promise-all,threads&timeout=700";
    lab::open(browser, &site, &rows, three).await;
    lab::run(browser).await;
    for strategy in ["concurrent", "promise-all", "threads"] {
        let rows = requests(browser, strategy).await;
        for row in &rows[..2] {
            assert_eq!(row.status, "timed-out", "{strategy}: {row:?}");
            assert!(row.text.contains("No complete answer within"), "{row:?}");
            assert!(row.metrics["duration"] >= 699.0, "{row:?}");
        }
        assert_eq!(rows[2].status, "200", "{strategy}");
        assert_ne!(outline(browser, strategy, "timed-out").await, "");
        assert_eq!(outline(browser, strategy, "failed").await, "");
    }
    // Firefox goes on with what a worker below a Service Worker gives up.
    let noticed = match browser.engine() {
        Engine::Firefox => 4,
        _ => 6,
    };
    browser
        .wait_for("the server notices that they are given up", async || {
            (api.abandoned("/") >= noticed).then_some(())
        })
        .await;
}

async fn a_timeout_outlives_a_garbage_collection(browser: &Browser) {
    let site = Site::start();
    let api = Api::start();
    let mut rows = lab::different(4, &api.url("delay/60"));
    rows.push(api.url("json"));
    let one = "run=promise-all&timeout=2000";
    lab::open(browser, &site, &rows, one).await;
    browser.click("button", "Run").await;
    let collect = "for (let i = 0; i < 10; i += 1) {
        Array.from({ length: 3e5 }, (_, place) => ({ place, text: `${place}` }));
        await new Promise(resolve => setTimeout(resolve, 50));
    }";
    browser.js(collect, &[]).await;
    lab::finish(browser).await;
    for row in &requests(browser, "promise-all").await[..4] {
        assert_eq!(row.status, "timed-out", "{row:?}");
    }
}

async fn large_bodies_are_counted_to_the_end(browser: &Browser) {
    let site = Site::start();
    let api = Api::start();
    let rows = [api.url("bytes/2000000"), "bytes/3000000".to_owned()];
    let four = format!("run={}", FOUR.join(","));
    lab::open(browser, &site, &rows, &four).await;
    lab::run(browser).await;
    for strategy in FOUR {
        let rows = requests(browser, strategy).await;
        assert_eq!(rows[0].metrics["bytes"], 2e6, "{strategy}");
        assert_eq!(rows[1].metrics["bytes"], 3e6, "{strategy}");
        assert_eq!(figure(browser, strategy, "bytes").await, 5e6);
        for row in rows {
            assert!(row.text.contains("larger than 1 MiB"), "{row:?}");
            assert!(row.text.len() < 2000, "{strategy}: the beginning only");
        }
    }
}

async fn failures_are_sent_again_as_often_as_asked(browser: &Browser) {
    let site = Site::start();
    let api = Api::start();
    let rows = [
        format!("{} +200ms #again", api.url("status/503")),
        api.url("status/404"),
        api.url("reset"),
        api.url("json"),
    ];
    let four = format!("run={}&retries=2", FOUR.join(","));
    lab::open(browser, &site, &rows, &four).await;
    lab::run(browser).await;
    assert_eq!(api.count("/status/503"), 4 * 3);
    assert_eq!(api.count("/status/404"), 4, "it would not help");
    // Browsers themselves send it again when a connection is reset.
    assert!(api.count("/reset") >= 4 * 3);
    for strategy in FOUR {
        let rows = requests(browser, strategy).await;
        let of = |row: &Row, metric: &str| row.metrics[metric];
        assert_eq!(rows[0].status, "503");
        assert!(rows[0].text.contains("again"), "{:?}", rows[0]);
        assert!(rows[0].text.contains("3 attempts"), "{:?}", rows[0]);
        assert!(rows[0].text.contains("added delay"), "{:?}", rows[0]);
        assert!(!rows[1].text.contains("attempts"), "{:?}", rows[1]);
        assert!(rows[2].text.contains("3 attempts"), "{:?}", rows[2]);
        // Before the retries it waits for 250 and for 500 ms.
        let pauses = 200.0 + 250.0 + 500.0 - 3.0 * 2.0;
        let outside = of(&rows[0], "duration") - of(&rows[0], "waiting");
        assert!(outside >= pauses, "{strategy}: {:?}", rows[0]);
        for layer in ["delay", "backoff", "failed"] {
            assert_ne!(outline(browser, strategy, layer).await, "", "{layer}");
        }
    }
    let told = lab::text(browser, RESULT).await;
    assert!(told.contains("sent again after a failure"), "{told}");
}

async fn the_first_error_stops_the_others(browser: &Browser) {
    const ALL: [&str; 7] = lab::STRATEGIES;
    let site = Site::start();
    let api = Api::start();
    let rows = [
        api.url("json"),
        format!("{} +400ms", api.url("status/404")),
        api.url("delay/60?a"),
        api.url("delay/60?b"),
    ];
    let all = format!("run={}&limit=4&on-error=stop", ALL.join(","));
    lab::open(browser, &site, &rows, &all).await;
    lab::run(browser).await;
    for strategy in ALL {
        let rows = requests(browser, strategy).await;
        let statuses: Vec<&str> =
            rows.iter().map(|row| row.status.as_str()).collect();
        let in_a_row = IN_A_ROW.contains(&strategy);
        let other = if in_a_row { "not-sent" } else { "aborted" };
        assert_eq!(statuses, ["200", "404", other, other], "{strategy}");
        let reason = match in_a_row {
            true => "Not sent",
            false => "because another request failed",
        };
        assert!(rows[2].text.contains(reason), "{strategy}: {:?}", rows[2]);
        assert_eq!(figure(browser, strategy, "succeeded").await, 1.0);
        assert_eq!(figure(browser, strategy, "failed").await, 1.0);
        assert_eq!(browser.metric(strategy, "speedup").await, None);
        let cut = outline(browser, strategy, "cancelled").await;
        assert_eq!(cut.is_empty(), in_a_row, "{strategy}");
    }
    // All but the two that send one after another, and in Firefox the threads.
    let noticed = match browser.engine() {
        Engine::Firefox => ALL.len() - 3,
        _ => ALL.len() - 2,
    };
    browser
        .wait_for("the server notices that they are given up", async || {
            (api.abandoned("/delay") >= 2 * noticed).then_some(())
        })
        .await;
    let told = lab::text(browser, RESULT).await;
    assert!(told.contains("stopped at the first error"), "{told}");
}

async fn a_run_without_any_answer_has_failed(browser: &Browser) {
    let site = Site::start();
    let api = Api::start();
    let rows = [api.url("status/500")];
    lab::open(browser, &site, &rows, "run=concurrent").await;
    browser.click("button", "Run").await;
    browser.wait_for_status("Failed").await;
    let alerts = browser.alerts().await;
    assert!(
        alerts.iter().any(|it| it.contains("No request succeeded")),
        "{alerts:?}"
    );
    assert_eq!(requests(browser, "concurrent").await[0].status, "500");
}

async fn what_cannot_be_sent_is_named_before_anything_is_sent(
    browser: &Browser,
) {
    let site = Site::start();
    let api = Api::start();
    let good = api.url("json");
    let wrong = [
        ("not a url", "Not a URL: it has a space in it"),
        ("ftp://example.com/", "The scheme ftp: is not allowed"),
        (
            "javascript:alert(1)",
            "The scheme javascript: is not allowed",
        ),
        ("http://name:word@127.0.0.1/", "without credentials"),
        ("http:///path", "there is no host"),
        ("delay/1 +3parsecs", "“3parsecs” is not a delay"),
        ("delay/1 +601s", "at most 600 s"),
    ];
    browser.open(&site.url("")).await;
    for (row, words) in wrong {
        let rows = [good.clone(), row.to_owned()];
        lab::follow(browser, &site.url(&lab::link(&rows, ""))).await;
        browser.wait_for_status("Ready").await;
        // Rows are judged by code that comes after the first sight.
        browser
            .find("li:nth-child(2) .url[aria-invalid=true]")
            .await;
        let url = browser.named("textbox", "Row 2, URL").await;
        let described = url.attr("aria-describedby").await.ok().flatten();
        let described = described.expect("a bad row has a description");
        let said = lab::text(browser, &format!("#{described}")).await;
        assert!(said.contains(words), "{row}: {said}");
        let alert = refusal(browser).await;
        assert!(alert.contains("Row 2"), "{row}: {alert}");
        assert!(alert.contains(words), "{row}: {alert}");
    }
    let none = "#/crawl?url=delay/0&run=";
    lab::follow(browser, &site.url(none)).await;
    browser.wait_for_status("Ready").await;
    let alert = refusal(browser).await;
    assert!(alert.contains("No strategy is chosen"), "{alert}");
    lab::follow(browser, &site.url("#/crawl?url=&run=concurrent")).await;
    browser.wait_for_status("Ready").await;
    let alert = refusal(browser).await;
    assert!(alert.contains("The list is empty"), "{alert}");
    assert_eq!(api.count("/"), 0);
    assert_eq!(browser.strategies().await, [""; 0]);
}

/// Presses Run, and gives the reason why it does not run.
async fn refusal(browser: &Browser) -> String {
    browser.click("button", "Run").await;
    browser.wait_for_status("Failed").await;
    browser.named("button", "Run").await;
    browser.alerts().await.join("\n")
}

async fn more_rows_than_a_run_takes_are_refused(browser: &Browser) {
    let site = Site::start();
    let one = ["delay/0".to_owned()];
    lab::open(browser, &site, &one, "run=concurrent").await;
    lab::write_list(browser, &"delay/0\n".repeat(10_001)).await;
    let alert = refusal(browser).await;
    assert!(alert.contains("10001 rows"), "{alert}");
    assert!(alert.contains("at most 10000"), "{alert}");
}

async fn what_a_link_says_wrong_is_reported(browser: &Browser) {
    let site = Site::start();
    let wrong = "#/crawl?url=delay/0&run=concurrent,blockin&limit=0\
        &timeout=soon&retries=6&repeat=0&on-error=panic&cache=maybe\
        &order=any&colour=red";
    browser.open(&site.url(wrong)).await;
    browser.wait_for_status("Ready").await;
    let alerts = browser.alerts().await.join("\n");
    let said = [
        "run=concurrent,blockin",
        "limit=0",
        "timeout=soon",
        "retries=6",
        "repeat=0",
        "on-error=panic",
        "cache=maybe",
        "order=any",
        "“colour”",
    ];
    for said in said {
        assert!(alerts.contains(said), "{said}: {alerts}");
    }
    assert_eq!(lab::address(browser).await, "#/crawl?url=delay/0");
    lab::run(browser).await;
    browser.open(&site.url("#/freezer?n=3")).await;
    browser.wait_for_status("Ready").await;
    let alerts = browser.alerts().await.join("\n");
    assert!(alerts.contains("no lab called “freezer”"), "{alerts}");
}

async fn a_full_storage_changes_nothing_but_the_memory(browser: &Browser) {
    let site = Site::start();
    let rows = ["delay/0.1".to_owned()];
    lab::open(browser, &site, &rows, "run=concurrent").await;
    let fill = "let size = 1 << 23;
        for (let place = 0; size > 0; place += 1) {
          try {
            localStorage.setItem(`ballast ${place}`, 'x'.repeat(size));
          } catch {
            size >>= 1;
          }
        }";
    browser.js(fill, &[]).await;
    browser.click("button", "+ Add a row").await;
    let field = browser.named("textbox", "Empty row, URL").await;
    field
        .send_keys("delay/0.2")
        .await
        .expect("a field takes keys");
    let list = "section[aria-label='Requests']";
    lab::wait_for_text(browser, list, "storage is full").await;
    lab::wait_for_address(browser, "url=delay/0.2").await;
    browser.click("button", "Theme: system").await;
    lab::run(browser).await;
    assert_eq!(figure(browser, "concurrent", "succeeded").await, 2.0);
    assert_eq!(browser.errors().await, [""; 0]);
}
