//! The lab as its tests use it: opened on a setup, run, and read. Not what it
//! should say.

use crate::harness::{Browser, Engine, Row, Site};
use meanwhile::experiments::Experiment;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::time::Duration;

/// The strategies in the order of the page.
pub(crate) const STRATEGIES: [&str; 7] = [
    "blocking",
    "sequential",
    "concurrent",
    "limited",
    "spawned",
    "promise-all",
    "threads",
];

/// Those that are Rust futures, whose polls are counted.
pub(crate) const IN_RUST: [&str; 5] =
    ["sequential", "concurrent", "limited", "spawned", "threads"];

/// Those that send one request after another.
pub(crate) const IN_A_ROW: [&str; 2] = ["blocking", "sequential"];

/// How long a run of these tests may take.
pub(crate) const LONGEST_RUN: Duration = Duration::from_secs(40);

/// The part of the page in which a run is told.
pub(crate) const RESULT: &str = "section[aria-label='Result']";

/// The address of a lab in a setup that is run quickly: that on which it opens,
/// where nothing else is said.
pub(crate) fn quick(lab: Experiment) -> String {
    let query = match lab {
        Experiment::Crawl => {
            "url=delay/0.1&run=sequential,concurrent,promise-all,threads"
        }
        Experiment::Freeze => "run=main,worker,pool&pool=2&size=200000",
        Experiment::Tasks => "program=join",
        Experiment::Race => "run=task-await,messages&repeat=1",
        Experiment::Cost => "n=1000&run=spawn-local,own-workers",
        Experiment::Script => "program=timeout",
        _ => "",
    };
    lab.hash(query)
}

/// The address of a setup: a row for each text, and the other parameters.
pub(crate) fn link(rows: &[String], rest: &str) -> String {
    let rows = rows.iter().map(|row| {
        format!("url={}", utf8_percent_encode(row, NON_ALPHANUMERIC))
    });
    let rest = [rest.to_owned()].into_iter().filter(|it| !it.is_empty());
    let parameters: Vec<String> = rows.chain(rest).collect();
    format!("#/crawl?{}", parameters.join("&"))
}

/// As many rows as asked, each of another URL.
pub(crate) fn different(count: usize, url: &str) -> Vec<String> {
    (0..count).map(|index| format!("{url}?{index}")).collect()
}

/// Opens the lab on a setup, in a page that loads anew.
pub(crate) async fn open(
    browser: &Browser,
    site: &Site,
    rows: &[String],
    rest: &str,
) {
    browser.open(&site.url(&link(rows, rest))).await;
    browser.wait_for_status("Ready").await;
}

/// Follows a link from one setup to another within the page, and waits until
/// the page has heard of it.
pub(crate) async fn follow(browser: &Browser, url: &str) {
    let listen = "const { dataset } = document.documentElement;
        delete dataset.followed;
        const followed = () => { dataset.followed = ''; };
        addEventListener('hashchange', followed, { once: true });";
    browser.js(listen, &[]).await;
    browser.goto(url).await;
    browser.find("[data-followed]").await;
}

/// Waits until what was shown before the app has given way to it: what it says
/// can be read before that, and has no place yet.
pub(crate) async fn wait_until_shown(browser: &Browser) {
    browser.find("#main h1").await;
    browser
        .comes_to(0, async || browser.count("#still").await)
        .await;
}

/// Presses Run and waits for the end of the run.
pub(crate) async fn run(browser: &Browser) {
    browser.click("button", "Run").await;
    finish(browser).await;
}

/// Waits for the end of a run.
pub(crate) async fn finish(browser: &Browser) {
    browser
        .wait_for_status_within(LONGEST_RUN, "Finished")
        .await;
}

/// Brings a replay to its end and stops it there, as it is from the beginning
/// for who prefers little motion.
pub(crate) async fn show_the_end(browser: &Browser) {
    let focus = "document.querySelector(
        '[role=group][aria-label*=\"Space plays\"]').focus()";
    browser.js(focus, &[]).await;
    browser.press("End").await;
}

/// The figure of a strategy, which must be known.
pub(crate) async fn figure(
    browser: &Browser,
    strategy: &str,
    metric: &str,
) -> f64 {
    let value = browser.metric(strategy, metric).await;
    value.unwrap_or_else(|| panic!("{metric} of {strategy} is known"))
}

/// Clicks the name of what a run compares, which is what a visitor sees of its
/// checkbox.
pub(crate) async fn toggle(browser: &Browser, name: &str) {
    let path = format!("//label[input and normalize-space()='{name}']");
    let label = browser.find_xpath(&path).await;
    browser.click_it(&label, name).await;
}

/// Checks that a strategy took some time: more than none, or less than the step
/// of the clock, which is a millisecond in WebKit, and then the page says so.
pub(crate) async fn check_took_time(
    browser: &Browser,
    strategy: &str,
    metric: &str,
) {
    let took = figure(browser, strategy, metric).await;
    let cell =
        format!("tr[data-strategy='{strategy}'] [data-metric='{metric}']");
    let told = text(browser, &cell).await;
    let below_the_step = took == 0.0 && told.starts_with("under ");
    assert!(
        took > 0.0 || below_the_step,
        "{strategy}, {metric}: {took}, {told}"
    );
}

/// What is saved as JSON and as CSV by the buttons in a part of the page.
pub(crate) async fn saved(
    browser: &Browser,
    part: &str,
) -> (serde_json::Value, String) {
    let script = "const saved = [];
        const own = URL.createObjectURL;
        URL.createObjectURL = (blob) => {
          saved.push(blob);
          return own.call(URL, blob);
        };
        const buttons = [...document.querySelectorAll(arguments[0] + ' button')];
        for (const name of ['Save as JSON', 'Save as CSV']) {
          buttons.find((it) => it.textContent === name).click();
        }
        URL.createObjectURL = own;
        return Promise.all(saved.map((it) => it.text()))";
    let saved = browser.js(script, &[part.into()]).await;
    let [json, csv]: [String; 2] =
        serde_json::from_value(saved).expect("two texts");
    (serde_json::from_str(&json).expect("it is JSON"), csv)
}

/// The requests of one strategy, after its tab was pressed.
pub(crate) async fn requests(browser: &Browser, strategy: &str) -> Vec<Row> {
    let tab = format!(
        "section[aria-label='Requests one by one'] \
         button[data-strategy='{strategy}']"
    );
    browser.click_at(&tab).await;
    browser.rows(strategy).await
}

/// What a layer of the picture draws for a strategy; empty for nothing.
pub(crate) async fn outline(
    browser: &Browser,
    strategy: &str,
    layer: &str,
) -> String {
    let css =
        format!("[data-lane='{strategy}'] [role=group] [data-layer='{layer}']");
    let script = "return document.querySelector(arguments[0])
        .getAttribute('d') ?? ''";
    let outline = browser.js(script, &[css.into()]).await;
    outline.as_str().expect("each layer is there").to_owned()
}

/// The text of the first element of a CSS selector, as it is seen.
pub(crate) async fn text(browser: &Browser, css: &str) -> String {
    let script = "return document.querySelector(arguments[0])?.innerText ?? ''";
    let text = browser.js(script, &[css.into()]).await;
    text.as_str().unwrap_or_default().to_owned()
}

/// Waits until the text of an element has something in it, and gives it all.
pub(crate) async fn wait_for_text(
    browser: &Browser,
    css: &str,
    part: &str,
) -> String {
    let what = format!("{css} says “{part}”");
    browser
        .wait_for(&what, async || {
            let text = text(browser, css).await;
            text.contains(part).then_some(text)
        })
        .await
}

/// Has the link be copied, and waits until the page says that it was; or how it
/// can be, where the driver does not allow it.
pub(crate) async fn copy_link(browser: &Browser, copied: &str) {
    browser.click("button", "Copy link").await;
    browser
        .wait_for(copied, async || {
            let said = text(browser, "header [aria-live]").await;
            let is_refused = browser.engine() != Engine::Chromium
                && said.contains("address bar");
            (said == copied || is_refused).then_some(())
        })
        .await;
}

/// The setup in the address, as readable text.
pub(crate) async fn address(browser: &Browser) -> String {
    let script = "return decodeURIComponent(location.hash)";
    let address = browser.js(script, &[]).await;
    address.as_str().unwrap_or_default().to_owned()
}

/// Waits until the address has something in it.
pub(crate) async fn wait_for_address(browser: &Browser, part: &str) {
    let what = format!("the address has “{part}”");
    browser
        .wait_for(&what, async || {
            address(browser).await.contains(part).then_some(())
        })
        .await;
}

/// Chooses an option of the list that has this label.
pub(crate) async fn choose(browser: &Browser, label: &str, option: &str) {
    let list = browser.named("combobox", label).await;
    // As a visitor's click does and WebKit's driver does not: that browser tells
    // of a choice that is not what was chosen when the list got the focus.
    list.focus().await.expect("a list takes the focus");
    let path = format!(".//option[normalize-space()=\"{option}\"]");
    let option = list.find(thirtyfour::By::XPath(path)).await;
    let chosen = option.expect("the list has the option").click().await;
    chosen.expect("an option can be chosen");
}

/// Types over what is in a field, as a visitor does.
pub(crate) async fn retype(browser: &Browser, field: &str, text: &str) {
    browser.click("textbox", field).await;
    browser.press("Control+a").await;
    browser.write(text).await;
}

/// Gives the text editor of the list another text at once, as pasting does.
pub(crate) async fn write_list(browser: &Browser, list: &str) {
    let script = "const editor = document.querySelector('#list-text');
        editor.value = arguments[0];
        editor.dispatchEvent(new Event('input', { bubbles: true }));";
    browser.click("button", "Edit as text").await;
    browser.find("#list-text").await;
    browser.js(script, &[list.into()]).await;
}
