//! What is said of a race: the figures by strategy.

use super::{Distribution, Lane, Metric, Plan, Repetition, Results, Strategy};
use crate::experiments::figure::grouped;
use crate::experiments::protocol::WorkerFailure;
use crate::experiments::{Reported, metric};
use crate::trace::median;
use std::time::Duration;

/// What one strategy did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaneReport {
    /// The strategy.
    pub strategy: Strategy,
    /// What the counter should come to.
    pub expected: u32,
    /// What was lost in each repetition, in order.
    pub losses: Vec<u32>,
    /// How long the repetition in the middle took; none without one.
    pub time: Option<Duration>,
    /// How long the slowest worker of a repetition counted, in the middle;
    /// none where messages are no part of the time.
    pub counting: Option<Duration>,
    /// Why it could not go on.
    pub failure: Option<WorkerFailure>,
}

impl LaneReport {
    fn of(plan: &Plan, lane: &Lane) -> Self {
        let expected = plan.expected(lane.strategy);
        let all = || lane.repetitions.iter();
        // More than expected would be a fault of the page, which
        // `Report::fault` finds by it.
        let lost = |it: &Repetition| expected.abs_diff(it.got);
        let times: Vec<Duration> = all().map(|it| it.time).collect();
        let counting: Vec<Duration> =
            all().filter_map(|it| it.counting).collect();
        Self {
            strategy: lane.strategy,
            expected,
            losses: all().map(lost).collect(),
            time: median(&times),
            counting: median(&counting),
            failure: lane.failure.clone(),
        }
    }

    /// What was lost in the repetition in the middle; none without one.
    #[must_use]
    pub fn lost(&self) -> Option<u32> {
        median(&self.losses)
    }

    /// What the counter came to in that.
    #[must_use]
    pub fn got(&self) -> Option<u32> {
        Some(self.expected.saturating_sub(self.lost()?))
    }

    /// The least and the most that was lost.
    #[must_use]
    pub fn range(&self) -> Option<(u32, u32)> {
        let least = self.losses.iter().min()?;
        Some((*least, *self.losses.iter().max()?))
    }

    /// How the losses are spread.
    #[must_use]
    pub fn distribution(&self) -> Distribution {
        Distribution::of(self.losses.iter().copied(), self.expected)
    }

    /// What was lost, in a few words; empty as long as nothing is known.
    #[must_use]
    pub fn summary(&self) -> String {
        let count = |count: u32| grouped(u64::from(count));
        match self.range() {
            None => String::new(),
            Some((0, 0)) => "none lost".to_owned(),
            Some((least, most)) if least == most => {
                format!("{} of {} lost", count(most), count(self.expected))
            }
            Some((least, most)) => format!(
                "{} to {} of {} lost",
                count(least),
                count(most),
                count(self.expected),
            ),
        }
    }
}

impl Reported for LaneReport {
    const NOUN: [&'static str; 2] = ["strategy", "strategies"];
    const METRICS: &'static [metric::Metric<Self>] = &Metric::ALL;

    fn id(&self) -> &'static str {
        self.strategy.id()
    }

    fn name(&self) -> &'static str {
        self.strategy.name()
    }
}

/// What is said of a race.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The strategies that ran, in the order of the page.
    pub lanes: Vec<LaneReport>,
    /// The plan that was run.
    pub plan: Plan,
}

impl Report {
    /// Reads the report off the results of a run of `plan`.
    #[must_use]
    pub fn of(plan: &Plan, results: &Results) -> Self {
        let lanes = results.lanes();
        Self {
            lanes: lanes.iter().map(|it| LaneReport::of(plan, it)).collect(),
            plan: plan.clone(),
        }
    }

    /// The report on one strategy.
    #[must_use]
    pub fn lane(&self, strategy: Strategy) -> Option<&LaneReport> {
        self.lanes.iter().find(|lane| lane.strategy == strategy)
    }

    /// Those of the strategies that must not lose anything and did.
    pub fn faults(&self) -> impl Iterator<Item = Strategy> {
        let is_wrong = |lane: &&LaneReport| {
            !lane.strategy.may_lose() && lane.losses.iter().any(|it| *it > 0)
        };
        self.lanes.iter().filter(is_wrong).map(|it| it.strategy)
    }

    /// What failed, strategy by strategy.
    pub fn failures(&self) -> impl Iterator<Item = (Strategy, &WorkerFailure)> {
        let failure = |lane: &LaneReport| lane.strategy;
        self.lanes
            .iter()
            .filter_map(move |it| Some((failure(it), it.failure.as_ref()?)))
    }
}
