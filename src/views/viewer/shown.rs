//! What is shown of a recording: all that is read off it once.

use crate::trace::sort::sort_by_key;
use crate::trace::{
    Event, LifeRow, Lint, Recording, TaskFigures, TaskId, Timeline, Timestamp,
    Viewport, lints, tree,
};
use crate::views::plot::next_step;
use std::rc::Rc;

/// A recording and all that is read off it once; of a run that goes on, again
/// whenever it is drawn.
pub(in crate::views) struct Shown {
    /// What was recorded; of a run that goes on, without the events.
    pub recording: Rc<Recording>,
    /// What every task did.
    pub timeline: Timeline,
    /// The order of the rows.
    pub rows: Vec<LifeRow>,
    /// Worth noticing.
    pub lints: Vec<Lint>,
    /// The latest instant that was recorded, or that is now.
    pub end: Timestamp,
    /// Whether the run goes on.
    pub live: bool,
}

impl Shown {
    /// A run that is over, of which `timeline` has the beginning.
    pub(super) fn ended(recording: Recording, timeline: Timeline) -> Self {
        let events = recording.events.clone();
        let mut shown = Self::live(recording);
        shown.live = false;
        shown.timeline = timeline;
        shown.timeline.read_on(&events);
        let last = events.iter().map(|event| event.at).max();
        shown.arrange(last.unwrap_or_default());
        shown
    }

    /// A run that goes on, of which nothing was read yet.
    pub(super) fn live(recording: Recording) -> Self {
        Self {
            recording: Rc::new(recording),
            timeline: Timeline::default(),
            rows: Vec::new(),
            lints: Vec::new(),
            end: Timestamp::ZERO,
            live: true,
        }
    }

    /// Reads on in `events`, of which it has the beginning.
    pub(super) fn read_on(&mut self, events: &[Event]) {
        let more = events.get(self.timeline.read()..).unwrap_or_default();
        let last = more.iter().map(|event| event.at).max();
        self.end = self.end.max(last.unwrap_or_default());
        self.timeline.read_on(events);
    }

    /// Finds the rows, and what is worth noticing; it is `now`, at least.
    pub(super) fn arrange(&mut self, now: Timestamp) {
        self.end = self.end.max(now);
        let rows = tree(&self.timeline).into_iter();
        let rows = rows
            .filter(|(track, _)| self.timeline.tracks()[*track].has_happened())
            .map(|(track, depth)| LifeRow { track, depth });
        self.rows = rows.collect();
        self.lints = lints(&self.timeline, self.end, !self.live);
    }

    /// Gives these tasks the first rows of those at their depth.
    pub(super) fn put_first(&mut self, first: &[TaskId]) {
        let tracks = self.timeline.tracks();
        sort_by_key(&mut self.rows, |row| {
            let task = tracks[row.track].task;
            let place = first.iter().position(|it| *it == task);
            (row.depth, place.unwrap_or(first.len()))
        });
    }

    /// The findings and the same of other tasks, the worst first: the places
    /// to look at. None while the run goes on.
    pub(super) fn findings(&self) -> impl Iterator<Item = &Lint> {
        let lints = self.lints.iter().filter(|_| !self.live);
        lints.flat_map(Lint::each)
    }

    /// How far the time axis reaches, in milliseconds: to the last event and a
    /// little further; while a run goes on it grows in steps.
    pub(super) fn extent(&self) -> f64 {
        let reach = self.end.as_millis();
        match self.live {
            true => next_step(250.0, reach),
            false => reach * 1.02,
        }
    }

    /// All of the picture.
    pub(super) fn whole(&self) -> Viewport {
        Viewport::fit(self.extent(), self.rows.len())
    }

    /// The row of a task, if it has one.
    pub(in crate::views) fn row_of(&self, task: TaskId) -> Option<usize> {
        let tracks = self.timeline.tracks();
        let mut rows = self.rows.iter();
        rows.position(|row| tracks[row.track].task == task)
    }

    /// The task in a row.
    pub(in crate::views) fn task_in(&self, row: usize) -> Option<TaskId> {
        let row = self.rows.get(row)?;
        Some(self.timeline.tracks()[row.track].task)
    }

    /// What to call a task.
    pub(super) fn name(&self, task: TaskId) -> String {
        let track = self.timeline.tracks().get(task.0 as usize);
        track.map_or_else(String::new, |it| it.name.to_string())
    }

    /// The figures of the task in a row.
    pub(super) fn figures(&self, row: LifeRow) -> TaskFigures {
        TaskFigures::of(&self.timeline.tracks()[row.track], self.end)
    }
}
