//! What many cost: how it is measured, run, reckoned, said and drawn.

mod chart;
mod link;
mod measure;
mod run;

use meanwhile::experiments::cost::{Measured, Plan, Setup, setup_from_query};
use std::time::Duration;

/// The setup of a link that says nothing wrong.
fn setup(query: &str) -> Setup {
    let (setup, notes) = setup_from_query(query);
    assert_eq!(notes, []);
    setup
}

pub(crate) fn plan(query: &str) -> Plan {
    Plan::new(&setup(query)).expect("it can be run")
}

/// What so many took, in milliseconds.
pub(crate) fn measured(created: u32, create: u64, finish: u64) -> Measured {
    Measured {
        created,
        create: Duration::from_millis(create),
        finish: Duration::from_millis(finish),
        bytes_each: None,
        future: None,
        first_time: None,
    }
}
