//! What is to be found out by crawling.

use super::{LaneReport, Outcome, Report, Strategy};
use crate::experiments::Goal;
use crate::trace::{Ending, Phase, Span, Timestamp, Track};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::time::Duration;

/// The goals, in the order of the page.
pub static GOALS: &[Goal<Report>] = &[
    Goal {
        id: "crawl.smallest-limit",
        is_met: has_smallest_limit,
    },
    Goal {
        id: "crawl.one-wave",
        is_met: has_one_wave,
    },
    Goal {
        id: "crawl.nothing-to-gain",
        is_met: gains_nothing,
    },
    Goal {
        id: "crawl.abort-two",
        is_met: aborts_two,
    },
];

/// What is noise in a total, and no more: so much of it.
const NOISE: f64 = 1.05;

fn has_smallest_limit(report: &Report) -> bool {
    let limit = report.plan.limit.get();
    let is_smallest = |lane: &LaneReport| {
        let (total, floor) = (lane.comparable()?, lane.floor?);
        let timeline = lane.lane.timeline();
        let took: Vec<Duration> = timeline
            .rows()
            .iter()
            .map(time_out)
            .collect::<Option<_>>()?;
        let at_most = floor.mul_f64(NOISE);
        Some(
            (2..took.len()).contains(&limit)
                && total <= at_most
                && total_at(limit - 1, &took) > at_most,
        )
    };
    let lane = report.lane(Strategy::Limited);
    lane.and_then(is_smallest).unwrap_or_default()
}

/// How long requests take in all that are begun in this order, `limit` of them
/// at a time.
fn total_at(limit: usize, took: &[Duration]) -> Duration {
    let mut ends = BinaryHeap::new();
    let mut total = Duration::ZERO;
    for time in took {
        let begins = match ends.len() < limit {
            true => Duration::ZERO,
            false => ends.pop().map_or(Duration::ZERO, |Reverse(end)| end),
        };
        total = total.max(begins + *time);
        ends.push(Reverse(begins + *time));
    }
    total
}

/// How long a request took from its turn to its end.
fn time_out(row: &Track) -> Option<Duration> {
    let begins =
        |it: &&Span| matches!(it.phase, Phase::AddedDelay | Phase::Waiting);
    let began = row.spans.iter().find(begins)?.start;
    Some(row.end?.0.since(began))
}

/// When a request was sent; none if it was not.
fn sent_at(row: &Track) -> Option<Timestamp> {
    let sent = row.spans.iter().find(|it| it.phase == Phase::Waiting);
    sent.map(|it| it.start)
}

/// So many to one host are more than it has connections over HTTP/1.1.
const WAVE: usize = 12;

/// Requests that are quicker than this say nothing of who waited for whom.
const NOTICED: Duration = Duration::from_millis(100);

fn has_one_wave(report: &Report) -> bool {
    report.lanes.iter().any(|lane| {
        let timeline = lane.lane.timeline();
        let outcomes = lane.lane.outcomes();
        let mut waves: HashMap<_, Vec<(Timestamp, Timestamp)>> = HashMap::new();
        let requests = report.plan.rows.iter().zip(timeline.rows());
        for ((row, track), outcome) in requests.zip(outcomes.iter()) {
            let path = row.url.split(['?', '#']).next();
            if let Some(out) = answered_at_once(track, outcome.as_ref()) {
                waves.entry((path, row.delay)).or_default().push(out);
            }
        }
        waves.values().any(|wave| is_one_wave(wave))
    })
}

/// From when to when a request was out, if it was sent once and answered.
fn answered_at_once(
    row: &Track,
    outcome: Option<&Outcome>,
) -> Option<(Timestamp, Timestamp)> {
    let outcome = outcome.filter(|it| it.attempts == 1)?;
    let is_real = !outcome.response()?.stand_in;
    let (end, ending) = row.end?;
    let sent = sent_at(row)?;
    (is_real && ending == Ending::Succeeded).then_some((sent, end))
}

fn is_one_wave(wave: &[(Timestamp, Timestamp)]) -> bool {
    let took = || wave.iter().map(|(sent, end)| end.since(*sent));
    let quickest = took().min().unwrap_or_default();
    let slowest = took().max().unwrap_or_default();
    let last_sent = wave.iter().map(|(sent, _)| *sent).max();
    let first_end = wave.iter().map(|(_, end)| *end).min();
    wave.len() >= WAVE
        && last_sent < first_end
        && quickest >= NOTICED
        // In a second wave it would be twice as long.
        && slowest <= quickest.mul_f64(1.5)
}

fn gains_nothing(report: &Report) -> bool {
    report.lane(Strategy::Concurrent).is_some_and(|lane| {
        let stats = &lane.stats;
        stats.succeeded >= 3
            && stats.failed == 0
            && stats.peak_in_flight >= 3
            && !lane.lane.was_hidden()
            && stats.total >= Some(NOTICED)
            && lane.speedup.is_some_and(|speedup| speedup <= NOISE)
    })
}

fn aborts_two(report: &Report) -> bool {
    report.lanes.iter().any(|lane| {
        let has_failed =
            matches!(lane.ending, Some(Ending::Failed | Ending::TimedOut));
        let timeline = lane.lane.timeline();
        let was_out = |row: &&Track| {
            row.ending() == Some(Ending::Cancelled) && sent_at(row).is_some()
        };
        has_failed && timeline.rows().iter().filter(was_out).count() >= 2
    })
}
