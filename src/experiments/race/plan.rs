//! A setup that can be run.

use super::{Setup, Strategy};
use crate::experiments::{Kind, Order};
use crate::experiments::{Memory, Unshared};
use thiserror::Error;

/// A setup that has been checked against where it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The strategies to run, at least one.
    pub strategies: Vec<Strategy>,
    /// Those that were chosen and cannot run here: they share memory.
    pub left_out: Vec<Strategy>,
    /// Which of the ready tasks is polled next.
    pub order: Order,
    /// What a shuffled order follows from, in the first repetition.
    pub seed: u64,
    /// How many tasks there are.
    pub tasks: u32,
    /// How many times each of them adds.
    pub adds: u32,
    /// How many workers there are.
    pub workers: usize,
    /// How many times each of them adds.
    pub worker_adds: u32,
    /// How many times each strategy is run.
    pub repeat: u32,
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
        Ok(Self {
            strategies,
            left_out,
            order: setup.order,
            seed: setup.seed,
            tasks: setup.tasks,
            adds: setup.adds,
            workers: setup.workers,
            worker_adds: setup.worker_adds,
            repeat: setup.repeat,
        })
    }

    /// How many add, and how many times each.
    #[must_use]
    pub fn adders(&self, strategy: Strategy) -> (u32, u32) {
        match strategy.kind() {
            Kind::Coroutine => (self.tasks, self.adds),
            Kind::Thread | Kind::Process => {
                (self.workers as u32, self.worker_adds)
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
        self.seed + u64::from(repetition)
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
