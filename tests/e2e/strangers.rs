//! Hands, keys and browsers that are not the developers' own.

use crate::harness::{Api, Browser, Site, Viewport, in_each_engine};
use crate::lab;
use meanwhile::experiments::Experiment;
use serde_json::json;

in_each_engine!(
    what_was_found_out_outlives_the_row_that_asked,
    a_new_run_forgets_what_was_found_out,
    a_recording_that_is_read_late_is_dropped_with_its_lab,
    a_fault_is_told_once_with_a_way_on,
    a_program_that_was_cut_off_in_leaving_loads_anew_on_the_way_back,
    a_field_that_is_typed_in_goes_with_its_lab,
    escape_of_an_input_method_stops_nothing,
    a_key_that_is_held_down_runs_once,
    a_translated_page_still_says_what_it_does,
    a_recording_dropped_on_the_page_is_opened,
    long_names_do_not_widen_the_page,
    large_letters_do_not_widen_the_page,
    the_words_of_the_cost_chart_are_not_cut,
);

async fn open(browser: &Browser, site: &Site, rest: &str) {
    browser.open(&site.url(rest)).await;
    browser.wait_for_status("Ready").await;
}

/// The texts of the faults that the page told of.
async fn faults(browser: &Browser) -> Vec<String> {
    let alerts = browser.alerts().await;
    let is_fault = |text: &String| text.contains("a fault of its own");
    alerts.into_iter().filter(is_fault).collect()
}

/// Chromium tells a field that it is left as it is removed, too.
async fn a_field_that_is_typed_in_goes_with_its_lab(browser: &Browser) {
    let site = Site::start();
    let typed_in = [
        ("#/crawl", "input.url"),
        ("#/crawl", "input.delay"),
        ("#/freeze", ".number-field input"),
        ("#/race", ".number-field input"),
        ("#/cost", ".number-field input"),
        ("#/script", ".number-field input"),
    ];
    for (lab, field) in typed_in {
        let elsewhere = match lab {
            "#/race" => "#/freeze",
            _ => "#/race",
        };
        open(browser, &site, elsewhere).await;
        lab::follow(browser, &site.url(lab)).await;
        browser.wait_for_status("Ready").await;
        let focus = "document.querySelector(arguments[0]).focus()";
        browser.js(focus, &[field.into()]).await;
        browser.write("1").await;
        browser.js("history.back()", &[]).await;
        lab::wait_for_address(browser, elsewhere).await;
        lab::wait_until_shown(browser).await;
        browser.wait_for_status("Ready").await;
        assert_eq!(faults(browser).await, [""; 0], "{lab} {field}");
        assert_eq!(browser.errors().await, [""; 0], "{lab} {field}");
    }
}

async fn wait_for_count(browser: &Browser, css: &str, count: usize) {
    let what = format!("{count} × {css}");
    browser
        .wait_for(&what, async || {
            (browser.count(css).await == count).then_some(())
        })
        .await;
}

async fn what_was_found_out_outlives_the_row_that_asked(browser: &Browser) {
    let site = Site::start();
    let api = Api::start();
    let rows = [api.url("no-cors/delay/0")];
    lab::open(browser, &site, &rows, "run=concurrent,sequential").await;
    browser.click("button", "Run").await;
    browser.wait_for_status("Failed").await;
    // The answer to the question comes after the row was made anew.
    let slow = "const { fetch } = window;
        window.fetch = async (...given) => {
          const answer = await fetch(...given).catch((error) => error);
          await new Promise((wake) => { window.answerNow = wake; });
          if (answer instanceof Error) throw answer;
          return answer;
        };";
    browser.js(slow, &[]).await;
    browser.click("button", "Find out more").await;
    browser.named("button", "Asking…").await;
    let answer = "window.answerNow?.(); return Boolean(window.answerNow)";
    browser.click("button", "Status").await;
    browser
        .wait_for("the page asks", async || {
            (browser.js(answer, &[]).await == true).then_some(())
        })
        .await;
    let table = "section[aria-label='Requests one by one']";
    browser
        .wait_for("the page says what it found", async || {
            browser.js(answer, &[]).await;
            let text = lab::text(browser, table).await;
            (text.contains("CORS")).then_some(())
        })
        .await;
    wait_for_count(browser, ".diagnosis", 1).await;
    assert_eq!(faults(browser).await, [""; 0]);
}

async fn a_new_run_forgets_what_was_found_out(browser: &Browser) {
    let site = Site::start();
    let api = Api::start();
    let rows = [api.url("no-cors/delay/0")];
    lab::open(browser, &site, &rows, "run=concurrent").await;
    browser.click("button", "Run").await;
    browser.wait_for_status("Failed").await;
    browser.click("button", "Find out more").await;
    wait_for_count(browser, ".diagnosis", 1).await;
    api.stop().await;
    browser.click("button", "Run").await;
    lab::wait_for_text(
        browser,
        "section[aria-label='Requests one by one']",
        "Find out more",
    )
    .await;
    wait_for_count(browser, ".diagnosis", 0).await;
}

async fn a_recording_that_is_read_late_is_dropped_with_its_lab(
    browser: &Browser,
) {
    let site = Site::start();
    open(browser, &site, "#/tasks").await;
    let recording = record(browser).await;
    let choose = "const [text] = arguments;
        const bytes = new TextEncoder().encode(text).buffer;
        File.prototype.arrayBuffer = () => new Promise((wake) => {
          window.readNow = () => wake(bytes);
        });
        const files = new DataTransfer();
        files.items.add(new File([text], 'late.json'));
        const input = document.querySelector('input[type=file]');
        input.files = files.files;
        input.dispatchEvent(new Event('change', { bubbles: true }));";
    browser.js(choose, &[recording.into()]).await;
    browser
        .wait_for("the page reads the file", async || {
            let script = "return Boolean(window.readNow)";
            (browser.js(script, &[]).await == true).then_some(())
        })
        .await;
    browser.click("link", "Crawl").await;
    browser.wait_for_status("Ready").await;
    browser.js("window.readNow()", &[]).await;
    // Whatever comes of it has come after the next run.
    browser
        .js("location.hash = '#/crawl?url=delay/0'", &[])
        .await;
    lab::run(browser).await;
    assert_eq!(browser.alerts().await, [""; 0]);
}

/// Runs the program that is chosen, and gives its recording as the page saves
/// it.
async fn record(browser: &Browser) -> String {
    let spy = "window.saved = null;
        const { createObjectURL } = URL;
        URL.createObjectURL = (blob) => {
          blob.text().then((text) => { window.saved = text; });
          return createObjectURL.call(URL, blob);
        };";
    browser.click("button", "Run").await;
    browser.wait_for_status("Finished").await;
    browser.js(spy, &[]).await;
    browser.click("button", "Save the recording").await;
    browser
        .wait_for("the recording is saved", async || {
            let text = browser.js("return window.saved", &[]).await;
            text.as_str().map(str::to_owned)
        })
        .await
}

async fn a_fault_is_told_once_with_a_way_on(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "#/crawl?url=delay/0").await;
    // Not a real one: there is none to have. What is tested is who hears it.
    let fault = "for (const detail of ['first (src/a.rs, line 1)', 'second'])
        dispatchEvent(new CustomEvent('meanwhile-fault', { detail }));";
    browser.js(fault, &[]).await;
    let faults = faults(browser).await;
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(faults[0].contains("first (src/a.rs, line 1)"), "{faults:?}");
    browser.click("button", "Copy what happened").await;
    browser
        .wait_for("it is copied, or shown to be copied", async || {
            let copied = browser.has("button", "Copied").await;
            let shown = browser.count(".fault pre").await == 1;
            (copied || shown).then_some(())
        })
        .await;
    let address = browser.mark_as_left().await;
    browser.click("button", "Reload").await;
    browser.wait_for_reload(address).await;
    browser.wait_for_status("Ready").await;
}

/// Which Firefox does now and then. That it was left, is come back to and fails
/// is acted out, because no test can time the real one.
async fn a_program_that_was_cut_off_in_leaving_loads_anew_on_the_way_back(
    browser: &Browser,
) {
    let site = Site::start();
    open(browser, &site, "#/crawl?url=delay/0").await;
    let fail = "const fail = () => dispatchEvent(new ErrorEvent('error', {
          message: 'RuntimeError: unreachable executed' }));
        const tell = (type) => dispatchEvent(
          new PageTransitionEvent(type, { persisted: true }));";
    // Broken while it was left, or found to be broken later; but not by a
    // fault that it has without having been left.
    let then = |steps: &str| format!("{fail} {steps}");
    let address = browser.mark_as_left().await;
    browser.js(&then("fail(); tell('pageshow');"), &[]).await;
    browser.wait_for_status("Ready").await;
    assert!(!browser.has_reloaded(&address).await, "it was not left");
    for steps in [
        "tell('pagehide'); fail(); tell('pageshow');",
        "tell('pagehide'); tell('pageshow'); fail();",
    ] {
        let address = browser.mark_as_left().await;
        browser.js(&then(steps), &[]).await;
        browser.wait_for_reload(address).await;
        browser.wait_for_status("Ready").await;
        assert_eq!(faults(browser).await, [""; 0], "{steps}");
    }
}

async fn escape_of_an_input_method_stops_nothing(browser: &Browser) {
    let site = Site::start();
    let setups = [
        "#/crawl?url=delay/3&run=concurrent",
        "#/tasks?program=background",
        "#/cost?n=100000&run=spawn-local&body=timer",
    ];
    for setup in setups {
        open(browser, &site, setup).await;
        browser.click("button", "Run").await;
        browser.wait_for_status("Running").await;
        // Both in one turn of the loop, so that the run cannot end in between.
        let composing = "const tell = (init) => document.body.dispatchEvent(
              new KeyboardEvent('keydown', { bubbles: true, key: 'Escape', ...init }));
            const status = () => document.querySelector('[role=status]').textContent;
            tell({ isComposing: true });
            tell({ keyCode: 229 });
            await Promise.resolve();
            return status();";
        let status = browser.js(composing, &[]).await;
        let status = status.as_str().unwrap_or_default();
        assert!(!status.starts_with("Stopped"), "{setup}: {status}");
        browser.press("Escape").await;
        browser
            .wait_for("the run is over", async || {
                let status = browser.status().await?;
                (!status.starts_with("Running")).then_some(())
            })
            .await;
    }
}

async fn a_key_that_is_held_down_runs_once(browser: &Browser) {
    let site = Site::start();
    let api = Api::start();
    let rows = [api.url("delay/0.5")];
    lab::open(browser, &site, &rows, "run=concurrent").await;
    let held = "const init = { bubbles: true, cancelable: true, key: 'Enter', ctrlKey: true };
        const tell = (repeat) => document.body.dispatchEvent(
          new KeyboardEvent('keydown', { ...init, repeat }));
        tell(false);
        for (let i = 0; i < 20; i += 1) {
          tell(true);
          await new Promise((wake) => setTimeout(wake));
        }";
    browser.js(held, &[]).await;
    lab::finish(browser).await;
    assert_eq!(api.count("/delay"), 1);
    // On the button the browser itself would press again.
    let kept = "const button = document.querySelector('button.primary');
        const tell = (repeat) => button.dispatchEvent(new KeyboardEvent('keydown',
          { bubbles: true, cancelable: true, key: 'Enter', repeat }));
        return [tell(false), tell(true)];";
    assert_eq!(browser.js(kept, &[]).await, json!([true, false]));
}

async fn a_translated_page_still_says_what_it_does(browser: &Browser) {
    let site = Site::start();
    // As browsers do that translate a page: each text in elements of their own.
    let translate = "const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const texts = [];
        while (walker.nextNode()) texts.push(walker.currentNode);
        for (const text of texts) {
          if (!text.data.trim()) continue;
          const outer = document.createElement('font');
          const inner = document.createElement('font');
          inner.textContent = text.data;
          outer.append(inner);
          text.replaceWith(outer);
        }";
    // A run can be over before a driver looks.
    let listen = "window.said = [];
        const button = document.querySelector('button.primary');
        new MutationObserver(() => said.push(button.textContent))
          .observe(button, { childList: true, characterData: true, subtree: true });";
    for lab in Experiment::ALL {
        open(browser, &site, &lab::quick(lab)).await;
        browser.js(translate, &[]).await;
        browser.js(listen, &[]).await;
        browser.click("button", "Run").await;
        browser
            .wait_for("the button says Stop meanwhile", async || {
                let said = browser.js("return window.said", &[]).await;
                said.as_array()?.contains(&json!("Stop")).then_some(())
            })
            .await;
        if lab == Experiment::Compare {
            browser.click("button", "Stop").await;
        }
        browser
            .wait_for("the run is over", async || {
                let status = browser.status().await?;
                let over = ["Finished", "Stopped"];
                over.iter().any(|it| status.starts_with(it)).then_some(())
            })
            .await;
        browser.named("button", "Run").await;
        assert_eq!(faults(browser).await, [""; 0], "{lab:?}");
    }
}

async fn a_recording_dropped_on_the_page_is_opened(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "#/tasks?program=join").await;
    let recording = record(browser).await;
    let drop = "const [text, name, css] = arguments;
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([text], name));
        for (const type of ['dragover', 'drop'])
          document.querySelector(css).dispatchEvent(new DragEvent(type,
            { bubbles: true, cancelable: true, dataTransfer }));";
    for lab in ["freeze", "tasks"] {
        open(browser, &site, &format!("#/{lab}")).await;
        let arguments =
            [recording.clone().into(), "a.json".into(), "h1".into()];
        browser.js(drop, &arguments).await;
        let status = browser.wait_for_status("Finished").await;
        assert!(status.contains("as it was recorded"), "{status}");
        assert_eq!(lab::text(browser, "h1").await, "Tasks");
    }
    let arguments = ["{}".into(), "b.json".into(), "h1".into()];
    browser.js(drop, &arguments).await;
    browser
        .wait_for("the page says that it is no recording", async || {
            let alerts = browser.alerts().await.join("\n");
            alerts.contains("b.json was not opened").then_some(())
        })
        .await;
}

/// Whether the page is wider than the window.
async fn overflow(browser: &Browser) -> i64 {
    let script =
        "const { scrollWidth, clientWidth } = document.documentElement;
        return scrollWidth - clientWidth";
    let overflow = browser.js(script, &[]).await;
    overflow.as_i64().unwrap_or(i64::MAX)
}

/// Waits until the page is as wide as its window: a picture is laid out anew
/// only after the window has another size.
async fn fits(browser: &Browser, viewport: Viewport) {
    let what = format!("the page fits: {viewport:?}");
    browser
        .wait_for(&what, async || (overflow(browser).await == 0).then_some(()))
        .await;
}

async fn long_names_do_not_widen_the_page(browser: &Browser) {
    let site = Site::start();
    let label = "l".repeat(5_000);
    let rows = [format!("delay/0 #{label}"), "delay/0.1".to_owned()];
    lab::open(browser, &site, &rows, "run=concurrent").await;
    lab::run(browser).await;
    for viewport in [Viewport::Desktop, Viewport::Phone] {
        browser.resize(viewport).await;
        fits(browser, viewport).await;
    }
    // A recording whose names are long, with a file name to match.
    open(browser, &site, "#/tasks?program=join").await;
    let recording = record(browser).await;
    let name = "n".repeat(10_000);
    let recording = recording.replace("delay/0.1", &name);
    let recording = recording.replace("Tasks: ", &name);
    let drop = "const [text] = arguments;
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([text], 'a.json'));
        document.querySelector('h1').dispatchEvent(new DragEvent('drop',
          { bubbles: true, cancelable: true, dataTransfer }));";
    open(browser, &site, "#/tasks").await;
    browser.js(drop, &[recording.into()]).await;
    browser.wait_for_status("Finished").await;
    for viewport in [Viewport::Desktop, Viewport::Phone] {
        browser.resize(viewport).await;
        fits(browser, viewport).await;
    }
}

async fn large_letters_do_not_widen_the_page(browser: &Browser) {
    let site = Site::start();
    let enlarge = "document.documentElement.style.fontSize = '175%'";
    browser.resize(Viewport::Phone).await;
    for lab in [
        "crawl?url=delay/0",
        "freeze?run=sliced&length=0.1",
        "tasks?program=join",
        "race?run=task-await&repeat=1",
        "cost?n=1000&run=spawn-local",
        "script",
    ] {
        open(browser, &site, &format!("#/{lab}")).await;
        browser.js(enlarge, &[]).await;
        lab::run(browser).await;
        browser.wait_for_status("Finished").await;
        browser
            .wait_for(&format!("{lab} fits"), async || {
                (overflow(browser).await == 0).then_some(())
            })
            .await;
    }
}

async fn the_words_of_the_cost_chart_are_not_cut(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "#/cost").await;
    for (width, height) in [(320, 700), (390, 844), (1280, 900)] {
        browser.resize(Viewport::Size(width, height)).await;
        for tab in ["Time", "Memory"] {
            browser.click("button", tab).await;
            let script = "const svg = document.querySelector('.cost-chart svg');
                const frame = svg.getBoundingClientRect();
                return Array.from(svg.querySelectorAll('text'))
                  .filter((text) => {
                    const box = text.getBoundingClientRect();
                    return box.left < frame.left - 1 || box.right > frame.right + 1;
                  })
                  .map((text) => text.textContent);";
            let what = format!("no word is cut at {width} pixels");
            browser
                .wait_for(&what, async || {
                    let cut = browser.js(script, &[]).await;
                    (cut == json!([])).then_some(())
                })
                .await;
        }
    }
}
