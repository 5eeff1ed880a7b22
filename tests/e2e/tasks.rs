//! The tasks: programs on the real loop, their replay in both directions, the
//! reader as the executor, and recordings that travel.

use crate::go_offline;
use crate::harness::{
    Api, Browser, LONG_RECORDING, Lack, Motion, Row, Site, in_each_engine,
};
use crate::lab::{self, text, wait_for_text};
use serde_json::{Value, json};
use std::time::Duration;

in_each_engine!(
    alone: the_loop_serves_its_queues_in_the_order_that_the_page_says,
    a_task_that_wakes_itself_starves_the_page,
    who_computes_makes_others_late,
);
in_each_engine!(
    a_program_runs_and_is_replayed,
    every_program_comes_to_its_end_and_answers_its_question,
    stepping_back_undoes_stepping_forward,
    the_line_that_runs_is_marked,
    the_reader_can_be_the_executor,
    a_forgotten_task_never_finishes,
    a_run_can_be_stopped,
    a_recording_travels,
    what_is_no_recording_is_not_opened,
    the_export_has_a_slice_for_each_poll,
    a_long_recording_does_not_hold_the_page,
    a_run_takes_the_place_of_a_file_that_is_being_read,
    ten_thousand_tasks_are_stepped_through,
    a_seed_gives_the_same_order_each_time,
    what_a_link_says_wrong_is_reported,
    each_fault_of_the_zoo_is_found,
    the_crawl_and_the_freeze_are_shown_poll_by_poll,
    keys_alone_operate_the_replay,
    leaving_the_lab_ends_its_program,
);

/// How long the longest program may take on a busy machine.
pub(crate) const LONGEST: Duration = Duration::from_secs(60);

/// Opens the lab on a setup, in a page that loads anew; with little motion, a
/// replay begins at its end.
pub(crate) async fn open(browser: &Browser, site: &Site, setup: &str) {
    if !browser.lacks(Lack::Motion) {
        browser.prefer_motion(Motion::Reduced).await;
    }
    browser.open(&site.url(&format!("#/tasks?{setup}"))).await;
    browser.wait_for_status("Ready").await;
}

pub(crate) async fn run(browser: &Browser) -> String {
    browser.click("button", "Run").await;
    let status = browser.wait_for_status_within(LONGEST, "Finished").await;
    if browser.lacks(Lack::Motion) {
        lab::show_the_end(browser).await;
    }
    status
}

/// The tasks of the table by their names.
async fn tasks(browser: &Browser) -> Vec<(String, Row)> {
    let rows = browser.all_rows().await.into_iter();
    let named = rows.map(|row| {
        let name = row.text.lines().next().unwrap_or_default();
        (name.trim().to_owned(), row)
    });
    named.collect()
}

async fn task(browser: &Browser, name: &str) -> Row {
    let tasks = tasks(browser).await;
    let found = tasks.iter().find(|(it, _)| it == name);
    let (_, row) = found.unwrap_or_else(|| {
        let names: Vec<&str> = tasks.iter().map(|(it, _)| &**it).collect();
        panic!("there is a task “{name}” among {names:?}")
    });
    row.clone()
}

/// The lines that are printed at the playhead.
pub(crate) async fn printed(browser: &Browser) -> Vec<String> {
    let script = "return Array.from(document.querySelectorAll(
        '.printed li[data-to-come=false]'), (line) => line.textContent)";
    let lines = browser.js(script, &[]).await;
    serde_json::from_value(lines).expect("a list of lines")
}

/// All that the page shows of the moment at the playhead.
async fn moment(browser: &Browser) -> Value {
    let script = "const text = (css) => document.querySelector(css).innerText;
        return [
            text('.readout'), text('.now dl'), text('.facts.event'),
            document.querySelectorAll('.printed li[data-to-come=false]').length,
            document.querySelector('.line[data-here=true]')?.textContent ?? '',
        ]";
    browser.js(script, &[]).await
}

/// How many events have happened at the playhead.
pub(crate) async fn position(browser: &Browser) -> u64 {
    let script = "return Number(document.querySelector(
        '.readout').dataset.position)";
    let position = browser.js(script, &[]).await;
    position.as_u64().expect("the readout has a position")
}

/// The names of the tasks in a queue.
async fn queue(browser: &Browser, queue: &str) -> Vec<String> {
    let script = "return Array.from(document.querySelectorAll(
        `[data-queue=${arguments[0]}] .task`), (task) => task.textContent)";
    let names = browser.js(script, &[queue.into()]).await;
    serde_json::from_value(names).expect("a list of names")
}

pub(crate) async fn findings(browser: &Browser) -> Vec<String> {
    let script = "return Array.from(document.querySelectorAll(
        '.findings-frame li'), (finding) => finding.textContent)";
    let found = browser.js(script, &[]).await;
    serde_json::from_value(found).expect("a list of sentences")
}

/// What a layer of the timeline draws; empty for nothing.
pub(crate) async fn drawn(browser: &Browser, layer: &str) -> String {
    let script = "return document.querySelector(
        `.viewer [data-layer='${arguments[0]}']`)?.getAttribute('d') ?? ''";
    let path = browser.js(script, &[layer.into()]).await;
    path.as_str().unwrap_or_default().to_owned()
}

async fn a_program_runs_and_is_replayed(browser: &Browser) {
    let site = Site::start();
    browser.open(&site.url("#/tasks")).await;
    browser.wait_for_status("Ready").await;
    browser.click_at(".option:nth-of-type(2) input").await;
    browser.click("button", "Run").await;
    browser.wait_for_status_within(LONGEST, "Finished").await;
    wait_for_text(browser, ".verdict", "As you predicted: bob: half way").await;
    // It plays by itself, and comes to its end.
    browser.named("button", "Pause").await;
    lab::choose(browser, "Speed", "1").await;
    let lines = [
        "alice: start",
        "bob: start",
        "bob: half way",
        "alice: half way",
        "bob: done",
        "alice: done",
    ];
    browser
        .wait_for("the replay comes to its end", async || {
            (printed(browser).await == lines).then_some(())
        })
        .await;
    browser.named("button", "Play").await;
    assert_eq!(
        queue(browser, "done").await,
        ["bob", "alice", "main", "the loop"]
    );
    let mut time_scheduled = 0.0;
    for (name, polls) in [("main", 2.0), ("alice", 3.0), ("bob", 3.0)] {
        let row = task(browser, name).await;
        assert_eq!(row.status, "completed", "{name}");
        assert_eq!(row.metrics["polls"], polls, "{name}");
        let [total, busy, scheduled, idle] =
            ["total", "busy", "scheduled", "idle"].map(|it| row.metrics[it]);
        let sum = busy + scheduled + idle;
        assert!((total - sum).abs() < 1e-5, "{name}: {total} {sum}");
        assert!(idle > busy, "{name} mostly waits");
        time_scheduled += scheduled;
        assert!(row.metrics["bytes"] > 0.0, "{name} has a size");
    }
    // WebKit's clock has steps of a millisecond: a task may wait for no time.
    let is_drawn = !drawn(browser, "scheduled").await.is_empty();
    assert_eq!(is_drawn, time_scheduled > 0.0, "{time_scheduled}");
    let mut layers = vec!["life", "polled", "drain"];
    if !browser.lacks(Lack::SteadyFrames) {
        layers.push("frame-turn");
    }
    for layer in layers {
        assert!(!drawn(browser, layer).await.is_empty(), "{layer}");
    }
    assert!(!drawn(browser, "loop-arrow").await.is_empty());
    browser.click("checkbox", "Wake arrows").await;
    browser
        .wait_for("the arrows are gone", async || {
            drawn(browser, "loop-arrow").await.is_empty().then_some(())
        })
        .await;
    assert_eq!(findings(browser).await, [""; 0]);
    let sentence = text(browser, ".findings-frame .sentence").await;
    assert!(sentence.starts_with("3 tasks took "), "{sentence}");
    assert!(sentence.contains(" and 8 polls, "), "{sentence}");
    assert_eq!(browser.errors().await, [""; 0]);
}

/// The programs of which something is to be found besides long polls and late
/// ones.
const FAULTY: [&str; 6] = [
    "lazy",
    "starve",
    "lost-waker",
    "big-buffer",
    "deadlock",
    "leak",
];

/// The programs as the menu has them.
pub(crate) async fn programs(browser: &Browser) -> Vec<String> {
    let script = "return Array.from(document.querySelectorAll(
        '.tasks-setup option'), (option) => option.value)";
    let all = browser.js(script, &[]).await;
    let all: Vec<String> = serde_json::from_value(all).expect("names");
    let of_others = all.iter().position(|it| it == "browser");
    all[..of_others.expect("the executors follow")].to_vec()
}

async fn every_program_comes_to_its_end_and_answers_its_question(
    browser: &Browser,
) {
    let site = Site::start();
    open(browser, &site, "").await;
    let programs = programs(browser).await;
    assert_eq!(programs.len(), 29, "{programs:?}");
    for program in programs {
        let way = if program == "starve" {
            "&yield=frame"
        } else {
            ""
        };
        let link = site.url(&format!("#/tasks?program={program}{way}"));
        lab::follow(browser, &link).await;
        browser.wait_for_status("Ready").await;
        let end = run(browser).await;
        let is_stuck = end.contains("nothing is left that could wake");
        let never_ends = ["lost-waker", "deadlock", "leak"];
        let is_expected = never_ends.contains(&&*program);
        assert_eq!(is_stuck, is_expected, "{program}: {end}");
        wait_for_text(browser, ".verdict", "The answer is").await;
        assert!(!printed(browser).await.is_empty(), "{program} prints");
        // On a busy machine any poll may be long or late; nothing else may.
        let found = findings(browser).await;
        let is_sure = |it: &&String| {
            !it.contains(" in one poll") && !it.contains(" late: ")
        };
        let sure: Vec<_> = found.iter().filter(is_sure).collect();
        let is_faulty = FAULTY.contains(&&*program);
        assert!(is_faulty || sure.is_empty(), "{program}: {sure:?}");
        let source = text(browser, ".source code").await;
        assert!(source.contains("async fn main()"), "{program}: {source}");
        assert_eq!(browser.alerts().await, [""; 0], "{program}");
    }
    // A program asks for an answer that Chromium takes for an error.
    let mut errors = browser.errors().await;
    errors.retain(|error| !error.contains("/status/503"));
    assert_eq!(errors, [""; 0]);
}

async fn the_loop_serves_its_queues_in_the_order_that_the_page_says(
    browser: &Browser,
) {
    let site = Site::start();
    open(browser, &site, "program=order").await;
    for _ in 0..3 {
        run(browser).await;
        let lines = printed(browser).await;
        let place = |what: &str| {
            let found = lines.iter().position(|line| line.contains(what));
            found.unwrap_or_else(|| panic!("{what} is among {lines:?}"))
        };
        // Whether frame, message or timer is first is the browser's choice.
        let [script, microtask] = ["script", "microtask"].map(place);
        let later = ["timer", "message", "frame"].map(place);
        assert!(script < microtask, "{lines:?}");
        assert!(later.iter().all(|it| microtask < *it), "{lines:?}");
    }
}

async fn a_task_that_wakes_itself_starves_the_page(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "program=starve").await;
    run(browser).await;
    let found = findings(browser).await.join("\n");
    assert!(found.contains(" woke itself: "), "{found}");
    lab::choose(browser, "Yield by", "a message").await;
    run(browser).await;
    let found = findings(browser).await.join("\n");
    assert!(!found.contains(" woke itself: "), "{found}");
}

async fn who_computes_makes_others_late(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "program=busy").await;
    run(browser).await;
    let found = findings(browser).await.join("\n");
    assert!(found.contains(" was woken, but polled "), "{found}");
    assert!(found.contains(" held the thread."), "{found}");
}

async fn stepping_back_undoes_stepping_forward(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "program=lazy").await;
    run(browser).await;
    let last = position(browser).await;
    let slider = browser.named("slider", "Playhead").await;
    slider.focus().await.expect("the slider takes the focus");
    browser.press("Home").await;
    assert_eq!(position(browser).await, 0);
    let mut there = vec![moment(browser).await];
    while position(browser).await < last {
        browser.click("button", "Step forward").await;
        there.push(moment(browser).await);
        assert!(there.len() < 200, "stepping comes to the end");
    }
    assert!(there.len() > 10, "there are steps: {}", there.len());
    let mut back = vec![there[there.len() - 1].clone()];
    while position(browser).await > 0 {
        browser.click("button", "Step back").await;
        back.push(moment(browser).await);
    }
    back.reverse();
    assert_eq!(there, back);
}

async fn the_line_that_runs_is_marked(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "program=lazy").await;
    run(browser).await;
    let slider = browser.named("slider", "Playhead").await;
    slider.focus().await.expect("the slider takes the focus");
    browser.press("Home").await;
    let mut lines: Vec<String> = Vec::new();
    for _ in 0..60 {
        browser.press("ArrowRight").await;
        let here = text(browser, ".line[data-here=true]").await;
        let here = here.trim().to_owned();
        if !here.is_empty() && lines.last() != Some(&here) {
            lines.push(here);
        }
    }
    assert_eq!(
        lines,
        [
            "let never_awaited = traced(\"never awaited\", hello(\"nobody\"));",
            "let awaited = traced(\"awaited\", hello(\"somebody\"));",
            "print(\"made both\");",
            "print(\"dropped one\");",
            "print(format!(\"hello {name}\"));",
        ]
    );
}

async fn the_reader_can_be_the_executor(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "executor=hand").await;
    browser.click("button", "Run").await;
    browser.wait_for_status("Running by hand").await;
    let ready = async || queue(browser, "ready").await;
    browser.comes_to(["main"], ready).await;
    browser.click("button", "Poll main").await;
    wait_for_text(browser, ".said-by-hand", "main: Pending").await;
    browser.comes_to(["alice", "bob"], ready).await;
    // Whichever the reader likes, and too early as well.
    browser.click("button", "Poll bob").await;
    wait_for_text(browser, ".said-by-hand", "bob: Pending").await;
    browser
        .comes_to(["bob: start"], async || printed(browser).await)
        .await;
    browser.click("button", "Poll main").await;
    let too_early = "Nobody had woken it, so this poll was for nothing";
    wait_for_text(browser, ".said-by-hand", too_early).await;
    for _ in 0..40 {
        let ready = queue(browser, "ready").await;
        match ready.first() {
            Some(task) => {
                browser.click("button", &format!("Poll {task}")).await;
            }
            None => tokio::task::yield_now().await,
        }
        let status = browser.status().await.unwrap_or_default();
        if status.starts_with("Finished") {
            break;
        }
        browser
            .wait_for("a task is ready, or all are done", async || {
                let status = browser.status().await.unwrap_or_default();
                let ready = queue(browser, "ready").await;
                (status.starts_with("Finished") || !ready.is_empty())
                    .then_some(())
            })
            .await;
    }
    browser.wait_for_status("Finished").await;
    browser
        .wait_for("all six lines are shown", async || {
            (printed(browser).await.len() == 6).then_some(())
        })
        .await;
    for name in ["main", "alice", "bob"] {
        assert_eq!(task(browser, name).await.status, "completed");
    }
    // A reader is slow; that is no finding.
    assert_eq!(findings(browser).await, [""; 0]);
}

async fn a_forgotten_task_never_finishes(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "executor=hand").await;
    browser.click("button", "Run").await;
    browser.click("button", "Poll main").await;
    browser.click("button", "Forget alice").await;
    wait_for_text(browser, ".said-by-hand", "alice is forgotten").await;
    browser.click("button", "Forget bob").await;
    let end = browser.wait_for_status("Finished").await;
    assert!(end.contains("nothing is left"), "{end}");
    assert_eq!(task(browser, "alice").await.status, "idle");
    assert_eq!(task(browser, "main").await.status, "idle");
}

async fn a_run_can_be_stopped(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "executor=hand").await;
    browser.click("button", "Run").await;
    browser.click("button", "Poll main").await;
    browser.click("button", "Stop").await;
    browser.wait_for_status("Stopped").await;
    for name in ["main", "alice", "bob"] {
        assert_eq!(task(browser, name).await.status, "cancelled", "{name}");
    }
    assert_eq!(findings(browser).await, [""; 0]);
    lab::choose(browser, "Executor", "the browser's").await;
    browser.press("Control+Enter").await;
    browser.wait_for_status("Running").await;
    browser.press("Escape").await;
    browser.wait_for_status("Stopped").await;
    assert_eq!(task(browser, "alice").await.status, "cancelled");
}

/// Has the page keep what it saves, by the name of the file.
pub(crate) async fn catch_files(browser: &Browser) {
    let script = "window.saved = {};
        const create = URL.createObjectURL;
        let last = null;
        URL.createObjectURL = (blob) => { last = blob; return create(blob); };
        HTMLAnchorElement.prototype.click = function () {
            window.saved[this.download] = last.text();
        };";
    browser.js(script, &[]).await;
}

/// What the page saved under a name that ends so.
pub(crate) async fn saved(browser: &Browser, ending: &str) -> String {
    let script = "const name = Object.keys(window.saved).find(
            (name) => name.endsWith(arguments[0]));
        return name ? await window.saved[name] : null";
    let what = format!("a file *{ending} is saved");
    browser
        .wait_for(&what, async || {
            let text = browser.js(script, &[ending.into()]).await;
            text.as_str().map(str::to_owned)
        })
        .await
}

/// Chooses a file of that text in the page's file field.
pub(crate) async fn choose_file(browser: &Browser, name: &str, text: &str) {
    let script = "const [name, text] = arguments;
        const input = document.querySelector('input[type=file]');
        const files = new DataTransfer();
        files.items.add(new File([text], name));
        input.files = files.files;
        input.dispatchEvent(new Event('change', { bubbles: true }));";
    browser.js(script, &[name.into(), text.into()]).await;
}

async fn a_recording_travels(browser: &Browser) {
    let mut site = Site::start();
    open(browser, &site, "program=nested").await;
    browser.wait_until_controlled().await;
    catch_files(browser).await;
    run(browser).await;
    browser.click("button", "Save the recording").await;
    let file = saved(browser, ".meanwhile.json").await;
    lab::show_the_end(browser).await;
    let (rows, lines) = (tasks(browser).await, printed(browser).await);
    let picture = drawn(browser, "polled").await;
    // On another page, without a network.
    go_offline(browser, &mut site).await;
    browser.leave().await;
    open(browser, &site, "").await;
    choose_file(browser, "mine.json", &file).await;
    let status = browser.wait_for_status("Finished").await;
    assert!(status.contains("as it was recorded"), "{status}");
    lab::show_the_end(browser).await;
    browser
        .comes_to(picture, async || drawn(browser, "polled").await)
        .await;
    assert_eq!(tasks(browser).await, rows);
    browser
        .comes_to(lines, async || printed(browser).await)
        .await;
    lab::wait_for_address(browser, "program=nested").await;
    wait_for_text(browser, ".verdict", "The answer is").await;
    catch_files(browser).await;
    browser.click("button", "Save the recording").await;
    assert_eq!(saved(browser, ".meanwhile.json").await, file);
}

async fn what_is_no_recording_is_not_opened(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "program=lazy").await;
    run(browser).await;
    let rows = tasks(browser).await;
    for file in ["", "{}", "a picture", "{\"meanwhile\": 9}"] {
        choose_file(browser, "other.json", file).await;
        let alert = browser
            .wait_for("an alert says so", async || {
                browser.alerts().await.into_iter().next()
            })
            .await;
        assert!(alert.starts_with("other.json was not opened: "), "{alert}");
        assert_eq!(tasks(browser).await, rows, "nothing is lost");
    }
}

/// Chooses a recording of so many tasks, each of which is polled so often.
pub(crate) async fn choose_long(browser: &Browser, tasks: u32, polls: u32) {
    let script = "const [tasks, polls] = arguments;
        const input = longRecording(tasks, tasks * polls);
        // The turns of the page while a file is at work, and what it says.
        window.turns = 0;
        window.progress = [];
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
            const progress = document.querySelector('.file-progress progress');
            if (progress) {
                window.turns += 1;
                window.progress.push(progress.value);
            }
            setTimeout(() => port2.postMessage(null), 4);
        };
        port2.postMessage(null);
        input.dispatchEvent(new Event('change', { bubbles: true }));";
    let script = [LONG_RECORDING, script].concat();
    browser.js(&script, &[tasks.into(), polls.into()]).await;
}

/// Presses a button and, as soon as there is a Stop beside the progress, that.
async fn press_and_stop(browser: &Browser, name: &str) {
    let script = "const button = [...document.querySelectorAll('button')]
            .find((it) => it.textContent === arguments[0]);
        button.focus();
        button.click();
        let stop = null;
        while (!stop) {
            await new Promise((resolve) => setTimeout(resolve));
            stop = document.querySelector('.file-progress button');
        }
        stop.focus();
        stop.click();
        await new Promise((resolve) => setTimeout(resolve));
        return document.activeElement === button;";
    let is_back = browser.js(script, &[name.into()]).await;
    assert_eq!(is_back, json!(true), "the focus is where it was");
}

async fn a_long_recording_does_not_hold_the_page(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "").await;
    // So long that a quick machine is not done with it before it says so.
    choose_long(browser, 100, 3_000).await;
    wait_for_text(browser, ".share", "Opened long.json.").await;
    let said = async || {
        let script = "const { turns, progress } = window;
            window.turns = 0;
            window.progress = [];
            const grows = progress.every((it, place) => it >= (progress[place - 1] ?? 0));
            return [turns, grows]";
        let said = browser.js(script, &[]).await;
        assert_eq!(said[1], json!(true), "progress goes one way");
        said[0].as_u64().expect("it is a number")
    };
    assert!(said().await > 1, "the page has turns while it reads");
    catch_files(browser).await;
    for (button, name) in [
        ("Export for Perfetto", "long.trace.json"),
        ("Save the recording", "long.meanwhile.json"),
    ] {
        press_and_stop(browser, button).await;
        let stopped = format!("Stopped: {name} was not saved.");
        wait_for_text(browser, ".share", &stopped).await;
        let files = "return Object.keys(window.saved)";
        let has = browser.js(files, &[]).await.to_string().contains(name);
        assert!(!has, "what is stopped is not saved");
        said().await;
        browser.click("button", button).await;
        wait_for_text(browser, ".share", &format!("Saved as {name}.")).await;
        let has = browser.js(files, &[]).await.to_string().contains(name);
        assert!(has, "{name} is saved");
        assert!(said().await > 1, "the page has turns while it writes");
    }
    let events = "return JSON.parse(await window.saved['long.meanwhile.json'])
            .events.length";
    assert_eq!(browser.js(events, &[]).await, json!(900_200));
}

async fn a_run_takes_the_place_of_a_file_that_is_being_read(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "program=lazy").await;
    choose_long(browser, 100, 1_000).await;
    let run = "while (!document.querySelector('.file-progress')) {
            await new Promise((resolve) => setTimeout(resolve));
        }
        [...document.querySelectorAll('button')]
            .find((it) => it.textContent === 'Run').click();";
    browser.js(run, &[]).await;
    let stopped = "Stopped: long.json was not opened.";
    wait_for_text(browser, ".share", stopped).await;
    let status = browser.wait_for_status("Finished").await;
    assert!(!status.contains("as it was recorded"), "{status}");
}

async fn ten_thousand_tasks_are_stepped_through(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "").await;
    choose_long(browser, 10_000, 2).await;
    wait_for_text(browser, ".share", "Opened long.json.").await;
    lab::show_the_end(browser).await;
    let waiting = "return [...document.querySelectorAll(
            '[data-queue=waiting] .task')].length";
    assert_eq!(browser.js(waiting, &[]).await, json!(100));
    wait_for_text(browser, "[data-queue=waiting]", "and 9900 more").await;
    browser.click("button", "Step back").await;
    wait_for_text(browser, "[data-queue=running]", "task 9999").await;
}

async fn the_export_has_a_slice_for_each_poll(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "program=nested").await;
    catch_files(browser).await;
    run(browser).await;
    browser.click("button", "Export for Perfetto").await;
    let file = saved(browser, ".trace.json").await;
    let trace: Value = serde_json::from_str(&file).expect("it is JSON");
    let events = trace["traceEvents"].as_array().expect("it has events");
    let of = |phase: &'static str| {
        events.iter().filter(move |event| event["ph"] == phase)
    };
    for (name, row) in tasks(browser).await {
        let thread = of("M").find(|event| event["args"]["name"] == *name);
        let thread = &thread.expect("each task has a name there")["tid"];
        let polls = of("X")
            .filter(|event| event["tid"] == *thread && event["cat"] == "poll");
        assert_eq!(polls.count() as f64, row.metrics["polls"], "{name}");
    }
    let [begun, ended] = ["s", "f"].map(|phase| of(phase).count());
    assert!(begun > 0 && begun == ended, "{begun} arrows, {ended} heads");
    let is_whole =
        |event: &&Value| event["ts"].is_number() && event["dur"].is_number();
    assert_eq!(of("X").filter(is_whole).count(), of("X").count());
}

async fn a_seed_gives_the_same_order_each_time(browser: &Browser) {
    let site = Site::start();
    let mut orders = Vec::new();
    for seed in [1, 2, 3, 4, 5, 6] {
        let setup =
            format!("program=run-one&executor=ours&order=shuffled&seed={seed}");
        open(browser, &site, &setup).await;
        run(browser).await;
        let once = printed(browser).await;
        run(browser).await;
        assert_eq!(printed(browser).await, once, "seed {seed}");
        orders.push(once);
    }
    assert_eq!(orders.len(), 6);
    let fifo = "program=interleave&executor=ours";
    open(browser, &site, fifo).await;
    run(browser).await;
    assert_eq!(printed(browser).await[0], "alice: start");
    lab::choose(browser, "Ready queue", "last in, first out").await;
    lab::wait_for_address(browser, "order=lifo").await;
    run(browser).await;
    assert_eq!(printed(browser).await[0], "bob: start");
}

async fn what_a_link_says_wrong_is_reported(browser: &Browser) {
    let site = Site::start();
    let setup = "program=nothing&seed=-1&order=lifo&colour=red";
    open(browser, &site, setup).await;
    let alerts = browser.alerts().await.join("\n");
    for part in ["program", "seed", "order", "colour"] {
        assert!(alerts.contains(part), "{part} is in {alerts}");
    }
    run(browser).await;
}

async fn each_fault_of_the_zoo_is_found(browser: &Browser) {
    let site = Site::start();
    let faults = [
        ("lazy", " was never awaited: "),
        ("lost-waker", " lost its waker: "),
        ("blocks", " in one poll"),
        ("big-buffer", " is a large future, "),
        ("deadlock", "Deadlock: “a to b” waits for “b to a”, "),
        ("leak", " leaked: "),
        ("late-timeout", " in one poll, more than the 50 ms "),
    ];
    for (program, finding) in faults {
        open(browser, &site, &format!("program={program}")).await;
        run(browser).await;
        let found = findings(browser).await.join("\n");
        assert!(found.contains(finding), "{program}: {found}");
    }
}

async fn the_crawl_and_the_freeze_are_shown_poll_by_poll(browser: &Browser) {
    let (site, api) = (Site::start(), Api::start());
    if !browser.lacks(Lack::Motion) {
        browser.prefer_motion(Motion::Reduced).await;
    }
    let rows = ["a", "b"].map(|it| api.url(&format!("delay/0.2?{it}")));
    lab::open(browser, &site, &rows, "run=concurrent").await;
    lab::run(browser).await;
    browser.click_at(".closer [data-strategy=concurrent]").await;
    browser.named("button", "Step back").await;
    for name in ["concurrent", "#1", "#2"] {
        let row = task(browser, name).await;
        assert_eq!(row.status, "completed", "{name}");
        assert!(row.metrics["polls"] > 1.0, "{name}");
    }
    assert!(!drawn(browser, "loop-arrow").await.is_empty());
    catch_files(browser).await;
    browser.click("button", "Save the recording").await;
    let file = saved(browser, ".meanwhile.json").await;
    let freeze = site.url("#/freeze?size=100000&run=sliced");
    browser.open(&freeze).await;
    browser.wait_for_status("Ready").await;
    lab::run(browser).await;
    browser.click_at(".closer [data-strategy=sliced]").await;
    assert!(!tasks(browser).await.is_empty());
    // The crawl's recording is replayed among the tasks.
    open(browser, &site, "").await;
    choose_file(browser, "crawl.json", &file).await;
    browser.wait_for_status("Finished").await;
    assert_eq!(task(browser, "#1").await.status, "completed");
    // Nothing is said of a program that it is not of, nor of this browser.
    let source = text(browser, ".source").await;
    assert!(source.contains("none of the programs"), "{source}");
    for css in [".source code", ".why-words", ".honesty"] {
        assert_eq!(browser.count(css).await, 0, "{css}");
    }
    run(browser).await;
    for css in [".source code", ".why-words", ".honesty"] {
        assert_eq!(browser.count(css).await, 1, "{css}");
    }
}

async fn keys_alone_operate_the_replay(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "").await;
    browser.press("Control+Enter").await;
    browser.wait_for_status_within(LONGEST, "Finished").await;
    let script = "return document.activeElement.getAttribute('aria-label')
        ?.includes('Space plays') ?? false";
    for _ in 0..60 {
        browser.press("Tab").await;
        if browser.js(script, &[]).await == true {
            break;
        }
    }
    assert_eq!(browser.js(script, &[]).await, true, "the picture has focus");
    browser.press("End").await;
    let end = position(browser).await;
    browser.press("Home").await;
    assert_eq!(position(browser).await, 0);
    browser.press("ArrowRight").await;
    let first = position(browser).await;
    browser.press("ArrowRight").await;
    assert!(position(browser).await > first);
    browser.press("ArrowLeft").await;
    assert_eq!(position(browser).await, first);
    browser.press("Space").await;
    browser.named("button", "Pause").await;
    browser
        .wait_for("the playhead moves", async || {
            (position(browser).await > first).then_some(())
        })
        .await;
    browser.press("Space").await;
    browser.named("button", "Play").await;
    browser.press("End").await;
    assert_eq!(position(browser).await, end);
    // Down past the loop and main, to alice.
    for _ in 0..3 {
        browser.press("ArrowDown").await;
    }
    browser.press("Enter").await;
    wait_for_text(browser, ".task-facts h3", "alice").await;
    wait_for_text(browser, ".task-facts", "by timer").await;
}

async fn leaving_the_lab_ends_its_program(browser: &Browser) {
    let site = Site::start();
    open(browser, &site, "program=starve&yield=frame").await;
    browser.click("button", "Run").await;
    browser.wait_for_status("Running").await;
    browser.click("link", "Crawl").await;
    browser.wait_for_status("Ready").await;
    browser.click("link", "Tasks").await;
    browser.wait_for_status("Ready").await;
    lab::wait_for_address(browser, "program=starve").await;
    assert_eq!(browser.errors().await, [""; 0]);
    let no_rows = json!([]);
    let script = "return Array.from(document.querySelectorAll('[data-row]'))";
    assert_eq!(browser.js(script, &[]).await, no_rows);
}
