//! The address of the lab: a setup as readable text, and back. What equals the
//! default is left out.

use super::{Mode, Setup, Turn, job_id};
use crate::experiments::link::{Note, add, chosen, setup_by};
use crate::experiments::{decimal_from, whole_from};
use meanwhile_jobs::Job;

/// Writes `setup` as the query of a link, without a question mark; empty for
/// the default setup.
#[must_use]
pub fn query_from_setup(setup: &Setup) -> String {
    let default = Setup::default();
    let mut query = String::new();
    if setup.job != default.job {
        add(&mut query, "job", job_id(setup.job));
    }
    if setup.length != default.length {
        add(&mut query, "length", setup.length.as_secs_f64());
    }
    if let Some(size) = setup.size {
        add(&mut query, "size", size);
    }
    if setup.modes != default.modes {
        let ids: Vec<&str> = setup.modes.iter().map(|mode| mode.id()).collect();
        add(&mut query, "run", ids.join(","));
    }
    if setup.slice != default.slice {
        add(&mut query, "slice", setup.slice.as_secs_f64() * 1e3);
    }
    if setup.turn != default.turn {
        add(&mut query, "yield", setup.turn.id());
    }
    if let Some(pool) = setup.pool {
        add(&mut query, "pool", pool);
    }
    query
}

/// Reads the query of a link: the setup, and what could not be followed.
#[must_use]
pub fn setup_from_query(query: &str) -> (Setup, Vec<Note>) {
    setup_by(query, read)
}

fn read(setup: &mut Setup, name: &str, value: String) -> Result<(), Note> {
    let number = decimal_from(&value);
    let bad = |name, expected| Note::BadValue {
        name,
        value: value.clone(),
        expected,
    };
    match name {
        "job" => {
            let job = Job::ALL.into_iter().find(|job| job_id(*job) == value);
            setup.job =
                job.ok_or_else(|| bad("job", "primes, mandelbrot or chain"))?;
        }
        "length" => {
            let expected = "a number of seconds from 0.5 to 10";
            let length = number.and_then(Setup::length_from);
            setup.length = length.ok_or_else(|| bad("length", expected))?;
        }
        "size" => {
            let expected = "a whole number from 1 to 1000000000";
            let size = whole_from(&value).and_then(Setup::size_from);
            setup.size = Some(size.ok_or_else(|| bad("size", expected))?);
        }
        "run" => {
            let expected = "a list of main, microtask, sliced, worker, pool";
            let modes = chosen(&value, &Mode::ALL, Mode::from_id);
            setup.modes = modes.ok_or_else(|| bad("run", expected))?;
        }
        "slice" => {
            let expected = "a number of milliseconds from 1 to 1000";
            let slice = number.and_then(Setup::slice_from);
            setup.slice = slice.ok_or_else(|| bad("slice", expected))?;
        }
        "yield" => {
            let expected = "message, timeout, frame or scheduler";
            let turn = Turn::from_id(&value);
            setup.turn = turn.ok_or_else(|| bad("yield", expected))?;
        }
        "pool" => {
            let expected = "a number of workers from 1 to 32";
            let pool = whole_from(&value).and_then(Setup::pool_from);
            setup.pool = Some(pool.ok_or_else(|| bad("pool", expected))?);
        }
        _ => return Err(Note::Unknown(name.to_owned())),
    }
    Ok(())
}
