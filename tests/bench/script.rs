//! What the interpreter of Script takes for a loop and for tasks, and what the
//! page feels of a program that never gives its thread back.

use crate::figures::{Aim, Figures};
use crate::harness::{Browser, Site};
use crate::{lab, quiet, verdict};
use serde_json::json;

/// A program that prints what each part of it took, in milliseconds.
const PROGRAM: &str = r#"use meanwhile::prelude::*;

pub async fn main() {
    let began = elapsed();
    let mut sum = 0;
    for number in 0..1_000_000 {
        sum += number;
    }
    assert_eq!(sum, 499_999_500_000);
    print(elapsed() - began);
    let began = elapsed();
    let mut tasks = vec![];
    for number in 0..100_000 {
        tasks.push(spawn("task", async move { number }));
    }
    print(elapsed() - began);
}
"#;

/// What the parts are called, and the most that each may take, in ms.
const PARTS: [(&str, f64); 2] = [
    ("Script: 1,000,000 additions, ms", 300.0),
    ("Script: 100,000 tasks spawned, ms", 1_000.0),
];

/// A program that gives way until a million events are recorded, which ends it.
const MILLION: &str = "async fn main() {
    loop { yield_now().await; }
}";

/// The aim for 95 of 100 frames of the page meanwhile, in ms.
const FRAME: f64 = 20.0;

/// Notes how far apart the frames of the page are, from the press of Run to the
/// picture of the whole run.
const WATCH_FRAMES: &str = "window.gaps = [];
    let left = Infinity;
    window.ended.then(() => { left = 2; });
    addEventListener('click', () => {
        let before = performance.now();
        const frame = () => {
            const now = performance.now();
            window.gaps.push(now - before);
            before = now;
            left -= 1;
            if (left > 0) requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
    }, { capture: true, once: true });";

/// The longest gap that 95 of 100 have at most, and the longest.
const FRAMES_SEEN: &str = "for (let frame = 0; frame < 3; frame += 1) {
        await new Promise(requestAnimationFrame);
    }
    const gaps = window.gaps.sort((a, b) => a - b);
    return [gaps[Math.floor((gaps.length - 1) * 0.95)], gaps.at(-1)];";

/// A program that never gives its thread back, and prints what it does.
const SPINS: &str =
    "async fn main() { loop { print(\"round\"); compute(5); } }";

/// Runs both, the first several times.
pub(crate) async fn report(browser: &Browser, figures: &mut Figures) {
    let engine = browser.engine();
    let mut times: [Vec<f64>; 2] = Default::default();
    for _ in 0..3 {
        let site = Site::start();
        open(browser, &site, PROGRAM).await;
        browser.click("button", "Run").await;
        let printed = "const lines = document.querySelectorAll('.printed li');
            return lines.length < 2 ? null
              : Array.from(lines, (it) => Number(it.innerText))";
        let printed = browser
            .wait_within(lab::LONGEST_RUN, "both are printed", async || {
                let printed = browser.js(printed, &[]).await;
                (!printed.is_null()).then_some(printed)
            })
            .await;
        for (place, times) in times.iter_mut().enumerate() {
            times.push(printed[place].as_f64().unwrap_or(f64::NAN));
        }
    }
    for ((name, most), times) in PARTS.into_iter().zip(times) {
        let shown = times.clone();
        let met = figures.take(engine, name, times, Aim::AtMost, most);
        println!("{name}: {shown:.0?}; at most {most}: {}.", verdict(met));
    }
    let site = Site::start();
    open(browser, &site, MILLION).await;
    quiet::watch(browser, "Failed").await;
    browser.js(WATCH_FRAMES, &[]).await;
    browser.click("button", "Run").await;
    quiet::ended(browser, lab::LONGEST_RUN).await;
    let seen = browser.js(FRAMES_SEEN, &[]).await;
    let [p95, longest] = [0, 1].map(|it| seen[it].as_f64().unwrap_or(f64::NAN));
    let name = "a run of 1,000,000 events, drawn: frame gap, ms, p95";
    let met = figures.take(engine, name, vec![p95], Aim::AtMost, FRAME);
    println!(
        "{name}: {p95:.1}, the longest {longest:.0}; at most {FRAME}: {}.",
        verdict(met),
    );
    let site = Site::start();
    open(browser, &site, SPINS).await;
    browser.click("button", "Run").await;
    let watch = "const gaps = [];
        const counts = new Set();
        let before = performance.now();
        const until = before + 3000;
        while (before < until) {
          await new Promise(requestAnimationFrame);
          const now = performance.now();
          gaps.push(now - before);
          before = now;
          counts.add(document.querySelectorAll('.printed li').length);
        }
        return [Math.max(...gaps), counts.size / 3];";
    let seen = browser.js(watch, &[json!(null)]).await;
    let [gap, pictures] =
        [0, 1].map(|it| seen[it].as_f64().unwrap_or(f64::NAN));
    let name = "Script: longest gap of the page beside a spinning program, ms";
    let met = figures.take(engine, name, vec![gap], Aim::AtMost, 50.0);
    println!(
        "{name}: {gap:.0}; at most 50: {}. Its picture changed {pictures:.1} \
         times a second.",
        verdict(met),
    );
    browser.click("button", "Stop").await;
    browser.wait_for_status("Stopped").await;
}

async fn open(browser: &Browser, site: &Site, text: &str) {
    browser.open(&site.url("#/script")).await;
    browser.wait_for_status("Ready").await;
    let write = "const editor = document.querySelector('code-editor');
        if (!editor?.shadowRoot || !editor.querySelector('textarea').value) return false;
        editor.replace(arguments[0]);
        return true;";
    browser
        .wait_for("the editor is there", async || {
            let written = browser.js(write, &[json!(text)]).await;
            (written == true).then_some(())
        })
        .await;
}
