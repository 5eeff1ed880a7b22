//! What is said of what many cost is true of it, whatever was measured.

use super::told::{Unit, each_is_known, numbers};
use crate::{cases, plain};
use meanwhile::experiments::Part;
use meanwhile::experiments::cost::{
    Body, Failure, Form, FormReport, Measured, Metric, Plan, Report, Setup,
};
use proptest::prelude::{
    Just, prop, prop_assert, prop_assert_eq, prop_oneof, proptest,
};
use proptest::strategy::Strategy;
use std::time::Duration;

/// What was measured of a form: how long it took to create and to finish, in
/// nanoseconds, how much memory each took, and whether it failed.
type Sample = (u64, u64, Option<f64>, bool);

fn sample() -> impl Strategy<Value = Sample> {
    let time = || {
        prop_oneof![
            Just(0),
            0_u64..10_000,
            0_u64..1_000_000_000,
            0_u64..3_000_000_000_000
        ]
    };
    let bytes = prop_oneof![1 => Just(None), 3 => (1.0..2e6).prop_map(Some)];
    (time(), time(), bytes, prop::bool::weighted(0.1))
}

fn report(plan: &Plan, form: Form, sample: Sample) -> FormReport {
    let (create, finish, bytes_each, failed) = sample;
    let is_future = matches!(form, Form::SpawnLocal | Form::FuturesUnordered);
    // A worker of Rust knows its memory; nobody knows that of a thread.
    let bytes_each = match form {
        Form::SharedWorkers => None,
        Form::JsAsync => bytes_each,
        _ => bytes_each.or(Some(64.0)),
    };
    let measured = Measured {
        created: plan.created(form),
        create: Duration::from_nanos(create),
        finish: Duration::from_nanos(finish),
        bytes_each,
        future: is_future.then_some(8 + plan.setup.held),
        first_time: (!form.needs_workers())
            .then(|| Duration::from_nanos(create / 2 + finish)),
    };
    FormReport {
        form,
        count: plan.setup.count,
        measured: (!failed).then_some(measured),
        failure: failed.then_some(Failure::Silent(Duration::from_secs(9))),
    }
}

fn reports() -> impl Strategy<Value = Report> {
    let forms = prop::sample::subsequence(Form::ALL.to_vec(), 1..=5);
    let body = prop::sample::select(Body::ALL.to_vec());
    let held = prop::sample::select(Setup::HELD.to_vec());
    let count = prop_oneof![1_000_u32..5_000, 1_000_u32..=1_000_000];
    let workers = 1..=Setup::WORKERS_MAX;
    let samples = prop::collection::vec(sample(), 5);
    (forms, body, held, count, workers, samples).prop_map(
        |(forms, body, held, count, workers, samples)| {
            let setup = Setup {
                guess: meanwhile::experiments::Guesses::default(),
                count,
                forms,
                body,
                held,
                workers,
            };
            let plan = Plan { setup };
            let each = plan.setup.forms.iter().zip(samples);
            Report {
                forms: each
                    .map(|(form, it)| report(&plan, *form, it))
                    .collect(),
                plan: plan.clone(),
            }
        },
    )
}

fn steps() -> impl Strategy<Value = Duration> {
    let micros = prop_oneof![Just(5), Just(20), Just(100), Just(1000)];
    micros.prop_map(Duration::from_micros)
}

/// What is said of each form that has something said of it.
fn said(report: &Report, step: Duration) -> Vec<(Form, String)> {
    let parts = report.sentence(step);
    let each = parts.chunks(3).map(|parts| match parts {
        [
            Part::Text(before),
            Part::Subject(form, _),
            Part::Text(after),
        ] => {
            let form = Form::from_id(form).expect("a form");
            (form, format!("{before}…{after}"))
        }
        other => panic!("a form and what stands around it, not {other:?}"),
    });
    each.collect()
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn each_number_is_one_of_the_table(report in reports(), step in steps()) {
        let mut known = vec![(Unit::Count, f64::from(report.plan.setup.count))];
        let done = report.forms.iter().filter(|it| it.measured.is_some());
        let totals = done.clone().filter_map(FormReport::total);
        let first = totals.clone().next().unwrap_or_default().as_secs_f64();
        for total in totals.map(|it| it.as_secs_f64()) {
            known.extend([(Unit::Time, total * 1e3), (Unit::Ratio, total / first)]);
        }
        for form in done.clone() {
            let figure = |metric: Metric| metric.of(form, step).value;
            let parts = [Metric::CREATE, Metric::FINISH].map(figure);
            let all: Option<f64> = parts.into_iter().sum();
            prop_assert!(form.total().is_some() && all.is_some());
            let measured = form.measured.expect("it was measured");
            known.extend([
                (Unit::Count, f64::from(measured.created)),
                (Unit::Time, measured.total().as_secs_f64() * 1e3),
            ]);
            known.extend(figure(Metric::BYTES_EACH).map(|it| (Unit::Bytes, it)));
            known.extend(figure(Metric::PER_SECOND).map(|it| (Unit::Count, it)));
        }
        let parts = report.sentence(step).into_iter();
        let text = |part| match part {
            Part::Text(text) => text,
            Part::Subject(..) => String::new(),
        };
        each_is_known(&parts.map(text).collect::<String>(), &known)?;
        let twice = done.clone().filter_map(|it| it.measured);
        for measured in twice.filter(|it| it.first_time.is_some()) {
            let first = measured.first_time.unwrap_or_default().as_secs_f64();
            let second = measured.total().as_secs_f64();
            known.extend([(Unit::Time, first * 1e3), (Unit::Ratio, first / second)]);
        }
        let sizes = done.filter_map(|it| Metric::FUTURE_SIZE.of(it, step).value);
        known.extend(sizes.map(|it| (Unit::Bytes, it)));
        known.push((Unit::Bytes, f64::from(report.plan.setup.held)));
        for finding in report.findings(step) {
            let told = ["Each of the futures", "These figures are of the second"];
            if told.iter().any(|it| finding.starts_with(it)) {
                each_is_known(&finding, &known)?;
            }
        }
    }

    #[test]
    fn what_was_not_created_is_said_to_be_extrapolated(
        report in reports(),
        step in steps(),
    ) {
        let said = said(&report, step);
        let done = report.forms.iter().filter(|it| it.measured.is_some());
        prop_assert_eq!(said.len(), done.clone().count());
        for (form, (of, text)) in done.zip(&said) {
            prop_assert_eq!(form.form, *of);
            let is_reckoned = form.extrapolated_from().is_some();
            prop_assert_eq!(text.contains("extrapolated"), is_reckoned, "{}", text);
            prop_assert!(!(text.contains("As many") && is_reckoned), "{}", text);
        }
        let first = said.first().map(|it| it.1.contains("As many"));
        prop_assert!(first != Some(true), "as many as what? {:?}", said);
    }

    #[test]
    fn no_ratio_is_finer_than_the_clock(report in reports(), step in steps()) {
        for (form, text) in said(&report, step) {
            if text.contains("as long") {
                let total = report.form(form).and_then(FormReport::total);
                prop_assert!(total >= Some(step), "{}", text);
            }
        }
    }

    #[test]
    fn what_is_noticed_is_so(report in reports(), step in steps()) {
        let measured = || report.forms.iter().filter_map(|it| it.measured);
        for finding in report.findings(step) {
            let text = plain(&finding);
            if text.starts_with("Each of the futures") {
                let it = measured().find(|it| it.future.is_some());
                prop_assert!(it.is_some_and(|it| it.bytes_each.is_some()), "{}", text);
                let timer = report.plan.setup.held == 0 && report.plan.setup.body == Body::Timer;
                prop_assert_eq!(text.contains("its timer"), timer, "{}", text);
            }
            if text.contains("64 KiB at a time") {
                let each = numbers(&finding)[1];
                let is_so = measured().any(|it| {
                    let each_page = 65_536.0 / f64::from(it.created);
                    each.tells((Unit::Bytes, each_page))
                        && it.bytes_each.is_some_and(|it| it < 20.0 * each_page)
                });
                prop_assert!(is_so, "{}", text);
            }
            if text.contains("clock moves by") {
                prop_assert!(measured().any(|it| it.total() < step), "{}", text);
            }
            if text.contains("not disclosed") {
                prop_assert!(measured().any(|it| it.bytes_each.is_none()));
            }
        }
    }
}
