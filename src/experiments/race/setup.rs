//! What the visitor chose for a race.

use super::Strategy;
use crate::experiments::{Guesses, Look, Order};

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
    /// What the reader expects, before it runs.
    pub guess: Guesses,
    /// What of a replay is looked at.
    pub look: Look,
}

impl Setup {
    /// How many times a worker can add.
    pub const WORKER_ADDS_MAX: u32 = 1_000_000;

    /// What of it decides a run: not what is guessed or looked at.
    #[must_use]
    pub fn to_run(&self) -> Self {
        Self {
            guess: Guesses::default(),
            look: Look::default(),
            ..self.clone()
        }
    }
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
            guess: Guesses::default(),
            look: Look::default(),
        }
    }
}
