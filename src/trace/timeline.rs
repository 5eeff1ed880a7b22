//! The fold from a trace to what each task was doing when.
//!
//! It reads events one at a time and never looks ahead, so every prefix of a
//! trace is a timeline too: that is what makes the live picture and the
//! finished one the same thing.

use super::{Ending, Event, EventKind, Phase, TaskId, Timestamp};
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

/// The history of one task.
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
    pub wakes: Vec<Timestamp>,
    /// Each time that something happened which takes no time.
    pub marks: Vec<Timestamp>,
}

impl Track {
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

    fn close_span(&mut self, at: Timestamp) {
        if let Some(span) = self.spans.last_mut() {
            span.end.get_or_insert(at);
        }
    }
}

/// What every task of a run was doing when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    tracks: Vec<Track>,
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
            self.tracks.push(Track {
                task: event.task,
                parent: *parent,
                name: name.clone(),
                start: None,
                end: None,
                spans: Vec::new(),
                polls: Vec::new(),
                wakes: Vec::new(),
                marks: Vec::new(),
            });
            return;
        }
        let Some(track) = self.tracks.get_mut(event.task.0 as usize) else {
            return;
        };
        let at = event.at;
        match event.kind {
            EventKind::Declared { .. } => {}
            EventKind::Spawned => track.start = Some(at),
            EventKind::PollStarted => track.polls.push((at, at)),
            EventKind::PollEnded => {
                if let Some(poll) = track.polls.last_mut() {
                    poll.1 = at;
                }
            }
            EventKind::Woken => track.wakes.push(at),
            EventKind::Entered(phase) => {
                track.close_span(at);
                track.spans.push(Span {
                    phase,
                    start: at,
                    end: None,
                });
            }
            EventKind::Left => track.close_span(at),
            EventKind::Marked => track.marks.push(at),
            EventKind::Ended(ending) => {
                track.close_span(at);
                track.end.get_or_insert((at, ending));
            }
        }
    }
}
