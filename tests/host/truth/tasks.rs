//! What is said of a program's run is true of its tasks: of each program under
//! each executor, and of whatever else an executor can record.

use super::told::{Held, Unit, each_is_known};
use crate::seen::run;
use crate::timeline::executed;
use crate::{cases, ms};
use meanwhile::experiments::Order;
use meanwhile::experiments::tasks::{Program, Setup, Use, YieldBy};
use meanwhile::trace::{
    Check, Event, Lint, Long, State, Summary, TaskFigures, Timeline, Timestamp,
    Track, lints, percentile,
};
use proptest::prelude::{any, prop, prop_assert, prop_assert_eq, proptest};
use proptest::strategy::Strategy;
use std::time::Duration;

/// Browsers call a task of their loop long from here on.
const LONG: Duration = ms(50);

fn setups() -> impl Strategy<Value = Setup> {
    let program = prop::sample::select(Program::ALL.to_vec());
    let executor = prop::sample::select(Use::ALL.to_vec());
    let order = prop::sample::select(Order::ALL.to_vec());
    let yield_by = prop::sample::select(YieldBy::ALL.to_vec());
    (program, executor, order, 0_u64..1000, yield_by).prop_map(
        |(program, executor, order, seed, yield_by)| Setup {
            program,
            executor,
            order,
            seed,
            yield_by,
            ..Setup::default()
        },
    )
}

/// From when to when.
type Span = (Timestamp, Timestamp);

/// A recording up to some moment.
struct Seen {
    timeline: Timeline,
    now: Timestamp,
    is_over: bool,
}

impl Seen {
    fn of(events: &[Event], is_over: bool) -> Self {
        let last = events.iter().map(|event| event.at).max();
        Self {
            timeline: Timeline::fold(events),
            now: last.unwrap_or_default(),
            is_over,
        }
    }

    fn figures(&self, track: &Track) -> TaskFigures {
        TaskFigures::of(track, self.now)
    }

    /// The sentence has the figures of the table, and is no more than a whole.
    fn sentence_holds(&self) -> Held {
        let summary = Summary::of(&self.timeline, self.now);
        let Some(said) = summary.sentence(Duration::ZERO) else {
            return Ok(());
        };
        let tracks = self.timeline.tracks().iter();
        let outer = tracks.filter(|it| it.within.is_none());
        let polled: Vec<TaskFigures> = outer
            .map(|it| self.figures(it))
            .filter(|it| it.polls > 0)
            .collect();
        let polls: usize = polled.iter().map(|it| it.polls).sum();
        let busy: Duration = polled.iter().map(|it| it.busy).sum();
        let half_or_more = busy * 2 >= self.now.since(Timestamp::ZERO);
        let total = self.now.as_millis();
        let busy = busy.as_secs_f64() * 1e3;
        prop_assert!(busy <= total + 1e-6, "more than all the time: {said}");
        let share = busy / total * 100.0;
        let known = [
            (Unit::Count, polled.len() as f64),
            (Unit::Count, polls as f64),
            (Unit::Time, total),
            (Unit::Time, busy),
            (Unit::Percent, share),
        ];
        each_is_known(&said, &known)?;
        prop_assert_eq!(said.contains("Little was left"), half_or_more);
        Ok(())
    }

    /// What is noticed has the figures of its task, and is the case.
    fn lints_hold(&self) -> Held {
        for lint in lints(&self.timeline, self.now, self.is_over) {
            let tracks = self.timeline.tracks();
            let track = tracks.iter().find(|it| it.task == lint.task);
            let track = track.expect("it is about a task");
            prop_assert!(lint.others < tracks.len(), "{lint}");
            self.lint_holds(&lint, track)?;
            for other in &lint.more {
                let track = tracks.iter().find(|it| it.task == other.task);
                let track = track.expect("it is about a task");
                self.lint_holds(other, track)?;
            }
            let order = lint.from <= lint.to && lint.to <= self.now;
            prop_assert!(order, "{lint}: {:?}", (lint.from, lint.to));
        }
        Ok(())
    }

    /// Whether it is a poll of `track`, and long for that reason.
    fn is_long_poll(&self, lint: &Lint, track: &Track, long: Long) -> bool {
        let place = (lint.from, lint.to);
        let took = lint.to.since(lint.from);
        let tracks = self.timeline.tracks().iter();
        let all = tracks.flat_map(|track| self.polls(track));
        let mut all: Vec<_> = all.map(|(from, to)| to.since(from)).collect();
        all.sort();
        let rare = percentile(&all, 99).is_some_and(|it| took > it);
        let is_long = match long {
            Long::Anywhere => took >= LONG,
            Long::Here => took < LONG && took >= ms(16) && rare,
        };
        is_long && self.polls(track).contains(&place)
    }

    fn lint_holds(&self, lint: &Lint, track: &Track) -> Held {
        let figures = self.figures(track);
        let waits = track.scheduled.iter();
        let waits = waits.map(|(from, to)| to.unwrap_or(self.now).since(*from));
        let holds = match &lint.check {
            Check::NeverPolled => figures.polls == 0 && figures.busy.is_zero(),
            Check::LostWaker | Check::Leaked => {
                figures.state == State::Idle && track.end.is_none()
            }
            Check::DroppedWaker { left } => {
                figures.state == State::Idle
                    && *left == figures.waker_clones - figures.waker_drops
            }
            Check::Deadlock { .. } => {
                self.is_over && figures.state == State::Idle
            }
            Check::SelfWakes { own, all } => {
                (*own, *all) == (figures.self_wakes, figures.wakes)
            }
            Check::NeverYielded { held, long } => {
                (figures.polls, *held) == (1, figures.busy)
                    && track.end.is_some()
                    && self.is_long_poll(lint, track, *long)
                    && self.nobody_ran_beside(track, *held)
            }
            Check::LongPoll { held, long } => {
                *held <= figures.busy
                    && self.is_long_poll(lint, track, *long)
                    && self.nobody_ran_beside(track, *held)
            }
            Check::PolledLate { late, by } => {
                Some(*late) == waits.max()
                    && *late >= LONG
                    && by
                        .as_ref()
                        .is_none_or(|by| self.held_the_thread(by, track))
            }
            Check::LargeFuture { bytes } => figures.bytes == Some(*bytes),
        };
        prop_assert!(holds, "{lint}: {figures:?}");
        Ok(())
    }

    /// From when to when it was polled; what goes on reaches to the moment.
    fn polls(&self, track: &Track) -> Vec<Span> {
        let mut polls = track.polls.clone();
        if let Some(last) = polls.last_mut().filter(|_| track.running) {
            last.1 = last.1.max(self.now);
        }
        polls
    }

    /// Whether no other task was polled in a poll of this that took so long; in
    /// those of a task, futures within it are.
    fn nobody_ran_beside(&self, track: &Track, held: Duration) -> bool {
        let tracks = self.timeline.tracks().iter();
        let others = tracks.filter(|it| {
            it.task != track.task && it.within.is_none() && !it.is_loop()
        });
        let others: Vec<Span> = others.flat_map(|it| self.polls(it)).collect();
        let mut long = self.polls(track).into_iter();
        track.within.is_some()
            || long.any(|poll| {
                let is_apart = |it: &Span| it.1 <= poll.0 || poll.1 <= it.0;
                poll.1.since(poll.0) == held && others.iter().all(is_apart)
            })
    }

    /// Whether a task of that name was polled while this waited longest.
    fn held_the_thread(&self, name: &str, waiting: &Track) -> bool {
        let waits = waiting.scheduled.iter();
        let waits = waits.map(|(from, to)| (*from, to.unwrap_or(self.now)));
        let longest = waits.max_by_key(|(from, to)| to.since(*from));
        let Some(wait) = longest else { return false };
        let tracks = self.timeline.tracks().iter();
        let mut polls = tracks
            .filter(|it| &*it.name == name)
            .flat_map(|it| self.polls(it));
        polls.any(|(from, to)| from < wait.1 && wait.0 < to)
    }
}

#[test]
fn half_of_the_time_leaves_little_whatever_the_time() {
    // Of 1640 ms, 820 ms are less than half in floating point.
    for busy in (1..=2000).map(ms) {
        let summary = |total| Summary {
            total,
            tasks: 1,
            polls: 1,
            busy,
        };
        let said = |total| summary(total).sentence(Duration::ZERO);
        let little =
            |total| said(total).map(|it| it.contains("Little was left"));
        assert_eq!(little(busy * 2), Some(true), "{busy:?}");
        let more = busy * 2 + Duration::from_nanos(1);
        assert_eq!(little(more), Some(false), "{busy:?}");
    }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn what_is_said_of_a_program_is_true_of_its_tasks(setup in setups()) {
        let seen = run(setup);
        let seen = Seen::of(&seen.events, true);
        seen.sentence_holds()?;
        seen.lints_hold()?;
    }

    #[test]
    fn what_is_said_at_any_moment_is_true(
        (trace, _) in executed(),
        slow in prop::sample::select(vec![1_u64, 20]),
        is_over in any::<bool>(),
    ) {
        let slower = |event: &Event| Event {
            at: Timestamp::ZERO + event.at.since(Timestamp::ZERO) * slow as u32,
            ..event.clone()
        };
        let events: Vec<Event> = trace.events().iter().map(slower).collect();
        for length in 1..=events.len() {
            let seen = Seen::of(&events[..length], is_over);
            seen.sentence_holds()?;
            seen.lints_hold()?;
        }
    }
}
