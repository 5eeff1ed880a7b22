//! The figures of a task: tokio-console's.

use crate::experiments::Figure;
use crate::trace::TaskFigures;
use std::time::Duration;

/// A figure of one task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TaskMetric {
    /// From its beginning to its end.
    Total,
    /// Being polled.
    Busy,
    /// Woken, and not polled yet.
    Scheduled,
    /// Neither.
    Idle,
    /// How often it was polled.
    Polls,
    /// How often somebody asked for a poll.
    Wakes,
    /// How often that was itself.
    SelfWakes,
    /// How often its waker was cloned.
    WakerClones,
    /// How often a clone was dropped.
    WakerDrops,
    /// How large its future is.
    Bytes,
}

impl TaskMetric {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 10] = [
        Self::Total,
        Self::Busy,
        Self::Scheduled,
        Self::Idle,
        Self::Polls,
        Self::Wakes,
        Self::SelfWakes,
        Self::WakerClones,
        Self::WakerDrops,
        Self::Bytes,
    ];

    /// Its name in the contract with those who read the page by machine.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Total => "total",
            Self::Busy => "busy",
            Self::Scheduled => "scheduled",
            Self::Idle => "idle",
            Self::Polls => "polls",
            Self::Wakes => "wakes",
            Self::SelfWakes => "self-wakes",
            Self::WakerClones => "waker-clones",
            Self::WakerDrops => "waker-drops",
            Self::Bytes => "bytes",
        }
    }

    /// Its heading in the table.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Total => "Total",
            Self::Busy => "Busy",
            Self::Scheduled => "Scheduled",
            Self::Idle => "Idle",
            Self::Polls => "Polls",
            Self::Wakes => "Wakes",
            Self::SelfWakes => "Self-wakes",
            Self::WakerClones => "Waker clones",
            Self::WakerDrops => "Waker drops",
            Self::Bytes => "Size",
        }
    }

    /// What exactly it is.
    #[must_use]
    pub const fn definition(self) -> &'static str {
        match self {
            Self::Total => {
                "From the instant at which its future was handed over to its end, or to the end of \
                 the recording."
            }
            Self::Busy => "The time that it was being polled, over all polls.",
            Self::Scheduled => {
                "The time that it was woken and waited for its poll."
            }
            Self::Idle => {
                "The rest: it waited to be woken, and cost the thread nothing."
            }
            Self::Polls => "How often the executor asked it to go on.",
            Self::Wakes => "How often somebody asked for a poll of it.",
            Self::SelfWakes => "How often it asked for a poll of itself.",
            Self::WakerClones => {
                "How often somebody kept a clone of its waker."
            }
            Self::WakerDrops => {
                "How often such a clone was dropped, used or not."
            }
            Self::Bytes => {
                "The size of its future: all that it holds across its awaits."
            }
        }
    }

    /// The figure of one task, by a clock of this `step`.
    #[must_use]
    pub fn figure(self, figures: &TaskFigures, step: Duration) -> Figure {
        let time = |it| Figure::duration(Some(it), step);
        match self {
            Self::Total => time(figures.total),
            Self::Busy => time(figures.busy),
            Self::Scheduled => time(figures.scheduled),
            Self::Idle => time(figures.idle),
            Self::Polls => Figure::count(figures.polls),
            Self::Wakes => Figure::count(figures.wakes),
            Self::SelfWakes => Figure::count(figures.self_wakes),
            Self::WakerClones => Figure::count(figures.waker_clones),
            Self::WakerDrops => Figure::count(figures.waker_drops),
            Self::Bytes => match figures.bytes {
                Some(bytes) => Figure::bytes(bytes),
                None => Figure::unknown(),
            },
        }
    }
}
