//! The address of the lab: a setup as readable text, and back. What equals the
//! default is left out.

use super::{Setup, Strategy};
use crate::experiments::link::{
    Note, Parameter, chosen, ids, put, query_by, setup_by, some,
};
use crate::experiments::whole_from;
use crate::experiments::{Order, seed_from};
use std::ops::RangeInclusive;
use std::str::FromStr;

const PARAMETERS: &[Parameter<Setup>] = &[
    Parameter {
        name: "run",
        expected: "a list of task-await, task-no-await, task-lock, shared-plain, shared-atomic, \
                   shared-lock, messages",
        write: |setup| ids(&setup.strategies, |it| it.id()),
        read: |setup, value| {
            put(
                &mut setup.strategies,
                chosen(value, &Strategy::ALL, Strategy::from_id),
            )
        },
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
        name: "tasks",
        expected: "a whole number from 1 to 500",
        write: |setup| some(setup.tasks),
        read: |setup, value| put(&mut setup.tasks, number(value, Setup::TASKS)),
    },
    Parameter {
        name: "adds",
        expected: "a whole number from 1 to 1000",
        write: |setup| some(setup.adds),
        read: |setup, value| put(&mut setup.adds, number(value, Setup::ADDS)),
    },
    Parameter {
        name: "workers",
        expected: "a whole number from 1 to 8",
        write: |setup| some(setup.workers),
        read: |setup, value| {
            put(&mut setup.workers, number(value, Setup::WORKERS))
        },
    },
    Parameter {
        name: "worker-adds",
        expected: "a whole number from 1 to 1000000",
        write: |setup| some(setup.worker_adds),
        read: |setup, value| {
            put(&mut setup.worker_adds, number(value, Setup::WORKER_ADDS))
        },
    },
    Parameter {
        name: "repeat",
        expected: "a whole number from 1 to 100",
        write: |setup| some(setup.repeat),
        read: |setup, value| {
            put(&mut setup.repeat, number(value, Setup::REPEAT))
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

fn number<T: FromStr + PartialOrd>(
    text: &str,
    range: RangeInclusive<T>,
) -> Option<T> {
    whole_from(text).filter(|number| range.contains(number))
}
