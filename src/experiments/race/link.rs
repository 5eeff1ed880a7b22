//! The address of the lab: a setup as readable text, and back. What equals the
//! default is left out.

use super::{Setup, Strategy};
use crate::experiments::link::{Note, add, chosen, setup_by};
use crate::experiments::whole_from;
use crate::experiments::{Order, seed_from};
use std::ops::RangeInclusive;
use std::str::FromStr;

/// Writes `setup` as the query of a link, without a question mark; empty for
/// the default setup.
#[must_use]
pub fn query_from_setup(setup: &Setup) -> String {
    let default = Setup::default();
    let mut query = String::new();
    if setup.strategies != default.strategies {
        let ids: Vec<&str> =
            setup.strategies.iter().map(|it| it.id()).collect();
        add(&mut query, "run", ids.join(","));
    }
    if setup.order != default.order {
        add(&mut query, "order", setup.order.id());
    }
    if setup.seed != default.seed {
        add(&mut query, "seed", setup.seed);
    }
    if setup.tasks != default.tasks {
        add(&mut query, "tasks", setup.tasks);
    }
    if setup.adds != default.adds {
        add(&mut query, "adds", setup.adds);
    }
    if setup.workers != default.workers {
        add(&mut query, "workers", setup.workers);
    }
    if setup.worker_adds != default.worker_adds {
        add(&mut query, "worker-adds", setup.worker_adds);
    }
    if setup.repeat != default.repeat {
        add(&mut query, "repeat", setup.repeat);
    }
    query
}

/// Reads the query of a link: the setup, and what could not be followed.
#[must_use]
pub fn setup_from_query(query: &str) -> (Setup, Vec<Note>) {
    setup_by(query, read)
}

fn read(setup: &mut Setup, name: &str, value: String) -> Result<(), Note> {
    let bad = |name, expected| Note::BadValue {
        name,
        value: value.clone(),
        expected,
    };
    match name {
        "run" => {
            let expected = "a list of task-await, task-no-await, task-lock, shared-plain, \
                            shared-atomic, shared-lock, messages";
            let strategies = chosen(&value, &Strategy::ALL, Strategy::from_id);
            setup.strategies =
                strategies.ok_or_else(|| bad("run", expected))?;
        }
        "order" => {
            let expected = "fifo, lifo or shuffled";
            let order = Order::from_id(&value);
            setup.order = order.ok_or_else(|| bad("order", expected))?;
        }
        "seed" => {
            let expected = "a whole number from 0 to 999999";
            let seed = whole_from(&value).and_then(seed_from);
            setup.seed = seed.ok_or_else(|| bad("seed", expected))?;
        }
        "tasks" => {
            let expected = "a whole number from 1 to 500";
            let tasks = number(&value, Setup::TASKS);
            setup.tasks = tasks.ok_or_else(|| bad("tasks", expected))?;
        }
        "adds" => {
            let expected = "a whole number from 1 to 1000";
            let adds = number(&value, Setup::ADDS);
            setup.adds = adds.ok_or_else(|| bad("adds", expected))?;
        }
        "workers" => {
            let expected = "a whole number from 1 to 8";
            let workers = number(&value, Setup::WORKERS);
            setup.workers = workers.ok_or_else(|| bad("workers", expected))?;
        }
        "worker-adds" => {
            let expected = "a whole number from 1 to 1000000";
            let adds = number(&value, Setup::WORKER_ADDS);
            setup.worker_adds =
                adds.ok_or_else(|| bad("worker-adds", expected))?;
        }
        "repeat" => {
            let expected = "a whole number from 1 to 100";
            let repeat = number(&value, Setup::REPEAT);
            setup.repeat = repeat.ok_or_else(|| bad("repeat", expected))?;
        }
        _ => return Err(Note::Unknown(name.to_owned())),
    }
    Ok(())
}

fn number<T: FromStr + PartialOrd>(
    text: &str,
    range: RangeInclusive<T>,
) -> Option<T> {
    whole_from(text).filter(|number| range.contains(number))
}
