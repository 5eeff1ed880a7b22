//! Measures the built page in a real browser and prints a report.
//!
//! Every comparison is a ratio of two figures taken in the same run of the same
//! browser; absolute times are those of this machine and this moment. A figure
//! with an aim says whether it is met; a missed aim is no failure, since other
//! machines are other machines. [`Figures`] keeps those.
//!
//! Arguments name engines and parts: Chromium and all parts if they name none.
//! `--accept` keeps what is measured as what later benches are held against.

#[path = "../e2e/harness/mod.rs"]
mod harness;

// The bench opens setups and writes lists as the tests do.
#[path = "../e2e/lab.rs"]
#[allow(dead_code, reason = "the bench needs a part")]
mod lab;

mod cost;
mod crawl;
mod figures;
mod first_visit;
mod freeze;
mod load;
mod memory;
mod observer;
mod quiet;
mod rows;
mod script;
mod sizes;
mod tasks;

use figures::Figures;
use harness::{Browser, Engine};

/// What is measured in each engine, in this order.
const PARTS: [&str; 10] = [
    "first-visit",
    "observer",
    "crawl",
    "rows",
    "load",
    "freeze",
    "tasks",
    "cost",
    "script",
    "memory",
];

#[tokio::main]
async fn main() {
    let Asked {
        engines,
        parts,
        accept,
    } = Asked::read();
    let mut figures = Figures::new();
    sizes::report();
    for engine in engines {
        println!("\nIn {engine}\n");
        let browser = Browser::start(engine).await;
        for part in &parts {
            match *part {
                "first-visit" => first_visit::report(&browser).await,
                "observer" => observer::report(&browser, &mut figures).await,
                "crawl" => crawl::report(&browser, &mut figures).await,
                "rows" => rows::report(&browser, &mut figures).await,
                "load" => load::report(&browser, &mut figures).await,
                "freeze" => freeze::report(&browser, &mut figures).await,
                "tasks" => tasks::report(&browser, &mut figures).await,
                "cost" => cost::report(&browser, &mut figures).await,
                "script" => script::report(&browser, &mut figures).await,
                _ => memory::report(&browser, &mut figures).await,
            }
        }
        browser.quit().await;
    }
    figures.report();
    if accept {
        figures.accept();
    }
}

/// What the arguments ask for.
struct Asked {
    engines: Vec<Engine>,
    parts: Vec<&'static str>,
    accept: bool,
}

impl Asked {
    fn read() -> Self {
        let mut asked = Self {
            engines: Vec::new(),
            parts: Vec::new(),
            accept: false,
        };
        for argument in std::env::args().skip(1) {
            match argument.as_str() {
                "chromium" => asked.engines.push(Engine::Chromium),
                "firefox" => asked.engines.push(Engine::Firefox),
                "webkit" => asked.engines.push(Engine::WebKit),
                "--accept" => asked.accept = true,
                // Cargo adds it to whatever else there is.
                "--bench" => {}
                other => match PARTS.iter().find(|it| **it == other) {
                    Some(part) => asked.parts.push(part),
                    None => {
                        eprintln!(
                            "The bench knows chromium, firefox, webkit, {} and --accept, not {other}.",
                            PARTS.join(", ")
                        );
                        std::process::exit(2);
                    }
                },
            }
        }
        if asked.engines.is_empty() {
            asked.engines.push(Engine::Chromium);
        }
        if asked.parts.is_empty() {
            asked.parts.extend(PARTS);
        }
        asked
    }
}

/// Whether an aim is met, in a word.
fn verdict(met: bool) -> &'static str {
    if met { "met" } else { "missed" }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
