//! Tasks: the life of a future, poll by poll and wake by wake.
//!
//! A program is a small file that the page shows as it ran. It runs on the
//! browser's own executor, on ours, or by hand, and everything it does goes
//! through [`prelude`] into the trace.

pub(super) mod at;
pub mod controls;
mod executor;
mod goals;
pub mod prelude;
mod programs;
mod run;
mod setup;
mod world;

pub use super::control::{query_from_setup, setup_from_query};
pub use executor::Executor;
pub use goals::{Finished, GOALS};
pub use programs::{Answer, Outcome, Program, Question, Source};
pub use run::{Run, RunEnd};
pub use setup::{Setup, Use, YieldBy};
pub use world::{Defer, Fetch, NewTurn, SetTimer, Spawn, Web};
