//! The points of a visit as files for other programs.

use super::Point;
use crate::experiments::figure::millis;
use crate::experiments::records::{Records, Value};

const NAMES: [&str; 12] = [
    "form",
    "n",
    "created",
    "extrapolated",
    "body",
    "held_bytes",
    "create_ms",
    "finish_ms",
    "first_time_ms",
    "bytes_each",
    "future_bytes",
    "per_second",
];

/// The times are those for `n`, as in the table.
fn values(point: &Point) -> Vec<Value> {
    let (plan, measured) = (&point.plan, &point.measured);
    let time = |part| {
        Value::number(millis(measured.extrapolated(part, plan.setup.count)))
    };
    vec![
        Value::text(point.form.id()),
        Value::number(plan.setup.count),
        Value::number(measured.created),
        Value::Flag(measured.created < plan.setup.count),
        Value::text(plan.setup.body.id()),
        Value::number(plan.setup.held),
        time(measured.create),
        time(measured.finish),
        Value::Number(measured.first_time.map(millis)),
        Value::Number(measured.bytes_each),
        Value::Number(measured.future.map(f64::from)),
        Value::Number(measured.per_second()),
    ]
}

fn records(points: &[Point]) -> Records {
    Records::new(NAMES, points.iter().map(values))
}

/// The points as JSON: a list of objects.
#[must_use]
pub fn json_from_points(points: &[Point]) -> String {
    records(points).json()
}

/// The points as CSV: a line each.
#[must_use]
pub fn csv_from_points(points: &[Point]) -> String {
    records(points).csv()
}
