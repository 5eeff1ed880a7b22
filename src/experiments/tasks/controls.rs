//! What the visitor can choose, control by control.

use super::{Program, Setup, Use, YieldBy};
use crate::experiments::control::{Control, Takes, put, query_by, setup_by};
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
pub static EXECUTOR: Control<Setup> = Control {
    id: "executor",
    label: "Executor",
    help: "Who polls. The browser's: wasm-bindgen-futures, in microtasks. Ours: this lab's own \
           executor, shown below. By hand: nothing is polled until you press a task.",
    takes: Takes::One {
        options: &[
            (Use::Browser.id(), "the browser's"),
            (Use::Ours.id(), "ours, in microtasks"),
            (Use::Hand.id(), "you, by hand"),
        ],
        unit: "",
        get: |it| it.executor.id().to_owned(),
        set: |it, id| put(&mut it.executor, Use::from_id(id)),
    },
};

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
pub static YIELD_BY: Control<Setup> = Control {
    id: "yield",
    label: "Yield by",
    help: "How yield_now gives the thread back.",
    takes: Takes::One {
        options: &[
            (YieldBy::Wake.id(), "waking itself"),
            (YieldBy::Message.id(), "a message"),
            (YieldBy::Timeout.id(), "a timer"),
            (YieldBy::Frame.id(), "an animation frame"),
        ],
        unit: "",
        get: |it| it.yield_by.id().to_owned(),
        set: |it, id| put(&mut it.yield_by, YieldBy::from_id(id)),
    },
};

/// All controls, in the order of links.
pub static CONTROLS: [&Control<Setup>; 5] =
    [&PROGRAM, &EXECUTOR, &ORDER, &SEED, &YIELD_BY];

/// Writes `setup` as the query of a link, without a question mark; empty for
/// the default setup.
#[must_use]
pub fn query_from_setup(setup: &Setup) -> String {
    query_by(&CONTROLS, setup)
}

/// Reads the query of a link: the setup, and what could not be followed.
#[must_use]
pub fn setup_from_query(query: &str) -> (Setup, Vec<Note>) {
    let (mut setup, mut notes) = setup_by(&CONTROLS, query);
    if setup.order != Order::Fifo && setup.executor == Use::Browser {
        notes.push(Note::BadValue {
            name: ORDER.id,
            value: setup.order.id().to_owned(),
            expected:
                "fifo with the browser's executor, and any with executor=ours"
                    .to_owned(),
        });
        setup.order = Order::Fifo;
    }
    (setup, notes)
}
