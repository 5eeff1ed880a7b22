//! What holds of the rings that know no browser: the record of a run, the
//! watching of futures, and the experiments.
//!
//! [`executor`], [`site`] and [`web`] stand in for the event loop and the web:
//! nothing here sleeps, and no test looks at a real clock.

#![cfg(not(target_family = "wasm"))]

#[path = "../endpoint_answers.rs"]
mod endpoint_answers;
mod executor;
mod history;
mod picture;
mod pieces;
mod seen;
mod site;
mod web;

mod calibration;
mod chrome;
mod closest;
mod compare;
mod compare_run;
mod controls;
mod cost;
mod deploy;
mod drawn;
mod endpoint;
mod examples;
#[path = "../exhibit_name.rs"]
mod exhibit_name;
mod exhibits;
mod findings;
mod freeze;
mod goals;
mod growth;
mod guess;
mod hostile;
#[path = "../hostile_input.rs"]
mod hostile_input;
mod jobs;
mod kept;
mod link;
mod lints;
mod lives;
mod measures;
mod modes;
mod numbers;
mod order;
mod packed;
mod paste;
mod pin;
mod programs;
mod pulse;
mod race;
mod race_run;
mod recording;
mod replay;
mod report;
mod request;
mod retry_after;
mod rows;
mod run;
mod script;
mod starts;
mod stats;
mod still;
mod strategies;
mod styles;
mod tasks;
mod timeline;
mod tour;
mod traced;
mod truth;
mod viewport;
mod words;

use proptest::test_runner::Config;

/// So many random cases; what fails is printed, not kept in a file.
fn cases(cases: u32) -> Config {
    Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    }
}

/// A highlighted source, as the page fetches it.
fn shown(text: meanwhile::experiments::Text) -> &'static str {
    use meanwhile::experiments::FILES;
    let path = format!("{}/texts/{}.txt", env!("OUT_DIR"), FILES[text.file]);
    let file = std::fs::read_to_string(path).expect("it was built");
    let found = text.in_file(&file).map(str::to_owned);
    // Few, and all are needed until the tests end.
    String::leak(found.expect("the build has written every text"))
}

/// That many milliseconds.
const fn ms(millis: u64) -> std::time::Duration {
    std::time::Duration::from_millis(millis)
}

/// The text with ordinary spaces in the place of those that do not break.
fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}
