//! What of a replay somebody looks at, as a part of a link.

use super::control::{Control, Takes};
use super::link::Note;

/// What of a replay somebody looks at; by default its end, and all of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The stable name of the run that is replayed, where a lab has several.
    pub of: Option<&'static str>,
    /// How many events have happened at the playhead.
    pub at: Option<u64>,
    /// The instant at the left edge of the picture, in microseconds.
    pub from: Option<u64>,
    /// The instant at its right edge, in microseconds.
    pub to: Option<u64>,
    /// The task that is selected, by its number.
    pub task: Option<u64>,
}

/// A setup whose link says what of its replay is looked at.
pub trait Looked: 'static {
    /// What is looked at.
    fn look(&self) -> Look;

    /// The same, to be changed.
    fn look_mut(&mut self) -> &mut Look;
}

/// Has a setup with a field `look` say what is looked at, and makes the controls
/// of that.
macro_rules! looked {
    ($setup:ident) => {
        /// What of a replay is looked at.
        pub static LOOK: [$crate::experiments::Control<$setup>; 4] =
            $crate::experiments::look::controls();

        impl $crate::experiments::Looked for $setup {
            fn look(&self) -> $crate::experiments::Look {
                self.look
            }

            fn look_mut(&mut self) -> &mut $crate::experiments::Look {
                &mut self.look
            }
        }
    };
}
pub(super) use looked;

/// No replay has more events, or tasks.
const MOST_EVENTS: u64 = 10_000_000;
/// An hour in microseconds: no replay is longer.
const LONGEST: u64 = 3_600_000_000;

/// The controls of what is looked at: where the playhead stands, the edges of the
/// picture, and the task that is selected.
pub(super) const fn controls<Setup: Looked>() -> [Control<Setup>; 4] {
    [
        Control::whole(
            "at",
            "Event",
            "How many events have happened where the replay stands.",
            (0, MOST_EVENTS),
            |it: &Setup| it.look().at,
            |it: &mut Setup, event| it.look_mut().at = Some(event),
        ),
        Control::whole(
            "from",
            "From",
            "Where the picture begins, in microseconds.",
            (0, LONGEST),
            |it: &Setup| it.look().from,
            |it: &mut Setup, micros| it.look_mut().from = Some(micros),
        ),
        Control::whole(
            "to",
            "To",
            "Where the picture ends, in microseconds.",
            (0, LONGEST),
            |it: &Setup| it.look().to,
            |it: &mut Setup, micros| it.look_mut().to = Some(micros),
        ),
        Control::whole(
            "task",
            "Task",
            "The task that is selected, by its number.",
            (0, MOST_EVENTS),
            |it: &Setup| it.look().task,
            |it: &mut Setup, task| it.look_mut().task = Some(task),
        ),
    ]
}

/// The control of which run is replayed, where there are several. By `set` it is
/// put into a setup; `expected` says what its value may be.
pub(super) const fn run_control<Setup: Looked>(
    expected: &'static str,
    set: fn(&mut Setup, &str) -> Option<()>,
) -> Control<Setup> {
    Control {
        id: "replay",
        label: "Replay",
        help: "The run whose replay is open.",
        takes: Takes::Named {
            expected,
            get: |it: &Setup| it.look().of.unwrap_or_default().to_owned(),
            set,
        },
    }
}

impl Look {
    /// The same where there are several runs: a moment of none is dropped.
    pub(super) fn mend_of_several(&mut self) -> Option<Note> {
        let of_none = [
            ("at", self.at),
            ("from", self.from),
            ("to", self.to),
            ("task", self.task),
        ];
        let said = of_none.into_iter().find_map(|(name, it)| Some((name, it?)));
        let Some((name, value)) = said.filter(|_| self.of.is_none()) else {
            return self.mend();
        };
        *self = Self::default();
        Some(Note::BadValue {
            name,
            value: value.to_string(),
            expected: "a “replay” beside it".to_owned(),
        })
    }

    /// Drops edges of a picture between which there is nothing.
    pub(super) fn mend(&mut self) -> Option<Note> {
        let (from, to) = (self.from.take(), self.to.take());
        let (name, value, expected) = match (from, to) {
            (Some(left), Some(right)) if left < right => {
                (self.from, self.to) = (from, to);
                return None;
            }
            (Some(left), Some(right)) => {
                ("to", right, format!("more than from={left}"))
            }
            (None, Some(right)) => {
                ("to", right, "a “from” beside it".to_owned())
            }
            (Some(left), None) => ("from", left, "a “to” beside it".to_owned()),
            (None, None) => return None,
        };
        Some(Note::BadValue {
            name,
            value: value.to_string(),
            expected,
        })
    }
}
