//! What a pointer does to a picture, in every engine: events as a browser sends
//! them when the end of a press goes to a menu, which no driver can open.

use crate::harness::{Browser, Lack, Motion, Site, in_each_engine};
use crate::lab;
use serde_json::{Value, json};

in_each_engine!(
    only_the_first_button_moves_the_playhead,
    only_the_first_button_moves_the_window,
);

/// Sends a picture an event of the pointer: at a share of its width, 5 pixels
/// from its top, with a button that it is about and those that are held.
async fn point(
    browser: &Browser,
    plot: &str,
    event: &str,
    at: f64,
    (button, buttons): (i32, u32),
) {
    let script = "const [css, type, at, button, buttons] = arguments;
        const plot = document.querySelector(css);
        const { left, top, width } = plot.getBoundingClientRect();
        const clientX = left + at * width;
        plot.dispatchEvent(new PointerEvent(type, {
            bubbles: true, cancelable: true, pointerId: 7, pointerType: 'mouse',
            clientX, clientY: top + 5, button, buttons,
        }));";
    let arguments = [
        plot.into(),
        event.into(),
        at.into(),
        button.into(),
        buttons.into(),
    ];
    browser.js(script, &arguments).await;
}

/// Waits until what the page shows has settled, and reads it.
async fn settled(browser: &Browser, script: &str) -> Value {
    let frames = "await new Promise((resolve) => requestAnimationFrame(() =>
        requestAnimationFrame(resolve)));";
    browser.js(&format!("{frames} {script}"), &[]).await
}

const PLOT: &str = "[role=group][aria-label*='Space plays']";

const POSITION: &str =
    "return Number(document.querySelector('.readout').dataset.position)";

async fn only_the_first_button_moves_the_playhead(browser: &Browser) {
    let site = Site::start();
    if !browser.lacks(Lack::Motion) {
        browser.prefer_motion(Motion::Reduced).await;
    }
    browser.open(&site.url("#/tasks")).await;
    browser.wait_for_status("Ready").await;
    lab::run(browser).await;
    browser.find(PLOT).await;
    lab::show_the_end(browser).await;
    let end = settled(browser, POSITION).await;
    assert_ne!(end, json!(0));
    // A right click, of whose end nobody hears.
    point(browser, PLOT, "pointerdown", 0.5, (2, 2)).await;
    assert_eq!(settled(browser, POSITION).await, end);
    point(browser, PLOT, "pointermove", 0.4, (-1, 0)).await;
    assert_eq!(settled(browser, POSITION).await, end);
    // A drag, and its end.
    point(browser, PLOT, "pointerdown", 0.6, (0, 1)).await;
    let dragged = settled(browser, POSITION).await;
    assert_ne!(dragged, end);
    point(browser, PLOT, "pointermove", 0.3, (-1, 1)).await;
    let further = settled(browser, POSITION).await;
    assert_ne!(further, dragged);
    point(browser, PLOT, "pointerup", 0.3, (0, 0)).await;
    point(browser, PLOT, "pointermove", 0.8, (-1, 0)).await;
    assert_eq!(settled(browser, POSITION).await, further);
    // Another, of whose end nobody hears.
    point(browser, PLOT, "pointerdown", 0.6, (0, 1)).await;
    let dragged = settled(browser, POSITION).await;
    point(browser, PLOT, "pointermove", 0.3, (-1, 0)).await;
    assert_eq!(settled(browser, POSITION).await, dragged);
    point(browser, PLOT, "pointermove", 0.3, (-1, 1)).await;
    assert_eq!(settled(browser, POSITION).await, dragged, "it is over");
}

const LANE: &str = "[data-lane='concurrent'] [role=group]";

const AXIS: &str = "return document.querySelector(
    \"[data-lane='concurrent'] [role=group] .axis\").textContent";

async fn only_the_first_button_moves_the_window(browser: &Browser) {
    let site = Site::start();
    let rows = lab::different(2, "delay/0.3");
    lab::open(browser, &site, &rows, "run=concurrent").await;
    lab::run(browser).await;
    let whole = settled(browser, AXIS).await;
    let focus = format!("document.querySelector(\"{LANE}\").focus()");
    browser.js(&focus, &[]).await;
    browser.press("+").await;
    browser.press("+").await;
    let zoomed = settled(browser, AXIS).await;
    assert_ne!(zoomed, whole);
    point(browser, LANE, "pointerdown", 0.8, (2, 2)).await;
    point(browser, LANE, "pointermove", 0.4, (-1, 2)).await;
    point(browser, LANE, "pointermove", 0.2, (-1, 0)).await;
    assert_eq!(settled(browser, AXIS).await, zoomed);
    point(browser, LANE, "pointerdown", 0.8, (0, 1)).await;
    point(browser, LANE, "pointermove", 0.4, (-1, 1)).await;
    let panned = settled(browser, AXIS).await;
    assert_ne!(panned, zoomed);
    point(browser, LANE, "pointermove", 0.2, (-1, 0)).await;
    assert_eq!(settled(browser, AXIS).await, panned);
}
