//! A setup that can be run.

use super::{Setup, Strategy};
use crate::experiments::{Kind, Memory, Unshared};
use thiserror::Error;

/// A setup that has been checked against where it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What was chosen; of the strategies those that can run, at least one.
    pub setup: Setup,
    /// Those that were chosen and cannot run here: they share memory.
    pub left_out: Vec<Strategy>,
}

impl Plan {
    /// Checks `setup`; threads are left out where memory cannot be shared.
    pub fn new(setup: &Setup, memory: Memory) -> Result<Self, PlanError> {
        if setup.strategies.is_empty() {
            return Err(PlanError::NoStrategy);
        }
        let can_run = |it: &Strategy| {
            it.kind() != Kind::Thread || memory == Memory::CanBeShared
        };
        let chosen = setup.strategies.iter().copied();
        let (strategies, left_out): (Vec<_>, Vec<_>) =
            chosen.partition(can_run);
        if let Memory::CannotBeShared(why) = memory
            && strategies.is_empty()
        {
            return Err(PlanError::NoSharedMemory(why));
        }
        let setup = Setup {
            strategies,
            ..setup.clone()
        };
        Ok(Self { setup, left_out })
    }

    /// How many add, and how many times each.
    #[must_use]
    pub fn adders(&self, strategy: Strategy) -> (u32, u32) {
        match strategy.kind() {
            Kind::Coroutine => (self.setup.tasks, self.setup.adds),
            Kind::Thread | Kind::Process => {
                (self.setup.workers as u32, self.setup.worker_adds)
            }
        }
    }

    /// What the counter should come to.
    #[must_use]
    pub fn expected(&self, strategy: Strategy) -> u32 {
        let (adders, adds) = self.adders(strategy);
        adders * adds
    }

    /// The seed of a repetition, counted from zero: each has one of its own.
    #[must_use]
    pub fn seed_of(&self, repetition: u32) -> u64 {
        self.setup.seed + u64::from(repetition)
    }
}

/// Why a setup cannot be run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PlanError {
    /// No strategy is chosen.
    #[error("No strategy is chosen: choose at least one.")]
    NoStrategy,
    /// Only strategies are chosen that share memory, and it cannot be shared.
    #[error("{0} Or choose coroutines or messages as well.")]
    NoSharedMemory(Unshared),
}
