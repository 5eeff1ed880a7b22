//! What is to be found out by creating many.

use super::{Form, Measured, Report, Setup};
use crate::experiments::Goal;
use std::time::Duration;

/// The goals, in the order of the page.
pub static GOALS: &[Goal<Report>] = &[
    Goal {
        id: "cost.ten-thousand-in-a-megabyte",
        text: "Create 10\u{202f}000 tasks in less than 1 MB.",
        hint: "A task is its future and what the queue needs to poll it. It has no stack; what it \
               holds across its await is what it weighs.",
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
        text: "Have each task take more than 16 kB.",
        hint: "A future keeps whatever is alive across an await. Let each hold as much as there is \
               to choose.",
        is_met: |report| {
            let each =
                measured(report, Form::SpawnLocal).and_then(|it| it.bytes_each);
            each.is_some_and(|each| each > 16e3)
        },
    },
    Goal {
        id: "cost.a-million",
        text: "Create a million tasks, with none extrapolated.",
        hint: "Create 1\u{202f}000\u{202f}000 of each, spawn_local among them. No browser has as many \
               Workers, so their times are extrapolated; the tasks are all created.",
        is_met: |report| {
            measured(report, Form::SpawnLocal)
                .is_some_and(|it| it.created >= Setup::COUNT_MAX)
        },
    },
    Goal {
        id: "cost.worker-for-a-thousand",
        text: "Show that one Worker takes as long as 1000 tasks.",
        hint: "Run spawn_local beside Workers with their own wasm: each of those starts a thread, \
               an engine and a memory. What counts is how long one of each takes, from nothing to \
               its end.",
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
