//! One run of one mode, and what it leaves behind.

use super::{Failure, Mode, Plan};
use crate::experiments::lanes::{self, Record};
use crate::trace::{
    EventKind, Phase, Role, TaskId, Timeline, Timestamp, Trace, Track,
};
use meanwhile_jobs::{Answer, HEIGHT, Shades, WIDTH};
use std::cell::{Cell, Ref, RefCell};
use std::ops::Deref;
use std::rc::Rc;
use std::time::Duration;

/// How many requests go on in the background.
pub const REQUESTS: usize = 3;

/// One run of one mode.
#[derive(Clone)]
pub struct Lane(Rc<LaneState>);

struct LaneState {
    mode: Mode,
    tasks: Tasks,
    units: u64,
    done: Cell<u64>,
    done_when_shown: Cell<u64>,
    updates_shown: Cell<usize>,
    ticks: RefCell<Vec<Tick>>,
    drawings: RefCell<Vec<(Timestamp, Timestamp)>>,
    cold_start: Option<Duration>,
    result: RefCell<Option<Result<Answer, Failure>>>,
    picture: RefCell<Vec<u8>>,
    record: Record,
}

/// Who is who in the trace of a lane.
pub(super) struct Tasks {
    pub(super) root: TaskId,
    pub(super) pulse: TaskId,
    pub(super) timer: TaskId,
    pub(super) keys: TaskId,
    pub(super) job: TaskId,
    pub(super) workers: Vec<TaskId>,
    pub(super) requests: Vec<TaskId>,
}

/// A tick of the timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tick {
    /// When it was due.
    pub due: Timestamp,
    /// How long after that it came.
    pub late: Duration,
}

impl Lane {
    pub(super) fn new(
        mode: Mode,
        plan: &Plan,
        units: u64,
        cold_start: Option<Duration>,
        now: fn() -> Timestamp,
    ) -> Self {
        let mut trace = Trace::default();
        let zero = Timestamp::ZERO;
        let root = trace.declare(zero, None, mode.id().into());
        let mut declare =
            |name: &str| trace.declare(zero, Some(root), name.into());
        let tasks = Tasks {
            root,
            pulse: declare("pulse"),
            timer: declare("timer"),
            keys: declare("keys"),
            job: declare("loop"),
            workers: (0..plan.workers_of(mode))
                .map(|index| declare(&worker_name(plan, index)))
                .collect(),
            requests: (0..REQUESTS)
                .map(|index| declare(&format!("request {}", index + 1)))
                .collect(),
        };
        Self(Rc::new(LaneState {
            mode,
            tasks,
            units,
            done: Cell::new(0),
            done_when_shown: Cell::new(0),
            updates_shown: Cell::new(0),
            ticks: RefCell::default(),
            drawings: RefCell::default(),
            cold_start,
            result: RefCell::default(),
            picture: RefCell::default(),
            record: Record::new(trace, now),
        }))
    }

    /// The mode that ran.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.0.mode
    }

    /// Who is who in its trace.
    pub(super) fn tasks(&self) -> &Tasks {
        &self.0.tasks
    }

    /// Notes that the page paints a frame.
    pub fn mark_frame(&self) {
        self.recorder().push(self.tasks().pulse, EventKind::Marked);
    }

    /// Notes that the page shows the progress as it is now.
    pub fn mark_shown(&self) {
        let state = &self.0;
        let done = state.done.get();
        if state.done_when_shown.replace(done) != done {
            state.updates_shown.set(state.updates_shown.get() + 1);
        }
    }

    /// Notes that the page drew this lane from one instant to another, by its own
    /// clock. Polls may be in between.
    pub fn mark_drawn(&self, from: Timestamp, to: Timestamp) {
        self.0.drawings.borrow_mut().push((from, to));
    }

    /// Notes that a key was looked at now which was pressed `late` ago.
    pub fn mark_key(&self, late: Duration) {
        let now = self.now();
        let pressed = now.since(Timestamp::ZERO).saturating_sub(late);
        let (recorder, keys) = (self.recorder(), self.tasks().keys);
        let unseen = EventKind::Entered(Phase::Unseen);
        recorder.push_at(Timestamp::ZERO + pressed, keys, unseen);
        recorder.push_at(now, keys, EventKind::Left);
    }

    /// Notes what the browser reports as a long task, by the recorder's clock.
    pub fn mark_long_task(&self, from: Timestamp, to: Timestamp) {
        let (recorder, pulse) = (self.recorder(), self.tasks().pulse);
        let long = EventKind::Entered(Phase::LongTask);
        recorder.push_at(recorder.at(from), pulse, long);
        recorder.push_at(recorder.at(to), pulse, EventKind::Left);
    }

    pub(super) fn mark_tick(&self, tick: Tick) {
        self.0.ticks.borrow_mut().push(tick);
    }

    pub(super) fn set_done(&self, units: u64) {
        self.0.done.set(units);
    }

    pub(super) fn add_done(&self, units: u64) {
        self.0.done.set(self.0.done.get() + units);
    }

    pub(super) fn draw(&self, shades: &Shades) {
        if shades.values.is_empty() {
            return;
        }
        let mut picture = self.0.picture.borrow_mut();
        picture.resize(WIDTH * HEIGHT, 0);
        let rest = picture.iter_mut().skip(shades.from as usize);
        for (pixel, shade) in rest.zip(&shades.values) {
            *pixel = *shade;
        }
    }

    pub(super) fn end(&self, result: Result<Answer, Failure>) {
        self.0.result.replace(Some(result));
    }

    /// The part of the job that is done, from 0 to 1.
    #[must_use]
    pub fn progress(&self) -> f64 {
        self.0.done.get() as f64 / self.0.units.max(1) as f64
    }

    /// How often the page showed progress that had changed.
    #[must_use]
    pub fn updates_shown(&self) -> usize {
        self.0.updates_shown.get()
    }

    /// The ticks of the timer that have come, each that was due by itself.
    #[must_use]
    pub fn ticks(&self) -> Ref<'_, Vec<Tick>> {
        self.0.ticks.borrow()
    }

    /// How long the page drew this lane while its job went on: time that was not
    /// the job's.
    #[must_use]
    pub fn drawn_for(&self) -> Duration {
        let timeline = self.timeline();
        let Some(job) = self.job_track(&timeline) else {
            return Duration::ZERO;
        };
        let Some((start, (end, _))) = job.start.zip(job.end) else {
            return Duration::ZERO;
        };
        let overlap = |(a, b): (Timestamp, Timestamp), (from, to)| {
            b.min(to).since(a.max(from))
        };
        let drawings = self.0.drawings.borrow();
        let drawn = drawings.iter().map(|drawing| {
            let polls = job.polls.iter().map(|poll| overlap(*poll, *drawing));
            let during = overlap(*drawing, (start, end));
            during.saturating_sub(polls.sum())
        });
        drawn.sum()
    }

    /// How long its workers took from nothing to their first word; none where
    /// there are no workers.
    #[must_use]
    pub fn cold_start(&self) -> Option<Duration> {
        self.0.cold_start
    }

    /// What the job came to; none while it goes on, or if it was stopped.
    #[must_use]
    pub fn result(&self) -> Option<Result<Answer, Failure>> {
        self.0.result.borrow().clone()
    }

    /// The picture so far, a shade for each pixel; empty if the job has none.
    #[must_use]
    pub fn picture(&self) -> Ref<'_, Vec<u8>> {
        self.0.picture.borrow()
    }

    /// The track of the job itself.
    #[must_use]
    pub fn job_track<'a>(&self, timeline: &'a Timeline) -> Option<&'a Track> {
        track(timeline, self.0.tasks.job)
    }

    /// The tracks of the background requests.
    pub fn request_tracks<'a>(
        &self,
        timeline: &'a Timeline,
    ) -> impl Iterator<Item = &'a Track> {
        let requests = self.0.tasks.requests.clone().into_iter();
        requests.filter_map(|task| track(timeline, task))
    }

    /// The rows of its picture, in the order of [`row_names`].
    #[must_use]
    pub fn rows<'a>(
        &self,
        timeline: &'a Timeline,
        workers: usize,
    ) -> Vec<(Role, Option<&'a Track>)> {
        let tasks = &self.0.tasks;
        let found = |task| track(timeline, task);
        let mut rows = vec![
            (Role::Pulse, found(tasks.pulse)),
            (Role::Timer, found(tasks.timer)),
            (Role::Keys, found(tasks.keys)),
            (Role::Loop, found(tasks.job)),
        ];
        rows.extend((0..workers).map(|index| {
            let task = tasks.workers.get(index).copied();
            (Role::Worker, task.and_then(found))
        }));
        let requests = tasks.requests.iter().copied();
        rows.extend(requests.map(|task| (Role::Request, found(task))));
        rows
    }
}

pub(super) fn track(timeline: &Timeline, task: TaskId) -> Option<&Track> {
    timeline.tracks().get(task.0 as usize)
}

fn worker_name(plan: &Plan, index: usize) -> String {
    match plan.most_workers() {
        1 => "worker".to_owned(),
        _ => format!("worker {}", index + 1),
    }
}

/// The row of the page's pulse in every lane.
pub(super) const PULSE_ROW: usize = 0;

/// The row of a background request in every lane of `plan`.
pub(super) fn row_of_request(plan: &Plan, index: usize) -> usize {
    FIXED_ROWS.len() + plan.most_workers() + index
}

/// The names of the rows that every lane begins with.
const FIXED_ROWS: [&str; 4] = ["pulse", "timer", "keys", "loop"];

/// The names of the rows of every lane of `plan`, from top to bottom.
#[must_use]
pub fn row_names(plan: &Plan) -> Vec<String> {
    let fixed = FIXED_ROWS.map(str::to_owned);
    let workers =
        (0..plan.most_workers()).map(|index| worker_name(plan, index));
    let requests = (0..REQUESTS).map(|index| format!("request {}", index + 1));
    fixed.into_iter().chain(workers).chain(requests).collect()
}

/// The lanes of a run.
pub type Lanes = lanes::Lanes<Lane>;

impl Deref for Lane {
    type Target = Record;

    fn deref(&self) -> &Record {
        &self.0.record
    }
}

impl Lanes {
    /// The lane of `mode`, once it is open.
    #[must_use]
    pub fn of(&self, mode: Mode) -> Option<Lane> {
        self.newest(|lane| lane.mode() == mode)
    }

    /// The lane that runs now: the one that was opened last and is not over.
    #[must_use]
    pub fn running(&self) -> Option<Lane> {
        self.newest(|_| true).filter(|lane| !lane.is_over())
    }
}
