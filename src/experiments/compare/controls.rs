//! The four questions, and what can be answered.

use super::{Chooser, Many, Shared, Work};
use crate::experiments::Note;
use crate::experiments::control::{Control, Takes, put, query_by, setup_by};

/// What the job mostly does.
pub static WORK: Control<Chooser> = question(
    ("work", "Mostly"),
    &[
        (Work::Waiting.id(), "waiting, for the network or a timer"),
        (Work::Computing.id(), "computing"),
    ],
    |it| it.work.id().to_owned(),
    |it, id| put(&mut it.work, Work::from_id(id)),
);

/// How many there are at once.
pub static MANY: Control<Chooser> = question(
    ("many", "How many at once?"),
    &[
        (Many::One.id(), "one"),
        (Many::Few.id(), "a few, about as many as cores"),
        (Many::Thousands.id(), "thousands"),
    ],
    |it| it.many.id().to_owned(),
    |it, id| put(&mut it.many, Many::from_id(id)),
);

/// What they share.
pub static SHARED: Control<Chooser> = question(
    ("shared", "What do they share?"),
    &[
        (Shared::Nothing.id(), "nothing"),
        (Shared::Reads.id(), "what all only read"),
        (Shared::Writes.id(), "what they change"),
    ],
    |it| it.shared.id().to_owned(),
    |it, id| put(&mut it.shared, Shared::from_id(id)),
);

/// Whether the page must stay responsive.
pub static RESPONSIVE: Control<Chooser> = question(
    ("responsive", "Must the page stay responsive?"),
    &[(YES, "yes"), (NO, "no")],
    |it| if it.responsive { YES } else { NO }.to_owned(),
    |it, id| {
        let is_yes = (id == YES || id == NO).then_some(id == YES);
        put(&mut it.responsive, is_yes)
    },
);

const YES: &str = "yes";
const NO: &str = "no";

const fn question(
    (id, label): (&'static str, &'static str),
    options: &'static [(&'static str, &'static str)],
    get: fn(&Chooser) -> String,
    set: fn(&mut Chooser, &str) -> Option<()>,
) -> Control<Chooser> {
    Control {
        id,
        label,
        help: "",
        takes: Takes::One {
            options,
            unit: "",
            get,
            set,
        },
    }
}

/// All questions, in the order of the page and of links.
pub static CONTROLS: [&Control<Chooser>; 4] =
    [&WORK, &MANY, &SHARED, &RESPONSIVE];

/// Writes `chooser` as the query of a link, without a question mark; empty for
/// the default answers.
#[must_use]
pub fn query_from_setup(chooser: &Chooser) -> String {
    query_by(&CONTROLS, chooser)
}

/// Reads the query of a link: the answers, and what could not be followed.
#[must_use]
pub fn setup_from_query(query: &str) -> (Chooser, Vec<Note>) {
    setup_by(&CONTROLS, query)
}
