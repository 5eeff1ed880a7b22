//! What the visitor can choose, control by control.

use super::{Mode, Setup, Turn, job_id, job_name};
use crate::experiments::Note;
use crate::experiments::control::{
    Control, Takes, chosen, compared, ids, put, query_by, setup_by,
};
use meanwhile_jobs::{Job, SIZE_MAX};
use std::time::Duration;

/// The job.
pub static JOB: Control<Setup> = Control {
    id: "job",
    label: "Job",
    help: "What the loop computes; in every mode the same code and the same answer.",
    takes: Takes::One {
        options: &[
            (job_id(Job::Primes), job_name(Job::Primes)),
            (job_id(Job::Mandelbrot), job_name(Job::Mandelbrot)),
            (job_id(Job::Chain), job_name(Job::Chain)),
        ],
        unit: "",
        get: |it| job_id(it.job).to_owned(),
        set: |it, id| {
            let job = Job::ALL.into_iter().find(|job| job_id(*job) == id);
            put(&mut it.job, job)
        },
    },
};

/// How long the page is to be frozen by `main`, about.
pub static LENGTH: Control<Setup> = Control {
    id: "length",
    label: "Freeze length in seconds",
    help: "How long the main thread is to take; the other modes get the same job.",
    takes: Takes::Decimal {
        noun: "number of seconds",
        min: Setup::LENGTH_MIN.as_secs_f64(),
        max: Setup::LENGTH_MAX.as_secs_f64(),
        get: |it| it.length.as_secs_f64(),
        set: |it, seconds| it.length = Duration::from_secs_f64(seconds),
    },
};

/// The size of the job, where it is not measured.
pub static SIZE: Control<Setup> = Control {
    id: "size",
    label: "Size of the job",
    help: "How large the job is, whatever it takes here.",
    takes: Takes::Whole {
        noun: "whole number",
        min: 1,
        max: SIZE_MAX,
        get: |it| it.size,
        set: |it, size| it.size = Some(size),
    },
};

/// The modes to run.
pub static MODES: Control<Setup> = compared(
    "Modes",
    || ids(&Mode::ALL, Mode::id),
    |it| ids(&it.modes, Mode::id),
    |it, list| put(&mut it.modes, chosen(list, &Mode::ALL, Mode::from_id)),
);

/// How long a slice is.
pub static SLICE: Control<Setup> = Control {
    id: "slice",
    label: "Slice in milliseconds",
    help: "",
    takes: Takes::Decimal {
        noun: "number of milliseconds",
        min: 1.0,
        max: 1000.0,
        get: |it| it.slice.as_secs_f64() * 1e3,
        set: |it, millis| it.slice = Duration::from_secs_f64(millis / 1e3),
    },
};

/// How the sliced loop gives the browser a turn.
pub static TURN: Control<Setup> = Control {
    id: "yield",
    label: "Yield by",
    help: "How the slices give the browser a turn.",
    takes: Takes::One {
        options: &[
            (Turn::MessageChannel.id(), Turn::MessageChannel.name()),
            (Turn::Timeout.id(), Turn::Timeout.name()),
            (Turn::AnimationFrame.id(), Turn::AnimationFrame.name()),
            (Turn::Scheduler.id(), Turn::Scheduler.name()),
        ],
        unit: "",
        get: |it| it.turn.id().to_owned(),
        set: |it, id| put(&mut it.turn, Turn::from_id(id)),
    },
};

/// How many workers the pool has.
pub static POOL: Control<Setup> = Control {
    id: "pool",
    label: "Workers in the pool",
    help: "",
    takes: Takes::Whole {
        noun: "number of workers",
        min: 1,
        max: Setup::POOL_MAX as u64,
        get: |it| it.pool.map(|workers| workers as u64),
        set: |it, workers| it.pool = Some(workers as usize),
    },
};

/// All controls, in the order of links.
pub static CONTROLS: [&Control<Setup>; 7] =
    [&JOB, &LENGTH, &SIZE, &MODES, &SLICE, &TURN, &POOL];

/// Writes `setup` as the query of a link, without a question mark; empty for
/// the default setup.
#[must_use]
pub fn query_from_setup(setup: &Setup) -> String {
    query_by(&CONTROLS, setup)
}

/// Reads the query of a link: the setup, and what could not be followed.
#[must_use]
pub fn setup_from_query(query: &str) -> (Setup, Vec<Note>) {
    setup_by(&CONTROLS, query)
}
