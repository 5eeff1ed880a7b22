//! A CPU loop on the page's thread, in slices, in a Web Worker, in a pool.
//!
//! [`Setup`] is what the visitor chose, [`run`] what is done, [`Report`] what
//! is said of it. Each of the [`modes`] is a file of its own, and it is that
//! file which the page shows. The loops themselves are in `meanwhile_jobs`;
//! [`protocol`] is how the page and its workers speak of them.

mod calibration;
mod chunks;
pub mod controls;
mod failure;
mod goals;
mod lane;
mod metric;
pub mod modes;
mod plan;
mod report;
mod run;
mod sentence;
mod setup;

pub use super::control::{query_from_setup, setup_from_query};
pub use calibration::{Probe, calibrated_size, scaled, size_from_probes};
pub use chunks::chunks;
pub use failure::Failure;
pub use goals::GOALS;
pub use lane::{Lane, Lanes, REQUESTS, Tick, row_names};
pub use metric::Metric;
pub use modes::Mode;
pub use plan::{Machine, Plan, PlanError};
pub use report::{LaneReport, Report};
pub use run::{OnReport, RunChunk, Web, WorkerReport, run};
pub use setup::{Setup, Turn, job_id, job_name, size_name};
