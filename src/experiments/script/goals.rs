//! What is to be found out by writing programs.

use super::Setup;
use super::protocol::HowEnded;
use crate::experiments::Goal;
use crate::experiments::tasks::{RunEnd, Use};
use crate::trace::{Event, Timeline};
use std::sync::Arc;

/// A run of a program that came to its end by itself.
#[derive(Clone, Debug)]
pub struct Finished {
    /// What was chosen for it.
    pub setup: Setup,
    /// How it ended.
    pub how: HowEnded,
    /// What was recorded of it.
    pub events: Arc<Vec<Event>>,
}

/// The goals, in the order of the page.
pub static GOALS: &[Goal<Finished>] = &[
    Goal {
        id: "script.own",
        is_met: |run| run.setup.text.is_some() && run.completes(),
    },
    Goal {
        id: "script.by-hand",
        is_met: |run| {
            run.setup.text.is_some()
                && run.setup.executor == Use::Hand
                && run.completes()
        },
    },
    Goal {
        id: "script.stuck",
        is_met: |run| {
            run.setup.text.is_some() && run.how == HowEnded::By(RunEnd::Stuck)
        },
    },
    Goal {
        id: "script.thousand",
        is_met: |run| {
            let timeline = Timeline::fold(&run.events);
            let tasks = timeline.tracks().iter().filter(|it| it.is_task);
            run.completes() && tasks.count() > 1_000
        },
    },
];

impl Finished {
    fn completes(&self) -> bool {
        self.how == HowEnded::By(RunEnd::Completed)
    }
}
