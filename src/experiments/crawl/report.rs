//! What is said of a run: the figures by strategy and what got in the way.
//!
//! Every figure of the page comes from here, so that the picture, the tables,
//! the sentence and what is copied cannot disagree.

use super::floor::{floor, lateness};
use super::{Lane, Metric, Outcome, Plan, Strategy};
use crate::experiments::figure::millis;
use crate::experiments::verdict::between;
use crate::experiments::{Noticed, Reported, metric};
use crate::trace::{
    Ending, Finding, HostLoad, Situation, Stats, Timeline, Track, decimals,
    duration_text, findings, median,
};
use std::collections::HashSet;
use std::fmt;
use std::time::Duration;

/// What one strategy did, over all rounds.
#[derive(Clone)]
pub struct LaneReport {
    /// The strategy.
    pub strategy: Strategy,
    /// The lane whose figures are shown: the round with the median total.
    pub lane: Lane,
    /// The figures of that round.
    pub stats: Stats,
    /// Bytes of all bodies in that round.
    pub bytes: u64,
    /// How many rounds are complete.
    pub rounds: usize,
    /// The least and the greatest total, when there are several rounds.
    pub range: Option<(Duration, Duration)>,
    /// Sequential's total divided by this one.
    pub speedup: Option<f64>,
    /// How the strategy itself ended; none while it runs.
    pub ending: Option<Ending>,
    /// What no order of the same requests can go below, where that is known.
    pub floor: Option<Duration>,
    /// How long after the strategy its last request began, where only the page
    /// itself can have kept it.
    pub lateness: Option<Duration>,
}

impl LaneReport {
    fn of(strategy: Strategy, plan: &Plan, lanes: &[Lane]) -> Option<Self> {
        let lanes: Vec<&Lane> = lanes
            .iter()
            .filter(|lane| lane.strategy() == strategy)
            .collect();
        let total = |lane: &Lane| {
            lane.timeline().makespan().filter(|_| ran_to_its_end(lane))
        };
        let totals: Vec<Duration> =
            lanes.iter().filter_map(|lane| total(lane)).collect();
        let middle = median(&totals);
        let shown = lanes
            .iter()
            .find(|lane| middle.is_some() && total(lane) == middle);
        let lane = (*shown.or(lanes.last())?).clone();
        let bytes = {
            let outcomes = lane.outcomes();
            let answers =
                outcomes.iter().flatten().filter_map(Outcome::response);
            answers.map(|answer| answer.bytes).sum()
        };
        let range = totals.iter().min().zip(totals.iter().max());
        let (stats, ending, lateness) = {
            let timeline = lane.timeline();
            (
                Stats::of(&timeline),
                timeline.root().and_then(Track::ending),
                lateness(strategy, &timeline),
            )
        };
        let floor = floor(&lane, plan, &stats);
        Some(Self {
            strategy,
            stats,
            ending,
            lane,
            bytes,
            rounds: totals.len(),
            range: range.filter(|_| totals.len() > 1).map(|(a, b)| (*a, *b)),
            speedup: None,
            floor,
            lateness,
        })
    }

    /// The total, if every request came to its own end: only such totals can
    /// be compared.
    pub(super) fn comparable(&self) -> Option<Duration> {
        self.stats.total.filter(|_| self.stats.unfinished == 0)
    }

    /// The run as the post prints it.
    #[must_use]
    pub fn post_text(&self) -> String {
        let seconds = |time: Option<Duration>| {
            time.map_or(0.0, |time| time.as_secs_f64())
        };
        let Some(total) = self.stats.total else {
            return String::new();
        };
        format!(
            "Average response time: {}\nEnd: {}",
            decimals(seconds(self.stats.average), 3),
            decimals(total.as_secs_f64(), 3),
        )
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

    /// The range of the totals over the rounds, in words; empty for one round.
    fn remark(&self, step: Duration) -> String {
        let Some((least, most)) = self.range else {
            return String::new();
        };
        let (least, most) =
            (duration_text(least, step), duration_text(most, step));
        format!("median of {}, {least} to {most}", self.rounds)
    }
}

/// Whether the strategy itself completed, failures of requests or not.
fn ran_to_its_end(lane: &Lane) -> bool {
    let timeline = lane.timeline();
    timeline
        .root()
        .and_then(Track::ending)
        .is_some_and(Ending::by_itself)
}

/// How a strategy compares with the baseline run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// The difference of the totals, in milliseconds; negative is sooner.
    pub millis: f64,
}

impl Comparison {
    /// The difference in words.
    #[must_use]
    pub fn text(self, step: Duration) -> String {
        let size = Duration::from_secs_f64(self.millis.abs() / 1e3);
        let sign = if self.millis < 0.0 { "−" } else { "+" };
        match size < step {
            true => "±0".to_owned(),
            false => format!("{sign}{}", duration_text(size, step)),
        }
    }
}

/// What is said of a run.
#[derive(Clone)]
pub struct Report {
    /// The strategies that ran, in the order of the page.
    pub lanes: Vec<LaneReport>,
    /// What got in the way, each once.
    pub findings: Vec<Found>,
    /// The plan that was run.
    pub plan: Plan,
    pub(super) sequential_is_fastest: bool,
}

/// What got in the way, and of whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it was.
    pub finding: Finding,
    /// The strategies that it is true of; empty if it is true of all.
    pub strategies: Vec<Strategy>,
    /// The request that shows it best, by its strategy and its row; `None` if it
    /// is of no single one.
    pub place: Option<(Strategy, usize)>,
}

impl Found {
    /// What is said of it, and where it is seen.
    pub(super) fn noticed(&self) -> Noticed {
        Noticed {
            text: self.to_string(),
            place: self.place.map(|(strategy, row)| (strategy.id(), row)),
        }
    }
}

/// The row that shows `finding` best: the first that failed, or the last of a
/// queue.
fn row_of(
    finding: &Finding,
    timeline: &Timeline,
    situation: &Situation,
) -> Option<usize> {
    let rows = timeline.rows();
    let last_of = |loads: &[HostLoad], name: &str| {
        let load = loads.iter().find(|load| load.name == name)?;
        let ended = |row: &&usize| rows.get(**row)?.end.map(|(at, _)| at);
        load.rows.iter().max_by_key(ended).copied()
    };
    match finding {
        Finding::Failures(_) => rows.iter().position(|row| {
            matches!(row.ending(), Some(Ending::Failed | Ending::TimedOut))
        }),
        Finding::Connections { host, .. } => {
            last_of(&situation.same_path, host)
        }
        Finding::CacheQueue { url, .. } => last_of(&situation.same_url, url),
        _ => None,
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, strategy) in self.strategies.iter().enumerate() {
            f.write_str(between(place, self.strategies.len(), " and "))?;
            f.write_str(strategy.name())?;
        }
        if !self.strategies.is_empty() {
            f.write_str(": ")?;
        }
        self.finding.fmt(f)
    }
}

impl Report {
    /// Reads the report off the lanes of a run of `plan`.
    #[must_use]
    pub fn of(plan: &Plan, lanes: &[Lane]) -> Self {
        let of = |strategy| LaneReport::of(strategy, plan, lanes);
        let mut reports: Vec<LaneReport> =
            Strategy::ALL.into_iter().filter_map(of).collect();
        let sequential = reports
            .iter()
            .find(|lane| lane.strategy == Strategy::Sequential);
        let sequential = sequential
            .and_then(|lane| Some((lane.comparable()?, lane.stats.failed)));
        for report in &mut reports {
            let total = report.comparable();
            report.speedup = sequential
                // A failure is often sooner than an answer.
                .filter(|(_, failed)| *failed == report.stats.failed)
                .zip(total)
                .filter(|(_, total)| !total.is_zero())
                .map(|((sequential, _), total)| {
                    sequential.as_secs_f64() / total.as_secs_f64()
                });
        }
        let found = found(plan, &reports);
        let fastest = fastest(&reports).map(|lane| lane.strategy);
        Self {
            sequential_is_fastest: fastest == Some(Strategy::Sequential),
            lanes: reports,
            findings: found,
            plan: plan.clone(),
        }
    }

    /// The report on one strategy.
    #[must_use]
    pub fn lane(&self, strategy: Strategy) -> Option<&LaneReport> {
        self.lanes.iter().find(|lane| lane.strategy == strategy)
    }

    /// How `strategy` compares with the same one of `baseline`.
    #[must_use]
    pub fn comparison(
        &self,
        strategy: Strategy,
        baseline: &Self,
    ) -> Option<Comparison> {
        let ours = self.lane(strategy)?.comparable()?;
        let theirs = baseline.lane(strategy)?.comparable()?;
        Some(Comparison {
            millis: millis(ours) - millis(theirs),
        })
    }
}

/// What got in the way of these strategies: of each sort the first for each.
fn found(plan: &Plan, reports: &[LaneReport]) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::new();
    for report in reports {
        let situation = report.lane.situation(plan);
        let mut kinds = HashSet::new();
        let timeline = report.lane.timeline();
        for finding in findings(&timeline, &situation) {
            if !kinds.insert(std::mem::discriminant(&finding)) {
                continue;
            }
            let strategy = report.strategy;
            match all.iter_mut().find(|it| it.finding == finding) {
                Some(known) => known.strategies.push(strategy),
                None => {
                    let row = row_of(&finding, &timeline, &situation);
                    all.push(Found {
                        finding,
                        strategies: vec![strategy],
                        place: row.map(|row| (strategy, row)),
                    });
                }
            }
        }
    }
    for found in &mut all {
        if found.strategies.len() == reports.len() {
            found.strategies.clear();
        }
    }
    all
}

/// The strategy with the least comparable total; on a tie the first that is
/// not sequential.
pub(super) fn fastest(lanes: &[LaneReport]) -> Option<&LaneReport> {
    let comparable = lanes.iter().filter(|lane| lane.comparable().is_some());
    comparable.min_by_key(|lane| {
        (lane.comparable(), lane.strategy == Strategy::Sequential)
    })
}
