//! What is said of a run is true of it: runs of all sorts, in a web whose every
//! wait is known. Here of the lab Crawl; the other labs have files of their own.

mod compare;
mod cost;
mod freeze;
mod race;
mod tasks;
mod told;

use crate::site::{Run, crawl};
use crate::{cases, plain};
use meanwhile::experiments::Part;
use meanwhile::experiments::crawl::{Metric, Strategy};
use meanwhile::trace::{Finding, duration_text};
use proptest::prelude::{
    Just, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest,
};
use proptest::strategy::Strategy as _;
use std::time::Duration;

const STEP: Duration = Duration::from_micros(100);

const LITTLE: &str = "there was little to overlap";

/// A request: how long its answer takes, whether it fails, and where it goes.
#[derive(Clone, Debug)]
struct Asked {
    tenths: u32,
    fails: bool,
    host: &'static str,
    query: u32,
}

impl Asked {
    fn text(&self) -> String {
        let Self {
            tenths,
            fails,
            host,
            query,
        } = self;
        let seconds = f64::from(*tenths) / 10.0;
        match fails {
            true => format!("{host}status/503/{seconds}?{query}"),
            false => format!("{host}delay/{seconds}?{query}"),
        }
    }

    /// How long it takes if nothing stands in its way.
    fn alone(&self) -> Duration {
        Duration::from_millis(u64::from(self.tenths) * 100)
    }
}

fn asked() -> impl proptest::strategy::Strategy<Value = Asked> {
    let tenths = prop_oneof![Just(0), Just(5), Just(10), 1_u32..30];
    let fails = prop::bool::weighted(0.05);
    let host = prop_oneof![Just(""), Just("http://six.test/")];
    (tenths, fails, host, 0_u32..4).prop_map(|(tenths, fails, host, query)| {
        Asked {
            tenths,
            fails,
            host,
            query,
        }
    })
}

/// Lists of requests that differ, and of those that are alike.
fn list() -> impl proptest::strategy::Strategy<Value = Vec<Asked>> {
    let alike = (asked(), 1_usize..16, any::<bool>()).prop_map(
        |(asked, count, are_one)| {
            let each = |query| Asked {
                query: if are_one { 0 } else { query },
                ..asked.clone()
            };
            (0..count as u32).map(each).collect()
        },
    );
    prop_oneof![prop::collection::vec(asked(), 1..16), alike]
}

fn choice() -> impl proptest::strategy::Strategy<Value = String> {
    let ids = Strategy::ALL.map(Strategy::id).to_vec();
    let strategies = prop::sample::subsequence(ids, 1..=4);
    let cache = prop_oneof![Just("no-store"), Just("default")];
    let order = prop_oneof![4 => Just("in-turn"), 1 => Just("together")];
    (strategies, cache, order, 1_u32..8).prop_map(
        |(strategies, cache, order, limit)| {
            let order = match order {
                "together" => "&order=together",
                _ => "",
            };
            let strategies = strategies.join(",");
            format!("run={strategies}&limit={limit}&cache={cache}{order}&timeout=100000")
        },
    )
}

fn run(list: &[Asked], choice: &str) -> Run {
    let rows: Vec<String> = list.iter().map(Asked::text).collect();
    crawl(&rows.join("\n"), choice)
}

fn sentence(run: &Run) -> String {
    let parts = run.report().sentence(STEP).into_iter();
    let text: String = parts.map(Part::into_text).collect();
    plain(&text)
}

/// What is called a floor, if anything is.
fn floor(sentence: &str) -> Option<&str> {
    let (_, rest) = sentence.split_once("cannot go below ")?;
    rest.split_once(':').map(|(floor, _)| floor)
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn what_is_called_a_floor_is_what_a_request_takes_alone(
        list in list(),
        choice in choice(),
    ) {
        let run = run(&list, &choice);
        let said = sentence(&run);
        if let Some(floor) = floor(&said) {
            let longest = list.iter().map(Asked::alone).max();
            let longest = longest.expect("there is a request");
            prop_assert_eq!(floor, plain(&duration_text(longest, STEP)), "{}", said);
        }
    }

    #[test]
    fn nothing_is_a_cause_that_was_none(list in list(), choice in choice()) {
        let run = run(&list, &choice);
        let said = sentence(&run);
        let alone: Vec<Duration> = list.iter().map(Asked::alone).collect();
        let all: Duration = alone.iter().sum();
        let longest = alone.iter().copied().max().unwrap_or_default();
        if said.contains(LITTLE) {
            prop_assert!(all <= longest.mul_f64(1.06), "{}", said);
        }
        let outside = list.iter().filter(|it| !it.host.is_empty()).count();
        for found in &run.report().findings {
            match &found.finding {
                Finding::Connections { requests, .. } => {
                    prop_assert!(outside > 6 && *requests > 6, "{}", found);
                }
                Finding::CacheQueue { .. } => {
                    prop_assert!(choice.contains("cache=default"), "{}", found);
                }
                _ => continue,
            }
            let names = &found.strategies;
            let in_a_row = [Strategy::Blocking, Strategy::Sequential];
            let all_do = names.is_empty() && run.lanes.len() > 1;
            let alone = all_do && run.lanes.iter().any(|lane| in_a_row.contains(&lane.strategy()));
            prop_assert!(!alone, "one at a time waits for nobody: {}", found);
            prop_assert!(!names.iter().any(|it| in_a_row.contains(it)), "{}", found);
        }
    }

    #[test]
    fn the_sentence_and_the_findings_agree(list in list(), choice in choice()) {
        let run = run(&list, &choice);
        let said = sentence(&run);
        let report = run.report();
        let fastest = report.lanes.iter().find(|lane| said.starts_with(lane.strategy.name()));
        let Some(fastest) = fastest else { return Ok(()) };
        let queued = report.findings.iter().any(|found| {
            let is_queue = matches!(
                found.finding,
                Finding::Connections { .. } | Finding::CacheQueue { .. },
            );
            let is_theirs = found.strategies.is_empty()
                || found.strategies.contains(&fastest.strategy);
            is_queue && is_theirs
        });
        if queued {
            prop_assert_eq!(floor(&said), None, "{}", said);
            prop_assert!(!said.contains(LITTLE), "{}", said);
        }
    }

    #[test]
    fn each_number_of_the_sentence_is_one_of_the_table(
        list in list(),
        choice in choice(),
    ) {
        let run = run(&list, &choice);
        let report = run.report();
        let mut rest = sentence(&run);
        for lane in &report.lanes {
            let name = lane.strategy.name();
            let said = rest.contains(name) || rest.contains(&name.to_ascii_lowercase());
            prop_assert!(said, "{} is left out of: {}", name, rest);
        }
        let mut figures: Vec<String> = Vec::new();
        for lane in &report.lanes {
            for metric in [Metric::TOTAL, Metric::SPEEDUP, Metric::AVERAGE, Metric::SLOWEST] {
                figures.push(plain(&metric.of(lane, STEP).text));
            }
        }
        // One may be the beginning of another.
        figures.sort_by_key(|text| std::cmp::Reverse(text.len()));
        for figure in figures {
            rest = rest.replace(&figure, "");
        }
        prop_assert!(!rest.contains(|c: char| c.is_ascii_digit()), "{}", rest);
    }
}
