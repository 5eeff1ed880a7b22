//! What is to be found out by running the programs.

use super::{Outcome, Program, RunEnd, Setup, Use};
use crate::experiments::Goal;
use crate::trace::{Event, EventKind, Source};
use std::sync::Arc;

/// A run that was made here and has come to its end; not what was opened from a
/// file or a link, of which nobody knows how it was made.
#[derive(Clone, Debug)]
pub struct Finished {
    /// What was chosen for it.
    pub setup: Setup,
    /// How it ended.
    pub end: RunEnd,
    /// What was recorded of it.
    pub events: Arc<Vec<Event>>,
}

/// The goals, in the order of the page.
pub static GOALS: &[Goal<Finished>] = &[
    Goal {
        id: "tasks.starved-timer",
        is_met: |run| {
            run.completes(Program::Starve)
                && run.settings_changed() == 1
                && run.prints_before("the timer", "the spinner is done")
        },
    },
    Goal {
        id: "tasks.two-polls",
        is_met: |run| {
            run.completes(Program::Join)
                && run.setup.executor == Use::Hand
                && run.polls_by_hand() <= 2
        },
    },
    Goal {
        id: "tasks.lost-waker",
        is_met: |run| run.completes(Program::LostWaker),
    },
    Goal {
        id: "tasks.bob-first",
        is_met: |run| {
            run.completes(Program::Interleave)
                && run.prints_before("bob: start", "alice: start")
        },
    },
];

impl Finished {
    /// Whether it is a run of `program` in which every task came to its end.
    fn completes(&self, program: Program) -> bool {
        self.setup.program == program && self.end == RunEnd::Completed
    }

    /// How many settings are not as they are when the program is opened.
    fn settings_changed(&self) -> usize {
        let (setup, default) = (self.setup, Setup::default());
        let changed = [
            setup.executor != default.executor,
            setup.order != default.order,
            setup.yield_by != default.yield_by,
        ];
        changed.into_iter().filter(|it| *it).count()
    }

    /// Whether it printed both lines, `first` before `then`.
    fn prints_before(&self, first: &str, then: &str) -> bool {
        let printed = Outcome::of(&self.events).printed;
        let place = |line| printed.iter().position(|it| *it == line);
        place(first)
            .zip(place(then))
            .is_some_and(|(first, then)| first < then)
    }

    /// How often the reader polled a task.
    fn polls_by_hand(&self) -> usize {
        let by_hand = EventKind::Turned(Source::Hand);
        self.events.iter().filter(|it| it.kind == by_hand).count()
    }
}
