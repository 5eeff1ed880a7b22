//! What the visitor can choose, control by control.

use super::{Body, Form, Setup};
use crate::experiments::Guesses;
use crate::experiments::control::{Control, Linked, Takes, chosen, ids, put};
use crate::experiments::guess::guesses;
use crate::experiments::whole_from;

/// How many to create.
pub static COUNT: Control<Setup> = Control::whole(
    "n",
    "How many of each",
    "How many of each form are created and finished.",
    (Setup::COUNT_MIN as u64, Setup::COUNT_MAX as u64),
    |it| Some(it.count.into()),
    |it, count| it.count = count as u32,
);

/// The forms to create them in.
pub static FORMS: Control<Setup> = Control::compared(
    "Forms",
    || ids(&Form::ALL, Form::id),
    |it| ids(&it.forms, Form::id),
    |it, list| put(&mut it.forms, chosen(list, &Form::ALL, Form::from_id)),
);

/// What each does.
pub static BODY: Control<Setup> = Control::one(
    "body",
    "Each does",
    "What is created: a body that ends at once, or one that awaits a timer of 1 ms.",
    Body::OPTIONS,
    |it| it.body.id().to_owned(),
    |it, id| put(&mut it.body, Body::from_id(id)),
);

/// How many bytes each holds across its await.
///
/// The size of a future is fixed when it is compiled, so that each of these is a
/// type of its own.
pub static HELD: Control<Setup> = Control {
    id: "held",
    label: "Holds",
    help: "Bytes that each keeps across its await: they become part of the future.",
    takes: Takes::One {
        options: &[
            ("0", "nothing"),
            ("64", "64 B"),
            ("256", "256 B"),
            ("1024", "1 KiB"),
            ("4096", "4 KiB"),
            ("16384", "16 KiB"),
        ],
        unit: " (bytes)",
        get: |it| it.held.to_string(),
        set: |it, bytes| {
            let held = whole_from(bytes);
            put(&mut it.held, held.filter(|it| Setup::HELD.contains(it)))
        },
    },
};

/// How many workers may be started.
pub static WORKERS: Control<Setup> = Control {
    id: "workers",
    label: "Most workers",
    help: "No browser has a million workers: beyond so many, their times are extrapolated.",
    takes: Takes::Whole {
        noun: "number of workers",
        min: 1,
        max: Setup::WORKERS_MAX as u64,
        get: |it| Some(it.workers.into()),
        set: |it, workers| it.workers = workers as u32,
    },
};

/// What the reader expects.
pub static GUESS: Control<Setup> = guesses(
    "Guess of the time in milliseconds",
    "What you expect all of them to take, to create and to finish, in milliseconds, before you run it.",
    |it| it.guess.text(),
    |it, text| {
        let ids = Form::ALL.map(Form::id);
        put(&mut it.guess, Guesses::read(text, &ids))
    },
);

impl Linked for Setup {
    const CONTROLS: &'static [&'static Control<Self>] =
        &[&COUNT, &FORMS, &BODY, &HELD, &WORKERS, &GUESS];
}
