//! What the visitor can choose, control by control.

use super::{Program, Setup, Use, YieldBy};
use crate::experiments::control::{Control, Linked, Takes, put, query_by};
use crate::experiments::look::looked;
use crate::experiments::ready_queue::{order, seed};
use crate::experiments::{Look, Note, Order};

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

/// Which answer the reader expects.
pub static GUESS: Control<Setup> = Control::whole(
    "guess",
    "Guess",
    "Which answer to the question of the program you expect, counted from 1.",
    (1, 9),
    |it| it.guess,
    |it, answer| it.guess = Some(answer),
);

looked!(Setup);

/// Writes what is looked at as the query of a link: as that of a setup, without
/// the code for any other part of one.
#[must_use]
pub fn query_from_look(look: Look) -> String {
    let setup = Setup {
        look,
        ..Setup::default()
    };
    query_by(&LOOK.each_ref(), &setup)
}

/// Drops an order that its executor does not have.
pub(in crate::experiments) fn mend_order(
    executor: Use,
    order: &mut Order,
) -> Option<Note> {
    if *order == Order::Fifo || executor != Use::Browser {
        return None;
    }
    let refused = std::mem::take(order);
    Some(Note::BadValue {
        name: ORDER.id,
        value: refused.id().to_owned(),
        expected:
            "fifo with the browser's executor, and any with executor=ours"
                .to_owned(),
    })
}

impl Setup {
    /// Drops a guess at an answer that the question does not have.
    fn mend_guess(&mut self) -> Option<Note> {
        let options = self.program.question().options.len() as u64;
        let refused = self.guess.take_if(|guess| *guess > options)?;
        Some(Note::BadValue {
            name: GUESS.id,
            value: refused.to_string(),
            expected: format!("a whole number from 1 to {options}"),
        })
    }
}

/// The parameter of a whole run, as [`Recording::to_link`] packs it.
///
/// [`Recording::to_link`]: crate::trace::Recording::to_link
pub const RECORDING: &str = "recording";

impl Linked for Setup {
    const CONTROLS: &'static [&'static Control<Self>] = &[
        &PROGRAM, &EXECUTOR, &ORDER, &SEED, &YIELD_BY, &GUESS, &LOOK[0],
        &LOOK[1], &LOOK[2], &LOOK[3],
    ];
    const PACKED: Option<&'static str> = Some(RECORDING);

    fn mend(&mut self) -> Option<Note> {
        let (edges, guess) = (self.look.mend(), self.mend_guess());
        mend_order(self.executor, &mut self.order)
            .or(guess)
            .or(edges)
    }
}
