//! What the visitor chose for a run of a program of their own.

use super::Start;
use super::protocol::Plan;
use crate::experiments::tasks::{Use, YieldBy};
use crate::experiments::{Look, Order};
use std::sync::Arc;
use std::time::Duration;

/// Everything that the address of the lab holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setup {
    /// The program that it began as.
    pub start: Start,
    /// The text, if it is another than it began as.
    pub text: Option<Arc<str>>,
    /// Who polls.
    pub executor: Use,
    /// In which order, if our executor does.
    pub order: Order,
    /// What a shuffled order follows from.
    pub seed: u64,
    /// How the program yields, if it does.
    pub yield_by: YieldBy,
    /// How many seconds it may take.
    pub seconds: u64,
    /// What of the replay is looked at.
    pub look: Look,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            start: Start::default(),
            text: None,
            executor: Use::default(),
            order: Order::default(),
            seed: 0,
            yield_by: YieldBy::default(),
            seconds: 30,
            look: Look::default(),
        }
    }
}

impl Setup {
    /// The run of `text` that it asks for, on a page at the address `base`;
    /// `stand_in` says whether timers stand in for the built-in endpoint.
    #[must_use]
    pub fn plan(&self, text: &str, base: String, stand_in: bool) -> Plan {
        Plan {
            text: text.to_owned(),
            executor: self.executor,
            order: self.order,
            seed: self.seed,
            yield_by: self.yield_by,
            longest: Duration::from_secs(self.seconds),
            base,
            stand_in,
        }
    }
}
