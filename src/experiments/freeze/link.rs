//! The address of the lab: a setup as readable text, and back. What equals the
//! default is left out.

use super::{Mode, Setup, Turn, job_id};
use crate::experiments::link::{
    Note, Parameter, chosen, ids, put, query_by, setup_by, some,
};
use crate::experiments::{decimal_from, whole_from};
use meanwhile_jobs::Job;

const PARAMETERS: &[Parameter<Setup>] = &[
    Parameter {
        name: "job",
        expected: "primes, mandelbrot or chain",
        write: |setup| some(job_id(setup.job)),
        read: |setup, value| {
            put(
                &mut setup.job,
                Job::ALL.into_iter().find(|job| job_id(*job) == value),
            )
        },
    },
    Parameter {
        name: "length",
        expected: "a number of seconds from 0.5 to 10",
        write: |setup| some(setup.length.as_secs_f64()),
        read: |setup, value| {
            put(
                &mut setup.length,
                decimal_from(value).and_then(Setup::length_from),
            )
        },
    },
    Parameter {
        name: "size",
        expected: "a whole number from 1 to 1000000000",
        write: |setup| setup.size.and_then(some),
        read: |setup, value| {
            put(
                &mut setup.size,
                whole_from(value).and_then(Setup::size_from).map(Some),
            )
        },
    },
    Parameter {
        name: "run",
        expected: "a list of main, microtask, sliced, worker, pool",
        write: |setup| ids(&setup.modes, |it| it.id()),
        read: |setup, value| {
            put(&mut setup.modes, chosen(value, &Mode::ALL, Mode::from_id))
        },
    },
    Parameter {
        name: "slice",
        expected: "a number of milliseconds from 1 to 1000",
        write: |setup| some(setup.slice.as_secs_f64() * 1e3),
        read: |setup, value| {
            put(
                &mut setup.slice,
                decimal_from(value).and_then(Setup::slice_from),
            )
        },
    },
    Parameter {
        name: "yield",
        expected: "message, timeout, frame or scheduler",
        write: |setup| some(setup.turn.id()),
        read: |setup, value| put(&mut setup.turn, Turn::from_id(value)),
    },
    Parameter {
        name: "pool",
        expected: "a number of workers from 1 to 32",
        write: |setup| setup.pool.and_then(some),
        read: |setup, value| {
            put(
                &mut setup.pool,
                whole_from(value).and_then(Setup::pool_from).map(Some),
            )
        },
    },
];

/// Writes `setup` as the query of a link, without a question mark; empty for
/// the default setup.
#[must_use]
pub fn query_from_setup(setup: &Setup) -> String {
    query_by(PARAMETERS, setup)
}

/// Reads the query of a link: the setup, and what could not be followed.
#[must_use]
pub fn setup_from_query(query: &str) -> (Setup, Vec<Note>) {
    setup_by(PARAMETERS, query)
}
