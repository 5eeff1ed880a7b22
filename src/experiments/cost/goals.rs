//! What is to be found out by creating many.

use super::{Form, Measured, Report, Setup};
use crate::experiments::Goal;
use std::time::Duration;

/// The goals, in the order of the page.
pub static GOALS: &[Goal<Report>] = &[
    Goal {
        id: "cost.ten-thousand-in-a-megabyte",
        is_met: |report| {
            let tasks = measured(report, Form::SpawnLocal);
            tasks.is_some_and(|it| {
                let bytes =
                    it.bytes_each.map(|each| each * f64::from(it.created));
                it.created >= 10_000 && bytes.is_some_and(|bytes| bytes < 1e6)
            })
        },
    },
    Goal {
        id: "cost.heavy-task",
        is_met: |report| {
            let each =
                measured(report, Form::SpawnLocal).and_then(|it| it.bytes_each);
            each.is_some_and(|each| each > 16e3)
        },
    },
    Goal {
        id: "cost.a-million",
        is_met: |report| {
            measured(report, Form::SpawnLocal)
                .is_some_and(|it| it.created >= Setup::COUNT_MAX)
        },
    },
    Goal {
        id: "cost.worker-for-a-thousand",
        is_met: |report| {
            let each = |form| time_of_one(&measured(report, form)?);
            let (task, worker) =
                (each(Form::SpawnLocal), each(Form::OwnWorkers));
            task.zip(worker)
                .is_some_and(|(task, worker)| worker >= task * 1000.0)
        },
    },
];

fn measured(report: &Report, form: Form) -> Option<Measured> {
    report.form(form)?.measured
}

/// How long one of them takes on average, in seconds; none on a clock that did
/// not move.
fn time_of_one(measured: &Measured) -> Option<f64> {
    let total = Some(measured.total()).filter(|it| *it > Duration::ZERO);
    Some(total?.as_secs_f64() / f64::from(measured.created.max(1)))
}
