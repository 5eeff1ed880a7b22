//! What the visitor can choose, control by control.

use super::{Program, Setup, Use, YieldBy};
use crate::experiments::control::{Control, Linked, Takes, put};
use crate::experiments::ready_queue::{order, seed};
use crate::experiments::{Note, Order};

/// The program.
pub static PROGRAM: Control<Setup> = Control {
    id: "program",
    label: "Program",
    help: "",
    takes: Takes::Named {
        expected: "the name of a program of this lab, such as interleave",
        get: |it| it.program.id().to_owned(),
        set: |it, id| put(&mut it.program, Program::from_id(id)),
    },
};

/// Who polls.
pub static EXECUTOR: Control<Setup> = Control::one(
    "executor",
    "Executor",
    "Who polls. The browser's: wasm-bindgen-futures, in microtasks. Ours: this lab's own \
           executor, shown below. By hand: nothing is polled until you press a task.",
    Use::OPTIONS,
    |it| it.executor.id().to_owned(),
    |it, id| put(&mut it.executor, Use::from_id(id)),
);

/// In which order, if our executor polls.
pub static ORDER: Control<Setup> = order(
    "Which of the ready tasks is polled next. A program that is right only in one order is wrong.",
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

impl Linked for Setup {
    const CONTROLS: &'static [&'static Control<Self>] =
        &[&PROGRAM, &EXECUTOR, &ORDER, &SEED, &YIELD_BY];

    fn mend(&mut self) -> Option<Note> {
        if self.order == Order::Fifo || self.executor != Use::Browser {
            return None;
        }
        let refused = std::mem::take(&mut self.order);
        Some(Note::BadValue {
            name: ORDER.id,
            value: refused.id().to_owned(),
            expected:
                "fifo with the browser's executor, and any with executor=ours"
                    .to_owned(),
        })
    }
}
