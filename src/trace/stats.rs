//! The figures of a run, each computed in this one place.

use super::sort::sort;
use super::{Ending, Phase, Timeline, Timestamp, Track};
use std::time::Duration;

/// What a run amounted to.
///
/// `average`, `p50`, `p95` and `slowest` are over the tasks that succeeded: how
/// long a failure took says how it failed, and a task that was aborted has no
/// duration of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// From the beginning of the root task to its end.
    pub total: Option<Duration>,
    /// The mean duration of a request that succeeded: from its start, added
    /// delay included, to its last byte.
    pub average: Option<Duration>,
    /// The duration that half of those requests did not exceed.
    pub p50: Option<Duration>,
    /// The duration that 95 of 100 of them did not exceed.
    pub p95: Option<Duration>,
    /// The longest of these durations. Other orders of the same requests take no
    /// less, unless it had to wait for something besides its answer.
    pub slowest: Option<Duration>,
    /// The most requests that were sent and unfinished at one instant.
    pub peak_in_flight: usize,
    /// Requests that succeeded.
    pub succeeded: usize,
    /// Requests that failed or timed out.
    pub failed: usize,
    /// Requests that were dropped before they ended, or never started.
    pub unfinished: usize,
    /// How often the futures of the run were polled; none where nothing is,
    /// as in plain JavaScript.
    pub polls: Option<usize>,
    /// How often somebody asked for a poll; none as for `polls`.
    pub wakes: Option<usize>,
}

impl Stats {
    /// Computes the figures of `timeline`.
    #[must_use]
    pub fn of(timeline: &Timeline) -> Self {
        let rows = timeline.rows();
        let mut durations: Vec<Duration> = rows
            .iter()
            .filter(|row| row.ending() == Some(Ending::Succeeded))
            .filter_map(Track::duration)
            .collect();
        sort(&mut durations);
        let count_of = |wanted: &[Ending]| {
            rows.iter()
                .filter(|row| row.ending().is_some_and(|e| wanted.contains(&e)))
                .count()
        };
        let succeeded = count_of(&[Ending::Succeeded]);
        let failed = count_of(&[Ending::Failed, Ending::TimedOut]);
        let polls = timeline
            .tracks()
            .iter()
            .map(|track| track.polls.len())
            .sum();
        let wakes = timeline
            .tracks()
            .iter()
            .map(|track| track.wakes.len())
            .sum();
        let polled = |figure: usize| (polls > 0).then_some(figure);
        Self {
            total: timeline.makespan(),
            average: mean(&durations),
            p50: percentile(&durations, 50),
            p95: percentile(&durations, 95),
            slowest: durations.last().copied(),
            peak_in_flight: peak_in_flight(rows),
            succeeded,
            failed,
            unfinished: rows.len() - succeeded - failed,
            polls: polled(polls),
            wakes: polled(wakes),
        }
    }
}

/// The smallest of the `sorted` values that at least `percent` of 100 do not
/// exceed: the nearest-rank percentile, which is always a value that occurred.
#[must_use]
pub fn percentile<T: Copy>(sorted: &[T], percent: usize) -> Option<T> {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.max(1) - 1).copied()
}

/// The middle of the values, the lower of the two middle ones if their number
/// is even: always a value that occurred.
#[must_use]
pub fn median<T: Copy + Ord>(values: &[T]) -> Option<T> {
    let mut sorted = values.to_vec();
    sort(&mut sorted);
    percentile(&sorted, 50)
}

fn mean(durations: &[Duration]) -> Option<Duration> {
    let count = u32::try_from(durations.len()).ok()?;
    durations.iter().sum::<Duration>().checked_div(count)
}

fn peak_in_flight(rows: &[Track]) -> usize {
    let mut steps: Vec<(Timestamp, isize)> = Vec::new();
    for span in rows.iter().flat_map(|row| &row.spans) {
        if matches!(span.phase, Phase::Waiting | Phase::Receiving) {
            // What goes on with what has just ended takes its place.
            match steps.last() {
                Some((end, -1)) if *end == span.start => drop(steps.pop()),
                _ => steps.push((span.start, 1)),
            }
            steps.extend(span.end.map(|end| (end, -1)));
        }
    }
    // At the same instant, what ends makes room before what starts.
    sort(&mut steps);
    let mut in_flight = 0_isize;
    let mut peak = 0;
    for (_, step) in &steps {
        in_flight += step;
        peak = peak.max(in_flight);
    }
    // What was too short for the clock was in flight all the same.
    peak.max(isize::from(!steps.is_empty())).unsigned_abs()
}
