//! The figures of one task, in tokio-console's words, and which task belongs
//! below which.

use super::event::nanos;
use super::sort::sort_by_key;
use super::{Cause, State, Timeline, Timestamp, Track};
use std::time::Duration;

/// What a task amounted to by some instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskFigures {
    /// What it is doing.
    pub state: State,
    /// From its start to its end, or to the instant.
    pub total: Duration,
    /// The time in which it was polled, the poll that goes on included.
    pub busy: Duration,
    /// The time in which it was ready and not polled.
    pub scheduled: Duration,
    /// The rest: it waited to be woken.
    pub idle: Duration,
    /// How often it was polled.
    pub polls: usize,
    /// How often somebody woke it.
    pub wakes: usize,
    /// How often that was the task itself.
    pub self_wakes: usize,
    /// How often its waker was cloned.
    pub waker_clones: usize,
    /// How often a clone of its waker was dropped.
    pub waker_drops: usize,
    /// How large its future is; none if nobody said.
    pub bytes: Option<u64>,
    /// How long its polls took that are over.
    pub poll_times: Histogram,
    /// How long it was ready each time, until its poll.
    pub scheduled_times: Histogram,
}

impl TaskFigures {
    /// The figures of `track` at `now`, which is no earlier than the last of
    /// its events.
    #[must_use]
    pub fn of(track: &Track, now: Timestamp) -> Self {
        let now = track.end.map_or(now, |(end, _)| end);
        let total = track.start.map_or(Duration::ZERO, |it| now.since(it));
        let busy = track.polls_until(now).map(|(from, to)| to.since(from));
        let busy = busy.sum();
        let waits = track.scheduled.iter();
        let scheduled = waits.map(|(from, to)| to.unwrap_or(now).since(*from));
        let scheduled = scheduled.sum();
        let over = track.polls.len() - usize::from(track.running);
        let poll_times = track.polls[..over].iter();
        let poll_times = poll_times.map(|(from, to)| to.since(*from));
        let waits = track.scheduled.iter();
        let waits = waits.filter_map(|(from, to)| Some((*to)?.since(*from)));
        Self {
            state: track.state(),
            total,
            busy,
            scheduled,
            idle: total.saturating_sub(busy).saturating_sub(scheduled),
            polls: track.polls.len(),
            wakes: track.wakes.len(),
            self_wakes: track.self_wakes(),
            waker_clones: track.waker_clones,
            waker_drops: track.waker_drops,
            bytes: track.bytes,
            poll_times: Histogram::of(poll_times),
            scheduled_times: Histogram::of(waits),
        }
    }
}

impl Track {
    /// Its polls; the one that goes on reaches to `now`.
    pub(super) fn polls_until(
        &self,
        now: Timestamp,
    ) -> impl Iterator<Item = (Timestamp, Timestamp)> {
        let going_on = self.running.then(|| self.polls.len() - 1);
        let polls = self.polls.iter().enumerate();
        polls.map(move |(index, &(from, to))| match going_on {
            Some(last) if last == index => (from, to.max(now)),
            _ => (from, to),
        })
    }

    /// The last of its polls that had begun by `at`, with its number, from when
    /// to when; with the track itself.
    pub(super) fn poll_at(
        &self,
        at: Timestamp,
        now: Timestamp,
    ) -> Option<(&Self, usize, (Timestamp, Timestamp))> {
        let number = self.polls.partition_point(|poll| poll.0 <= at);
        let number = number.checked_sub(1)?;
        let (from, to) = *self.polls.get(number)?;
        let goes_on = self.running && number + 1 == self.polls.len();
        let to = if goes_on { to.max(now) } else { to };
        Some((self, number, (from, to)))
    }

    /// How often it woke itself.
    pub(super) fn self_wakes(&self) -> usize {
        let itself = Cause::Task(self.task);
        self.wakes.iter().filter(|wake| wake.by == itself).count()
    }
}

/// How many of some durations are how long.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram {
    buckets: Vec<Bucket>,
    /// What half of them do not exceed; none if there are none.
    pub p50: Option<Duration>,
    /// What 95 of 100 of them do not exceed.
    pub p95: Option<Duration>,
    /// The longest.
    pub max: Option<Duration>,
}

/// How many durations lie between two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// They are at least as long as this,
    pub from: Duration,
    /// and shorter than this.
    pub to: Duration,
    /// So many are.
    pub count: usize,
}

impl Histogram {
    /// Puts `durations` into buckets.
    #[must_use]
    pub fn of(durations: impl Iterator<Item = Duration>) -> Self {
        let mut all: Vec<u64> = durations.map(nanos).collect();
        let mut counts = [0; Bucket::PLACES];
        for nanos in &all {
            counts[Bucket::place(*nanos)] += 1;
        }
        let used = |count: &usize| *count > 0;
        let first = counts.iter().position(used).unwrap_or(counts.len());
        let end = counts.iter().rposition(used).map_or(0, |last| last + 1);
        let bucket = |place| Bucket {
            from: Bucket::beginning(place),
            to: Bucket::beginning(place + 1),
            count: counts[place],
        };
        Self {
            buckets: (first..end).map(bucket).collect(),
            p50: nearest_rank(&mut all, 50),
            p95: nearest_rank(&mut all, 95),
            max: all.iter().max().copied().map(Duration::from_nanos),
        }
    }

    /// How many there are of each length, the shortest first: up to a
    /// microsecond, which no browser's clock tells from nothing, and from
    /// there in powers of two. The first bucket and the last hold some; those
    /// in between may be empty.
    #[must_use]
    pub fn buckets(&self) -> &[Bucket] {
        &self.buckets
    }
}

impl Bucket {
    /// How many buckets there can be.
    const PLACES: usize = 56;

    /// Where the bucket of so many nanoseconds stands: the first is for less
    /// than a microsecond.
    fn place(nanos: u64) -> usize {
        let power = (nanos / 1_000).checked_ilog2();
        power.map_or(0, |power| power as usize + 1)
    }

    /// Where the bucket at a place begins.
    fn beginning(place: usize) -> Duration {
        let power = place.checked_sub(1);
        power.map_or(Duration::ZERO, |it| Duration::from_micros(1 << it))
    }
}

/// What so many of 100 do not exceed, as [`percentile`](super::percentile) of
/// sorted ones; they are only sorted so far as that takes.
fn nearest_rank(nanos: &mut [u64], percent: usize) -> Option<Duration> {
    let place = (nanos.len() * percent).div_ceil(100).checked_sub(1)?;
    let (_, nanos, _) = nanos.select_nth_unstable(place);
    Some(Duration::from_nanos(*nanos))
}

/// The tracks of `timeline` by their places, each with how deep it stands:
/// those that a task started below it and one deeper, in the order of their
/// declaration. The one that stands for the loop comes first.
#[must_use]
pub fn tree(timeline: &Timeline) -> Vec<(usize, usize)> {
    let tracks = timeline.tracks();
    let mut children = vec![Vec::new(); tracks.len()];
    let mut roots = Vec::new();
    for (index, track) in tracks.iter().enumerate() {
        let parent = track.parent.map(|parent| parent.0 as usize);
        // Who starts a task is declared before it.
        match parent.filter(|parent| *parent < index) {
            Some(parent) => children[parent].push(index),
            None => roots.push(index),
        }
    }
    sort_by_key(&mut roots, |root| !tracks[*root].is_loop());
    let deeper = |depth| move |index: &usize| (*index, depth);
    let mut ahead: Vec<_> = roots.iter().rev().map(deeper(0)).collect();
    let mut tree = Vec::with_capacity(tracks.len());
    while let Some((index, depth)) = ahead.pop() {
        tree.push((index, depth));
        ahead.extend(children[index].iter().rev().map(deeper(depth + 1)));
    }
    tree
}
