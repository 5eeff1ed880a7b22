//! The table as files for other programs.

use super::{Aspect, CellReport, Kept};
use crate::experiments::Kind;
use crate::experiments::figure::millis;
use crate::experiments::records::{Records, Value};
use std::time::Duration;

const NAMES: [&str; 11] = [
    "aspect",
    "kind",
    "value",
    "unit",
    "extrapolated_from",
    "measured_at_epoch_ms",
    "page_hidden",
    "clock_step_ms",
    "link",
    "failure",
    "post",
];

/// All cells, row by row, units beside the values.
fn records(kept: &Kept, step: Duration) -> Records {
    let cell = |aspect: Aspect, kind: Kind| {
        let report = CellReport::of(kept, aspect, kind, step);
        vec![
            Value::text(aspect.id()),
            Value::text(kind.id()),
            Value::Number(report.figure.value),
            Value::text(aspect.unit()),
            Value::Number(report.extrapolated_from.map(f64::from)),
            Value::Number(report.when.map(|when| when.epoch)),
            Value::Flag(report.hidden),
            Value::number(millis(step)),
            Value::text(report.href),
            Value::Text(report.failure.map(|it| it.to_string())),
            Value::text(report.post),
        ]
    };
    let row = |aspect| Kind::ALL.map(|kind| cell(aspect, kind));
    Records::new(NAMES, Aspect::ALL.into_iter().flat_map(row))
}

/// The cells as JSON: a list of objects.
#[must_use]
pub fn json_from_kept(kept: &Kept, step: Duration) -> String {
    records(kept, step).json()
}

/// The cells as CSV: a line each. What is unknown is empty.
#[must_use]
pub fn csv_from_kept(kept: &Kept, step: Duration) -> String {
    records(kept, step).csv()
}
