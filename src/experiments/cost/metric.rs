//! The figures of the table by form: what they are called and mean.

/// A figure of the table by form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    /// Until all exist.
    Create,
    /// Until all are over.
    Finish,
    /// The memory that each takes.
    BytesEach,
    /// The size of a future.
    FutureSize,
    /// How many are over in a second.
    PerSecond,
}

impl Metric {
    /// All metrics, in the order of the table.
    pub const ALL: [Self; 5] = [
        Self::Create,
        Self::Finish,
        Self::BytesEach,
        Self::FutureSize,
        Self::PerSecond,
    ];

    /// Its name in the contract with those who read the page by machine.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Finish => "finish",
            Self::BytesEach => "bytes-each",
            Self::FutureSize => "future-size",
            Self::PerSecond => "per-second",
        }
    }

    /// Its heading.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Create => "Create",
            Self::Finish => "Finish",
            Self::BytesEach => "Memory each",
            Self::FutureSize => "Future",
            Self::PerSecond => "A second",
        }
    }

    /// What exactly it is.
    #[must_use]
    pub const fn definition(self) -> &'static str {
        match self {
            Self::Create => {
                "From the first being created until all exist: tasks are handed to the event loop, \
                 futures are in their set, async functions are called, workers listen."
            }
            Self::Finish => {
                "From all existing until the last has run to its end. Of workers beyond the \
                 budget, both times are extrapolated: as much for each as was measured."
            }
            Self::BytesEach => {
                "By how much the worker's wasm memory grew, in steps of 64 KiB, divided by their \
                 number; of workers with their own wasm, that memory as a whole. What is on the \
                 JavaScript side is not in it. Of JavaScript: what the browser says of the worker, \
                 its engine included, if it is asked and answers."
            }
            Self::FutureSize => {
                "The size of one future as Rust has it, bytes held across the await included, \
                 without what a queue adds."
            }
            Self::PerSecond => {
                "How many were created and finished in a second: those really created, divided by \
                 the time that they took together."
            }
        }
    }
}
