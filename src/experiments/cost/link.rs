//! The address of the lab: a setup as readable text, and back. What equals the
//! default is left out.

use super::{Body, Form, Setup};
use crate::experiments::link::{Note, add, chosen, setup_by};
use crate::experiments::whole_from;

/// Writes `setup` as the query of a link, without a question mark; empty for
/// the default setup.
#[must_use]
pub fn query_from_setup(setup: &Setup) -> String {
    let default = Setup::default();
    let mut query = String::new();
    if setup.count != default.count {
        add(&mut query, "n", setup.count);
    }
    if setup.forms != default.forms {
        let ids: Vec<&str> = setup.forms.iter().map(|form| form.id()).collect();
        add(&mut query, "run", ids.join(","));
    }
    if setup.body != default.body {
        add(&mut query, "body", setup.body.id());
    }
    if setup.held != default.held {
        add(&mut query, "held", setup.held);
    }
    if setup.workers != default.workers {
        add(&mut query, "workers", setup.workers);
    }
    query
}

/// Reads the query of a link: the setup, and what could not be followed.
#[must_use]
pub fn setup_from_query(query: &str) -> (Setup, Vec<Note>) {
    setup_by(query, read)
}

fn read(setup: &mut Setup, name: &str, value: String) -> Result<(), Note> {
    let number = whole_from::<u32>(&value);
    let bad = |name, expected| Note::BadValue {
        name,
        value: value.clone(),
        expected,
    };
    match name {
        "n" => {
            let expected = "a whole number from 1000 to 1000000";
            let count = number.and_then(Setup::count_from);
            setup.count = count.ok_or_else(|| bad("n", expected))?;
        }
        "run" => {
            let expected = "a list of spawn-local, futures-unordered, \
                            js-async, shared-workers, own-workers";
            let forms = chosen(&value, &Form::ALL, Form::from_id);
            setup.forms = forms.ok_or_else(|| bad("run", expected))?;
        }
        "body" => {
            let body = Body::from_id(&value);
            setup.body = body.ok_or_else(|| bad("body", "trivial or timer"))?;
        }
        "held" => {
            let expected = "0, 64, 256, 1024, 4096 or 16384 (bytes)";
            let held = number.and_then(Setup::held_from);
            setup.held = held.ok_or_else(|| bad("held", expected))?;
        }
        "workers" => {
            let expected = "a number of workers from 1 to 256";
            let workers = number.and_then(Setup::workers_from);
            setup.workers = workers.ok_or_else(|| bad("workers", expected))?;
        }
        _ => return Err(Note::Unknown(name.to_owned())),
    }
    Ok(())
}
