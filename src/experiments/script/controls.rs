//! What the visitor can choose, control by control.

use super::{CODE, Setup, Start};
use crate::experiments::control::{Control, Linked, Takes, put};
use crate::experiments::look::looked;
use crate::experiments::ready_queue::{order, seed};
use crate::experiments::tasks::controls::mend_order;
use crate::experiments::tasks::{Use, YieldBy};
use crate::experiments::{Note, Order};

/// The program that it began as.
pub static START: Control<Setup> = Control {
    id: "program",
    label: "Program",
    help: "",
    takes: Takes::Named {
        expected: "the name of a program, such as hello or interleave",
        get: |it| it.start.id().to_owned(),
        set: |it, id| put(&mut it.start, Start::from_id(id)),
    },
};

/// Who polls.
pub static EXECUTOR: Control<Setup> = Control::one(
    "executor",
    "Executor",
    "Who polls. The browser's: wasm-bindgen-futures, in microtasks of the worker. Ours: that of \
     Tasks. By hand: nothing is polled until you press a task.",
    Use::OPTIONS,
    |it| it.executor.id().to_owned(),
    |it, id| put(&mut it.executor, Use::from_id(id)),
);

/// In which order, if our executor polls.
pub static ORDER: Control<Setup> = order(
    "Which of the ready tasks is polled next.",
    |it| it.order.id().to_owned(),
    |it, id| put(&mut it.order, Order::from_id(id)),
);

/// What a shuffled order follows from.
pub static SEED: Control<Setup> = seed(
    "The same seed gives the same order.",
    |it| Some(it.seed),
    |it, seed| it.seed = seed,
);

/// How the program yields, if it does.
pub static YIELD_BY: Control<Setup> = Control::one(
    "yield",
    "Yield by",
    "How yield_now gives the thread back.",
    YieldBy::OPTIONS,
    |it| it.yield_by.id().to_owned(),
    |it, id| put(&mut it.yield_by, YieldBy::from_id(id)),
);

/// How long it may take.
pub static SECONDS: Control<Setup> = Control {
    id: "seconds",
    label: "Ends after (s)",
    help: "A program that takes longer is ended.",
    takes: Takes::Whole {
        noun: "whole number of seconds",
        min: 1,
        max: 600,
        get: |it| Some(it.seconds),
        set: |it, seconds| it.seconds = seconds,
    },
};

looked!(Setup);

impl Linked for Setup {
    const CONTROLS: &'static [&'static Control<Self>] = &[
        &START, &EXECUTOR, &ORDER, &SEED, &YIELD_BY, &SECONDS, &LOOK[0],
        &LOOK[1], &LOOK[2], &LOOK[3],
    ];
    const PACKED: Option<&'static str> = Some(CODE);

    fn mend(&mut self) -> Option<Note> {
        let edges = self.look.mend();
        mend_order(self.executor, &mut self.order).or(edges)
    }
}
