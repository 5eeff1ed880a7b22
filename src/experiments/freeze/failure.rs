//! Why a job did not come to its end.

use crate::experiments::protocol::WorkerFailure;
use std::fmt;
use std::time::Duration;

/// Why a job did not come to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// It was given up after that time, so that the page is not frozen for
    /// longer.
    TookTooLong(Duration),
    /// Its worker failed.
    Worker(WorkerFailure),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TookTooLong(limit) => write!(
                f,
                "It was given up after {} s, so that the page is not frozen for longer: choose a \
                 smaller size, or a mode that does not freeze the page.",
                limit.as_secs_f64(),
            ),
            Self::Worker(failure) => failure.fmt(f),
        }
    }
}
