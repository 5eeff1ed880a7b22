//! The picture of a run: it grows, it can be read by hand and by eye, and it
//! stays small.

use crate::harness::{Api, Browser, Lack, Motion, Site, in_each_engine};
use crate::lab::{self, outline};
use serde_json::{Value, json};
use std::time::Duration;

in_each_engine!(
    bars_grow_while_a_run_goes_on,
    a_run_is_drawn_at_most_ten_times_a_second,
    bars_grow_between_one_drawing_and_the_next,
    keys_choose_a_bar_and_its_facts_are_told,
    a_pointer_chooses_a_bar_and_its_facts_are_told,
    the_picture_zooms_by_keys_and_shows_all_again,
    the_wheel_zooms_only_when_it_is_meant_for_the_picture,
    the_lanes_share_one_axis,
    a_name_that_is_too_long_is_cut_at_its_end,
    a_thousand_requests_keep_the_page_small,
);

const STAGE: &str = "section[aria-label='Timeline']";

fn plot(strategy: &str) -> String {
    format!("[data-lane='{strategy}'] [role=group]")
}

/// Waits for the timeline, whose code comes a little later than Run.
async fn timeline(browser: &Browser) {
    browser.find(&plot("concurrent")).await;
}

/// The words of a strategy's time axis.
async fn axis(browser: &Browser, strategy: &str) -> Value {
    let script = "const words = document.querySelectorAll(arguments[0]);
        return Array.from(words, (word) =>
          [word.textContent, Math.round(word.getAttribute('x'))]);";
    let css = format!("{} .axis text", plot(strategy));
    browser.js(script, &[css.into()]).await
}

async fn focus(browser: &Browser, strategy: &str) {
    let script = "document.querySelector(arguments[0]).focus()";
    browser.js(script, &[plot(strategy).into()]).await;
}

/// Waits until the line of facts begins with the name of a row and its URL.
async fn wait_for_facts(browser: &Browser, row: &str) -> String {
    let facts = format!("{STAGE} p[aria-live]");
    lab::wait_for_text(browser, &facts, row).await
}

async fn a_name_that_is_too_long_is_cut_at_its_end(browser: &Browser) {
    let site = Site::start();
    let rows = ["delay/0 # The longest of all names", "delay/0 # short"];
    let rows = rows.map(str::to_owned);
    lab::open(browser, &site, &rows, "run=concurrent").await;
    lab::run(browser).await;
    timeline(browser).await;
    let names = async || {
        let script = "const names = document.querySelectorAll(arguments[0]);
            return Array.from(names, (name) => name.textContent)";
        let css = format!("{} .row-names text", plot("concurrent"));
        browser.js(script, &[css.into()]).await
    };
    browser
        .comes_to(json!(["The longest …", "short"]), names)
        .await;
}

async fn bars_grow_while_a_run_goes_on(browser: &Browser) {
    let site = Site::start();
    let api = Api::start();
    let rows = lab::different(2, &api.url("delay/60"));
    lab::open(browser, &site, &rows, "run=sequential,concurrent").await;
    timeline(browser).await;
    assert_eq!(outline(browser, "sequential", "waiting").await, "");
    browser.click("button", "Run").await;
    let mut before = String::new();
    for _ in 0..3 {
        before = browser
            .wait_for("the bar has grown", async || {
                let now = outline(browser, "sequential", "waiting").await;
                (now != before).then_some(now)
            })
            .await;
    }
    let lane = "[data-lane=sequential] header";
    lab::wait_for_text(browser, lane, "0 of 2").await;
    assert_eq!(outline(browser, "sequential", "cancelled").await, "");
    browser.click("button", "Stop").await;
    browser.wait_for_status("Stopped").await;
    browser
        .wait_for("the cut bar is drawn", async || {
            let cut = outline(browser, "sequential", "cancelled").await;
            (!cut.is_empty()).then_some(())
        })
        .await;
    let rest = outline(browser, "sequential", "waiting").await;
    let later = "await new Promise(requestAnimationFrame);
        await new Promise(requestAnimationFrame);";
    browser.js(later, &[]).await;
    assert_eq!(outline(browser, "sequential", "waiting").await, rest);
}

/// Whatever is drawn holds the thread that the requests need.
async fn a_run_is_drawn_at_most_ten_times_a_second(browser: &Browser) {
    let site = Site::start();
    let rows = lab::different(3, "delay/1");
    lab::open(browser, &site, &rows, "run=concurrent").await;
    timeline(browser).await;
    // Changes that come together are one drawing.
    let watch = "window.drawn = [];
        const bars = document.querySelector(arguments[0]);
        new MutationObserver(() => {
          const now = performance.now();
          if (!(now < drawn.at(-1) + 10)) drawn.push(now);
        }).observe(bars, { attributes: true, subtree: true });";
    browser.js(watch, &[plot("concurrent").into()]).await;
    lab::run(browser).await;
    let drawn = browser.js("return window.drawn", &[]).await;
    let drawn: Vec<f64> = serde_json::from_value(drawn).expect("times");
    let grow = drawn.len() > 3 || browser.lacks(Lack::SteadyFrames);
    assert!(grow, "the bars grow: {drawn:?}");
    let (first, last) = (drawn[0], drawn[drawn.len() - 1]);
    // Those of the begin and of the end come when they come.
    let most = (last - first) / 100.0 + 4.0;
    assert!((drawn.len() as f64) <= most, "at most {most}: {drawn:?}");
}

/// A frame of a run with bars in the picture: how far that is uncovered, where it
/// stands, and the bars.
type Frame = (f64, f64, String);

/// Runs the setup on the page; its frames until the end.
async fn frames_of_run(browser: &Browser) -> Vec<Frame> {
    timeline(browser).await;
    let watch = "window.frames_seen = [];
        const ink = document.querySelector(`${arguments[0]} .ink`);
        const look = () => {
          const bars = ink.querySelector('[data-layer=waiting]').getAttribute('d');
          if (bars && ink.matches('.growing')) {
            frames_seen.push([
              ink.firstElementChild.getBoundingClientRect().right,
              ink.querySelector('svg').getBoundingClientRect().left,
              bars,
            ]);
          }
          requestAnimationFrame(look);
        };
        look();";
    browser.js(watch, &[plot("concurrent").into()]).await;
    lab::run(browser).await;
    let frames = browser.js("return window.frames_seen", &[]).await;
    serde_json::from_value(frames).expect("a list of frames")
}

/// The values that differ from the one before.
fn changes<T: PartialEq>(of: impl Iterator<Item = T>) -> usize {
    let all: Vec<T> = of.collect();
    all.windows(2).filter(|pair| pair[0] != pair[1]).count()
}

async fn bars_grow_between_one_drawing_and_the_next(browser: &Browser) {
    let site = Site::start();
    // Shorter than the axis at the beginning, which then stays as it is.
    let rows = lab::different(3, "delay/0.8");
    lab::open(browser, &site, &rows, "run=concurrent").await;
    let frames = frames_of_run(browser).await;
    let moves = changes(frames.iter().map(|frame| frame.0));
    let drawings = changes(frames.iter().map(|frame| &frame.2));
    let even = moves > 2 * drawings || browser.lacks(Lack::SteadyFrames);
    assert!(even, "{moves} moves for {drawings} drawings: {frames:?}");
    for pair in frames.windows(2) {
        let (before, after) = (&pair[0], &pair[1]);
        assert!(after.0 > before.0 - 1.0, "no bar shrinks: {pair:?}");
        let still = (after.1 - before.1).abs() < 1.0;
        assert!(still, "the bars stay where they are: {pair:?}");
    }
    // All of it is in sight in the end.
    let covered = "const ink = document.querySelector(`${arguments[0]} .ink`);
        const right = (it) => it.getBoundingClientRect().right;
        return right(ink) - right(ink.firstElementChild);";
    let covered = browser.js(covered, &[plot("concurrent").into()]).await;
    assert_eq!(covered.as_f64(), Some(0.0));
    if browser.lacks(Lack::Motion) {
        return;
    }
    browser.prefer_motion(Motion::Reduced).await;
    let frames = frames_of_run(browser).await;
    let moves = changes(frames.iter().map(|frame| frame.0));
    assert_eq!(moves, 0, "nothing slides: {frames:?}");
}

async fn open_three_run(browser: &Browser, site: &Site) {
    let rows = ["delay/0.1 #first", "status/404", "delay/0.2 +100ms #third"];
    let rows = rows.map(str::to_owned);
    let two = "run=sequential,concurrent";
    lab::open(browser, site, &rows, two).await;
    lab::run(browser).await;
}

async fn keys_choose_a_bar_and_its_facts_are_told(browser: &Browser) {
    let site = Site::start();
    open_three_run(browser, &site).await;
    focus(browser, "concurrent").await;
    browser.press("ArrowDown").await;
    let facts = wait_for_facts(browser, "first · delay/0.1 · 200").await;
    assert!(facts.contains("took"), "{facts}");
    browser.press("ArrowDown").await;
    let facts = wait_for_facts(browser, "#2 · status/404 · 404").await;
    assert!(facts.contains("status 404"), "{facts}");
    browser.press("End").await;
    let facts = wait_for_facts(browser, "third · delay/0.2 · 200").await;
    assert!(facts.contains("added delay"), "{facts}");
    browser.press("ArrowDown").await;
    wait_for_facts(browser, "third").await;
    browser.press("ArrowUp").await;
    wait_for_facts(browser, "#2").await;
    browser.press("Home").await;
    wait_for_facts(browser, "first").await;
    assert!(!browser.has("button", "Show all").await, "all is in view");
}

async fn a_pointer_chooses_a_bar_and_its_facts_are_told(browser: &Browser) {
    let site = Site::start();
    open_three_run(browser, &site).await;
    let bars = browser.find(&plot("sequential")).await;
    let chain = browser.driver.action_chain();
    let moved = chain.move_to_element_center(&bars).perform().await;
    moved.expect("the pointer can move");
    wait_for_facts(browser, "#2 · status/404").await;
    let heading = browser.find("h1").await;
    let chain = browser.driver.action_chain();
    let moved = chain.move_to_element_center(&heading).perform().await;
    moved.expect("the pointer can move");
    wait_for_facts(browser, "Point at a bar").await;
    // The picture is not taken for that of another setup.
    lab::toggle(browser, "Spawned").await;
    wait_for_facts(browser, "This is a run of another setup").await;
    lab::toggle(browser, "Spawned").await;
    wait_for_facts(browser, "Point at a bar").await;
}

async fn the_picture_zooms_by_keys_and_shows_all_again(browser: &Browser) {
    let site = Site::start();
    open_three_run(browser, &site).await;
    let whole = axis(browser, "concurrent").await;
    let drawn = outline(browser, "sequential", "waiting").await;
    focus(browser, "concurrent").await;
    browser.press("+").await;
    browser.named("button", "Show all").await;
    let closer = axis(browser, "concurrent").await;
    assert_ne!(closer, whole);
    assert_ne!(outline(browser, "sequential", "waiting").await, drawn);
    browser.press("ArrowRight").await;
    wait_for_other_axis(browser, &closer).await;
    browser.press("ArrowLeft").await;
    browser.press("0").await;
    wait_for_axis(browser, &whole).await;
    assert!(!browser.has("button", "Show all").await);
    assert_eq!(outline(browser, "sequential", "waiting").await, drawn);
    browser.press("+").await;
    browser.click("button", "Show all").await;
    wait_for_axis(browser, &whole).await;
    let on_picture = "return document.activeElement.matches('.plot')";
    assert_eq!(browser.js(on_picture, &[]).await, true, "a picture has it");
    focus(browser, "concurrent").await;
    browser.press("+").await;
    for _ in 0..4 {
        browser.press("-").await;
    }
    wait_for_axis(browser, &whole).await;
}

async fn wait_for_axis(browser: &Browser, expected: &Value) {
    browser
        .wait_for("the axis shows all", async || {
            (axis(browser, "concurrent").await == *expected).then_some(())
        })
        .await;
}

async fn wait_for_other_axis(browser: &Browser, than: &Value) {
    browser
        .wait_for("the axis shows another part", async || {
            (axis(browser, "concurrent").await != *than).then_some(())
        })
        .await;
}

/// Turns the wheel over the picture, and tells whether the page took it.
async fn turn(browser: &Browser, control: bool, by: f64) -> bool {
    let script = "const [css, ctrlKey, deltaY] = arguments;
        const plot = document.querySelector(css);
        const { left, top, width, height } = plot.getBoundingClientRect();
        const wheel = new WheelEvent('wheel', {
          bubbles: true, cancelable: true, ctrlKey, deltaY,
          clientX: left + width / 2, clientY: top + height / 2,
        });
        plot.dispatchEvent(wheel);
        return wheel.defaultPrevented;";
    let arguments = [plot("concurrent").into(), control.into(), by.into()];
    browser.js(script, &arguments).await == true
}

async fn the_wheel_zooms_only_when_it_is_meant_for_the_picture(
    browser: &Browser,
) {
    let site = Site::start();
    open_three_run(browser, &site).await;
    let whole = axis(browser, "concurrent").await;
    assert!(!turn(browser, false, -300.0).await, "the page may scroll");
    assert_eq!(axis(browser, "concurrent").await, whole);
    assert!(turn(browser, true, -300.0).await);
    wait_for_other_axis(browser, &whole).await;
    assert!(turn(browser, true, 900.0).await);
    wait_for_axis(browser, &whole).await;
    focus(browser, "concurrent").await;
    assert!(turn(browser, false, -300.0).await);
    wait_for_other_axis(browser, &whole).await;
    browser.named("button", "Show all").await;
}

async fn the_lanes_share_one_axis(browser: &Browser) {
    let site = Site::start();
    open_three_run(browser, &site).await;
    let words = axis(browser, "sequential").await;
    assert!(words.as_array().is_some_and(|words| words.len() > 2));
    assert_eq!(axis(browser, "concurrent").await, words);
}

async fn a_thousand_requests_keep_the_page_small(browser: &Browser) {
    let site = Site::start();
    let one = ["delay/0".to_owned()];
    lab::open(browser, &site, &one, "run=concurrent&timeout=60000").await;
    let rows = lab::different(1000, "delay/5").join("\n");
    lab::write_list(browser, &rows).await;
    browser.click("button", "Run").await;
    let patience = Duration::from_secs(60);
    browser.wait_for_status_within(patience, "Finished").await;
    let figure = async |name| browser.metric("concurrent", name).await;
    assert_eq!(figure("succeeded").await, Some(1000.0));
    assert_eq!(figure("peak-in-flight").await, Some(1000.0));
    let shown = browser.count("[data-row]").await;
    assert!(shown < 1000, "{shown}");
    let more = format!("Show more: {} of 1000 are not shown", 1000 - shown);
    let script = "return document.querySelectorAll('*').length";
    let elements = browser.js(script, &[]).await;
    assert!(elements.as_u64().is_some_and(|n| n < 6000), "{elements}");
    browser.click("button", &more).await;
    browser
        .wait_for(
            "more rows are shown after a press of “Show more”",
            async || (browser.count("[data-row]").await > shown).then_some(()),
        )
        .await;
    // A list as long as this one is not offered row by row.
    browser.click("button", "Edit as rows").await;
    let list = "section[aria-label='Requests']";
    lab::wait_for_text(browser, list, "1000 rows").await;
    // Each row can be reached all the same.
    focus(browser, "concurrent").await;
    browser.press("End").await;
    wait_for_facts(browser, "#1000 · delay/5?999").await;
    assert_eq!(browser.errors().await, [""; 0]);
}
