//! What a job can be done by.

use crate::experiments::{Experiment, Kind};

/// What to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Futures on the loop.
    Coroutines,
    /// A plain call on the loop.
    Plain,
    /// A loop on the page's thread that gives way now and then.
    Slices,
    /// One Worker, by messages.
    Worker,
    /// Workers that share memory.
    Threads,
    /// A pool of Workers, by messages.
    Pool,
}

impl Choice {
    /// The column of the table that it belongs to.
    #[must_use]
    pub const fn kind(self) -> Kind {
        match self {
            Self::Coroutines | Self::Plain | Self::Slices => Kind::Coroutine,
            Self::Threads => Kind::Thread,
            Self::Worker | Self::Pool => Kind::Process,
        }
    }

    /// What it is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Coroutines => "Coroutines on the loop",
            Self::Plain => "A plain call on the loop",
            Self::Slices => "The loop, in slices",
            Self::Worker => "One Worker",
            Self::Threads => "Workers that share memory",
            Self::Pool => "A pool of Workers",
        }
    }

    /// Why, in a sentence or two.
    #[must_use]
    pub const fn why(self) -> &'static str {
        match self {
            Self::Coroutines => {
                "What waits needs no core: one thread can wait for all of it at once, and each costs \
                 little memory."
            }
            Self::Plain => {
                "One computation gains nothing from a thread if the page may freeze: the loop does \
                 it as fast, without a Worker to start and a message to send."
            }
            Self::Slices => {
                "A job that changes the page’s own state belongs on the page’s thread: no lock \
                 is needed there, and an await every few milliseconds lets the page answer."
            }
            Self::Worker => {
                "A job that computes keeps its thread busy, so give it one of its own: the page goes \
                 on, and the answer comes by message."
            }
            Self::Threads => {
                "Several cores that change the same data need memory that all of them see: \
                 Workers on a SharedArrayBuffer, with Atomics or a lock."
            }
            Self::Pool => {
                "Only more cores make computing quicker: as many Workers as there are, each with a \
                 memory of its own, so that there is nothing to race for."
            }
        }
    }

    /// The lab that shows it, and with which setup.
    pub(super) const fn shown_by(self) -> (Experiment, &'static str) {
        match self {
            Self::Coroutines => (Experiment::Crawl, ""),
            Self::Plain => (Experiment::Freeze, "length=0.5&run=main"),
            Self::Slices => (Experiment::Freeze, "run=main,sliced"),
            Self::Worker => (Experiment::Freeze, "run=main,worker"),
            Self::Threads => (
                Experiment::Race,
                "run=shared-plain,shared-atomic,shared-lock",
            ),
            Self::Pool => (Experiment::Freeze, "run=main,worker,pool"),
        }
    }
}
