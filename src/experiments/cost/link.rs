//! The address of the lab: a setup as readable text, and back. What equals the
//! default is left out.

use super::{Body, Form, Setup};
use crate::experiments::link::{
    Note, Parameter, chosen, ids, put, query_by, setup_by, some,
};
use crate::experiments::whole_from;

const PARAMETERS: &[Parameter<Setup>] = &[
    Parameter {
        name: "n",
        expected: "a whole number from 1000 to 1000000",
        write: |setup| some(setup.count),
        read: |setup, value| {
            put(
                &mut setup.count,
                whole_from(value).and_then(Setup::count_from),
            )
        },
    },
    Parameter {
        name: "run",
        expected: "a list of spawn-local, futures-unordered, js-async, shared-workers, own-workers",
        write: |setup| ids(&setup.forms, |it| it.id()),
        read: |setup, value| {
            put(&mut setup.forms, chosen(value, &Form::ALL, Form::from_id))
        },
    },
    Parameter {
        name: "body",
        expected: "trivial or timer",
        write: |setup| some(setup.body.id()),
        read: |setup, value| put(&mut setup.body, Body::from_id(value)),
    },
    Parameter {
        name: "held",
        expected: "0, 64, 256, 1024, 4096 or 16384 (bytes)",
        write: |setup| some(setup.held),
        read: |setup, value| {
            put(
                &mut setup.held,
                whole_from(value).and_then(Setup::held_from),
            )
        },
    },
    Parameter {
        name: "workers",
        expected: "a number of workers from 1 to 256",
        write: |setup| some(setup.workers),
        read: |setup, value| {
            put(
                &mut setup.workers,
                whole_from(value).and_then(Setup::workers_from),
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
