//! What a reader expects before a run: typed, set by a flag, sent in a link, and
//! told beside what came of it. And where the page looks on a phone.

use crate::harness::{Browser, Site, Viewport, in_each_engine};
use crate::lab::{self, text, wait_for_text};
use serde_json::{Value, json};

in_each_engine!(
    a_guess_is_typed_or_dragged_and_stands_beside_the_run,
    a_link_asks_for_guesses_in_every_lab,
    on_a_phone_run_brings_the_picture_into_view,
);

/// Where the address says that the lanes will end.
async fn guesses(browser: &Browser) -> Value {
    let script = "const { hash } = location;
        const query = new URLSearchParams(hash.slice(hash.indexOf('?')));
        return query.get('guess')";
    browser.js(script, &[]).await
}

const FLAG: &str = "[data-lane='concurrent'] .flag";

async fn a_guess_is_typed_or_dragged_and_stands_beside_the_run(
    browser: &Browser,
) {
    let site = Site::start();
    let rows = lab::different(2, "delay/0.2");
    lab::open(browser, &site, &rows, "").await;
    assert_eq!(browser.count(".flag").await, 0, "nobody is asked");
    browser.click_at(".guess summary").await;
    browser.find(FLAG).await;
    // The link asks as well.
    lab::wait_for_address(browser, "guess=ask").await;
    // Typed, and what is no number says so and does not count.
    let field = "input[aria-label='Guess: Sequential']";
    browser.click_at(field).await;
    browser.write("700").await;
    lab::wait_for_address(browser, "guess=sequential:700").await;
    browser.write("x").await;
    wait_for_text(browser, ".guess .field-error", "Enter a whole number").await;
    assert_eq!(guesses(browser).await, "sequential:700");
    browser.press("Backspace").await;
    // By keys: the flag waits at the end of its axis.
    let focus = format!("document.querySelector(\"{FLAG}\").focus()");
    browser.js(&focus, &[]).await;
    browser.press("Home").await;
    lab::wait_for_address(browser, "concurrent:0").await;
    browser.press("ArrowRight").await;
    browser.press("ArrowRight").await;
    lab::wait_for_address(browser, "concurrent:100").await;
    // The axis grows for a flag at its end, and does not go with it from there.
    let place = async || {
        let place = format!(
            "const flag = document.querySelector(\"{FLAG}\");
             return 100 * flag.value / flag.max"
        );
        browser
            .js(&place, &[])
            .await
            .as_f64()
            .expect("it stands somewhere")
    };
    browser.press("End").await;
    lab::wait_for_address(browser, "concurrent:5000").await;
    let before = place().await;
    for _ in 0..5 {
        browser.press("ArrowLeft").await;
    }
    lab::wait_for_address(browser, "concurrent:4650").await;
    let after = place().await;
    assert!((4.0..6.0).contains(&(before - after)), "{before} {after}");
    browser.press("Home").await;
    browser.press("ArrowRight").await;
    // By the mouse.
    let flag = browser.find(FLAG).await;
    browser.drag(&flag, 0.02, 0.5).await;
    let dragged = browser
        .wait_for("the flag is elsewhere", async || {
            let guess = guesses(browser).await;
            let guess = guess.as_str()?.split("concurrent:").nth(1)?;
            let guess: u32 = guess.parse().ok()?;
            (guess > 1_000).then_some(guess)
        })
        .await;
    assert!((1_500..3_500).contains(&dragged), "{dragged} of 5000");
    lab::run(browser).await;
    let said = wait_for_text(browser, ".guessed", "you expected").await;
    for part in [
        "Sequential: you expected 700",
        "the waits add up",
        "Concurrent: you expected",
        "less. All requests are in flight",
    ] {
        assert!(said.contains(part), "{part} is in {said}");
    }
    assert_eq!(browser.count(".guess-mark").await, 2);
    assert_eq!(browser.violations().await, [""; 0]);
    assert_eq!(browser.errors().await, [""; 0]);
}

async fn a_link_asks_for_guesses_in_every_lab(browser: &Browser) {
    let site = Site::start();
    for (setup, field, said) in [
        (
            "#/freeze?length=0.5&run=sliced,worker&guess=sliced:10000",
            "Guess: Slices",
            "Slices: you expected a longest gap of 10.0",
        ),
        (
            "#/race?run=task-await,messages&repeat=1&guess=task-await:5000",
            "Guess: Await between",
            "updates to arrive and 100 did, 4900 fewer.",
        ),
        (
            "#/cost?n=1000&run=spawn-local&guess=spawn-local:600000",
            "Guess: spawn_local",
            "spawn_local: you expected 600",
        ),
    ] {
        browser.open(&site.url(setup)).await;
        browser.wait_for_status("Ready").await;
        browser.find(".guess[open]").await;
        let value = "return document.querySelector(
            `input[aria-label='${arguments[0]}']`).value";
        let value = browser.js(value, &[field.into()]).await;
        assert_ne!(value, "", "{setup}");
        lab::run(browser).await;
        let told = wait_for_text(browser, ".guessed", "you expected").await;
        let told = told.replace(['\u{a0}', '\u{202f}'], " ");
        assert!(told.contains(said), "{said} is in {told}");
        assert_eq!(browser.alerts().await, [""; 0]);
    }
    // In Tasks it is which of the answers.
    let setup = "#/tasks?program=lazy&guess=2";
    lab::follow(browser, &site.url(setup)).await;
    let chosen = "return Array.from(document.querySelectorAll(
        '.predict input'), (it) => it.checked)";
    browser
        .wait_for("the second answer is chosen", async || {
            let chosen = browser.js(chosen, &[]).await;
            (chosen[1] == json!(true)).then_some(())
        })
        .await;
}

async fn on_a_phone_run_brings_the_picture_into_view(browser: &Browser) {
    let site = Site::start();
    browser.resize(Viewport::Phone).await;
    for setup in [
        "#/crawl?url=delay/0.2&run=concurrent",
        "#/tasks?program=lazy",
    ] {
        browser.open(&site.url(setup)).await;
        browser.wait_for_status("Ready").await;
        let run = browser.named("button", "Run").await;
        run.focus().await.expect("the button takes the focus");
        assert_eq!(browser.js("return scrollY", &[]).await, 0);
        browser.press("Enter").await;
        let in_view = "const box = document.querySelector('main .stage')
            .getBoundingClientRect();
            return box.top < innerHeight / 2 || box.bottom <= innerHeight + 1";
        browser
            .wait_for("the picture is in view", async || {
                (browser.js(in_view, &[]).await == true).then_some(())
            })
            .await;
        browser.wait_for_status("Finished").await;
        let focus = "return document.activeElement.className";
        assert_eq!(browser.js(focus, &[]).await, "primary");
    }
    // Beside each other there is no need to.
    browser.resize(Viewport::Desktop).await;
    lab::open(browser, &site, &lab::different(1, "delay/0"), "").await;
    lab::run(browser).await;
    assert_eq!(browser.js("return scrollY", &[]).await, 0);
    let said = text(browser, "main [role=status]").await;
    assert_eq!(said, "Finished.");
}
