//! What is worth noticing in a run, as data with the sentence that says it.

use super::sort::sort;
use super::{Ending, Phase, Timeline, Track};
use std::fmt;
use std::time::Duration;

/// Requests that would take equally long if nothing stood in their way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostLoad {
    /// The host they go to, or the one URL that they share.
    pub name: String,
    /// Their places in the list, counted from zero.
    pub rows: Vec<usize>,
}

/// What is known of a run besides its trace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Situation {
    /// Requests to one host that differ only in their query.
    pub same_path: Vec<HostLoad>,
    /// Requests for one and the same URL while the cache was in use.
    pub same_url: Vec<HostLoad>,
    /// Attempts beyond the first, over all requests.
    pub retries: usize,
    /// Requests answered by a timer, since the built-in endpoint is missing.
    pub stand_ins: usize,
    /// Requests that do not reach the built-in endpoint, though others do, and
    /// were answered by a wait.
    pub out_of_reach: usize,
    /// Whether threads sent the requests, rather than the page.
    pub by_threads: bool,
    /// Whether the page was hidden at some time during the run.
    pub hidden: bool,
    /// Whether another strategy ran at the same time.
    pub together: bool,
}

/// Something that got in the way of a run, or limits what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// More requests to a host than it has connections: they took turns.
    Connections {
        /// The host.
        host: String,
        /// How many requests went to it.
        requests: usize,
    },
    /// Requests for one URL waited for each other in the browser's cache.
    CacheQueue {
        /// The URL.
        url: String,
        /// How many requests asked for it.
        requests: usize,
    },
    /// Some requests failed or timed out.
    Failures(usize),
    /// Some requests were sent again after a failure.
    Retries(usize),
    /// Some answers came from a timer instead of a request.
    StandIns(usize),
    /// Some synchronous requests would not have reached the built-in endpoint.
    OutOfReach(usize),
    /// Some requests of threads would not have reached the built-in endpoint.
    OutOfReachOfThreads(usize),
    /// The page was hidden, so the browser slowed its timers down.
    Hidden,
    /// Another strategy used the network at the same time.
    Together,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connections { host, requests } => write!(
                f,
                "Over HTTP/1.1 a browser opens at most six connections to one host: \
                 by their times the {requests} requests to {host} took turns.",
            ),
            Self::CacheQueue { url, requests } => write!(
                f,
                "{requests} requests asked for {url} with the cache on: by their times each \
                 waited until the one before it was done with the cache entry.",
            ),
            Self::Failures(1) => write!(f, "1 request failed."),
            Self::Failures(count) => write!(f, "{count} requests failed."),
            Self::Retries(1) => {
                write!(f, "1 request was sent again after a failure.")
            }
            Self::Retries(count) => {
                write!(f, "{count} requests were sent again after a failure.")
            }
            Self::StandIns(1) => write!(
                f,
                "1 answer is a stand-in: a timer, since this browser runs no Service Worker here.",
            ),
            Self::StandIns(count) => write!(
                f,
                "{count} answers are stand-ins: timers, since this browser runs no Service Worker here.",
            ),
            Self::OutOfReach(1) => write!(
                f,
                "1 synchronous answer is a stand-in: a wait, since no synchronous request \
                 reaches the built-in endpoint here.",
            ),
            Self::OutOfReach(count) => write!(
                f,
                "{count} synchronous answers are stand-ins: waits, since no synchronous request \
                 reaches the built-in endpoint here.",
            ),
            Self::OutOfReachOfThreads(1) => write!(
                f,
                "1 answer to a Worker is a stand-in: a wait, since no request of a Worker \
                 reaches the built-in endpoint here.",
            ),
            Self::OutOfReachOfThreads(count) => write!(
                f,
                "{count} answers to Workers are stand-ins: waits, since no request of a Worker \
                 reaches the built-in endpoint here.",
            ),
            Self::Hidden => write!(
                f,
                "The page was hidden during the run: the browser slows hidden pages down, \
                 so do not compare these times.",
            ),
            Self::Together => write!(
                f,
                "The strategies ran at the same time and shared the network.",
            ),
        }
    }
}

/// Lists what got in the way of the run behind `timeline`.
#[must_use]
pub fn findings(timeline: &Timeline, situation: &Situation) -> Vec<Finding> {
    let rows = timeline.rows();
    let mut found = Vec::new();
    for load in &situation.same_url {
        if queued(&tracks_of(rows, &load.rows), 1) {
            found.push(Finding::CacheQueue {
                url: load.name.clone(),
                requests: load.rows.len(),
            });
        }
    }
    for load in &situation.same_path {
        if queued(&tracks_of(rows, &load.rows), CONNECTIONS) {
            found.push(Finding::Connections {
                host: load.name.clone(),
                requests: load.rows.len(),
            });
        }
    }
    let stats = super::Stats::of(timeline);
    let counted = [
        (stats.failed, Finding::Failures(stats.failed)),
        (situation.retries, Finding::Retries(situation.retries)),
        (situation.stand_ins, Finding::StandIns(situation.stand_ins)),
        (
            situation.out_of_reach,
            match situation.by_threads {
                true => Finding::OutOfReachOfThreads(situation.out_of_reach),
                false => Finding::OutOfReach(situation.out_of_reach),
            },
        ),
        (usize::from(situation.together), Finding::Together),
        (usize::from(situation.hidden), Finding::Hidden),
    ];
    found.extend(
        counted
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(_, finding)| finding),
    );
    found
}

/// The connections a browser opens to one host over HTTP/1.1.
const CONNECTIONS: usize = 6;

fn tracks_of<'a>(rows: &'a [Track], places: &[usize]) -> Vec<&'a Track> {
    places.iter().filter_map(|&place| rows.get(place)).collect()
}

/// Whether requests of equal cost, all in flight together, were served at most
/// `servers` at a time: the quickest `servers` of them then take clearly less
/// time than the next.
fn queued(rows: &[&Track], servers: usize) -> bool {
    // A failure comes sooner than an answer, and says nothing of queues.
    let answered = |row: &&&Track| row.ending() == Some(Ending::Succeeded);
    if rows.iter().any(|row| row.end.is_none()) {
        return false;
    }
    let rows: Vec<&Track> = rows.iter().filter(answered).copied().collect();
    let mut waits: Vec<Duration> = Vec::new();
    for row in &rows {
        let Some((end, _)) = row.end else {
            return false;
        };
        let Some(sent) = row.spans.iter().find(|s| s.phase == Phase::Waiting)
        else {
            return false;
        };
        waits.push(end.since(sent.start));
    }
    let together = |row: &&Track| {
        let first_end = rows
            .iter()
            .filter_map(|row| row.end)
            .map(|(end, _)| end)
            .min();
        row.spans.first().map(|span| span.start) < first_end
    };
    sort(&mut waits);
    let (Some(served), Some(waited)) =
        (waits.get(servers - 1), waits.get(servers))
    else {
        return false;
    };
    // The first who had to wait may be hard to tell from one who was served on
    // a busy machine; the last is not.
    let slowest = waits.last().copied().unwrap_or_default();
    rows.iter().all(together)
        && *waited > *served * 5 / 4
        && slowest > *served * 3 / 2
}
