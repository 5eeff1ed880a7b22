//! Measures the built page in a real browser and prints a report.
//!
//! Every comparison is a ratio of two figures taken in the same run of the same
//! browser; absolute times are those of this machine and this moment. A figure
//! with an aim says whether it is met; a missed aim is no failure, since other
//! machines are other machines.

#[path = "../e2e/harness/mod.rs"]
mod harness;

mod cost;
mod crawl;
mod first_visit;
mod freeze;
mod sizes;
mod tasks;

use harness::{Browser, Engine};

#[tokio::main]
async fn main() {
    let engines = engines();
    sizes::report();
    for engine in engines {
        println!("\nIn {engine}\n");
        let browser = Browser::start(engine).await;
        first_visit::report(&browser).await;
        crawl::report(&browser).await;
        freeze::report(&browser).await;
        tasks::report(&browser).await;
        cost::report(&browser).await;
        browser.quit().await;
    }
}

/// The engines that the arguments name; Chromium if they name none.
fn engines() -> Vec<Engine> {
    let mut engines = Vec::new();
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "chromium" => engines.push(Engine::Chromium),
            "firefox" => engines.push(Engine::Firefox),
            "webkit" => engines.push(Engine::WebKit),
            // Cargo adds it to whatever else there is.
            "--bench" => {}
            other => {
                eprintln!(
                    "The bench knows chromium, firefox and webkit, not {other}."
                );
                std::process::exit(2);
            }
        }
    }
    if engines.is_empty() {
        engines.push(Engine::Chromium);
    }
    engines
}

/// Whether an aim is met, in a word.
fn verdict(met: bool) -> &'static str {
    if met { "met" } else { "missed" }
}
