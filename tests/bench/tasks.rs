//! How the replay of a long recording feels: the frames while panning over it.

use crate::figures::{Aim, Figures};
use crate::harness::{Browser, Site};
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
