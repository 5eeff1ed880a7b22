//! Coroutine, thread, process: the post's table, each cell measured here, and
//! which of them a job wants.
//!
//! [`Plan`] is which cells to measure, [`run`] what is done, [`Kept`] what it
//! leaves for this visit, [`CellReport`] and its neighbours what is said of
//! it. [`Chooser`] asks four questions and leads to an [`Answer`]. It measures
//! by what the other labs are made of, and its links lead there.

mod aspect;
mod capacity;
mod cell;
mod choice;
mod chooser;
pub mod controls;
mod ease;
mod evidence;
mod export;
mod goals;
mod kept;
mod lane;
mod link;
mod plan;
mod post;
mod run;
mod sentence;

pub use super::control::{query_from_setup, setup_from_query};
pub use aspect::Aspect;
pub use cell::CellReport;
pub use choice::Choice;
/// As other labs call what is chosen.
pub use chooser::Chooser as Setup;
pub use chooser::{Answer, Chooser, Many, Shared, Work};
pub use ease::Ease;
pub use evidence::{Evidence, evidence};
pub use export::{csv_from_kept, json_from_kept};
pub use goals::GOALS;
pub use kept::{Entry, Failure, Kept, Measured, When};
pub use lane::{Drawing, Lane, drawings};
pub use link::href_of;
pub use plan::{COMPUTES, COUNT, PRIMES, Plan, Probe, Step, TICK, WORKERS};
pub use post::post_says;
pub use run::{Web, run};
pub use sentence::sentence;
