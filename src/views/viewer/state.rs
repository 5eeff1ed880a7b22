//! What is replayed, and where in it the reader is.

use crate::browser::clock;
use crate::browser::frames::Frames;
use crate::browser::page::{self, Engine, prefers_reduced_motion};
use crate::browser::scroll;
use crate::experiments::Look;
use crate::task::Recorder;
use crate::trace::sort::sort_by_key;
use crate::trace::{
    Event, EventKind, LifeRow, Lint, Moment, Recording, Replay, State,
    TaskFigures, TaskId, Timeline, Timestamp, Trace, Viewport, lints, tree,
    within,
};
use crate::views::environment::Environment;
use crate::views::findings::next_of;
use crate::views::plot::next_step;
use crate::views::reactive::derived;
use crate::views::visit::Local;
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

/// How long a whole replay takes if nobody chose a speed, in milliseconds.
const WHOLE: f64 = 10_000.0;

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
    fn ended(recording: Recording, timeline: Timeline) -> Self {
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
    fn live(recording: Recording) -> Self {
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
    fn read_on(&mut self, events: &[Event]) {
        let more = events.get(self.timeline.read()..).unwrap_or_default();
        let last = more.iter().map(|event| event.at).max();
        self.end = self.end.max(last.unwrap_or_default());
        self.timeline.read_on(events);
    }

    /// Finds the rows, and what is worth noticing; it is `now`, at least.
    fn arrange(&mut self, now: Timestamp) {
        self.end = self.end.max(now);
        let rows = tree(&self.timeline).into_iter();
        let rows = rows
            .filter(|(track, _)| self.timeline.tracks()[*track].has_happened())
            .map(|(track, depth)| LifeRow { track, depth });
        self.rows = rows.collect();
        self.lints = lints(&self.timeline, self.end, !self.live);
    }

    /// Gives these tasks the first rows of those at their depth.
    fn put_first(&mut self, first: &[TaskId]) {
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
    fn whole(&self) -> Viewport {
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

/// A recording on the page; copies share it.
#[derive(Clone, Copy)]
pub(in crate::views) struct Viewer {
    /// What is shown.
    pub shown: Local<Option<Rc<Shown>>>,
    /// How many events have happened at the playhead.
    pub position: RwSignal<usize>,
    /// Where the playhead stands, in milliseconds.
    pub at: RwSignal<f64>,
    /// Whether it moves by itself.
    pub playing: RwSignal<bool>,
    /// How fast, as a share of the real pace; none for a pace at which the
    /// whole takes about ten seconds.
    pub speed: RwSignal<Option<f64>>,
    /// The window on the timeline, if not all of it.
    pub zoom: RwSignal<Option<Viewport>>,
    /// The row that is pointed at.
    pub selected: RwSignal<Option<usize>>,
    /// The task whose facts are open.
    pub opened: RwSignal<Option<TaskId>>,
    /// The finding that is looked at, by its place among all.
    pub finding: RwSignal<Option<usize>>,
    /// Whether wakes are drawn as arrows.
    pub arrows: RwSignal<bool>,
    engine: StoredValue<Engine>,
    replay: StoredValue<Option<Replay>, LocalStorage>,
    frames: StoredValue<Option<Frames>, LocalStorage>,
}

impl Viewer {
    /// Shows nothing yet.
    pub(in crate::views) fn new() -> Self {
        Self {
            shown: RwSignal::new_local(None),
            position: RwSignal::new(0),
            at: RwSignal::new(0.0),
            playing: RwSignal::new(false),
            speed: RwSignal::new(None),
            zoom: RwSignal::new(None),
            selected: RwSignal::new(None),
            opened: RwSignal::new(None),
            finding: RwSignal::new(None),
            arrows: RwSignal::new(true),
            engine: expect_context::<Environment>().engine,
            replay: StoredValue::new_local(None),
            frames: StoredValue::new_local(None),
        }
    }

    /// A recording made on this page.
    pub(in crate::views) fn recording(
        &self,
        name: String,
        program: Option<String>,
        hidden: bool,
        events: Arc<Vec<Event>>,
    ) -> Recording {
        let engine = self.engine.get_value();
        Recording {
            name,
            program,
            source: None,
            step: engine.clock_step,
            engine: engine.name.to_owned(),
            hidden,
            date: Some(page::today()),
            events,
        }
    }

    /// Shows the run that goes on and is written by `recorder`, as it is now.
    /// Only what happened since the last time is read; `recording` is what to
    /// know of the run besides, if nothing of it was shown yet.
    pub(in crate::views) fn show_live(
        &self,
        recorder: &Recorder,
        recording: impl FnOnce() -> Recording,
    ) {
        let now = recorder.now();
        let before = self.shown.try_update_untracked(Option::take).flatten();
        let before = before.filter(|shown| shown.live).and_then(Rc::into_inner);
        if before.is_none() {
            self.pause();
            self.replay.set_value(None);
        }
        let mut shown = before.unwrap_or_else(|| Shown::live(recording()));
        recorder.read(|trace| self.read_trace(trace, &mut shown));
        shown.arrange(now);
        self.shown.set(Some(Rc::new(shown)));
        self.go_to_end();
    }

    /// Reads what is new of the run that goes on, and draws nothing: whoever
    /// draws it next has less to read at once.
    pub(in crate::views) fn read_on(&self, recorder: &Recorder) {
        self.shown.try_update_untracked(|shown| {
            let shown = shown.as_mut().and_then(Rc::get_mut);
            if let Some(shown) = shown.filter(|shown| shown.live) {
                recorder.read(|trace| self.read_trace(trace, shown));
            }
        });
    }

    fn read_trace(&self, trace: &Trace, shown: &mut Shown) {
        shown.read_on(trace.events());
        self.replay.update_value(|replay| {
            replay.get_or_insert_default().read_on(trace.events());
        });
    }

    /// Shows a run that is over, and plays it unless the visitor wants little
    /// motion.
    pub(in crate::views) fn show_whole(&self, recording: Recording) {
        self.show(recording);
        match prefers_reduced_motion() {
            true => self.go_to_end(),
            false => {
                self.go_to(0);
                self.play();
            }
        }
    }

    /// Shows a run that is over, and of it what is to be looked at.
    pub(in crate::views) fn show_so(&self, recording: Recording, look: Look) {
        self.show(recording);
        self.look_so(look);
    }

    /// Shows a run that is over, at the place where so many events have
    /// happened, and through that window; the tasks that are `first` have the
    /// first rows below that of all.
    pub(in crate::views) fn show_still(
        &self,
        recording: Recording,
        first: &[TaskId],
        position: usize,
        window: Option<Viewport>,
    ) {
        self.show(recording);
        self.shown.update(|shown| {
            if let Some(shown) = shown.as_mut().and_then(Rc::get_mut) {
                shown.put_first(first);
            }
        });
        self.zoom.set(window);
        self.go_to(position);
    }

    fn show(&self, recording: Recording) {
        self.pause();
        let events = &recording.events;
        let shown = self.shown.try_update_untracked(Option::take).flatten();
        let read = self.replay.try_update_value(Option::take).flatten();
        // What was read of a run while it went on is not read again.
        let is_of = |it: &Replay| events.starts_with(it.events());
        let live = shown.and_then(Rc::into_inner).filter(|it| it.live);
        let (timeline, replay) = match (live, read.filter(is_of)) {
            (Some(shown), Some(read)) => {
                (shown.timeline, read.completed(events.clone()))
            }
            _ => (Timeline::default(), Replay::new(events.clone())),
        };
        self.replay.set_value(Some(replay));
        self.finding.set(None);
        let shown = Shown::ended(recording, timeline);
        self.shown.set(Some(Rc::new(shown)));
    }

    /// Shows nothing any more.
    pub(in crate::views) fn clear(&self) {
        self.pause();
        self.replay.set_value(None);
        self.shown.set(None);
        self.zoom.set(None);
        self.selected.set(None);
        self.opened.set(None);
        self.finding.set(None);
        self.position.set(0);
        self.at.set(0.0);
    }

    /// Reads something off the moment at the playhead.
    pub(in crate::views) fn moment<T>(
        &self,
        read: impl FnOnce(&Replay, &Moment) -> T,
    ) -> Option<T> {
        self.position.track();
        self.shown.track();
        self.replay.with_value(|replay| {
            let replay = replay.as_ref()?;
            Some(read(replay, replay.moment()))
        })
    }

    /// Reads something off all events, wherever the playhead is.
    pub(in crate::views) fn events<T>(
        &self,
        read: impl FnOnce(&[Event]) -> T,
    ) -> Option<T> {
        self.shown.track();
        self.replay
            .with_value(|it| it.as_ref().map(|it| read(it.events())))
    }

    /// Whether the page was hidden during the run that is shown; `None` without
    /// one.
    pub(in crate::views) fn hidden(self) -> Signal<Option<bool>> {
        derived(move || {
            self.shown
                .with(|shown| Some(shown.as_ref()?.recording.hidden))
        })
    }

    /// What to call a task.
    pub(in crate::views) fn name(&self, task: TaskId) -> String {
        self.shown.with_untracked(|shown| {
            shown.as_ref().map_or_else(String::new, |it| it.name(task))
        })
    }

    /// What a task is doing at the playhead; `None` before it is spawned.
    pub(super) fn state(&self, task: TaskId) -> Option<State> {
        untrack(|| self.moment(|_, moment| moment.state(task))).flatten()
    }

    /// Whether a task waits for a poll at the playhead.
    pub(in crate::views) fn is_ready(&self, task: TaskId) -> bool {
        self.state(task) == Some(State::Scheduled)
    }

    /// The task that started another.
    pub(super) fn parent(&self, task: TaskId) -> Option<TaskId> {
        self.shown.with_untracked(|shown| {
            let tracks = shown.as_ref()?.timeline.tracks();
            tracks.get(task.0 as usize)?.parent
        })
    }

    /// How many events there are.
    pub(super) fn len(&self) -> usize {
        self.replay
            .with_value(|replay| replay.as_ref().map_or(0, Replay::len))
    }

    /// The end of the recording, in milliseconds.
    pub(super) fn end(&self) -> f64 {
        self.shown.with_untracked(|shown| {
            shown.as_ref().map_or(0.0, |it| it.end.as_millis())
        })
    }

    /// Moves to where so many events have happened.
    pub(in crate::views) fn go_to(&self, position: usize) {
        let Some(at) = self.replay.try_update_value(|replay| {
            let replay = replay.as_mut()?;
            replay.go_to(position);
            Some(replay.moment().at.as_millis())
        }) else {
            return;
        };
        self.at.set(at.unwrap_or_default());
        self.position.set(position.min(self.len()));
    }

    pub(super) fn go_to_end(&self) {
        self.go_to(self.len());
        self.at.set(self.end());
    }

    /// Moves to an instant, in milliseconds.
    pub(super) fn go_to_time(&self, millis: f64) {
        let millis = within(millis, [0.0, self.end()]);
        let position = self.replay.try_update_value(|replay| {
            let replay = replay.as_mut()?;
            // To a nanosecond, that rounding leaves no event out.
            let at = Timestamp::from_millis(millis + 1e-6);
            let position = replay.position_at(at);
            replay.go_to(position);
            Some(position)
        });
        self.at.set(millis);
        let position = position.flatten().unwrap_or_default();
        if position != self.position.get_untracked() {
            self.position.set(position);
        }
    }

    /// Moves to where a finding begins, by its place among all, zooms to it,
    /// selects the row of its task, and brings the picture into view.
    pub(super) fn look_at(&self, finding: usize) {
        let Some(shown) = self.shown.get_untracked() else {
            return;
        };
        let Some(lint) = shown.findings().nth(finding) else {
            return;
        };
        let row = shown.row_of(lint.task);
        let whole = shown.whole();
        let (from, to) = (lint.from.as_millis(), lint.to.as_millis());
        let around = Viewport::around(from, to, row.unwrap_or_default(), whole);
        self.pause();
        self.finding.set(Some(finding));
        self.selected.set(row);
        self.zoom.set(around);
        self.go_to_time(from);
        scroll::into_view(".viewer .plot");
    }

    /// What is looked at; `None` while it changes by itself, and if there is
    /// nothing to look at.
    pub(in crate::views) fn look(&self) -> Option<Look> {
        let shown = self.shown.get().filter(|it| !it.live)?;
        if self.playing.get() {
            return None;
        }
        let position = self.position.get();
        let micros = |millis: f64| (millis * 1e3).round() as u64;
        let zoom = self.zoom.get();
        // What the pointer happens to be at is no reason to look anew.
        let selected = self.selected.get_untracked();
        let selected = selected.and_then(|row| shown.task_in(row));
        let task = self.opened.get().or(selected);
        Some(Look {
            of: None,
            at: (position < self.len()).then_some(position as u64),
            from: zoom.map(|zoom| micros(zoom.from)),
            to: zoom.map(|zoom| micros(zoom.to)),
            task: task.map(|task| task.0.into()),
        })
    }

    /// Looks at that of the recording that is shown, as far as it has it.
    pub(in crate::views) fn look_so(&self, look: Look) {
        let Some(shown) = self.shown.get_untracked() else {
            return;
        };
        self.pause();
        let task = look.task.and_then(|task| u32::try_from(task).ok());
        let row = task.and_then(|task| shown.row_of(TaskId(task)));
        self.selected.set(row);
        let whole = shown.whole();
        let millis = |micros: u64| micros as f64 / 1e3;
        self.zoom.set(look.from.zip(look.to).map(|(from, to)| {
            let (from, to) = (millis(from), millis(to));
            let view = Viewport { from, to, ..whole };
            view.near_row(row.unwrap_or_default(), whole)
        }));
        match look.at.and_then(|at| usize::try_from(at).ok()) {
            Some(at) if at < self.len() => self.go_to(at),
            _ => self.go_to_end(),
        }
    }

    /// Looks at the next finding, or at the one before, from the last on to
    /// the first and back.
    pub(super) fn next_finding(&self, forward: bool) {
        let count = untrack(|| self.finding_count());
        let next = next_of(self.finding.get_untracked(), count, forward);
        if let Some(next) = next {
            self.look_at(next);
        }
    }

    /// How many findings there are to look at.
    pub(super) fn finding_count(&self) -> usize {
        let shown = self.shown.get();
        shown.map_or(0, |shown| shown.findings().count())
    }

    /// What a finding says, by its place among all.
    pub(super) fn finding_text(&self, finding: usize) -> Option<String> {
        let shown = self.shown.get()?;
        shown.findings().nth(finding).map(ToString::to_string)
    }

    /// Moves to the next event that changes the picture, or the one before.
    pub(super) fn step(&self, forward: bool) {
        self.pause();
        let here = self.position.get_untracked();
        let next = self.replay.with_value(|replay| {
            let events = replay.as_ref()?.events();
            let is_step = |place: &usize| is_step(&events[*place - 1].kind);
            match forward {
                true => (here + 1..=events.len()).find(is_step),
                false => (1..here).rev().find(is_step),
            }
        });
        let end = if forward { self.len() } else { 0 };
        self.go_to(next.unwrap_or(end));
        self.follow();
    }

    /// Moves the window along if the playhead has left it.
    fn follow(&self) {
        let at = self.at.get_untracked();
        let Some(whole) =
            self.shown.with_untracked(|it| Some(it.as_ref()?.whole()))
        else {
            return;
        };
        self.zoom.maybe_update(|zoom| {
            let Some(view) = zoom else { return false };
            let is_outside = !(view.from..=view.to).contains(&at);
            if is_outside {
                let middle = f64::midpoint(view.from, view.to);
                let x = (at - middle) / (view.to - view.from);
                *view = view.panned(x, 0.0, whole);
            }
            is_outside
        });
    }

    /// Lets the playhead move by itself; from the start if it is at the end.
    pub(super) fn play(&self) {
        if self.len() == 0 {
            return;
        }
        if self.at.get_untracked() >= self.end() {
            self.go_to(0);
        }
        self.playing.set(true);
        let viewer = *self;
        let before = Cell::new(clock::now());
        self.frames.set_value(Some(Frames::start(move || {
            let now = clock::now();
            let passed = now.since(before.replace(now));
            let passed = passed.as_secs_f64() * 1e3;
            let at = viewer.at.get_untracked() + passed * viewer.pace();
            viewer.go_to_time(at);
            if at >= viewer.end() {
                viewer.go_to_end();
                viewer.pause();
            }
        })));
    }

    pub(in crate::views) fn pause(&self) {
        self.frames.set_value(None);
        if self.playing.get_untracked() {
            self.playing.set(false);
        }
    }

    /// How fast it is played, as a share of the real pace.
    pub(super) fn pace(&self) -> f64 {
        let speed = self.speed.get();
        speed.unwrap_or_else(|| (self.end() / WHOLE).min(1.0))
    }
}

/// Whether an event is worth a step of its own; those that go along with
/// another are not.
fn is_step(kind: &EventKind) -> bool {
    !matches!(
        kind,
        EventKind::Declared { .. }
            | EventKind::Sized(_)
            | EventKind::WakerCloned
            | EventKind::WakerDropped
            | EventKind::Awaiting(_)
    )
}
