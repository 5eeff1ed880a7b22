//! The tour: a bar that leads through the labs, and back to where the reader
//! was.

use crate::accessibility::{check_all_looks, tab_to};
use crate::harness::{Browser, Site, in_each_engine};
use crate::lab;
use meanwhile::experiments::tour::STEPS;
use serde_json::{Value, json};

in_each_engine!(
    keys_lead_through_all_steps_and_back_to_where_one_was,
    the_tour_outlasts_a_reload_and_another_setup,
    the_tour_waits_while_the_reader_looks_around,
    the_visitors_own_list_outlasts_the_tour,
    a_program_is_run_and_edited_on_the_tour,
    a_finger_leads_from_step_to_step,
    axe_finds_nothing_wrong_with_the_tour,
);

const BAR: &str = "section[aria-label='In 100 seconds']";

async fn hash(browser: &Browser) -> Value {
    browser.js("return location.hash", &[]).await
}

async fn wait_for_hash(browser: &Browser, expected: &Value) {
    browser
        .comes_to(expected.clone(), async || hash(browser).await)
        .await;
}

/// Waits until the bar is at that step, in that lab, and nothing runs.
async fn expect_step(browser: &Browser, step: usize, lab: &str) {
    let place = format!("{step} of {} · {lab}", STEPS.len());
    lab::wait_for_text(browser, BAR, &place).await;
    let heading = async || lab::text(browser, "h1").await;
    browser.comes_to(lab.to_owned(), heading).await;
    assert_eq!(browser.wait_for_status("Ready").await, "Ready.");
    assert_eq!(browser.alerts().await, [""; 0], "step {step}");
}

/// The same while the reader has run something there.
async fn expect_step_still(browser: &Browser, step: usize, lab: &str) {
    let place = format!("{step} of {} · {lab}", STEPS.len());
    let said = lab::text(browser, BAR).await;
    assert!(said.contains(&place), "{said}");
}

async fn leave(browser: &Browser) {
    browser.click("button", "Leave").await;
    browser.comes_to(0, async || browser.count(BAR).await).await;
}

async fn keys_lead_through_all_steps_and_back_to_where_one_was(
    browser: &Browser,
) {
    let site = Site::start();
    let before = "#/freeze?length=1.5&run=main";
    browser.open(&site.url(before)).await;
    browser.wait_for_status("Ready").await;
    let scrolled = async || browser.js("return scrollY", &[]).await;
    browser.find(".honesty").await;
    tab_to(browser, "In 100 seconds").await;
    browser.js("scrollTo(0, 200)", &[]).await;
    browser.comes_to(200, scrolled).await;
    browser.press("Enter").await;
    let labs = [
        "Crawl", "Crawl", "Freeze", "Tasks", "Tasks", "Race", "Cost",
        "Compare", "Script",
    ];
    let mut met = Vec::new();
    for (place, lab) in labs.iter().enumerate() {
        if place > 0 {
            browser.press("ArrowRight").await;
        }
        expect_step(browser, place + 1, lab).await;
        let here = hash(browser).await;
        assert!(!met.contains(&here), "{here}");
        met.push(here);
    }
    // There is no tenth, and no way out by mistake.
    browser.press("ArrowRight").await;
    lab::wait_for_text(browser, BAR, "Done").await;
    browser.press("ArrowLeft").await;
    expect_step(browser, 8, "Compare").await;
    browser.press("ArrowLeft").await;
    expect_step(browser, 7, "Cost").await;
    wait_for_hash(browser, &met[6]).await;
    // In a field, arrows are the field's.
    let focus = "document.querySelector('main input[type=text]').focus()";
    browser.js(focus, &[]).await;
    browser.press("ArrowLeft").await;
    expect_step(browser, 7, "Cost").await;
    // The browser's own way back is a way back.
    browser.click("button", "Next").await;
    expect_step(browser, 8, "Compare").await;
    browser.js("history.back()", &[]).await;
    expect_step(browser, 7, "Cost").await;
    leave(browser).await;
    wait_for_hash(browser, &json!(before)).await;
    lab::wait_for_text(browser, "h1", "Freeze").await;
    browser.wait_for_status("Ready").await;
    browser.comes_to(200, scrolled).await;
}

async fn the_tour_outlasts_a_reload_and_another_setup(browser: &Browser) {
    let site = Site::start();
    browser.open(&site.url("#/tour?step=3")).await;
    expect_step(browser, 3, "Freeze").await;
    wait_for_hash(browser, &json!("#/freeze?length=1&run=main,worker")).await;
    // What is to be pressed has a line around it.
    let script = "return getComputedStyle(
        document.querySelector('button.primary')).outlineStyle";
    assert_eq!(browser.js(script, &[]).await, "dashed");
    lab::retype(browser, "Freeze length in seconds", "0.5").await;
    browser.press("Tab").await;
    lab::wait_for_address(browser, "length=0.5").await;
    browser.reload().await;
    expect_step(browser, 3, "Freeze").await;
    lab::wait_for_address(browser, "length=0.5").await;
    lab::run(browser).await;
    browser.click("button", "Back").await;
    expect_step(browser, 2, "Crawl").await;
    // Whoever came by a link goes on to the page itself.
    leave(browser).await;
    wait_for_hash(browser, &json!("#/crawl")).await;
    browser.reload().await;
    browser.wait_for_status("Ready").await;
    assert_eq!(browser.count(BAR).await, 0);
}

async fn the_tour_waits_while_the_reader_looks_around(browser: &Browser) {
    let site = Site::start();
    browser.open(&site.url("#/tour?step=2")).await;
    expect_step(browser, 2, "Crawl").await;
    browser.click("link", "Race").await;
    lab::wait_for_text(browser, BAR, "The tour waits").await;
    browser.wait_for_status("Ready").await;
    let script = "return getComputedStyle(
        document.querySelector('button.primary')).outlineStyle";
    assert_eq!(browser.js(script, &[]).await, "none", "nothing is asked");
    browser.press("ArrowRight").await;
    browser.click("button", "Continue").await;
    expect_step(browser, 2, "Crawl").await;
    // Who leaves it elsewhere stays there.
    browser.click("link", "Race").await;
    lab::wait_for_text(browser, BAR, "The tour waits").await;
    leave(browser).await;
    wait_for_hash(browser, &json!("#/race")).await;
    // In a frame of another page there is none.
    browser.open(&site.url("#/tour?step=2")).await;
    expect_step(browser, 2, "Crawl").await;
    browser.open(&site.url("?embed#/crawl")).await;
    browser.wait_for_status("Ready").await;
    assert_eq!(browser.count(BAR).await, 0);
}

async fn the_visitors_own_list_outlasts_the_tour(browser: &Browser) {
    let site = Site::start();
    browser.open(&site.url("")).await;
    browser.wait_for_status("Ready").await;
    let mine = "# mine\ndelay/0.1?mine";
    lab::write_list(browser, mine).await;
    let kept = async || {
        let script = "return localStorage.getItem('meanwhile.list')";
        browser.js(script, &[]).await
    };
    browser.comes_to(json!(mine), kept).await;
    lab::wait_for_address(browser, "url=delay/0.1?mine").await;
    browser.click("link", "In 100 seconds").await;
    expect_step(browser, 1, "Crawl").await;
    browser.click("button", "Next").await;
    expect_step(browser, 2, "Crawl").await;
    lab::wait_for_address(browser, "url=delay/0.5?8").await;
    leave(browser).await;
    lab::wait_for_address(browser, "url=delay/0.1?mine").await;
    browser.wait_for_status("Ready").await;
    assert_eq!(kept().await, mine);
    browser.click("button", "Edit as text").await;
    let editor = browser.named("textbox", "Requests, one a line").await;
    let text = editor.prop("value").await.ok().flatten();
    assert_eq!(text.as_deref(), Some(mine));
}

async fn a_program_is_run_and_edited_on_the_tour(browser: &Browser) {
    let site = Site::start();
    browser.open(&site.url("#/tour?step=9")).await;
    expect_step(browser, 9, "Script").await;
    // The driver of WebKit brings the button to where the bar covers it.
    browser.press("Control+Enter").await;
    lab::finish(browser).await;
    lab::wait_for_text(browser, ".printed", "no more jobs").await;
    // In the editor, arrows are the editor's, even where they lead nowhere.
    let focus = "const { shadowRoot } = document.querySelector('code-editor');
        shadowRoot.querySelector('.cm-content').focus();";
    browser.js(focus, &[]).await;
    browser.press("Control+Home").await;
    browser.press("ArrowLeft").await;
    expect_step_still(browser, 9, "Script").await;
}

/// Draws a finger across the bar, that far right and down.
async fn swipe(browser: &Browser, right: i32, down: i32) {
    let script = "const [css, right, down] = arguments;
        const bar = document.querySelector(css);
        const send = (type, clientX, clientY) => bar.dispatchEvent(
          new PointerEvent(type, {
            bubbles: true, pointerId: 7, pointerType: 'touch', clientX, clientY,
          }));
        send('pointerdown', 200, 200);
        send('pointerup', 200 + right, 200 + down);";
    let arguments = [BAR.into(), right.into(), down.into()];
    browser.js(script, &arguments).await;
}

async fn a_finger_leads_from_step_to_step(browser: &Browser) {
    let site = Site::start();
    browser.open(&site.url("#/tour")).await;
    expect_step(browser, 1, "Crawl").await;
    swipe(browser, -120, 10).await;
    expect_step(browser, 2, "Crawl").await;
    // Too short, and down the page.
    swipe(browser, -20, 0).await;
    swipe(browser, -120, 200).await;
    expect_step(browser, 2, "Crawl").await;
    swipe(browser, 120, -10).await;
    expect_step(browser, 1, "Crawl").await;
}

async fn axe_finds_nothing_wrong_with_the_tour(browser: &Browser) {
    let site = Site::start();
    browser.open(&site.url("#/tour")).await;
    expect_step(browser, 1, "Crawl").await;
    check_all_looks(browser, "the first step").await;
    browser.open(&site.url("#/tour?step=9")).await;
    expect_step(browser, 9, "Script").await;
    check_all_looks(browser, "the last step").await;
}
