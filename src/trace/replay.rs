//! Going back and forth in a recording.
//!
//! A [`Moment`] knows what everything is doing and nothing of what came before;
//! what took how long is the [`Timeline`](super::Timeline)'s to say.

use super::event::append;
use super::{
    Cause, Ending, Event, EventKind, Phase, Source, State, TaskId, Timestamp,
};
use std::collections::{HashMap, VecDeque};
use std::ops::Range;
use std::sync::Arc;

/// What every task is doing at one place of a recording.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    /// How many events have happened.
    pub position: usize,
    /// When the latest of them happened.
    pub at: Timestamp,
    tasks: Vec<Task>,
    running: Queue,
    ready: Queue,
    over: Vec<TaskId>,
    printed: usize,
    line: Option<(TaskId, u32)>,
}

/// What is known of one task; small, since checkpoints copy it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Task {
    /// None until it is spawned.
    state: Option<State>,
    woken_meanwhile: bool,
    forgotten: bool,
    is_loop: bool,
    /// What it said in its latest poll; none if that is nothing.
    awaiting: Option<Arc<Vec<Cause>>>,
    /// The line that it reached last; `None` before it reached any.
    line: Option<u32>,
}

impl Task {
    fn is_over(&self) -> bool {
        matches!(self.state, Some(State::Completed | State::Cancelled))
    }
}

impl Moment {
    /// Before the first event.
    #[must_use]
    pub fn start() -> Self {
        Self::default()
    }

    /// Goes one event further.
    pub fn apply(&mut self, event: &Event) {
        self.position += 1;
        // Some are noted late, by those who looked at the clock themselves.
        self.at = self.at.max(event.at);
        if matches!(event.kind, EventKind::Declared { .. }) {
            self.tasks.push(Task::default());
        } else if self.of(event.task).is_some() {
            self.happened(event.task, &event.kind);
        }
    }

    fn happened(&mut self, id: TaskId, kind: &EventKind) {
        match kind {
            EventKind::Spawned => self.with(id, |task| {
                task.state.get_or_insert(State::Idle);
            }),
            EventKind::PollStarted => self.poll_started(id),
            EventKind::PollEnded => self.poll_ended(id),
            EventKind::Woken(_) => self.schedule(id),
            EventKind::Turned(_) => self.with(id, |task| task.is_loop = true),
            EventKind::Printed(_) => self.printed += 1,
            EventKind::Reached(line) => {
                self.line = Some((id, *line));
                self.with(id, |task| task.line = Some(*line));
            }
            EventKind::Awaiting(what) => self.with(id, |task| {
                let awaiting = task.awaiting.get_or_insert_default();
                Arc::make_mut(awaiting).push(*what);
            }),
            EventKind::Forgotten => self.forgotten(id),
            EventKind::Ended(ending) => self.ended(id, *ending),
            EventKind::Declared { .. }
            | EventKind::Sized(_)
            | EventKind::WakerCloned
            | EventKind::WakerDropped
            | EventKind::Entered(_)
            | EventKind::Left
            | EventKind::Marked => {}
        }
    }

    fn poll_started(&mut self, id: TaskId) {
        if self.of(id).is_none_or(Task::is_over) {
            return;
        }
        self.leave(id);
        self.running.add(id);
        self.with(id, |task| {
            task.state = Some(State::Running);
            task.awaiting = None;
        });
    }

    fn poll_ended(&mut self, id: TaskId) {
        if self.state(id) != Some(State::Running) {
            return;
        }
        self.leave(id);
        let mut woken = false;
        self.with(id, |task| {
            task.state = Some(State::Idle);
            woken = std::mem::take(&mut task.woken_meanwhile);
        });
        if woken {
            self.schedule(id);
        }
    }

    fn schedule(&mut self, id: TaskId) {
        let Some(task) = self.tasks.get_mut(id.0 as usize) else {
            return;
        };
        match task.state {
            Some(State::Running) => task.woken_meanwhile = true,
            Some(State::Idle) if !task.forgotten => {
                task.state = Some(State::Scheduled);
                self.ready.add(id);
            }
            _ => {}
        }
    }

    fn forgotten(&mut self, id: TaskId) {
        if self.state(id) == Some(State::Scheduled) {
            self.leave(id);
            self.with(id, |task| task.state = Some(State::Idle));
        }
        self.with(id, |task| task.forgotten = true);
    }

    fn ended(&mut self, id: TaskId, ending: Ending) {
        if self.of(id).is_none_or(Task::is_over) {
            return;
        }
        self.leave(id);
        self.over.push(id);
        let state = match ending {
            Ending::Cancelled => State::Cancelled,
            _ => State::Completed,
        };
        self.with(id, |task| {
            task.state = Some(state);
            task.awaiting = None;
        });
    }

    /// Takes a task out of the list that its state has it in.
    fn leave(&mut self, id: TaskId) {
        match self.state(id) {
            Some(State::Running) => self.running.remove(id),
            Some(State::Scheduled) => self.ready.remove(id),
            _ => {}
        }
    }

    fn with(&mut self, id: TaskId, change: impl FnOnce(&mut Task)) {
        if let Some(task) = self.tasks.get_mut(id.0 as usize) {
            change(task);
        }
    }

    fn of(&self, id: TaskId) -> Option<&Task> {
        self.tasks.get(id.0 as usize)
    }

    /// What `task` is doing; none before it is spawned.
    #[must_use]
    pub fn state(&self, task: TaskId) -> Option<State> {
        self.of(task)?.state
    }

    /// The tasks that are being polled, the innermost last.
    #[must_use]
    pub fn running(&self) -> Vec<TaskId> {
        self.running.tasks().collect()
    }

    /// The tasks that wait for a poll, in the order in which they became
    /// ready: woken during its own poll, a task joins at the end of that poll.
    #[must_use]
    pub fn ready(&self) -> Vec<TaskId> {
        self.ready.tasks().collect()
    }

    /// The tasks that wait to be woken, in the order of their declaration,
    /// without the one that stands for the loop.
    pub fn idle(&self) -> impl Iterator<Item = TaskId> {
        let tasks = (0..).map(TaskId).zip(&self.tasks);
        let idle = |task: &Task| task.state == Some(State::Idle);
        tasks
            .filter(move |(_, task)| idle(task) && !task.is_loop)
            .map(|(id, _)| id)
    }

    /// The tasks that are over, in the order of their ends.
    #[must_use]
    pub fn over(&self) -> &[TaskId] {
        &self.over
    }

    /// What `task` said in its latest poll that it waits for.
    #[must_use]
    pub fn awaiting(&self, task: TaskId) -> &[Cause] {
        let awaiting = self.of(task).and_then(|it| it.awaiting.as_deref());
        awaiting.map_or(&[], Vec::as_slice)
    }

    /// How many lines are printed.
    #[must_use]
    pub fn printed(&self) -> usize {
        self.printed
    }

    /// The line that was reached last, and by whom.
    #[must_use]
    pub fn line(&self) -> Option<(TaskId, u32)> {
        self.line
    }

    /// The lines at which the tasks are that are not over.
    pub fn lines(&self) -> impl Iterator<Item = u32> {
        let tasks = self.tasks.iter().filter(|task| !task.is_over());
        tasks.filter_map(|task| task.line)
    }

    /// Whether `task` will never be polled again.
    #[must_use]
    pub fn is_forgotten(&self, task: TaskId) -> bool {
        self.of(task).is_some_and(|task| task.forgotten)
    }
}

/// Tasks in the order in which they came. Whichever goes, it costs the same
/// however many there are.
#[derive(Clone, Debug, Default)]
struct Queue {
    /// Those that are gone leave their places empty.
    places: VecDeque<Option<TaskId>>,
    /// How many places were taken from the front since the beginning.
    gone: usize,
    /// The place of each that is there, counted from the beginning.
    place_of: HashMap<TaskId, usize>,
}

impl Queue {
    fn tasks(&self) -> impl Iterator<Item = TaskId> {
        self.places.iter().copied().flatten()
    }

    fn add(&mut self, task: TaskId) {
        let place = self.gone + self.places.len();
        self.place_of.insert(task, place);
        self.places.push_back(Some(task));
    }

    fn remove(&mut self, task: TaskId) {
        let Some(place) = self.place_of.remove(&task) else {
            return;
        };
        if let Some(it) = self.places.get_mut(place - self.gone) {
            *it = None;
        }
        while let Some(None) = self.places.front() {
            self.places.pop_front();
            self.gone += 1;
        }
        while let Some(None) = self.places.back() {
            self.places.pop_back();
        }
        if self.places.len() > 2 * self.place_of.len() {
            self.close_gaps();
        }
    }

    /// Half of the places are empty: as many went as are moved now.
    fn close_gaps(&mut self) {
        self.places.retain(Option::is_some);
        self.gone = 0;
        let places = self.tasks().enumerate();
        self.place_of = places.map(|(place, task)| (task, place)).collect();
    }
}

impl PartialEq for Queue {
    fn eq(&self, other: &Self) -> bool {
        self.tasks().eq(other.tasks())
    }
}

impl Eq for Queue {}

/// A recording with a place in it that can be moved both ways; of a run that
/// goes on, what there is of it.
#[derive(Clone, Debug, Default)]
pub struct Replay {
    events: Arc<Vec<Event>>,
    moment: Moment,
    /// Moments on the way, the earliest first.
    checkpoints: Vec<Moment>,
    /// How many events lie between two of them, but never fewer than
    /// [`CHECKPOINT_EVENTS`].
    step: usize,
    /// When the latest of the events up to each happened.
    latest: Vec<Timestamp>,
    printed: Vec<(usize, TaskId, Arc<str>)>,
}

/// The most checkpoints that a recording has.
const CHECKPOINTS: usize = 64;

/// The most tasks that all checkpoints know together, so that they take some
/// ten megabytes at most.
const CHECKPOINT_TASKS: usize = 500_000;

/// By how many the lines that are shown move on, where they are not all.
const PRINTED_AT_ONCE: usize = 100;

/// The fewest events from a checkpoint to the next: so many take no time.
const CHECKPOINT_EVENTS: usize = 256;

impl Replay {
    /// The recording of `events`, at the start.
    #[must_use]
    pub fn new(events: Arc<Vec<Event>>) -> Self {
        let mut replay = Self {
            latest: Vec::with_capacity(events.len()),
            step: step_between_checkpoints(&events),
            ..Self::default()
        };
        for event in events.iter() {
            replay.apply(event);
        }
        replay.moment = Moment::start();
        replay.events = events;
        replay
    }

    /// Reads on in `events`, of which it has the beginning, and goes to their
    /// end.
    pub fn read_on(&mut self, events: &[Event]) {
        self.go_to(self.len());
        let more = events.get(self.len()..).unwrap_or_default();
        for event in more {
            self.apply(event);
            append(Arc::make_mut(&mut self.events), event.clone());
        }
    }

    /// The recording of `events`, at the start, when it has read some of them:
    /// only the rest is read.
    #[must_use]
    pub fn completed(mut self, events: Arc<Vec<Event>>) -> Self {
        self.read_on(&events);
        self.moment = Moment::start();
        self.events = events;
        self
    }

    /// Goes one event further, into what was not read before.
    fn apply(&mut self, event: &Event) {
        let printed = self.moment.printed();
        self.moment.apply(event);
        append(&mut self.latest, self.moment.at);
        if let EventKind::Printed(line) = &event.kind
            && self.moment.printed() > printed
        {
            let line = (self.moment.position, event.task, line.clone());
            self.printed.push(line);
        }
        let last = self.checkpoints.last().map_or(0, |it| it.position);
        let step = self.step.max(CHECKPOINT_EVENTS);
        if self.moment.position >= last + step {
            self.checkpoints.push(self.moment.clone());
            self.thin_out(step);
        }
    }

    /// Keeps every second checkpoint, if there are too many of them.
    fn thin_out(&mut self, step: usize) {
        if self.checkpoints.len() > most_checkpoints(self.moment.tasks.len()) {
            let mut place = 0;
            self.checkpoints.retain(|_| {
                place += 1;
                place % 2 == 0
            });
            self.step = 2 * step;
        }
    }

    /// What is replayed.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// How many events there are: the last place to go to.
    #[must_use]
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// What everything is doing at the place where it is.
    #[must_use]
    pub fn moment(&self) -> &Moment {
        &self.moment
    }

    /// Goes to where `position` events have happened, or to the end if there
    /// are fewer.
    pub fn go_to(&mut self, position: usize) {
        let position = position.min(self.len());
        let before = |it: &Moment| it.position <= position;
        let nearest = self.checkpoints.partition_point(before).checked_sub(1);
        let nearest = nearest.map(|place| &self.checkpoints[place]);
        let known = nearest.map_or(0, |moment| moment.position);
        if !(known..=position).contains(&self.moment.position) {
            self.moment = nearest.cloned().unwrap_or_default();
        }
        for event in &self.events[self.moment.position..position] {
            self.moment.apply(event);
        }
    }

    /// How many events to apply for all that had happened by `at`. An event
    /// that was noted late counts as happened when its note was taken.
    #[must_use]
    pub fn position_at(&self, at: Timestamp) -> usize {
        self.latest.partition_point(|latest| *latest <= at)
    }

    /// All lines that are ever printed: how many events it takes until each is
    /// there, who prints it, and what it says.
    #[must_use]
    pub fn printed(&self) -> &[(usize, TaskId, Arc<str>)] {
        &self.printed
    }

    /// The places of the lines to show: all of a few, else some on both sides of
    /// the last that is printed by now. They move on by many at a time.
    #[must_use]
    pub fn printed_around(&self) -> Range<usize> {
        let count = self.printed.len();
        if count <= 5 * PRINTED_AT_ONCE {
            return 0..count;
        }
        let here = self.moment.printed() / PRINTED_AT_ONCE;
        let from = here.saturating_sub(2) * PRINTED_AT_ONCE;
        from..count.min((here + 3) * PRINTED_AT_ONCE)
    }
}

fn step_between_checkpoints(events: &[Event]) -> usize {
    let declared =
        |event: &&Event| matches!(event.kind, EventKind::Declared { .. });
    let most = most_checkpoints(events.iter().filter(declared).count());
    // With so many places between them, that many steps fit in at most.
    events.len() / (most + 1) + 1
}

fn most_checkpoints(tasks: usize) -> usize {
    (CHECKPOINT_TASKS / tasks.max(1)).clamp(1, CHECKPOINTS)
}

/// Says in a short sentence what happens in `event`; `parent` is the task that
/// started the one it happens to, if any did.
#[must_use]
pub fn event_text(
    event: &Event,
    parent: Option<TaskId>,
    name_of: impl Fn(TaskId) -> String,
) -> String {
    let name = name_of(event.task);
    match &event.kind {
        EventKind::Declared { parent: None, .. } => format!("{name} is made"),
        EventKind::Declared {
            parent: Some(parent),
            ..
        } => format!("{} makes {name}", name_of(*parent)),
        EventKind::Spawned => match parent {
            Some(parent) => format!("{} spawns {name}", name_of(parent)),
            None => format!("{name} is spawned"),
        },
        EventKind::Sized(1) => format!("{name} is 1 byte large"),
        EventKind::Sized(bytes) => format!("{name} is {bytes} bytes large"),
        EventKind::PollStarted => format!("{name} is polled"),
        EventKind::PollEnded => format!("{name} gives the thread back"),
        EventKind::Woken(Cause::Spawned) => {
            format!("{name} is ready for its first poll")
        }
        EventKind::Woken(Cause::Task(by)) if *by == event.task => {
            format!("{name} wakes itself")
        }
        EventKind::Woken(Cause::Unknown) => format!("{name} is woken"),
        EventKind::Woken(by) => {
            let by = cause_text(*by, event.task, name_of);
            format!("{name} is woken by {by}")
        }
        EventKind::WakerCloned => format!("{name} keeps a clone of its waker"),
        EventKind::WakerDropped => {
            format!("a clone of the waker of {name} is dropped")
        }
        EventKind::Entered(phase) => phase_text(*phase, &name),
        EventKind::Left => format!("{name} is done with that"),
        EventKind::Marked => format!("{name} ticks"),
        EventKind::Turned(source) => format!("the loop: {}", source.name()),
        EventKind::Printed(line) => format!("{name} prints “{line}”"),
        EventKind::Reached(line) => format!("{name} is at line {line}"),
        EventKind::Awaiting(what) => {
            let what = cause_text(*what, event.task, name_of);
            format!("{name} waits for {what}")
        }
        EventKind::Forgotten => format!("{name} is never polled again"),
        EventKind::Ended(Ending::Succeeded) => format!("{name} is done"),
        EventKind::Ended(Ending::Failed) => format!("{name} fails"),
        EventKind::Ended(Ending::TimedOut) => {
            format!("{name} runs out of time")
        }
        EventKind::Ended(Ending::Cancelled) => format!("{name} is dropped"),
    }
}

fn cause_text(
    cause: Cause,
    of: TaskId,
    name_of: impl Fn(TaskId) -> String,
) -> String {
    let text = match cause {
        Cause::Task(task) if task == of => "itself",
        Cause::Task(task) => return name_of(task),
        Cause::Spawned => "its first poll",
        Cause::Unknown => "somebody",
        Cause::Loop(Source::Script) => "the script",
        Cause::Loop(Source::Microtask) => "a microtask",
        Cause::Loop(Source::Timer) => "a timer",
        Cause::Loop(Source::Frame) => "an animation frame",
        Cause::Loop(Source::Message) => "a message",
        Cause::Loop(Source::Response) => "a response",
        Cause::Loop(Source::Hand) => "the reader",
    };
    text.to_owned()
}

fn phase_text(phase: Phase, name: &str) -> String {
    match phase {
        Phase::AddedDelay => format!("{name} waits for its added delay"),
        Phase::Waiting => format!("{name} is sent and waits for its answer"),
        Phase::Receiving => format!("{name} receives its answer"),
        Phase::Backoff => format!("{name} waits for its next attempt"),
        Phase::Computing => format!("{name} computes"),
        Phase::Microtasks => format!("{name} drains its microtasks"),
        Phase::Unseen => format!("{name} is here and waits for the thread"),
        Phase::LongTask => format!("{name} is in a long task"),
    }
}
