//! Futures on the real event loop.

use crate::spies::{turn, until};
use futures::channel::oneshot;
use meanwhile::browser::endpoint::{Endpoint, Missing};
use meanwhile::browser::page::is_webkit;
use meanwhile::browser::timer::sleep;
use meanwhile::browser::turn::{Messages, microtask};
use meanwhile::browser::{clock, fetch};
use meanwhile::experiments::crawl::{
    Lane, Lanes, Plan, PromiseAll, Report, Web, lines_from_text, run,
    setup_from_query,
};
use meanwhile::task::{AbortOnDrop, Recorder, Stopped};
use meanwhile::trace::EventKind::{
    Ended, PollEnded, PollStarted, Spawned, Woken,
};
use meanwhile::trace::{Cause, Ending, EventKind, Phase, TaskId, Track};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;
use wasm_bindgen_test::wasm_bindgen_test;

fn succeeded<T>(_: &T) -> Ending {
    Ending::Succeeded
}

/// What was recorded of `task`, in order, besides its declaration and what its
/// wakers and its size are.
fn events_of(recorder: &Recorder, task: TaskId) -> Vec<EventKind> {
    recorder.read(|trace| {
        let events = trace.events().iter();
        assert!(events.clone().map(|event| event.at).is_sorted());
        events
            .filter(|event| event.task == task)
            .map(|event| event.kind.clone())
            .filter(|kind| !is_bookkeeping(kind))
            .collect()
    })
}

fn is_bookkeeping(kind: &EventKind) -> bool {
    use EventKind::{Declared, Sized, WakerCloned, WakerDropped};
    matches!(
        kind,
        Declared { .. } | Sized(_) | WakerCloned | WakerDropped
    )
}

/// Watches `future` as a task of its own until it ends.
async fn watched(future: impl Future + 'static) -> Vec<EventKind> {
    let recorder = Recorder::new(clock::now);
    let task = recorder.declare(None, "task");
    let traced = recorder.watch(task, future, succeeded);
    spawn_local(async move {
        traced.await;
    });
    assert_eq!(events_of(&recorder, task), [Spawned], "not polled yet");
    let end = Ended(Ending::Succeeded);
    until(|| events_of(&recorder, task).contains(&end)).await;
    events_of(&recorder, task)
}

#[wasm_bindgen_test]
async fn a_timer_costs_two_polls_and_one_wake() {
    let events = watched(sleep(Duration::from_millis(1))).await;
    assert_eq!(
        events,
        [
            Spawned,
            PollStarted,
            PollEnded,
            Woken(Cause::Unknown),
            PollStarted,
            PollEnded,
            Ended(Ending::Succeeded),
        ],
    );
}

#[wasm_bindgen_test]
async fn wakes_of_one_poll_are_served_by_one_poll() {
    let mut polls = 0;
    let wakes_thrice = std::future::poll_fn(move |cx| {
        polls += 1;
        if polls == 2 {
            return Poll::Ready(());
        }
        for _ in 0..3 {
            cx.waker().wake_by_ref();
        }
        Poll::Pending
    });
    let events = watched(wakes_thrice).await;
    let count = |wanted: fn(&EventKind) -> bool| {
        events.iter().filter(|kind| wanted(kind)).count()
    };
    assert_eq!(count(|kind| matches!(kind, Woken(_))), 3);
    assert_eq!(count(|kind| matches!(kind, PollStarted)), 2);
}

/// What three tasks do in which order, each traced by `recorder` if there is
/// one: they yield, send each other words, and wait for every queue of the
/// loop.
async fn order_of_effects(recorder: Option<&Recorder>) -> Vec<String> {
    let log: Rc<RefCell<Vec<String>>> = Rc::default();
    let running = Rc::new(Cell::new(3));
    let (tell, told) = oneshot::channel();
    let (mut tell, mut told) = (Some(tell), Some(told));
    for name in ["a", "b", "c"] {
        let (log, running) = (log.clone(), running.clone());
        let say = move |what: &str| {
            log.borrow_mut().push(format!("{name} {what}"));
        };
        let (tell, told) = match name {
            "a" => (None, told.take()),
            "c" => (tell.take(), None),
            _ => (None, None),
        };
        let task = async move {
            say("begins");
            yield_by_waking().await;
            say("yielded");
            microtask().await;
            say("had a microtask");
            if let Some(tell) = tell {
                let _ = tell.send(());
                say("told");
            }
            if let Some(told) = told {
                let _ = told.await;
                say("was told");
            }
            Messages::new().turn().await;
            say("had a message");
            sleep(Duration::from_millis(1)).await;
            say("had a timer");
            running.set(running.get() - 1);
        };
        match recorder {
            None => spawn_local(task),
            Some(recorder) => {
                let id = recorder.declare(None, name);
                let traced = recorder.watch(id, task, succeeded);
                spawn_local(traced);
            }
        }
    }
    until(|| running.get() == 0).await;
    log.take()
}

/// The part of an order that the engine keeps: in WebKit the messages of
/// different channels come in any order, so what follows them is each task's
/// own order there.
fn certain(log: &[String]) -> Vec<String> {
    let mut certain = log.to_vec();
    let message = log.iter().position(|it| it.ends_with("had a message"));
    if let Some(message) = message.filter(|_| is_webkit()) {
        certain[message..].sort_by_key(|it| it.as_bytes().first().copied());
    }
    certain
}

/// Wakes its own task once.
async fn yield_by_waking() {
    let mut woken = false;
    std::future::poll_fn(move |cx| {
        if woken {
            return Poll::Ready(());
        }
        woken = true;
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

#[wasm_bindgen_test]
async fn traced_futures_do_the_same_in_the_same_order() {
    for _ in 0..5 {
        let recorder = Recorder::new(clock::now);
        let traced = order_of_effects(Some(&recorder)).await;
        let plain = order_of_effects(None).await;
        assert_eq!(certain(&traced), certain(&plain));
        assert_eq!(traced.len(), 17, "{traced:?}");
        let polls = recorder.read(|trace| {
            let events = trace.events().iter();
            events.filter(|event| event.kind == PollStarted).count()
        });
        assert!(polls > 12, "they were traced");
    }
}

#[wasm_bindgen_test]
async fn a_task_elsewhere_ends_when_its_handle_is_dropped() {
    let (task, abort) = AbortOnDrop::wrap(sleep(Duration::from_secs(60)));
    let end = Rc::new(Cell::new(None));
    let ended = end.clone();
    spawn_local(async move { ended.set(Some(task.await)) });
    turn().await;
    assert_eq!(end.get(), None);
    drop(abort);
    turn().await;
    assert_eq!(end.get(), Some(Err(Stopped)));
}

fn plan(text: &str, query: &str) -> Plan {
    let (mut setup, _, _) = setup_from_query(query);
    setup.lines = lines_from_text(text);
    Plan::try_from(&setup).expect("the test's own list is right")
}

/// The web, with timers in the place of the endpoint.
fn web() -> Web {
    let endpoint = Endpoint::StandIn(Missing::Unsupported);
    Web {
        send: Rc::new(move |request, on_phase| {
            on_phase(Phase::Waiting, clock::now());
            let on_headers = move || on_phase(Phase::Receiving, clock::now());
            Box::pin(fetch::send(request, endpoint, on_headers))
        }),
        turn: Rc::new(|| Box::pin(async {})),
        painted: Rc::new(|| Box::pin(async {})),
        sleep: Rc::new(|duration| Box::pin(sleep(duration))),
        spawn: Rc::new(spawn_local),
        get_ready_to_block: Rc::new(|_| panic!("nothing here blocks")),
        start_threads: Rc::new(|_, _, _| panic!("nothing here has threads")),
    }
}

fn no_javascript() -> PromiseAll {
    Rc::new(|_| Box::new(|_| Box::pin(async {})))
}

#[wasm_bindgen_test]
async fn a_crawl_runs_on_the_loop_of_the_browser() {
    let list = "delay/0.05\ndelay/0.05?b\ndelay/0.05?c";
    let query = "run=sequential,concurrent,limited,spawned&limit=2";
    let (plan, lanes) = (plan(list, query), Lanes::default());
    let changes = Cell::new(0);
    let on_change = || changes.set(changes.get() + 1);
    let javascript = no_javascript();
    run(&plan, &web(), &javascript, clock::now, &lanes, on_change).await;
    assert_eq!(changes.get(), 4, "each lane opens");
    let report = Report::of(&plan, &lanes.all());
    let peaks: Vec<usize> = report
        .lanes
        .iter()
        .map(|lane| lane.stats.peak_in_flight)
        .collect();
    assert_eq!(peaks, [1, 3, 2, 3]);
    assert!(report.lanes.iter().all(|lane| lane.stats.succeeded == 3));
    let all = lanes.all();
    let sequential = all[0].timeline();
    let requests = sequential.rows().windows(2);
    assert_eq!(requests.len(), 2);
    for pair in requests {
        let ended = pair[0].end.as_ref().map(|(at, _)| *at);
        assert!(pair[1].start >= ended, "each follows the one before it");
    }
}

#[wasm_bindgen_test]
async fn dropping_a_crawl_cancels_its_requests_at_once() {
    let query = "run=sequential,concurrent,limited,spawned&order=together";
    let (plan, lanes) = (plan("delay/9\ndelay/9?b", query), Lanes::default());
    let (task, abort) = {
        let (plan, lanes) = (plan.clone(), lanes.clone());
        AbortOnDrop::wrap(async move {
            let javascript = no_javascript();
            run(&plan, &web(), &javascript, clock::now, &lanes, || ()).await;
        })
    };
    spawn_local(async move {
        let _ = task.await;
    });
    until(|| lanes.all().len() == 4).await;
    turn().await;
    drop(abort);
    turn().await;
    let ended = |lane: &Lane| {
        let timeline = lane.timeline();
        let sent = |track: &&Track| track.start.is_some();
        let mut tracks = timeline.tracks().iter().filter(sent);
        tracks.all(|track| track.ending() == Some(Ending::Cancelled))
    };
    assert!(lanes.all().iter().all(ended));
}
