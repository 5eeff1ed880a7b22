//! The figures of a task: tokio-console's.

use super::figure::Figure;
use super::metric::{Metric, metrics};
use super::records::{Records, Value};
use crate::trace::TaskFigures;

/// A figure of one task.
pub type TaskMetric = Metric<TaskFigures>;

impl TaskMetric {
    metrics! {
        TOTAL = Time(
            "total",
            "Total",
            "From the instant at which its future was handed over to its end, or to the end of the \
             recording.",
            |it| Some(it.total),
        );
        BUSY = Time(
            "busy",
            "Busy",
            "The time that it was being polled, over all polls.",
            |it| Some(it.busy),
        );
        SCHEDULED = Time(
            "scheduled",
            "Scheduled",
            "The time that it was woken and waited for its poll.",
            |it| Some(it.scheduled),
        );
        IDLE = Time(
            "idle",
            "Idle",
            "The rest: it waited to be woken, and cost the thread nothing.",
            |it| Some(it.idle),
        );
        POLLS = Count(
            "polls",
            "Polls",
            "How often the executor asked it to go on.",
            |it| Some(it.polls),
        );
        WAKES = Count(
            "wakes",
            "Wakes",
            "How often somebody asked for a poll of it.",
            |it| Some(it.wakes),
        );
        SELF_WAKES = Count(
            "self-wakes",
            "Self-wakes",
            "How often it asked for a poll of itself.",
            |it| Some(it.self_wakes),
        );
        WAKER_CLONES = Count(
            "waker-clones",
            "Waker clones",
            "How often somebody kept a clone of its waker.",
            |it| Some(it.waker_clones),
        );
        WAKER_DROPS = Count(
            "waker-drops",
            "Waker drops",
            "How often such a clone was dropped, used or not.",
            |it| Some(it.waker_drops),
        );
        BYTES = Figure(
            "bytes",
            "Size",
            "The size of its future: all that it holds across its awaits.",
            |it, _| it.bytes.map_or_else(Figure::unknown, Figure::bytes),
        );
    }
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
