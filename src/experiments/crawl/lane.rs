//! One run of one strategy, and what it leaves behind.

use super::{Order, Outcome, Plan, Row, Strategy};
use crate::experiments::lanes::{self, Record};
use crate::http::CacheMode;
use crate::trace::{Ending, HostLoad, Situation, TaskId, Timestamp, Trace};
use std::cell::{Ref, RefCell};
use std::collections::HashMap;
use std::ops::Deref;
use std::rc::Rc;
use std::time::Duration;

/// One run of one strategy.
#[derive(Clone)]
pub struct Lane(Rc<LaneState>);

struct LaneState {
    strategy: Strategy,
    round: u32,
    root: TaskId,
    tasks: Vec<TaskId>,
    outcomes: RefCell<Vec<Option<Outcome>>>,
    /// The pauses that servers asked for, by request.
    pauses: RefCell<HashMap<usize, Duration>>,
    record: Record,
}

impl Lane {
    pub(super) fn new(
        strategy: Strategy,
        round: u32,
        rows: &[Row],
        now: fn() -> Timestamp,
    ) -> Self {
        let mut trace = Trace::default();
        let zero = Timestamp::ZERO;
        let root = trace.declare(zero, None, strategy.id().into());
        let name = |(index, row): (usize, &Row)| match row.label.as_str() {
            "" => format!("#{}", index + 1),
            label => label.to_owned(),
        };
        let declare = |row| trace.declare(zero, Some(root), name(row).into());
        Self(Rc::new(LaneState {
            strategy,
            round,
            root,
            tasks: rows.iter().enumerate().map(declare).collect(),
            outcomes: RefCell::new(vec![None; rows.len()]),
            pauses: RefCell::default(),
            record: Record::new(trace, now),
        }))
    }

    /// The strategy that ran.
    #[must_use]
    pub fn strategy(&self) -> Strategy {
        self.0.strategy
    }

    /// Which repetition it was, from 0.
    #[must_use]
    pub fn round(&self) -> u32 {
        self.0.round
    }

    /// The task of the strategy itself.
    pub(super) fn root(&self) -> TaskId {
        self.0.root
    }

    /// The tasks of its requests, by their place in the list.
    pub(super) fn tasks(&self) -> &[TaskId] {
        &self.0.tasks
    }

    /// Notes how a request went, and tells how its bar ends if it failed.
    pub(super) fn note(
        &self,
        index: usize,
        outcome: Outcome,
    ) -> Result<(), Ending> {
        let ending = outcome.ending();
        self.0.outcomes.borrow_mut()[index] = Some(outcome);
        match ending {
            Ending::Succeeded => Ok(()),
            failed => Err(failed),
        }
    }

    /// Notes that the server asked for a pause before the next attempt.
    pub(super) fn note_pause(&self, index: usize, pause: Duration) {
        let mut pauses = self.0.pauses.borrow_mut();
        let longest = pauses.entry(index).or_default();
        *longest = pause.max(*longest);
    }

    /// The longest pause that was noted.
    pub(super) fn asked_pause(&self, index: usize) -> Option<Duration> {
        self.0.pauses.borrow().get(&index).copied()
    }

    /// How each request went; none while it goes on, and for the aborted.
    #[must_use]
    pub fn outcomes(&self) -> Ref<'_, Vec<Option<Outcome>>> {
        self.0.outcomes.borrow()
    }

    /// What is known of this run besides its trace.
    #[must_use]
    pub fn situation(&self, plan: &Plan) -> Situation {
        let outcomes = self.outcomes();
        let done = || outcomes.iter().flatten();
        // A synchronous request has no cache mode.
        let synchronous = self.0.strategy.is_synchronous();
        let may_miss = self.0.strategy.may_miss_the_endpoint();
        let cached = synchronous || plan.policy.cache == CacheMode::Default;
        let host_of = |row: &Row| {
            let (_, rest) = row.url.split_once("://")?;
            let path = rest.split(['?', '#']).next()?;
            let host = path.split('/').next()?;
            Some((delayed(path, row.delay), host.to_owned()))
        };
        let url_of =
            |row: &Row| Some((delayed(&row.url, row.delay), row.url.clone()));
        let stand_ins = done()
            .filter_map(Outcome::response)
            .filter(|r| r.stand_in)
            .count();
        Situation {
            same_path: groups(&plan.rows, host_of),
            same_url: if cached {
                groups(&plan.rows, url_of)
            } else {
                Vec::new()
            },
            retries: done().map(|outcome| outcome.attempts as usize - 1).sum(),
            stand_ins: if may_miss { 0 } else { stand_ins },
            out_of_reach: if may_miss { stand_ins } else { 0 },
            by_threads: self.0.strategy == Strategy::Threads,
            hidden: self.was_hidden(),
            together: plan.order == Order::Together
                && plan.strategies.len() > 1,
        }
    }
}

/// Tells the same URL with one delay from that with another.
fn delayed(url: &str, delay: Duration) -> String {
    format!("{url} {} {}", delay.as_secs(), delay.subsec_nanos())
}

/// Groups the rows by the key that `key_and_name` gives them; groups of one are
/// left out.
fn groups(
    rows: &[Row],
    key_and_name: impl Fn(&Row) -> Option<(String, String)>,
) -> Vec<HostLoad> {
    let mut groups: Vec<(String, HostLoad)> = Vec::new();
    let mut places = HashMap::new();
    for (index, row) in rows.iter().enumerate() {
        let Some((key, name)) = key_and_name(row) else {
            continue;
        };
        let place = *places.entry(key.clone()).or_insert_with(|| {
            groups.push((
                key,
                HostLoad {
                    name,
                    rows: Vec::new(),
                },
            ));
            groups.len() - 1
        });
        groups[place].1.rows.push(index);
    }
    let loads = groups.into_iter().map(|(_, load)| load);
    loads.filter(|load| load.rows.len() > 1).collect()
}

/// The lanes of a run.
pub type Lanes = lanes::Lanes<Lane>;

impl Deref for Lane {
    type Target = Record;

    fn deref(&self) -> &Record {
        &self.0.record
    }
}
