//! Why a job did not come to its end.

use crate::experiments::decimal_text;
use crate::experiments::protocol::WorkerFailure;
use std::time::Duration;
use thiserror::Error;

/// Why a job did not come to its end.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Failure {
    /// It was given up after that time, so that the page is not frozen for
    /// longer.
    #[error(
        "It was given up after {} s, so that the page is not frozen for longer: choose a \
         smaller size, or a mode that does not freeze the page.",
        decimal_text(.0.as_secs_f64())
    )]
    TookTooLong(Duration),
    /// Its worker failed.
    #[error("{0}")]
    Worker(WorkerFailure),
}
