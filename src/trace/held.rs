//! Who held the thread when.

use super::lints::{Check, LONG, Long};
use super::sort::{sort, sort_by_key};
use super::{TaskId, Timestamp, Track};
use std::cmp::Reverse;
use std::sync::Arc;
use std::time::Duration;

/// A poll this long is noticed if it is longer than 99 of 100 of its run: it
/// takes a frame.
const LONG_HERE: Duration = Duration::from_millis(16);

/// The polls that were long.
pub(super) struct Held<'a> {
    tracks: &'a [Track],
    /// The long polls of all tasks, by their starts; of a task that polls
    /// others, only those in which these took less than half of the time.
    long: Vec<(Timestamp, Timestamp, &'a Track)>,
    /// When the longest of these was, by task.
    longest: Vec<Option<(Timestamp, Timestamp)>>,
    now: Timestamp,
}

impl<'a> Held<'a> {
    /// The long polls of `tracks`, at `now`.
    pub(super) fn of(tracks: &'a [Track], now: Timestamp) -> Self {
        let all = tracks.iter().flat_map(|track| {
            let polls = track.polls_until(now).enumerate();
            polls.map(move |(number, (from, to))| (number, from, to, track))
        });
        let took = |it: &(usize, Timestamp, Timestamp, _)| it.2.since(it.1);
        // These are few: no more than so many frames fit into the run.
        let mut long: Vec<_> = all.filter(|it| took(it) >= LONG_HERE).collect();
        let count = tracks.iter().map(|track| track.polls.len()).sum();
        let least = long_from(long.iter().map(took).collect(), count);
        long.retain(|it| took(it) >= least);
        // By task and number: the polls that another's took most of.
        let mut spent = Vec::new();
        for (_, start, end, inner) in &long {
            let outer = inner.within.map(|outer| outer.0 as usize);
            let outer = outer.and_then(|outer| tracks.get(outer));
            let Some((outer, number, (from, to))) =
                outer.and_then(|outer| outer.poll_at(*start, now))
            else {
                continue;
            };
            if from <= *start
                && *end <= to
                && end.since(*start) * 2 > to.since(from)
            {
                spent.push((outer.task, number));
            }
        }
        sort(&mut spent);
        let own = long.into_iter().filter(|(number, .., track)| {
            spent.binary_search(&(track.task, *number)).is_err()
        });
        let mut long: Vec<_> =
            own.map(|(_, from, to, track)| (from, to, track)).collect();
        sort_by_key(&mut long, |(from, to, _)| (*from, Reverse(*to)));
        let mut longest = vec![None; tracks.len()];
        for &(from, to, track) in &long {
            let longest: &mut Option<(Timestamp, Timestamp)> =
                &mut longest[track.task.0 as usize];
            let before = longest.unwrap_or_default();
            if to.since(from) > before.1.since(before.0) {
                *longest = Some((from, to));
            }
        }
        Self {
            tracks,
            long,
            longest,
            now,
        }
    }

    /// The longest poll of `track`, from when to when, if it was long by its
    /// own doing.
    pub(super) fn long_poll(
        &self,
        track: &Track,
    ) -> Option<(Check, Timestamp, Timestamp)> {
        let (from, to) = (*self.longest.get(track.task.0 as usize)?)?;
        let held = to.since(from);
        let long = match held >= LONG {
            true => Long::Anywhere,
            false => Long::Here,
        };
        let check = match track.polls.len() {
            1 if track.end.is_some() => Check::NeverYielded { held, long },
            _ => Check::LongPoll { held, long },
        };
        Some((check, from, to))
    }

    /// Whose long poll took most of the time between two instants.
    pub(super) fn holder(
        &self,
        from: Timestamp,
        to: Timestamp,
    ) -> Option<Arc<str>> {
        let long = self.long.iter().map(|(start, end, track)| {
            (track, end.min(&to).since(*start.max(&from)))
        });
        let (track, time) = long.max_by_key(|(_, time)| *time)?;
        (!time.is_zero()).then(|| track.name.clone())
    }

    /// Who was polled most of the time between two instants, in however many
    /// polls, besides `waiting` and those whose time is another's.
    pub(super) fn busiest(
        &self,
        from: Timestamp,
        to: Timestamp,
        waiting: TaskId,
    ) -> Option<Arc<str>> {
        let others = self.tracks.iter().filter(|it| {
            it.task != waiting && it.within.is_none() && !it.is_loop()
        });
        let times = others.map(|track| {
            let polls = track.polls_until(self.now);
            let shares =
                polls.map(|(start, end)| end.min(to).since(start.max(from)));
            (track.name.clone(), shares.sum::<Duration>())
        });
        let (name, time) = times.max_by_key(|(_, time)| *time)?;
        (time * 2 > to.since(from)).then_some(name)
    }
}

/// From how long on a poll is long in a run of `count` polls, of which those
/// that take a frame took so `long`.
fn long_from(mut long: Vec<Duration>, count: usize) -> Duration {
    sort(&mut long);
    // So many are longer than 99 of 100.
    let beyond = count - (count * 99).div_ceil(100);
    let longest = long.len().checked_sub(beyond + 1);
    // What is just as long as one of the 99 is no longer than that.
    let percentile_99 = longest.map_or(Duration::ZERO, |it| long[it]);
    let just_beyond = percentile_99 + Duration::from_nanos(1);
    just_beyond.clamp(LONG_HERE, LONG)
}
