//! What the visitor can choose, control by control.

use super::{Look, Program, Setup, Use, YieldBy};
use crate::experiments::control::{Control, Linked, Takes, put, query_by};
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

/// Which answer the reader expects.
pub static GUESS: Control<Setup> = Control::whole(
    "guess",
    "Guess",
    "Which answer to the question of the program you expect, counted from 1.",
    (1, 9),
    |it| it.guess,
    |it, answer| it.guess = Some(answer),
);

/// No replay has more events, or tasks.
const MOST_EVENTS: u64 = 10_000_000;
/// An hour in microseconds: no replay is longer.
const LONGEST: u64 = 3_600_000_000;

/// Where the playhead stands.
pub static AT: Control<Setup> = Control::whole(
    "at",
    "Event",
    "How many events have happened where the replay stands.",
    (0, MOST_EVENTS),
    |it| it.look.at,
    |it, event| it.look.at = Some(event),
);

/// The left edge of the picture.
pub static FROM: Control<Setup> = Control::whole(
    "from",
    "From",
    "Where the picture begins, in microseconds.",
    (0, LONGEST),
    |it| it.look.from,
    |it, micros| it.look.from = Some(micros),
);

/// The right edge of the picture.
pub static TO: Control<Setup> = Control::whole(
    "to",
    "To",
    "Where the picture ends, in microseconds.",
    (0, LONGEST),
    |it| it.look.to,
    |it, micros| it.look.to = Some(micros),
);

/// The task that is selected.
pub static TASK: Control<Setup> = Control::whole(
    "task",
    "Task",
    "The task that is selected, by its number.",
    (0, MOST_EVENTS),
    |it| it.look.task,
    |it, task| it.look.task = Some(task),
);

/// The controls of what is looked at.
const LOOK: [&Control<Setup>; 4] = [&AT, &FROM, &TO, &TASK];

/// Writes what is looked at as the query of a link: as that of a setup, without
/// the code for any other part of one.
#[must_use]
pub fn query_from_look(look: Look) -> String {
    let setup = Setup {
        look,
        ..Setup::default()
    };
    query_by(&LOOK, &setup)
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

    /// Drops edges of a picture between which there is nothing.
    fn mend_edges(&mut self) -> Option<Note> {
        let (from, to) = (self.look.from.take(), self.look.to.take());
        let (name, value, expected) = match (from, to) {
            (Some(left), Some(right)) if left < right => {
                (self.look.from, self.look.to) = (from, to);
                return None;
            }
            (Some(left), Some(right)) => {
                (TO.id, right, format!("more than from={left}"))
            }
            (None, Some(right)) => {
                (TO.id, right, "a “from” beside it".to_owned())
            }
            (Some(left), None) => {
                (FROM.id, left, "a “to” beside it".to_owned())
            }
            (None, None) => return None,
        };
        Some(Note::BadValue {
            name,
            value: value.to_string(),
            expected,
        })
    }
}

impl Linked for Setup {
    const CONTROLS: &'static [&'static Control<Self>] = &[
        &PROGRAM, &EXECUTOR, &ORDER, &SEED, &YIELD_BY, &GUESS, &AT, &FROM, &TO,
        &TASK,
    ];

    fn mend(&mut self) -> Option<Note> {
        let (edges, guess) = (self.mend_edges(), self.mend_guess());
        mend_order(self.executor, &mut self.order)
            .or(guess)
            .or(edges)
    }
}
