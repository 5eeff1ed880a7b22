//! Script: a program is written, run, wrong, mended, stopped, shared and kept.

use crate::harness::{
    Browser, Deployment, Headers, Site, Viewport, in_each_engine,
};
use crate::lab;
use crate::moments::copy_link;
use crate::tasks::{catch_files, choose_file, saved};
use meanwhile::experiments::grouped;
use serde_json::{Value, json};

in_each_engine!(
    a_program_is_written_and_runs,
    what_is_wrong_is_said_with_its_place_and_mended,
    a_program_that_fails_says_where,
    what_is_wrong_is_said_once_and_led_to_from_run,
    an_endless_loop_is_stopped_and_the_page_goes_on,
    a_program_travels_in_its_link,
    a_link_leaves_the_own_program_alone,
    what_was_made_of_a_link_can_be_had_back,
    a_program_of_tasks_is_edited_as_a_copy,
    a_program_is_saved_and_opened,
    a_recording_takes_its_program_along,
    a_link_with_a_run_leaves_a_long_program_behind,
    what_no_link_has_room_for_is_remembered_or_said_to_be_lost,
    of_many_printed_lines_some_are_shown_and_all_are_saved,
    keys_alone_write_and_run,
    another_program_can_be_taken_back,
    a_program_that_another_tab_has_changed_can_be_had_back,
    the_reader_can_be_the_executor_of_an_own_program,
    the_lines_that_run_are_lit,
    a_line_pointed_at_shows_its_polls,
    a_worker_without_frames_is_said_to_be_one,
    a_program_is_written_on_a_phone,
    every_start_runs_to_its_end,
    axe_finds_nothing_wrong_with_the_lab,
);

/// Opens the lab, and waits until its editor is there.
pub(crate) async fn open(browser: &Browser, site: &Site, query: &str) {
    browser.open(&site.url(&format!("#/script{query}"))).await;
    browser.wait_for_status("Ready").await;
    let ready = "const editor = document.querySelector('code-editor');
        return Boolean(editor?.shadowRoot && editor.querySelector('textarea').value)";
    browser
        .wait_for("the editor is there", async || {
            (browser.js(ready, &[]).await == true).then_some(())
        })
        .await;
}

/// Types a program in the place of what is there, as pasting does.
pub(crate) async fn write(browser: &Browser, text: &str) {
    let script = "document.querySelector('code-editor').replace(arguments[0])";
    browser.js(script, &[text.into()]).await;
    let has = "return document.querySelector('code-editor textarea')?.value";
    browser
        .comes_to(json!(text), async || browser.js(has, &[]).await)
        .await;
}

/// The address, once it has the program.
pub(crate) async fn link(browser: &Browser) -> String {
    browser
        .wait_for("the address has the program", async || {
            let address = browser.js("return location.href", &[]).await;
            let address = address.as_str()?.to_owned();
            let is_packed =
                address.contains("code=") && !address.contains("=remembered-");
            is_packed.then_some(address)
        })
        .await
}

pub(crate) async fn text(browser: &Browser) -> Value {
    let script = "return document.querySelector('code-editor textarea')?.value";
    browser.js(script, &[]).await
}

/// The lines that are printed.
pub(crate) async fn printed(browser: &Browser) -> Vec<String> {
    let script = "return Array.from(document.querySelectorAll('.printed li'),
        (line) => line.innerText)";
    let lines = browser.js(script, &[]).await;
    serde_json::from_value(lines).expect("a list of texts")
}

/// What is said below the editor.
async fn faults(browser: &Browser) -> Vec<String> {
    let script = "return Array.from(document.querySelectorAll('.faults li'),
        (it) => it.innerText)";
    let faults = browser.js(script, &[]).await;
    serde_json::from_value(faults).expect("a list of texts")
}

pub(crate) fn program(body: &str) -> String {
    format!(
        "use meanwhile::prelude::*;\n\npub async fn main() {{\n{body}\n}}\n"
    )
}

async fn a_program_is_written_and_runs(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "").await;
    let body = r#"    let one = spawn("one", sleep(200));
    let two = spawn("two", sleep(100));
    two.await;
    print("two is first");
    one.await;
    let status = fetch("status/204").await;
    print(format!("and {status:?}"));"#;
    write(browser, &program(body)).await;
    lab::run(browser).await;
    browser.wait_for_status("Finished.").await;
    assert_eq!(printed(browser).await, ["two is first", "and Ok(204)"]);
    for name in ["main", "one", "two"] {
        browser.named("button", name).await;
    }
}

async fn what_is_wrong_is_said_with_its_place_and_mended(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "").await;
    write(browser, &program("    slep(100).await;")).await;
    let said = browser
        .wait_for("the fault is said", async || {
            faults(browser).await.first().cloned()
        })
        .await;
    assert!(said.starts_with("Line 4"), "{said}");
    assert!(said.contains("sleep"), "{said}");
    browser.click("button", "Run").await;
    browser.wait_for_status("Failed").await;
    assert_eq!(printed(browser).await, [""; 0]);
    write(browser, &program("    sleep(100).await;")).await;
    browser
        .wait_for("nothing is wrong", async || {
            faults(browser).await.is_empty().then_some(())
        })
        .await;
    lab::run(browser).await;
    browser.wait_for_status("Finished.").await;
}

async fn a_program_that_fails_says_where(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "").await;
    let body =
        "    let list = vec![1, 2];\n    sleep(10).await;\n    print(list[2]);";
    write(browser, &program(body)).await;
    browser.click("button", "Run").await;
    browser.wait_for_status("Failed").await;
    let said = faults(browser).await.join("\n");
    assert!(said.contains("Line 6"), "{said}");
    assert!(said.contains("index"), "{said}");
}

/// The line of the editor that the cursor is in, if that has the focus.
async fn line_of_the_cursor(browser: &Browser) -> Value {
    let script = "const editor = document.activeElement;
        const line = editor.shadowRoot?.querySelector('.cm-activeLine');
        return line?.textContent.trim()";
    browser.js(script, &[]).await
}

/// How often a text is to be read on the page, but for the program itself.
async fn count_on_page(browser: &Browser, text: &str) -> usize {
    let script = "return document.querySelector('main').innerText";
    let page = browser.js(script, &[]).await;
    page.as_str().unwrap_or_default().matches(text).count()
}

async fn what_is_wrong_is_said_once_and_led_to_from_run(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "").await;
    write(browser, &program("    slep(100).await;")).await;
    browser.click("button", "Run").await;
    browser.wait_for_status("Failed").await;
    let leads = ["Not run: line 4, column 5."];
    assert_eq!(browser.alerts().await, leads);
    let said = faults(browser).await;
    let message = said[0].strip_prefix("Line 4, column 5: ").expect("a place");
    assert_eq!(count_on_page(browser, message).await, 1);
    browser.click("button", "line 4, column 5").await;
    let cursor = async || line_of_the_cursor(browser).await;
    browser.comes_to(json!("slep(100).await;"), cursor).await;
    // What is mended is not held against the text any more.
    let body = "    sleep(1).await;\n    print(vec![1][2]);";
    write(browser, &program(body)).await;
    assert_eq!(browser.wait_for_status("Ready").await, "Ready.");
    assert_eq!(browser.alerts().await, [""; 0]);
    browser.click("button", "Run").await;
    browser.wait_for_status("Failed").await;
    let said = faults(browser).await;
    let (place, message) = said[0].split_once(": ").expect("a place");
    let place = place.to_lowercase();
    let leads = format!("The program failed at {place}.");
    assert_eq!(browser.alerts().await, [leads]);
    assert_eq!(count_on_page(browser, message).await, 1);
    browser.click("button", &place).await;
    let cursor = async || line_of_the_cursor(browser).await;
    browser.comes_to(json!("print(vec![1][2]);"), cursor).await;
}

async fn an_endless_loop_is_stopped_and_the_page_goes_on(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "").await;
    let body = "    print(\"here\");\n    loop {}\n";
    write(browser, &program(body)).await;
    browser.click("button", "Run").await;
    let said = browser
        .wait_for("it holds its thread", async || {
            let status = browser.status().await?;
            status.contains("held its thread").then_some(status)
        })
        .await;
    assert!(said.contains("line 5"), "{said}");
    browser
        .comes_to(["here"], async || printed(browser).await)
        .await;
    browser.click("button", "Stop").await;
    browser.wait_for_status("Stopped").await;
    // A new worker takes the place of the one that was ended.
    write(browser, &program("    print(\"again\");")).await;
    lab::run(browser).await;
    browser
        .comes_to(["again"], async || printed(browser).await)
        .await;
}

async fn a_program_travels_in_its_link(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "").await;
    let sent = program("    print(\"sent\");");
    write(browser, &sent).await;
    let link = link(browser).await;
    let forget = "localStorage.clear()";
    browser.js(forget, &[]).await;
    browser.leave().await;
    browser.open(&link).await;
    expect_text(browser, &sent).await;
    // Nothing runs by itself.
    browser.wait_for_status("Ready").await;
    lab::run(browser).await;
    assert_eq!(printed(browser).await, ["sent"]);
}

async fn a_link_leaves_the_own_program_alone(browser: &Browser) {
    let site = Site::start();
    let own = open_own(browser, &site).await;
    let place = "section[aria-label='Program']";
    open(browser, &site, "?seconds=7").await;
    lab::wait_for_text(browser, place, "began as the page's own").await;
    open(browser, &site, "?program=workers").await;
    lab::wait_for_text(browser, place, "came with a link").await;
    let is_start = async || text(browser).await.to_string().contains("worker");
    browser.comes_to(true, is_start).await;
    write(browser, &program("    print(\"changed\");")).await;
    browser.click("button", "Open my program").await;
    expect_text(browser, &own).await;
    browser.leave().await;
    open(browser, &site, "").await;
    expect_text(browser, &own).await;
    // Nor does it where another is chosen and left.
    lab::choose(browser, "Program", "A request with a timeout").await;
    let has = async || text(browser).await.to_string().contains("within");
    browser.comes_to(true, has).await;
    lab::follow(browser, &site.url("#/freeze")).await;
    lab::follow(browser, &site.url("#/script")).await;
    expect_text(browser, &own).await;
}

async fn what_was_made_of_a_link_can_be_had_back(browser: &Browser) {
    let site = Site::start();
    let own = open_own(browser, &site).await;
    open(browser, &site, "?program=workers&seconds=7").await;
    let changed = program("    print(\"changed\");");
    write(browser, &changed).await;
    for button in ["Open my program", "Keep as my program"] {
        browser.click("button", button).await;
        browser.click("button", "Undo").await;
        expect_text(browser, &changed).await;
        browser.named("button", "Keep as my program").await;
    }
    browser.click("button", "Open my program").await;
    expect_text(browser, &own).await;
    // What else was chosen stays.
    lab::retype(browser, "Ends after (s)", "9").await;
    browser.click("button", "Undo").await;
    expect_text(browser, &changed).await;
    lab::wait_for_address(browser, "seconds=9").await;
}

/// Opens the lab, and writes a program of one's own.
async fn open_own(browser: &Browser, site: &Site) -> String {
    open(browser, site, "").await;
    let own = program("    print(\"mine\");");
    write(browser, &own).await;
    own
}

async fn expect_text(browser: &Browser, expected: &str) {
    browser
        .comes_to(json!(expected), async || text(browser).await)
        .await;
}

async fn a_program_of_tasks_is_edited_as_a_copy(browser: &Browser) {
    let site = Site::start();
    browser.open(&site.url("#/tasks?program=interleave")).await;
    browser.wait_for_status("Ready").await;
    browser.click("link", "Edit a copy").await;
    let has = async || text(browser).await.to_string().contains("alice");
    browser
        .wait_for("the program is there", async || {
            let count = browser.count("code-editor textarea").await;
            (count == 1 && has().await).then_some(())
        })
        .await;
    lab::run(browser).await;
    browser.wait_for_status("Finished.").await;
    let lines = printed(browser).await;
    assert_eq!(lines[2], "bob: half way", "{lines:?}");
}

async fn a_program_is_saved_and_opened(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "").await;
    let own = program("    print(\"in a file\");");
    write(browser, &own).await;
    let save = "window.saved = null;
        const make = URL.createObjectURL;
        URL.createObjectURL = (blob) => {
          blob.text().then((text) => { window.saved = text; });
          return make.call(URL, blob);
        };";
    browser.js(save, &[]).await;
    browser.click("button", "Save as .rs").await;
    let saved = async || browser.js("return window.saved", &[]).await;
    browser.comes_to(json!(own), saved).await;
    write(browser, &program("    print(\"other\");")).await;
    let open =
        "const input = document.querySelector('.policy input[type=file]');
        const files = new DataTransfer();
        files.items.add(new File([arguments[0]], 'mine.rs'));
        input.files = files.files;
        input.dispatchEvent(new Event('change', { bubbles: true }));";
    browser.js(open, &[own.as_str().into()]).await;
    expect_text(browser, &own).await;
    // As some editors write it.
    let marked = program("    print(\"in a marked file\");");
    browser
        .js(open, &[format!("\u{feff}{marked}").into()])
        .await;
    expect_text(browser, &marked).await;
    browser.js(open, &["no\0text".into()]).await;
    lab::wait_for_text(browser, ".policy", "it is not a text").await;
    expect_text(browser, &marked).await;
}

/// Waits for the program of a recording that is shown, and for its line that is
/// lit.
async fn expect_source(browser: &Browser, text: &str, line: &str) {
    let shown = "const code = document.querySelector('.source code');
        const line = code?.querySelector('.line[data-here=true]');
        return [code?.innerText.trim(), line?.innerText.trim()]";
    browser
        .comes_to(json!([text.trim(), line]), async || {
            browser.js(shown, &[]).await
        })
        .await;
}

async fn a_recording_takes_its_program_along(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "").await;
    let own = program("    sleep(20).await;\n\n    print(\"<b>over</b>\");");
    write(browser, &own).await;
    lab::run(browser).await;
    let link = copy_link(browser).await;
    catch_files(browser).await;
    browser.click("button", "Save the recording").await;
    let file = saved(browser, ".meanwhile.json").await;
    // Elsewhere it is nobody's own.
    browser.js("localStorage.clear()", &[]).await;
    browser.leave().await;
    browser.open(&site.url("#/tasks")).await;
    browser.wait_for_status("Ready").await;
    choose_file(browser, "mine.json", &file).await;
    browser.wait_for_status("Finished").await;
    lab::show_the_end(browser).await;
    let last = "print(\"<b>over</b>\");";
    expect_source(browser, &own, last).await;
    assert_eq!(browser.axe().await, [""; 0]);
    // It is edited as a copy, as that of a link is.
    browser.click("link", "Edit a copy").await;
    expect_text(browser, &own).await;
    browser.named("button", "Keep as my program").await;
    browser.leave().await;
    browser.open(&link).await;
    browser.wait_for_status("Finished").await;
    lab::show_the_end(browser).await;
    expect_source(browser, &own, last).await;
    // A program of the page takes its place.
    lab::choose(browser, "Program", "6 · Join: as long as the slowest").await;
    lab::wait_for_text(browser, ".source .tabs", "Python").await;
    assert_eq!(browser.errors().await, [""; 0]);
}

/// A program for which no link has room: it is hardly to be compressed.
fn long_program() -> String {
    let noise = (1_u32..2_000).map(|it| it.wrapping_mul(2_654_435_761));
    let noise = noise.map(|it| format!("    // {it:x}")).collect::<Vec<_>>();
    program(&noise.join("\n"))
}

async fn a_link_with_a_run_leaves_a_long_program_behind(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "").await;
    write(browser, &long_program()).await;
    lab::run(browser).await;
    let link = copy_link(browser).await;
    assert!(link.len() <= 8_000, "{}", link.len());
    lab::wait_for_text(browser, ".share", "does not fit into it").await;
    browser.leave().await;
    browser.open(&link).await;
    browser.wait_for_status("Finished").await;
    // What is shown there is not what ran, and no line of it is lit.
    lab::show_the_end(browser).await;
    let lit = ".source [data-here=true]";
    assert_eq!(browser.count(lit).await, 0);
}

async fn what_no_link_has_room_for_is_remembered_or_said_to_be_lost(
    browser: &Browser,
) {
    let site = Site::start();
    let long = long_program();
    let place = "section[aria-label='Program']";
    open(browser, &site, "?program=timeout").await;
    write(browser, &long).await;
    lab::wait_for_text(browser, place, "a reload loses it").await;
    browser.click("button", "Keep as my program").await;
    lab::wait_for_text(browser, place, "This browser remembers it").await;
    lab::copy_link(browser, "Copied without the program").await;
    lab::wait_for_address(browser, "program=timeout&code=remembered-").await;
    let link = lab::address(browser).await;
    browser.reload().await;
    expect_text(browser, &long).await;
    lab::wait_for_text(browser, place, "This browser remembers it").await;
    assert!(!browser.has("button", "Keep as my program").await);
    browser.open(&site.url("#/script")).await;
    expect_text(browser, &long).await;
    lab::wait_for_text(browser, place, "This browser remembers it").await;
    // Whoever is sent this link is told what is missing.
    let elsewhere = Site::start();
    browser.open(&elsewhere.url(&link)).await;
    browser.wait_for_status("Ready").await;
    let alerts = browser.alerts().await.join("\n");
    assert!(alerts.contains("too long to travel"), "{alerts}");
}

async fn of_many_printed_lines_some_are_shown_and_all_are_saved(
    browser: &Browser,
) {
    let site = Site::start();
    open(browser, &site, "").await;
    let body = "    for line in 0..20_000 {\n        print(line);\n    }";
    write(browser, &program(body)).await;
    lab::run(browser).await;
    browser.wait_for_status("Finished.").await;
    lab::show_the_end(browser).await;
    let last = async || printed(browser).await.pop();
    browser.comes_to(Some("19999".to_owned()), last).await;
    let shown = printed(browser).await.len();
    assert!(shown <= 500, "{shown}");
    let is_in_view = "const list = document.querySelector('.printed ol');
        const bottom = (it) => it.getBoundingClientRect().bottom;
        return Math.abs(bottom(list.lastElementChild) - bottom(list)) < 30";
    let in_view = async || browser.js(is_in_view, &[]).await;
    browser.comes_to(json!(true), in_view).await;
    let left_out = format!("{} lines before", grouped(20_000 - shown as u64));
    lab::wait_for_text(browser, ".printed", &left_out).await;
    catch_files(browser).await;
    browser.click("button", "Save all lines").await;
    let saved = saved(browser, ".txt").await;
    let all = (0..20_000).map(|line| line.to_string());
    assert!(saved.lines().eq(all), "each line, in order");
}

async fn keys_alone_write_and_run(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "?program=empty").await;
    let focus = "const { shadowRoot } = document.querySelector('code-editor');
        shadowRoot.querySelector('.cm-content').focus();";
    browser.js(focus, &[]).await;
    browser.press("Control+a").await;
    browser.write("pub async fn main() {").await;
    // Only right after Escape does Tab leave; the first may close completions.
    for key in ["Escape", "Escape", "Enter", "Tab"] {
        browser.press(key).await;
    }
    browser.write("print(6 * 7);").await;
    browser.press("Control+Enter").await;
    browser.wait_for_status("Finished.").await;
    assert_eq!(printed(browser).await, ["42"]);
}

async fn another_program_can_be_taken_back(browser: &Browser) {
    let site = Site::start();
    let own = open_own(browser, &site).await;
    lab::choose(browser, "Program", "A request with a timeout").await;
    let has = async || text(browser).await.to_string().contains("within");
    browser.comes_to(true, has).await;
    browser.click("button", "Undo").await;
    expect_text(browser, &own).await;
    assert!(!browser.has("button", "Undo").await);
    // What was written since then can be had back as well.
    lab::choose(browser, "Program", "A request with a timeout").await;
    browser.comes_to(true, has).await;
    let since = program("    print(\"since\");");
    write(browser, &since).await;
    for expected in [&own, &since] {
        browser.click("button", "Undo").await;
        expect_text(browser, expected).await;
    }
}

async fn a_program_that_another_tab_has_changed_can_be_had_back(
    browser: &Browser,
) {
    let site = Site::start();
    let [one, two, three] = ["one", "two", "three"]
        .map(|text| program(&format!("    print(\"{text}\");")));
    open(browser, &site, "").await;
    let first = browser.window().await;
    let second = browser.open_window(&site.url("#/script")).await;
    browser.wait_for_status("Ready").await;
    write(browser, &one).await;
    // A tab in which nothing was written has nothing to keep.
    browser.switch_to(&first).await;
    for lab in ["Freeze", "Script"] {
        browser.click("link", lab).await;
        lab::wait_for_text(browser, "h1", lab).await;
    }
    expect_text(browser, &one).await;
    browser.switch_to(&second).await;
    write(browser, &two).await;
    browser.switch_to(&first).await;
    write(browser, &three).await;
    let said = "section[aria-label='Program']";
    lab::wait_for_text(browser, said, "Another tab had changed").await;
    browser.click("button", "Undo").await;
    expect_text(browser, &two).await;
}

async fn the_reader_can_be_the_executor_of_an_own_program(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "?executor=hand").await;
    write(browser, &program("    print(\"polled\");")).await;
    browser.click("button", "Run").await;
    browser.named("button", "Poll main").await;
    assert_eq!(printed(browser).await, [""; 0]);
    browser.click("button", "Poll main").await;
    browser.wait_for_status("Finished.").await;
    assert_eq!(printed(browser).await, ["polled"]);
}

async fn the_lines_that_run_are_lit(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "").await;
    write(browser, &program("    print(1);\n    sleep(50).await;")).await;
    lab::run(browser).await;
    let lit = "const { shadowRoot } = document.querySelector('code-editor');
        return Array.from(shadowRoot.querySelectorAll('.lit-here'),
            (line) => line.textContent.trim())";
    let is_lit = async |text: &str| {
        let lit = browser.js(lit, &[]).await;
        lit.as_array().is_some_and(|it| it.contains(&json!(text)))
    };
    lab::show_the_end(browser).await;
    browser
        .wait_for("the first line is lit", async || {
            browser.click("button", "Step back").await;
            is_lit("print(1);").await.then_some(())
        })
        .await;
}

/// How many frames there are around polls in the picture.
async fn frames(browser: &Browser) -> Value {
    let script = "const frames = document.querySelector(
            '.viewer path[data-layer=pointed]')?.getAttribute('d') ?? '';
        return frames.split('M').length - 1";
    browser.js(script, &[]).await
}

/// Has the pointer go to a line of the editor, or out of that.
async fn point_at(browser: &Browser, line: Option<usize>) {
    let script = "const [number] = arguments;
        const { shadowRoot } = document.querySelector('code-editor');
        const scroller = shadowRoot.querySelector('.cm-scroller');
        const line = shadowRoot.querySelectorAll('.cm-line')[number];
        const box = line?.getBoundingClientRect();
        scroller.dispatchEvent(new MouseEvent(
          box ? 'mousemove' : 'mouseleave',
          { clientX: (box?.left ?? 0) + 9, clientY: (box?.top ?? 0) + 9 }));";
    let place = line.map_or(Value::Null, |line| json!(line - 1));
    browser.js(script, &[place]).await;
}

async fn a_line_pointed_at_shows_its_polls(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "").await;
    let body = "    let time = 60;
    sleep(time).await;
    sleep(time).await;
    print(\"over\");";
    write(browser, &program(body)).await;
    lab::run(browser).await;
    lab::show_the_end(browser).await;
    assert_eq!(frames(browser).await, 0);
    let comes_to = async |count: usize| {
        browser
            .comes_to(json!(count), async || frames(browser).await)
            .await;
    };
    // It comes there in one poll, and goes on from there in the next.
    for (line, polls) in [(5, 2), (6, 2), (7, 1), (4, 0)] {
        point_at(browser, Some(line)).await;
        comes_to(polls).await;
    }
    point_at(browser, Some(5)).await;
    comes_to(2).await;
    point_at(browser, None).await;
    comes_to(0).await;
    // By keyboard, it is the line of the cursor.
    let focus = "const { shadowRoot } = document.querySelector('code-editor');
        shadowRoot.querySelector('.cm-content').focus();";
    browser.js(focus, &[]).await;
    browser.press("Control+Home").await;
    for polls in [0, 0, 0, 0, 2, 2, 1] {
        comes_to(polls).await;
        browser.press("ArrowDown").await;
    }
    // The text is another then, and the replay is not of it.
    browser.press("ArrowUp").await;
    comes_to(1).await;
    browser.write("/").await;
    comes_to(0).await;
}

async fn a_worker_without_frames_is_said_to_be_one(browser: &Browser) {
    let built = Deployment::built();
    let is_loader = |it: &&str| it.ends_with("/script_loader.js");
    let loader = built.names().find(is_loader).expect("it has a worker");
    let loader = loader.to_owned();
    let script = built.text(&loader);
    let lacking =
        format!("globalThis.requestAnimationFrame = undefined;\n{script}");
    let deployed = built.with(&loader, lacking);
    let site = Site::host(deployed, Headers::Isolating, "/");
    open(browser, &site, "").await;
    let said = "gives workers no animation frames";
    for (body, times) in [("frame().await;", 1), ("yield_now().await;", 0)] {
        write(browser, &program(body)).await;
        lab::run(browser).await;
        assert_eq!(count_on_page(browser, said).await, times, "{body}");
    }
}

async fn a_program_is_written_on_a_phone(browser: &Browser) {
    let site = Site::start();
    browser.resize(Viewport::Phone).await;
    open(browser, &site, "").await;
    write(browser, &program("    print(\"small\");")).await;
    lab::run(browser).await;
    assert_eq!(printed(browser).await, ["small"]);
    let wide = "return document.documentElement.scrollWidth <= innerWidth";
    assert_eq!(browser.js(wide, &[]).await, true);
}

async fn every_start_runs_to_its_end(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "").await;
    let ids = "return Array.from(
        document.querySelector('.policy select').options, (it) => it.value)";
    let ids = browser.js(ids, &[]).await;
    let ids: Vec<String> = serde_json::from_value(ids).expect("texts");
    // Those of Tasks run in the tests on the host.
    for id in ids.iter().take(11) {
        open(browser, &site, &format!("?program={id}&seconds=20")).await;
        lab::run(browser).await;
        browser.wait_for_status("Finished.").await;
        assert!(!printed(browser).await.is_empty(), "{id}");
    }
}

async fn axe_finds_nothing_wrong_with_the_lab(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "").await;
    write(browser, &program("    prnt(1);")).await;
    browser
        .wait_for("the fault is said", async || {
            faults(browser).await.first().cloned()
        })
        .await;
    assert_eq!(browser.axe().await, [""; 0]);
    write(browser, &program("    print(1);")).await;
    lab::run(browser).await;
    assert_eq!(browser.axe().await, [""; 0]);
}
