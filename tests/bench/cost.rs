//! What a million tasks cost, beside JavaScript's async functions.

use crate::figures::{Aim, Figures};
use crate::harness::{Browser, Engine, Site};
use crate::{median, quiet, verdict};
use std::time::Duration;

/// The aim for a trivial task: at most so many bytes of wasm memory.
const BYTES: f64 = 55.0;
/// The aim for tasks: so many times as quick as JavaScript's async functions.
const QUICKER: f64 = 5.0;
const QUICKER_IN_WEBKIT: f64 = 3.0;

/// How often a million of each are created.
const RUNS: usize = 5;

/// The forms that come without workers of their own.
const FORMS: [&str; 3] = ["spawn-local", "futures-unordered", "js-async"];

/// Prints for each form the medians, then what tasks are worth.
pub(crate) async fn report(browser: &Browser, figures: &mut Figures) {
    let site = Site::start();
    browser.open(&site.url("#/cost?n=1000000")).await;
    browser.wait_for_status("Ready").await;
    let mut runs = Vec::new();
    for _ in 0..RUNS {
        quiet::run(browser, Duration::from_secs(300)).await;
        let mut run = Vec::new();
        for form in FORMS {
            run.push(Lane::of(browser, form).await);
        }
        runs.push(run);
    }
    println!(
        "\nA million of each, trivial: median of {RUNS} runs; the ratios are \
         of one run each.\n"
    );
    println!(
        "form               create, ms  finish, ms  first time, ms  bytes each"
    );
    for (place, form) in FORMS.iter().enumerate() {
        let of = |part: fn(&Lane) -> f64| {
            median(runs.iter().map(|run| part(&run[place])).collect())
        };
        let bytes = match runs[0][place].bytes {
            Some(bytes) => format!("{bytes:.1}"),
            None => "-".to_owned(),
        };
        println!(
            "{form:<18} {:>10.0}  {:>10.0}  {:>14.0}  {bytes:>10}",
            of(|lane| lane.create),
            of(|lane| lane.finish),
            of(|lane| lane.first_time),
        );
    }
    let bytes = runs[0][0].bytes.unwrap_or(f64::INFINITY);
    let engine = browser.engine();
    let name = "bytes of a task";
    let met = figures.take(engine, name, vec![bytes], Aim::AtMost, BYTES);
    println!(
        "\nA task is {bytes:.1} bytes; the aim is at most {BYTES}: {}.",
        verdict(met)
    );
    let quicker = |part: fn(&Lane) -> f64| {
        let ratio = |run: &Vec<Lane>| part(&run[2]) / part(&run[0]);
        runs.iter().map(ratio).collect::<Vec<_>>()
    };
    let warm = quicker(Lane::total);
    let least = match browser.engine() {
        Engine::WebKit => QUICKER_IN_WEBKIT,
        _ => QUICKER,
    };
    let name = "a million tasks against JavaScript's async functions";
    let met = figures.take(engine, name, warm.clone(), Aim::AtLeast, least);
    println!(
        "Tasks are {:.2} times as quick as JavaScript's async functions, \
         each the second time in its Worker; the aim is at least {least}: {}. \
         The first time, {:.2} times.",
        median(warm),
        verdict(met),
        median(quicker(|lane| lane.first_time)),
    );
}

/// What is read of one form, in ms and bytes.
struct Lane {
    create: f64,
    finish: f64,
    first_time: f64,
    bytes: Option<f64>,
}

impl Lane {
    async fn of(browser: &Browser, form: &str) -> Self {
        let time = async |metric| {
            let figure = browser.metric(form, metric).await;
            figure.expect("the form came to its end")
        };
        Self {
            create: time("create").await,
            finish: time("finish").await,
            first_time: time("first-time").await,
            bytes: browser.metric(form, "bytes-each").await,
        }
    }

    fn total(&self) -> f64 {
        self.create + self.finish
    }
}
