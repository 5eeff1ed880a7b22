//! What the post says of each cell, in a few words of this page. Its figures
//! are of Python, on another machine.

use super::Aspect;
use crate::experiments::cost::{POST, PostFigure};
use crate::experiments::figure::grouped;
use crate::experiments::{Kind, decimal_text};

/// What the post says of a cell.
#[must_use]
pub fn post_says(aspect: Aspect, kind: Kind) -> String {
    let words = match (aspect, kind) {
        (Aspect::CreationSpeed, _) => return speed(figure(kind)),
        (Aspect::Memory, _) => return memory(figure(kind)),
        (Aspect::RaceConditions, Kind::Coroutine) => "only across an await",
        (Aspect::RaceConditions, Kind::Thread) => "anywhere; locks are needed",
        (Aspect::RaceConditions, Kind::Process) => "none: no memory is shared",
        (Aspect::Ease, Kind::Coroutine) => {
            "easier to debug than threads, but everything must be async"
        }
        (Aspect::Ease, Kind::Thread) => "harder to debug: races, and locks",
        (Aspect::Ease, Kind::Process) => "nothing is shared, nothing to lock",
        (Aspect::Scheduling, Kind::Coroutine) => {
            "cooperative: the programmer’s awaits decide"
        }
        (Aspect::Scheduling, Kind::Thread) => {
            "preemptive: the system decides, at any time"
        }
        (Aspect::Scheduling, Kind::Process) => "by the system",
        (Aspect::Capacity, Kind::Coroutine) => "one core",
        (Aspect::Capacity, Kind::Thread) => {
            "one core, for Python’s lock on its interpreter (the GIL)"
        }
        (Aspect::Capacity, Kind::Process) => "all cores",
    };
    words.to_owned()
}

const fn figure(kind: Kind) -> PostFigure {
    match kind {
        Kind::Coroutine => POST[0],
        Kind::Thread => POST[1],
        Kind::Process => POST[2],
    }
}

fn speed(figure: PostFigure) -> String {
    // As the post has it, to its last digit.
    let total = decimal_text(figure.total.as_secs_f64()) + "\u{a0}s";
    match figure.is_extrapolated {
        true => format!("{total} for a million, extrapolated from 1000"),
        false => format!("{total} for a million"),
    }
}

fn memory(figure: PostFigure) -> String {
    match figure.bytes {
        // The cast saturates.
        Some(bytes) => {
            format!("{}\u{a0}MB for a million", grouped((bytes / 1e6) as u64))
        }
        None => "the most of the three, without a figure".to_owned(),
    }
}
