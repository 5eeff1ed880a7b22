//! What the page asks of a disposable worker, and what that tells.
//!
//! Times are in milliseconds, as everywhere in the protocol. Workers of plain
//! JavaScript speak of the same in JSON.

use super::Form;
use serde::{Deserialize, Serialize};

/// To create and finish so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// In the form of a set, and not as tasks of their own.
    pub in_one_set: bool,
    /// How many.
    pub count: u32,
    /// How long each awaits a timer, in milliseconds; none for no timer.
    pub wait: Option<u32>,
    /// How many bytes each holds across its await.
    pub held: u32,
    /// Whether they are kept waiting for as long as the worker lives, so that
    /// their memory can be measured; it is done once all are created.
    pub keep: bool,
}

impl Order {
    /// To create and finish `count` of that form, in one worker.
    #[must_use]
    pub fn new(form: Form, count: u32, wait: Option<u32>, held: u32) -> Self {
        Self {
            in_one_set: form == Form::FuturesUnordered,
            count,
            wait,
            held,
            keep: false,
        }
    }
}

/// What a worker tells of an order.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum News {
    /// It goes on.
    Progress(Progress),
    /// All are finished.
    Done(Sample),
}

/// How far an order is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// So many are created.
    pub created: u32,
    /// So many have run to their end.
    pub finished: u32,
    /// The size of the wasm memory, in bytes; none if there is no wasm.
    pub memory: Option<f64>,
}

/// What an order took.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// Until all existed.
    pub create: f64,
    /// From then until all had run to their end.
    pub finish: f64,
    /// By how many bytes the wasm memory grew; none if there is no wasm.
    pub grown: Option<f64>,
    /// How large the wasm memory was in the end; none if there is no wasm.
    pub memory: Option<f64>,
    /// The size of one future, in bytes; none if it is no Rust.
    pub future: Option<u32>,
}
