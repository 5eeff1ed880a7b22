//! What is to be found out by comparing.

use super::{Kept, Lane, Measured, Probe};
use crate::experiments::{Goal, Kind};
use std::time::Duration;

/// The goals, in the order of the page; of what this visit measured.
pub static GOALS: &[Goal<Kept>] = &[
    Goal {
        id: "compare.race-on-one-thread",
        is_met: |kept| {
            let lost = |kind| match seen(kept, Probe::Race, kind)? {
                Measured::Race { lost, .. } => Some(lost),
                _ => None,
            };
            lost(Kind::Coroutine).is_some_and(|lost| lost > 0)
                && lost(Kind::Process) == Some(0)
        },
    },
    Goal {
        id: "compare.ticks",
        is_met: |kept| {
            let lane = |kind| match seen(kept, Probe::Scheduling, kind)? {
                Measured::Scheduling(lane) => Some(lane),
                _ => None,
            };
            let is_held_up = |lane: &Lane| {
                Some(lane.delay()? > lane.computed().checked_div(2)?)
            };
            let held_up = |kind| is_held_up(&lane(kind)?);
            held_up(Kind::Coroutine) == Some(true)
                && held_up(Kind::Process) == Some(false)
        },
    },
    Goal {
        id: "compare.one-worker-no-sooner",
        is_met: |kept| {
            let job = |kind| capacity(kept, kind);
            job(Kind::Coroutine)
                .zip(job(Kind::Thread))
                .is_some_and(|(here, there)| there >= here.mul_f64(0.9))
        },
    },
    Goal {
        id: "compare.whole-table",
        is_met: |kept| {
            let has = |probe| {
                Kind::ALL
                    .iter()
                    .all(|kind| seen(kept, probe, *kind).is_some())
            };
            Probe::ALL.into_iter().all(has)
        },
    },
];

/// What was measured there, in a page that was in view.
fn seen(kept: &Kept, probe: Probe, kind: Kind) -> Option<Measured> {
    let entry = kept.entry(probe, kind).filter(|entry| !entry.hidden)?;
    entry.result.ok()
}

fn capacity(kept: &Kept, kind: Kind) -> Option<Duration> {
    match seen(kept, Probe::Capacity, kind)? {
        Measured::Capacity { job, .. } => Some(job),
        _ => None,
    }
}
