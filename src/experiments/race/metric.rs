//! The figures of the table by strategy: what they are called and mean.

/// A figure of the table by strategy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    /// What the counter should come to.
    Expected,
    /// What it came to.
    Got,
    /// What is missing.
    Lost,
    /// The least that was missing.
    LostLeast,
    /// The most that was missing.
    LostMost,
    /// How long it took.
    Time,
    /// The same for one addition.
    PerAdd,
}

impl Metric {
    /// All metrics, in the order of the table.
    pub const ALL: [Self; 7] = [
        Self::Expected,
        Self::Got,
        Self::Lost,
        Self::LostLeast,
        Self::LostMost,
        Self::Time,
        Self::PerAdd,
    ];

    /// Its name in the contract with those who read the page by machine.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Expected => "expected",
            Self::Got => "got",
            Self::Lost => "lost",
            Self::LostLeast => "lost-least",
            Self::LostMost => "lost-most",
            Self::Time => "time",
            Self::PerAdd => "per-add",
        }
    }

    /// Its heading.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Expected => "Expected",
            Self::Got => "Got",
            Self::Lost => "Lost",
            Self::LostLeast => "Least lost",
            Self::LostMost => "Most lost",
            Self::Time => "Time",
            Self::PerAdd => "Per addition",
        }
    }

    /// What exactly it is.
    #[must_use]
    pub const fn definition(self) -> &'static str {
        match self {
            Self::Expected => {
                "How many tasks or workers there are, times how often each adds one."
            }
            Self::Got => {
                "What the counter came to in the end: of all repetitions, the one in the middle."
            }
            Self::Lost => "Expected less got.",
            Self::LostLeast => {
                "What was lost in the repetition that lost the least."
            }
            Self::LostMost => {
                "What was lost in the repetition that lost the most."
            }
            Self::Time => {
                "The middle of all repetitions. Tasks: the time in which they are polled; the turns \
                 that the page has between are left out. Threads: from the first that begins to the \
                 last that is done, by their own clocks; all begin together. Messages: from the first \
                 question sent to the last sum received. The start of workers is never part of it, nor is a warm-up \
                 before the first repetition, in which the browser compiles the code."
            }
            Self::PerAdd => "Time divided by expected.",
        }
    }
}
