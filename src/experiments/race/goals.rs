//! What is to be found out by racing for a counter.

use super::{LaneReport, Report, Strategy};
use crate::experiments::Goal;

/// The goals, in the order of the page.
pub static GOALS: &[Goal<Report>] = &[
    Goal {
        id: "race.exactly-three",
        is_met: |report| {
            report
                .lanes
                .iter()
                .any(|lane| whole_range(report, lane) == Some((3, 3)))
        },
    },
    Goal {
        id: "race.awaits-and-loses-none",
        is_met: |report| {
            let lane = report.lane(Strategy::TaskAwait);
            report.plan.setup.tasks > 1
                && lane.and_then(|it| whole_range(report, it)) == Some((0, 0))
        },
    },
    Goal {
        id: "race.nearly-all",
        is_met: |report| {
            report.lanes.iter().any(|lane| {
                let least = whole_range(report, lane).map(|(least, _)| least);
                least.is_some_and(|lost| {
                    u64::from(lost) * 100 > u64::from(lane.expected) * 99
                })
            })
        },
    },
    Goal {
        id: "race.threads",
        is_met: |report| {
            let range = |strategy| whole_range(report, report.lane(strategy)?);
            range(Strategy::SharedPlain).is_some_and(|(_, most)| most > 0)
                && range(Strategy::SharedAtomic) == Some((0, 0))
        },
    },
];

/// The least and the most that `lane` lost, once it has run all repetitions.
fn whole_range(report: &Report, lane: &LaneReport) -> Option<(u32, u32)> {
    let is_whole = lane.losses.len() == report.plan.setup.repeat as usize;
    lane.range().filter(|_| is_whole && lane.failure.is_none())
}
