//! The part of the page that is loaded once the rest is on the screen.

use crate::harness::{Browser, Deployment, Headers, Site, in_each_engine};
use crate::lab;
use crate::script;
use serde_json::json;

in_each_engine!(
    without_the_rest_the_first_lab_opens_and_says_so,
    without_the_code_of_the_list_what_is_typed_stays,
    a_lab_that_does_not_load_says_so_and_can_be_asked_for_again,
    another_lab_opens_while_the_first_is_not_there_yet,
    run_waits_for_the_rest_of_the_page,
    what_is_typed_before_the_rest_is_there_stays,
    nothing_moves_when_the_rest_comes,
    what_a_row_of_a_link_becomes_is_said_beside_it,
    a_run_waits_until_what_was_typed_is_read,
    a_run_that_waits_for_the_rest_can_be_stopped,
    what_is_chosen_while_a_run_waits_is_run,
    what_some_runs_need_comes_with_the_first_of_them,
    a_program_that_is_changed_waits_for_what_packs_it,
    a_program_of_a_link_waits_for_what_unpacks_it,
);

const NOT_LOADED: &str = "The rest of this page did not load";

/// The page without a part; none if it was built in one piece.
fn without(part: &str) -> Option<Deployment> {
    let built = Deployment::built();
    let name = built.names().find(|name| name.contains(part))?;
    let name = name.to_owned();
    Some(built.without(&name))
}

/// A part of the name of the file that reads the list.
const LIST: &str = "/split_crawl_list";

fn without_the_rest() -> Option<Deployment> {
    without("/split_crawl_rest")
}

async fn without_the_rest_the_first_lab_opens_and_says_so(browser: &Browser) {
    let Some(broken) = without_the_rest() else {
        return;
    };
    let name = broken.names().find(|name| name.contains(LIST));
    let name = name.expect("the list has a part").to_owned();
    let broken = broken.without(&name);
    let site = Site::host(broken, Headers::Plain, "/some/path/");
    browser.open(&site.url("#/crawl?url=delay/0.1")).await;
    browser.wait_for_status("Ready").await;
    lab::wait_for_text(browser, ".closer", NOT_LOADED).await;
    browser.click("button", "Run").await;
    browser.wait_for_status("Failed").await;
    let alerts = browser.alerts().await.join(" ");
    assert!(alerts.contains("Nothing was run"), "{alerts}");
    // The editor of the text is not there either, and says so in its place.
    browser.click("button", "Edit as text").await;
    lab::wait_for_text(browser, ".list", NOT_LOADED).await;
    site.deploy(Deployment::built());
    browser.click_at(".list .alert button").await;
    let editor = browser.named("textbox", "Requests, one a line").await;
    let text = editor.prop("value").await.ok().flatten();
    assert_eq!(text.as_deref(), Some("delay/0.1"));
    lab::run(browser).await;
    let text = lab::text(browser, "main").await;
    assert!(!text.contains(NOT_LOADED), "{text}");
}

/// What reads a line comes when the list is first used: who pastes loses
/// nothing where it does not.
async fn without_the_code_of_the_list_what_is_typed_stays(browser: &Browser) {
    let Some(broken) = without(LIST) else {
        return;
    };
    let site = Site::host(broken, Headers::Plain, "/");
    lab::open(browser, &site, &["delay/0".to_owned()], "").await;
    let typed = "delay/0.1 +50ms # second";
    browser.fill("textbox", "Row 1, URL", typed).await;
    browser.press("Tab").await;
    lab::wait_for_text(browser, "main", "What you typed stays as it is").await;
    let url = "return document.querySelector('.row .url').value";
    assert_eq!(browser.js(url, &[]).await, typed);
    site.deploy(Deployment::built());
    browser.fill("textbox", "Row 1, URL", typed).await;
    browser.press("Tab").await;
    browser
        .comes_to("delay/0.1", async || browser.js(url, &[]).await)
        .await;
    let label = "return document.querySelector('.row .label').value";
    assert_eq!(browser.js(label, &[]).await, "second");
    let said = lab::text(browser, "main").await;
    assert!(!said.contains("What you typed stays as it is"), "{said}");
    lab::run(browser).await;
}

async fn a_lab_that_does_not_load_says_so_and_can_be_asked_for_again(
    browser: &Browser,
) {
    let Some(broken) = without("/split_freeze") else {
        return;
    };
    let site = Site::host(broken, Headers::Plain, "/");
    browser
        .open(&site.url("#/freeze?length=0.5&run=main"))
        .await;
    lab::wait_for_text(browser, "main", NOT_LOADED).await;
    assert_eq!(lab::text(browser, "h1").await, "Freeze");
    site.deploy(Deployment::built());
    browser.click("button", "Try again").await;
    browser.wait_for_status("Ready").await;
    assert_eq!(browser.alerts().await.len(), 0);
    lab::run(browser).await;
}

async fn another_lab_opens_while_the_first_is_not_there_yet(browser: &Browser) {
    if without("/split_freeze").is_none() {
        return;
    }
    let site = Site::host(Deployment::built(), Headers::Plain, "/");
    site.hold(Some("/split_freeze"));
    browser.open(&site.url("#/freeze")).await;
    browser.find("#main").await;
    assert_eq!(browser.count("#still").await, 1, "its code is held");
    browser.goto(&site.url("#/?url=delay/0.1")).await;
    browser.wait_for_status("Ready").await;
    assert_eq!(browser.count("#still").await, 0);
    assert_eq!(lab::text(browser, "h1").await, "Crawl");
    lab::run(browser).await;
    site.hold(None);
    assert_eq!(browser.errors().await, [""; 0]);
}

async fn run_waits_for_the_rest_of_the_page(browser: &Browser) {
    let site = Site::host(Deployment::built(), Headers::Plain, "/");
    browser.open(&site.url("#/crawl?url=delay/0.1")).await;
    // As soon as there is a button.
    browser
        .wait_for("Run is there", async || {
            let script = "const run = document.querySelector('button.primary');
                run?.click();
                return run !== null;";
            (browser.js(script, &[]).await == true).then_some(())
        })
        .await;
    browser.wait_for_status("Finished").await;
    assert_eq!(browser.alerts().await.len(), 0);
}

/// A part of the name of the file with the rest.
const REST: &str = "/split_";

async fn what_is_typed_before_the_rest_is_there_stays(browser: &Browser) {
    if without_the_rest().is_none() {
        return;
    }
    let site = Site::start();
    site.hold(Some(REST));
    let rows = ["delay/0".to_owned(), "delay/0?b".to_owned()];
    lab::open(browser, &site, &rows, "").await;
    // The field is emptied first, which is read with the rest as well.
    browser.fill("textbox", "Row 2, URL", "gopher://b/").await;
    assert_eq!(browser.count("[aria-invalid=true]").await, 0);
    site.hold(None);
    let row = "li:nth-child(2)";
    lab::wait_for_text(browser, row, "The scheme gopher: is not").await;
    let value = format!("return document.querySelector('{row} .url').value");
    assert_eq!(browser.js(&value, &[]).await, "gopher://b/");
}

/// Who presses a button meanwhile presses that one, and not its neighbour.
async fn nothing_moves_when_the_rest_comes(browser: &Browser) {
    if without_the_rest().is_none() {
        return;
    }
    // With the picture of a recorded run on the stage, and without.
    for link in ["#/crawl", "#/crawl?url=delay/0&url=delay/0?b"] {
        // Of another site nothing was kept.
        let site = Site::start();
        site.hold(Some(REST));
        browser.open(&site.url(link)).await;
        browser.wait_for_status("Ready").await;
        let places = "return ['.choices', '.stage', '.closer', '.why'].map(
              (css) => document.querySelector(css).getBoundingClientRect().top
                + scrollY)";
        let places = async || browser.js(places, &[]).await;
        lab::wait_until_shown(browser).await;
        let before = places().await;
        site.hold(None);
        // Honesty is the last to come.
        browser.find(".honesty").await;
        lab::wait_for_text(browser, ".stage", "Press Run").await;
        browser.comes_to(before, places).await;
    }
}

/// Without its field being touched: what reads rows comes by itself then.
async fn what_a_row_of_a_link_becomes_is_said_beside_it(browser: &Browser) {
    let site = Site::start();
    browser.open(&site.url("#/crawl?url=www.site.test")).await;
    browser.wait_for_status("Ready").await;
    lab::wait_for_text(browser, ".row-note", "as https://www.site.test").await;
}

async fn a_run_waits_until_what_was_typed_is_read(browser: &Browser) {
    if without(LIST).is_none() {
        return;
    }
    let site = Site::start();
    site.hold(Some(LIST));
    lab::open(browser, &site, &["delay/0".to_owned()], "").await;
    let typed = "delay/0.1 +50ms # second";
    browser.fill("textbox", "Row 1, URL", typed).await;
    browser.press("Tab").await;
    browser.click("button", "Run").await;
    let status = browser.wait_for_status("Running").await;
    assert!(status.contains("waiting for the rest"), "{status}");
    site.hold(None);
    lab::finish(browser).await;
    let said = lab::text(browser, ".stage").await;
    assert!(said.contains("second"), "{said}");
}

async fn a_run_that_waits_for_the_rest_can_be_stopped(browser: &Browser) {
    if without_the_rest().is_none() {
        return;
    }
    let site = Site::start();
    site.hold(Some(REST));
    lab::open(browser, &site, &["delay/0".to_owned()], "").await;
    browser.click("button", "Run").await;
    let status = browser.wait_for_status("Running").await;
    assert!(status.contains("waiting for the rest"), "{status}");
    browser.click("button", "Stop").await;
    browser
        .wait_for_status("Stopped before the run began")
        .await;
    site.hold(None);
    lab::run(browser).await;
    assert_eq!(browser.alerts().await.len(), 0);
}

async fn what_is_chosen_while_a_run_waits_is_run(browser: &Browser) {
    if without_the_rest().is_none() {
        return;
    }
    let site = Site::start();
    site.hold(Some("/split_crawl_rest"));
    lab::open(browser, &site, &["delay/0".to_owned()], "").await;
    browser.click("button", "Run").await;
    browser.wait_for_status("Running").await;
    lab::toggle(browser, "Promise.all").await;
    site.hold(None);
    lab::finish(browser).await;
    let results = lab::text(browser, ".results").await;
    assert!(results.contains("Promise.all"), "{results}");
}

async fn what_some_runs_need_comes_with_the_first_of_them(browser: &Browser) {
    for (lab, part) in [
        ("tasks", "/split_tasks_programs"),
        ("compare", "/split_compare_run"),
        ("crawl?url=delay/0&run=threads", "/split_crawl_ways"),
    ] {
        let Some(broken) = without(part) else {
            return;
        };
        let site = Site::host(broken, Headers::Plain, "/");
        browser.open(&site.url(&format!("#/{lab}"))).await;
        browser.wait_for_status("Ready").await;
        browser.click("button", "Run").await;
        browser.wait_for_status("Failed").await;
        let alerts = browser.alerts().await.join(" ");
        assert!(alerts.contains("reload the page"), "{lab}: {alerts}");
        site.deploy(Deployment::built());
        site.hold(Some(part));
        browser.click("button", "Run").await;
        let status = browser.wait_for_status("Running").await;
        assert!(status.contains("waiting for the rest"), "{lab}: {status}");
        browser.click("button", "Stop").await;
        browser.wait_for_status("Stopped").await;
        browser.click("button", "Run").await;
        site.hold(None);
        let begun = async || {
            let status = browser.status().await?;
            let begun =
                status.starts_with("Running") || status.starts_with("Finished");
            (begun && !status.contains("waiting")).then_some(())
        };
        browser.wait_for("it runs", begun).await;
        assert_eq!(browser.alerts().await.len(), 0, "{lab}");
    }
}

/// A part of the name of the file that packs programs.
const LETTERS: &str = "/split_letters";

async fn a_program_that_is_changed_waits_for_what_packs_it(browser: &Browser) {
    let Some(broken) = without(LETTERS) else {
        return;
    };
    let site = Site::host(broken, Headers::Plain, "/");
    script::open(browser, &site, "").await;
    assert_eq!(browser.alerts().await.len(), 0);
    let program = script::program("    print(\"kept\");");
    script::write(browser, &program).await;
    lab::wait_for_text(browser, ".program", NOT_LOADED).await;
    // Without an address it runs as well, and is remembered.
    lab::run(browser).await;
    assert_eq!(script::printed(browser).await, ["kept"]);
    browser.leave().await;
    script::open(browser, &site, "").await;
    assert_eq!(script::text(browser).await, json!(program));
    site.deploy(Deployment::built());
    lab::wait_for_text(browser, ".program", NOT_LOADED).await;
    browser.click_at(".program .alert button").await;
    script::link(browser).await;
    assert_eq!(browser.alerts().await.len(), 0);
}

/// The program that the browser keeps.
async fn kept(browser: &Browser) -> String {
    let kept = "return localStorage.getItem('meanwhile.script') ?? ''";
    let kept = browser.js(kept, &[]).await;
    kept.as_str().unwrap_or_default().to_owned()
}

async fn a_program_of_a_link_waits_for_what_unpacks_it(browser: &Browser) {
    let Some(broken) = without(LETTERS) else {
        return;
    };
    let sender = Site::start();
    script::open(browser, &sender, "").await;
    let sent = script::program("    print(\"sent\");");
    script::write(browser, &sent).await;
    let link = script::link(browser).await;
    let hash = link.split_once('#').expect("it names a lab").1;
    browser.leave().await;
    let site = Site::host(broken, Headers::Plain, "/");
    let link = site.url(&format!("#{hash}"));
    script::open(browser, &site, "").await;
    let own = script::program("    print(\"mine\");");
    script::write(browser, &own).await;
    browser.leave().await;
    browser.open(&link).await;
    browser.wait_for_status("Ready").await;
    lab::wait_for_text(browser, ".program", NOT_LOADED).await;
    assert_eq!(script::text(browser).await, "");
    // What runs is the program of the link or none.
    browser.click("button", "Run").await;
    browser.wait_for_status("Failed").await;
    assert_eq!(script::text(browser).await, "");
    assert_eq!(script::printed(browser).await, [""; 0]);
    // What is written meanwhile is not taken for the visitor's own.
    script::write(browser, "// Not mine.").await;
    assert!(kept(browser).await.ends_with(&own));
    browser.leave().await;
    // Nor is it nothing, if the lab is left before it is read.
    browser.open(&link).await;
    lab::wait_for_text(browser, ".program", NOT_LOADED).await;
    browser.click("link", "Tasks").await;
    lab::wait_for_text(browser, "h1", "Tasks").await;
    assert!(kept(browser).await.ends_with(&own));
    browser.leave().await;
    browser.open(&link).await;
    lab::wait_for_text(browser, ".program", NOT_LOADED).await;
    site.deploy(Deployment::built());
    browser.click("button", "Run").await;
    lab::finish(browser).await;
    assert_eq!(script::printed(browser).await, ["sent"]);
    assert_eq!(script::text(browser).await, json!(sent));
    browser.click("button", "Open my program").await;
    browser
        .comes_to(json!(own), async || script::text(browser).await)
        .await;
}
