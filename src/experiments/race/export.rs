//! The results of a race as files for other programs.

use super::{LaneReport, Report};
use crate::experiments::figure::millis;
use crate::experiments::records::{Records, Value};

/// What was chosen for a strategy, and what it should have come to.
const NAMES: [&str; 6] = [
    "strategy",
    "order",
    "seed",
    "adders",
    "adds_each",
    "expected",
];

fn values(report: &Report, lane: &LaneReport) -> Vec<Value> {
    let plan = &report.plan;
    let (adders, adds_each) = plan.adders(lane.strategy);
    vec![
        Value::text(lane.strategy.id()),
        Value::text(plan.setup.order.id()),
        // Whole numbers up to `SEED_MAX` are exact as floats.
        Value::number(plan.setup.seed as f64),
        Value::number(adders),
        Value::number(adds_each),
        Value::number(lane.expected),
    ]
}

fn time(lane: &LaneReport) -> Value {
    Value::Number(lane.time.map(millis))
}

/// The results as JSON: an object for each strategy, with what each repetition
/// lost, in order, and the time of the one in the middle.
#[must_use]
pub fn json_from_report(report: &Report) -> String {
    let row = |lane: &LaneReport| {
        let lost = Value::Numbers(lane.losses.clone());
        let mut row = values(report, lane);
        row.extend([lost, time(lane)]);
        row
    };
    let names = NAMES.into_iter().chain(["lost", "time_ms"]);
    Records::new(names, report.lanes.iter().map(row)).json()
}

/// The results as CSV: a line for each repetition.
#[must_use]
pub fn csv_from_report(report: &Report) -> String {
    let rows = |lane: &'_ LaneReport| {
        let (values, time) = (values(report, lane), time(lane));
        let row = move |(number, lost): (u32, u32)| {
            let mut row = values.clone();
            row.extend([number, lost].map(Value::number));
            row.push(time.clone());
            row
        };
        (1..).zip(lane.losses.clone()).map(row)
    };
    let names = ["repetition", "lost", "median_time_ms"];
    let names = NAMES.into_iter().chain(names);
    Records::new(names, report.lanes.iter().flat_map(rows)).csv()
}
