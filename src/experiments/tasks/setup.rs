//! What the visitor chose for a run of a program.

use super::Program;
use crate::experiments::Order;

/// Who polls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Use {
    /// The browser's own executor: microtasks, first come, first served.
    #[default]
    Browser,
    /// The executor of this lab, in the same microtasks and in any order.
    Ours,
    /// The reader: the executor of this lab stops between polls.
    Hand,
}

impl Use {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::Browser, Self::Ours, Self::Hand];

    /// Its name in links.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::Ours => "ours",
            Self::Hand => "hand",
        }
    }

    /// The one of that [`id`](Self::id).
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.id() == id)
    }
}

/// How `yield_now` gives the thread back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum YieldBy {
    /// It wakes its own task: the next microtask, before all else.
    #[default]
    Wake,
    /// By a message to itself: the next turn of the loop.
    Message,
    /// By a timer of no delay.
    Timeout,
    /// By waiting for the next animation frame.
    Frame,
}

impl YieldBy {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 4] =
        [Self::Wake, Self::Message, Self::Timeout, Self::Frame];

    /// Its name in links.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Wake => "wake",
            Self::Message => "message",
            Self::Timeout => "timeout",
            Self::Frame => "frame",
        }
    }

    /// The one of that [`id`](Self::id).
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.id() == id)
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
}
