//! Which of the ready tasks is polled next: the one policy that the labs with an
//! executor of their own let the visitor choose. It polls nothing.

use super::control::Control;
use super::listed::listed;
use serde::{Deserialize, Serialize};

listed! {
    /// Which of the ready tasks is polled next.
    #[derive(
        Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize,
    )]
    pub enum Order {
        /// The one that was woken first.
        #[default]
        Fifo = ("fifo", "first in, first out"),
        /// The one that was woken last.
        Lifo = ("lifo", "last in, first out"),
        /// Any; which one follows from the seed.
        Shuffled = ("shuffled", "shuffled"),
    }
}

/// The ready queue, from which tasks are picked in an [`Order`].
pub struct ReadyQueue {
    order: Order,
    random: fastrand::Rng,
}

impl ReadyQueue {
    /// Begins anew: the same seed gives the same picks.
    #[must_use]
    pub fn new(order: Order, seed: u64) -> Self {
        let random = fastrand::Rng::with_seed(seed);
        Self { order, random }
    }

    /// The place of the next of `count` ready tasks; `None` if there is none.
    pub fn pick(&mut self, count: usize) -> Option<usize> {
        let last = count.checked_sub(1)?;
        Some(match self.order {
            Order::Fifo => 0,
            Order::Lifo => last,
            Order::Shuffled => self.random.usize(..count),
        })
    }
}

/// The largest seed: what every reader of a link takes for a whole number.
pub const SEED_MAX: u64 = 999_999;

/// The control of an order, in a lab that has one.
pub(super) const fn order<Setup>(
    help: &'static str,
    get: fn(&Setup) -> String,
    set: fn(&mut Setup, &str) -> Option<()>,
) -> Control<Setup> {
    Control::one("order", "Ready queue", help, Order::OPTIONS, get, set)
}

/// The control of the seed that a shuffled order follows from.
pub(super) const fn seed<Setup>(
    help: &'static str,
    get: fn(&Setup) -> Option<u64>,
    set: fn(&mut Setup, u64),
) -> Control<Setup> {
    Control::whole("seed", "Seed of the order", help, (0, SEED_MAX), get, set)
}
