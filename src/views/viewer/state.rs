//! The recording that is on the page, and what the reader has chosen of it.

use super::shown::Shown;
use crate::browser::frames::Frames;
use crate::browser::page::{self, Engine, prefers_reduced_motion};
use crate::experiments::Look;
use crate::task::Recorder;
use crate::trace::{
    Event, Moment, Recording, Replay, State, TaskId, Timeline, Trace, Viewport,
};
use crate::views::environment::Environment;
use crate::views::reactive::{AnyRwSignal, AnySignal, AnyStoredValue, derived};
use leptos::prelude::*;
use std::rc::Rc;
use std::sync::Arc;

/// A recording on the page; copies share it.
#[derive(Clone, Copy)]
pub(in crate::views) struct Viewer {
    /// What is shown.
    pub shown: AnyRwSignal<Option<Rc<Shown>>>,
    /// How many events have happened at the playhead.
    pub position: AnyRwSignal<usize>,
    /// Where the playhead stands, in milliseconds.
    pub at: AnyRwSignal<f64>,
    /// Whether it moves by itself.
    pub playing: AnyRwSignal<bool>,
    /// How fast, as a share of the real pace; none for a pace at which the
    /// whole takes about ten seconds.
    pub speed: AnyRwSignal<Option<f64>>,
    /// The window on the timeline, if not all of it.
    pub zoom: AnyRwSignal<Option<Viewport>>,
    /// The row that is pointed at.
    pub selected: AnyRwSignal<Option<usize>>,
    /// The task whose facts are open.
    pub opened: AnyRwSignal<Option<TaskId>>,
    /// The finding that is looked at, by its place among all.
    pub finding: AnyRwSignal<Option<usize>>,
    /// Whether wakes are drawn as arrows.
    pub arrows: AnyRwSignal<bool>,
    engine: AnyStoredValue<Engine>,
    pub(super) replay: AnyStoredValue<Option<Replay>>,
    pub(super) frames: AnyStoredValue<Option<Frames>>,
}

impl Viewer {
    /// Shows nothing yet.
    pub(in crate::views) fn new() -> Self {
        Self {
            shown: AnyRwSignal::new(None),
            position: AnyRwSignal::new(0),
            at: AnyRwSignal::new(0.0),
            playing: AnyRwSignal::new(false),
            speed: AnyRwSignal::new(None),
            zoom: AnyRwSignal::new(None),
            selected: AnyRwSignal::new(None),
            opened: AnyRwSignal::new(None),
            finding: AnyRwSignal::new(None),
            arrows: AnyRwSignal::new(true),
            engine: expect_context::<Environment>().engine,
            replay: AnyStoredValue::new(None),
            frames: AnyStoredValue::new(None),
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
    pub(in crate::views) fn hidden(self) -> AnySignal<Option<bool>> {
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
}
