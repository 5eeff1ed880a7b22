//! What people paste into the list and drop on it, and links that went through
//! programs of chat and mail.

use crate::harness::{Browser, Site, in_each_engine};
use crate::lab;
use serde_json::{Value, json};

in_each_engine!(
    a_host_that_is_typed_is_completed_and_said_to_be,
    what_is_pasted_around_urls_is_taken_off_and_can_be_undone,
    what_is_neither_a_url_nor_a_path_is_never_sent,
    a_text_runs_as_it_is_understood_and_becomes_rows,
    a_file_that_is_dropped_on_the_list_is_added_to_it,
    a_link_is_read_however_it_was_escaped,
    a_long_list_travels_with_its_link,
    a_comma_is_a_decimal_sign_in_fields,
);

const LIST: &str = "section[aria-label='Requests']";

async fn urls(browser: &Browser) -> Value {
    let script =
        "const fields = document.querySelectorAll('ol.rows input.url');
        return Array.from(fields, (field) => field.value)";
    browser.js(script, &[]).await
}

async fn expect_urls(browser: &Browser, expected: &[&str]) {
    let what = format!("the URLs are {expected:?}");
    browser
        .wait_for(&what, async || {
            (urls(browser).await == json!(expected)).then_some(())
        })
        .await;
}

async fn open(browser: &Browser, site: &Site, link: &str) {
    browser.open(&site.url(link)).await;
    browser.wait_for_status("Ready").await;
}

/// Pastes a text into the first field of a URL, as the browser tells a page.
async fn paste(browser: &Browser, text: &str) {
    let script = "const data = new DataTransfer();
        data.setData('text/plain', arguments[0]);
        const event = new ClipboardEvent('paste', { bubbles: true, cancelable: true });
        // Firefox lets a script hand over no data by itself.
        Object.defineProperty(event, 'clipboardData', { value: data });
        const field = document.querySelector('ol.rows input.url');
        field.focus();
        field.dispatchEvent(event);";
    browser.js(script, &[text.into()]).await;
}

async fn a_host_that_is_typed_is_completed_and_said_to_be(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "#/crawl?url=delay/0").await;
    lab::retype(browser, "Row 1, URL", "localhost:3000/x").await;
    let note = "is sent as http://localhost:3000/x.";
    lab::wait_for_text(browser, LIST, note).await;
    browser.press("Tab").await;
    expect_urls(browser, &["http://localhost:3000/x"]).await;
    lab::wait_for_text(browser, LIST, note).await;
    lab::wait_for_address(browser, "url=http://localhost:3000/x").await;
    browser.click("button", "Undo").await;
    expect_urls(browser, &["localhost:3000/x"]).await;
}

async fn what_is_pasted_around_urls_is_taken_off_and_can_be_undone(
    browser: &Browser,
) {
    let site = Site::start();
    open(browser, &site, "#/crawl?url=").await;
    let text = "\u{feff}url\r- [Home](https://a.test/x)\r\"delay/0\",\r\u{200b}example.com";
    paste(browser, text).await;
    let rows = ["https://a.test/x", "delay/0", "https://example.com"];
    expect_urls(browser, &rows).await;
    // The code that says so may have come with the paste.
    for part in ["it is a heading", "2 URLs were taken out", "has no scheme"] {
        lab::wait_for_text(browser, LIST, part).await;
    }
    lab::wait_for_address(browser, "url=https://a.test/x #Home").await;
    browser.click("button", "Undo").await;
    expect_urls(browser, &[""]).await;
}

async fn what_is_neither_a_url_nor_a_path_is_never_sent(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "#/crawl?url=delay/0&url=foo/bar").await;
    lab::wait_for_text(browser, LIST, "Neither a URL nor a path").await;
    browser.click("button", "Run").await;
    browser.wait_for_status("Failed").await;
    let said = browser.alerts().await.join("\n");
    assert!(said.contains("“foo/bar”"), "{said}");
}

async fn a_text_runs_as_it_is_understood_and_becomes_rows(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "#/crawl?url=&run=concurrent").await;
    lab::write_list(browser, "# mine\n\n1. \"delay/0\"\n- <delay/0.1>").await;
    lab::wait_for_text(browser, LIST, "Line 3: “1. \"delay/0\"” was read as")
        .await;
    lab::run(browser).await;
    let rows = lab::requests(browser, "concurrent").await;
    let sent = rows.iter().all(|row| row.status == "200");
    assert!(rows.len() == 2 && sent, "{rows:?}");
    browser.click("button", "Edit as rows").await;
    expect_urls(browser, &["# mine", "", "delay/0", "delay/0.1"]).await;
}

async fn a_file_that_is_dropped_on_the_list_is_added_to_it(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "#/crawl?url=delay/0").await;
    let script = "const [list, name, text] = arguments;
        const data = new DataTransfer();
        data.items.add(new File([text], name));
        const event = new DragEvent('drop', {
          bubbles: true, cancelable: true, dataTransfer: data,
        });
        return !document.querySelector(list).dispatchEvent(event);";
    let sitemap = "<urlset><url><loc>https://a.test/?a&amp;b</loc></url>\
        <url><loc>ftp://a.test/</loc></url></urlset>";
    let file = [LIST.into(), "sitemap.xml".into(), sitemap.into()];
    let taken = browser.js(script, &file).await;
    assert_eq!(taken, json!(true), "the browser must not open it");
    expect_urls(browser, &["delay/0", "https://a.test/?a&b"]).await;
    lab::wait_for_text(browser, LIST, "1 was left out").await;
    browser.click("button", "Undo").await;
    expect_urls(browser, &["delay/0"]).await;
}

async fn a_link_is_read_however_it_was_escaped(browser: &Browser) {
    let site = Site::start();
    for link in [
        "#%2Fcrawl%3Furl%3Ddelay%2F0.2%26run%3Dlimited",
        "#/crawl/?url=delay/0.2&amp;run=limited",
        "#/Crawl?url=delay/0.2&run=limited>",
        "#/crawl?url=delay/0.2&run=limited).",
    ] {
        open(browser, &site, link).await;
        expect_urls(browser, &["delay/0.2"]).await;
        lab::wait_for_address(browser, "#/crawl?url=delay/0.2&run=limited")
            .await;
        assert_eq!(browser.alerts().await, [""; 0], "{link}");
    }
    open(browser, &site, "#/crawl?url=delay/0.2+%2B250ms+%23slow").await;
    expect_urls(browser, &["delay/0.2"]).await;
    lab::wait_for_address(browser, "url=delay/0.2 +250ms #slow").await;
}

async fn a_long_list_travels_with_its_link(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "#/crawl?url=").await;
    let rows = (0..400).map(|row| format!("https://example.com/{row}\n"));
    let list = format!("# All of them\n\n{}", rows.collect::<String>());
    lab::write_list(browser, &list).await;
    lab::wait_for_text(browser, LIST, "holds the list compressed").await;
    lab::wait_for_address(browser, "#/crawl?list=").await;
    let link = lab::address(browser).await;
    // Another browser, which has a list of its own.
    let elsewhere = Site::start();
    open(browser, &elsewhere, &link).await;
    lab::wait_for_text(browser, LIST, "402 rows").await;
    browser.click("button", "Edit as text").await;
    let editor = browser.named("textbox", "Requests, one a line").await;
    let text = editor.prop("value").await.ok().flatten();
    assert_eq!(text.as_deref(), Some(list.trim_end()));
    // Cut on its way.
    let cut = &link[..link.len() - 8];
    open(browser, &elsewhere, "").await;
    open(browser, &elsewhere, cut).await;
    lab::wait_for_text(browser, ".alert", "cut or changed on its way").await;
}

async fn a_comma_is_a_decimal_sign_in_fields(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "#/crawl?url=delay/0").await;
    lab::retype(browser, "Timeout in seconds", "2,5").await;
    lab::wait_for_address(browser, "timeout=2500").await;
    lab::retype(browser, "Row 1, added delay", "1,5s").await;
    lab::wait_for_address(browser, "+1,5s").await;
    assert_eq!(browser.count("[aria-invalid=true]").await, 0);
}
