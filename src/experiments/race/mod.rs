//! Many add to one counter: as coroutines, as threads, as processes. Who
//! loses updates, why, and what it costs not to.
//!
//! [`Setup`] is what the visitor chose, [`run`] what is done, [`Report`] what
//! is said of it. Each of the [`strategies`] is a file of its own, and it is
//! that file which the page shows. [`first_loss`] finds the first update that
//! was lost among what was recorded.

pub mod controls;
mod coroutines;
mod distribution;
mod executor;
mod export;
mod goals;
mod loss;
pub mod memory;
mod metric;
mod plan;
mod recorded;
mod report;
mod results;
mod run;
mod sentence;
mod setup;
pub mod strategies;

pub use super::control::{query_from_setup, setup_from_query};
pub use super::protocol::CountOrder;
pub use coroutines::Group;
pub use distribution::{BINS, Bar, Distribution};
pub use export::{csv_from_report, json_from_report};
pub use goals::GOALS;
pub use loss::{Access, AccessKind, Loss, first_loss};
pub use metric::Metric;
pub use plan::{Plan, PlanError};
pub use recorded::{Recorded, record, record_adds};
pub use report::{LaneReport, Report};
pub use results::{Lane, Repetition, Results};
pub use run::{AskWorker, Counted, Shared, Web, run};
pub use setup::Setup;
pub use strategies::Strategy;
