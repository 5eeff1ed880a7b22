//! The figures of a task: tokio-console's.

use super::figure::Figure;
use super::metric::Metric;
use super::records::{Records, Value};
use crate::trace::TaskFigures;

/// A figure of one task.
pub type TaskMetric = Metric<TaskFigures>;

impl TaskMetric {
    /// From its beginning to its end.
    pub const TOTAL: Self = Self::time(
        "total",
        "Total",
        "From the instant at which its future was handed over to its end, or to the end of the \
         recording.",
        |it| Some(it.total),
    );
    /// Being polled.
    pub const BUSY: Self = Self::time(
        "busy",
        "Busy",
        "The time that it was being polled, over all polls.",
        |it| Some(it.busy),
    );
    /// Woken, and not polled yet.
    pub const SCHEDULED: Self = Self::time(
        "scheduled",
        "Scheduled",
        "The time that it was woken and waited for its poll.",
        |it| Some(it.scheduled),
    );
    /// Neither.
    pub const IDLE: Self = Self::time(
        "idle",
        "Idle",
        "The rest: it waited to be woken, and cost the thread nothing.",
        |it| Some(it.idle),
    );
    /// How often it was polled.
    pub const POLLS: Self = Self::count(
        "polls",
        "Polls",
        "How often the executor asked it to go on.",
        |it| Some(it.polls),
    );
    /// How often somebody asked for a poll.
    pub const WAKES: Self = Self::count(
        "wakes",
        "Wakes",
        "How often somebody asked for a poll of it.",
        |it| Some(it.wakes),
    );
    /// How often that was itself.
    pub const SELF_WAKES: Self = Self::count(
        "self-wakes",
        "Self-wakes",
        "How often it asked for a poll of itself.",
        |it| Some(it.self_wakes),
    );
    /// How often its waker was cloned.
    pub const WAKER_CLONES: Self = Self::count(
        "waker-clones",
        "Waker clones",
        "How often somebody kept a clone of its waker.",
        |it| Some(it.waker_clones),
    );
    /// How often a clone was dropped.
    pub const WAKER_DROPS: Self = Self::count(
        "waker-drops",
        "Waker drops",
        "How often such a clone was dropped, used or not.",
        |it| Some(it.waker_drops),
    );
    /// How large its future is.
    pub const BYTES: Self = Self::figure(
        "bytes",
        "Size",
        "The size of its future: all that it holds across its awaits.",
        |it, _| it.bytes.map_or_else(Figure::unknown, Figure::bytes),
    );

    /// All of them, in the order of the table.
    pub const ALL: [Self; 10] = [
        Self::TOTAL,
        Self::BUSY,
        Self::SCHEDULED,
        Self::IDLE,
        Self::POLLS,
        Self::WAKES,
        Self::SELF_WAKES,
        Self::WAKER_CLONES,
        Self::WAKER_DROPS,
        Self::BYTES,
    ];
}

/// Tasks to be copied, by name, state and figures: columns parted by tabs, with
/// bare numbers.
#[must_use]
pub fn task_table_text(
    tasks: impl Iterator<Item = (String, &'static str, Vec<Figure>)>,
) -> String {
    let names = ["task", "state"].into_iter();
    let row = |(name, state, figures): (_, _, Vec<Figure>)| {
        let figures = figures.into_iter().map(|it| Value::Number(it.value));
        let before = [Value::Text(Some(name)), Value::text(state)].into_iter();
        before.chain(figures).collect()
    };
    let names = names.chain(TaskMetric::ALL.map(|it| it.id));
    Records::new(names, tasks.map(row)).text()
}
