//! The figures of the table by strategy.

use super::LaneReport;
use crate::experiments::figure::{Figure, millis};
use crate::experiments::metric::{self, metrics};
use crate::trace::{decimals, with_unit};
use std::time::Duration;

/// A figure of the table by strategy.
pub type Metric = metric::Metric<LaneReport>;

impl Metric {
    metrics! {
        EXPECTED = Count(
            "expected",
            "Expected",
            "How many tasks or workers there are, times how often each adds one.",
            |it| Some(it.expected as usize),
        );
        GOT = Count(
            "got",
            "Actual",
            "What the counter came to in the end: of all repetitions, the one in the middle.",
            |it| Some(it.got()? as usize),
        );
        LOST = Count(
            "lost",
            "Lost",
            "Expected less actual.",
            |it| Some(it.lost()? as usize),
        );
        LOST_LEAST = Count(
            "lost-least",
            "Min lost",
            "What was lost in the repetition that lost the least.",
            |it| Some(it.range()?.0 as usize),
        );
        LOST_MOST = Count(
            "lost-most",
            "Max lost",
            "What was lost in the repetition that lost the most.",
            |it| Some(it.range()?.1 as usize),
        );
        TIME = Time(
            "time",
            "Time",
            "The middle of all repetitions. Tasks: the time in which they are polled; the turns that \
             the page has between are left out. Threads: from the first that begins to the last that \
             is done, by their own clocks; all begin together. Messages: from the first question \
             sent to the last sum received. The start of workers is never part of it, nor is a \
             warm-up before the first repetition, in which the browser compiles the code.",
            |it| it.time,
        );
        PER_ADD = TimeFigure(
            "per-add",
            "Per addition",
            "Time divided by expected.",
            |it, step| per_add(it.time, it.expected, step),
        );
    }
}

/// The time of one addition: as fine as the clock's step shared by them all.
fn per_add(time: Option<Duration>, adds: u32, step: Duration) -> Figure {
    let Some(time) = time.filter(|_| adds > 0) else {
        return Figure::unknown();
    };
    let nanos = |time: Duration| time.as_secs_f64() * 1e9 / f64::from(adds);
    let text = match (time < step, nanos(time.max(step))) {
        (true, most) => format!("under {}\u{a0}ns", decimals(most, 1)),
        (false, each @ 100.0..) => with_unit(each, 0, "ns"),
        (false, each) => with_unit(each, 1, "ns"),
    };
    Figure::new(millis(time) / f64::from(adds), text)
}
