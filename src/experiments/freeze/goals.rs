//! What is to be found out by freezing the page.

use super::{LaneReport, Mode, Report};
use crate::experiments::Goal;
use std::time::Duration;

/// The goals, in the order of the page.
pub static GOALS: &[Goal<Report>] = &[
    Goal {
        id: "freeze.alive-without-a-worker",
        text: "Keep every gap between frames under 50 ms without a Worker.",
        hint: "Slices give the thread back after each slice. How long a slice is, and how it gives \
               way, decides what a frame must wait for. It counts for a job of half a second or \
               more.",
        is_met: |report| {
            long_job(report, Mode::Sliced)
                .and_then(|lane| lane.longest_gap)
                .is_some_and(|gap| gap < Duration::from_millis(50))
        },
    },
    Goal {
        id: "freeze.awaits-and-freezes",
        text: "Freeze the page with a loop that awaits.",
        hint: "Awaiting is not yet giving way: a task that wakes itself is polled again before the \
               browser paints. One of the modes does just that. It counts if one gap between \
               frames is nearly as long as a job of half a second or more.",
        is_met: |report| {
            long_job(report, Mode::Microtask).is_some_and(|lane| {
                let most = lane.job.map(|job| job.mul_f64(0.9));
                most.is_some() && lane.longest_gap >= most
            })
        },
    },
    Goal {
        id: "freeze.pool-in-vain",
        text: "Find a job that a pool does no faster than the main thread.",
        hint: "A pool needs a job that can be divided. In one of the three jobs each step needs \
               the result of the step before. Run it on the main thread and in a pool of two \
               Workers or more; less than 10 % faster does not count as faster.",
        is_met: |report| {
            let (main, pool) =
                (long_job(report, Mode::Main), report.lane(Mode::Pool));
            main.is_some()
                && report.plan.workers >= 2
                && pool
                    .and_then(|pool| pool.speed)
                    .is_some_and(|speed| speed < 1.1)
        },
    },
    Goal {
        id: "freeze.late-key",
        text: "Press a key and have the page notice it half a second late.",
        hint: "Type into the field while the loop has the main thread. The letter is not lost: it \
               waits until the thread is free, and the table says how long.",
        is_met: |report| {
            let is_late = |lane: &LaneReport| {
                lane.input_delay >= Some(HALF_A_SECOND)
                    && !lane.lane.was_hidden()
            };
            report.lanes.iter().any(is_late)
        },
    },
];

/// A job that is shorter is over before anybody can miss a frame.
const HALF_A_SECOND: Duration = Duration::from_millis(500);

/// The report on `mode`, if it came to the answer of a job that is long enough,
/// in a page that was in view.
fn long_job(report: &Report, mode: Mode) -> Option<&LaneReport> {
    report.lane(mode).filter(|lane| {
        lane.job >= Some(HALF_A_SECOND) && !lane.lane.was_hidden()
    })
}
