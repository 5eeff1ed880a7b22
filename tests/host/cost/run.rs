//! Whole runs on workers that are none, and what is said of them.

use super::{measured, plan};
use crate::executor::{block_on, now, settled, sleep};
use crate::{ms, plain};
use futures::future::{Either, LocalBoxFuture, select};
use meanwhile::experiments::Unshared;
use meanwhile::experiments::cost::{
    CarryOut, Chart, DotKind, Failure, Form, FormReport, Metric, Order,
    OrderFailure, Outcomes, Plan, Progress, Quantity, Report, RunOnMemory,
    Sample, SharedMemory, Web, csv_from_points, disclose, json_from_points,
    measure_javascript, run,
};
use meanwhile::experiments::protocol::WorkerFailure;
use meanwhile::experiments::{Part, Reported, Table};
use std::cell::{Cell, RefCell};
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

const ALL: &str = "n=1000&run=spawn-local,futures-unordered,js-async,\
                   shared-workers,own-workers&workers=4";

/// How the workers of a run behave.
#[derive(Clone, Copy, PartialEq)]
enum Workers {
    Work,
    DoNotStart,
    Trap,
    FallSilent,
    Miscount,
    ShareNothing,
}

/// What a test wants to know of its workers.
#[derive(Clone, Default)]
struct Staff {
    alive: Rc<Cell<usize>>,
    most: Rc<Cell<usize>>,
    started: Rc<Cell<usize>>,
    orders: Rc<RefCell<Vec<Order>>>,
}

struct Alive(Rc<Cell<usize>>);

impl Staff {
    fn begin(&self) -> Rc<Alive> {
        self.started.set(self.started.get() + 1);
        self.alive.set(self.alive.get() + 1);
        self.most.set(self.most.get().max(self.alive.get()));
        Rc::new(Alive(self.alive.clone()))
    }
}

impl Drop for Alive {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

type Started<T> = LocalBoxFuture<'static, Result<T, WorkerFailure>>;

fn start(staff: &Staff, workers: Workers, wasm: bool) -> Started<CarryOut> {
    let staff = staff.clone();
    Box::pin(async move {
        sleep(ms(10)).await;
        if workers == Workers::DoNotStart {
            let why = "no such file".to_owned();
            return Err(WorkerFailure::DidNotStart(why));
        }
        let alive = staff.begin();
        let is_warm = Rc::new(Cell::new(false));
        let carry_out: CarryOut = Rc::new(move |order, on_progress| {
            let (alive, staff) = (alive.clone(), staff.clone());
            let times = if is_warm.replace(true) { 1.0 } else { 10.0 };
            Box::pin(async move {
                let _alive = alive;
                staff.orders.borrow_mut().push(order);
                on_progress(Progress {
                    created: 700,
                    finished: 0,
                    memory: wasm.then_some(4e9),
                });
                sleep(ms(20)).await;
                match workers {
                    Workers::Trap => Err(OrderFailure::Worker(
                        WorkerFailure::Trapped("unreachable".to_owned()),
                    )),
                    Workers::FallSilent => Err(OrderFailure::Silent(ms(9000))),
                    _ => Ok(Sample {
                        create: times * if wasm { 2.0 } else { 9.0 },
                        finish: times * if wasm { 3.0 } else { 11.0 },
                        // What was freed is taken again.
                        grown: wasm.then_some(if times > 1.0 {
                            131_072.0
                        } else {
                            0.0
                        }),
                        memory: wasm.then_some(1_200_000.0),
                        future: wasm.then_some(8 + order.held),
                    }),
                }
            })
        });
        Ok(carry_out)
    })
}

fn share(staff: &Staff, workers: Workers) -> Result<SharedMemory, Unshared> {
    if workers == Workers::ShareNothing {
        return Err(Unshared::NotIsolated);
    }
    let counted = Rc::new(Cell::new(0));
    let start = {
        let (staff, counted) = (staff.clone(), counted.clone());
        move || -> Started<RunOnMemory> {
            let (staff, counted) = (staff.clone(), counted.clone());
            Box::pin(async move {
                sleep(ms(5)).await;
                let alive = staff.begin();
                let run: RunOnMemory = Rc::new(move || {
                    let (alive, counted) = (alive.clone(), counted.clone());
                    Box::pin(async move {
                        let _alive = alive;
                        sleep(ms(3)).await;
                        counted.set(counted.get() + 1);
                        Ok(())
                    })
                });
                Ok(run)
            })
        }
    };
    Ok(SharedMemory {
        start: Rc::new(start),
        counted: Rc::new(move || match workers {
            Workers::Miscount => counted.get() - 1,
            _ => counted.get(),
        }),
    })
}

fn web(staff: &Staff, workers: Workers) -> Web {
    let of = |wasm| {
        let staff = staff.clone();
        Rc::new(move || start(&staff, workers, wasm))
    };
    let staff = staff.clone();
    Web {
        start_wasm: of(true),
        start_javascript: of(false),
        share: Rc::new(move |_| share(&staff, workers)),
        javascript_bytes: Rc::new(move || {
            Box::pin(async move {
                sleep(ms(60_000)).await;
                (workers != Workers::ShareNothing).then_some(150_000.0)
            })
        }),
    }
}

fn report(plan: &Plan, staff: &Staff, workers: Workers) -> Report {
    let outcomes = Outcomes::default();
    let web = web(staff, workers);
    block_on(run(plan, &web, now, &outcomes, |_| {}));
    Report::of(plan, &outcomes)
}

fn of(report: &Report, form: Form) -> &FormReport {
    report.form(form).expect("the form ran")
}

const STEP: Duration = Duration::from_micros(5);

fn value(report: &Report, form: Form, metric: Metric) -> Option<f64> {
    metric.of(of(report, form), STEP).value
}

#[test]
fn every_form_is_measured_and_no_worker_is_left() {
    let staff = Staff::default();
    let report = report(&plan(ALL), &staff, Workers::Work);
    let forms: Vec<Form> = report.forms.iter().map(|it| it.form).collect();
    assert_eq!(forms, Form::ALL);
    assert_eq!(report.failures().count(), 0);
    assert_eq!(staff.alive.get(), 0);
    assert_eq!(staff.started.get(), 3 + 4 + 4);
    // The budget: no more at a time, whatever is asked for.
    assert_eq!(staff.most.get(), 4);
    let spawned = |metric| value(&report, Form::SpawnLocal, metric);
    assert_eq!(spawned(Metric::CREATE), Some(2.0));
    assert_eq!(spawned(Metric::FINISH), Some(3.0));
    assert_eq!(spawned(Metric::FIRST_TIME), Some(50.0));
    assert_eq!(spawned(Metric::BYTES_EACH), Some(131.1));
    assert_eq!(spawned(Metric::FUTURE_SIZE), Some(8.0));
    assert_eq!(spawned(Metric::PER_SECOND), Some(200_000.0));
    let js = |metric| value(&report, Form::JsAsync, metric);
    assert_eq!(js(Metric::CREATE), Some(9.0));
    assert_eq!(js(Metric::FIRST_TIME), Some(200.0));
    assert_eq!(js(Metric::BYTES_EACH), None);
    assert_eq!(js(Metric::FUTURE_SIZE), None);
    let own = |metric| value(&report, Form::OwnWorkers, metric);
    assert_eq!(own(Metric::FIRST_TIME), None, "each is a first time");
}

#[test]
fn workers_beyond_the_budget_are_extrapolated_and_said_to_be() {
    let staff = Staff::default();
    let report = report(&plan(ALL), &staff, Workers::Work);
    let own = of(&report, Form::OwnWorkers);
    assert_eq!(own.extrapolated_from(), Some(4));
    assert_eq!(own.remark(STEP), "extrapolated from 4");
    // Four started together in 10 ms and ran in 20 ms.
    let value = |form, metric| value(&report, form, metric);
    assert_eq!(value(Form::OwnWorkers, Metric::CREATE), Some(2500.0));
    assert_eq!(value(Form::OwnWorkers, Metric::FINISH), Some(5000.0));
    assert_eq!(
        value(Form::OwnWorkers, Metric::BYTES_EACH),
        Some(1_200_000.0)
    );
    assert_eq!(value(Form::SharedWorkers, Metric::CREATE), Some(1250.0));
    assert_eq!(value(Form::SharedWorkers, Metric::BYTES_EACH), None);
    // The rate is of what was measured.
    assert_eq!(value(Form::OwnWorkers, Metric::PER_SECOND), Some(133.0));
    assert_eq!(of(&report, Form::SpawnLocal).remark(STEP), "");
    assert_eq!(of(&report, Form::SpawnLocal).extrapolated_from(), None);
}

#[test]
fn an_extrapolation_is_as_much_for_each() {
    let measured = measured(32, 200, 120);
    let all = measured.extrapolated(measured.total(), 1_000_000);
    assert_eq!(all, Duration::from_secs(10_000));
    let none = super::measured(0, 1, 1);
    assert_eq!(none.extrapolated(ms(1), 1000), ms(1));
    assert_eq!(measured.extrapolated(ms(7), 32), ms(7));
    assert_eq!(super::measured(9, 0, 0).per_second(), None);
}

#[test]
fn what_each_order_asks_for_is_what_was_chosen() {
    let staff = Staff::default();
    let forms = "n=5000&workers=2&body=timer&held=1024\
                 &run=spawn-local,futures-unordered,js-async,own-workers";
    report(&plan(forms), &staff, Workers::Work);
    let orders = staff.orders.borrow();
    let told: Vec<_> = orders
        .iter()
        .map(|it| (it.in_one_set, it.count, it.wait, it.held))
        .collect();
    let one = (false, 1, Some(1), 1024);
    // Those that one Worker creates, it creates twice, and fewer in between.
    let counts = [5000, 500, 5000];
    let twice = |set| counts.map(|count| (set, count, Some(1), 1024));
    let (tasks, set) = (twice(false), twice(true));
    let javascript = tasks;
    let all = [tasks.as_slice(), &set, &javascript, &[one, one]];
    assert_eq!(told, all.concat());
}

fn sentence(report: &Report) -> String {
    let text = |part: Part| match part {
        Part::Text(text) => text,
        Part::Subject(_, name) => format!("[{name}]"),
    };
    let parts = report.sentence(STEP).into_iter().map(text);
    plain(&parts.collect::<String>())
}

#[test]
fn the_sentence_says_what_it_cost() {
    let report = report(&plan(ALL), &Staff::default(), Workers::Work);
    insta::assert_snapshot!(sentence(&report), @"1000 [tasks by spawn_local] took 5.00 ms: 200 000 a second, 131.1 B each. As many [futures in one FuturesUnordered] took 5.00 ms, 1.00 × as long. As many [JavaScript async functions] took 20.0 ms, 4.00 × as long. 4 [Workers that share memory] took 8.00 ms; 1000 would take 2.00 s, extrapolated. 4 [Workers with their own wasm] took 30.0 ms; 1000 would take 7.50 s, extrapolated.");
    let findings = report.findings(STEP).join("\n");
    insta::assert_snapshot!(plain(&findings), @r"
    Each of the futures is 8 B, since it remembers next to nothing across its await; tasks by spawn_local came to 131.1 B each. Let it hold more, and see what follows.
    These figures are of a second run in the same Worker, warmed up, since an engine compiles well what has run for a while. The first time, tasks by spawn_local took 50.0 ms, 10.0 × as long; futures in one FuturesUnordered took 50.0 ms, 10.0 × as long; JavaScript async functions took 200 ms, 10.0 × as long. For code that runs only once, that is what counts.
    Wasm memory grows by 64 KiB at a time, which is 65.5 B for each of so few: create more for a finer figure.
    This browser does not tell how much memory JavaScript takes during a run: it is in none of these figures.
    ");
}

#[test]
fn held_bytes_are_said_to_be_in_the_future() {
    let plan = plan("n=1000&run=spawn-local&held=64");
    let report = report(&plan, &Staff::default(), Workers::Work);
    let findings = report.findings(STEP).join("\n");
    insta::assert_snapshot!(plain(&findings), @r"
    Each of the futures is 72 B, since it holds 64 B across its await; tasks by spawn_local came to 131.1 B each. What is not needed after an await is better dropped before it.
    These figures are of a second run in the same Worker, warmed up, since an engine compiles well what has run for a while. The first time, tasks by spawn_local took 50.0 ms, 10.0 × as long. For code that runs only once, that is what counts.
    Wasm memory grows by 64 KiB at a time, which is 65.5 B for each of so few: create more for a finer figure.
    ");
}

#[test]
fn without_isolation_shared_memory_says_what_is_missing() {
    let report = report(&plan(ALL), &Staff::default(), Workers::ShareNothing);
    let failed: Vec<_> = report.failures().collect();
    assert_eq!(
        failed,
        [(
            Form::SharedWorkers,
            &Failure::Unshared(Unshared::NotIsolated)
        )]
    );
    let said = failed[0].1.to_string();
    assert!(said.contains("not cross-origin isolated"), "{said}");
    assert_eq!(
        Metric::CREATE
            .of(of(&report, Form::SharedWorkers), STEP)
            .text,
        "failed"
    );
    assert_eq!(report.points().len(), 4);
}

#[test]
fn a_worker_that_runs_out_of_memory_fails_alone_and_says_how_far_it_came() {
    let staff = Staff::default();
    let report = report(&plan(ALL), &staff, Workers::Trap);
    assert_eq!(staff.alive.get(), 0);
    let failed: Vec<Form> = report.failures().map(|it| it.0).collect();
    let expected = [
        Form::SpawnLocal,
        Form::FuturesUnordered,
        Form::JsAsync,
        Form::OwnWorkers,
    ];
    assert_eq!(failed, expected);
    let said = report.failures().next().expect("it failed").1.to_string();
    insta::assert_snapshot!(plain(&said), @"The worker ended after 700 of 1000 were created, with 4000 MB of wasm memory: it ran out of memory, or trapped for another reason (the browser says “unreachable”). The page and its memory are unharmed; choose fewer, or hold less.");
    assert_eq!(value(&report, Form::SpawnLocal, Metric::CREATE), None);
}

#[test]
fn each_other_failure_has_its_own_words() {
    for (workers, words) in [
        (Workers::DoNotStart, "did not start"),
        (Workers::FallSilent, "said nothing for 9 s"),
        (Workers::Miscount, "counts 3 workers and not 4"),
    ] {
        let staff = Staff::default();
        let report = report(&plan(ALL), &staff, workers);
        let failures = report.failures();
        let said: Vec<String> = failures.map(|it| it.1.to_string()).collect();
        let told = said.iter().any(|it| it.contains(words));
        assert!(told, "{words}: {said:?}");
        assert_eq!(staff.alive.get(), 0, "{words}");
    }
}

#[test]
fn dropping_a_run_ends_all_its_workers() {
    for millis in [0, 5, 12, 25, 70, 100, 125] {
        let staff = Staff::default();
        let plan = plan(ALL);
        let outcomes = Outcomes::default();
        block_on(async {
            let web = web(&staff, Workers::Work);
            let run = pin!(run(&plan, &web, now, &outcomes, |_| {}));
            let stop = pin!(sleep(ms(millis)));
            let ended = select(run, stop).await;
            assert!(matches!(ended, Either::Right(_)), "{millis}");
        });
        assert_eq!(staff.alive.get(), 0, "{millis}");
        let report = Report::of(&plan, &outcomes);
        let last = report.forms.last().expect("one was begun");
        assert_eq!((last.measured, &last.failure), (None, &None));
    }
}

#[test]
fn what_javascript_takes_is_added_once_the_browser_says_it() {
    for (workers, expected) in
        [(Workers::Work, Some(150.0)), (Workers::ShareNothing, None)]
    {
        let (staff, outcomes) = (Staff::default(), Outcomes::default());
        let plan = plan("n=1000&run=js-async&held=64");
        let web = web(&staff, workers);
        block_on(run(&plan, &web, now, &outcomes, |_| {}));
        assert!(Report::of(&plan, &outcomes).lacks_javascript());
        let mut points = Report::of(&plan, &outcomes).points();
        let found = block_on(measure_javascript(&plan, &web, &outcomes));
        assert_eq!(found, expected);
        let orders = staff.orders.borrow();
        let keep: Vec<bool> = orders.iter().map(|it| it.keep).collect();
        assert_eq!(keep, [false, false, false, true]);
        let report = Report::of(&plan, &outcomes);
        assert_eq!(report.lacks_javascript(), expected.is_none());
        let bytes = value(&report, Form::JsAsync, Metric::BYTES_EACH);
        assert_eq!(bytes, expected);
        if let Some(found) = found {
            disclose(&mut points, &plan, found);
        }
        assert_eq!(points, report.points());
        assert_eq!(staff.alive.get(), 0);
    }
}

#[test]
fn progress_can_be_read_while_it_goes_on() {
    let outcomes = Outcomes::default();
    let plan = plan("n=1000&run=own-workers&workers=3");
    block_on(async {
        let web = web(&Staff::default(), Workers::Work);
        let run = pin!(run(&plan, &web, now, &outcomes, |_| {}));
        let look = pin!(async {
            assert_eq!(outcomes.progress(), Progress::default());
            sleep(ms(15)).await;
            assert_eq!(outcomes.progress().created, 3);
            assert_eq!(outcomes.progress().finished, 0);
            sleep(ms(20)).await;
            settled().await;
        });
        select(run, look).await;
    });
    assert_eq!(outcomes.progress().finished, 3);
}

#[test]
fn the_files_have_a_record_for_each_point() {
    let report = report(&plan(ALL), &Staff::default(), Workers::Work);
    let points = report.points();
    let csv = csv_from_points(&points);
    insta::assert_snapshot!(csv, @r"
    form,n,created,extrapolated,body,held_bytes,create_ms,finish_ms,first_time_ms,bytes_each,future_bytes,per_second
    spawn-local,1000,1000,false,trivial,0,2,3,50,131.072,8,200000
    futures-unordered,1000,1000,false,trivial,0,2,3,50,131.072,8,200000
    js-async,1000,1000,false,trivial,0,9,11,200,,,50000
    shared-workers,1000,4,true,trivial,0,1250,750,,,,500
    own-workers,1000,4,true,trivial,0,2500,5000,,1200000,,133.33333333333334
    ");
    let json: serde_json::Value =
        serde_json::from_str(&json_from_points(&points)).expect("it is JSON");
    assert_eq!(json.as_array().map(Vec::len), Some(5));
    assert_eq!(json[4]["form"], "own-workers");
    assert_eq!(json[4]["extrapolated"], true);
    assert_eq!(json[2]["bytes_each"], serde_json::Value::Null);
    let table = Table::of(&report.forms, STEP).text();
    assert_eq!(table.lines().count(), 6);
    let columns = table.lines().map(|line| line.split('\t').count());
    assert!(columns.eq([8; 6]), "{table}");
}

#[test]
fn what_was_guessed_stands_beside_what_came_of_it() {
    let plan = plan(
        "n=1000&run=spawn-local,own-workers&guess=spawn-local:500,own-workers:8000",
    );
    let report = report(&plan, &Staff::default(), Workers::Work);
    // And as marks of their own in the chart of the time.
    let marks = |quantity| {
        let chart =
            Chart::new(&report.points(), quantity, STEP, (600.0, 380.0));
        let dots = chart.dots.into_iter();
        let guesses = dots.filter(|dot| dot.kind == DotKind::Guess);
        guesses.map(|dot| plain(&dot.text)).collect::<Vec<_>>()
    };
    let expected = [
        "1000 tasks by spawn_local: you expected 500 ms",
        "1000 Workers with their own wasm: you expected 8.00 s",
    ];
    assert_eq!(marks(Quantity::Time), expected);
    assert_eq!(marks(Quantity::Memory), [""; 0]);
    let said = report.beside_guesses(STEP).join("\n");
    insta::assert_snapshot!(plain(&said), @r"
    spawn_local: you expected 500 ms and it was 5.00 ms, 495 ms less. That is 5 µs each: a task is a little memory and an entry in a queue, no thread.
    Workers, own wasm: you expected 8.00 s and it was 938 ms, 7.06 s less. That is 938 µs each: a Worker is a thread with an engine of its own.
    ");
}
