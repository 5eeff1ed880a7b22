//! What the measurements of this visit have left.

use super::{Lane, Probe, Step};
use crate::experiments::Kind;
use crate::experiments::protocol::WorkerFailure;
use crate::experiments::{Unshared, cost, freeze};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use thiserror::Error;

/// What was measured.
#[derive(Clone, Debug, PartialEq)]
pub enum Measured {
    /// A race.
    Race {
        /// The updates lost, in the repetition that lost the most.
        lost: u32,
        /// How many there were.
        expected: u32,
    },
    /// Many were created.
    Cost {
        /// How many there really were.
        created: u32,
        /// How long those took.
        took: Duration,
        /// How long a million take, extrapolated if there were fewer.
        total: Duration,
        /// The wasm memory that each took; none if nobody tells.
        bytes_each: Option<f64>,
    },
    /// One computed, another ticked.
    Scheduling(Lane),
    /// A job was done.
    Capacity {
        /// How long it took.
        job: Duration,
        /// How many Workers there were; zero on the loop.
        workers: usize,
    },
}

/// Why nothing was measured.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum Failure {
    /// No memory is shared.
    #[error("{0}")]
    Unshared(Unshared),
    /// A worker failed.
    #[error("{0}")]
    Worker(WorkerFailure),
    /// The lab Cost could not create them.
    #[error("{0}")]
    Cost(cost::Failure),
    /// The job was given up.
    #[error("{0}")]
    Job(freeze::Failure),
    /// Nothing came of it, and nobody says why.
    #[error(
        "The measurement came to no figure. Measure it again; if it stays so, please \
         report it."
    )]
    Nothing,
}

/// An instant, as clocks on walls have it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct When {
    /// Milliseconds since 1970.
    pub epoch: f64,
    /// How many minutes the visitor's clocks are ahead of UTC.
    pub ahead: i32,
}

impl When {
    /// The time of day, to the second.
    #[must_use]
    pub fn text(self) -> String {
        // The cast saturates, some 290 million years from now.
        let seconds = (self.epoch / 1e3) as i64 + i64::from(self.ahead) * 60;
        let seconds = seconds.rem_euclid(86_400);
        let (minutes, seconds) = (seconds / 60, seconds % 60);
        format!("{:02}:{:02}:{seconds:02}", minutes / 60, minutes % 60)
    }
}

/// The latest of a measurement.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What was to be measured.
    pub step: Step,
    /// What came of it.
    pub result: Result<Measured, Failure>,
    /// When.
    pub when: When,
    /// Whether the page was hidden meanwhile.
    pub hidden: bool,
}

/// The latest of each measurement; copies share them.
#[derive(Clone, Default)]
pub struct Kept(Rc<RefCell<Vec<Entry>>>);

impl Kept {
    /// The latest of that measurement, if there is one.
    #[must_use]
    pub fn entry(&self, probe: Probe, kind: Kind) -> Option<Entry> {
        let entries = self.0.borrow();
        let step = Step { probe, kind };
        entries.iter().find(|it| it.step == step).cloned()
    }

    /// What was measured there; none if nothing was.
    #[must_use]
    pub fn measured(&self, probe: Probe, kind: Kind) -> Option<Measured> {
        self.entry(probe, kind)?.result.ok()
    }

    /// How many measurements came to a figure.
    #[must_use]
    pub fn count(&self) -> usize {
        let entries = self.0.borrow();
        entries.iter().filter(|it| it.result.is_ok()).count()
    }

    /// Keeps `entry`, and no older one of the same.
    pub fn keep(&self, entry: Entry) {
        let mut entries = self.0.borrow_mut();
        entries.retain(|it| it.step != entry.step);
        entries.push(entry);
    }
}
