//! The fold from a trace to a timeline.

use crate::{cases, ms};
use meanwhile::trace::{
    Cause, Ending, EventKind, Phase, Span, State, TaskId, Timeline, Timestamp,
    Trace, Track, Wake,
};
use proptest::prelude::*;
use std::time::Duration;

/// How many tasks a random trace declares; events name some more.
const TASKS: u32 = 4;

fn at(millis: u64) -> Timestamp {
    Timestamp::ZERO + ms(millis)
}

fn phase() -> impl Strategy<Value = Phase> {
    prop::sample::select(vec![
        Phase::AddedDelay,
        Phase::Waiting,
        Phase::Receiving,
        Phase::Backoff,
    ])
}

fn ending() -> impl Strategy<Value = Ending> {
    prop::sample::select(vec![
        Ending::Succeeded,
        Ending::Failed,
        Ending::TimedOut,
        Ending::Cancelled,
    ])
}

fn cause() -> impl Strategy<Value = Cause> {
    prop_oneof![
        Just(Cause::Spawned),
        (0..TASKS).prop_map(|task| Cause::Task(TaskId(task))),
        Just(Cause::Unknown),
    ]
}

fn kind() -> impl Strategy<Value = EventKind> {
    prop_oneof![
        Just(EventKind::Spawned),
        Just(EventKind::PollStarted),
        Just(EventKind::PollEnded),
        cause().prop_map(EventKind::Woken),
        Just(EventKind::WakerCloned),
        Just(EventKind::WakerDropped),
        Just(EventKind::Forgotten),
        phase().prop_map(EventKind::Entered),
        ending().prop_map(EventKind::Ended),
    ]
}

/// Any events in any order, some of them of tasks that nobody declared; time
/// alone goes forward.
fn any_trace() -> impl Strategy<Value = Trace> {
    let event = (0_u64..3, 0..TASKS + 2, kind());
    prop::collection::vec(event, 0..60).prop_map(|events| {
        let mut trace = declared();
        let mut now = 0;
        for (after, task, kind) in events {
            now += after;
            trace.push(at(now), TaskId(task), kind);
        }
        trace
    })
}

fn declared() -> Trace {
    let mut trace = Trace::default();
    for task in 0..TASKS {
        let parent = (task > 0).then_some(TaskId(0));
        trace.declare(Timestamp::ZERO, parent, task.to_string().into());
    }
    trace
}

/// The life of a request as they are: started, in phases, perhaps ended.
#[derive(Clone, Debug)]
struct Life {
    start: u64,
    phases: Vec<(u64, Phase)>,
    end: Option<(u64, Ending)>,
}

fn life() -> impl Strategy<Value = Life> {
    let phases = prop::collection::vec((0_u64..5, phase()), 1..6);
    let end = prop::option::of((0_u64..5, ending()));
    (0_u64..10, phases, end).prop_map(|(start, phases, end)| Life {
        start,
        phases,
        end,
    })
}

/// The lives of some requests, in the order of time.
fn lives() -> impl Strategy<Value = Trace> {
    let lives = prop::collection::vec(life(), TASKS as usize);
    lives.prop_map(|lives| {
        let mut events = Vec::new();
        for (task, life) in (0..).map(TaskId).zip(lives) {
            let mut now = life.start;
            events.push((now, task, EventKind::Spawned));
            for (after, phase) in life.phases {
                events.push((now, task, EventKind::Entered(phase)));
                now += after;
            }
            if let Some((after, ending)) = life.end {
                now += after;
                events.push((now, task, EventKind::Ended(ending)));
            }
        }
        // Stable: what happened to one task stays in its order.
        events.sort_by_key(|event| event.0);
        let mut trace = declared();
        for (millis, task, kind) in events {
            trace.push(at(millis), task, kind);
        }
        trace
    })
}

/// What somebody asks of an executor; it does what it can of it.
#[derive(Clone, Copy, Debug)]
enum Ask {
    Spawn,
    Wake,
    /// Begins a poll, or ends the one that goes on.
    Poll,
    /// Ends the poll that goes on, and the task with it.
    Finish,
    Drop,
    Forget,
}

fn ask() -> impl Strategy<Value = Ask> {
    let weighted = [
        (4, Ask::Spawn),
        (6, Ask::Wake),
        (9, Ask::Poll),
        (1, Ask::Finish),
        (1, Ask::Drop),
        (1, Ask::Forget),
    ];
    prop::strategy::Union::new_weighted(
        weighted.map(|(weight, ask)| (weight, Just(ask))).to_vec(),
    )
}

/// What an executor records that polls one task at a time, none that is over
/// or forgotten; and after each event, what the task that it is of is doing.
pub(crate) fn executed() -> impl Strategy<Value = (Trace, Vec<Option<State>>)> {
    let asked = (0_u64..3, 0..TASKS, ask());
    prop::collection::vec(asked, 0..80).prop_map(|asked| {
        let mut executor = Executor::default();
        for (after, task, ask) in asked {
            executor.now += after;
            executor.asked(task, ask);
        }
        (executor.trace, executor.states)
    })
}

struct Executor {
    trace: Trace,
    now: u64,
    states: Vec<Option<State>>,
    tasks: [Option<State>; TASKS as usize],
    forgotten: [bool; TASKS as usize],
    polled: Option<u32>,
    woken_meanwhile: bool,
}

impl Default for Executor {
    fn default() -> Self {
        let trace = declared();
        Self {
            states: vec![None; trace.events().len()],
            trace,
            now: 0,
            tasks: [None; TASKS as usize],
            forgotten: [false; TASKS as usize],
            polled: None,
            woken_meanwhile: false,
        }
    }
}

impl Executor {
    fn record(&mut self, task: u32, kind: EventKind, state: State) {
        self.tasks[task as usize] = Some(state);
        self.states.push(Some(state));
        self.trace.push(at(self.now), TaskId(task), kind);
    }

    fn asked(&mut self, task: u32, ask: Ask) {
        let by = self
            .polled
            .map_or(Cause::Unknown, |t| Cause::Task(TaskId(t)));
        let state = self.tasks[task as usize];
        let forgotten = self.forgotten[task as usize];
        match (ask, state, self.polled) {
            (Ask::Spawn, None, _) => {
                self.record(task, EventKind::Spawned, State::Idle);
                let ready = EventKind::Woken(Cause::Spawned);
                self.record(task, ready, State::Scheduled);
            }
            (Ask::Wake, Some(state), _) => {
                let state = match state {
                    State::Idle if !forgotten => State::Scheduled,
                    other => other,
                };
                self.woken_meanwhile |= state == State::Running;
                self.record(task, EventKind::Woken(by), state);
            }
            (Ask::Poll | Ask::Finish, _, Some(polled)) => {
                let forgotten = self.forgotten[polled as usize];
                let woken = std::mem::take(&mut self.woken_meanwhile);
                let next = match woken && !forgotten {
                    true => State::Scheduled,
                    false => State::Idle,
                };
                self.polled = None;
                self.record(polled, EventKind::PollEnded, next);
                if matches!(ask, Ask::Finish) {
                    let end = EventKind::Ended(Ending::Succeeded);
                    self.record(polled, end, State::Completed);
                }
            }
            (Ask::Poll, Some(State::Idle | State::Scheduled), None)
                if !forgotten =>
            {
                self.polled = Some(task);
                self.record(task, EventKind::PollStarted, State::Running);
            }
            (Ask::Drop, Some(State::Idle | State::Scheduled), _) => {
                let end = EventKind::Ended(Ending::Cancelled);
                self.record(task, end, State::Cancelled);
            }
            (Ask::Forget, Some(State::Idle | State::Scheduled), _) => {
                self.forgotten[task as usize] = true;
                self.record(task, EventKind::Forgotten, State::Idle);
            }
            (Ask::Forget, Some(State::Running), _) => {
                self.forgotten[task as usize] = true;
                self.record(task, EventKind::Forgotten, State::Running);
            }
            _ => {}
        }
    }
}

/// Whether the stretches follow each other; they may touch.
fn in_turn(stretches: &[(Timestamp, Timestamp)]) -> bool {
    stretches.iter().all(|(from, to)| from <= to)
        && stretches.windows(2).all(|pair| pair[0].1 <= pair[1].0)
}

/// Whether the spans of `track` follow each other without gap or overlap.
fn tiles(track: &Track) -> bool {
    let last_is_open_until_the_end = track
        .spans
        .last()
        .is_none_or(|span| span.end == track.end.map(|(end, _)| end));
    last_is_open_until_the_end
        && track
            .spans
            .windows(2)
            .all(|pair| pair[0].end == Some(pair[1].start))
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn every_prefix_of_a_trace_folds(trace in any_trace()) {
        let events = trace.events();
        let mut read_on = Timeline::default();
        for length in 0..=events.len() {
            let folded = Timeline::fold(&events[..length]);
            read_on.read_on(&events[..length]);
            prop_assert_eq!(&read_on, &folded);
        }
    }

    #[test]
    fn reading_on_from_anywhere_equals_folding_at_once(
        trace in any_trace(),
        place in any::<prop::sample::Index>(),
    ) {
        let events = trace.events();
        let place = place.index(events.len() + 1);
        let mut timeline = Timeline::fold(&events[..place]);
        timeline.read_on(events);
        prop_assert_eq!(timeline, Timeline::fold(events));
    }

    #[test]
    fn reading_the_same_trace_again_changes_nothing(trace in any_trace()) {
        let once = Timeline::fold(trace.events());
        let mut again = once.clone();
        again.read_on(trace.events());
        prop_assert_eq!(again, once);
    }

    #[test]
    fn events_of_unknown_tasks_are_ignored(trace in any_trace()) {
        let known: Vec<_> = trace
            .events()
            .iter()
            .filter(|event| event.task.0 < TASKS)
            .cloned()
            .collect();
        let all = Timeline::fold(trace.events());
        let known = Timeline::fold(&known);
        prop_assert_eq!(all.tracks(), known.tracks());
    }

    #[test]
    fn spans_tile_a_track(trace in lives()) {
        let timeline = Timeline::fold(trace.events());
        for track in timeline.tracks() {
            prop_assert!(tiles(track), "{:?}", track);
            let start = track.spans.first().map(|span| span.start);
            prop_assert_eq!(start, track.start);
        }
    }

    #[test]
    fn spans_tile_a_track_at_every_moment(trace in lives()) {
        let events = trace.events();
        for length in 0..=events.len() {
            let timeline = Timeline::fold(&events[..length]);
            prop_assert!(timeline.tracks().iter().all(tiles));
        }
    }

    #[test]
    fn a_track_is_in_the_state_that_its_executor_has_it_in(
        (trace, states) in executed(),
    ) {
        let events = trace.events();
        let mut timeline = Timeline::default();
        for (length, (event, state)) in (1..).zip(events.iter().zip(&states)) {
            timeline.read_on(&events[..length]);
            let track = &timeline.tracks()[event.task.0 as usize];
            let state = state.unwrap_or(State::Idle);
            prop_assert_eq!(track.state(), state);
            prop_assert!(!(track.forgotten && state == State::Scheduled));
        }
    }

    #[test]
    fn no_task_is_polled_and_scheduled_at_once((trace, _) in executed()) {
        let events = trace.events();
        for length in 0..=events.len() {
            let timeline = Timeline::fold(&events[..length]);
            let now = events.get(length.max(1) - 1).map_or(at(0), |e| e.at);
            for track in timeline.tracks() {
                let open = track.scheduled.iter().filter(|it| it.1.is_none());
                let scheduled = track.state() == State::Scheduled;
                prop_assert_eq!(open.count(), usize::from(scheduled));
                let waits =
                    track.scheduled.iter().map(|it| (it.0, it.1.unwrap_or(now)));
                let mut both: Vec<_> =
                    track.polls.iter().copied().chain(waits).collect();
                both.sort_unstable();
                prop_assert!(in_turn(&both), "{:?}", track);
            }
        }
    }

    #[test]
    fn the_phases_add_up_to_the_duration(trace in lives()) {
        let timeline = Timeline::fold(trace.events());
        for track in timeline.tracks().iter().filter(|t| t.end.is_some()) {
            let phases = [
                Phase::AddedDelay,
                Phase::Waiting,
                Phase::Receiving,
                Phase::Backoff,
            ];
            let sum: Duration =
                phases.into_iter().map(|phase| track.time_in(phase)).sum();
            prop_assert_eq!(track.duration(), Some(sum));
        }
    }
}

#[test]
fn a_task_that_never_starts_has_no_duration() {
    let mut trace = Trace::default();
    let root = trace.declare(at(0), None, "run".into());
    trace.declare(at(0), Some(root), "request".into());
    trace.push(at(0), root, EventKind::Spawned);
    let timeline = Timeline::fold(trace.events());
    assert_eq!(timeline.makespan(), None, "the run goes on");
    assert_eq!(timeline.rows()[0].start, None);
    trace.push(at(9), root, EventKind::Ended(Ending::Cancelled));
    let timeline = Timeline::fold(trace.events());
    assert_eq!(timeline.makespan(), Some(ms(9)));
    assert_eq!(timeline.rows()[0].duration(), None);
    assert_eq!(timeline.rows()[0].ending(), None);
}

#[test]
fn a_track_keeps_its_phases_polls_and_wakes() {
    use EventKind::{Ended, Entered, PollEnded, PollStarted, Spawned, Woken};
    let mut trace = Trace::default();
    let task = trace.declare(at(0), None, "request".into());
    for (millis, kind) in [
        (1, Spawned),
        (2, PollStarted),
        (2, Entered(Phase::Waiting)),
        (3, PollEnded),
        (7, Woken(Cause::Unknown)),
        (8, PollStarted),
        (8, Entered(Phase::Receiving)),
        (9, Ended(Ending::Succeeded)),
        (9, PollEnded),
    ] {
        trace.push(at(millis), task, kind);
    }
    let timeline = Timeline::fold(trace.events());
    let track = timeline.root().expect("it is the first");
    let span = |phase, start, end| Span {
        phase,
        start: at(start),
        end: Some(at(end)),
    };
    let spans = [span(Phase::Waiting, 2, 8), span(Phase::Receiving, 8, 9)];
    assert_eq!(track.spans, spans);
    assert_eq!(track.polls, [(at(2), at(3)), (at(8), at(9))]);
    let wake = Wake {
        at: at(7),
        by: Cause::Unknown,
    };
    assert_eq!(track.wakes, [wake]);
    assert_eq!(track.scheduled, [(at(7), Some(at(8)))]);
    assert_eq!(track.duration(), Some(ms(8)));
    assert_eq!(track.time_in(Phase::Waiting), ms(6));
}

/// A task that goes through `events`.
fn track_of(events: &[(u64, EventKind)]) -> Track {
    let mut trace = Trace::default();
    let task = trace.declare(at(0), None, "task".into());
    for (millis, kind) in events {
        trace.push(at(*millis), task, kind.clone());
    }
    Timeline::fold(trace.events()).tracks()[0].clone()
}

#[test]
fn a_task_that_wakes_itself_is_scheduled_from_the_end_of_that_poll() {
    let itself = EventKind::Woken(Cause::Task(TaskId(0)));
    let mut events = vec![
        (1, EventKind::Spawned),
        (1, EventKind::PollStarted),
        (2, itself.clone()),
        (3, itself),
    ];
    assert_eq!(track_of(&events).scheduled, []);
    assert_eq!(track_of(&events).state(), State::Running);
    events.push((4, EventKind::PollEnded));
    assert_eq!(track_of(&events).scheduled, [(at(4), None)]);
    events.push((6, EventKind::PollStarted));
    assert_eq!(track_of(&events).scheduled, [(at(4), Some(at(6)))]);
    assert_eq!(track_of(&events).wakes.len(), 2);
}

#[test]
fn a_spawned_task_is_scheduled_and_was_not_woken() {
    let events = [
        (1, EventKind::Spawned),
        (1, EventKind::Woken(Cause::Spawned)),
    ];
    let track = track_of(&events);
    assert_eq!(track.scheduled, [(at(1), None)]);
    assert_eq!(track.wakes, []);
    assert_eq!(track.state(), State::Scheduled);
}

#[test]
fn a_task_that_ends_is_not_asked_again() {
    let mut events = vec![
        (1, EventKind::Spawned),
        (1, EventKind::PollStarted),
        (2, EventKind::Woken(Cause::Task(TaskId(0)))),
        (3, EventKind::PollEnded),
        (3, EventKind::Ended(Ending::Succeeded)),
    ];
    assert_eq!(track_of(&events).scheduled, []);
    // Whoever notes the end first, within the poll, says the same.
    events.swap(3, 4);
    assert_eq!(track_of(&events).scheduled, []);
    assert_eq!(track_of(&events).state(), State::Completed);
    events.push((5, EventKind::Woken(Cause::Unknown)));
    assert_eq!(track_of(&events).scheduled, []);
}

#[test]
fn a_forgotten_task_is_no_longer_scheduled_whoever_wakes_it() {
    let mut events = vec![
        (1, EventKind::Spawned),
        (1, EventKind::Woken(Cause::Spawned)),
        (4, EventKind::Forgotten),
    ];
    let before = [(at(1), Some(at(4)))];
    assert_eq!(track_of(&events).scheduled, before);
    events.push((5, EventKind::Woken(Cause::Unknown)));
    let track = track_of(&events);
    assert_eq!(track.scheduled, before);
    assert_eq!(track.state(), State::Idle);
    assert!(track.forgotten);
}

#[test]
fn a_task_polled_within_the_poll_of_another_knows_it() {
    use EventKind::{PollEnded, PollStarted, Spawned};
    let mut trace = declared();
    let [main, inner, spawned] = [0, 1, 2].map(TaskId);
    for task in [main, inner, spawned] {
        trace.push(at(0), task, Spawned);
    }
    for (task, kind) in [
        (main, PollStarted),
        (inner, PollStarted),
        (inner, PollEnded),
        (main, PollEnded),
        (spawned, PollStarted),
        (spawned, PollEnded),
    ] {
        trace.push(at(0), task, kind);
    }
    let timeline = Timeline::fold(trace.events());
    let within = timeline.tracks().iter().map(|track| track.within);
    assert_eq!(within.collect::<Vec<_>>(), [None, Some(main), None, None]);
}

#[test]
fn the_first_end_is_the_end() {
    let mut trace = Trace::default();
    let task = trace.declare(at(0), None, "request".into());
    trace.push(at(1), task, EventKind::Spawned);
    trace.push(at(2), task, EventKind::Ended(Ending::TimedOut));
    trace.push(at(3), task, EventKind::Ended(Ending::Cancelled));
    let timeline = Timeline::fold(trace.events());
    assert_eq!(timeline.tracks()[0].end, Some((at(2), Ending::TimedOut)));
}

#[test]
fn instants_do_not_run_over() {
    let last = Timestamp::from_nanos(u64::MAX);
    assert_eq!(last + Duration::MAX, last);
    assert_eq!(at(1).since(at(2)), Duration::ZERO);
    assert_eq!(Timestamp::from_millis(-1.0), Timestamp::ZERO);
    assert_eq!(Timestamp::from_millis(f64::NAN), Timestamp::ZERO);
    assert_eq!(
        Timestamp::from_millis(1.5),
        Timestamp::from_nanos(1_500_000)
    );
}
