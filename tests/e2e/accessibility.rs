//! The page for those who hear it, see it differently, or use keys alone.

use crate::harness::{
    Api, Browser, Deployment, Headers, Motion, Scheme, Site, Viewport,
    in_each_engine,
};
use crate::lab;
use serde_json::{Value, json};

in_each_engine!(
    axe_finds_nothing_wrong_in_any_state,
    axe_finds_nothing_wrong_with_the_freeze,
    axe_finds_nothing_wrong_with_the_tasks,
    the_contract_of_roles_and_names_holds,
    the_contract_holds_for_the_freeze,
    the_contract_holds_for_the_tasks,
    axe_finds_nothing_wrong_with_the_race,
    the_contract_holds_for_the_race,
    keys_alone_operate_the_race,
    axe_finds_nothing_wrong_with_the_cost,
    the_contract_holds_for_the_cost,
    keys_alone_reach_and_operate_everything,
    keys_alone_operate_the_freeze,
    keys_alone_operate_the_cost,
    the_theme_is_the_visitors_choice,
);

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

async fn axe_finds_nothing_wrong_with_the_freeze(browser: &Browser) {
    let site = Site::start();
    // The job that has a picture, and a worker that goes on and on.
    let setup = "#/freeze?job=mandelbrot&size=1000000000&run=worker&pool=2";
    browser.open(&site.url(setup)).await;
    browser.wait_for_status("Ready").await;
    check_all_looks(browser, "ready").await;
    browser.click("button", "Run").await;
    browser.wait_for_status("Running: One Worker").await;
    check_all_looks(browser, "running").await;
    browser.press("Escape").await;
    browser.wait_for_status("Stopped").await;
    check_all_looks(browser, "stopped").await;
    let all = "#/freeze?job=mandelbrot&size=100&pool=2\
        &run=main,microtask,sliced,worker,pool";
    lab::follow(browser, &site.url(all)).await;
    lab::run(browser).await;
    check_all_looks(browser, "finished").await;
    lab::follow(browser, &site.url("#/freeze?run=&length=never&size=9")).await;
    lab::retype(browser, "Size of the job", "none").await;
    browser.click("button", "Run").await;
    browser.wait_for_status("Failed").await;
    check_all_looks(browser, "failed").await;
}

async fn axe_finds_nothing_wrong_with_the_tasks(browser: &Browser) {
    let site = Site::start();
    browser.prefer_motion(Motion::Reduced).await;
    let by_hand = "#/tasks?executor=hand&order=shuffled";
    browser.open(&site.url(by_hand)).await;
    browser.wait_for_status("Ready").await;
    check_all_looks(browser, "ready").await;
    browser.click("button", "Run").await;
    browser.click("button", "Poll main").await;
    check_all_looks(browser, "by hand").await;
    browser.click("button", "Stop").await;
    browser.wait_for_status("Stopped").await;
    check_all_looks(browser, "stopped").await;
    for program in ["lazy", "busy", "nested"] {
        let link = format!("#/tasks?program={program}&executor=wrong");
        lab::follow(browser, &site.url(&link)).await;
        lab::run(browser).await;
        browser.click("button", "main").await;
        browser.find(".task-facts").await;
        check_all_looks(browser, program).await;
    }
    // The same beside the pictures of another lab.
    for (setup, run) in [
        ("#/crawl?url=delay/0.1&run=concurrent", "concurrent"),
        ("#/freeze?size=1000&run=main", "main"),
    ] {
        browser.open(&site.url(setup)).await;
        browser.wait_for_status("Ready").await;
        lab::run(browser).await;
        let tab = format!(".closer [data-strategy={run}]");
        let opened = browser.find(&tab).await.click().await;
        opened.expect("a run can be looked at");
        browser.named("button", "Step back").await;
        check_all_looks(browser, setup).await;
    }
}

async fn axe_finds_nothing_wrong_with_the_cost(browser: &Browser) {
    let site = Site::start();
    let all = "run=spawn-local,futures-unordered,js-async,shared-workers,\
        own-workers&workers=2";
    browser
        .open(&site.url(&format!("#/cost?n=1000&{all}")))
        .await;
    browser.wait_for_status("Ready").await;
    check_all_looks(browser, "ready").await;
    lab::run(browser).await;
    browser
        .click("button", "All points of this visit, and the post's")
        .await;
    check_all_looks(browser, "finished").await;
    browser.click("button", "Memory").await;
    check_all_looks(browser, "memory").await;
    let long = "#/cost?n=1000000&body=timer&run=spawn-local";
    lab::follow(browser, &site.url(long)).await;
    browser.click("button", "Run").await;
    browser.wait_for_status("Running").await;
    browser.find(".cost-progress progress").await;
    check_all_looks(browser, "running").await;
    browser.press("Escape").await;
    lab::follow(browser, &site.url("#/cost?run=&n=7")).await;
    lab::retype(browser, "Most workers", "none").await;
    browser.click("button", "Run").await;
    browser.wait_for_status("Failed").await;
    check_all_looks(browser, "failed").await;
}

/// Light and dark, on a desk and on a phone.
pub(crate) async fn check_all_looks(browser: &Browser, state: &str) {
    for viewport in [Viewport::Phone, Viewport::Desktop] {
        browser.resize(viewport).await;
        let script = "const { scrollWidth } = document.scrollingElement;
            return scrollWidth <= innerWidth";
        let fits = browser.js(script, &[]).await;
        assert_eq!(fits, true, "{state}, {viewport:?}: nothing sticks out");
        for scheme in [Scheme::Light, Scheme::Dark] {
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

async fn the_contract_holds_for_the_freeze(browser: &Browser) {
    let site = Site::start();
    browser
        .open(&site.url("#/freeze?size=1000&run=main,worker"))
        .await;
    browser.wait_for_status("Ready").await;
    check_contract(browser, "Freeze").await;
    lab::run(browser).await;
    check_contract(browser, "Freeze").await;
    let script = "return Array.from(document.querySelectorAll('table'),
        (table) => table.caption?.textContent.trim() ?? '')";
    let captions = browser.js(script, &[]).await;
    assert_eq!(captions, json!(["Results by mode"]));
    let script = "return Array.from(document.querySelectorAll(
          '[data-strategy=worker] [data-metric]'),
        (cell) => cell.dataset.metric)";
    let metrics = browser.js(script, &[]).await;
    let expected = json!([
        "job",
        "longest-gap",
        "frames-missed",
        "lateness-p95",
        "input-delay",
        "background-delay",
        "speed",
        "progress",
        "cold-start",
        "result",
    ]);
    assert_eq!(metrics, expected);
    let script = "return Array.from(document.querySelectorAll(
          '[aria-label=\"Results by mode\"] th button'),
        (heading) => heading.title.length > 9)";
    let defined = browser.js(script, &[]).await;
    assert_eq!(defined, json!(vec![true; 10]));
}

async fn the_contract_holds_for_the_tasks(browser: &Browser) {
    let site = Site::start();
    browser.open(&site.url("#/tasks")).await;
    browser.wait_for_status("Ready").await;
    check_contract(browser, "Tasks").await;
    lab::run(browser).await;
    check_contract(browser, "Tasks").await;
    let script = "return Array.from(document.querySelectorAll('table'),
        (table) => table.caption?.textContent.trim() ?? '')";
    let captions = browser.js(script, &[]).await;
    assert_eq!(captions, json!(["Tasks"]));
    let script = "return Array.from(document.querySelectorAll(
          '[data-row=\"0\"] [data-metric]'),
        (cell) => cell.dataset.metric)";
    let metrics = browser.js(script, &[]).await;
    let expected = json!([
        "total",
        "busy",
        "scheduled",
        "idle",
        "polls",
        "wakes",
        "self-wakes",
        "waker-clones",
        "waker-drops",
        "bytes",
    ]);
    assert_eq!(metrics, expected);
    let script = "return Array.from(document.querySelectorAll(
          '.tasks-table th button[title]'),
        (heading) => heading.title.length > 9)";
    let defined = browser.js(script, &[]).await;
    assert_eq!(defined, json!(vec![true; 10]));
}

async fn axe_finds_nothing_wrong_with_the_race(browser: &Browser) {
    let site = Site::start();
    let endless = "#/race?run=shared-lock&worker-adds=1000000&repeat=100";
    browser.open(&site.url(endless)).await;
    browser.wait_for_status("Ready").await;
    check_all_looks(browser, "ready").await;
    browser.click("button", "Run").await;
    browser.wait_for_status("Running: Blocking lock").await;
    check_all_looks(browser, "running").await;
    browser.press("Escape").await;
    browser.wait_for_status("Stopped").await;
    check_all_looks(browser, "stopped").await;
    let all = "#/race?order=shuffled&worker-adds=1000&repeat=2";
    lab::follow(browser, &site.url(all)).await;
    lab::run(browser).await;
    check_all_looks(browser, "finished").await;
    lab::follow(browser, &site.url("#/race?run=&order=none&repeat=7")).await;
    lab::retype(browser, "Repetitions", "none").await;
    browser.click("button", "Run").await;
    browser.wait_for_status("Failed").await;
    check_all_looks(browser, "failed").await;
    // Where memory cannot be shared.
    let plain = Site::host(Deployment::built(), Headers::Plain, "/");
    browser.open(&plain.url("#/race")).await;
    lab::wait_for_text(browser, "[role=note]", "Reload").await;
    check_all_looks(browser, "not isolated").await;
}

async fn the_contract_holds_for_the_race(browser: &Browser) {
    let site = Site::start();
    let setup = "#/race?worker-adds=1000&repeat=1";
    browser.open(&site.url(setup)).await;
    browser.wait_for_status("Ready").await;
    check_contract(browser, "Race").await;
    lab::run(browser).await;
    check_contract(browser, "Race").await;
    let script = "return Array.from(document.querySelectorAll('table'),
        (table) => table.caption?.textContent.trim() ?? '')";
    let captions = browser.js(script, &[]).await;
    let expected = [
        "Results by strategy",
        "Reads and writes around the playhead",
    ];
    assert_eq!(captions, json!(expected));
    let script = "return Array.from(document.querySelectorAll(
          'tr[data-strategy=messages] [data-metric]'),
        (cell) => cell.dataset.metric)";
    let metrics = browser.js(script, &[]).await;
    let expected = json!([
        "expected",
        "got",
        "lost",
        "lost-least",
        "lost-most",
        "time",
        "per-add"
    ]);
    assert_eq!(metrics, expected);
    let script = "return Array.from(document.querySelectorAll(
          '[aria-label=\"Results by strategy\"] th button'),
        (heading) => heading.title.length > 9)";
    let defined = browser.js(script, &[]).await;
    assert_eq!(defined, json!(vec![true; 7]));
}

async fn keys_alone_operate_the_race(browser: &Browser) {
    let site = Site::start();
    let setup = "#/race?run=task-await,messages&repeat=2";
    browser.open(&site.url(setup)).await;
    browser.wait_for_status("Ready").await;
    tab_to(browser, "Skip to the lab").await;
    browser.press("Enter").await;
    tab_to(browser, "Await between").await;
    browser.press("Space").await;
    lab::wait_for_address(browser, "run=messages&").await;
    browser.press("Space").await;
    lab::wait_for_address(browser, "run=task-await,messages").await;
    tab_to(browser, "Tasks").await;
    browser.press("Control+a").await;
    browser.write("10").await;
    lab::wait_for_address(browser, "tasks=10").await;
    tab_to(browser, "Ready queue").await;
    browser.press("ArrowDown").await;
    lab::wait_for_address(browser, "order=lifo").await;
    browser.press("ArrowDown").await;
    lab::wait_for_address(browser, "order=shuffled").await;
    tab_to(browser, "Seed of the order").await;
    browser.press("Control+a").await;
    browser.write("7").await;
    lab::wait_for_address(browser, "seed=7").await;
    tab_to(browser, "Run").await;
    browser.press("Enter").await;
    lab::finish(browser).await;
    assert_eq!(focused(browser).await, "Run");
    tab_to(browser, "Lost").await;
    browser.press("Enter").await;
    lab::wait_for_text(browser, "th[aria-sort=ascending]", "Lost").await;
    let step = browser.find(".three-steps button").await;
    let step = step.text().await.expect("a button has a text");
    tab_to(browser, &step).await;
    browser.press("Enter").await;
    lab::wait_for_text(browser, "tr[data-here=true]", "read").await;
    tab_to(browser, "Step forward").await;
    browser.press("Enter").await;
    tab_to(browser, "Messages").await;
    browser.press("Enter").await;
    lab::wait_for_text(browser, ".why", "pub async fn messages").await;
    // A run that starts and stops by keys, wherever the focus is.
    let endless = "#/race?run=task-lock&tasks=500&adds=1000&repeat=100";
    lab::follow(browser, &site.url(endless)).await;
    browser.press("Control+Enter").await;
    browser.wait_for_status("Running").await;
    browser.press("Escape").await;
    browser.wait_for_status("Stopped").await;
}

async fn the_contract_holds_for_the_cost(browser: &Browser) {
    let site = Site::start();
    browser
        .open(&site.url("#/cost?n=1000&run=spawn-local"))
        .await;
    browser.wait_for_status("Ready").await;
    check_contract(browser, "Cost").await;
    lab::run(browser).await;
    check_contract(browser, "Cost").await;
    let script = "return Array.from(document.querySelectorAll('table'),
        (table) => table.caption?.textContent.trim() ?? '')";
    let captions = browser.js(script, &[]).await;
    assert_eq!(captions, json!(["Results by form"]));
    let script = "return Array.from(document.querySelectorAll(
          '[data-strategy=spawn-local] [data-metric]'),
        (cell) => cell.dataset.metric)";
    let metrics = browser.js(script, &[]).await;
    let expected = json!([
        "create",
        "finish",
        "bytes-each",
        "future-size",
        "per-second",
    ]);
    assert_eq!(metrics, expected);
    let script = "return Array.from(document.querySelectorAll(
          '[aria-label=\"Results by form\"] th button'),
        (heading) => heading.title.length > 9)";
    let defined = browser.js(script, &[]).await;
    assert_eq!(defined, json!(vec![true; 5]));
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

/// What has the focus is in view, and an outline is around it or its label.
async fn check_that_focus_is_seen(browser: &Browser, name: &str) {
    let script = "const it = document.activeElement;
        const { top, bottom } = it.getBoundingClientRect();
        let outlined = false;
        for (let around = it; around; around = around.parentElement) {
          outlined ||= getComputedStyle(around).outlineStyle !== 'none';
        }
        return [bottom > 0 && top < innerHeight, outlined];";
    let seen = browser.js(script, &[]).await;
    assert_eq!(seen, json!([true, true]), "the focus on “{name}” is seen");
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

async fn keys_alone_operate_the_freeze(browser: &Browser) {
    let site = Site::start();
    let setup = "#/freeze?size=1000&run=main,sliced";
    browser.open(&site.url(setup)).await;
    browser.wait_for_status("Ready").await;
    tab_to(browser, "Skip to the lab").await;
    browser.press("Enter").await;
    tab_to(browser, "Main thread").await;
    browser.press("Space").await;
    lab::wait_for_address(browser, "run=sliced").await;
    tab_to(browser, "Slice in milliseconds").await;
    browser.press("End").await;
    browser.write("0").await;
    lab::wait_for_address(browser, "slice=80").await;
    tab_to(browser, "One Worker").await;
    browser.press("Space").await;
    lab::wait_for_address(browser, "run=sliced,worker").await;
    tab_to(browser, "Job").await;
    browser.press("ArrowDown").await;
    lab::wait_for_address(browser, "job=mandelbrot").await;
    tab_to(browser, "Size").await;
    browser.press("ArrowDown").await;
    lab::wait_for_address(browser, "size=").await;
    tab_to(browser, "Size of the job").await;
    browser.press("Control+a").await;
    browser.write("100").await;
    lab::wait_for_address(browser, "size=100&").await;
    tab_to(browser, "Yield by").await;
    browser.press("ArrowDown").await;
    lab::wait_for_address(browser, "yield=timeout").await;
    tab_to(browser, "Run").await;
    browser.press("Enter").await;
    lab::finish(browser).await;
    assert_eq!(focused(browser).await, "Run");
    tab_to(browser, "Type here while it runs").await;
    browser.write("x").await;
    lab::wait_for_text(browser, ".keys", "Last key heard").await;
    browser.press("Tab").await;
    let stage = focused(browser).await;
    assert!(stage.starts_with("Slices: the page's pulse"), "{stage}");
    browser.press("ArrowDown").await;
    let facts = "section[aria-label='Timeline'] p[aria-live]";
    lab::wait_for_text(browser, facts, "Slices, ").await;
    tab_to(browser, "Job").await;
    browser.press("Enter").await;
    lab::wait_for_text(browser, "th[aria-sort=ascending]", "Job").await;
    tab_to(browser, "Pool").await;
    browser.press("Enter").await;
    lab::wait_for_text(browser, ".why", "pub async fn pool").await;
    tab_to(browser, "JavaScript").await;
    browser.press("Space").await;
    let pressed = ".why [aria-label=Language] [aria-pressed=true]";
    lab::wait_for_text(browser, pressed, "JavaScript").await;
    // A run that starts and stops by keys, wherever the focus is.
    browser.press("Control+Enter").await;
    browser.wait_for_status("Running").await;
    browser.press("Escape").await;
    browser.wait_for_status("Stopped").await;
}

async fn keys_alone_operate_the_cost(browser: &Browser) {
    let site = Site::start();
    let setup = "#/cost?n=1000&run=spawn-local,js-async";
    browser.open(&site.url(setup)).await;
    browser.wait_for_status("Ready").await;
    tab_to(browser, "JS async functions").await;
    browser.press("Space").await;
    lab::wait_for_address(browser, "run=spawn-local").await;
    tab_to(browser, "Workers, own wasm").await;
    browser.press("Space").await;
    lab::wait_for_address(browser, "run=spawn-local,own-workers").await;
    tab_to(browser, "How many of each").await;
    browser.press("Control+a").await;
    browser.write("2000").await;
    lab::wait_for_address(browser, "n=2000").await;
    tab_to(browser, "Each does").await;
    browser.press("ArrowDown").await;
    lab::wait_for_address(browser, "body=timer").await;
    tab_to(browser, "Holds").await;
    browser.press("ArrowDown").await;
    lab::wait_for_address(browser, "held=64").await;
    tab_to(browser, "Most workers").await;
    browser.press("Control+a").await;
    browser.write("2").await;
    lab::wait_for_address(browser, "workers=2").await;
    tab_to(browser, "Run").await;
    browser.press("Enter").await;
    lab::finish(browser).await;
    assert_eq!(focused(browser).await, "Run");
    tab_to(browser, "Memory").await;
    browser.press("Enter").await;
    let pressed = ".cost-stage [aria-pressed=true]";
    lab::wait_for_text(browser, pressed, "Memory").await;
    tab_to(browser, "Create").await;
    browser.press("Enter").await;
    lab::wait_for_text(browser, "th[aria-sort=ascending]", "Create").await;
    tab_to(browser, "All points of this visit, and the post's").await;
    browser.press("Enter").await;
    lab::wait_for_text(browser, ".cost-points", "The post's").await;
    tab_to(browser, "FuturesUnordered").await;
    browser.press("Enter").await;
    lab::wait_for_text(browser, ".why", "pub async fn futures_unordered").await;
    tab_to(browser, "Python").await;
    browser.press("Space").await;
    lab::wait_for_text(browser, ".why", "async def gather").await;
    // A run that starts and stops by keys, wherever the focus is.
    lab::follow(browser, &site.url("#/cost?n=1000000&body=timer")).await;
    browser.press("Control+Enter").await;
    browser.wait_for_status("Running").await;
    browser.press("Escape").await;
    browser.wait_for_status("Stopped").await;
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
