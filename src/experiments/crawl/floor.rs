//! What no order of the same requests can go below, where that can be known.
//! Not a guess: what may have waited for something else than its own answer
//! says nothing of that.

use super::{Lane, Order, Outcome, Plan, Strategy};
use crate::http::{CacheMode, is_built_in};
use crate::trace::sort::sort;
use crate::trace::{Phase, Span, Stats, Timeline, Timestamp, Track};
use std::collections::HashMap;
use std::hash::Hash;
use std::time::Duration;

/// The connections a browser opens to one host over HTTP/1.1, of which a page
/// cannot know that it was another protocol.
const CONNECTIONS: usize = 6;

/// The connections Chromium opens in all, the least of the engines.
const CONNECTIONS_IN_ALL: usize = 256;

/// How long the slowest request of `lane` took, if none can have waited for a
/// connection, the cache, another strategy or the page itself, and all
/// succeeded at once: then no strategy can be done sooner with them.
pub(super) fn floor(
    lane: &Lane,
    plan: &Plan,
    stats: &Stats,
) -> Option<Duration> {
    let is_disturbed = lane.was_hidden()
        || (plan.order == Order::Together && plan.strategies.len() > 1);
    if is_disturbed || stats.failed + stats.unfinished > 0 {
        return None;
    }
    let again = |outcome: &Outcome| outcome.attempts > 1;
    if lane.outcomes().iter().flatten().any(again) {
        return None;
    }
    let slowest = stats.slowest?;
    let timeline = lane.timeline();
    let is_busy = lateness(lane.strategy(), &timeline).unwrap_or_default()
        + busy(&timeline)
        > slowest / 10;
    (!is_busy && !can_have_waited(lane, plan, &timeline)).then_some(slowest)
}

/// Whether a request can have waited for a connection or for the cache.
fn can_have_waited(lane: &Lane, plan: &Plan, timeline: &Timeline) -> bool {
    let requests = || plan.rows.iter().zip(timeline.rows());
    let outside = || requests().filter(|(row, _)| !is_built_in(&row.url));
    let to_hosts = outside().map(|(row, track)| (host_of(&row.url), track));
    let to_any = outside().map(|(_, track)| ((), track));
    let for_urls = requests().map(|(row, track)| (&*row.url, track));
    let is_cached = lane.strategy().is_synchronous()
        || plan.policy.cache == CacheMode::Default;
    most_at_once(to_hosts) > CONNECTIONS
        || most_at_once(to_any) > CONNECTIONS_IN_ALL
        || (is_cached && most_at_once(for_urls) > 1)
}

/// The scheme and the host of `url`; empty for the page's own.
fn host_of(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return String::new();
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    let scheme = scheme.to_ascii_lowercase();
    let usual = if scheme == "https" { ":443" } else { ":80" };
    let host = host.strip_suffix(usual).unwrap_or(host);
    format!("{scheme}://{}", host.to_ascii_lowercase())
}

/// The most requests with the same key that were out at one time.
fn most_at_once<'a, Key: Eq + Hash>(
    requests: impl Iterator<Item = (Key, &'a Track)>,
) -> usize {
    let mut steps: HashMap<Key, Vec<(Timestamp, isize)>> = HashMap::new();
    for (key, track) in requests {
        let sent = track.spans.iter().find(|it| it.phase == Phase::Waiting);
        if let (Some(sent), Some((end, _))) = (sent, track.end) {
            let steps = steps.entry(key).or_default();
            steps.extend([(sent.start, 1), (end, -1)]);
        }
    }
    let most = steps.into_values().map(|mut steps| {
        // At the same instant, what ends makes room before what starts.
        sort(&mut steps);
        let mut now = 0;
        let each = steps.into_iter().map(|(_, step)| {
            now += step;
            now
        });
        each.max().unwrap_or_default().unsigned_abs()
    });
    most.max().unwrap_or_default()
}

/// How long the futures of the run kept the page's thread.
fn busy(timeline: &Timeline) -> Duration {
    let polls = timeline.tracks().iter().flat_map(|track| &track.polls);
    let mut polls: Vec<(Timestamp, Timestamp)> = polls.copied().collect();
    sort(&mut polls);
    let mut until = Timestamp::ZERO;
    let mut busy = Duration::ZERO;
    for (start, end) in polls {
        // One within another is a part of it.
        busy += end.since(start.max(until).min(end));
        until = until.max(end);
    }
    busy
}

/// How long after the strategy the last request began, where nothing but the
/// page itself can have kept it from beginning at once.
pub(super) fn lateness(
    strategy: Strategy,
    timeline: &Timeline,
) -> Option<Duration> {
    let is_at_once = matches!(
        strategy,
        Strategy::Concurrent | Strategy::Spawned | Strategy::PromiseAll
    );
    let began = timeline.root().filter(|_| is_at_once)?.start?;
    // When it took its turn: it was polled before.
    let begins =
        |it: &&Span| matches!(it.phase, Phase::AddedDelay | Phase::Waiting);
    let late =
        |row: &Track| Some(row.spans.iter().find(begins)?.start.since(began));
    timeline.rows().iter().filter_map(late).max()
}
