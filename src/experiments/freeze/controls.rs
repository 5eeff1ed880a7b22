//! What the visitor can choose, control by control.

use super::{Mode, Setup, Turn, job_id, job_name};
use crate::experiments::control::{Control, Linked, Takes, chosen, ids, put};
use crate::experiments::guess::guesses;
use crate::experiments::look::{looked, run_control};
use crate::experiments::{Guesses, Note};
use meanwhile_jobs::{Job, SIZE_MAX};
use std::time::Duration;

/// The job.
pub static JOB: Control<Setup> = Control::one(
    "job",
    "Job",
    "What the loop computes; in every mode the same code and the same answer.",
    &[
        (job_id(Job::Primes), job_name(Job::Primes)),
        (job_id(Job::Mandelbrot), job_name(Job::Mandelbrot)),
        (job_id(Job::Chain), job_name(Job::Chain)),
    ],
    |it| job_id(it.job).to_owned(),
    |it, id| {
        let job = Job::ALL.into_iter().find(|job| job_id(*job) == id);
        put(&mut it.job, job)
    },
);

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
pub static SIZE: Control<Setup> = Control::whole(
    "size",
    "Size of the job",
    "How large the job is, whatever it takes here.",
    (1, SIZE_MAX),
    |it| it.size,
    |it, size| it.size = Some(size),
);

/// The modes to run.
pub static MODES: Control<Setup> = Control::compared(
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
pub static TURN: Control<Setup> = Control::one(
    "yield",
    "Yield by",
    "How the slices give the browser a turn.",
    Turn::OPTIONS,
    |it| it.turn.id().to_owned(),
    |it, id| put(&mut it.turn, Turn::from_id(id)),
);

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

/// What the reader expects.
pub static GUESS: Control<Setup> = guesses(
    "Guess of the longest gap in milliseconds",
    "What you expect the longest gap between frames to be, in milliseconds, before you run it.",
    |it| it.guess.text(),
    |it, text| {
        let ids = Mode::ALL.map(Mode::id);
        put(&mut it.guess, Guesses::read(text, &ids))
    },
);

/// Which run is replayed.
pub static REPLAY: Control<Setup> =
    run_control("the name of a mode", |it, id| {
        let of = Mode::from_id(id).map(Mode::id);
        it.look.of = Some(of?);
        Some(())
    });

looked!(Setup);

impl Linked for Setup {
    const CONTROLS: &'static [&'static Control<Self>] = &[
        &JOB, &LENGTH, &SIZE, &MODES, &SLICE, &TURN, &POOL, &GUESS, &REPLAY,
        &LOOK[0], &LOOK[1], &LOOK[2], &LOOK[3],
    ];

    fn mend(&mut self) -> Option<Note> {
        self.look.mend_of_several()
    }
}
