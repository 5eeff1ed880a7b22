//! What the visitor can choose, control by control.

use super::{Body, Form, Setup};
use crate::experiments::Note;
use crate::experiments::control::{
    Control, Takes, chosen, compared, ids, put, query_by, setup_by,
};
use crate::experiments::whole_from;

/// How many to create.
pub static COUNT: Control<Setup> = Control {
    id: "n",
    label: "How many of each",
    help: "How many of each form are created and finished.",
    takes: Takes::Whole {
        noun: "whole number",
        min: Setup::COUNT_MIN as u64,
        max: Setup::COUNT_MAX as u64,
        get: |it| Some(it.count.into()),
        set: |it, count| it.count = count as u32,
    },
};

/// The forms to create them in.
pub static FORMS: Control<Setup> = compared(
    "Forms",
    || ids(&Form::ALL, Form::id),
    |it| ids(&it.forms, Form::id),
    |it, list| put(&mut it.forms, chosen(list, &Form::ALL, Form::from_id)),
);

/// What each does.
pub static BODY: Control<Setup> = Control {
    id: "body",
    label: "Each does",
    help: "What is created: a body that ends at once, or one that awaits a timer of 1 ms.",
    takes: Takes::One {
        options: &[
            (Body::Trivial.id(), "nothing"),
            (Body::Timer.id(), "one await of a timer"),
        ],
        unit: "",
        get: |it| it.body.id().to_owned(),
        set: |it, id| put(&mut it.body, Body::from_id(id)),
    },
};

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

/// All controls, in the order of links.
pub static CONTROLS: [&Control<Setup>; 5] =
    [&COUNT, &FORMS, &BODY, &HELD, &WORKERS];

/// Writes `setup` as the query of a link, without a question mark; empty for
/// the default setup.
#[must_use]
pub fn query_from_setup(setup: &Setup) -> String {
    query_by(&CONTROLS, setup)
}

/// Reads the query of a link: the setup, and what could not be followed.
#[must_use]
pub fn setup_from_query(query: &str) -> (Setup, Vec<Note>) {
    setup_by(&CONTROLS, query)
}
