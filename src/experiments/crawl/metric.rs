//! The figures of the table by strategy.

use super::LaneReport;
use crate::experiments::figure::{Figure, grouped};
use crate::experiments::metric::{self, metrics};

/// A figure of the table by strategy.
pub type Metric = metric::Metric<LaneReport>;

impl Metric {
    metrics! {
        TOTAL = Time(
            "total",
            "Total",
            "From the start of the strategy to the end of its last request.",
            |it| it.stats.total,
        );
        SPEEDUP = Ratio(
            "speedup",
            "Speedup",
            "Sequential's total divided by this total; known when every request of both came to its \
             end, and as many failed.",
            |it| it.speedup,
        );
        AVERAGE = Time(
            "average",
            "Average",
            "The mean duration of a request that succeeded: from its start, added delay and retries \
             included, to its last byte. Failed and aborted requests are left out, here and in p50, \
             p95 and Slowest.",
            |it| it.stats.average,
        );
        P50 = Time(
            "p50",
            "p50",
            "Half of the requests that succeeded took at most this long.",
            |it| it.stats.p50,
        );
        P95 = Time(
            "p95",
            "p95",
            "95 of 100 requests that succeeded took at most this long.",
            |it| it.stats.p95,
        );
        SLOWEST = Time(
            "slowest",
            "Slowest",
            "The longest request that succeeded: no strategy can be done sooner than it, unless it \
             had to wait for a connection, the cache or the page.",
            |it| it.stats.slowest,
        );
        PEAK_IN_FLIGHT = Count(
            "peak-in-flight",
            "In flight",
            "The most requests that were sent and unfinished at one instant.",
            |it| Some(it.stats.peak_in_flight),
        );
        SUCCEEDED = Figure(
            "succeeded",
            "Succeeded",
            "Requests answered with a status below 400.",
            |it, _| succeeded(it),
        );
        FAILED = Count(
            "failed",
            "Failed",
            "Requests that failed, timed out or were answered with a status of 400 or above.",
            |it| Some(it.stats.failed),
        );
        BYTES = Figure(
            "bytes",
            "Bytes",
            "Bytes of all bodies, as they arrived after decompression.",
            |it, _| Figure::bytes(it.bytes),
        );
        POLLS = Count(
            "polls",
            "Polls",
            "How often the strategy's own future and those of its requests were polled. JavaScript \
             promises are not.",
            |it| it.stats.polls,
        );
        WAKES = Count(
            "wakes",
            "Wakes",
            "How often a response, a timer or another future asked for such a poll.",
            |it| it.stats.wakes,
        );
    }
}

/// How many requests succeeded, of how many.
fn succeeded(lane: &LaneReport) -> Figure {
    let stats = &lane.stats;
    let all = stats.succeeded + stats.failed + stats.unfinished;
    let [succeeded, all] =
        [stats.succeeded, all].map(|count| grouped(count as u64));
    Figure::new(stats.succeeded as f64, format!("{succeeded} of {all}"))
}
