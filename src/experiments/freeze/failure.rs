//! Why a job did not come to its end.

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

/// What went wrong with a worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorkerFailure {
    /// It did not start, for the reason that the browser gives, if any.
    DidNotStart(String),
    /// Its code trapped; what the browser says of it.
    Trapped(String),
    /// It said something that makes no sense.
    Confused,
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

impl fmt::Display for WorkerFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DidNotStart(why) if why.is_empty() => f.write_str(
                "The worker did not start: its file could not be loaded. Reload the page; if you \
                 are offline, visit it once with a network.",
            ),
            Self::DidNotStart(why) => write!(
                f,
                "The worker did not start: the browser says “{why}”. Reload the page and try \
                 again.",
            ),
            Self::Trapped(why) => write!(
                f,
                "The worker trapped in the middle of its work: the browser says “{why}”. The next \
                 run starts a new one.",
            ),
            Self::Confused => f.write_str(
                "The worker answered something else than was asked: page and worker are not of \
                 the same release. Reload the page.",
            ),
        }
    }
}
