//! Which of the ready tasks is polled next: the one policy that the labs with an
//! executor of their own let the visitor choose. It polls nothing.

use super::control::{Control, Takes};

/// Which of the ready tasks is polled next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The one that was woken first.
    #[default]
    Fifo,
    /// The one that was woken last.
    Lifo,
    /// Any; which one follows from the seed.
    Shuffled,
}

impl Order {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::Fifo, Self::Lifo, Self::Shuffled];

    /// Its name in links.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Fifo => "fifo",
            Self::Lifo => "lifo",
            Self::Shuffled => "shuffled",
        }
    }

    /// The one of that [`id`](Self::id).
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.id() == id)
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

    /// The next of the `ready` tasks; `None` if there is none.
    pub fn pick(&mut self, ready: &[usize]) -> Option<usize> {
        match self.order {
            Order::Fifo => ready.first().copied(),
            Order::Lifo => ready.last().copied(),
            Order::Shuffled if ready.is_empty() => None,
            Order::Shuffled => Some(ready[self.random.usize(..ready.len())]),
        }
    }
}

/// The largest seed: what every reader of a link takes for a whole number.
pub const SEED_MAX: u64 = 999_999;

const OPTIONS: &[(&str, &str)] = &[
    (Order::Fifo.id(), "first in, first out"),
    (Order::Lifo.id(), "last in, first out"),
    (Order::Shuffled.id(), "shuffled"),
];

/// The control of an order, in a lab that has one.
pub(super) const fn order<Setup>(
    help: &'static str,
    get: fn(&Setup) -> String,
    set: fn(&mut Setup, &str) -> Option<()>,
) -> Control<Setup> {
    Control {
        id: "order",
        label: "Ready queue",
        help,
        takes: Takes::One {
            options: OPTIONS,
            unit: "",
            get,
            set,
        },
    }
}

/// The control of the seed that a shuffled order follows from.
pub(super) const fn seed<Setup>(
    help: &'static str,
    get: fn(&Setup) -> Option<u64>,
    set: fn(&mut Setup, u64),
) -> Control<Setup> {
    Control {
        id: "seed",
        label: "Seed of the order",
        help,
        takes: Takes::Whole {
            noun: "whole number",
            min: 0,
            max: SEED_MAX,
            get,
            set,
        },
    }
}
