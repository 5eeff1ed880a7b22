//! The figures of the table by strategy.

use super::LaneReport;
use crate::experiments::figure::{Figure, grouped};
use crate::experiments::metric;

/// A figure of the table by strategy.
pub type Metric = metric::Metric<LaneReport>;

impl Metric {
    /// From the start of the strategy to its end.
    pub const TOTAL: Self = Self::time(
        "total",
        "Total",
        "From the start of the strategy to the end of its last request.",
        |it| it.stats.total,
    );
    /// How many times sooner than sequential.
    pub const SPEEDUP: Self = Self::ratio(
        "speedup",
        "Speedup",
        "Sequential's total divided by this total; known when every request of both came to its \
         end, and as many failed.",
        |it| it.speedup,
    );
    /// The mean duration of a request that succeeded.
    pub const AVERAGE: Self = Self::time(
        "average",
        "Average",
        "The mean duration of a request that succeeded: from its start, added delay and retries \
         included, to its last byte. Failed and aborted requests are left out, here and in p50, \
         p95 and Slowest.",
        |it| it.stats.average,
    );
    /// The median duration of those.
    pub const P50: Self = Self::time(
        "p50",
        "p50",
        "Half of the requests that succeeded took at most this long.",
        |it| it.stats.p50,
    );
    /// The 95th percentile of these durations.
    pub const P95: Self = Self::time(
        "p95",
        "p95",
        "95 of 100 requests that succeeded took at most this long.",
        |it| it.stats.p95,
    );
    /// The longest of these durations.
    pub const SLOWEST: Self = Self::time(
        "slowest",
        "Slowest",
        "The longest request that succeeded: no strategy can be done sooner than it, unless it \
         had to wait for a connection, the cache or the page.",
        |it| it.stats.slowest,
    );
    /// The most requests in flight at once.
    pub const PEAK_IN_FLIGHT: Self = Self::count(
        "peak-in-flight",
        "In flight",
        "The most requests that were sent and unfinished at one instant.",
        |it| Some(it.stats.peak_in_flight),
    );
    /// Requests that succeeded.
    pub const SUCCEEDED: Self = Self::figure(
        "succeeded",
        "Succeeded",
        "Requests answered with a status below 400.",
        |it, _| succeeded(it),
    );
    /// Requests that failed.
    pub const FAILED: Self = Self::count(
        "failed",
        "Failed",
        "Requests that failed, timed out or were answered with a status of 400 or above.",
        |it| Some(it.stats.failed),
    );
    /// Bytes received.
    pub const BYTES: Self = Self::figure(
        "bytes",
        "Bytes",
        "Bytes of all bodies, as they arrived after decompression.",
        |it, _| Figure::bytes(it.bytes),
    );
    /// Polls of the futures.
    pub const POLLS: Self = Self::count(
        "polls",
        "Polls",
        "How often the strategy's own future and those of its requests were polled. JavaScript \
         promises are not.",
        |it| it.stats.polls,
    );
    /// Wakes of the futures.
    pub const WAKES: Self = Self::count(
        "wakes",
        "Wakes",
        "How often a response, a timer or another future asked for such a poll.",
        |it| it.stats.wakes,
    );

    /// All metrics, in the order of the table.
    pub const ALL: [Self; 12] = [
        Self::TOTAL,
        Self::SPEEDUP,
        Self::AVERAGE,
        Self::P50,
        Self::P95,
        Self::SLOWEST,
        Self::PEAK_IN_FLIGHT,
        Self::SUCCEEDED,
        Self::FAILED,
        Self::BYTES,
        Self::POLLS,
        Self::WAKES,
    ];
}

/// How many requests succeeded, of how many.
fn succeeded(lane: &LaneReport) -> Figure {
    let stats = &lane.stats;
    let all = stats.succeeded + stats.failed + stats.unfinished;
    let [succeeded, all] =
        [stats.succeeded, all].map(|count| grouped(count as u64));
    Figure {
        text: format!("{succeeded} of {all}"),
        ..Figure::count(stats.succeeded)
    }
}
