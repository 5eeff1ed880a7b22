//! The rows and the columns of the table.

use super::Probe;
use crate::experiments::listed::listed;

listed! {
    /// A row of the table: what coroutine, thread and process are compared in.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Aspect {
        /// Updates that get lost.
        RaceConditions = ("race-conditions", "Race conditions"),
        /// How long a million take.
        CreationSpeed = ("creation-speed", "Creation speed"),
        /// What memory each takes.
        Memory = ("memory", "Memory"),
        /// How much it takes to write one right.
        Ease = ("ease", "Ease of use and debugging"),
        /// Whether another has a turn, and who decides.
        Scheduling = ("scheduling", "Scheduling"),
        /// How quick a computation is.
        Capacity = ("capacity", "Computational capacity"),
    }
}

impl Aspect {
    /// What exactly its figures are.
    #[must_use]
    pub const fn definition(self) -> &'static str {
        match self {
            Self::RaceConditions => {
                "Updates lost when many add to one counter by a read and a write: of three \
                 repetitions, the one that lost the most."
            }
            Self::CreationSpeed => {
                "The time for a million to be created and to run to their end. Of Workers eight are \
                 started, and the rest is extrapolated."
            }
            Self::Memory => {
                "The wasm memory that each takes. What is on the JavaScript side and in the system, \
                 the browser does not disclose."
            }
            Self::Ease => {
                "Lines of Rust, without comments, for the same shared counter without a race, as \
                 counted when this page was built."
            }
            Self::Scheduling => {
                "One task computes for 200 ms, another ticks every 10 ms: by how much the worst tick was \
                 late."
            }
            Self::Capacity => {
                "The time to count the primes below 6\u{202f}000\u{202f}000: on the loop, in one Worker, in as \
                 many Workers as there are processors. The start of the Workers is not in it."
            }
        }
    }

    /// What its figures are in, for other programs.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::RaceConditions => "updates",
            Self::CreationSpeed | Self::Scheduling | Self::Capacity => "ms",
            Self::Memory => "bytes",
            Self::Ease => "lines",
        }
    }

    /// What measures it; none for what the build has counted.
    #[must_use]
    pub const fn probe(self) -> Option<Probe> {
        match self {
            Self::RaceConditions => Some(Probe::Race),
            Self::CreationSpeed | Self::Memory => Some(Probe::Cost),
            Self::Ease => None,
            Self::Scheduling => Some(Probe::Scheduling),
            Self::Capacity => Some(Probe::Capacity),
        }
    }
}
