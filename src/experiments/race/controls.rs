//! What the visitor can choose, control by control.

use super::{Setup, Strategy};
use crate::experiments::control::{Control, Linked, chosen, ids, put};
use crate::experiments::guess::guesses;
use crate::experiments::look::looked;
use crate::experiments::ready_queue::{order, seed};
use crate::experiments::{Guesses, Note, Order};

/// The strategies to run.
pub static STRATEGIES: Control<Setup> = Control::compared(
    "Strategies",
    || ids(&Strategy::ALL, Strategy::id),
    |it| ids(&it.strategies, Strategy::id),
    |it, list| {
        let chosen = chosen(list, &Strategy::ALL, Strategy::from_id);
        put(&mut it.strategies, chosen)
    },
);

/// Which of the ready tasks is polled next.
pub static ORDER: Control<Setup> = order(
    "Which of the ready tasks is polled next. The same order loses the same updates, in every \
     browser.",
    |it| it.order.id().to_owned(),
    |it, id| put(&mut it.order, Order::from_id(id)),
);

/// What a shuffled order follows from.
pub static SEED: Control<Setup> = seed(
    "The same seed gives the same order; each repetition has the next.",
    |it| Some(it.seed),
    |it, seed| it.seed = seed,
);

/// How many tasks there are.
pub static TASKS: Control<Setup> = whole(
    ("tasks", "Tasks"),
    500,
    |it| Some(it.tasks.into()),
    |it, tasks| it.tasks = tasks as u32,
);

/// How many times each of them adds.
pub static ADDS: Control<Setup> = whole(
    ("adds", "Additions of a task"),
    1_000,
    |it| Some(it.adds.into()),
    |it, adds| it.adds = adds as u32,
);

/// How many workers there are.
pub static WORKERS: Control<Setup> = whole(
    ("workers", "Workers"),
    8,
    |it| Some(it.workers as u64),
    |it, workers| it.workers = workers as usize,
);

/// How many times each of them adds.
pub static WORKER_ADDS: Control<Setup> = whole(
    ("worker-adds", "Additions of a worker"),
    Setup::WORKER_ADDS_MAX as u64,
    |it| Some(it.worker_adds.into()),
    |it, adds| it.worker_adds = adds as u32,
);

/// How many times each strategy is run.
pub static REPEAT: Control<Setup> = whole(
    ("repeat", "Repetitions"),
    100,
    |it| Some(it.repeat.into()),
    |it, repeat| it.repeat = repeat as u32,
);

/// A whole number from 1 on.
const fn whole(
    (id, label): (&'static str, &'static str),
    max: u64,
    get: fn(&Setup) -> Option<u64>,
    set: fn(&mut Setup, u64),
) -> Control<Setup> {
    Control::whole(id, label, "", (1, max), get, set)
}

/// What the reader expects.
pub static GUESS: Control<Setup> = guesses(
    "Guess of the updates that arrive",
    "How many updates you expect to arrive, before you run it.",
    |it| it.guess.text(),
    |it, text| {
        let ids = Strategy::ALL.map(Strategy::id);
        put(&mut it.guess, Guesses::read(text, &ids))
    },
);

looked!(Setup);

impl Linked for Setup {
    const CONTROLS: &'static [&'static Control<Self>] = &[
        &STRATEGIES,
        &ORDER,
        &SEED,
        &TASKS,
        &ADDS,
        &WORKERS,
        &WORKER_ADDS,
        &REPEAT,
        &GUESS,
        &LOOK[0],
        &LOOK[1],
        &LOOK[2],
        &LOOK[3],
    ];

    fn mend(&mut self) -> Option<Note> {
        self.look.mend()
    }
}
