//! How a long recording feels: opening it, the frames while panning over it, a
//! step, and saving it.

use crate::figures::{Aim, Figures};
use crate::harness::{Browser, LONG_RECORDING, Site};
use crate::verdict;
use serde_json::json;

/// The aim for 95 of 100 frames while panning, in ms.
const FRAME: f64 = 16.0;

/// Tasks of the recording, and polls of each.
const TASKS: usize = 100;
const POLLS: usize = 1_000;

/// Frames that are panned over.
const FRAMES: usize = 120;

/// Opens a recording of 100,000 polls in the lab, and prints how long the page
/// works for a frame in which the window on it moves.
pub(crate) async fn report(browser: &Browser, figures: &mut Figures) {
    let site = Site::start();
    browser.open(&site.url("#/tasks")).await;
    browser.wait_for_status("Ready").await;
    let open = "const [text] = arguments;
        const input = document.querySelector('input[type=file]');
        const files = new DataTransfer();
        files.items.add(new File([text], 'long.json'));
        input.files = files.files;
        input.dispatchEvent(new Event('change', { bubbles: true }));";
    browser.js(open, &[json!(recording())]).await;
    browser.wait_for_status("Finished").await;
    if browser.has("button", "Pause").await {
        browser.click("button", "Pause").await;
    }
    let pan = "const [count] = arguments;
        const plot = document.querySelector('.viewer .plot');
        plot.focus();
        const key = (key, shiftKey) => plot.dispatchEvent(new KeyboardEvent(
            'keydown', { key, shiftKey, bubbles: true, cancelable: true }));
        const frame = () => new Promise(requestAnimationFrame);
        for (let step = 0; step < 4; step += 1) key('+', false);
        await frame();
        await frame();
        const times = [];
        for (let step = 0; step < count; step += 1) {
            const back = Math.floor(step / 20) % 2 === 1;
            await frame();
            const start = performance.now();
            key(back ? 'ArrowLeft' : 'ArrowRight', true);
            // This is a callback of the frame: it is painted before the
            // message comes.
            await new Promise((resolve) => {
                const channel = new MessageChannel();
                channel.port1.onmessage = resolve;
                channel.port2.postMessage(null);
            });
            times.push(performance.now() - start);
        }
        times.sort((a, b) => a - b);
        return [times[Math.floor(count / 2)], times[Math.floor(count * 0.95)]];";
    let times = browser.js(pan, &[json!(FRAMES)]).await;
    let [middle, p95] = [0, 1].map(|it| times[it].as_f64().unwrap_or(f64::NAN));
    let name = "100,000 polls, panning: key to painted frame, ms, p95";
    let engine = browser.engine();
    let met = figures.take(engine, name, vec![p95], Aim::AtMost, FRAME);
    println!(
        "\nPanning over {} polls, {FRAMES} frames: median {middle:.1} ms from \
         the key to the painted frame, p95 {p95:.1} ms; the aim is at most \
         {FRAME} ms: {}.",
        TASKS * POLLS,
        verdict(met),
    );
    long(browser, figures).await;
}

/// The most that each of these may take for a million events, in ms: until it is
/// open; 95 of 100 steps; an export; and how long that may hold the thread.
const LONG: [(&str, f64); 4] = [
    ("open, ms", 1_500.0),
    ("a step to the painted frame, ms, p95", 50.0),
    ("export, ms", 3_000.0),
    ("thread held while exporting, ms", 50.0),
];

/// Opens recordings of a million events, of few tasks and of many, steps
/// through them and exports them.
async fn long(browser: &Browser, figures: &mut Figures) {
    let script = "const [tasks, events] = arguments;
        const input = longRecording(tasks, Math.ceil((events - 2 * tasks) / 3));
        const message = () => new Promise((resolve) => {
            const channel = new MessageChannel();
            channel.port1.onmessage = resolve;
            channel.port2.postMessage(null);
        });
        const frame = () => new Promise(requestAnimationFrame);
        const button = (name) => [...document.querySelectorAll('button')].find(
            (it) => (it.ariaLabel ?? it.textContent) === name);
        const said = async (text) => {
            let [last, held] = [performance.now(), 0];
            while (!document.querySelector('.share').textContent.includes(text)) {
                await message();
                const now = performance.now();
                [last, held] = [now, Math.max(held, now - last)];
            }
            return held;
        };
        await frame();
        let start = performance.now();
        input.dispatchEvent(new Event('change', { bubbles: true }));
        await said('Opened long.json.');
        await frame();
        await message();
        const open = performance.now() - start;
        button('Pause')?.click();
        document.querySelector('.viewer .plot').focus();
        const steps = [];
        for (let step = 0; step < 60; step += 1) {
            await frame();
            start = performance.now();
            button(step < 30 ? 'Step forward' : 'Step back').click();
            await message();
            steps.push(performance.now() - start);
        }
        steps.sort((a, b) => a - b);
        HTMLAnchorElement.prototype.click = () => {};
        start = performance.now();
        button('Export for Perfetto').click();
        const held = await said('Saved as long.trace.json.');
        return [open, steps[57], performance.now() - start, held];";
    let script = [LONG_RECORDING, script].concat();
    for tasks in [100, 10_000] {
        let site = Site::start();
        browser.open(&site.url("#/tasks")).await;
        browser.wait_for_status("Ready").await;
        let times =
            browser.js(&script, &[tasks.into(), 1_000_000.into()]).await;
        println!("\n1,000,000 events of {tasks} tasks:");
        for (place, (what, aim)) in LONG.into_iter().enumerate() {
            let time = times[place].as_f64().unwrap_or(f64::NAN);
            let name = format!("1,000,000 events, {tasks} tasks: {what}");
            let engine = browser.engine();
            let met = figures.take(engine, name, vec![time], Aim::AtMost, aim);
            println!(
                "{what}: {time:.1}; the aim is at most {aim}: {}.",
                verdict(met)
            );
        }
    }
}

/// A recording as the page writes it.
fn recording() -> String {
    let mut lines = Vec::new();
    for task in 0..TASKS {
        lines.push(format!("[0,{task},\"declared\",\"task {task}\"]"));
        lines.push(format!("[0,{task},\"spawned\"]"));
    }
    for turn in 0..POLLS {
        for task in 0..TASKS {
            let from = turn * 1_000_000 + task * 10_000;
            lines.push(format!("[{from},{task},\"poll-started\"]"));
            lines.push(format!("[{},{task},\"poll-ended\"]", from + 6_000));
        }
    }
    format!(
        "{{\"meanwhile\": 1, \"name\": \"Long\", \"program\": null, \"step\": \
         5000, \"engine\": \"none\", \"hidden\": false, \"events\": [\n{}\n]}}",
        lines.join(",\n")
    )
}
