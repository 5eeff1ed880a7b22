//! What it costs to keep the page free: workers, a pool, slices.

use crate::figures::{Aim, Figures};
use crate::harness::{Browser, Site};
use crate::{median, quiet, verdict};
use serde_json::Value;
use std::time::Duration;

/// The aim for a pool on two cores: this many times as quick as one worker.
const POOL: f64 = 1.85;
/// The aim for slices: at most this many times the main thread's time.
const SLICED: f64 = 1.06;
/// The aim for the longest gap between frames while a worker computes, in ms.
const GAP: f64 = 34.0;
/// The aim for a worker that is there: from the message to its first answer,
/// in ms.
const WARM: f64 = 5.0;

/// How often each case is run.
const RUNS: usize = 5;

/// About two seconds on one core of a machine of 2024.
const SIZE: u64 = 11_000_000;

/// How often messages are sent and workers are started.
const TIMES: u64 = 25;

/// Prints for each mode the medians and their ratios, then what workers cost.
pub(crate) async fn report(browser: &Browser, figures: &mut Figures) {
    let site = Site::start();
    let cores = browser
        .js("return navigator.hardwareConcurrency", &[])
        .await;
    let setup =
        format!("#/freeze?run=main,sliced,worker,pool&pool=2&size={SIZE}");
    browser.open(&site.url(&setup)).await;
    browser.wait_for_status("Ready").await;
    browser.wait_until_controlled().await;
    let mut runs = Vec::new();
    for _ in 0..RUNS {
        runs.push(Run::of(browser).await);
    }
    let all = |of: fn(&Run) -> f64| runs.iter().map(of).collect();
    let median = |of: fn(&Run) -> f64| median(all(of));
    let engine = browser.engine();
    let mut take = |name, of, direction, aim| {
        verdict(figures.take(engine, name, all(of), direction, aim))
    };
    println!(
        "\nThe primes below {SIZE}, on {cores} cores: median of {RUNS} runs; \
         the ratios are of one run each.\n"
    );
    println!("mode      job, ms  longest gap, ms");
    println!(
        "main    {:>9.0}  {:>15.0}",
        median(|run| run.main.job),
        median(|run| run.main.gap)
    );
    println!(
        "sliced  {:>9.0}  {:>15.0}",
        median(|run| run.sliced.job),
        median(|run| run.sliced.gap)
    );
    let gap = median(|run| run.worker.gap);
    println!(
        "worker  {:>9.0}  {gap:>15.0}  the aim is at most {GAP}: {}",
        median(|run| run.worker.job),
        take(
            "longest gap with a Worker busy, ms",
            |run| run.worker.gap,
            Aim::AtMost,
            GAP
        )
    );
    println!(
        "pool    {:>9.0}  {:>15.0}",
        median(|run| run.pool.job),
        median(|run| run.pool.gap)
    );
    let gain = median(|run| run.worker.job / run.pool.job);
    println!(
        "\nA pool of 2 is {gain:.2} times as quick as one worker; the aim is at \
         least {POOL}: {}.",
        take(
            "pool of two against one Worker",
            |run| run.worker.job / run.pool.job,
            Aim::AtLeast,
            POOL
        )
    );
    let cost = median(|run| run.sliced.job / run.main.job);
    println!(
        "Slices take {cost:.3} times the main thread's time; the aim is at \
         most {SLICED}: {}.",
        take(
            "slices against the main thread",
            |run| run.sliced.job / run.main.job,
            Aim::AtMost,
            SLICED
        )
    );
    report_workers(browser).await;
}

/// One run of all modes.
struct Run {
    main: Lane,
    sliced: Lane,
    worker: Lane,
    pool: Lane,
}

/// What is read of one mode, in ms.
struct Lane {
    job: f64,
    gap: f64,
}

impl Run {
    async fn of(browser: &Browser) -> Self {
        quiet::run(browser, Duration::from_secs(300)).await;
        let lane = async |mode| Lane {
            job: figure(browser, mode, "job").await,
            gap: figure(browser, mode, "longest-gap").await,
        };
        Self {
            main: lane("main").await,
            sliced: lane("sliced").await,
            worker: lane("worker").await,
            pool: lane("pool").await,
        }
    }
}

async fn figure(browser: &Browser, mode: &str, metric: &str) -> f64 {
    let figure = browser.metric(mode, metric).await;
    figure.expect("the mode came to its end")
}

/// Times the page's own workers in a script: a message that they do not know
/// is answered at once, so it measures the way there and back.
async fn report_workers(browser: &Browser) {
    let script = "
        const [times] = arguments;
        const { loader } = document.querySelector(
            'meta[name=meanwhile-worker]').dataset;
        const answer = (worker) => new Promise((resolve, reject) => {
            worker.onmessage = resolve;
            worker.onerror = reject;
        });
        const start = async () => {
            const before = performance.now();
            const url = new URL(loader, document.baseURI);
            const worker = new Worker(url, { type: 'module' });
            await answer(worker);
            return [worker, performance.now() - before];
        };
        const starts = [];
        const trips = [];
        for (let round = 0; round < times; round += 1) {
            const [worker, took] = await start();
            starts.push(took);
            const before = performance.now();
            const answered = answer(worker);
            worker.postMessage(new Uint8Array([99]));
            await answered;
            trips.push(performance.now() - before);
            worker.terminate();
        }
        const [worker] = await start();
        const again = [];
        for (let round = 0; round < 20 * times; round += 1) {
            const before = performance.now();
            const answered = answer(worker);
            worker.postMessage(new Uint8Array([99]));
            await answered;
            again.push(performance.now() - before);
        }
        worker.terminate();
        return [starts, trips, again];
    ";
    let site = Site::start();
    // Another origin, whose code no cache has.
    browser.open(&site.url("#/freeze")).await;
    browser.wait_for_status("Ready").await;
    browser.wait_until_controlled().await;
    let times = browser.js(script, &[TIMES.into()]).await;
    let [starts, first, again] = [0, 1, 2].map(|at| numbers(&times[at]));
    println!(
        "A worker's start, from new Worker to its first word: {:.1} ms the \
         first time, {:.1} ms after that, median of {}.",
        starts[0],
        median(starts[1..].to_vec()),
        starts.len() - 1
    );
    let warm = median(first);
    println!(
        "A worker that is there answers its first message within {warm:.2} ms; \
         the aim is under {WARM}: {}.",
        verdict(warm < WARM)
    );
    println!(
        "A message to it and back takes {:.3} ms, median of {}.",
        median(again.clone()),
        again.len()
    );
}

fn numbers(list: &Value) -> Vec<f64> {
    let list = list.as_array().into_iter().flatten();
    list.filter_map(Value::as_f64).collect()
}
