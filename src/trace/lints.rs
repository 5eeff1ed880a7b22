//! What is worth noticing in the lives of tasks, in the spirit of
//! tokio-console's lints: as data, with the sentence that says it.

use super::sort::sort_by_key;
use super::{
    Ending, Source, State, TaskId, Timeline, Timestamp, Track, duration_text,
};
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// A poll, or a wait for one, this long is noticed: browsers call a task of
/// their loop long from here on.
const LONG: Duration = Duration::from_millis(50);
/// So many wakes of itself are no longer a task that yields now and then.
const MANY_SELF_WAKES: usize = 8;
/// A future this large is noticed, in bytes: tokio moves it to the heap.
const LARGE: u64 = 16_384;

/// Something about a task that its author would want to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lint {
    /// The task; the worst, if it is about several.
    pub task: TaskId,
    /// What to call that.
    pub name: Arc<str>,
    /// What is about it.
    pub check: Check,
    /// How many other tasks it is about as well.
    pub others: usize,
}

/// What can be about a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Check {
    /// It was made, and over before anybody polled it.
    NeverPolled,
    /// It waits, and nobody is left who could wake it.
    LostWaker,
    /// Most of its wakes are its own.
    SelfWakes {
        /// How many it woke itself.
        own: usize,
        /// How many there were.
        all: usize,
    },
    /// It did all its work in a single long poll.
    NeverYielded {
        /// How long that was.
        held: Duration,
    },
    /// One of its polls was long.
    LongPoll {
        /// How long the longest was.
        held: Duration,
    },
    /// It was ready, and waited long for its poll.
    PolledLate {
        /// How long at most.
        late: Duration,
        /// Who held the thread most of that time, if a task did.
        by: Option<Arc<str>>,
    },
    /// Its future is large.
    LargeFuture {
        /// How large, in bytes.
        bytes: u64,
    },
}

impl Check {
    /// Its place among the kinds, and how bad it is among its own.
    fn rank(&self) -> (usize, u128) {
        match self {
            Self::LostWaker => (0, 0),
            Self::NeverPolled => (1, 0),
            Self::NeverYielded { held } => (2, held.as_nanos()),
            Self::LongPoll { held } => (3, held.as_nanos()),
            Self::PolledLate { late, .. } => (4, late.as_nanos()),
            Self::SelfWakes { own, .. } => (5, *own as u128),
            Self::LargeFuture { bytes } => (6, u128::from(*bytes)),
        }
    }
}

impl fmt::Display for Lint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        let time = |it: &Duration| duration_text(*it, Duration::ZERO);
        match &self.check {
            Check::NeverPolled => write!(
                f,
                "“{name}” was never awaited: its future was dropped before anybody polled it, and \
                 none of its body ran.",
            ),
            Check::LostWaker => write!(
                f,
                "“{name}” lost its waker: it said Pending, and nobody is left who could wake it. \
                 It waits for ever.",
            ),
            Check::SelfWakes { own, all } => write!(
                f,
                "“{name}” woke itself: {own} of its {all} wakes are its own. It is polled again \
                 and again without anything having happened.",
            ),
            Check::NeverYielded { held } => write!(
                f,
                "“{name}” never yielded: it did all its work in one poll of {}, and nothing else \
                 ran meanwhile.",
                time(held),
            ),
            Check::LongPoll { held } => write!(
                f,
                "“{name}” held the thread for {} in one poll: nothing else ran meanwhile.",
                time(held),
            ),
            Check::PolledLate { late, by } => {
                write!(
                    f,
                    "“{name}” was woken, but polled {} late: ",
                    time(late)
                )?;
                match by {
                    Some(by) => write!(f, "“{by}” held the thread."),
                    None => write!(f, "the thread was busy elsewhere."),
                }
            }
            Check::LargeFuture { bytes } => write!(
                f,
                "“{name}” is a large future, of {bytes} bytes: whatever it holds across an await \
                 is part of it, and is moved with it.",
            ),
        }?;
        match self.others {
            0 => Ok(()),
            1 => f.write_str(" The same goes for one other task."),
            more => write!(f, " The same goes for {more} other tasks."),
        }
    }
}

/// Lists what is worth noticing in `timeline` at `now`, no earlier than its
/// last event: the gravest kind first, and of each kind the worst task.
///
/// `is_over` tells that nothing will happen any more.
#[must_use]
pub fn lints(timeline: &Timeline, now: Timestamp, is_over: bool) -> Vec<Lint> {
    let tracks = timeline.tracks();
    let held = Held::of(tracks, now);
    let stopped = timeline
        .root()
        .is_some_and(|it| it.ending() == Some(Ending::Cancelled));
    let by_hand = tracks.iter().any(is_turned_by_hand);
    let mut found: Vec<Lint> = Vec::new();
    let mut add = |track: &Track, check: Check| {
        let (kind, badness) = check.rank();
        let lint = Lint {
            task: track.task,
            name: track.name.clone(),
            check,
            others: 0,
        };
        match found.iter_mut().find(|it| it.check.rank().0 == kind) {
            None => found.push(lint),
            Some(worst) if worst.check.rank().1 < badness => {
                let others = worst.others + 1;
                *worst = Lint { others, ..lint };
            }
            Some(worst) => worst.others += 1,
        }
    };
    for track in tracks.iter().filter(|it| !it.is_loop()) {
        // Who stops a run, or forgets a task, knows what becomes of it.
        let abandoned = track.ending() == Some(Ending::Cancelled)
            || (is_over && track.end.is_none());
        let is_deliberate = stopped || track.forgotten;
        let is_unpolled = track.start.is_some() && track.polls.is_empty();
        if is_unpolled && abandoned && !is_deliberate {
            add(track, Check::NeverPolled);
        }
        // The end of a task comes right after its last poll.
        let settled =
            is_over || track.polls.last().is_some_and(|it| it.1 < now);
        if settled && is_idle_for_ever(track) && !track.forgotten {
            add(track, Check::LostWaker);
        }
        if let Some(check) = held.long_poll(track) {
            add(track, check);
        }
        // Who polls by hand takes any time for it.
        if let Some((from, to)) = longest_wait(track, now)
            && to.since(from) >= LONG
            && !by_hand
        {
            let late = to.since(from);
            add(track, Check::PolledLate { late, by: None });
        }
        let (own, all) = (track.self_wakes(), track.wakes.len());
        if own >= MANY_SELF_WAKES && own * 2 > all {
            add(track, Check::SelfWakes { own, all });
        }
        if let Some(bytes) = track.bytes.filter(|bytes| *bytes >= LARGE) {
            add(track, Check::LargeFuture { bytes });
        }
    }
    for lint in &mut found {
        // Only of the worst is it said who held the thread: to find that out
        // for each would take a look at all polls for each.
        if let Check::PolledLate { by, .. } = &mut lint.check {
            let track = tracks.iter().find(|it| it.task == lint.task);
            let wait = track.and_then(|track| longest_wait(track, now));
            *by = wait.and_then(|(from, to)| held.holder(from, to, lint.task));
        }
    }
    sort_by_key(&mut found, |lint| lint.check.rank().0);
    found
}

/// From when to when `track` was ready and waited longest for its poll.
fn longest_wait(
    track: &Track,
    now: Timestamp,
) -> Option<(Timestamp, Timestamp)> {
    let waits = track.scheduled.iter();
    let waits = waits.map(|(from, to)| (*from, to.unwrap_or(now)));
    waits.max_by_key(|(from, to)| to.since(*from))
}

fn is_turned_by_hand(track: &Track) -> bool {
    track.turns.iter().any(|(_, by)| *by == Source::Hand)
}

/// Whether it was polled, waits, and nobody can wake it.
fn is_idle_for_ever(track: &Track) -> bool {
    track.state() == State::Idle
        && !track.polls.is_empty()
        && track.wakers() == 0
}

/// Who held the thread when.
struct Held<'a> {
    tracks: &'a [Track],
    /// The long polls of all tasks, by their starts; of a task that polls
    /// others, only those in which these took less than half of the time.
    long: Vec<(Timestamp, Timestamp, &'a Track)>,
    /// The longest of these of each task that has one.
    longest: HashMap<TaskId, Duration>,
    now: Timestamp,
}

impl<'a> Held<'a> {
    fn of(tracks: &'a [Track], now: Timestamp) -> Self {
        let all = tracks.iter().flat_map(|track| {
            let polls = track.polls_until(now).enumerate();
            polls.map(move |(number, (from, to))| (number, from, to, track))
        });
        let is_long =
            |it: &(usize, Timestamp, Timestamp, _)| it.2.since(it.1) >= LONG;
        let long: Vec<_> = all.filter(is_long).collect();
        // By task and number: the polls that another's took most of.
        let mut spent = HashSet::new();
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
                spent.insert((outer.task, number));
            }
        }
        let own = long.into_iter().filter(|(number, .., track)| {
            !spent.contains(&(track.task, *number))
        });
        let mut long: Vec<_> =
            own.map(|(_, from, to, track)| (from, to, track)).collect();
        sort_by_key(&mut long, |(from, to, _)| (*from, std::cmp::Reverse(*to)));
        let mut longest: HashMap<TaskId, Duration> = HashMap::new();
        for (from, to, track) in &long {
            let longest = longest.entry(track.task).or_default();
            *longest = to.since(*from).max(*longest);
        }
        Self {
            tracks,
            long,
            longest,
            now,
        }
    }

    /// Whether a poll of `track` was long by its own doing.
    fn long_poll(&self, track: &Track) -> Option<Check> {
        let held = *self.longest.get(&track.task)?;
        Some(match track.polls.len() {
            1 if track.end.is_some() => Check::NeverYielded { held },
            _ => Check::LongPoll { held },
        })
    }

    /// Who was polled most of the time between two instants, besides `waiting`
    /// and those whose time is another's.
    fn holder(
        &self,
        from: Timestamp,
        to: Timestamp,
        waiting: TaskId,
    ) -> Option<Arc<str>> {
        let long = self.long.iter().map(|(start, end, track)| {
            (track.name.clone(), end.min(&to).since(*start.max(&from)))
        });
        if let Some((name, time)) = long.max_by_key(|(_, time)| *time)
            && !time.is_zero()
        {
            return Some(name);
        }
        // No poll is long: many short ones are as bad.
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
