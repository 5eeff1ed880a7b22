//! What the visitor chose for a run of a program.

use super::Program;
use crate::experiments::listed::listed;
use crate::experiments::{Look, Order};
use serde::{Deserialize, Serialize};

listed! {
    /// Who polls.
    #[derive(
        Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize,
    )]
    pub enum Use {
        /// The browser's own executor: microtasks, first come, first served.
        #[default]
        Browser = ("browser", "the browser's"),
        /// The executor of this lab, in the same microtasks and in any order.
        Ours = ("ours", "ours, in microtasks"),
        /// The reader: the executor of this lab stops between polls.
        Hand = ("hand", "you, by hand"),
    }
}

listed! {
    /// How `yield_now` gives the thread back.
    #[derive(
        Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize,
    )]
    pub enum YieldBy {
        /// It wakes its own task: the next microtask, before all else.
        #[default]
        Wake = ("wake", "waking itself"),
        /// By a message to itself: the next turn of the loop.
        Message = ("message", "a message"),
        /// By a timer of no delay.
        Timeout = ("timeout", "a timer"),
        /// By waiting for the next animation frame.
        Frame = ("frame", "an animation frame"),
    }
}

/// Everything that the address of the lab holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Setup {
    /// The program.
    pub program: Program,
    /// Who polls.
    pub executor: Use,
    /// In which order, if our executor does.
    pub order: Order,
    /// What a shuffled order follows from.
    pub seed: u64,
    /// How the program yields, if it does.
    pub yield_by: YieldBy,
    /// Which answer to the question of the program the reader expects, from 1.
    pub guess: Option<u64>,
    /// What of the replay is looked at.
    pub look: Look,
}

impl Setup {
    /// What of it decides a run: not what is guessed or looked at.
    #[must_use]
    pub fn to_run(&self) -> Self {
        Self {
            guess: None,
            look: Look::default(),
            ..*self
        }
    }
}
