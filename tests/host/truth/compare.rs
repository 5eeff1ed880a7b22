//! What is said of the comparison is true of its cells, whatever they hold.

use super::told::{Unit, each_is_known};
use crate::{cases, plain};
use meanwhile::experiments::compare::{
    Aspect, COUNT, CellReport, Entry, Failure, Kept, Lane, Measured, Probe,
    Step, TICK, WORKERS, When, drawings, evidence, sentence,
};
use meanwhile::experiments::{Kind, Part};
use meanwhile::trace::{Ending, EventKind, Phase, TaskId, Timestamp, Trace};
use proptest::prelude::{
    Just, prop, prop_assert, prop_assert_eq, prop_oneof, proptest,
};
use proptest::strategy::Strategy;
use std::time::Duration;

const STEP: Duration = Duration::from_micros(5);

fn at(micros: u64) -> Timestamp {
    Timestamp::ZERO + Duration::from_micros(micros)
}

/// One computes between two instants, another ticks at these, in microseconds.
fn lane(computes: (u64, u64), ticks: &[u64]) -> Option<Lane> {
    let mut trace = Trace::default();
    let both = trace.declare(at(0), None, "both".into());
    let loops = ["computes", "ticks"];
    let [one, other] =
        loops.map(|name| trace.declare(at(0), Some(both), name.into()));
    let mut events: Vec<(u64, TaskId, EventKind)> = vec![
        (0, both, EventKind::Spawned),
        (computes.0, one, EventKind::Entered(Phase::Computing)),
        (computes.1, one, EventKind::Left),
    ];
    let marks = ticks.iter().map(|it| (*it, other, EventKind::Marked));
    events.extend(marks);
    events.sort_by_key(|it| it.0);
    let end = events.last().map_or(0, |it| it.0);
    events.push((end, both, EventKind::Ended(Ending::Succeeded)));
    for (micros, task, kind) in events {
        trace.push(at(micros), task, kind);
    }
    Lane::of(trace.events().to_vec().into())
}

fn lanes() -> impl Strategy<Value = Lane> {
    let computes = (0_u64..60_000, 1_u64..400_000);
    let gap = prop_oneof![8_000_u64..12_000, 0_u64..300_000];
    let ticks = prop::collection::vec(gap, 0..60);
    (computes, ticks).prop_filter_map("it computes", |((from, long), gaps)| {
        let mut now = 0;
        let ticks = gaps.iter().map(|gap| {
            now += gap;
            now
        });
        lane((from, from + long), &ticks.collect::<Vec<u64>>())
    })
}

fn time() -> impl Strategy<Value = Duration> {
    let nanos = prop_oneof![0_u64..10_000, 0_u64..10_000_000_000];
    nanos.prop_map(Duration::from_nanos)
}

fn measured(step: Step) -> impl Strategy<Value = Measured> {
    let created = match step.kind {
        Kind::Coroutine => COUNT,
        Kind::Thread | Kind::Process => WORKERS,
    };
    let bytes = match step.kind {
        Kind::Thread => Just(None).boxed(),
        _ => (1.0..5e7).prop_map(Some).boxed(),
    };
    match step.probe {
        Probe::Race => {
            let expected = prop_oneof![Just(10_000_u32), Just(2_000_000)];
            let share = prop_oneof![Just(0.0), 0.0..1.0];
            let race = (expected, share).prop_map(|(expected, share)| {
                let lost = (f64::from(expected) * share) as u32;
                Measured::Race { lost, expected }
            });
            race.boxed()
        }
        Probe::Cost => (time(), bytes)
            .prop_map(move |(took, bytes_each)| Measured::Cost {
                created,
                took,
                total: took.mul_f64(f64::from(COUNT) / f64::from(created)),
                bytes_each,
            })
            .boxed(),
        Probe::Scheduling => lanes().prop_map(Measured::Scheduling).boxed(),
        Probe::Capacity => {
            let workers = match step.kind {
                Kind::Coroutine => 0..1_usize,
                Kind::Thread => 1..2,
                Kind::Process => 1..33,
            };
            let job = |(job, workers)| Measured::Capacity { job, workers };
            (time(), workers).prop_map(job).boxed()
        }
    }
}

/// Any of the measurements, some of which failed.
fn entries() -> impl Strategy<Value = Vec<Entry>> {
    let steps = Probe::ALL
        .into_iter()
        .flat_map(|probe| Kind::ALL.map(|kind| Step { probe, kind }));
    let each: Vec<_> = steps
        .map(|step| {
            let result = prop_oneof![
                4 => measured(step).prop_map(|it| Some(Ok(it))),
                1 => Just(Some(Err(Failure::Nothing))),
                2 => Just(None),
            ];
            result.prop_map(move |result| (step, result))
        })
        .collect();
    each.prop_map(|all| {
        let tried = all
            .into_iter()
            .filter_map(|(step, result)| Some(entry(step, result?)));
        tried.collect()
    })
}

fn entry(step: Step, result: Result<Measured, Failure>) -> Entry {
    let when = When {
        epoch: 0.0,
        ahead: 0,
    };
    Entry {
        step,
        result,
        when,
        hidden: false,
    }
}

fn keep(entries: Vec<Entry>) -> Kept {
    let kept = Kept::default();
    entries.into_iter().for_each(|it| kept.keep(it));
    kept
}

fn said(kept: &Kept) -> String {
    let parts = sentence(kept, STEP).into_iter();
    parts.map(Part::into_text).collect()
}

/// What a cell and its remark tell, as numbers.
fn figures(kept: &Kept, (aspect, kind): (Aspect, Kind)) -> Vec<(Unit, f64)> {
    let Some(probe) = aspect.probe() else {
        return Vec::new();
    };
    let cell = CellReport::of(kept, aspect, kind, STEP);
    let unit = match aspect {
        Aspect::RaceConditions | Aspect::Ease => Unit::Count,
        Aspect::Memory => Unit::Bytes,
        _ => Unit::Time,
    };
    let mut figures: Vec<_> =
        cell.figure.value.into_iter().map(|it| (unit, it)).collect();
    let from = cell.extrapolated_from.into_iter();
    figures.extend(from.map(|it| (Unit::Count, f64::from(it))));
    figures.extend(match kept.measured(probe, kind) {
        Some(Measured::Race { expected, .. }) => {
            vec![(Unit::Count, f64::from(expected))]
        }
        Some(Measured::Cost { took, .. }) => {
            vec![(Unit::Time, took.as_secs_f64() * 1e3)]
        }
        Some(Measured::Scheduling(lane)) => {
            vec![(Unit::Time, lane.computed().as_secs_f64() * 1e3)]
        }
        Some(Measured::Capacity { workers, .. }) => {
            vec![(Unit::Count, workers as f64)]
        }
        None => Vec::new(),
    });
    figures
}

fn cells() -> Vec<(Aspect, Kind)> {
    let of = |aspect| Kind::ALL.map(|kind| (aspect, kind));
    Aspect::ALL.into_iter().flat_map(of).collect()
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn each_number_is_that_of_a_cell(entries in entries()) {
        let kept = keep(entries);
        let all = cells();
        let known: Vec<_> =
            all.iter().flat_map(|it| figures(&kept, *it)).collect();
        each_is_known(&said(&kept), &known)?;
    }

    #[test]
    fn each_evidence_has_the_numbers_of_its_own_cell(entries in entries()) {
        let kept = keep(entries);
        for of in cells() {
            let [it] = &evidence(&kept, &[of], STEP)[..] else {
                panic!("one cell is one evidence");
            };
            if let (Some(text), Some(_)) = (&it.text, of.0.probe()) {
                each_is_known(text, &figures(&kept, of))?;
            }
            let cell = CellReport::of(&kept, of.0, of.1, STEP);
            let is_told = it.text.is_some();
            // Memory that is not disclosed is told of without a figure.
            let is_silent = cell.figure.value.is_none()
                && !plain(&cell.figure.text).contains("not disclosed");
            prop_assert_eq!(is_told, !is_silent, "{:?}: {:?}", of, cell);
        }
    }

    #[test]
    fn nothing_is_said_that_was_not_measured(entries in entries()) {
        let kept = keep(entries);
        let said = plain(&said(&kept));
        let value = |aspect, kind| {
            CellReport::of(&kept, aspect, kind, STEP).figure.value
        };
        for kind in Kind::ALL {
            let name = kind.plural().to_lowercase();
            let lost = value(Aspect::RaceConditions, kind);
            let lost_none = said.contains(&format!("{name} lost none"));
            prop_assert_eq!(lost_none, lost == Some(0.0), "{}", &said);
            let created = value(Aspect::CreationSpeed, kind).is_some();
            let took = [" took ", " would take "];
            let is_told =
                took.iter().any(|it| said.contains(&format!("{name}{it}")));
            prop_assert_eq!(is_told, created, "{}", &said);
        }
        let reckoned = Kind::ALL.iter().any(|kind| {
            let cell = CellReport::of(&kept, Aspect::CreationSpeed, *kind, STEP);
            cell.extrapolated_from.is_some()
        });
        prop_assert_eq!(said.contains("extrapolated"), reckoned, "{}", &said);
        let late = value(Aspect::Scheduling, Kind::Coroutine).is_some();
        prop_assert_eq!(said.contains("on the loop, the other"), late, "{}", &said);
    }

    #[test]
    fn who_did_not_tick_once_was_late(lane in lanes()) {
        let (probe, kind) = (Probe::Scheduling, Kind::Coroutine);
        let measured = Measured::Scheduling(lane.clone());
        let kept = keep(vec![entry(Step { probe, kind }, Ok(measured))]);
        let (_, drawings) = drawings(&kept);
        let Some(late) = lane.delay() else { return Ok(()) };
        let not_at_all = drawings[0].said.ends_with("ticked not at all.");
        let least = lane.computed().saturating_sub(TICK);
        // Both are sums of fractions of milliseconds.
        let is_so = late + Duration::from_nanos(10) >= least;
        prop_assert!(!not_at_all || is_so, "{:?} {:?}", late, least);
    }
}
