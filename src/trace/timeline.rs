//! The fold from a trace to what each task was doing when.
//!
//! It reads events one at a time and never looks ahead, so every prefix of a
//! trace is a timeline too: that is what makes the live picture and the
//! finished one the same thing.

use super::{
    Cause, Ending, Event, EventKind, Phase, Source, TaskId, Timestamp,
};
use std::sync::Arc;
use std::time::Duration;

/// A stretch of time that a task spent in one phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// What it was doing.
    pub phase: Phase,
    /// When it began.
    pub start: Timestamp,
    /// When it was over; none while it goes on.
    pub end: Option<Timestamp>,
}

/// A request to poll a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wake {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Cause,
}

/// The history of one task.
///
/// Each list in it is in the order of time: what is told of an earlier instant
/// than the entry before counts as of that one's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track {
    /// Its name within the run.
    pub task: TaskId,
    /// The task that started it; none for the root.
    pub parent: Option<TaskId>,
    /// What to call it on the page.
    pub name: Arc<str>,
    /// When its future was made; none while it waits for its turn.
    pub start: Option<Timestamp>,
    /// When it ended, and how; none while it goes on.
    pub end: Option<(Timestamp, Ending)>,
    /// Its phases, one after the other without overlap.
    pub spans: Vec<Span>,
    /// Each poll: when it started and when it ended.
    pub polls: Vec<(Timestamp, Timestamp)>,
    /// Each time somebody asked for it to be polled again.
    pub wakes: Vec<Wake>,
    /// Each time it was woken and waited for its poll: since when, until when;
    /// the last has no end while it waits.
    pub scheduled: Vec<(Timestamp, Option<Timestamp>)>,
    /// How large its future is, in bytes; none if nobody said.
    pub bytes: Option<u64>,
    /// How often its waker was cloned.
    pub waker_clones: usize,
    /// How often a clone of its waker was dropped.
    pub waker_drops: usize,
    /// When the first clone of its waker was dropped since its latest poll
    /// without anybody having woken it; none if all are kept or were used.
    pub waker_dropped_unused: Option<Timestamp>,
    /// What it said in its latest poll that it waits for.
    pub awaits: Vec<Cause>,
    /// Whether a task said at any time that it waits for this one.
    pub was_awaited: bool,
    /// Whether it will never be polled again.
    pub forgotten: bool,
    /// The turns of the event loop, if the task stands for it.
    pub turns: Vec<(Timestamp, Source)>,
    /// Each time that something happened which takes no time.
    pub marks: Vec<Timestamp>,
    /// Whether it was handed to an executor; what was not is polled by
    /// whoever awaits it.
    pub is_task: bool,
    /// Whether it is being polled.
    pub running: bool,
    /// The task whose polls its own are part of, as of its latest; none if the
    /// executor polls it.
    pub within: Option<TaskId>,
    /// Whether it was woken since that poll began.
    woken_meanwhile: bool,
}

/// What a task is doing, in tokio-console's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// It is being polled.
    Running,
    /// It was woken and waits for its poll.
    Scheduled,
    /// It waits to be woken.
    Idle,
    /// It came to its end.
    Completed,
    /// It was dropped before it came to its end.
    Cancelled,
}

impl State {
    /// Its name in the contract with those who read the page by machine.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Scheduled => "scheduled",
            Self::Idle => "idle",
            Self::Completed => "completed",
            Self::Cancelled => "cancelled",
        }
    }
}

impl Track {
    fn new(task: TaskId, parent: Option<TaskId>, name: Arc<str>) -> Self {
        Self {
            task,
            parent,
            name,
            start: None,
            end: None,
            spans: Vec::new(),
            polls: Vec::new(),
            wakes: Vec::new(),
            scheduled: Vec::new(),
            bytes: None,
            waker_clones: 0,
            waker_drops: 0,
            waker_dropped_unused: None,
            awaits: Vec::new(),
            was_awaited: false,
            forgotten: false,
            turns: Vec::new(),
            marks: Vec::new(),
            is_task: false,
            running: false,
            within: None,
            woken_meanwhile: false,
        }
    }

    /// What it is doing at the end of what was read.
    #[must_use]
    pub fn state(&self) -> State {
        match self.end {
            Some((_, Ending::Cancelled)) => State::Cancelled,
            Some(_) => State::Completed,
            None if self.running => State::Running,
            None if self.is_scheduled() => State::Scheduled,
            None => State::Idle,
        }
    }

    /// Whether anything is known of it but that it is there.
    #[must_use]
    pub fn has_happened(&self) -> bool {
        self.start.is_some() || !self.marks.is_empty() || self.is_loop()
    }

    /// Whether it stands for the event loop.
    #[must_use]
    pub fn is_loop(&self) -> bool {
        !self.turns.is_empty()
    }

    /// The clones of its waker that somebody still holds: without any it can
    /// never be woken again.
    #[must_use]
    pub fn wakers(&self) -> usize {
        self.waker_clones.saturating_sub(self.waker_drops)
    }

    /// Since when it waits to be woken; none if it does not, or was never
    /// polled.
    #[must_use]
    pub fn idle_since(&self) -> Option<Timestamp> {
        let (_, since) = *self.polls.last()?;
        (self.state() == State::Idle).then_some(since)
    }

    fn is_scheduled(&self) -> bool {
        matches!(self.scheduled.last(), Some((_, None)))
    }

    fn schedule(&mut self, at: Timestamp) {
        if self.end.is_some() {
            return;
        }
        if self.running {
            self.woken_meanwhile = true;
        } else if !self.is_scheduled() && !self.forgotten {
            let last = self.scheduled.last().and_then(|it| it.1);
            self.scheduled.push((at.max(last.unwrap_or(at)), None));
        }
    }

    fn unschedule(&mut self, at: Timestamp) {
        if let Some((from, to @ None)) = self.scheduled.last_mut() {
            *to = Some(at.max(*from));
        }
    }

    fn poll_started(&mut self, at: Timestamp) {
        self.unschedule(at);
        self.running = true;
        self.waker_dropped_unused = None;
        self.awaits.clear();
        let last = self.polls.last().map_or(at, |poll| poll.1);
        self.polls.push((at.max(last), at.max(last)));
    }

    fn poll_ended(&mut self, at: Timestamp) {
        if let Some(poll) = self.polls.last_mut() {
            poll.1 = at.max(poll.0);
        }
        self.running = false;
        if std::mem::take(&mut self.woken_meanwhile) {
            self.schedule(at);
        }
    }

    fn ended(&mut self, at: Timestamp, ending: Ending) {
        self.close_span(at);
        self.running = false;
        // Woken in its last poll, it is not asked again.
        let last = self.polls.last().map(|poll| poll.1);
        let asked = self.scheduled.last();
        if asked.is_some_and(|it| it.1.is_none() && Some(it.0) == last) {
            self.scheduled.pop();
        }
        self.unschedule(at);
        self.end.get_or_insert((at, ending));
    }

    /// The time from its start to its end; none unless it has ended.
    #[must_use]
    pub fn duration(&self) -> Option<Duration> {
        let (end, _) = self.end?;
        Some(end.since(self.start?))
    }

    /// The time spent in `phase`, in all its spans that are over.
    #[must_use]
    pub fn time_in(&self, phase: Phase) -> Duration {
        self.spans
            .iter()
            .filter(|span| span.phase == phase)
            .filter_map(|span| Some(span.end?.since(span.start)))
            .sum()
    }

    /// How it ended; none while it goes on.
    #[must_use]
    pub fn ending(&self) -> Option<Ending> {
        self.end.map(|(_, ending)| ending)
    }

    fn open_span(&mut self, at: Timestamp, phase: Phase) {
        self.close_span(at);
        let last = self.spans.last().and_then(|span| span.end);
        self.spans.push(Span {
            phase,
            start: at.max(last.unwrap_or(at)),
            end: None,
        });
    }

    fn close_span(&mut self, at: Timestamp) {
        if let Some(span) = self.spans.last_mut() {
            span.end.get_or_insert(at.max(span.start));
        }
    }
}

/// What every task of a run was doing when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    tracks: Vec<Track>,
    /// The tasks that are being polled and the numbers of these polls, the
    /// innermost last. One that is over goes when it comes to lie on top.
    running: Vec<(TaskId, usize)>,
    read: usize,
}

impl Timeline {
    /// Folds `events`.
    #[must_use]
    pub fn fold(events: &[Event]) -> Self {
        let mut timeline = Self::default();
        timeline.read_on(events);
        timeline
    }

    /// Goes on where the last reading of the same, longer trace stopped.
    pub fn read_on(&mut self, events: &[Event]) {
        for event in events.get(self.read..).unwrap_or_default() {
            self.read_one(event);
        }
        self.read = self.read.max(events.len());
    }

    /// How many events were read.
    #[must_use]
    pub const fn read(&self) -> usize {
        self.read
    }

    /// All tracks, by task.
    #[must_use]
    pub fn tracks(&self) -> &[Track] {
        &self.tracks
    }

    /// The track of the run itself: the first task declared.
    #[must_use]
    pub fn root(&self) -> Option<&Track> {
        self.tracks.first()
    }

    /// The tracks of everything that the root started, by task.
    #[must_use]
    pub fn rows(&self) -> &[Track] {
        self.tracks.get(1..).unwrap_or_default()
    }

    /// The time from the beginning of the root to its end; none while it runs.
    #[must_use]
    pub fn makespan(&self) -> Option<Duration> {
        self.root()?.duration()
    }

    fn read_one(&mut self, event: &Event) {
        if let EventKind::Declared { parent, name } = &event.kind {
            let track = Track::new(event.task, *parent, name.clone());
            self.tracks.push(track);
            return;
        }
        let Some(track) = self.tracks.get_mut(event.task.0 as usize) else {
            return;
        };
        let at = event.at;
        match event.kind {
            EventKind::Declared { .. }
            | EventKind::Printed(_)
            | EventKind::Reached(_) => {}
            EventKind::Spawned => track.start = Some(at),
            EventKind::Sized(bytes) => track.bytes = Some(bytes),
            EventKind::PollStarted => {
                track.poll_started(at);
                let poll = (event.task, track.polls.len());
                let within = self.innermost();
                self.running.push(poll);
                if let Some(track) = self.tracks.get_mut(event.task.0 as usize)
                {
                    track.within = within;
                }
            }
            EventKind::PollEnded => {
                track.poll_ended(at);
            }
            EventKind::Woken(by) => {
                match by {
                    Cause::Spawned => track.is_task = true,
                    _ => {
                        let last = track.wakes.last().map_or(at, |it| it.at);
                        let at = at.max(last);
                        track.wakes.push(Wake { at, by });
                    }
                }
                track.schedule(at);
            }
            EventKind::WakerCloned => track.waker_clones += 1,
            EventKind::WakerDropped => {
                track.waker_drops += 1;
                if track.idle_since().is_some() {
                    track.waker_dropped_unused.get_or_insert(at);
                }
            }
            EventKind::Entered(phase) => track.open_span(at, phase),
            EventKind::Left => track.close_span(at),
            EventKind::Marked => {
                let last = track.marks.last().copied();
                track.marks.push(at.max(last.unwrap_or(at)));
            }
            EventKind::Turned(source) => {
                let last = track.turns.last().map_or(at, |it| it.0);
                track.turns.push((at.max(last), source));
            }
            EventKind::Awaiting(cause) => {
                track.awaits.push(cause);
                if let Cause::Task(awaited) = cause
                    && let Some(awaited) =
                        self.tracks.get_mut(awaited.0 as usize)
                {
                    awaited.was_awaited = true;
                }
            }
            EventKind::Forgotten => {
                track.forgotten = true;
                track.unschedule(at);
            }
            EventKind::Ended(ending) => {
                track.ended(at, ending);
            }
        }
    }

    /// The task that is being polled, of several the innermost.
    fn innermost(&mut self) -> Option<TaskId> {
        while let Some((task, poll)) = self.running.last().copied() {
            let track = self.tracks.get(task.0 as usize)?;
            if track.running && track.polls.len() == poll {
                return Some(task);
            }
            self.running.pop();
        }
        None
    }
}
