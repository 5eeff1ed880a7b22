//! A page that cannot start: it says so, and why.

use crate::harness::{
    Browser, Deployment, Engine, Headers, Site, in_each_engine,
};
use serde_json::{Value, json};

in_each_engine!(
    what_the_page_starts_with_does_not_wait_for_its_first_script,
    a_page_without_all_of_its_files_says_which,
    without_any_script_the_page_says_that_it_has_not_started,
    a_folder_without_its_slash_says_so,
    a_page_opened_from_a_file_says_so,
    without_javascript_the_page_says_what_it_needs,
    a_frame_without_rights_says_so,
    a_clock_that_stands_still_or_is_coarse_starts_and_runs,
    a_clock_that_jumps_by_an_hour_ends_no_run_and_no_page,
    only_files_of_the_page_become_scripts,
);

/// The name of the only file that begins and ends so and is there from the
/// start.
fn file(built: &Deployment, begins: &str, ends: &str) -> String {
    let mut names = built.names().filter(|name| {
        let is_part = ["split", "snippets"].iter().any(|it| name.contains(it));
        name.starts_with(begins) && name.ends_with(ends) && !is_part
    });
    let name = names.next().expect("the page has such a file").to_owned();
    assert_eq!(names.next(), None, "{begins}…{ends} is one file");
    name
}

/// What is in view of the place where the page says that it starts.
async fn told(browser: &Browser) -> String {
    let script = "return document.getElementById('boot')?.innerText ?? ''";
    let told = browser.try_js(script, &[]).await;
    let told = told.ok().and_then(|it| it.as_str().map(str::to_owned));
    // As it is wrapped in the page's source.
    let told = told.unwrap_or_default();
    told.split_whitespace().collect::<Vec<_>>().join(" ")
}

async fn wait_until_told(browser: &Browser, what: &str, words: &str) {
    browser
        .wait_for(&format!("{what}: it says “{words}”"), async || {
            told(browser).await.contains(words).then_some(())
        })
        .await;
}

async fn what_the_page_starts_with_does_not_wait_for_its_first_script(
    browser: &Browser,
) {
    let built = Deployment::built();
    let expected = [
        file(&built, "boot-", ".js"),
        file(&built, "app-", ".js"),
        file(&built, "app-", ".wasm"),
    ];
    let site = Site::start();
    let missing = async || {
        let asked = site.asked();
        let is_missing =
            |file: &&String| !asked.iter().any(|path| path.ends_with(*file));
        expected
            .iter()
            .filter(is_missing)
            .cloned()
            .collect::<Vec<_>>()
    };
    site.hold(Some("/start-"));
    let watch = async {
        browser.comes_to([""; 0], missing).await;
        site.hold(None);
    };
    let url = site.url("");
    tokio::join!(watch, browser.open(&url));
    browser.wait_for_status("Ready").await;
    assert_eq!(browser.errors().await, [""; 0]);
}

async fn a_page_without_all_of_its_files_says_which(browser: &Browser) {
    let built = Deployment::built;
    let boot = file(&built(), "boot-", ".js");
    let app = file(&built(), "app-", ".js");
    let wasm = file(&built(), "app-", ".wasm");
    let page = "<!doctype html><title>Not found</title>";
    let changed = format!("{}\n", built().text(&boot));
    let no_boot = format!("its file {boot} did not load");
    let none = "Meanwhile could not start: ";
    for (what, deployment, words) in [
        ("no boot", built().without(&boot), no_boot.as_str()),
        ("a page for boot", built().with(&boot, page), &no_boot),
        ("a changed boot", built().with(&boot, changed), &no_boot),
        ("no app", built().without(&app), none),
        ("a page for the app", built().with(&app, page), none),
        ("no wasm", built().without(&wasm), none),
        ("a page for the wasm", built().with(&wasm, page), none),
    ] {
        let site = Site::host(deployment, Headers::Plain, "/");
        browser.open(&site.url("")).await;
        wait_until_told(browser, what, words).await;
        let alerts = browser.alerts().await;
        assert_eq!(alerts.len(), 1, "{what}: {alerts:?}");
        assert!(alerts[0].contains("Reload the page"), "{what}: {alerts:?}");
    }
}

async fn without_any_script_the_page_says_that_it_has_not_started(
    browser: &Browser,
) {
    let built = Deployment::built();
    let boot = file(&built, "boot-", ".js");
    let start = file(&built, "start-", ".js");
    let neither = built.without(&boot).without(&start);
    let site = Site::host(neither, Headers::Plain, "/");
    browser.open(&site.url("")).await;
    let words = "Meanwhile has not started yet.";
    assert!(!told(browser).await.contains(words), "not at once");
    wait_until_told(browser, "no script", words).await;
}

async fn a_folder_without_its_slash_says_so(browser: &Browser) {
    let built = Deployment::built();
    let mut below =
        Deployment::default().with("sub", built.bytes("index.html"));
    for name in built.names() {
        below = below.with(&format!("sub/{name}"), built.bytes(name));
    }
    let site = Site::host(below, Headers::Plain, "/");
    browser.open(&site.url("sub")).await;
    wait_until_told(browser, "no slash", "address lacks the slash").await;
}

async fn a_page_opened_from_a_file_says_so(browser: &Browser) {
    let built = Deployment::built();
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = folder.join(format!("opened-in-{}", browser.engine()));
    for name in built.names() {
        let path = folder.join(name);
        let parent = path.parent().expect("a file is in a folder");
        std::fs::create_dir_all(parent).expect("a folder can be made");
        std::fs::write(&path, built.bytes(name)).expect("a file can be made");
    }
    browser
        .open(&format!("file://{}/index.html", folder.display()))
        .await;
    // By whatever of the page a browser lets run: the words differ.
    wait_until_told(browser, "from a file", "web server").await;
}

/// A page of the same host around ours, in a frame with these rights.
fn framed(rights: &str) -> Deployment {
    let page = format!(
        "<!doctype html><title>A page</title>\
         <iframe sandbox=\"{rights}\" src=\"./\" width=1000 height=700></iframe>"
    );
    Deployment::built().with("around.html", page)
}

async fn without_javascript_the_page_says_what_it_needs(browser: &Browser) {
    let site = Site::host(framed("allow-same-origin"), Headers::Plain, "/");
    browser.open(&site.url("around.html")).await;
    let script = "return document.querySelector('iframe').contentDocument
        ?.getElementById('boot')?.innerText ?? ''";
    let told = browser
        .wait_for("the page in the frame says something", async || {
            let told = browser.js(script, &[]).await;
            let told = told.as_str()?.to_owned();
            told.contains("JavaScript").then_some(told)
        })
        .await;
    assert!(told.contains("needs JavaScript and WebAssembly"), "{told}");
    assert!(!told.contains("Loading"), "{told}");
    assert!(!told.contains("not started"), "{told}");
}

async fn a_frame_without_rights_says_so(browser: &Browser) {
    let site = Site::host(framed("allow-scripts"), Headers::Plain, "/");
    browser.open(&site.url("around.html")).await;
    let frame = browser.find("iframe").await;
    frame.enter_frame().await.expect("a frame can be entered");
    wait_until_told(browser, "a frame", "frame").await;
    let left = browser.driver.enter_default_frame().await;
    left.expect("a frame can be left");
}

/// The page with another clock from its first script on.
fn with_clock(clock: &str) -> Deployment {
    let built = Deployment::built();
    let index = built.text("index.html");
    let first = "<head><script src=\"./clock.js\"></script>";
    let index = index.replacen("<head>", first, 1);
    built.with("index.html", index).with("clock.js", clock)
}

async fn a_clock_that_stands_still_or_is_coarse_starts_and_runs(
    browser: &Browser,
) {
    for clock in [
        "performance.now = () => 5;",
        "const real = performance.now.bind(performance);
         performance.now = () => Math.floor(real() / 100) * 100;",
    ] {
        let site = Site::host(with_clock(clock), Headers::Isolating, "/");
        for setup in [
            "#/freeze?length=0.5&run=main,sliced",
            "#/crawl?url=delay/0.1&run=concurrent,blocking",
            "#/tasks?program=busy",
        ] {
            browser.open(&site.url(setup)).await;
            browser.wait_for_status("Ready").await;
            crate::lab::run(browser).await;
            let alerts = browser.alerts().await;
            assert_eq!(json!(alerts), Value::Array(Vec::new()), "{clock}");
        }
    }
}

/// A clock that a test can set, and the wall's with it.
const SETTABLE: &str = "let ahead = 0, shift = 0;
    const real = performance.now.bind(performance);
    const { now } = Date;
    performance.now = () => real() + ahead;
    Date.now = () => now() + shift;
    window.jump = (clock, wall) => { ahead += clock; shift += wall; };";

async fn a_clock_that_jumps_by_an_hour_ends_no_run_and_no_page(
    browser: &Browser,
) {
    const HOUR: i64 = 3_600_000;
    let site = Site::host(with_clock(SETTABLE), Headers::Isolating, "/");
    let labs = [
        (
            "#/crawl?url=delay/0.7&url=drip?duration=1&run=sequential",
            "Run",
        ),
        ("#/freeze?length=0.5&run=main,sliced,worker", "Run"),
        ("#/tasks?program=suspend", "Run"),
        ("#/race?run=task-await,messages&repeat=20", "Run"),
        ("#/cost?n=20000&run=spawn-local,own-workers", "Run"),
        ("#/compare", "Measure race conditions of coroutines"),
    ];
    // After sleep, the one goes on or stands still; the other is set at will.
    for (clock, wall) in [(HOUR, HOUR), (0, -HOUR)] {
        for (setup, button) in labs {
            browser.open(&site.url(setup)).await;
            browser.wait_for_status("Ready").await;
            browser.click("button", button).await;
            let jumps = "for (let jumps = 0; jumps < 3; jumps += 1) {
                  jump(...arguments);
                  await new Promise((due) => setTimeout(due, 150));
                }";
            browser.js(jumps, &[clock.into(), wall.into()]).await;
            let patience = crate::lab::LONGEST_RUN;
            browser.wait_for_status_within(patience, "Finished").await;
            let told = format!("{setup}: clock {clock}, wall {wall}");
            assert_eq!(browser.alerts().await, [""; 0], "{told}");
            assert_eq!(browser.errors().await, [""; 0], "{told}");
        }
    }
}

async fn only_files_of_the_page_become_scripts(browser: &Browser) {
    let site = Site::host(Deployment::built(), Headers::Plain, "/below/");
    browser.open(&site.url("")).await;
    browser.wait_for_status("Ready").await;
    let script = "const inserted = (src) => () => {
          document.createElement('script').src = src;
        };
        const attempts = [
          inserted('./sw.js'), inserted('/sw.js'), inserted('data:,1'),
          () => new Worker('/elsewhere.js'), () => setTimeout('ran = true'),
        ];
        const refused = attempts.map((attempt) => {
          try { attempt(); return ''; } catch (error) { return error.name; }
        });
        await new Promise((due) => setTimeout(due, 100));
        return [refused, 'trustedTypes' in window, 'ran' in window];";
    let told = browser.js(script, &[]).await;
    // An older Firefox has no trusted types; the rest of the policy holds there.
    let has_types = told[1] == true;
    let no = if has_types { "TypeError" } else { "" };
    let expected = json!([["", no, no, no, no], has_types, false]);
    assert_eq!(told, expected, "{}", browser.engine());
    assert!(has_types || browser.engine() == Engine::Firefox);
}
