//! What the visitor chose for a race.

use super::Strategy;
use crate::experiments::Order;
use std::ops::RangeInclusive;

/// Everything that the address of the lab holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setup {
    /// The strategies to run, in the order of [`Strategy::ALL`].
    pub strategies: Vec<Strategy>,
    /// Which of the ready tasks is polled next.
    pub order: Order,
    /// What a shuffled order follows from.
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

impl Setup {
    /// How many tasks there can be.
    pub const TASKS: RangeInclusive<u32> = 1..=500;
    /// How many times a task can add.
    pub const ADDS: RangeInclusive<u32> = 1..=1_000;
    /// How many workers there can be.
    pub const WORKERS: RangeInclusive<usize> = 1..=8;
    /// How many times a worker can add.
    pub const WORKER_ADDS: RangeInclusive<u32> = 1..=1_000_000;
    /// How often each strategy can be run.
    pub const REPEAT: RangeInclusive<u32> = 1..=100;
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            strategies: Strategy::ALL.to_vec(),
            order: Order::default(),
            seed: 0,
            tasks: 100,
            adds: 100,
            workers: 2,
            worker_adds: 500_000,
            repeat: 10,
        }
    }
}
