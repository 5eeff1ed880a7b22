//! The strategies themselves: in which order they send, how much at once, and
//! what dropping them drops.

use crate::executor::{
    block_on, now, pass, settled, sleep, spawn, timers, yield_now,
};
use crate::{cases, ms};
use futures::FutureExt;
use futures::future::select;
use meanwhile::experiments::crawl::strategies::{
    blocking, concurrent, limited, sequential, spawned, threads, try_blocking,
    try_concurrent, try_limited, try_sequential, try_spawned, try_threads,
};
use proptest::prelude::*;
use std::cell::{Cell, RefCell};
use std::path::Path;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

/// What a request can be seen to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Did {
    Start(usize),
    End(usize),
    Drop(usize),
}
use Did::{Drop as Dropped, End, Start};

/// Requests that take a while, and a note of what they do.
#[derive(Clone, Default)]
struct Pages {
    times: Rc<[Duration]>,
    bad: Option<usize>,
    log: Rc<RefCell<Vec<Did>>>,
}

impl Pages {
    fn taking(millis: &[u64]) -> Self {
        let times = millis.iter().copied().map(ms).collect();
        Self {
            times,
            ..Self::default()
        }
    }

    /// The same, but request `index` fails at its end.
    fn failing_at(self, index: usize) -> Self {
        let bad = Some(index);
        Self { bad, ..self }
    }

    fn urls(&self) -> Vec<usize> {
        (0..self.times.len()).collect()
    }

    /// One request: begins when it is first polled.
    fn fetch(
        &self,
        url: usize,
    ) -> impl Future<Output = Result<usize, usize>> + use<> {
        let pages = self.clone();
        async move {
            pages.log.borrow_mut().push(Start(url));
            let mut open = OpenRequest {
                url,
                over: false,
                log: pages.log.clone(),
            };
            sleep(pages.times[url]).await;
            open.over = true;
            pages.log.borrow_mut().push(End(url));
            if pages.bad == Some(url) {
                Err(url)
            } else {
                Ok(url)
            }
        }
    }

    /// One request that stands still.
    fn block(&self, url: usize) -> Result<usize, usize> {
        self.log.borrow_mut().push(Start(url));
        pass(self.times[url]);
        self.log.borrow_mut().push(End(url));
        match self.bad == Some(url) {
            true => Err(url),
            false => Ok(url),
        }
    }

    /// One request as a task of its own, which ends with its handle.
    fn spawn_fetch(
        &self,
        url: usize,
    ) -> impl Future<Output = Result<usize, usize>> + use<> {
        let (task, handle) = self.fetch(url).remote_handle();
        spawn(Box::pin(task));
        handle
    }

    fn log(&self) -> Vec<Did> {
        self.log.borrow().clone()
    }
}

struct OpenRequest {
    url: usize,
    over: bool,
    log: Rc<RefCell<Vec<Did>>>,
}

impl Drop for OpenRequest {
    fn drop(&mut self) {
        if !self.over {
            self.log.borrow_mut().push(Dropped(self.url));
        }
    }
}

/// The most requests that had started and not ended at one place of the log.
fn peak(log: &[Did]) -> usize {
    let mut in_flight = 0_usize;
    let mut peak = 0;
    for did in log {
        match did {
            Start(_) => in_flight += 1,
            End(_) | Dropped(_) => in_flight -= 1,
        }
        peak = peak.max(in_flight);
    }
    peak
}

fn starts(log: &[Did]) -> Vec<usize> {
    log.iter()
        .filter_map(|did| match did {
            Start(url) => Some(*url),
            _ => None,
        })
        .collect()
}

fn times() -> impl Strategy<Value = Vec<u64>> {
    prop::collection::vec(0_u64..50, 1..25)
}

#[test]
fn sequential_asks_when_the_answer_before_is_there() {
    let pages = Pages::taking(&[30, 10, 20]);
    block_on(sequential(pages.urls(), |url| pages.fetch(url)));
    let log = [Start(0), End(0), Start(1), End(1), Start(2), End(2)];
    assert_eq!(pages.log(), log);
}

#[test]
fn blocking_stands_still_for_each_answer() {
    let pages = Pages::taking(&[30, 10, 20]);
    let results = block_on(async {
        let began = now();
        let results = blocking(pages.urls(), |url| pages.block(url));
        assert_eq!(now().since(began), ms(60));
        results
    });
    assert_eq!(results, [Ok(0), Ok(1), Ok(2)]);
    let log = [Start(0), End(0), Start(1), End(1), Start(2), End(2)];
    assert_eq!(pages.log(), log);
}

#[test]
fn try_blocking_asks_for_nothing_after_the_first_error() {
    let pages = Pages::taking(&[10, 20, 30]).failing_at(1);
    let result =
        block_on(async { try_blocking(pages.urls(), |url| pages.block(url)) });
    assert_eq!(result, Err(1));
    assert_eq!(pages.log(), [Start(0), End(0), Start(1), End(1)]);
}

#[test]
fn threads_wait_each_for_an_answer_of_its_own() {
    let pages = Pages::taking(&[30, 10, 20]);
    block_on(threads(pages.urls(), 64, |url| pages.fetch(url)));
    let log = [Start(0), Start(1), Start(2), End(1), End(2), End(0)];
    assert_eq!(pages.log(), log);
}

#[test]
fn try_threads_ends_the_others_at_the_first_error() {
    let pages = Pages::taking(&[40, 20, 30, 10]).failing_at(1);
    let result = block_on(try_threads(pages.urls(), 3, |u| pages.fetch(u)));
    assert_eq!(result, Err(1));
    let log = pages.log();
    assert_eq!(log[..4], [Start(0), Start(1), Start(2), End(1)]);
    assert!(log.contains(&Dropped(0)) && log.contains(&Dropped(2)));
    assert!(!log.contains(&Start(3)));
}

#[test]
fn concurrent_asks_for_everything_before_any_answer() {
    let pages = Pages::taking(&[30, 10, 20]);
    block_on(concurrent(pages.urls(), |url| pages.fetch(url)));
    let log = [Start(0), Start(1), Start(2), End(1), End(2), End(0)];
    assert_eq!(pages.log(), log);
}

#[test]
fn limited_starts_the_next_request_when_one_is_answered() {
    let pages = Pages::taking(&[30, 10, 10, 10]);
    block_on(limited(pages.urls(), 2, |url| pages.fetch(url)));
    let log = [
        Start(0),
        Start(1),
        End(1),
        Start(2),
        End(2),
        Start(3),
        End(0),
        End(3),
    ];
    assert_eq!(pages.log(), log);
}

#[test]
fn spawned_spawns_one_task_for_every_url_at_once() {
    let pages = Pages::taking(&[30, 10, 20]);
    let tasks = Cell::new(0);
    block_on(spawned(pages.urls(), |url| {
        tasks.set(tasks.get() + 1);
        pages.spawn_fetch(url)
    }));
    assert_eq!(tasks.get(), 3);
    let log = [Start(0), Start(1), Start(2), End(1), End(2), End(0)];
    assert_eq!(pages.log(), log);
}

#[test]
fn spawned_tasks_go_on_while_nobody_polls_the_strategy() {
    let pages = Pages::taking(&[10, 20]);
    let results = block_on(async {
        let tasks = |url| pages.spawn_fetch(url);
        let mut strategy = pin!(spawned(pages.urls(), tasks));
        // Polled once or twice, so that the tasks exist, and then left alone.
        select(&mut strategy, pin!(yield_now())).await;
        sleep(ms(50)).await;
        assert_eq!(pages.log(), [Start(0), Start(1), End(0), End(1)]);
        strategy.await
    });
    assert_eq!(results, [Ok(0), Ok(1)]);
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn sequential_never_has_two_in_flight(times in times()) {
        let pages = Pages::taking(&times);
        block_on(sequential(pages.urls(), |url| pages.fetch(url)));
        prop_assert_eq!(peak(&pages.log()), 1);
        prop_assert_eq!(starts(&pages.log()), pages.urls());
    }

    #[test]
    fn concurrent_has_all_in_flight(times in times()) {
        let pages = Pages::taking(&times);
        block_on(concurrent(pages.urls(), |url| pages.fetch(url)));
        prop_assert_eq!(peak(&pages.log()), times.len());
        prop_assert_eq!(starts(&pages.log()), pages.urls());
    }

    #[test]
    fn limited_reaches_its_limit_and_never_exceeds_it(
        times in times(),
        limit in 1_usize..30,
    ) {
        let pages = Pages::taking(&times);
        block_on(limited(pages.urls(), limit, |url| pages.fetch(url)));
        prop_assert_eq!(peak(&pages.log()), limit.min(times.len()));
        prop_assert_eq!(starts(&pages.log()), pages.urls());
    }

    #[test]
    fn every_strategy_brings_every_page(
        times in times(),
        limit in 1_usize..30,
    ) {
        let pages = Pages::taking(&times);
        let fetch = |url| pages.fetch(url);
        let all: Vec<_> = pages.urls().into_iter().map(Ok).collect();
        prop_assert_eq!(&block_on(sequential(pages.urls(), fetch)), &all);
        prop_assert_eq!(&block_on(concurrent(pages.urls(), fetch)), &all);
        let tasks = |url| pages.spawn_fetch(url);
        prop_assert_eq!(&block_on(spawned(pages.urls(), tasks)), &all);
        // As they come in, and not as they were asked for.
        let mut limited = block_on(limited(pages.urls(), limit, fetch));
        limited.sort_unstable();
        prop_assert_eq!(&limited, &all);
    }

    #[test]
    fn dropping_a_strategy_drops_every_request(
        times in prop::collection::vec(1_u64..50, 1..12),
        limit in 1_usize..12,
        stop in 0_u64..60,
    ) {
        for strategy in 0..5 {
            let pages = Pages::taking(&times);
            block_on(async {
                let fetch = |url| pages.fetch(url);
                let tasks = |url| pages.spawn_fetch(url);
                let urls = pages.urls();
                let strategy = match strategy {
                    0 => sequential(urls, fetch).boxed_local(),
                    1 => concurrent(urls, fetch).boxed_local(),
                    2 => limited(urls, limit, fetch).boxed_local(),
                    3 => threads(urls, limit, fetch).boxed_local(),
                    _ => spawned(urls, tasks).boxed_local(),
                };
                drop(select(strategy, sleep(ms(stop))).await);
                settled().await;
                assert_eq!(timers(), 0);
            });
            let log = pages.log();
            let started = starts(&log);
            let over = |url: &usize| {
                log.contains(&End(*url)) || log.contains(&Dropped(*url))
            };
            prop_assert!(started.iter().all(over), "{:?}", log);
        }
    }
}

#[test]
fn collecting_keeps_the_errors_among_the_results() {
    let pages = Pages::taking(&[10, 20, 30]).failing_at(1);
    let results = block_on(concurrent(pages.urls(), |url| pages.fetch(url)));
    assert_eq!(results, [Ok(0), Err(1), Ok(2)]);
}

#[test]
fn try_sequential_asks_for_nothing_after_the_first_error() {
    let pages = Pages::taking(&[10, 20, 30]).failing_at(1);
    let result = block_on(try_sequential(pages.urls(), |u| pages.fetch(u)));
    assert_eq!(result, Err(1));
    assert_eq!(pages.log(), [Start(0), End(0), Start(1), End(1)]);
}

#[test]
fn try_concurrent_drops_the_others_at_the_first_error() {
    let pages = Pages::taking(&[10, 20, 30]).failing_at(1);
    let result = block_on(try_concurrent(pages.urls(), |u| pages.fetch(u)));
    assert_eq!(result, Err(1));
    let log = [Start(0), Start(1), Start(2), End(0), End(1), Dropped(2)];
    assert_eq!(pages.log(), log);
}

#[test]
fn try_limited_drops_the_others_and_asks_for_no_more() {
    let pages = Pages::taking(&[40, 20, 30, 10]).failing_at(1);
    let result = block_on(try_limited(pages.urls(), 3, |u| pages.fetch(u)));
    assert_eq!(result, Err(1));
    let log = pages.log();
    assert_eq!(log[..4], [Start(0), Start(1), Start(2), End(1)]);
    assert!(log.contains(&Dropped(0)) && log.contains(&Dropped(2)));
    assert!(!log.contains(&Start(3)));
}

#[test]
fn try_spawned_ends_the_tasks_at_the_first_error() {
    let pages = Pages::taking(&[10, 20, 30]).failing_at(1);
    let result = block_on(async {
        let result =
            try_spawned(pages.urls(), |url| pages.spawn_fetch(url)).await;
        settled().await;
        result
    });
    assert_eq!(result, Err(1));
    let log = [Start(0), Start(1), Start(2), End(0), End(1), Dropped(2)];
    assert_eq!(pages.log(), log);
}

#[test]
fn the_try_forms_bring_every_page_when_nothing_fails() {
    let pages = Pages::taking(&[30, 10, 20]);
    let fetch = |url| pages.fetch(url);
    let in_order = Ok(vec![0, 1, 2]);
    assert_eq!(block_on(try_sequential(pages.urls(), fetch)), in_order);
    assert_eq!(block_on(try_concurrent(pages.urls(), fetch)), in_order);
    let tasks = |url| pages.spawn_fetch(url);
    assert_eq!(block_on(try_spawned(pages.urls(), tasks)), in_order);
    let as_they_come = Ok(vec![1, 2, 0]);
    assert_eq!(block_on(try_limited(pages.urls(), 3, fetch)), as_they_come);
}

#[test]
fn each_strategy_is_read_at_a_glance() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src/experiments/crawl/strategies");
    let mut functions = 0;
    for entry in folder.read_dir().expect("the strategies have a folder") {
        let path = entry.expect("the folder can be read").path();
        let is_registry = path.ends_with("mod.rs");
        if is_registry || path.extension().is_none_or(|e| e != "rs") {
            continue;
        }
        let source = std::fs::read_to_string(&path).expect("it is text");
        let lines: Vec<&str> = source.lines().collect();
        for (start, line) in lines.iter().enumerate() {
            if !line.starts_with("pub async fn") && !line.starts_with("pub fn")
            {
                continue;
            }
            let length = lines[start..].iter().position(|line| *line == "}");
            let length = 1 + length.expect("every function ends");
            assert!(length <= 15, "{line} in {path:?} has {length} lines");
            functions += 1;
        }
    }
    assert_eq!(functions, 12, "six strategies, each in two forms");
}
