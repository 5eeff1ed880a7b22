//! A setup that can be run.

use super::{Mode, Setup, Turn};
use thiserror::Error;

/// What a plan must know of where it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Machine {
    /// Logical processors.
    pub cores: usize,
    /// Whether the browser has `scheduler.yield`.
    pub has_scheduler: bool,
}

/// A setup that has been checked against a machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What was chosen: at least one mode.
    pub setup: Setup,
    /// How many workers the pool has.
    pub workers: usize,
    /// How many logical processors the machine has.
    pub cores: usize,
}

impl Plan {
    /// Checks `setup` against `machine`.
    pub fn new(setup: &Setup, machine: Machine) -> Result<Self, PlanError> {
        if setup.modes.is_empty() {
            return Err(PlanError::NoMode);
        }
        let yields = setup.turn == Turn::Scheduler
            && setup.modes.contains(&Mode::Sliced);
        if yields && !machine.has_scheduler {
            return Err(PlanError::NoScheduler);
        }
        Ok(Self {
            setup: setup.clone(),
            workers: setup.workers(machine.cores),
            cores: machine.cores,
        })
    }

    /// The most workers that one of its lanes has.
    #[must_use]
    pub fn most_workers(&self) -> usize {
        let of = |mode: &Mode| self.workers_of(*mode);
        self.setup.modes.iter().map(of).max().unwrap_or_default()
    }

    /// How many workers `mode` has.
    #[must_use]
    pub fn workers_of(&self, mode: Mode) -> usize {
        match mode {
            Mode::Main | Mode::Microtask | Mode::Sliced => 0,
            Mode::Worker => 1,
            Mode::Pool => self.workers,
        }
    }
}

/// Why a setup cannot be run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PlanError {
    /// No mode is chosen.
    #[error("No mode is chosen: choose at least one.")]
    NoMode,
    /// The browser has no `scheduler.yield`.
    #[error(
        "This browser has no scheduler.yield: choose another way for the slices to yield."
    )]
    NoScheduler,
}
