//! The results of a race as files for other programs.

use super::{LaneReport, Report};
use crate::experiments::figure::millis;
use serde::Serialize;

/// A strategy as it is written, units in the names.
#[derive(Serialize)]
struct Written {
    strategy: &'static str,
    order: &'static str,
    seed: u64,
    adders: u32,
    adds_each: u32,
    expected: u32,
    /// What was lost in each repetition, in order.
    lost: Vec<u32>,
    /// Of the repetition in the middle.
    time_ms: Option<f64>,
}

impl Written {
    fn of(report: &Report, lane: &LaneReport) -> Self {
        let plan = &report.plan;
        let (adders, adds_each) = plan.adders(lane.strategy);
        Self {
            strategy: lane.strategy.id(),
            order: plan.order.id(),
            seed: plan.seed,
            adders,
            adds_each,
            expected: lane.expected,
            lost: lane.losses.clone(),
            time_ms: lane.time.map(millis),
        }
    }
}

fn written(report: &Report) -> impl Iterator<Item = Written> {
    report.lanes.iter().map(|lane| Written::of(report, lane))
}

/// The results as JSON: a list of objects.
#[must_use]
pub fn json_from_report(report: &Report) -> String {
    let written: Vec<Written> = written(report).collect();
    // Only maps whose keys are no texts can fail; these are.
    serde_json::to_string_pretty(&written).unwrap_or_default()
}

/// The results as CSV: a line of names, then a line for each repetition. What
/// is unknown is empty.
#[must_use]
pub fn csv_from_report(report: &Report) -> String {
    let mut csv = "strategy,order,seed,adders,adds_each,expected,repetition,\
                   lost,median_time_ms\n"
        .to_owned();
    for it in written(report) {
        let time = it.time_ms.map(|time| time.to_string());
        let time = time.unwrap_or_default();
        for (repetition, lost) in it.lost.iter().enumerate() {
            csv += &format!(
                "{},{},{},{},{},{},{},{lost},{time}\n",
                it.strategy,
                it.order,
                it.seed,
                it.adders,
                it.adds_each,
                it.expected,
                repetition + 1,
            );
        }
    }
    csv
}
