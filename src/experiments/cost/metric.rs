//! The figures of the table by form.

use super::FormReport;
use crate::experiments::figure::Figure;
use crate::experiments::metric::{self, metrics};
use crate::trace::with_unit;
use std::time::Duration;

/// A figure of the table by form.
pub type Metric = metric::Metric<FormReport>;

impl Metric {
    metrics! {
        CREATE = TimeFigure(
            "create",
            "Create",
            "From the first being created until all exist: tasks are handed to the event loop, \
             futures are in their set, async functions are called, workers listen. One Worker \
             creates and finishes all but the Workers, then a tenth of them to warm up, and then all \
             again: this is the second time.",
            create,
        );
        FINISH = Time(
            "finish",
            "Finish",
            "From the moment all exist until the last has finished. Of Workers beyond the limit, both \
             times are extrapolated: as much for each as was measured.",
            |it| it.extrapolated(|measured| measured.finish),
        );
        FIRST_TIME = Time(
            "first-time",
            "First time",
            "Create and finish together, the first time in a new Worker. An engine begins with code \
             that it interprets or has compiled quickly, and optimizes what has run \
             for a while.",
            |it| it.measured?.first_time,
        );
        BYTES_EACH = Figure(
            "bytes-each",
            "Memory each",
            "By how much the worker's wasm memory grew the first time, in steps of 64 KiB, divided by \
             their number; of workers with their own wasm, that memory as a whole. What is on the \
             JavaScript side is not in it. Of JavaScript: what the browser says of the worker, its \
             engine included, if it is asked and answers.",
            |it, _| bytes_each(it),
        );
        FUTURE_SIZE = Figure(
            "future-size",
            "Future",
            "The size of one future as Rust has it, bytes held across the await included, without \
             what a queue adds.",
            |it, _| future_size(it),
        );
        PER_SECOND = Count(
            "per-second",
            "Per second",
            "How many were created and finished in a second: those really created, divided by the \
             time that they took together.",
            |it| Some(it.measured?.per_second()?.round() as usize),
        );
        EXTRAPOLATED_FROM = Count(
            "extrapolated-from",
            "",
            "How many were created, if the figures are extrapolated from fewer.",
            |it| Some(it.extrapolated_from()? as usize),
        );
    }
}

/// The first figure, which says in its place that there is none.
fn create(report: &FormReport, step: Duration) -> Figure {
    match &report.failure {
        Some(_) if report.measured.is_none() => Figure::words("failed"),
        _ => Figure::duration(report.extrapolated(|it| it.create), step),
    }
}

/// Bytes that are an average: with a digit after the point where it counts.
fn bytes_each(report: &FormReport) -> Figure {
    let Some(measured) = report.measured else {
        return Figure::unknown();
    };
    let Some(bytes) = measured.bytes_each else {
        return Figure::words("not disclosed by this browser");
    };
    let rounded = (bytes * 10.0).round() / 10.0;
    match rounded {
        0.0..1000.0 => Figure::new(rounded, with_unit(rounded, 1, "B")),
        _ => Figure::bytes(bytes.round() as u64),
    }
}

fn future_size(report: &FormReport) -> Figure {
    let size = report.measured.and_then(|it| it.future);
    size.map_or_else(Figure::unknown, |size| Figure::bytes(size.into()))
}
