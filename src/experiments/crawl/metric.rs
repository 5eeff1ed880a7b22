//! The figures of the table by strategy: what they are called and mean.

/// A figure of the table by strategy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    /// From the start of the strategy to its end.
    Total,
    /// How many times sooner than sequential.
    Speedup,
    /// The mean duration of a request that succeeded.
    Average,
    /// The median duration of those.
    P50,
    /// The 95th percentile of these durations.
    P95,
    /// The longest of these durations.
    Slowest,
    /// The most requests in flight at once.
    PeakInFlight,
    /// Requests that succeeded.
    Succeeded,
    /// Requests that failed.
    Failed,
    /// Bytes received.
    Bytes,
    /// Polls of the futures.
    Polls,
    /// Wakes of the futures.
    Wakes,
}

impl Metric {
    /// All metrics, in the order of the table.
    pub const ALL: [Self; 12] = [
        Self::Total,
        Self::Speedup,
        Self::Average,
        Self::P50,
        Self::P95,
        Self::Slowest,
        Self::PeakInFlight,
        Self::Succeeded,
        Self::Failed,
        Self::Bytes,
        Self::Polls,
        Self::Wakes,
    ];

    /// Its name in the contract with those who read the page by machine.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Total => "total",
            Self::Speedup => "speedup",
            Self::Average => "average",
            Self::P50 => "p50",
            Self::P95 => "p95",
            Self::Slowest => "slowest",
            Self::PeakInFlight => "peak-in-flight",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Bytes => "bytes",
            Self::Polls => "polls",
            Self::Wakes => "wakes",
        }
    }

    /// Its heading.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Total => "Total",
            Self::Speedup => "Speedup",
            Self::Average => "Average",
            Self::P50 => "p50",
            Self::P95 => "p95",
            Self::Slowest => "Slowest",
            Self::PeakInFlight => "In flight",
            Self::Succeeded => "Succeeded",
            Self::Failed => "Failed",
            Self::Bytes => "Bytes",
            Self::Polls => "Polls",
            Self::Wakes => "Wakes",
        }
    }

    /// What exactly it is.
    #[must_use]
    pub const fn definition(self) -> &'static str {
        match self {
            Self::Total => {
                "From the start of the strategy to the end of its last request."
            }
            Self::Speedup => {
                "Sequential's total divided by this total; known when every request of both came to \
                 its end, and as many failed."
            }
            Self::Average => {
                "The mean duration of a request that succeeded: from its start, added delay and \
                 retries included, to its last byte. Failed and aborted requests are left out, \
                 here and in p50, p95 and Slowest."
            }
            Self::P50 => {
                "Half of the requests that succeeded took at most this long."
            }
            Self::P95 => {
                "95 of 100 requests that succeeded took at most this long."
            }
            Self::Slowest => {
                "The longest request that succeeded: no strategy can be done sooner than it, unless \
                 it had to wait for a connection, the cache or the page."
            }
            Self::PeakInFlight => {
                "The most requests that were sent and unfinished at one instant."
            }
            Self::Succeeded => "Requests answered with a status below 400.",
            Self::Failed => {
                "Requests that failed, timed out or were answered with a status of 400 or above."
            }
            Self::Bytes => {
                "Bytes of all bodies, as they arrived after decompression."
            }
            Self::Polls => {
                "How often the strategy's own future and those of its requests were polled. \
                 JavaScript promises are not."
            }
            Self::Wakes => {
                "How often a response, a timer or another future asked for such a poll."
            }
        }
    }
}
