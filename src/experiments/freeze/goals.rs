//! What is to be found out by freezing the page.

use super::{LaneReport, Mode, Report};
use crate::experiments::Goal;
use std::time::Duration;

/// The goals, in the order of the page.
pub static GOALS: &[Goal<Report>] = &[
    Goal {
        id: "freeze.alive-without-a-worker",
        is_met: |report| {
            long_job(report, Mode::Sliced)
                .and_then(|lane| lane.longest_gap)
                .is_some_and(|gap| gap < Duration::from_millis(50))
        },
    },
    Goal {
        id: "freeze.awaits-and-freezes",
        is_met: |report| {
            long_job(report, Mode::Microtask).is_some_and(|lane| {
                let most = lane.job.map(|job| job.mul_f64(0.9));
                most.is_some() && lane.longest_gap >= most
            })
        },
    },
    Goal {
        id: "freeze.pool-in-vain",
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
