//! The table as files for other programs.

use super::{Aspect, CellReport, Kept};
use crate::experiments::Kind;
use crate::experiments::{cell_text, value_text};
use serde::Serialize;
use std::time::Duration;

/// A cell as it is written, units beside the value.
#[derive(Serialize)]
struct Written {
    aspect: &'static str,
    kind: &'static str,
    value: Option<f64>,
    unit: &'static str,
    extrapolated_from: Option<u32>,
    measured_at_epoch_ms: Option<f64>,
    page_hidden: bool,
    clock_step_ms: f64,
    link: String,
    failure: Option<String>,
    post: String,
}

/// All cells, row by row.
fn written(kept: &Kept, step: Duration) -> Vec<Written> {
    let cell = |aspect: Aspect, kind: Kind| {
        let report = CellReport::of(kept, aspect, kind, step);
        Written {
            aspect: aspect.id(),
            kind: kind.id(),
            value: report.figure.value,
            unit: aspect.unit(),
            extrapolated_from: report.extrapolated_from,
            measured_at_epoch_ms: report.when.map(|when| when.epoch),
            page_hidden: report.hidden,
            clock_step_ms: step.as_secs_f64() * 1e3,
            link: report.href,
            failure: report.failure.map(|it| it.to_string()),
            post: report.post,
        }
    };
    let row = |aspect| Kind::ALL.map(|kind| cell(aspect, kind));
    Aspect::ALL.into_iter().flat_map(row).collect()
}

/// The cells as JSON: a list of objects.
#[must_use]
pub fn json_from_kept(kept: &Kept, step: Duration) -> String {
    // Only maps whose keys are no texts can fail; these are.
    serde_json::to_string_pretty(&written(kept, step)).unwrap_or_default()
}

/// The cells as CSV: a line of names, then a line each. What is unknown is
/// empty.
#[must_use]
pub fn csv_from_kept(kept: &Kept, step: Duration) -> String {
    let mut csv = "aspect,kind,value,unit,extrapolated_from,\
                   measured_at_epoch_ms,page_hidden,clock_step_ms,link,\
                   failure,post\n"
        .to_owned();
    for it in written(kept, step) {
        csv += &format!(
            "{},{},{},{},{},{},{},{},{},{},{}\n",
            it.aspect,
            it.kind,
            value_text(it.value),
            it.unit,
            value_text(it.extrapolated_from.map(f64::from)),
            value_text(it.measured_at_epoch_ms),
            it.page_hidden,
            it.clock_step_ms,
            quoted(&it.link),
            quoted(&it.failure.unwrap_or_default()),
            quoted(&it.post),
        );
    }
    csv
}

/// A text that may have commas and quotes in it.
fn quoted(text: &str) -> String {
    match text.is_empty() {
        true => String::new(),
        false => format!("\"{}\"", cell_text(text).replace('"', "\"\"")),
    }
}
