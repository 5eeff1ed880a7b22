//! What is said of a race is true of it: the tasks really race, and the workers
//! lose what chance has them lose.

use super::told::{Unit, each_is_known};
use crate::{cases, plain};
use meanwhile::experiments::race::{
    Group, LaneReport, Plan, Report, Setup, Strategy,
};
use meanwhile::experiments::{Kind, Look, Order, Part};
use proptest::prelude::{
    prop, prop_assert, prop_assert_eq, prop_oneof, proptest,
};
use proptest::strategy::Strategy as _;
use std::time::Duration;

const STEP: Duration = Duration::from_micros(5);

/// What chance has to say of a repetition: how much is lost, of a thousand, and
/// how long it takes.
type Chance = (u32, u64);

fn lost(plan: &Plan, strategy: Strategy, place: u32, chance: Chance) -> u32 {
    let expected = plan.expected(strategy);
    match strategy.kind() {
        Kind::Coroutine => {
            let seed = plan.seed_of(place);
            let (tasks, adds) = (plan.setup.tasks, plan.setup.adds);
            let mut group =
                Group::new(strategy, tasks, adds, plan.setup.order, seed);
            while group.poll(1000) {}
            expected - group.count()
        }
        _ if strategy == Strategy::SharedPlain && plan.setup.workers > 1 => {
            (u64::from(expected) * u64::from(chance.0) / 1001) as u32
        }
        _ => 0,
    }
}

fn lane(plan: &Plan, strategy: Strategy, chances: &[Chance]) -> LaneReport {
    let times = chances.iter().map(|it| Duration::from_nanos(it.1));
    let middle = |times: Vec<Duration>| meanwhile::trace::median(&times);
    let counting = times.clone().zip(chances);
    let counting = counting.map(|(time, it)| time * it.0 / 1000).collect();
    let losses = (0..).zip(chances);
    LaneReport {
        strategy,
        expected: plan.expected(strategy),
        losses: losses
            .map(|(place, chance)| lost(plan, strategy, place, *chance))
            .collect(),
        time: middle(times.collect()),
        counting: middle(counting).filter(|_| strategy == Strategy::Messages),
        failure: None,
    }
}

/// Reports of runs, some of which were stopped in the middle.
fn reports() -> impl proptest::strategy::Strategy<Value = Report> {
    let strategies = prop::sample::subsequence(Strategy::ALL.to_vec(), 1..=7);
    let order = (prop::sample::select(Order::ALL.to_vec()), 0_u64..1000);
    let sizes = (1_u32..6, 1_u32..5, 1_usize..4, 1_u32..2000, 1_u32..5);
    let plan = (strategies, order, sizes).prop_map(
        |(strategies, (order, seed), (tasks, adds, workers, each, repeat))| {
            let setup = Setup {
                guess: meanwhile::experiments::Guesses::default(),
                look: Look::default(),
                strategies,
                order,
                seed,
                tasks,
                adds,
                workers,
                worker_adds: each,
                repeat,
            };
            let left_out = Vec::new();
            Plan { setup, left_out }
        },
    );
    let per_mille = prop_oneof![0_u32..2, 0_u32..1000];
    let time = prop_oneof![0_u64..20_000, 0_u64..5_000_000_000];
    let chances = prop::collection::vec((per_mille, time), 28);
    let stop = prop_oneof![3 => 28_usize..29, 1 => 1_usize..28];
    (plan, chances, stop).prop_map(|(plan, chances, stop)| {
        let repeat = plan.setup.repeat as usize;
        let begun = plan.setup.strategies.iter().enumerate().filter_map(
            |(place, it)| {
                let done = stop.saturating_sub(place * repeat).min(repeat);
                let chances = chances.get(place * repeat..)?.get(..done)?;
                (done > 0).then(|| lane(&plan, *it, chances))
            },
        );
        Report {
            lanes: begun.collect(),
            plan: plan.clone(),
        }
    })
}

fn sentence(report: &Report) -> String {
    let parts = report.sentence().into_iter();
    parts.map(Part::into_text).collect()
}

fn range(report: &Report, strategy: Strategy) -> Option<(u32, u32)> {
    report.lane(strategy)?.range()
}

/// Whether the tasks of this lose anything when they come first in, first out.
fn would_lose(plan: &Plan) -> bool {
    let mut other = plan.clone();
    other.setup.order = Order::Fifo;
    lost(&other, Strategy::TaskAwait, 0, (0, 0)) > 0
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn each_number_is_one_of_the_table_or_the_plan(report in reports()) {
        let mut known = vec![(Unit::Count, 1.0)];
        let mut counts = vec![report.plan.setup.workers as u32];
        for lane in &report.lanes {
            let (adders, adds) = report.plan.adders(lane.strategy);
            counts.extend([adders, adds, lane.expected]);
            let range = lane.range().into_iter();
            let range = range.flat_map(|(least, most)| [least, most]);
            counts.extend(range.flat_map(|it| [it, lane.expected - it]));
            let times = [lane.time, lane.counting].into_iter().flatten();
            known.extend(times.map(|it| (Unit::Time, it.as_secs_f64() * 1e3)));
            if lane.strategy == Strategy::TaskAwait {
                let runs = lane.losses.len() as u64;
                let seeds = report.plan.setup.seed..report.plan.setup.seed + runs;
                known.extend(seeds.map(|it| (Unit::Count, it as f64)));
            }
        }
        known.extend(counts.iter().map(|it| (Unit::Count, f64::from(*it))));
        let time = |strategy| Some(report.lane(strategy)?.time?.as_secs_f64());
        for (one, other) in [
            (Strategy::TaskLock, Strategy::TaskAwait),
            (Strategy::SharedLock, Strategy::SharedAtomic),
        ] {
            let both = time(one).zip(time(other));
            known.extend(both.map(|(one, other)| (Unit::Ratio, one / other)));
        }
        each_is_known(&sentence(&report), &known)?;
        for finding in report.findings(STEP) {
            each_is_known(&finding.text, &known)?;
        }
    }

    #[test]
    fn what_is_said_to_be_lost_was_lost_and_for_that_reason(
        report in reports(),
    ) {
        let said = plain(&sentence(&report));
        for strategy in [Strategy::TaskAwait, Strategy::SharedPlain] {
            let lost = report.sentence().into_iter().find_map(|part| match part {
                Part::Subject(of, text) if of == strategy.id() => Some(text),
                _ => None,
            });
            let range = range(&report, strategy);
            let none = lost.map(|it| it == "None was lost");
            prop_assert_eq!(none, range.map(|it| it == (0, 0)), "{}", &said);
        }
        if said.contains("in another order it would not be so") {
            prop_assert!(would_lose(&report.plan), "{}", &said);
        }
        if said.contains("gave the thread back, and then wrote over") {
            let most = range(&report, Strategy::TaskAwait).map(|it| it.1);
            prop_assert!(most > Some(0) && report.plan.setup.tasks > 1, "{}", &said);
        }
        for part in report.sentence() {
            if let Part::Subject(id, _) = part
                && let Some(strategy) = Strategy::from_id(id)
                && !strategy.may_lose()
            {
                prop_assert_eq!(range(&report, strategy), Some((0, 0)));
            }
        }
    }

    #[test]
    fn what_is_noticed_happened(report in reports()) {
        let time = |strategy| report.lane(strategy).and_then(|it| it.time);
        for finding in report.findings(STEP) {
            let finding = plain(&finding.text);
            if finding.contains("a library’s lock costs") {
                let times = [Strategy::TaskLock, Strategy::TaskAwait].map(time);
                prop_assert!(times[0] > times[1], "{}", &finding);
                prop_assert!(report.plan.setup.tasks > 1, "{}", &finding);
            }
            if finding.starts_with("The seeds from") {
                let lane = report.lane(Strategy::TaskAwait);
                let runs = lane.expect("it ran").losses.len() as u64;
                let last = report.plan.setup.seed + runs - 1;
                let words = format!("to {last} lost ");
                prop_assert!(finding.contains(&words), "{}", &finding);
            }
            if finding.contains("no link repeats it") {
                let range = range(&report, Strategy::SharedPlain);
                prop_assert!(range.is_some_and(|it| it.0 < it.1), "{}", &finding);
            }
            if finding.contains("the rest is") {
                let lane = report.lane(Strategy::Messages).expect("it ran");
                prop_assert!(lane.counting <= lane.time, "{}", &finding);
            }
        }
    }
}
