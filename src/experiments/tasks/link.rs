//! The address of the lab: a setup as readable text, and back. What equals the
//! default is left out.

use super::{Program, Setup, Use, YieldBy};
use crate::experiments::link::{
    Note, Parameter, put, query_by, setup_by, some,
};
use crate::experiments::whole_from;
use crate::experiments::{Order, seed_from};

const PARAMETERS: &[Parameter<Setup>] = &[
    Parameter {
        name: "program",
        expected: "the name of a program of this lab, such as interleave",
        write: |setup| some(setup.program.id()),
        read: |setup, value| put(&mut setup.program, Program::from_id(value)),
    },
    Parameter {
        name: "executor",
        expected: "browser, ours or hand",
        write: |setup| some(setup.executor.id()),
        read: |setup, value| put(&mut setup.executor, Use::from_id(value)),
    },
    Parameter {
        name: "order",
        expected: "fifo, lifo or shuffled",
        write: |setup| some(setup.order.id()),
        read: |setup, value| put(&mut setup.order, Order::from_id(value)),
    },
    Parameter {
        name: "seed",
        expected: "a whole number from 0 to 999999",
        write: |setup| some(setup.seed),
        read: |setup, value| {
            put(&mut setup.seed, whole_from(value).and_then(seed_from))
        },
    },
    Parameter {
        name: "yield",
        expected: "wake, message, timeout or frame",
        write: |setup| some(setup.yield_by.id()),
        read: |setup, value| put(&mut setup.yield_by, YieldBy::from_id(value)),
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
    let (mut setup, mut notes) = setup_by(PARAMETERS, query);
    if setup.order != Order::Fifo && setup.executor == Use::Browser {
        notes.push(Note::BadValue {
            name: "order",
            value: setup.order.id().to_owned(),
            expected: "fifo with the browser's executor, and any with executor=ours",
        });
        setup.order = Order::Fifo;
    }
    (setup, notes)
}
