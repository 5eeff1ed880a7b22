//! The page for those who hear it, see it differently, or use keys alone; what
//! is of one lab is in its file.

mod cost;
mod freeze;
mod race;
mod tasks;

use crate::harness::{
    Api, Browser, Engine, Lack, Scheme, Site, Viewport, in_each_engine, run,
};
use crate::lab;
use serde_json::{Value, json};

in_each_engine!(
    axe_finds_nothing_wrong_in_any_state,
    the_contract_of_roles_and_names_holds,
    keys_alone_reach_and_operate_everything,
    the_theme_is_the_visitors_choice,
);

/// Other drivers can't force colours.
#[test]
fn what_is_chosen_is_seen_in_forced_colours_in_chromium() {
    run(Engine::Chromium, module_path!(), async |browser| {
        let site = Site::start();
        browser.open(&site.url("#/tasks")).await;
        browser.wait_for_status("Ready").await;
        let forced = json!({ "features": [
            { "name": "forced-colors", "value": "active" },
        ] });
        browser.cdp("Emulation.setEmulatedMedia", forced).await;
        for chosen in ["nav a[aria-current]", ".tab[aria-pressed=true]"] {
            let script = "const chosen = document.querySelector(arguments[0]);
                const canvas = 'rgb(255, 255, 255)';
                const is_seen = (it) =>
                  getComputedStyle(it).borderBottomColor !== canvas;
                return [...chosen.parentElement.children]
                  .filter(is_seen).map((it) => it === chosen)";
            let seen = async || browser.js(script, &[chosen.into()]).await;
            browser.comes_to(json!([true]), seen).await;
        }
    });
}

async fn axe_finds_nothing_wrong_in_any_state(browser: &Browser) {
    let site = Site::start();
    let api = Api::start();
    let rows = [
        api.url("json"),
        api.url("status/404"),
        api.url("no-cors/delay/0"),
        format!("{} +100ms #a slow one", api.url("delay/60")),
    ];
    // Blocking would freeze the page for as long as the slow one takes.
    let all = lab::STRATEGIES[1..].join(",");
    let all = format!("run={all}&timeout=300000");
    lab::open(browser, &site, &rows, &all).await;
    check_all_looks(browser, "ready").await;
    browser.click("button", "Run").await;
    browser
        .wait_for("the slow request is in flight", async || {
            (api.count("/delay") == 1).then_some(())
        })
        .await;
    check_all_looks(browser, "running").await;
    lab::retype(browser, "Timeout in seconds", "1").await;
    // Another run, which comes to its end.
    browser.press("Control+Enter").await;
    let longest = std::time::Duration::from_secs(40);
    browser.wait_for_status_within(longest, "Finished").await;
    browser.click("button", "Find out more").await;
    check_all_looks(browser, "finished").await;
    browser.fill("textbox", "Row 1, URL", "ftp://nobody/").await;
    lab::retype(browser, "Timeout in seconds", "soon").await;
    browser.click("button", "Run").await;
    browser.wait_for_status("Failed").await;
    check_all_looks(browser, "failed").await;
    let blocking = lab::link(&rows[..3], "run=blocking");
    lab::follow(browser, &site.url(&blocking)).await;
    lab::run(browser).await;
    check_all_looks(browser, "blocking").await;
}

/// What makes the page wider than its window: the smallest element without
/// which it is not.
async fn sticking_out(browser: &Browser) -> Vec<String> {
    let script = "const { scrollingElement: page } = document;
        const fits = () => page.scrollWidth <= innerWidth;
        if (fits()) return [];
        const fitsWithout = (it) => {
          const { display } = it.style;
          it.style.display = 'none';
          const better = fits();
          it.style.display = display;
          return better;
        };
        const smallest = (it) => {
          const part = Array.from(it.children).find(fitsWithout);
          return part ? smallest(part) : it;
        };
        const { localName, className, textContent } = smallest(document.body);
        return [`${localName} ${className} ${textContent.slice(0, 80)}`];";
    let outside = browser.js(script, &[]).await;
    serde_json::from_value(outside).expect("a list of texts")
}

/// Light and dark, on a desk and on a phone.
pub(crate) async fn check_all_looks(browser: &Browser, state: &str) {
    for viewport in [Viewport::Phone, Viewport::Desktop] {
        browser.resize(viewport).await;
        let place = format!("{state}, {viewport:?}");
        // WebKit tells the new size before it has laid out the page anew.
        let outside = async || (place.clone(), sticking_out(browser).await);
        browser.comes_to((place.clone(), vec![]), outside).await;
        let dark = !browser.lacks(Lack::Scheme);
        let dark = dark.then_some(Scheme::Dark);
        for scheme in [Scheme::Light].into_iter().chain(dark) {
            browser.prefer(scheme).await;
            let wrong = browser.axe().await;
            let place = format!("{state}, {viewport:?}, {scheme:?}");
            assert_eq!(wrong, [""; 0], "{place}");
        }
    }
}

async fn the_contract_of_roles_and_names_holds(browser: &Browser) {
    let site = Site::start();
    let rows = lab::different(2, "delay/0.1");
    lab::open(browser, &site, &rows, "").await;
    check_contract(browser, "Crawl").await;
    lab::run(browser).await;
    check_contract(browser, "Crawl").await;
    let script = "return Array.from(document.querySelectorAll('table'),
        (table) => table.caption?.textContent.trim() ?? '')";
    let captions = browser.js(script, &[]).await;
    let expected = ["Results by strategy", "Requests of Concurrent"];
    assert_eq!(captions, json!(expected));
    // Each figure says its definition.
    let script = "return Array.from(document.querySelectorAll(
          '[aria-label=\"Results by strategy\"] th button'),
        (heading) => heading.title.length > 9)";
    let defined = browser.js(script, &[]).await;
    let defined = defined.as_array().expect("a list of headings");
    assert_eq!(defined.len(), 12);
    assert!(defined.iter().all(|it| *it == true));
}

pub(crate) async fn check_contract(browser: &Browser, lab: &str) {
    assert_eq!(browser.count("h1").await, 1);
    assert_eq!(browser.count("main").await, 1);
    assert_eq!(browser.count("[role=status]").await, 1);
    assert!(browser.has("button", "Run").await);
    assert!(!browser.has("button", "Stop").await);
    let title = browser.js("return document.title", &[]).await;
    assert_eq!(title, format!("{lab} · Meanwhile"));
}

/// What the focus is on, as its name would be read.
const FOCUSED: &str = r#"
    const it = document.activeElement;
    const label = it.labels?.[0]?.cloneNode(true);
    const inner = label?.querySelectorAll('select, .number-field') ?? [];
    inner.forEach((part) => part.remove());
    const name = it.ariaLabel ?? label?.textContent ?? it.textContent;
    return name.replace(/\s+/g, ' ').trim();
"#;

async fn focused(browser: &Browser) -> String {
    let name = browser.js(FOCUSED, &[]).await;
    name.as_str().unwrap_or_default().to_owned()
}

/// Presses Tab until the focus is on what has that name.
pub(crate) async fn tab_to(browser: &Browser, name: &str) {
    let mut met = Vec::new();
    while met.len() < 150 {
        browser.press("Tab").await;
        let now = focused(browser).await;
        if now == name {
            check_that_focus_is_seen(browser, name).await;
            return;
        }
        met.push(now);
    }
    panic!("{}: Tab never comes to “{name}”: {met:?}", browser.engine());
}

/// What has the focus is in view, and an outline is around it or its label, which
/// nothing cuts off; but for the sides of what can be scrolled.
async fn check_that_focus_is_seen(browser: &Browser, name: &str) {
    let script = "const it = document.activeElement;
        const { top, bottom } = it.getBoundingClientRect();
        let around = it;
        const style = () => getComputedStyle(around);
        while (around && style().outlineStyle === 'none') {
          around = around.parentElement;
        }
        if (!around) return 'is not seen';
        if (bottom <= 0 || top >= innerHeight) return 'is out of view';
        const ring = around.getBoundingClientRect();
        const wide = parseFloat(style().outlineWidth) + parseFloat(style().outlineOffset);
        while ((around = around.parentElement) && around !== document.body) {
          const { overflowX, overflowY } = style();
          const box = around.getBoundingClientRect();
          const fitsX = around.scrollWidth <= around.clientWidth;
          const fitsY = around.scrollHeight <= around.clientHeight;
          const above = fitsY || around.scrollTop === 0;
          const cut = (overflowX !== 'visible' && fitsX
              && (ring.left - wide < box.left - 0.5 || ring.right + wide > box.right + 0.5))
            || (overflowY !== 'visible'
              && (above && ring.top - wide < box.top - 0.5
                || fitsY && ring.bottom + wide > box.bottom + 0.5));
          if (cut) return `is cut off by ${around.localName} ${around.className}`;
        }
        return '';";
    let wrong = browser.js(script, &[]).await;
    assert_eq!(wrong, "", "the focus on “{name}”, in {}", browser.engine());
}

async fn keys_alone_reach_and_operate_everything(browser: &Browser) {
    let site = Site::start();
    let rows = lab::different(2, "delay/0.1");
    lab::open(browser, &site, &rows, "").await;
    tab_to(browser, "Skip to the lab").await;
    browser.press("Enter").await;
    let script = "return document.activeElement.localName";
    assert_eq!(browser.js(script, &[]).await, "main");
    // The list.
    tab_to(browser, "Row 1, URL").await;
    browser.press("End").await;
    browser.write("x").await;
    lab::wait_for_address(browser, "?0x&url").await;
    tab_to(browser, "Move down row 1").await;
    browser.press("Enter").await;
    lab::wait_for_address(browser, "?1&url=delay/0.1?0x").await;
    tab_to(browser, "Remove row 2").await;
    browser.press("Space").await;
    wait_for_no(browser, "0x").await;
    tab_to(browser, "Undo").await;
    browser.press("Enter").await;
    lab::wait_for_address(browser, "?0x").await;
    // The strategies and the policy.
    tab_to(browser, "Sequential").await;
    browser.press("Space").await;
    lab::wait_for_address(browser, "run=concurrent").await;
    tab_to(browser, "Promise.all").await;
    browser.press("Space").await;
    lab::wait_for_address(browser, "run=concurrent,promise-all").await;
    tab_to(browser, "Repeat").await;
    browser.press("ArrowDown").await;
    lab::wait_for_address(browser, "repeat=2").await;
    tab_to(browser, "Run").await;
    browser.press("Enter").await;
    lab::finish(browser).await;
    // The button is still where it was.
    assert_eq!(focused(browser).await, "Run");
    browser.press("Tab").await;
    let stage = focused(browser).await;
    assert!(stage.starts_with("Concurrent: a bar for each"), "{stage}");
    browser.press("ArrowDown").await;
    let facts = "section[aria-label='Timeline'] p[aria-live]";
    lab::wait_for_text(browser, facts, "#1 · delay/0.1?1").await;
    // The tables.
    tab_to(browser, "Total").await;
    browser.press("Enter").await;
    let ascending = "th[aria-sort=ascending]";
    lab::wait_for_text(browser, ascending, "Total").await;
    assert_eq!(focused(browser).await, "Total");
    let totals = totals(browser).await;
    assert!(totals.is_sorted(), "{totals:?}");
    tab_to(browser, "Concurrent").await;
    browser.press("Enter").await;
    browser.find("table[data-strategy=concurrent]").await;
    tab_to(browser, "Duration").await;
    browser.press("Enter").await;
    lab::wait_for_text(
        browser,
        ".by-request [aria-sort=ascending]",
        "Duration",
    )
    .await;
    assert_eq!(focused(browser).await, "Duration");
    tab_to(browser, "Baseline").await;
    browser.press("Space").await;
}

async fn wait_for_no(browser: &Browser, part: &str) {
    let what = format!("the address has no “{part}”");
    browser
        .wait_for(&what, async || {
            (!lab::address(browser).await.contains(part)).then_some(())
        })
        .await;
}

async fn totals(browser: &Browser) -> Vec<f64> {
    let script = "return Array.from(document.querySelectorAll(
        'tr[data-strategy] [data-metric=total]'),
        (cell) => Number(cell.dataset.value))";
    let totals: Value = browser.js(script, &[]).await;
    serde_json::from_value(totals).expect("a list of numbers")
}

async fn the_theme_is_the_visitors_choice(browser: &Browser) {
    if browser.lacks(Lack::Scheme) {
        return;
    }
    let site = Site::start();
    browser.prefer(Scheme::Dark).await;
    browser.open(&site.url("")).await;
    browser.wait_for_status("Ready").await;
    assert!(is_dark(browser).await, "the system's choice comes first");
    browser.click("button", "Theme: system").await;
    browser.named("button", "Theme: light").await;
    assert!(!is_dark(browser).await);
    browser.prefer(Scheme::Light).await;
    browser.click("button", "Theme: light").await;
    browser.named("button", "Theme: dark").await;
    assert!(is_dark(browser).await);
    browser.reload().await;
    browser.wait_for_status("Ready").await;
    assert!(is_dark(browser).await, "the choice is remembered");
    browser.click("button", "Theme: dark").await;
    browser.named("button", "Theme: system").await;
    assert!(!is_dark(browser).await);
}

/// Whether the page is darker than its ink.
async fn is_dark(browser: &Browser) -> bool {
    let script = "const { backgroundColor, color } =
          getComputedStyle(document.documentElement);
        const sum = (color) => color.match(/[\\d.]+/g).slice(0, 3)
          .reduce((sum, part) => sum + Number(part), 0);
        return sum(backgroundColor) < sum(color);";
    browser.js(script, &[]).await == true
}
