//! What is worth noticing in the lives of tasks, in the spirit of
//! tokio-console's lints: as data, with the sentence that says it.

use super::deadlock::Dead;
use super::event::nanos;
use super::held::Held;
use super::{
    Cause, Ending, Source, TaskId, Timeline, Timestamp, Track, Wake,
    duration_text,
};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// A poll, or a wait for one, this long is noticed: browsers call a task of
/// their loop long from here on.
pub(super) const LONG: Duration = Duration::from_millis(50);
/// So many wakes of itself are no longer a task that yields now and then.
const MANY_SELF_WAKES: usize = 8;
/// A future this large is noticed, in bytes: tokio moves it to the heap.
const LARGE: u64 = 16_384;
/// So many tasks of a kind are told one by one at most.
const MOST_OF_A_KIND: usize = 20;
/// So many tasks of a cycle are named.
const MOST_NAMES: usize = 4;

/// Something about a task that its author would want to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lint {
    /// The task; the worst, if it is about several.
    pub task: TaskId,
    /// What to call that.
    pub name: Arc<str>,
    /// What is about it.
    pub check: Check,
    /// When that began; where to look.
    pub from: Timestamp,
    /// When it was over, or the latest that is known of it.
    pub to: Timestamp,
    /// How many other tasks it is about as well, or other cycles of them.
    pub others: usize,
    /// The same of the worst of these, one by one, the worst first.
    pub more: Vec<Self>,
}

impl Lint {
    /// This one, and the same of other tasks: the places to look at.
    pub fn each(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(&self.more)
    }

    /// Whether it is about a cycle of tasks rather than about one.
    const fn is_of_many(&self) -> bool {
        matches!(self.check, Check::Deadlock { .. })
    }
}

/// What can be about a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Check {
    /// It waits for a task that waits for it, directly or through others.
    Deadlock {
        /// Those others, each awaited by the one before; the first by it.
        others: Vec<Arc<str>>,
    },
    /// It waits, and nobody is left who could wake it.
    LostWaker,
    /// It waits, and somebody dropped a clone of its waker without using it.
    DroppedWaker {
        /// How many clones are left.
        left: usize,
    },
    /// It was made, and over before anybody polled it.
    NeverPolled,
    /// It did all its work in a single long poll.
    NeverYielded {
        /// How long that was.
        held: Duration,
        /// Why that is long.
        long: Long,
    },
    /// One of its polls was long.
    LongPoll {
        /// How long the longest was.
        held: Duration,
        /// Why that is long.
        long: Long,
    },
    /// It was ready, and waited long for its poll.
    PolledLate {
        /// How long at most.
        late: Duration,
        /// Who held the thread most of that time, if a task did.
        by: Option<Arc<str>>,
    },
    /// Most of its wakes are its own.
    SelfWakes {
        /// How many it woke itself.
        own: usize,
        /// How many there were.
        all: usize,
    },
    /// It still waits when the run is over, and nobody ever awaited it.
    Leaked,
    /// Its future is large.
    LargeFuture {
        /// How large, in bytes.
        bytes: u64,
    },
}

/// What a poll is long against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Long {
    /// The 50 ms from which on browsers call a task of their loop long.
    Anywhere,
    /// The other polls of its run, of which 99 of 100 are shorter.
    Here,
}

impl fmt::Display for Long {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Anywhere => "more than the 50 ms that browsers call long",
            Self::Here => "longer than 99 of 100 polls of this run",
        })
    }
}

impl Check {
    /// How many kinds there are.
    const KINDS: usize = 10;

    /// Its place among the kinds, and how bad it is among its own.
    fn rank(&self) -> (usize, u64) {
        match self {
            Self::Deadlock { others } => (0, others.len() as u64),
            Self::LostWaker => (1, 0),
            Self::DroppedWaker { .. } => (2, 0),
            Self::NeverPolled => (3, 0),
            Self::NeverYielded { held, .. } => (4, nanos(*held)),
            Self::LongPoll { held, .. } => (5, nanos(*held)),
            Self::PolledLate { late, .. } => (6, nanos(*late)),
            Self::SelfWakes { own, .. } => (7, *own as u64),
            Self::Leaked => (8, 0),
            Self::LargeFuture { bytes } => (9, *bytes),
        }
    }

    /// Of how many tasks of its kind it is told one by one.
    const fn most(&self) -> usize {
        match self {
            // Tasks that give way to each other all look alike.
            Self::SelfWakes { .. } => 1,
            _ => MOST_OF_A_KIND,
        }
    }
}

impl fmt::Display for Lint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        let time = |it: &Duration| duration_text(*it, Duration::ZERO);
        match &self.check {
            Check::Deadlock { others } => {
                write!(f, "Deadlock: “{name}” waits for ")?;
                for other in others.iter().take(MOST_NAMES) {
                    write!(f, "“{other}”, which waits for ")?;
                }
                if others.len() > MOST_NAMES {
                    let more = others.len() - MOST_NAMES;
                    write!(f, "{more} more in turn, the last of them for ")?;
                }
                write!(f, "“{name}”. None of them can go on.")
            }
            Check::LostWaker => write!(
                f,
                "“{name}” lost its waker: it said Pending, and nobody is left who could wake it. \
                 It waits for ever.",
            ),
            Check::DroppedWaker { left } => {
                write!(
                    f,
                    "“{name}” waits, and a clone of its waker was dropped without being used: ",
                )?;
                match left {
                    0 => write!(
                        f,
                        "nobody is left who could wake it. It waits for ever.",
                    ),
                    1 => write!(
                        f,
                        "only the holder of one other clone can wake it."
                    ),
                    _ => write!(
                        f,
                        "only the holders of {left} other clones can wake it.",
                    ),
                }
            }
            Check::NeverPolled => write!(
                f,
                "“{name}” was never awaited: its future was dropped before anybody polled it, and \
                 none of its body ran.",
            ),
            Check::NeverYielded { held, long } => write!(
                f,
                "“{name}” never yielded: it did all its work in one poll of {}, {long}, and \
                 nothing else ran meanwhile.",
                time(held),
            ),
            Check::LongPoll { held, long } => write!(
                f,
                "“{name}” held the thread for {} in one poll, {long}: nothing else ran meanwhile.",
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
            Check::SelfWakes { own, all } => write!(
                f,
                "“{name}” woke itself: {own} of its {all} wakes are its own. Nothing happens in \
                 between but that others have a turn.",
            ),
            Check::Leaked => write!(
                f,
                "“{name}” leaked: it still waits when the run is over, and nobody ever awaited it.",
            ),
            Check::LargeFuture { bytes } => write!(
                f,
                "“{name}” is a large future, of {bytes} bytes: whatever it holds across an await \
                 is part of it, and is moved with it.",
            ),
        }?;
        match self.others {
            0 => Ok(()),
            1 if self.is_of_many() => f.write_str(" There is one other cycle."),
            more if self.is_of_many() => {
                write!(f, " There are {more} other cycles.")
            }
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
    // Whom the reader forgot, others may wait for.
    let all_polled = tracks.iter().all(|it| !it.forgotten);
    let mut found = Found::default();
    let mut add = |track: &Track, check, from, to| {
        found.add(Lint {
            task: track.task,
            name: track.name.clone(),
            check,
            from,
            to,
            others: 0,
            more: Vec::new(),
        });
    };
    let dead = match is_over {
        true => Dead::of(tracks),
        false => Dead::default(),
    };
    for cycle in &dead.cycles {
        let first = &tracks[cycle[0]];
        let others = cycle[1..].iter().map(|it| tracks[*it].name.clone());
        let others = others.collect();
        let since = cycle.iter().filter_map(|it| tracks[*it].idle_since());
        let since = since.max().unwrap_or(now);
        add(first, Check::Deadlock { others }, since, now);
    }
    for (place, track) in tracks.iter().enumerate() {
        if track.is_loop() {
            continue;
        }
        let start = track.start.unwrap_or_default();
        // Who stops a run, or forgets a task, knows what becomes of it.
        let abandoned = track.ending() == Some(Ending::Cancelled)
            || (is_over && track.end.is_none());
        let is_deliberate = stopped || track.forgotten;
        let is_unpolled = track.start.is_some() && track.polls.is_empty();
        if is_unpolled && abandoned && !is_deliberate {
            let end = track.end.map_or(now, |(end, _)| end);
            add(track, Check::NeverPolled, start, end);
        }
        // The end of a task comes right after its last poll.
        let settled =
            is_over || track.polls.last().is_some_and(|it| it.1 < now);
        if settled
            && !track.forgotten
            && let Some(since) = track.idle_since()
        {
            let left = track.wakers();
            if let Some(dropped) = track.waker_dropped_unused {
                let check = Check::DroppedWaker { left };
                add(track, check, dropped, now);
            } else if left == 0 {
                add(track, Check::LostWaker, since, now);
            } else if is_over
                && all_polled
                && track.is_task
                && track.parent.is_some()
                && !track.was_awaited
                && !dead.has(place)
            {
                add(track, Check::Leaked, since, now);
            }
        }
        if let Some((check, from, to)) = held.long_poll(track) {
            add(track, check, from, to);
        }
        // Who polls by hand takes any time for it.
        if let Some((from, to)) = longest_wait(track, now)
            && to.since(from) >= LONG
            && !by_hand
        {
            let late = to.since(from);
            add(track, Check::PolledLate { late, by: None }, from, to);
        }
        let (own, all) = (track.self_wakes(), track.wakes.len());
        if own >= MANY_SELF_WAKES && own * 2 > all {
            let itself = Cause::Task(track.task);
            let of_itself = |wake: &&Wake| wake.by == itself;
            let first = track.wakes.iter().find(of_itself);
            let last = track.wakes.iter().rfind(of_itself);
            let [from, to] =
                [first, last].map(|it| it.map_or(start, |it| it.at));
            add(track, Check::SelfWakes { own, all }, from, to);
        }
        if let Some(bytes) = track.bytes.filter(|bytes| *bytes >= LARGE) {
            add(track, Check::LargeFuture { bytes }, start, start);
        }
    }
    let mut found = found.by_kind();
    for lint in &mut found {
        // Only of the worst are all polls looked at for who held the thread:
        // to do that for each would take a look at all polls for each.
        if let Check::PolledLate { by, .. } = &mut lint.check {
            *by = held
                .holder(lint.from, lint.to)
                .or_else(|| held.busiest(lint.from, lint.to, lint.task));
        }
        for lint in &mut lint.more {
            if let Check::PolledLate { by, .. } = &mut lint.check {
                *by = held.holder(lint.from, lint.to);
            }
        }
    }
    found
}

/// What was found so far.
#[derive(Default)]
struct Found {
    /// Of each kind how many, and the worst of them, the worst first.
    kinds: [(usize, Vec<Lint>); Check::KINDS],
}

impl Found {
    fn add(&mut self, lint: Lint) {
        let (kind, badness) = lint.check.rank();
        let most = lint.check.most();
        let (count, worst) = &mut self.kinds[kind];
        *count += 1;
        let place = worst.partition_point(|it| it.check.rank().1 >= badness);
        if place < most {
            worst.truncate(most - 1);
            worst.insert(place, lint);
        }
    }

    /// The worst of each kind, which has the others of its kind.
    fn by_kind(self) -> Vec<Lint> {
        let kinds = self.kinds.into_iter();
        let first = kinds.filter_map(|(count, worst)| {
            let mut worst = worst.into_iter();
            let first = worst.next()?;
            let (others, more) = (count - 1, worst.collect());
            Some(Lint {
                others,
                more,
                ..first
            })
        });
        first.collect()
    }
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
