//! The four questions, and what can be answered.

use super::{Chooser, Many, Shared, Work};
use crate::experiments::control::{Control, Linked, put};

/// What the job mostly does.
pub static WORK: Control<Chooser> = question(
    ("work", "Mostly"),
    Work::OPTIONS,
    |it| it.work.id().to_owned(),
    |it, id| put(&mut it.work, Work::from_id(id)),
);

/// How many there are at once.
pub static MANY: Control<Chooser> = question(
    ("many", "How many at once?"),
    Many::OPTIONS,
    |it| it.many.id().to_owned(),
    |it, id| put(&mut it.many, Many::from_id(id)),
);

/// What they share.
pub static SHARED: Control<Chooser> = question(
    ("shared", "What do they share?"),
    Shared::OPTIONS,
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
    Control::one(id, label, "", options, get, set)
}

/// All questions, in the order of the page and of links.
pub static CONTROLS: [&Control<Chooser>; 4] =
    [&WORK, &MANY, &SHARED, &RESPONSIVE];

impl Linked for Chooser {
    const CONTROLS: &'static [&'static Control<Self>] = &CONTROLS;
}
