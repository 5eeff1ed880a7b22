//! What the page and the worker that runs a program say to each other, as
//! bytes.

use crate::experiments::Order;
use crate::experiments::tasks::{RunEnd, Use, YieldBy};
use crate::trace::{Event, EventKind, TaskId, Timestamp};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// What the page asks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ToScript {
    /// To tell what is wrong with a program, and to run nothing.
    Check {
        /// What the answer is to be called by.
        number: u32,
        /// The program.
        text: String,
    },
    /// To run a program.
    Run(Plan),
    /// To poll a task because the reader says so.
    Poll(u32),
    /// To never poll a task again.
    Forget(u32),
    /// To drop all tasks.
    Stop,
}

/// A run of a program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The program.
    pub text: String,
    /// Who polls.
    pub executor: Use,
    /// In which order, if our executor does.
    pub order: Order,
    /// What a shuffled order, and what a program leaves to chance, follow from.
    pub seed: u64,
    /// How the program yields, if it does.
    pub yield_by: YieldBy,
    /// How long it may take.
    pub longest: Duration,
    /// The address of the page, which URLs are relative to.
    pub base: String,
    /// Whether timers stand in for the built-in endpoint.
    pub stand_in: bool,
}

/// What the worker tells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FromScript {
    /// It listens.
    Ready,
    /// What is wrong with a program.
    Checked {
        /// What the page called it by.
        number: u32,
        /// From the first on; none if it can run.
        faults: Vec<Fault>,
    },
    /// The program cannot run, for these reasons.
    Refused(Vec<Fault>),
    /// The program runs, from now on.
    Began,
    /// What happened since the last time.
    Happened(Vec<Told>),
    /// The program holds its thread.
    Holds {
        /// For how long, in milliseconds.
        millis: f64,
        /// At which of its lines.
        line: u32,
    },
    /// The program waits for an animation frame, of which the worker has none.
    NoFrames,
    /// A task was polled because the reader said so; false if it could not be.
    Polled(bool),
    /// The run is over, and all that happened is told.
    Ended(HowEnded),
    /// It could not make sense of a message.
    Confused,
}

/// An event on its way to the page: nanoseconds, task, and what happened.
pub type Told = (u64, u32, EventKind);

/// An event as it travels.
#[must_use]
pub fn told(event: &Event) -> Told {
    let nanos = event.at.since(Timestamp::ZERO).as_nanos();
    let nanos = u64::try_from(nanos).unwrap_or(u64::MAX);
    (nanos, event.task.0, event.kind.clone())
}

/// The event that travelled.
#[must_use]
pub fn heard((nanos, task, kind): Told) -> Event {
    Event {
        at: Timestamp::from_nanos(nanos),
        task: TaskId(task),
        kind,
    }
}

/// How a run came to its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HowEnded {
    /// By itself, or because it was stopped.
    By(RunEnd),
    /// The program failed, for this reason.
    Failed(Fault),
    /// It did more than a program may, which the sentence says.
    TooMuch(String),
}

/// What is wrong with a program, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The first line of it, from 1.
    pub line: u32,
    /// The first character of it in that line, from 0.
    pub column: u32,
    /// Its last line.
    pub end_line: u32,
    /// The first character behind it, in that line.
    pub end_column: u32,
    /// What is wrong, in a sentence.
    pub message: String,
}

impl From<meanwhile_script::Fault> for Fault {
    fn from(fault: meanwhile_script::Fault) -> Self {
        Self {
            line: fault.from.line,
            column: fault.from.column,
            end_line: fault.to.line,
            end_column: fault.to.column,
            message: fault.message,
        }
    }
}

/// What is wrong with a program; nothing if it can run.
#[must_use]
pub fn faults_of(text: &str) -> Vec<Fault> {
    let faults = meanwhile_script::compile(text).err().unwrap_or_default();
    faults.into_iter().map(Fault::from).collect()
}
