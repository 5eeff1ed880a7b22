//! A setup that can be run.

use super::{Mode, Setup, Turn};
use meanwhile_jobs::Job;
use std::time::Duration;
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
    /// The job.
    pub job: Job,
    /// How long `main` is to take, about.
    pub length: Duration,
    /// The size of the job; none to have it measured.
    pub size: Option<u64>,
    /// The modes to run, at least one.
    pub modes: Vec<Mode>,
    /// How long a slice is.
    pub slice: Duration,
    /// How the sliced loop gives the browser a turn.
    pub turn: Turn,
    /// How many workers the pool has.
    pub workers: usize,
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
            job: setup.job,
            length: setup.length,
            size: setup.size,
            modes: setup.modes.clone(),
            slice: setup.slice,
            turn: setup.turn,
            workers: setup.workers(machine.cores),
        })
    }

    /// The most workers that one of its lanes has.
    #[must_use]
    pub fn most_workers(&self) -> usize {
        let of = |mode: &Mode| self.workers_of(*mode);
        self.modes.iter().map(of).max().unwrap_or_default()
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
