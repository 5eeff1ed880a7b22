//! What the visitor wrote: it survives reloads, other labs, other people's
//! links and a browser that refuses.

use crate::harness::{Browser, Site, in_each_engine};
use crate::lab::{self, link};
use serde_json::json;

in_each_engine!(
    comments_and_blank_lines_survive_a_reload_and_another_lab,
    what_is_typed_just_before_a_reload_is_kept,
    what_is_opened_just_after_a_change_opens_as_it_is,
    a_list_that_another_tab_has_changed_can_be_had_back,
    the_list_of_a_link_is_a_list_of_its_own,
    the_list_of_a_link_becomes_mine_when_i_say_so,
    a_long_link_stays_whole_in_the_address,
    the_address_is_that_of_the_list_after_much_typing,
    a_list_that_cannot_be_remembered_is_said_to_be_lost,
    the_focus_stays_in_the_list_when_its_last_row_is_removed,
    a_list_that_did_not_travel_is_not_replaced_by_mine,
    new_hosts_of_a_link_are_confirmed_once,
    the_last_run_of_a_lab_is_there_when_its_visitor_comes_back,
    what_freeze_shows_of_another_setup_is_said_to_be_that,
);

const LIST: &str = "section[aria-label='Requests']";
/// A link to a list.
const LINK: &str = "#/crawl?url=delay/0.2";

async fn open(browser: &Browser, address: &str) {
    browser.open(address).await;
    browser.wait_for_status("Ready").await;
}

/// The list as text, whichever way it is edited.
async fn list(browser: &Browser) -> String {
    if browser.has("button", "Edit as text").await {
        browser.click("button", "Edit as text").await;
    }
    let editor = browser.named("textbox", "Requests, one a line").await;
    let text = editor.prop("value").await.ok().flatten();
    let text = text.unwrap_or_default();
    browser.click("button", "Edit as rows").await;
    browser.named("button", "Edit as text").await;
    text
}

async fn expect_list(browser: &Browser, expected: &str) {
    let what = format!("the list is {expected:?}");
    browser
        .wait_for(&what, async || {
            (list(browser).await == expected).then_some(())
        })
        .await;
}

/// Makes a text the visitor's own list.
async fn own(browser: &Browser, site: &Site, text: &str) {
    open(browser, &site.url("")).await;
    lab::write_list(browser, text).await;
    browser.click("button", "Edit as rows").await;
    wait_until_remembered(browser, text).await;
}

async fn wait_until_remembered(browser: &Browser, text: &str) {
    let script = "return localStorage.getItem('meanwhile.list')";
    browser
        .wait_for("the list is remembered", async || {
            (browser.js(script, &[]).await == json!(text)).then_some(())
        })
        .await;
}

async fn go_to(browser: &Browser, name: &str) {
    browser.click("link", name).await;
    browser
        .wait_for(&format!("{name} opens"), async || {
            (lab::text(browser, "h1").await == name).then_some(())
        })
        .await;
    browser.wait_for_status("Ready").await;
}

async fn comments_and_blank_lines_survive_a_reload_and_another_lab(
    browser: &Browser,
) {
    let site = Site::start();
    let text = "# first\ndelay/0.1\n\n# second\ndelay/0.2 +10ms #b";
    own(browser, &site, text).await;
    lab::wait_for_address(browser, "url=delay/0.1").await;
    browser.reload().await;
    browser.wait_for_status("Ready").await;
    expect_list(browser, text).await;
    go_to(browser, "Freeze").await;
    go_to(browser, "Crawl").await;
    expect_list(browser, text).await;
    // Then a letter.
    lab::retype(browser, "Row 2, URL", "delay/0.3").await;
    let text = text.replace("delay/0.2", "delay/0.3");
    wait_until_remembered(browser, &text).await;
    browser.reload().await;
    browser.wait_for_status("Ready").await;
    expect_list(browser, &text).await;
}

/// A reload opens the address that there was when it began, and the address
/// follows what is typed with a pause.
async fn what_is_typed_just_before_a_reload_is_kept(browser: &Browser) {
    let site = Site::start();
    own(browser, &site, "delay/0.1").await;
    for (opened, expected) in [("", "delay/0.1?abc"), (LINK, "delay/0.2?abc")] {
        browser.leave().await;
        open(browser, &site.url(opened)).await;
        type_and_load(browser, "?abc", None).await;
        expect_list(browser, expected).await;
        let said = lab::text(browser, LIST).await;
        let is_of_link = said.contains("came with a link");
        assert_eq!(is_of_link, !opened.is_empty(), "{said}");
    }
}

async fn what_is_opened_just_after_a_change_opens_as_it_is(browser: &Browser) {
    let site = Site::start();
    own(browser, &site, "delay/0.1").await;
    browser.leave().await;
    open(browser, &site.url("")).await;
    // A query makes each another page.
    let link = site.url(&format!("?second{LINK}"));
    type_and_load(browser, "?mine", Some(link)).await;
    let home = site.url("?third");
    type_and_load(browser, "?link", Some(home)).await;
    expect_list(browser, "delay/0.1?mine").await;
}

/// Types in the first row, and at once reloads the page or opens `address`.
async fn type_and_load(
    browser: &Browser,
    letters: &str,
    address: Option<String>,
) {
    let type_and_load = "const field = document.querySelector('input.url');
        const [letters, address] = arguments;
        const frame = () => new Promise(requestAnimationFrame);
        for (const letter of letters) {
          field.value += letter;
          field.dispatchEvent(new InputEvent('input', { bubbles: true }));
          await frame();
          await frame();
        }
        document.documentElement.dataset.left = '';
        const load = () =>
          address ? location.assign(address) : location.reload();
        setTimeout(load);";
    let is_new = "return document.readyState === 'complete'
        && document.documentElement.dataset.left === undefined";
    browser
        .js(type_and_load, &[letters.into(), address.into()])
        .await;
    browser
        .wait_for("the page has loaded", async || {
            let is_new = browser.try_js(is_new, &[]).await;
            (is_new == Ok(true.into())).then_some(())
        })
        .await;
    browser.wait_for_status("Ready").await;
}

async fn a_list_that_another_tab_has_changed_can_be_had_back(
    browser: &Browser,
) {
    let site = Site::start();
    own(browser, &site, "delay/0.1\ndelay/0.2").await;
    let first = browser.window().await;
    browser.open_window(&site.url("")).await;
    browser.wait_for_status("Ready").await;
    lab::retype(browser, "Row 2, URL", "delay/0.22").await;
    wait_until_remembered(browser, "delay/0.1\ndelay/0.22").await;
    browser.switch_to(&first).await;
    lab::retype(browser, "Row 1, URL", "delay/0.11").await;
    lab::wait_for_text(browser, LIST, "Another tab had changed").await;
    wait_until_remembered(browser, "delay/0.11\ndelay/0.2").await;
    browser.click("button", "Undo").await;
    expect_list(browser, "delay/0.1\ndelay/0.22").await;
    // What this tab has written itself is no news to it.
    lab::retype(browser, "Row 1, URL", "delay/0.12").await;
    wait_until_remembered(browser, "delay/0.12\ndelay/0.22").await;
    let said = lab::text(browser, LIST).await;
    assert!(!said.contains("Another tab"), "{said}");
}

async fn the_list_of_a_link_is_a_list_of_its_own(browser: &Browser) {
    let site = Site::start();
    let mine = lab::different(30, "delay/0").join("\n");
    own(browser, &site, &mine).await;
    open(browser, &site.url("#/crawl?limit=3")).await;
    lab::wait_for_text(browser, LIST, "began as the page's own").await;
    open(browser, &site.url("#/crawl?url=delay/0.1")).await;
    lab::wait_for_text(browser, LIST, "came with a link").await;
    lab::retype(browser, "Row 1, URL", "delay/0.1 #theirs").await;
    browser.press("Tab").await;
    lab::wait_for_address(browser, "theirs").await;
    // The change outlives a reload as well.
    browser.reload().await;
    browser.wait_for_status("Ready").await;
    expect_list(browser, "delay/0.1 #theirs").await;
    open(browser, &site.url("")).await;
    expect_list(browser, &mine).await;
}

async fn the_list_of_a_link_becomes_mine_when_i_say_so(browser: &Browser) {
    let site = Site::start();
    own(browser, &site, "delay/0.1\ndelay/0.2").await;
    open(browser, &site.url("#/crawl?url=delay/0.3")).await;
    browser.click("button", "Keep as my list").await;
    wait_until_remembered(browser, "delay/0.3").await;
    browser.click("button", "Undo").await;
    wait_until_remembered(browser, "delay/0.1\ndelay/0.2").await;
    browser.click("button", "Open my list").await;
    expect_list(browser, "delay/0.1\ndelay/0.2").await;
    browser.click("button", "Undo").await;
    expect_list(browser, "delay/0.3").await;
}

async fn a_long_link_stays_whole_in_the_address(browser: &Browser) {
    let site = Site::start();
    own(browser, &site, "delay/0.1").await;
    let rows = lab::different(300, "https://example.test/a/rather/long/path");
    let address = site.url(&link(&rows, ""));
    assert!(address.len() > 14_000);
    open(browser, &address).await;
    lab::wait_for_text(browser, LIST, "came with a link").await;
    // What waits to be kept is kept when the page is left.
    browser
        .js("dispatchEvent(new Event('pagehide'))", &[])
        .await;
    assert_eq!(
        browser.js("return location.href", &[]).await,
        json!(address)
    );
    open(browser, &site.url("")).await;
    expect_list(browser, "delay/0.1").await;
}

async fn the_address_is_that_of_the_list_after_much_typing(browser: &Browser) {
    let site = Site::start();
    open(browser, &site.url("#/crawl?url=delay/0")).await;
    let letters = "abcdefghij".repeat(30);
    lab::retype(browser, "Row 1, URL", &format!("delay/0?{letters}")).await;
    lab::wait_for_address(browser, &letters).await;
    browser.reload().await;
    browser.wait_for_status("Ready").await;
    let field = browser.named("textbox", "Row 1, URL").await;
    let url = field.prop("value").await.ok().flatten();
    assert_eq!(url, Some(format!("delay/0?{letters}")));
    lab::wait_for_address(browser, &letters).await;
}

async fn a_list_that_cannot_be_remembered_is_said_to_be_lost(
    browser: &Browser,
) {
    let site = Site::start();
    open(browser, &site.url("")).await;
    let full = "Storage.prototype.setItem = () => {
        throw new DOMException('full', 'QuotaExceededError');
    };";
    browser.js(full, &[]).await;
    lab::write_list(browser, "# mine\ndelay/0.1").await;
    let alert = lab::wait_for_text(browser, LIST, "storage is full").await;
    assert!(alert.contains("The list is in the address"), "{alert}");
}

async fn the_focus_stays_in_the_list_when_its_last_row_is_removed(
    browser: &Browser,
) {
    let site = Site::start();
    open(browser, &site.url("#/crawl?url=delay/0")).await;
    let expect_focus_in_list = async |what: &str| {
        let script = "return Boolean(document.activeElement.closest('.list'))";
        browser
            .wait_for(what, async || {
                (browser.js(script, &[]).await == true).then_some(())
            })
            .await;
    };
    browser.click("textbox", "Row 1, URL").await;
    browser.click("button", "Remove row 1").await;
    lab::wait_for_text(browser, LIST, "The list is empty").await;
    expect_focus_in_list("the focus stays after the removal").await;
    browser.click("button", "Undo").await;
    browser.named("textbox", "Row 1, URL").await;
    expect_focus_in_list("the focus stays after undoing it").await;
}

async fn a_list_that_did_not_travel_is_not_replaced_by_mine(browser: &Browser) {
    let site = Site::start();
    own(browser, &site, "delay/0.1\ndelay/0.2").await;
    open(browser, &site.url("#/crawl?list=remembered")).await;
    let alerts = browser.alerts().await.join("\n");
    assert!(alerts.contains("too long to travel"), "{alerts}");
    expect_list(browser, "").await;
    open(browser, &site.url("")).await;
    expect_list(browser, "delay/0.1\ndelay/0.2").await;
}

async fn new_hosts_of_a_link_are_confirmed_once(browser: &Browser) {
    let site = Site::start();
    let rows = ["a", "b", "c", "d"].map(|it| format!("http://{it}.invalid/"));
    let address = site.url(&link(&rows, "run=concurrent&timeout=500"));
    open(browser, &address).await;
    browser.click("button", "Run").await;
    browser.find("[role=alertdialog]").await;
    let dialog = lab::text(browser, "[role=alertdialog]").await;
    for host in ["a.invalid", "b.invalid", "c.invalid", "d.invalid"] {
        assert!(dialog.contains(host), "{dialog}");
    }
    assert_eq!(browser.count("tr[data-strategy]").await, 0);
    browser.click("button", "Do not run").await;
    assert_eq!(browser.count("[role=alertdialog]").await, 0);
    browser.click("button", "Run").await;
    browser.click("button", "Run with these hosts").await;
    browser.wait_for_status("Failed").await;
    // Once is enough, also after a reload.
    browser.reload().await;
    browser.wait_for_status("Ready").await;
    browser.click("button", "Run").await;
    browser.wait_for_status("Failed").await;
    assert_eq!(browser.count("[role=alertdialog]").await, 0);
}

async fn the_last_run_of_a_lab_is_there_when_its_visitor_comes_back(
    browser: &Browser,
) {
    let site = Site::start();
    let labs = [
        ("freeze", "?length=0.5&run=sliced", ".result"),
        (
            "tasks",
            "?program=join",
            "[aria-label='Figures of the tasks']",
        ),
        ("race", "?run=task-await&repeat=1", ".result"),
        ("cost", "?n=1000&run=spawn-local", ".result"),
        ("script", "", "[aria-label='Figures of the tasks']"),
    ];
    for (lab, query, results) in labs {
        browser.open("about:blank").await;
        open(browser, &site.url(&format!("#/{lab}{query}"))).await;
        lab::run(browser).await;
        let before = lab::text(browser, results).await;
        assert!(!before.is_empty(), "{lab}");
        browser.click("link", "Crawl").await;
        browser
            .wait_for("Crawl is there", async || {
                (lab::text(browser, "h1").await == "Crawl").then_some(())
            })
            .await;
        let there = format!("nav a[href$={lab}]");
        let go = format!("document.querySelector({there:?}).click()");
        browser.js(&go, &[]).await;
        browser
            .wait_for("its results are there", async || {
                let is_there = browser.count(results).await > 0;
                is_there.then_some(())
            })
            .await;
        assert_eq!(lab::text(browser, results).await, before, "{lab}");
        assert_eq!(browser.errors().await, [""; 0], "{lab}");
    }
}

async fn what_freeze_shows_of_another_setup_is_said_to_be_that(
    browser: &Browser,
) {
    const OTHER: &str = "This is a run of another setup";
    let site = Site::start();
    open(browser, &site.url("#/freeze?length=0.5&run=sliced")).await;
    lab::run(browser).await;
    let facts = lab::text(browser, ".stage .facts").await;
    assert!(!facts.contains(OTHER), "{facts}");
    browser
        .goto(&site.url("#/freeze?length=0.6&run=sliced"))
        .await;
    lab::wait_for_text(browser, ".stage .facts", OTHER).await;
    browser
        .goto(&site.url("#/freeze?length=0.5&run=sliced&guess=sliced:9"))
        .await;
    browser
        .wait_for("it is that of the setup again", async || {
            let facts = lab::text(browser, ".stage .facts").await;
            (!facts.contains(OTHER)).then_some(())
        })
        .await;
}
