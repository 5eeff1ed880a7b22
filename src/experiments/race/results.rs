//! What a race leaves behind, and can be looked at while it goes on.

use super::{Recorded, Strategy};
use crate::experiments::protocol::WorkerFailure;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

/// One repetition of one strategy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repetition {
    /// What the counter came to.
    pub got: u32,
    /// How long that took.
    pub time: Duration,
    /// How long the slowest worker counted, where messages are part of the
    /// time.
    pub counting: Option<Duration>,
}

/// What became of one strategy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// The strategy.
    pub strategy: Strategy,
    /// Its repetitions, in their order.
    pub repetitions: Vec<Repetition>,
    /// Why it could not go on.
    pub failure: Option<WorkerFailure>,
}

/// The results so far; copies share them.
#[derive(Clone, Default)]
pub struct Results(Rc<RefCell<State>>);

#[derive(Default)]
struct State {
    lanes: Vec<Lane>,
    recorded: Option<Rc<Recorded>>,
}

impl Results {
    /// The lanes that were begun, in their order.
    #[must_use]
    pub fn lanes(&self) -> Vec<Lane> {
        self.0.borrow().lanes.clone()
    }

    /// What was recorded; none if nothing was, or not yet.
    #[must_use]
    pub fn recorded(&self) -> Option<Rc<Recorded>> {
        self.0.borrow().recorded.clone()
    }

    pub(super) fn open(&self, strategy: Strategy) {
        self.0.borrow_mut().lanes.push(Lane {
            strategy,
            repetitions: Vec::new(),
            failure: None,
        });
    }

    pub(super) fn add(&self, repetition: Repetition) {
        if let Some(lane) = self.0.borrow_mut().lanes.last_mut() {
            lane.repetitions.push(repetition);
        }
    }

    pub(super) fn fail(&self, failure: WorkerFailure) {
        if let Some(lane) = self.0.borrow_mut().lanes.last_mut() {
            lane.failure = Some(failure);
        }
    }

    pub(super) fn keep(&self, recorded: Recorded) {
        self.0.borrow_mut().recorded = Some(Rc::new(recorded));
    }
}
