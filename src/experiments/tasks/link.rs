//! The address of the lab: a setup as readable text, and back. What equals the
//! default is left out.

use super::{Program, Setup, Use, YieldBy};
use crate::experiments::link::{Note, add, setup_by};
use crate::experiments::whole_from;
use crate::experiments::{Order, seed_from};

/// Writes `setup` as the query of a link, without a question mark; empty for
/// the default setup.
#[must_use]
pub fn query_from_setup(setup: &Setup) -> String {
    let default = Setup::default();
    let mut query = String::new();
    if setup.program != default.program {
        add(&mut query, "program", setup.program.id());
    }
    if setup.executor != default.executor {
        add(&mut query, "executor", setup.executor.id());
    }
    if setup.order != default.order {
        add(&mut query, "order", setup.order.id());
    }
    if setup.seed != default.seed {
        add(&mut query, "seed", setup.seed);
    }
    if setup.yield_by != default.yield_by {
        add(&mut query, "yield", setup.yield_by.id());
    }
    query
}

/// Reads the query of a link: the setup, and what could not be followed.
#[must_use]
pub fn setup_from_query(query: &str) -> (Setup, Vec<Note>) {
    let (mut setup, mut notes) = setup_by(query, read);
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

fn read(setup: &mut Setup, name: &str, value: String) -> Result<(), Note> {
    let bad = |name, expected| Note::BadValue {
        name,
        value: value.clone(),
        expected,
    };
    match name {
        "program" => {
            let expected =
                "the name of a program of this lab, such as interleave";
            let program = Program::from_id(&value);
            setup.program = program.ok_or_else(|| bad("program", expected))?;
        }
        "executor" => {
            let expected = "browser, ours or hand";
            let executor = Use::from_id(&value);
            setup.executor =
                executor.ok_or_else(|| bad("executor", expected))?;
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
        "yield" => {
            let expected = "wake, message, timeout or frame";
            let way = YieldBy::from_id(&value);
            setup.yield_by = way.ok_or_else(|| bad("yield", expected))?;
        }
        _ => return Err(Note::Unknown(name.to_owned())),
    }
    Ok(())
}
