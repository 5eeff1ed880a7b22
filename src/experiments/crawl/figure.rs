//! Figures: what they are called, what they mean, how they are written.

use crate::trace::duration_text;
use std::time::Duration;

/// A figure of the table by strategy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    /// From the start of the strategy to its end.
    Total,
    /// How many times sooner than sequential.
    Speedup,
    /// The mean duration of a request.
    Average,
    /// The median duration.
    P50,
    /// The 95th percentile of the durations.
    P95,
    /// The longest duration.
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
                "Sequential's total divided by this total; known when both answered every request."
            }
            Self::Average => {
                "The mean duration of a request: from its start, added delay and retries included, \
                 to its last byte. Aborted requests are left out, here and in p50, p95 and Slowest."
            }
            Self::P50 => "Half of the requests took at most this long.",
            Self::P95 => "95 of 100 requests took at most this long.",
            Self::Slowest => {
                "The longest request: no strategy can be done sooner than it."
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

/// One figure: as a bare number for machines, and as text.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Milliseconds, bytes or a count; none if unknown.
    pub value: Option<f64>,
    /// The same for people.
    pub text: String,
}

impl Figure {
    const UNKNOWN: &'static str = "–";

    pub(super) fn unknown() -> Self {
        Self {
            value: None,
            text: Self::UNKNOWN.to_owned(),
        }
    }

    pub(super) fn count(count: usize) -> Self {
        Self {
            value: Some(count as f64),
            text: grouped(count as u64),
        }
    }

    pub(super) fn bytes(bytes: u64) -> Self {
        let text = match bytes {
            0..10_000 => format!("{}\u{a0}B", grouped(bytes)),
            10_000..10_000_000 => format!("{:.1}\u{a0}kB", bytes as f64 / 1e3),
            _ => format!("{:.1}\u{a0}MB", bytes as f64 / 1e6),
        };
        Self {
            value: Some(bytes as f64),
            text,
        }
    }

    pub(super) fn duration(duration: Option<Duration>, step: Duration) -> Self {
        let Some(duration) = duration else {
            return Self::unknown();
        };
        Self {
            value: Some(millis(duration)),
            text: duration_text(duration, step),
        }
    }

    pub(super) fn ratio(ratio: Option<f64>) -> Self {
        let Some(ratio) = ratio else {
            return Self::unknown();
        };
        Self {
            value: Some((ratio * 1e4).round() / 1e4),
            text: ratio_text(ratio),
        }
    }
}

/// Milliseconds, to the nanosecond that the trace has.
pub(super) fn millis(duration: Duration) -> f64 {
    duration.as_nanos() as f64 / 1e6
}

pub(super) fn ratio_text(ratio: f64) -> String {
    match ratio {
        _ if ratio >= 99.95 => format!("{ratio:.0}\u{a0}×"),
        _ if ratio >= 9.995 => format!("{ratio:.1}\u{a0}×"),
        _ => format!("{ratio:.2}\u{a0}×"),
    }
}

/// A whole number with a thin space between its thousands.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0
            && (digits.len() - index).is_multiple_of(3)
            && digits.len() > 4
        {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// A bare number for a `data-value` or a table; empty if unknown.
#[must_use]
pub fn value_text(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// The places of `values` in rising or falling order; what is unknown comes
/// last either way, and equals keep their order.
#[must_use]
pub fn sorted_places(values: &[Option<f64>], falling: bool) -> Vec<usize> {
    let mut places: Vec<usize> = (0..values.len()).collect();
    places.sort_by(|a, b| match (values[*a], values[*b]) {
        (Some(a), Some(b)) if falling => b.total_cmp(&a),
        (Some(a), Some(b)) => a.total_cmp(&b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
    places
}
