//! The figures of the table by mode: what they are called and mean.

/// A figure of the table by mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    /// From the start of the job to its answer.
    Job,
    /// The longest time without a frame.
    LongestGap,
    /// Frames that could have been painted and were not.
    FramesMissed,
    /// How late a timer came.
    LatenessP95,
    /// How long a key waited.
    InputDelay,
    /// How long an answer waited.
    BackgroundDelay,
    /// How many times sooner than the main thread.
    Speed,
    /// Progress that could be seen.
    Progress,
    /// How long the workers took to start.
    ColdStart,
    /// What came out.
    Result,
}

impl Metric {
    /// All metrics, in the order of the table.
    pub const ALL: [Self; 10] = [
        Self::Job,
        Self::LongestGap,
        Self::FramesMissed,
        Self::LatenessP95,
        Self::InputDelay,
        Self::BackgroundDelay,
        Self::Speed,
        Self::Progress,
        Self::ColdStart,
        Self::Result,
    ];

    /// Its name in the contract with those who read the page by machine.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Job => "job",
            Self::LongestGap => "longest-gap",
            Self::FramesMissed => "frames-missed",
            Self::LatenessP95 => "lateness-p95",
            Self::InputDelay => "input-delay",
            Self::BackgroundDelay => "background-delay",
            Self::Speed => "speed",
            Self::Progress => "progress",
            Self::ColdStart => "cold-start",
            Self::Result => "result",
        }
    }

    /// Its heading.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Job => "Job",
            Self::LongestGap => "Longest gap",
            Self::FramesMissed => "Frames missed",
            Self::LatenessP95 => "Timer late, p95",
            Self::InputDelay => "Worst key",
            Self::BackgroundDelay => "Answer unseen",
            Self::Speed => "Speed",
            Self::Progress => "Updates seen",
            Self::ColdStart => "Cold start",
            Self::Result => "Result",
        }
    }

    /// What exactly it is.
    #[must_use]
    pub const fn definition(self) -> &'static str {
        match self {
            Self::Job => {
                "From the first poll of the job's future to its answer; messages to and from \
                 workers included, their start not."
            }
            Self::LongestGap => {
                "The longest time between two frames of this page, of those that touch the job."
            }
            Self::FramesMissed => {
                "How many more frames there would have been at the page's pace before the job."
            }
            Self::LatenessP95 => {
                "A timer is due every 50 ms. 95 of 100 ticks that fell due during the job came at \
                 most this late."
            }
            Self::InputDelay => {
                "The longest time from a key being pressed, by the browser's own note, to this \
                 page's code hearing of it. Unknown if you typed nothing."
            }
            Self::BackgroundDelay => {
                "The longest time from an answer's arrival, by the browser's resource timing, to \
                 the future that awaits it being done."
            }
            Self::Speed => "The main thread's job time divided by this one.",
            Self::Progress => {
                "How often the page showed progress that had changed. It draws five times a second at \
                 most, so that drawing does not disturb what is measured."
            }
            Self::ColdStart => {
                "From the first new Worker(…) to the last worker's first message; the job comes \
                 after that."
            }
            Self::Result => {
                "The number of primes, the iterations over all pixels, or the beginning of the \
                 last hash: it must be the same in every mode."
            }
        }
    }
}
