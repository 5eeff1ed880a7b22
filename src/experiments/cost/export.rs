//! The points of a visit as files for other programs.

use super::Point;
use crate::experiments::figure::millis;
use serde::Serialize;

/// A point as it is written, units in the names.
#[derive(Serialize)]
struct Written {
    form: &'static str,
    n: u32,
    created: u32,
    extrapolated: bool,
    body: &'static str,
    held_bytes: u32,
    create_ms: f64,
    finish_ms: f64,
    bytes_each: Option<f64>,
    future_bytes: Option<u32>,
    per_second: Option<f64>,
}

impl Written {
    /// The times are those for `n`, as in the table.
    fn of(point: &Point) -> Self {
        let (plan, measured) = (&point.plan, &point.measured);
        let time = |part| millis(measured.extrapolated(part, plan.count));
        Self {
            form: point.form.id(),
            n: plan.count,
            created: measured.created,
            extrapolated: measured.created < plan.count,
            body: plan.body.id(),
            held_bytes: plan.held,
            create_ms: time(measured.create),
            finish_ms: time(measured.finish),
            bytes_each: measured.bytes_each,
            future_bytes: measured.future,
            per_second: measured.per_second(),
        }
    }
}

/// The points as JSON: a list of objects.
#[must_use]
pub fn json_from_points(points: &[Point]) -> String {
    let written: Vec<Written> = points.iter().map(Written::of).collect();
    // Only maps whose keys are no texts can fail; these are.
    serde_json::to_string_pretty(&written).unwrap_or_default()
}

/// The points as CSV: a line of names, then a line each. What is unknown is
/// empty.
#[must_use]
pub fn csv_from_points(points: &[Point]) -> String {
    let mut csv = "form,n,created,extrapolated,body,held_bytes,create_ms,\
                   finish_ms,bytes_each,future_bytes,per_second\n"
        .to_owned();
    let known = |number: Option<f64>| {
        number.map(|number| number.to_string()).unwrap_or_default()
    };
    for point in points {
        let it = Written::of(point);
        csv += &format!(
            "{},{},{},{},{},{},{},{},{},{},{}\n",
            it.form,
            it.n,
            it.created,
            it.extrapolated,
            it.body,
            it.held_bytes,
            it.create_ms,
            it.finish_ms,
            known(it.bytes_each),
            known(it.future_bytes.map(f64::from)),
            known(it.per_second),
        );
    }
    csv
}
