//! The figures that have an aim: what a bench found, beside what was accepted
//! before, for people and for scripts. Not how they are measured.

use crate::harness::Engine;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// What is accepted, by engine and name; kept with the code.
const ACCEPTED: &str = "tests/bench/figures.json";
/// Where the report of a bench goes: `report.md` and `report.json`.
const REPORT: &str = "target/bench";

/// The part of a figure by which it may differ from bench to bench, where there
/// is one measurement alone.
const ONCE: f64 = 0.1;

/// Which way a figure gets better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Aim {
    AtMost,
    AtLeast,
}

/// What a figure was: when its aim was set, and when it was last accepted.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize)]
struct Known {
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted: Option<f64>,
}

/// A figure that was measured: ratios, milliseconds or bytes, as its name says.
#[derive(Debug, Serialize)]
struct Figure {
    engine: String,
    name: String,
    value: f64,
    /// How far apart the middle half of the measurements is; a guess for a
    /// figure that the page gives as one number.
    spread: f64,
    direction: Aim,
    aim: f64,
    met: bool,
    /// Whether it is worse than what was accepted, by more than the spread.
    worse: bool,
    #[serde(flatten)]
    known: Known,
}

impl Figure {
    fn is_time(&self) -> bool {
        self.name.contains(", ms")
    }
}

/// All figures of a bench.
pub(crate) struct Figures {
    known: BTreeMap<String, BTreeMap<String, Known>>,
    measured: Vec<Figure>,
}

impl Figures {
    /// None yet, beside those that are kept with the code.
    pub(crate) fn new() -> Self {
        let text = std::fs::read_to_string(in_project(ACCEPTED));
        let text = text.expect("the accepted figures are kept with the code");
        Self {
            known: serde_json::from_str(&text).expect("they are JSON"),
            measured: Vec::new(),
        }
    }

    /// Takes the measurements of one figure, whose median is its value; whether
    /// the aim is met.
    pub(crate) fn take(
        &mut self,
        engine: Engine,
        name: impl Into<String>,
        mut measured: Vec<f64>,
        direction: Aim,
        aim: f64,
    ) -> bool {
        measured.sort_by(f64::total_cmp);
        let quartile = |part: usize| measured[(measured.len() - 1) * part / 4];
        let (name, engine) = (name.into(), engine.to_string());
        let value = quartile(2);
        let spread = match measured.len() {
            1 => value * ONCE,
            _ => quartile(3) - quartile(1),
        };
        let met = match direction {
            Aim::AtMost => value <= aim,
            Aim::AtLeast => value >= aim,
        };
        let known = self.known.get(&engine).and_then(|its| its.get(&name));
        let known = known.copied().unwrap_or_default();
        let lost = known.accepted.map(|accepted| match direction {
            Aim::AtMost => value - accepted,
            Aim::AtLeast => accepted - value,
        });
        self.measured.push(Figure {
            engine,
            name,
            value,
            spread,
            direction,
            aim,
            met,
            worse: lost.is_some_and(|lost| lost > spread),
            known,
        });
        met
    }

    /// Says what got worse, and writes the report.
    pub(crate) fn report(&self) {
        let folder = in_project(REPORT);
        std::fs::create_dir_all(&folder).expect("the folder can be made");
        let json = serde_json::to_string_pretty(&self.measured);
        let json = json.expect("figures are JSON");
        let write = |name: &str, text: String| {
            let written = std::fs::write(folder.join(name), text);
            written.expect("the report can be written");
        };
        write("report.json", json);
        write("report.md", self.table());
        let worse = self.measured.iter().filter(|it| it.worse);
        for Figure {
            engine,
            name,
            value,
            spread,
            known,
            ..
        } in worse
        {
            let accepted = known.accepted.unwrap_or(f64::NAN);
            println!(
                "\nWorse than accepted, in {engine}: {name} is {}, and was {}; \
                 the measurements are {} apart.",
                figure(*value),
                figure(accepted),
                figure(*spread),
            );
        }
        println!("\nThe figures that have an aim are in {REPORT}/report.md.");
    }

    fn table(&self) -> String {
        let mut table = String::from(
            "| engine | figure | value | spread | aim | | accepted | before |\n\
             |---|---|---|---|---|---|---|---|\n",
        );
        for it in &self.measured {
            let than = match it.direction {
                Aim::AtMost => "≤",
                Aim::AtLeast => "≥",
            };
            let verdict = match (it.met, it.worse) {
                (true, false) => "met",
                (true, true) => "met, worse",
                (false, false) => "missed",
                (false, true) => "missed, worse",
            };
            let or_none = |it: Option<f64>| it.map_or("–".to_owned(), figure);
            let _ = writeln!(
                table,
                "| {} | {} | {} | {} | {than} {} | {verdict} | {} | {} |",
                it.engine,
                it.name,
                figure(it.value),
                figure(it.spread),
                it.aim,
                or_none(it.known.accepted),
                or_none(it.known.before),
            );
        }
        table
    }

    /// Accepts the ratios and sizes that were measured: later benches are held
    /// against them. Times are of this machine.
    pub(crate) fn accept(mut self) {
        let ratios = self.measured.into_iter().filter(|it| !it.is_time());
        for it in ratios {
            let its = self.known.entry(it.engine).or_default();
            let accepted = (it.value * 1e3).round() / 1e3;
            its.entry(it.name).or_default().accepted = Some(accepted);
        }
        let text = serde_json::to_string_pretty(&self.known);
        let text = text.expect("figures are JSON") + "\n";
        let written = std::fs::write(in_project(ACCEPTED), text);
        written.expect("the accepted figures can be written");
        println!("They are accepted now, in {ACCEPTED}.");
    }
}

fn in_project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// With three digits that count.
fn figure(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.3}"),
    }
}
