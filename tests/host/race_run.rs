//! Whole runs of a race: the strategies, their figures, what is said of them,
//! and the links to their setups.

use crate::executor::{block_on, now, pass, settled, sleep};
use crate::{cases, ms, plain};
use futures::future::{Either, select};
use meanwhile::experiments::protocol::{Counting, WorkerFailure};
use meanwhile::experiments::race::{
    AskWorker, CountOrder, Counted, Metric, Plan, PlanError, Report, Results,
    Setup, Shared, Strategy, Web, csv_from_report, json_from_report,
    query_from_setup, run, setup_from_query,
};
use meanwhile::experiments::{Kind, Part, Table};
use meanwhile::experiments::{Look, Order};
use meanwhile::experiments::{Memory, Note, Unshared};
use meanwhile::trace::Timestamp;
use proptest::prelude::*;
use proptest::strategy::Strategy as _;
use std::cell::{Cell, RefCell};
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

const STEP: Duration = Duration::from_micros(5);

/// A clock on which work takes time: every look at it costs 1 ms.
fn busy_now() -> Timestamp {
    pass(ms(1));
    now()
}

/// How the workers of a run behave.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Workers {
    Work,
    /// One update in four is lost where it can be.
    Race,
    DoNotStart,
    Trap,
}

/// What a test wants to know of its workers.
#[derive(Clone, Default)]
struct Staff {
    alive: Rc<Cell<usize>>,
    started: Rc<Cell<usize>>,
    orders: Rc<RefCell<Vec<CountOrder>>>,
    counter: Rc<Cell<i32>>,
}

struct Alive(Rc<Cell<usize>>);

impl Drop for Alive {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

fn web(staff: &Staff, workers: Workers) -> Web {
    let (cleared, counted) = (staff.counter.clone(), staff.counter.clone());
    let staff = staff.clone();
    Web {
        now: busy_now,
        turn: Rc::new(|| Box::pin(settled())),
        start_worker: Rc::new(move || {
            let staff = staff.clone();
            Box::pin(async move {
                if workers == Workers::DoNotStart {
                    let why = "no such file".to_owned();
                    return Err(WorkerFailure::DidNotStart(why));
                }
                sleep(ms(30)).await;
                Ok(worker(&staff, workers))
            })
        }),
        shared: Ok(Shared {
            clear: Rc::new(move || cleared.set(0)),
            count: Rc::new(move || counted.get()),
        }),
    }
}

fn worker(staff: &Staff, workers: Workers) -> AskWorker {
    staff.started.set(staff.started.get() + 1);
    staff.alive.set(staff.alive.get() + 1);
    let alive = Rc::new(Alive(staff.alive.clone()));
    let staff = staff.clone();
    Rc::new(move |order| {
        let (alive, staff) = (alive.clone(), staff.clone());
        Box::pin(async move {
            let _alive = alive;
            staff.orders.borrow_mut().push(order);
            let began = now();
            sleep(ms(40)).await;
            if workers == Workers::Trap {
                let why = "unreachable".to_owned();
                return Err(WorkerFailure::Trapped(why));
            }
            let adds = order.adds;
            let arrive = match order.counting {
                Counting::Alone => 0,
                Counting::Plain if workers == Workers::Race => adds - adds / 4,
                _ => adds,
            };
            staff.counter.set(staff.counter.get() + arrive as i32);
            Ok(Counted {
                sum: if arrive == 0 { adds } else { 0 },
                began,
                ended: now(),
            })
        })
    })
}

fn plan(query: &str) -> Plan {
    let (setup, notes) = setup_from_query(query);
    assert_eq!(notes, []);
    Plan::new(&setup, Memory::CanBeShared).expect("it can be run")
}

pub(crate) struct Done {
    pub(crate) report: Report,
    results: Results,
    staff: Staff,
    said: Vec<String>,
}

pub(crate) fn race(query: &str, workers: Workers) -> Done {
    let (plan, results) = (plan(query), Results::default());
    let (staff, said) = (Staff::default(), RefCell::new(Vec::new()));
    block_on(async {
        let web = web(&staff, workers);
        let say = |what: String| said.borrow_mut().push(what);
        run(&plan, &web, &results, say).await;
    });
    Done {
        report: Report::of(&plan, &results),
        results,
        staff,
        said: said.into_inner(),
    }
}

impl Done {
    fn value(&self, strategy: Strategy, metric: Metric) -> Option<f64> {
        let lane = self.report.lane(strategy).expect("it ran");
        metric.of(lane, STEP).value
    }

    fn sentence(&self) -> String {
        let parts = self.report.sentence().into_iter();
        plain(&parts.map(Part::into_text).collect::<String>())
    }

    fn findings(&self) -> String {
        let findings = self.report.findings(STEP).into_iter();
        let texts: Vec<String> = findings.map(|it| it.text).collect();
        plain(&texts.join("\n"))
    }
}

#[test]
fn every_strategy_is_run_as_often_as_asked() {
    let done = race("repeat=3&workers=2", Workers::Race);
    let ran: Vec<Strategy> =
        done.report.lanes.iter().map(|it| it.strategy).collect();
    assert_eq!(ran, Strategy::ALL);
    for lane in &done.report.lanes {
        assert_eq!(lane.losses.len(), 3, "{:?}", lane.strategy);
        let values = [Metric::EXPECTED, Metric::GOT, Metric::LOST]
            .map(|metric| done.value(lane.strategy, metric));
        let expected = match lane.strategy {
            Strategy::TaskAwait => [10_000.0, 100.0, 9_900.0],
            Strategy::SharedPlain => [1e6, 750_000.0, 250_000.0],
            it if it.kind() == Kind::Coroutine => [10_000.0, 10_000.0, 0.0],
            _ => [1e6, 1e6, 0.0],
        };
        assert_eq!(values, expected.map(Some), "{:?}", lane.strategy);
    }
    assert_eq!(done.report.faults().count(), 0);
    assert_eq!(done.report.failures().count(), 0);
    assert!(done.said.contains(&"Atomics.add, 2 of 3".to_owned()));
}

#[test]
fn what_happened_is_told_in_a_few_sentences() {
    let done = race("repeat=3&workers=2", Workers::Race);
    insta::assert_snapshot!(done.sentence(), @"100 tasks each added 1 to a counter a hundred times: 10 000 expected, 100 arrived. 9900 updates were lost on one thread, because each task read the counter, gave the thread back, and then wrote over what the others had written meanwhile. 2 threads each added 1 to a counter 500 000 times: 1 000 000 expected, 750 000 arrived. 250 000 updates were lost, because a thread may write between another’s read and its write. With no await between, an async lock, Atomics.add, a lock between the threads or messages alone none was lost.");
    insta::assert_snapshot!(done.findings(), @r"
    The async lock took 79.0 ms where the tasks without it took 40.0 ms: 1.98 × as long. That is what a library’s lock costs when everybody wants it; with no await between read and write you need none.
    The order is fixed: each repetition loses 9900 updates, for everybody who opens this link, in every browser.
    For the same additions the threads took 40.0 ms behind the lock and 40.0 ms with Atomics.add: 1.00 × as long.
    Of the 41.0 ms that the processes took, the slowest counted for 40.0 ms; the rest is 2 messages there and as many back.
    ");
}

#[test]
fn an_order_in_which_nothing_is_lost_says_so() {
    let done = race("run=task-await&order=lifo&repeat=1", Workers::Work);
    insta::assert_snapshot!(done.sentence(), @"100 tasks each added 1 to a counter a hundred times: 10 000 expected, 10 000 arrived. None was lost, because the task that gave the thread back was the next to have it: in another order it would not be so.");
    assert_eq!(done.findings(), "");
    let recorded = done.results.recorded().expect("it was recorded");
    assert_eq!(recorded.loss, None);
}

#[test]
fn plain_reads_and_writes_that_lose_nothing_prove_nothing() {
    let done = race("run=shared-plain&repeat=1", Workers::Work);
    insta::assert_snapshot!(done.sentence(), @"2 threads each added 1 to a counter 500 000 times: 1 000 000 expected, 1 000 000 arrived. None was lost this time, which proves nothing.");
}

#[test]
fn losses_that_differ_are_told_from_the_least_to_the_most() {
    let done = race("run=shared-plain&repeat=1", Workers::Work);
    let mut report = done.report;
    let mut told = |losses: &[u32]| {
        report.lanes[0].losses = losses.to_vec();
        let parts = report.sentence().into_iter();
        let lost = parts.filter_map(|part| match part {
            Part::Text(_) => None,
            Part::Subject(_, text) => Some(plain(&text)),
        });
        (lost.collect::<String>(), plain(&report.lanes[0].summary()))
    };
    let text = |one: &str, other: &str| (one.to_owned(), other.to_owned());
    assert_eq!(
        told(&[5, 12_000, 0]),
        text(
            "Up to 12 000 updates were lost",
            "0 to 12 000 of 1 000 000 lost"
        ),
    );
    assert_eq!(
        told(&[9, 7]),
        text("7 to 9 updates were lost", "7 to 9 of 1 000 000 lost"),
    );
    assert_eq!(told(&[1]), text("1 update was lost", "1 of 1 000 000 lost"),);
    assert_eq!(told(&[0, 0]), text("None was lost", "none lost"));
    assert_eq!(told(&[]), text("", ""));
}

#[test]
fn each_repetition_has_a_seed_of_its_own_and_the_record_has_the_first() {
    let all = race(
        "run=task-await&order=shuffled&seed=5&repeat=3",
        Workers::Work,
    );
    let losses = |done: &Done| done.report.lanes[0].losses.clone();
    let each: Vec<u32> = [5, 6, 7]
        .map(|seed| {
            let query =
                format!("run=task-await&order=shuffled&seed={seed}&repeat=1");
            losses(&race(&query, Workers::Work))[0]
        })
        .to_vec();
    assert_eq!(losses(&all), each);
    let recorded = all.results.recorded().expect("it was recorded");
    assert_eq!(10_000 - recorded.got, each[0]);
    assert!(all.findings().contains("The seeds from 5 to 7"));
    let findings = all.report.findings(STEP);
    let places: Vec<_> = findings.iter().filter_map(|it| it.place).collect();
    assert_eq!(places, [("task-await", 0)], "only that is seen");
    let middle = all.value(Strategy::TaskAwait, Metric::LOST);
    let mut sorted = each;
    sorted.sort_unstable();
    assert_eq!(middle, Some(f64::from(sorted[1])));
    let [least, most] = [Metric::LOST_LEAST, Metric::LOST_MOST]
        .map(|metric| all.value(Strategy::TaskAwait, metric));
    assert_eq!(least, Some(f64::from(sorted[0])));
    assert_eq!(most, Some(f64::from(sorted[2])));
}

#[test]
fn tasks_are_not_timed_while_the_page_has_its_turn() {
    // Each look at the clock costs 1 ms, each turn of the page none.
    let done = race("run=task-no-await&repeat=1", Workers::Work);
    let time = done.value(Strategy::TaskNoAwait, Metric::TIME);
    // 10,100 polls are 39 full bursts and a part of one, with a look after
    // each; the look at which a stretch begins is no part of it.
    let time = time.expect("it is known");
    assert!((40.0..50.0).contains(&time), "{time}");
    let each = done.value(Strategy::TaskNoAwait, Metric::PER_ADD);
    assert_eq!(each, Some(time / 10_000.0));
}

#[test]
fn threads_are_timed_by_their_own_clocks_and_messages_by_the_pages() {
    let done = race("run=shared-atomic,messages&repeat=1", Workers::Work);
    let time = |strategy| done.value(strategy, Metric::TIME);
    assert_eq!(time(Strategy::SharedAtomic), Some(40.0));
    // The page looks at its clock once after all have answered.
    assert_eq!(time(Strategy::Messages), Some(41.0));
    let lane = done.report.lane(Strategy::Messages).expect("it ran");
    assert_eq!(lane.counting, Some(ms(40)));
}

#[test]
fn each_strategy_starts_its_own_workers_once_and_ends_them() {
    let query = "run=task-await,shared-lock,messages&workers=3&repeat=2";
    let done = race(query, Workers::Work);
    assert_eq!((done.staff.started.get(), done.staff.alive.get()), (6, 0));
    let orders = done.staff.orders.borrow();
    // Once to warm up, and twice that count.
    assert_eq!(orders.len(), 2 * 3 * 3);
    let counting: Vec<Counting> = orders.iter().map(|it| it.counting).collect();
    assert_eq!(counting[..9], [Counting::Locked; 9]);
    assert_eq!(counting[9..], [Counting::Alone; 9]);
    assert!(orders.iter().all(|it| it.workers == 3));
}

#[test]
fn dropping_a_run_ends_its_workers() {
    let (plan, results) = (plan("run=shared-plain"), Results::default());
    let staff = Staff::default();
    block_on(async {
        let web = web(&staff, Workers::Work);
        let running = Box::pin(run(&plan, &web, &results, |_| ()));
        // In the middle of the first repetition.
        match select(running, pin!(sleep(ms(50)))).await {
            Either::Left(_) => panic!("it goes on for longer"),
            Either::Right((_, running)) => {
                assert_eq!(staff.alive.get(), 2);
                drop(running);
                assert_eq!(staff.alive.get(), 0);
            }
        }
    });
    let report = Report::of(&plan, &results);
    assert_eq!(report.lanes[0].losses, [0; 0]);
    assert_eq!(report.lanes[0].lost(), None);
    assert_eq!(report.sentence(), []);
}

#[test]
fn the_tasks_give_the_page_a_turn_and_can_be_dropped_there() {
    let query = "run=task-lock&tasks=500&adds=1000&repeat=1";
    let (plan, results) = (plan(query), Results::default());
    let turns = Rc::new(Cell::new(0));
    let counted = turns.clone();
    let mut web = web(&Staff::default(), Workers::Work);
    web.turn = Rc::new(move || {
        counted.set(counted.get() + 1);
        // The third never comes back.
        let stuck = counted.get() > 3;
        Box::pin(async move {
            if stuck {
                std::future::pending::<()>().await;
            }
        })
    });
    block_on(async {
        let running = pin!(run(&plan, &web, &results, |_| ()));
        let stop = pin!(sleep(ms(1)));
        assert!(matches!(select(running, stop).await, Either::Right(_)));
    });
    assert_eq!(turns.get(), 4);
    assert_eq!(results.lanes()[0].repetitions, []);
}

#[test]
fn a_worker_that_fails_fails_its_strategy_alone() {
    for (workers, why) in [
        (Workers::DoNotStart, "The worker did not start"),
        (Workers::Trap, "The worker trapped"),
    ] {
        let query = "run=task-no-await,shared-atomic,messages&repeat=2";
        let done = race(query, workers);
        let failures: Vec<(Strategy, String)> = done
            .report
            .failures()
            .map(|(strategy, failure)| (strategy, failure.to_string()))
            .collect();
        let failed = [Strategy::SharedAtomic, Strategy::Messages];
        assert_eq!(failures.len(), 2);
        for ((strategy, text), expected) in failures.iter().zip(failed) {
            assert_eq!(*strategy, expected);
            assert!(text.starts_with(why), "{text}");
            assert_eq!(done.value(*strategy, Metric::GOT), None);
            assert_eq!(done.value(*strategy, Metric::TIME), None);
        }
        let told = done.sentence();
        assert_eq!(told, "With no await between none was lost.");
        assert_eq!(done.staff.alive.get(), 0);
    }
}

#[test]
fn a_loss_that_must_not_be_is_a_fault() {
    let done = race("run=shared-lock&repeat=1&workers=2", Workers::Work);
    let mut report = done.report;
    report.lanes[0].losses = vec![0, 7];
    let faults: Vec<Strategy> = report.faults().collect();
    assert_eq!(faults, [Strategy::SharedLock]);
}

#[test]
fn the_table_is_copied_in_bare_numbers() {
    let query = "run=shared-plain,messages&workers=2&repeat=1";
    let done = race(query, Workers::Race);
    let text = Table::of(&done.report.lanes, STEP)
        .text()
        .replace('\t', " | ");
    insta::assert_snapshot!(text, @r"
    strategy | expected | got | lost | lost-least | lost-most | time | per-add
    shared-plain | 1000000 | 750000 | 250000 | 250000 | 250000 | 40 | 0.00004
    messages | 1000000 | 1000000 | 0 | 0 | 0 | 41 | 0.000041
    ");
}

#[test]
fn the_export_has_each_repetition() {
    let done = race("run=task-await,messages&repeat=2", Workers::Work);
    let csv = csv_from_report(&done.report);
    insta::assert_snapshot!(csv, @r"
    strategy,order,seed,adders,adds_each,expected,repetition,lost,median_time_ms
    task-await,fifo,0,100,100,10000,1,9900,40
    task-await,fifo,0,100,100,10000,2,9900,40
    messages,fifo,0,2,500000,1000000,1,0,41
    messages,fifo,0,2,500000,1000000,2,0,41
    ");
    let json: serde_json::Value =
        serde_json::from_str(&json_from_report(&done.report))
            .expect("it is JSON");
    let lost = json.as_array().expect("a list").iter();
    let lost: Vec<String> = lost.map(|it| it["lost"].to_string()).collect();
    assert_eq!(lost, ["[9900,9900]", "[0,0]"]);
}

#[test]
fn figures_respect_the_step_of_the_clock() {
    let done = race("run=messages&workers=2&repeat=1", Workers::Work);
    let mut lane = done.report.lanes[0].clone();
    let mut each = |time, step| {
        lane.time = Some(time);
        plain(&Metric::PER_ADD.of(&lane, step).text)
    };
    assert_eq!(each(ms(10), STEP), "10.0 ns");
    assert_eq!(each(ms(1000), STEP), "1000 ns");
    assert_eq!(each(Duration::ZERO, STEP), "under 0.0 ns");
    assert_eq!(each(Duration::from_micros(400), ms(1)), "under 1.0 ns");
}

#[test]
fn without_shared_memory_all_but_the_threads_is_run() {
    let why = Unshared::NoSuchMemory;
    let (setup, _) = setup_from_query("");
    let plan = Plan::new(&setup, Memory::CannotBeShared(why));
    let plan = plan.expect("the rest can be run");
    let threads = [
        Strategy::SharedPlain,
        Strategy::SharedAtomic,
        Strategy::SharedLock,
    ];
    assert_eq!(plan.left_out, threads);
    assert_eq!(plan.setup.strategies.len(), 4);
    let (setup, _) = setup_from_query("run=shared-plain");
    let refused = Plan::new(&setup, Memory::CannotBeShared(why));
    assert_eq!(refused, Err(PlanError::NoSharedMemory(why)));
    let said = refused.expect_err("threads alone").to_string();
    assert!(said.starts_with(&why.to_string()), "{said}");
    let (setup, _) = setup_from_query("run=");
    let refused = Plan::new(&setup, Memory::CanBeShared);
    assert_eq!(refused, Err(PlanError::NoStrategy));
}

#[test]
fn the_default_setup_is_the_bare_link() {
    assert_eq!(query_from_setup(&Setup::default()), "");
    assert_eq!(setup_from_query(""), (Setup::default(), vec![]));
}

#[test]
fn a_link_is_read_by_hand() {
    let (setup, notes) = setup_from_query::<Setup>(
        "run=messages,task-await&order=shuffled&seed=7&tasks=3&adds=4\
         &workers=2&worker-adds=5&repeat=6",
    );
    assert_eq!(notes, []);
    let expected = Setup {
        guess: meanwhile::experiments::Guesses::default(),
        look: Look::default(),
        strategies: vec![Strategy::TaskAwait, Strategy::Messages],
        order: Order::Shuffled,
        seed: 7,
        tasks: 3,
        adds: 4,
        workers: 2,
        worker_adds: 5,
        repeat: 6,
    };
    assert_eq!(setup, expected);
}

#[test]
fn what_a_link_says_wrong_is_reported_and_the_default_holds() {
    for (query, name) in [
        ("run=task-awaits", "run"),
        ("order=random", "order"),
        ("seed=1000000", "seed"),
        ("seed=-1", "seed"),
        ("tasks=0", "tasks"),
        ("tasks=501", "tasks"),
        ("adds=1.5", "adds"),
        ("workers=9", "workers"),
        ("worker-adds=1000001", "worker-adds"),
        ("repeat=101", "repeat"),
        ("repeat=", "repeat"),
    ] {
        let (setup, notes) = setup_from_query::<Setup>(query);
        assert_eq!(setup, Setup::default(), "{query}");
        let is_of = |note: &Note| matches!(note, Note::BadValue { name: it, .. } if *it == name);
        assert!(notes.len() == 1 && is_of(&notes[0]), "{query}: {notes:?}");
    }
    let (_, notes) = setup_from_query::<Setup>("speed=1");
    assert_eq!(notes, [Note::Unknown("speed".to_owned())]);
}

fn any_setup() -> impl proptest::strategy::Strategy<Value = Setup> {
    let strategies = prop::sample::subsequence(Strategy::ALL.to_vec(), 0..=7);
    let order = prop::sample::select(Order::ALL.to_vec());
    let tasks = (0..=999_999_u64, 1..=500_u32, 1..=1_000_u32);
    let workers = (1..=8_usize, 1..=Setup::WORKER_ADDS_MAX, 1..=100_u32);
    (strategies, order, tasks, workers).prop_map(
        |(
            strategies,
            order,
            (seed, tasks, adds),
            (workers, worker_adds, repeat),
        )| Setup {
            guess: meanwhile::experiments::Guesses::default(),
            look: Look::default(),
            strategies,
            order,
            seed,
            tasks,
            adds,
            workers,
            worker_adds,
            repeat,
        },
    )
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn a_setup_that_is_printed_reads_as_the_same_setup(setup in any_setup()) {
        let link = query_from_setup(&setup);
        prop_assert!(link.chars().all(|c| c.is_ascii_graphic()), "{}", link);
        prop_assert_eq!(setup_from_query(&link), (setup, vec![]));
    }

    #[test]
    fn no_query_is_too_strange(query in any::<String>()) {
        let (setup, _) = setup_from_query::<Setup>(&query);
        let printed = query_from_setup(&setup);
        prop_assert_eq!(setup_from_query(&printed), (setup, vec![]));
    }
}

#[test]
fn what_was_guessed_stands_beside_what_came_of_it() {
    let done = race(
        "run=task-await,task-no-await,shared-plain&worker-adds=1000\
         &guess=task-await:5000,task-no-await:10000,shared-plain:2000",
        Workers::Race,
    );
    let said = done.report.beside_guesses().join("\n");
    insta::assert_snapshot!(plain(&said), @r"
    Await between: you expected 5000 updates to arrive and 100 did, 4900 fewer. Each task gave the thread back between its read and its write, and others wrote meanwhile.
    No await between: you expected 10 000 updates to arrive and 10 000 did, exactly as many. Without an await between read and write, no other task can come in between.
    Plain read and write: you expected 2000 updates to arrive and 1500 did, 500 fewer. Threads run at once, and one wrote over what another had written.
    ");
}
