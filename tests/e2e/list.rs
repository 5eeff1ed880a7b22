//! The list of requests: edited row by row and as text, and remembered.

use crate::harness::{Browser, Deployment, Headers, Site, in_each_engine};
use crate::lab::{self, link, text};
use serde_json::{Value, json};
use thirtyfour::WebElement;

in_each_engine!(
    rows_are_added_removed_and_brought_back,
    what_was_typed_before_undo_comes_back_as_well,
    rows_are_moved_by_buttons_and_by_keys,
    many_pasted_lines_become_as_many_rows,
    a_whole_row_typed_as_a_url_finds_its_fields,
    what_is_being_typed_can_be_run_at_once,
    a_bad_row_is_marked_until_it_is_right,
    comments_and_blank_lines_outlive_both_editors,
    every_preset_can_be_chosen_and_undone,
    the_list_is_remembered,
    another_link_leaves_nothing_to_undo,
);

const LIST: &str = "section[aria-label='Requests']";

/// Opens the lab on rows of these names.
async fn open(browser: &Browser, site: &Site, names: &[&str]) {
    let rows: Vec<String> =
        names.iter().map(|name| format!("delay/0?{name}")).collect();
    lab::open(browser, site, &rows, "").await;
    expect_rows(browser, names).await;
}

/// The texts in all fields of one kind: `URL`, `label` or `added delay`.
async fn fields(browser: &Browser, kind: &str) -> Value {
    let script = "const [list, kind] = arguments;
        const fields = document.querySelectorAll(`${list} ol input`);
        return Array.from(fields)
          .filter((field) => field.ariaLabel.endsWith(`, ${kind}`))
          .map((field) => field.value);";
    browser.js(script, &[LIST.into(), kind.into()]).await
}

/// Waits until the rows of these names are there, in this order.
async fn expect_rows(browser: &Browser, names: &[&str]) {
    let urls: Vec<String> =
        names.iter().map(|name| format!("delay/0?{name}")).collect();
    expect_urls(browser, &urls).await;
}

async fn expect_urls(browser: &Browser, urls: &[impl AsRef<str>]) {
    let urls: Vec<&str> = urls.iter().map(AsRef::as_ref).collect();
    let what = format!("the URLs are {urls:?}");
    browser
        .wait_for(&what, async || {
            (fields(browser, "URL").await == json!(urls)).then_some(())
        })
        .await;
}

async fn field(browser: &Browser, name: &str) -> WebElement {
    browser.named("textbox", name).await
}

/// Puts the cursor into a field, which shows what can be done with its row.
async fn enter(browser: &Browser, name: &str) {
    browser.click("textbox", name).await;
}

async fn focused(browser: &Browser) -> String {
    let script = "return document.activeElement.ariaLabel";
    let name = browser.js(script, &[]).await;
    name.as_str().unwrap_or_default().to_owned()
}

async fn wait_for_focus(browser: &Browser, name: &str) {
    let what = format!("the focus is on “{name}”");
    browser
        .wait_for(&what, async || {
            (focused(browser).await == name).then_some(())
        })
        .await;
}

async fn rows_are_added_removed_and_brought_back(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, &["a", "b"]).await;
    browser.click("button", "+ Add a row").await;
    wait_for_focus(browser, "Empty row, URL").await;
    browser.write("delay/0?c").await;
    expect_rows(browser, &["a", "b", "c"]).await;
    assert_eq!(focused(browser).await, "Row 3, URL");
    enter(browser, "Row 1, URL").await;
    browser.click("button", "Remove row 1").await;
    expect_rows(browser, &["b", "c"]).await;
    wait_for_focus(browser, "Row 1, URL").await;
    lab::wait_for_address(browser, "url=delay/0?b&url=delay/0?c").await;
    assert!(text(browser, LIST).await.contains("A row was removed."));
    browser.click("button", "Undo").await;
    expect_rows(browser, &["a", "b", "c"]).await;
    assert!(!browser.has("button", "Undo").await);
    enter(browser, "Row 2, URL").await;
    browser.click("button", "Duplicate row 2").await;
    expect_rows(browser, &["a", "b", "b", "c"]).await;
    wait_for_focus(browser, "Row 3, URL").await;
    browser.write("2").await;
    expect_rows(browser, &["a", "b", "b2", "c"]).await;
    for _ in 0..4 {
        browser.click("button", "Remove row 1").await;
    }
    lab::wait_for_text(browser, LIST, "The list is empty").await;
    for _ in 0..4 {
        browser.click("button", "Undo").await;
    }
    expect_rows(browser, &["a", "b", "b2", "c"]).await;
}

async fn what_was_typed_before_undo_comes_back_as_well(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, &["a", "b", "c"]).await;
    enter(browser, "Row 2, URL").await;
    browser.click("button", "Remove row 2").await;
    expect_rows(browser, &["a", "c"]).await;
    enter(browser, "Row 1, URL").await;
    browser.press("End").await;
    browser.write("2").await;
    expect_rows(browser, &["a2", "c"]).await;
    browser.click("button", "Undo").await;
    expect_rows(browser, &["a", "b", "c"]).await;
    lab::wait_for_text(browser, LIST, "is undone as well").await;
    browser.click("button", "Undo").await;
    expect_rows(browser, &["a2", "c"]).await;
    assert!(!browser.has("button", "Undo").await);
}

async fn rows_are_moved_by_buttons_and_by_keys(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, &["a", "b", "c"]).await;
    enter(browser, "Row 1, URL").await;
    browser.click("button", "Move down row 1").await;
    expect_rows(browser, &["b", "a", "c"]).await;
    enter(browser, "Row 3, URL").await;
    browser.click("button", "Move up row 3").await;
    expect_rows(browser, &["b", "c", "a"]).await;
    enter(browser, "Row 3, added delay").await;
    browser.press("Alt+ArrowUp").await;
    expect_rows(browser, &["b", "a", "c"]).await;
    wait_for_focus(browser, "Row 2, added delay").await;
    browser.press("Alt+ArrowUp").await;
    expect_rows(browser, &["a", "b", "c"]).await;
    wait_for_focus(browser, "Row 1, added delay").await;
    // There is nothing above the first.
    browser.press("Alt+ArrowUp").await;
    browser.press("Alt+ArrowDown").await;
    expect_rows(browser, &["b", "a", "c"]).await;
    lab::wait_for_address(browser, "?b&url=delay/0?a&url").await;
    // A button of a row that moves is pressed as often as it takes.
    let focus = "document.querySelector(arguments[0]).focus()";
    let button = "[aria-label='Move down row 1']";
    browser.js(focus, &[button.into()]).await;
    browser.press("Enter").await;
    wait_for_focus(browser, "Move down row 2").await;
    browser.press("Enter").await;
    expect_rows(browser, &["a", "c", "b"]).await;
    wait_for_focus(browser, "Move down row 3").await;
    lab::wait_for_address(browser, "?a&url=delay/0?c&url").await;
}

/// Pastes a text into the field that has the focus, by way of the clipboard.
async fn paste(browser: &Browser, text: &str) {
    let page = browser.window().await;
    let other = Site::host(
        Deployment::default().with("index.html", "<textarea autofocus>"),
        Headers::Plain,
        "/",
    );
    browser.open_window(&other.url("")).await;
    let write = "document.querySelector('textarea').value = arguments[0];
        document.querySelector('textarea').focus();";
    browser.js(write, &[text.into()]).await;
    browser.press("Control+a").await;
    browser.press("Control+c").await;
    let closed = browser.driver.close_window().await;
    closed.expect("a window that is open can be closed");
    browser.switch_to(&page).await;
    browser.press("Control+v").await;
}

async fn many_pasted_lines_become_as_many_rows(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, &["a", "b"]).await;
    // A single line is a text like any other.
    enter(browser, "Row 2, URL").await;
    browser.press("End").await;
    paste(browser, "c +1s").await;
    expect_urls(browser, &["delay/0?a", "delay/0?bc +1s"]).await;
    browser.press("Tab").await;
    expect_urls(browser, &["delay/0?a", "delay/0?bc"]).await;
    enter(browser, "Row 1, URL").await;
    paste(browser, "delay/0?x +250ms #first\r\n\r\ndelay/0?y\r\n").await;
    expect_urls(
        browser,
        &["delay/0?a", "delay/0?x", "", "delay/0?y", "delay/0?bc"],
    )
    .await;
    let delays = fields(browser, "added delay").await;
    assert_eq!(delays, json!(["", "250ms", "", "", "1s"]));
    let labels = fields(browser, "label").await;
    assert_eq!(labels, json!(["", "first", "", "", ""]));
    browser.click("button", "Undo").await;
    expect_rows(browser, &["a", "bc"]).await;
    // Into an empty row they take its place.
    browser.click("button", "+ Add a row").await;
    wait_for_focus(browser, "Empty row, URL").await;
    paste(browser, "delay/0?x\ndelay/0?y").await;
    expect_rows(browser, &["a", "bc", "x", "y"]).await;
}

async fn a_whole_row_typed_as_a_url_finds_its_fields(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, &["a"]).await;
    let row = "delay/0.2 +1.5s #the slow one";
    browser.fill("textbox", "Row 1, URL", row).await;
    browser.press("Tab").await;
    expect_urls(browser, &["delay/0.2"]).await;
    assert_eq!(fields(browser, "added delay").await, json!(["1.5s"]));
    assert_eq!(fields(browser, "label").await, json!(["the slow one"]));
    // A bare number can only mean milliseconds.
    browser.fill("textbox", "Row 1, added delay", "300").await;
    browser.press("Tab").await;
    browser
        .wait_for("the delay has its unit", async || {
            let delays = fields(browser, "added delay").await;
            (delays == json!(["300ms"])).then_some(())
        })
        .await;
    let row = "url=delay/0.2 +300ms #the slow one";
    lab::wait_for_address(browser, row).await;
}

async fn what_is_being_typed_can_be_run_at_once(browser: &Browser) {
    let site = Site::start();
    lab::open(browser, &site, &["delay/0".to_owned()], "run=concurrent").await;
    lab::retype(browser, "Row 1, URL", "delay/0.1 +50ms #mine").await;
    browser.press("Control+Enter").await;
    lab::finish(browser).await;
    let rows = lab::requests(browser, "concurrent").await;
    assert!(rows[0].text.contains("mine"), "{:?}", rows[0]);
    lab::retype(browser, "Row 1, added delay", "70").await;
    browser.press("Control+Enter").await;
    lab::finish(browser).await;
    lab::wait_for_address(browser, "url=delay/0.1 +70ms #mine").await;
}

async fn a_bad_row_is_marked_until_it_is_right(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, &["a", "b"]).await;
    expect_marks(browser, ["false", "false"]).await;
    browser.fill("textbox", "Row 2, URL", "gopher://b/").await;
    expect_marks(browser, ["false", "true"]).await;
    let row = format!("{LIST} li:nth-child(2)");
    let scheme = "The scheme gopher: is not allowed";
    lab::wait_for_text(browser, &row, scheme).await;
    browser.fill("textbox", "Row 2, URL", "delay/0?b").await;
    expect_marks(browser, ["false", "false"]).await;
    browser.fill("textbox", "Row 2, added delay", "soon").await;
    lab::wait_for_text(browser, &row, "“soon” is not a delay").await;
    browser.fill("textbox", "Row 2, added delay", "1s").await;
    expect_marks(browser, ["false", "false"]).await;
    assert!(!text(browser, &row).await.contains("is not"));
    // As text, by its line.
    lab::write_list(browser, "delay/0\n\nmailto:nobody\n").await;
    let line = "Line 3: The scheme mailto: is not allowed";
    lab::wait_for_text(browser, LIST, line).await;
}

/// Waits until the first two rows are marked like this.
async fn expect_marks(browser: &Browser, marks: [&str; 2]) {
    let what = format!("the marks of the rows are {marks:?}");
    let script = "const row = 'ol > li';
        return Array.from(document.querySelectorAll(row), (row) =>
          row.querySelector('input').ariaInvalid).slice(0, 2)";
    browser
        .wait_for(&what, async || {
            let found = browser.js(script, &[]).await;
            (found == json!(marks)).then_some(())
        })
        .await;
}

async fn comments_and_blank_lines_outlive_both_editors(browser: &Browser) {
    const TEXT: &str = "# The quick ones\ndelay/0?a\n\n\
        delay/0?b +250ms #second\n#too slow: delay/9\n\ndelay/0?c";
    let site = Site::start();
    browser.open(&site.url("")).await;
    browser.wait_for_status("Ready").await;
    lab::write_list(browser, TEXT).await;
    browser.click("button", "Edit as rows").await;
    expect_urls(browser, &["delay/0?a", "", "delay/0?b", "", "delay/0?c"])
        .await;
    assert_eq!(
        fields(browser, "label").await,
        json!(["", "", "second", "", ""])
    );
    let comment = field(browser, "Comment").await.prop("value").await;
    assert_eq!(comment.ok().flatten().as_deref(), Some("# The quick ones"));
    assert!(browser.has("textbox", "Row 3, URL").await);
    assert!(!browser.has("textbox", "Row 4, URL").await);
    assert_eq!(as_text(browser).await, TEXT);
    browser.open(&site.url("")).await;
    browser.wait_for_status("Ready").await;
    assert_eq!(as_text(browser).await, TEXT);
    // Only requests are sent, and travel.
    lab::run(browser).await;
    assert_eq!(lab::requests(browser, "concurrent").await.len(), 3);
    let address = lab::address(browser).await;
    assert_eq!(address.matches("url=").count(), 3, "{address}");
}

async fn as_text(browser: &Browser) -> String {
    browser.click("button", "Edit as text").await;
    let editor = browser.named("textbox", "Requests, one a line").await;
    let text = editor.prop("value").await.ok().flatten();
    text.expect("an editor has a text")
}

async fn every_preset_can_be_chosen_and_undone(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, &["a"]).await;
    let script = "const list = document.querySelector('.preset select');
        return Array.from(list.options, ({ label }) => label)";
    let presets = browser.js(script, &[]).await;
    let presets: Vec<String> =
        serde_json::from_value(presets).expect("a list of names");
    let (own, presets) = presets.split_first().expect("there are presets");
    assert_eq!(own, "your own list");
    assert!(presets.iter().any(|it| it == "The post's crawl: 3 × 3 s"));
    let mut before = fields(browser, "URL").await;
    for preset in presets {
        lab::choose(browser, "Preset:", preset).await;
        browser
            .wait_for("the list is another", async || {
                (fields(browser, "URL").await != before).then_some(())
            })
            .await;
        before = fields(browser, "URL").await;
        assert!(chosen(browser).await == *preset, "{preset}");
        let marks = "[aria-invalid=true]";
        assert_eq!(browser.count(marks).await, 0, "{preset}");
    }
    for preset in presets.iter().rev().skip(1) {
        browser.click("button", "Undo").await;
        browser
            .wait_for("the list is as before", async || {
                (chosen(browser).await == *preset).then_some(())
            })
            .await;
    }
    browser.click("button", "Undo").await;
    expect_rows(browser, &["a"]).await;
    assert_eq!(chosen(browser).await, "your own list");
}

/// The preset that the list is said to be.
async fn chosen(browser: &Browser) -> String {
    let script = "const list = document.querySelector('.preset select');
        return list.selectedOptions[0]?.label";
    let chosen = browser.js(script, &[]).await;
    chosen.as_str().unwrap_or_default().to_owned()
}

async fn the_list_is_remembered(browser: &Browser) {
    let site = Site::start();
    browser.open(&site.url("")).await;
    browser.wait_for_status("Ready").await;
    enter(browser, "Row 1, URL").await;
    browser.click("button", "Remove row 1").await;
    expect_urls(browser, &["delay/1?b", "delay/1?c"]).await;
    lab::wait_for_address(browser, "url=delay/1?b").await;
    browser.reload().await;
    expect_urls(browser, &["delay/1?b", "delay/1?c"]).await;
    browser.open(&site.url("")).await;
    expect_urls(browser, &["delay/1?b", "delay/1?c"]).await;
    // A link says otherwise as long as it is open.
    browser
        .open(&site.url(&link(&["delay/0".to_owned()], "")))
        .await;
    expect_urls(browser, &["delay/0"]).await;
    browser.open(&site.url("")).await;
    expect_urls(browser, &["delay/1?b", "delay/1?c"]).await;
}

async fn another_link_leaves_nothing_to_undo(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, &["a", "b"]).await;
    enter(browser, "Row 1, URL").await;
    browser.click("button", "Remove row 1").await;
    browser.named("button", "Undo").await;
    lab::follow(browser, &site.url("#/crawl?url=delay/0?other")).await;
    expect_rows(browser, &["other"]).await;
    assert!(!browser.has("button", "Undo").await);
}
