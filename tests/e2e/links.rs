//! The address of the page: it follows every control, and opens on exactly
//! what it says.

use crate::harness::{Api, Browser, Site, in_each_engine};
use crate::lab;
use serde_json::{Value, json};

in_each_engine!(
    the_address_follows_each_control,
    a_number_that_cannot_be_stays_out_of_the_address,
    a_link_opens_exactly_its_setup,
    any_text_survives_the_address,
    a_list_too_long_for_a_link_says_so_and_is_remembered,
    the_way_back_leads_to_the_setup_before,
    the_link_is_copied_or_the_page_says_how,
);

/// The fragment of the address as it is written.
async fn hash(browser: &Browser) -> String {
    let hash = browser.js("return location.hash", &[]).await;
    hash.as_str().unwrap_or_default().to_owned()
}

async fn wait_for_hash(browser: &Browser, expected: &str) {
    let what = format!("the address ends with {expected}");
    browser
        .wait_for(&what, async || {
            (hash(browser).await == expected).then_some(())
        })
        .await;
}

async fn the_address_follows_each_control(browser: &Browser) {
    let site = Site::start();
    browser.open(&site.url("")).await;
    browser.wait_for_status("Ready").await;
    wait_for_hash(browser, "#/crawl").await;
    let mut expected = String::from("#/crawl?");
    let mut expect = async |parameter: &str| {
        let and = if expected.ends_with('?') { "" } else { "&" };
        expected.push_str(and);
        expected.push_str(parameter);
        wait_for_hash(browser, &expected).await;
    };
    lab::toggle(browser, "Sequential").await;
    lab::toggle(browser, "Promise.all").await;
    lab::toggle(browser, "Spawned").await;
    lab::toggle(browser, "Limited to").await;
    expect("run=concurrent,limited,spawned,promise-all").await;
    lab::retype(browser, "Requests in flight, at most", "7").await;
    expect("limit=7").await;
    lab::retype(browser, "Timeout in seconds", "2.5").await;
    expect("timeout=2500").await;
    let lists = [
        ("Retries", "2", "retries=2"),
        ("On error", "stop at the first", "on-error=stop"),
        ("Cache", "default", "cache=default"),
        ("Strategies run", "at the same time", "order=together"),
        ("Repeat", "3 ×", "repeat=3"),
    ];
    for (list, option, parameter) in lists {
        lab::choose(browser, list, option).await;
        expect(parameter).await;
    }
    // Reloading keeps all of it, and so does a new visit to the link.
    let before = hash(browser).await;
    let controls = controls(browser).await;
    browser.reload().await;
    browser.wait_for_status("Ready").await;
    assert_eq!(self::controls(browser).await, controls);
    assert_eq!(hash(browser).await, before);
    // What equals the default is left out.
    lab::choose(browser, "Repeat", "once").await;
    lab::choose(browser, "Strategies run", "one after the other").await;
    lab::choose(browser, "Cache", "no-store").await;
    lab::choose(browser, "On error", "collect all").await;
    lab::choose(browser, "Retries", "none").await;
    lab::retype(browser, "Timeout in seconds", "10").await;
    lab::retype(browser, "Requests in flight, at most", "4").await;
    lab::toggle(browser, "Sequential").await;
    for other in ["Limited to", "Spawned", "Promise.all"] {
        lab::toggle(browser, other).await;
    }
    wait_for_hash(browser, "#/crawl").await;
}

/// What every control says.
async fn controls(browser: &Browser) -> Value {
    let script = "const controls = 'main :is(input, select)';
        return Array.from(document.querySelectorAll(controls), (it) =>
          it.type === 'checkbox' ? it.checked : it.value);";
    browser.js(script, &[]).await
}

async fn a_number_that_cannot_be_stays_out_of_the_address(browser: &Browser) {
    let site = Site::start();
    lab::open(browser, &site, &["delay/0".to_owned()], "limit=3").await;
    let wrong = [
        ("Requests in flight, at most", "0", "Still using 3."),
        ("Timeout in seconds", "soon", "Still using 10."),
    ];
    for (field, value, said) in wrong {
        lab::retype(browser, field, value).await;
        let alerts = browser.alerts().await.join("\n");
        assert!(alerts.contains(said), "{alerts}");
        let control = browser.named("textbox", field).await;
        let invalid = control.attr("aria-invalid").await.ok().flatten();
        assert_eq!(invalid.as_deref(), Some("true"), "{field}");
        let kept = control.prop("value").await.ok().flatten();
        assert_eq!(kept.as_deref(), Some(value), "what is typed stays");
        assert_eq!(hash(browser).await, "#/crawl?url=delay/0&limit=3");
        lab::retype(browser, field, "5").await;
        assert_eq!(browser.alerts().await, [""; 0]);
        let right = if field.starts_with('T') { "10" } else { "3" };
        lab::retype(browser, field, right).await;
    }
}

async fn a_link_opens_exactly_its_setup(browser: &Browser) {
    let site = Site::start();
    let rows = "url=delay/1&url=delay/2&url=https://example.com/a%20%2B250ms";
    let given = format!(
        "#/crawl?{rows}&run=sequential,concurrent&limit=4&timeout=10000\
         &on-error=collect&repeat=3"
    );
    browser.open(&site.url(&given)).await;
    browser.wait_for_status("Ready").await;
    assert_eq!(browser.alerts().await, [""; 0]);
    let short = format!("#/crawl?{rows}&repeat=3");
    wait_for_hash(browser, &short).await;
    let fields = "return Array.from(document.querySelectorAll(
        'section[aria-label=Requests] ol input'), ({ value }) => value)";
    assert_eq!(
        browser.js(fields, &[]).await,
        json!([
            "delay/1",
            "",
            "",
            "delay/2",
            "",
            "",
            "https://example.com/a",
            "",
            "250ms",
        ])
    );
    let first = controls(browser).await;
    browser.reload().await;
    browser.wait_for_status("Ready").await;
    assert_eq!(controls(browser).await, first);
    // By hand, a plus sign needs no escape.
    let by_hand = "#/crawl?url=delay/0.5%20+1s%20%23a%20name";
    lab::follow(browser, &site.url(by_hand)).await;
    let escaped = "#/crawl?url=delay/0.5%20%2B1s%20%23a%20name";
    wait_for_hash(browser, escaped).await;
    // A setup without any default is written as it was read.
    let full = "#/crawl?url=delay/0.5%20%2B1s%20%23a%20name\
        &run=limited,spawned&limit=2&timeout=1500&retries=1\
        &on-error=stop&cache=default\
        &order=together&repeat=2";
    lab::follow(browser, &site.url(full)).await;
    wait_for_hash(browser, full).await;
    assert_ne!(controls(browser).await, first);
    assert_eq!(browser.alerts().await, [""; 0]);
    lab::run(browser).await;
    assert_eq!(browser.strategies().await, ["limited", "spawned"]);
    let stage = "section[aria-label='Timeline']";
    lab::wait_for_text(browser, stage, "a name").await;
}

async fn any_text_survives_the_address(browser: &Browser) {
    let site = Site::start();
    let row = "delay/0?q=a&b=50%25+1&ü=√ +5ms #naïve & + # % \"'<b>` 日本 🦀";
    lab::open(browser, &site, &[row.to_owned()], "run=concurrent").await;
    browser.reload().await;
    browser.wait_for_status("Ready").await;
    browser.click("button", "Edit as text").await;
    let editor = browser.named("textbox", "Requests, one a line").await;
    let text = editor.prop("value").await.ok().flatten();
    assert_eq!(text.as_deref(), Some(row));
    lab::run(browser).await;
    let rows = lab::requests(browser, "concurrent").await;
    assert_eq!(rows[0].status, "200");
    assert!(rows[0].text.contains("<b>` 日本 🦀"), "{:?}", rows[0]);
}

async fn a_list_too_long_for_a_link_says_so_and_is_remembered(
    browser: &Browser,
) {
    let site = Site::start();
    let api = Api::start();
    browser.open(&site.url("#/crawl?url=&run=concurrent")).await;
    browser.wait_for_status("Ready").await;
    // What nothing compresses well.
    let mut random = fastrand::Rng::with_seed(7);
    let mut noise = |_| -> String {
        std::iter::repeat_with(|| random.alphanumeric())
            .take(60)
            .collect()
    };
    let url = api.url("json");
    let rows = (0..300).map(|row| format!("{url}?{}", noise(row)));
    let list = rows.collect::<Vec<String>>().join("\n");
    lab::write_list(browser, &list).await;
    let place = "section[aria-label='Requests']";
    lab::wait_for_text(browser, place, "too long for a link").await;
    lab::wait_for_address(browser, "#/crawl?list=remembered-").await;
    lab::copy_link(browser, "Copied without the list").await;
    browser.reload().await;
    browser.wait_for_status("Ready").await;
    lab::wait_for_text(browser, place, "too long for a link").await;
    assert_eq!(browser.alerts().await, [""; 0]);
    browser.click("button", "Edit as text").await;
    let editor = browser.named("textbox", "Requests, one a line").await;
    let text = editor.prop("value").await.ok().flatten();
    assert_eq!(text, Some(list));
    assert_eq!(api.count("/"), 0);
    // Whoever is sent this link is told what is missing.
    let elsewhere = Site::start();
    let link = elsewhere.url("#/crawl?list=remembered&run=concurrent");
    browser.open(&link).await;
    browser.wait_for_status("Ready").await;
    let alerts = browser.alerts().await.join("\n");
    assert!(alerts.contains("too long to travel"), "{alerts}");
}

async fn the_way_back_leads_to_the_setup_before(browser: &Browser) {
    let site = Site::start();
    let first = "#/crawl?url=delay/0.1&repeat=2";
    let second = "#/crawl?url=delay/0.2&retries=3&repeat=4";
    browser.open(&site.url("#/crawl?url=delay/0.1")).await;
    browser.wait_for_status("Ready").await;
    // A control that was used follows the address as any other does.
    lab::choose(browser, "Repeat", "2 ×").await;
    lab::choose(browser, "Retries", "1").await;
    lab::choose(browser, "Retries", "none").await;
    wait_for_hash(browser, first).await;
    let before = controls(browser).await;
    lab::follow(browser, &site.url(second)).await;
    wait_for_hash(browser, second).await;
    let fresh = controls(browser).await;
    assert_ne!(fresh, before);
    browser.js("history.back()", &[]).await;
    wait_for_controls(browser, &before).await;
    wait_for_hash(browser, first).await;
    // The same as when it is opened anew.
    browser.open(&site.url(second)).await;
    browser.wait_for_status("Ready").await;
    assert_eq!(controls(browser).await, fresh);
}

async fn wait_for_controls(browser: &Browser, expected: &Value) {
    browser
        .wait_for("the controls follow the address", async || {
            (controls(browser).await == *expected).then_some(())
        })
        .await;
}

async fn the_link_is_copied_or_the_page_says_how(browser: &Browser) {
    let site = Site::start();
    lab::open(browser, &site, &["delay/0".to_owned()], "").await;
    lab::copy_link(browser, "Link copied").await;
}
