//! Script: a program that is interpreted does what it does compiled, and no
//! program does more than it may.

use crate::executor::{block_on, now};
use crate::hostile_input::program_from;
use crate::pin::query_of;
use crate::seen::Reader;
use crate::shown;
use crate::starts;
use crate::web::{Aborted, frame, web};
use meanwhile::experiments::Order;
use meanwhile::experiments::script::protocol::{
    FromScript, HowEnded, Plan, faults_of, heard, told,
};
use meanwhile::experiments::script::{
    Finished, Here, Kept, Session, Setup, Start, Whose, hosts_in,
    is_left_behind, left_behind, letters_of, may_ask, program_to_open, text_of,
};
use meanwhile::experiments::tasks::{self, Program, Run, RunEnd, Use};
use meanwhile::trace::{Ending, Event, EventKind, Moment, Timeline, Timestamp};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

/// What the page heard of a run.
pub(crate) struct Heard {
    pub(crate) finished: Finished,
    told: Vec<FromScript>,
}

/// Runs the program of a link, or another `text`, until it is over.
pub(crate) fn play(query: &str, text: Option<&str>) -> Heard {
    let (mut setup, notes) = program_from(query);
    assert_eq!(notes, [], "{query}");
    setup.text = text.map(Arc::from).or(setup.text);
    let text = match &setup.text {
        Some(text) => text.to_string(),
        None => shown(setup.start.languages().rust).to_owned(),
    };
    let plan = setup.plan(&text, String::new(), false);
    play_plan(setup, &plan, || 0)
}

fn play_plan(setup: Setup, plan: &Plan, memory: fn() -> usize) -> Heard {
    let told = Rc::new(RefCell::new(Vec::new()));
    let tell = told.clone();
    block_on(async {
        let here = Here {
            web: web(&Aborted::default()),
            tell: Rc::new(move |message| tell.borrow_mut().push(message)),
            memory,
        };
        let session = Session::start(plan, here);
        let session = session.unwrap_or_else(|faults| {
            panic!("{faults:?}\n{}", plan.text);
        });
        let began = now();
        let mut moment = Moment::start();
        while !session.look() {
            if plan.executor == Use::Hand {
                // Futures within a task are scheduled with it, and not polled
                // apart.
                while {
                    let events = events_of(&told.borrow());
                    for event in &events[moment.position..] {
                        moment.apply(event);
                    }
                    moment.ready().into_iter().any(|task| {
                        session.poll(task.0);
                        let polled = FromScript::Polled(true);
                        let told = told.borrow();
                        told.iter().rev().take(2).any(|it| *it == polled)
                    })
                } {}
            }
            frame().await;
            let so_far = now().since(began);
            assert!(so_far < Duration::from_secs(700), "it never ends");
        }
    });
    let told = Rc::into_inner(told).map(RefCell::into_inner);
    let told = told.expect("the session is over");
    let Some(FromScript::Ended(how)) = told.last().cloned() else {
        panic!("its end is told last");
    };
    let finished = Finished {
        setup,
        how,
        events: Arc::new(events_of(&told)),
    };
    Heard { finished, told }
}

fn events_of(told: &[FromScript]) -> Vec<Event> {
    let mut events = Vec::new();
    for message in told {
        if let FromScript::Happened(happened) = message {
            events.extend(happened.iter().cloned().map(heard));
        }
    }
    events
}

/// The lines that are printed, in their order.
fn printed(events: &[Event]) -> Vec<&str> {
    let lines = events.iter().filter_map(|event| match &event.kind {
        EventKind::Printed(line) => Some(&**line),
        _ => None,
    });
    lines.collect()
}

/// Polls, wakes and ends, and when those came, by the names of the tasks and
/// their places among those of the same name.
type Lives = BTreeMap<(String, usize), (usize, usize, Option<Ending>, String)>;

fn lives(events: &[Event]) -> Lives {
    let timeline = Timeline::fold(events);
    let mut lives = Lives::new();
    for track in timeline.tracks() {
        let is_wake = |event: &&Event| {
            event.task == track.task
                && matches!(event.kind, EventKind::Woken(_))
        };
        let wakes = events.iter().filter(is_wake).count();
        let (polls, ending) = (track.polls.len(), track.ending());
        let name = track.name.to_string();
        let place = (0..).find(|it| !lives.contains_key(&(name.clone(), *it)));
        let end = format!("{:?}", track.end);
        let key = (name, place.unwrap_or_default());
        lives.insert(key, (polls, wakes, ending, end));
    }
    lives
}

/// Runs a compiled main as Tasks does.
fn compiled(
    setup: &tasks::Setup,
    main: fn() -> futures::future::LocalBoxFuture<'static, ()>,
) -> (RunEnd, Arc<Vec<Event>>) {
    block_on(async {
        let web = web(&Aborted::default());
        let run = Run::begin(setup, web, || (main(), None));
        let mut reader = Reader::default();
        let end = loop {
            if setup.executor == Use::Hand {
                reader.poll_what_is_ready(&run);
            }
            if let Some(end) = run.end() {
                break end;
            }
            frame().await;
            let so_far = run.recorder().now();
            let most = Timestamp::ZERO + Duration::from_secs(20);
            assert!(so_far < most, "it never ends");
        };
        run.close(end);
        (end, run.recorder().events())
    })
}

/// Who may poll, and in which order.
const WAYS: [(&str, Use, Order, u64); 5] = [
    ("executor=browser", Use::Browser, Order::Fifo, 0),
    ("executor=ours", Use::Ours, Order::Fifo, 0),
    ("executor=ours&order=lifo", Use::Ours, Order::Lifo, 0),
    (
        "executor=ours&order=shuffled&seed=3",
        Use::Ours,
        Order::Shuffled,
        3,
    ),
    ("executor=hand", Use::Hand, Order::Fifo, 0),
];

/// Runs a program in both ways, and finds no difference.
fn assert_same(
    id: &str,
    main: fn() -> futures::future::LocalBoxFuture<'static, ()>,
    ways: &[(&str, Use, Order, u64)],
) {
    for (way, executor, order, seed) in ways {
        let setup = tasks::Setup {
            executor: *executor,
            order: *order,
            seed: *seed,
            ..tasks::Setup::default()
        };
        let (end, events) = compiled(&setup, main);
        let heard = play(&format!("program={id}&{way}"), None).finished;
        assert_eq!(heard.how, HowEnded::By(end), "{id}, {way}");
        assert_eq!(printed(&heard.events), printed(&events), "{id}, {way}");
        assert_eq!(lives(&heard.events), lives(&events), "{id}, {way}");
    }
}

#[test]
fn each_program_of_tasks_is_interpreted_as_it_is_compiled() {
    for program in Program::ALL {
        // A starved page is looked at after two seconds, by any executor.
        let ways = match program {
            Program::Starve => &WAYS[..1],
            _ => &WAYS[..],
        };
        assert_same(program.id(), main_of(program), ways);
    }
}

/// A function of its own for each program, since a pointer to one has no room
/// for which.
fn main_of(
    program: Program,
) -> fn() -> futures::future::LocalBoxFuture<'static, ()> {
    thread_local! {
        static WHICH: RefCell<Program> = const { RefCell::new(Program::Lazy) };
    }
    WHICH.replace(program);
    || WHICH.with_borrow(|program| program.future())
}

#[test]
fn each_start_is_interpreted_as_it_is_compiled() {
    for (name, main) in starts::all() {
        let id = name.replace('_', "-");
        assert!(Start::from_id(&id).is_some(), "{id}");
        assert_same(&id, main, &WAYS[..4]);
    }
}

#[test]
fn no_two_starts_have_one_name_and_none_has_a_fault() {
    let mut ids: Vec<&str> = Start::all().map(Start::id).collect();
    ids.sort_unstable();
    let count = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), count);
    for start in Start::all() {
        let text = shown(start.languages().rust);
        assert_eq!(faults_of(text), [], "{}", start.id());
        assert!(text.starts_with("use meanwhile::prelude::*;"), "{text}");
    }
}

#[test]
fn the_line_of_each_await_is_reached() {
    let text = "async fn main() {\n    let task = spawn(\"task\", async {\n        \
        7\n    });\n    let seven =\n        task.await;\n    print(seven);\n}";
    let run = play("", Some(text)).finished;
    let lines = run.events.iter().filter_map(|event| match event.kind {
        EventKind::Reached(line) => Some(line),
        _ => None,
    });
    assert_eq!(lines.collect::<Vec<_>>(), [2, 6, 7]);
}

#[test]
fn an_event_arrives_as_it_left() {
    let heard_again = |event: &Event| heard(told(event));
    let run = play("program=hello", None).finished;
    assert!(run.events.iter().all(|it| heard_again(it) == *it));
}

/// How a program ends that is only a body of main.
fn end_of(body: &str) -> HowEnded {
    let text =
        format!("use meanwhile::prelude::*;\nasync fn main() {{ {body} }}");
    play("seconds=5", Some(&text)).finished.how
}

/// Why it was ended.
fn said(how: HowEnded) -> String {
    match how {
        HowEnded::Failed(fault) => fault.message,
        HowEnded::TooMuch(why) => why,
        HowEnded::By(end) => panic!("it ended by itself: {end:?}"),
    }
}

#[test]
fn no_program_does_more_than_it_may() {
    let prints = "loop { print(\"much\".repeat(1000)); yield_now().await; }";
    assert!(said(end_of(prints)).contains("1 MB"));
    let waits = "loop { sleep(100).await; }";
    let long = said(end_of(waits));
    assert!(long.contains("took longer than 5 s"), "{long}");
    let tasks = "for _ in 0..200_000 { spawn(\"task\", async {}).detach(); }";
    let many = said(end_of(tasks));
    assert!(many.contains("more than 100,000 tasks and rows"), "{many}");
    let rows = "for _ in 0..200_000 { traced(\"row\", async {}).await; }";
    let many = said(end_of(rows));
    assert!(many.contains("more than 100,000 tasks and rows"), "{many}");
    let turns = "for _ in 0..1_000_000 { yield_now().await; }";
    let many = said(end_of(turns));
    assert!(many.contains("1,000,000 events were recorded"), "{many}");
}

#[test]
fn no_program_has_more_tasks_and_rows_than_it_may() {
    let rows = "traced(\"row\", ready(1));";
    let spawns = "spawn(\"task\", ready(1)).detach();";
    for body in [
        format!("for _ in 0..200_000 {{ {rows} }}"),
        format!("for _ in 0..100_000 {{ {rows} }} {spawns}"),
    ] {
        let why = said(end_of(&body));
        assert!(why.contains("more than 100,000 tasks and rows"), "{why}");
    }
}

#[test]
fn no_program_does_more_than_can_be_recorded() {
    let why = said(end_of("for _ in 0..2_000_000 { print(\"\"); }"));
    assert!(why.contains("1,000,000 events were recorded"), "{why}");
}

#[test]
fn a_program_that_takes_memory_is_ended() {
    thread_local! {
        static TAKEN: RefCell<usize> = const { RefCell::new(0) };
    }
    let setup = Setup::default();
    let text = "async fn main() { loop { sleep(10).await; } }";
    let plan = setup.plan(text, String::new(), false);
    let grows = || {
        TAKEN.with_borrow_mut(|taken| {
            *taken += 1 << 20;
            *taken
        })
    };
    let heard = play_plan(setup, &plan, grows);
    let why = said(heard.finished.how);
    assert!(why.contains("64 MB"), "{why}");
}

#[test]
fn a_program_that_holds_its_thread_is_heard_of() {
    let text =
        "async fn main() {\nfor i in 0..50 { compute(100); print(i); }\n}";
    let heard = play("", Some(text));
    let held = heard.told.iter().filter_map(|message| match message {
        FromScript::Holds { millis, line } => Some((*millis, *line)),
        _ => None,
    });
    let held: Vec<(f64, u32)> = held.collect();
    assert!(held.len() > 10, "{held:?}");
    assert!(held.iter().all(|(_, line)| *line == 2));
    assert!(held.windows(2).all(|it| it[0].0 < it[1].0));
}

#[test]
fn a_program_is_stopped_and_drops_what_it_holds() {
    let told = Rc::new(RefCell::new(Vec::new()));
    let tell = told.clone();
    let text = "struct D; impl Drop for D { fn drop(&mut self) { print(\"dropped\"); } }\n\
        async fn main() { let _d = D; sleep(10_000).await; }";
    let plan = Setup::default().plan(text, String::new(), false);
    block_on(async {
        let here = Here {
            web: web(&Aborted::default()),
            tell: Rc::new(move |message| tell.borrow_mut().push(message)),
            memory: || 0,
        };
        let session = Session::start(&plan, here);
        let session = session.unwrap_or_else(|_| panic!("it begins"));
        frame().await;
        assert!(!session.look());
        session.stop();
        frame().await;
        assert!(session.look());
    });
    let told = told.borrow();
    let end = FromScript::Ended(HowEnded::By(RunEnd::Stopped));
    assert_eq!(told.last(), Some(&end));
    let events = events_of(&told);
    assert_eq!(printed(&events), ["dropped"]);
    let timeline = Timeline::fold(&events);
    let main = timeline.tracks().iter().find(|it| &*it.name == "main");
    let ending = main.and_then(|main| main.ending());
    assert_eq!(ending, Some(Ending::Cancelled));
}

#[test]
fn a_program_travels_in_its_link() {
    let text = "async fn main() {\n    print(\"über\");\n}\n".repeat(20);
    let setup = Setup {
        text: Some(text.as_str().into()),
        seconds: 60,
        ..Setup::default()
    };
    let query = query_of(&setup);
    assert!(query.len() < 300, "{query}");
    assert_eq!(program_from(&query), (setup, Vec::new()));
    // What does not fit is not cut, but left out.
    let mut random = fastrand::Rng::with_seed(1);
    let long: String = (0..20_000).map(|_| random.alphanumeric()).collect();
    let setup = Setup {
        text: Some(long.into()),
        ..Setup::default()
    };
    assert_eq!(query_of(&setup), "");
}

#[test]
fn a_link_never_takes_the_place_of_the_own_program() {
    let own = Kept {
        start: Start::from_id("workers").expect("it is there"),
        text: "fn mine() {}".into(),
    };
    assert_eq!(Kept::from_text(&own.text()), Some(own.clone()));
    assert_eq!(Kept::from_text("2 hello\nfn mine() {}"), None);
    assert_eq!(Kept::from_text("nothing"), None);
    let (setup, whose) = program_to_open(None, Some(own.clone()));
    assert_eq!(
        (setup.text.as_deref(), whose),
        (Some("fn mine() {}"), Whose::Mine)
    );
    assert_eq!(setup.start, own.start);
    let linked = Setup {
        text: Some("fn theirs() {}".into()),
        ..Setup::default()
    };
    let opened = program_to_open(Some(linked.clone()), Some(own.clone()));
    assert_eq!(opened, (linked, Whose::Link));
    // The address of one's own program is no link of somebody else.
    let (setup, _) = program_to_open(None, Some(own.clone()));
    let opened = program_to_open(Some(setup.clone()), Some(own));
    assert_eq!(opened, (setup, Whose::Mine));
    // Nor is the one that opens by itself.
    let start = Setup::default();
    let opened = program_to_open(Some(start.clone()), None);
    assert_eq!(opened, (start, Whose::Mine));
}

#[test]
fn what_stands_for_a_text_that_did_not_travel_is_no_letters_of_one() {
    let letters = left_behind("fn mine() {}");
    assert!(is_left_behind(&letters));
    assert_ne!(letters, left_behind("fn mine() {} "));
    assert!(text_of(letters).is_err());
    let packed = letters_of("fn mine() {}").expect("it is short");
    assert!(!is_left_behind(&packed));
}

#[test]
fn a_program_asks_only_hosts_that_its_text_names() {
    let text = "fetch(\"https://Example.org:8080/a\"); // http://user@b.example
        fetch(format!(\"http://{host}/x\")); ftp://c.example/";
    let hosts = hosts_in(text);
    assert_eq!(hosts, ["example.org:8080", "b.example"]);
    let base = "http://127.0.0.1:8000/page/#/script";
    for (url, may) in [
        ("http://127.0.0.1:8000/page/delay/1", true),
        ("http://127.0.0.1:8001/", false),
        ("https://example.org:8080/b", true),
        ("https://example.org/b", false),
        ("http://b.example/", true),
        ("ftp://c.example/", false),
    ] {
        assert_eq!(may_ask(text, url, base), may, "{url}");
    }
}
