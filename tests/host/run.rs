//! Whole runs: which lanes, in which order, and what stops them.

use crate::executor::{block_on, now, sleep};
use crate::ms;
use crate::site::{Site, crawl, crawl_until, plan};
use futures::future::select;
use meanwhile::experiments::crawl::{
    Lane, Lanes, Limit, MOST_THREADS, Plan, PlanError, Row, RowError, Setup,
    Strategy, lane_order, lines_from_text, run, setup_from_query,
};
use meanwhile::trace::{Ending, Timeline, Timestamp, Track};
use std::cell::RefCell;
use std::pin::pin;
use std::rc::Rc;

const ALL: &str = "run=blocking,sequential,concurrent,limited,spawned,\
    promise-all,threads";

/// Those that a timer can end: all but the one that stands still.
const WITH_A_TIMEOUT: [Strategy; 6] = {
    let [_blocking, others @ ..] = Strategy::ALL;
    others
};

fn root_ending(lane: &Lane) -> Option<Ending> {
    lane.timeline().root().and_then(Track::ending)
}

fn endings(timeline: &Timeline) -> Vec<Option<Ending>> {
    timeline.rows().iter().map(Track::ending).collect()
}

fn strategies(lanes: &[Lane]) -> Vec<Strategy> {
    lanes.iter().map(Lane::strategy).collect()
}

/// The instants of `lane` at which its strategy began and ended, on the clock.
fn on_the_clock(lane: &Lane) -> (Timestamp, Timestamp) {
    let timeline = lane.timeline();
    let root = timeline.root().expect("a lane has a root");
    let start = root.start.expect("it began");
    let (end, _) = root.end.expect("it ended");
    (lane.clock_at(start), lane.clock_at(end))
}

#[test]
fn three_requests_take_their_sum_in_a_row_and_their_longest_at_once() {
    let run = crawl("delay/1\ndelay/2\ndelay/3", ALL);
    let totals: Vec<_> = run
        .lanes
        .iter()
        .map(|lane| (lane.strategy(), lane.timeline().makespan()))
        .collect();
    let expected = [
        (Strategy::Blocking, Some(ms(6000))),
        (Strategy::Sequential, Some(ms(6000))),
        (Strategy::Concurrent, Some(ms(3000))),
        (Strategy::Limited, Some(ms(3000))),
        (Strategy::Spawned, Some(ms(3000))),
        (Strategy::PromiseAll, Some(ms(3000))),
        (Strategy::Threads, Some(ms(3000))),
    ];
    assert_eq!(totals, expected);
}

#[test]
fn limited_keeps_as_many_in_flight_as_the_plan_says() {
    let list = "delay/1\ndelay/1?b\ndelay/1?c\ndelay/1?d\ndelay/1?e";
    for (limit, seconds) in [(1, 5), (2, 3), (3, 2), (5, 1), (100, 1)] {
        let run = crawl(list, &format!("run=limited&limit={limit}"));
        let report = run.report();
        let stats = &report.lanes[0].stats;
        assert_eq!(stats.peak_in_flight, limit.min(5));
        assert_eq!(stats.total, Some(ms(seconds * 1000)));
    }
}

#[test]
fn in_turn_each_strategy_begins_when_the_one_before_is_done() {
    let run = crawl("delay/1\ndelay/2", ALL);
    assert_eq!(strategies(&run.lanes), Strategy::ALL);
    let times: Vec<_> = run.lanes.iter().map(on_the_clock).collect();
    assert!(times.windows(2).all(|pair| pair[0].1 == pair[1].0));
}

#[test]
fn together_all_strategies_begin_at_once() {
    let query = format!("{ALL}&order=together");
    let run = crawl("delay/1\ndelay/2", &query);
    // What stands still comes last, or nothing would begin with it.
    let (blocking, others) = run.lanes.split_last().expect("there are lanes");
    assert_eq!(blocking.strategy(), Strategy::Blocking);
    assert_eq!(strategies(others), Strategy::ALL[1..]);
    let begins = run.lanes.iter().map(|lane| on_the_clock(lane).0);
    let first = on_the_clock(&run.lanes[0]).0;
    assert!(begins.into_iter().all(|begin| begin == first));
}

#[test]
fn a_lane_is_shown_before_its_time_begins() {
    let painting = ms(70);
    let site = Site::default();
    let plan = plan("delay/1 #slow", "run=sequential,concurrent");
    let lanes = Lanes::default();
    let shown = RefCell::new(Vec::new());
    block_on(async {
        let mut web = site.web();
        web.painted = Rc::new(move || Box::pin(sleep(painting)));
        let on_change = || {
            let lane = lanes.newest(|_| true).expect("a lane is announced");
            let names: Vec<_> = lane
                .timeline()
                .rows()
                .iter()
                .map(|row| row.name.to_string())
                .collect();
            assert_eq!(names, ["slow"]);
            assert_eq!(lane.now(), Timestamp::ZERO);
            let is_opened = lanes
                .all()
                .iter()
                .any(|it| it.strategy() == lane.strategy());
            shown.borrow_mut().push((lane.strategy(), is_opened));
        };
        let promise_all = site.promise_all();
        run(&plan, &web, &promise_all, now, &lanes, on_change).await;
    });
    let expected =
        [(Strategy::Sequential, false), (Strategy::Concurrent, false)];
    assert_eq!(shown.into_inner(), expected);
    for lane in lanes.all() {
        let timeline = lane.timeline();
        let root = timeline.root().expect("a lane has a root");
        assert_eq!(root.start, Some(Timestamp::ZERO));
        assert_eq!(timeline.makespan(), Some(ms(1000)));
    }
}

#[test]
fn a_lane_that_is_never_opened_is_withdrawn() {
    for order in ["in-turn", "together"] {
        let site = Site::default();
        let query = format!("run=sequential,concurrent&order={order}");
        let plan = plan("delay/1", &query);
        let lanes = Lanes::default();
        block_on(async {
            let mut web = site.web();
            web.painted = Rc::new(|| Box::pin(sleep(ms(1000))));
            let promise_all = site.promise_all();
            let run = run(&plan, &web, &promise_all, now, &lanes, || ());
            select(pin!(run), pin!(sleep(ms(500)))).await;
        });
        assert!(lanes.newest(|_| true).is_none(), "{order}");
        assert_eq!(site.log(), [""; 0], "{order}");
    }
}

#[test]
fn each_round_begins_with_another_strategy() {
    use Strategy::{Concurrent, Sequential, Spawned};
    let strategies = [Sequential, Concurrent, Spawned];
    let order = |round| lane_order(&strategies, round);
    assert_eq!(order(0), [Sequential, Concurrent, Spawned]);
    assert_eq!(order(1), [Concurrent, Spawned, Sequential]);
    assert_eq!(order(2), [Spawned, Sequential, Concurrent]);
    assert_eq!(order(3), order(0));
    assert_eq!(lane_order(&[], 7), []);
}

#[test]
fn a_repeated_run_opens_its_lanes_round_by_round() {
    use Strategy::{Concurrent, Sequential};
    let run = crawl("delay/1", "run=sequential,concurrent&repeat=3");
    let lanes: Vec<_> = run
        .lanes
        .iter()
        .map(|lane| (lane.round(), lane.strategy()))
        .collect();
    let expected = [
        (0, Sequential),
        (0, Concurrent),
        (1, Concurrent),
        (1, Sequential),
        (2, Sequential),
        (2, Concurrent),
    ];
    assert_eq!(lanes, expected);
}

#[test]
fn collecting_lets_every_request_come_to_its_own_end() {
    for strategy in WITH_A_TIMEOUT {
        let query = format!("run={}", strategy.id());
        let run = crawl("delay/1\ngone/0.5\nstatus/404/2\nnever", &query);
        let expected = [
            Some(Ending::Succeeded),
            Some(Ending::Failed),
            Some(Ending::Failed),
            Some(Ending::TimedOut),
        ];
        assert_eq!(endings(&run.timeline()), expected, "{strategy:?}");
        let root = root_ending(&run.lanes[0]);
        assert_eq!(root, Some(Ending::Succeeded), "{strategy:?}");
    }
}

#[test]
fn stopping_at_the_first_error_aborts_the_rest() {
    for strategy in Strategy::ALL {
        let query = format!("run={}&on-error=stop&limit=2", strategy.id());
        let list = "delay/1\nstatus/404/2\ndelay/3\ndelay/4";
        let run = crawl(list, &query);
        let (ok, failed, cut) = (
            Some(Ending::Succeeded),
            Some(Ending::Failed),
            Some(Ending::Cancelled),
        );
        let expected = match strategy {
            Strategy::Blocking | Strategy::Sequential => {
                [ok, failed, None, None]
            }
            Strategy::Limited => [ok, failed, cut, None],
            _ => [ok, failed, cut, cut],
        };
        assert_eq!(endings(&run.timeline()), expected, "{strategy:?}");
        let root = root_ending(&run.lanes[0]);
        assert_eq!(root, Some(Ending::Failed), "{strategy:?}");
        let in_row =
            matches!(strategy, Strategy::Blocking | Strategy::Sequential);
        let total = ms(if in_row { 3000 } else { 2000 });
        assert_eq!(run.timeline().makespan(), Some(total), "{strategy:?}");
        for url in ["delay/3", "delay/4"] {
            let answered =
                |line: &String| line.ends_with(&format!("answered {url}"));
            assert!(!run.log.iter().any(answered), "{strategy:?}");
        }
    }
}

#[test]
fn a_timeout_that_stops_a_run_ends_it_as_timed_out() {
    for strategy in WITH_A_TIMEOUT {
        let query = format!("run={}&on-error=stop&timeout=500", strategy.id());
        let run = crawl("never\ndelay/9", &query);
        let root = root_ending(&run.lanes[0]);
        assert_eq!(root, Some(Ending::TimedOut), "{strategy:?}");
    }
}

#[test]
fn a_strategy_that_stopped_does_not_stop_the_next() {
    let query = format!("{ALL}&on-error=stop");
    let run = crawl("gone/1\ndelay/2", &query);
    assert_eq!(strategies(&run.lanes), Strategy::ALL);
    let failed = |lane| root_ending(lane) == Some(Ending::Failed);
    assert!(run.lanes.iter().all(failed));
}

#[test]
fn a_strategy_that_stopped_has_aborted_its_requests_before_the_next_sends() {
    let query = "run=spawned,promise-all&on-error=stop";
    let run = crawl("gone/1\ndelay/2", query);
    insta::assert_snapshot!(run.log.join("\n"), @"
    0 sent gone/1
    0 sent delay/2
    1000 answered gone/1
    1000 aborted delay/2
    1000 sent gone/1
    1000 sent delay/2
    2000 answered gone/1
    2000 aborted delay/2
    ");
}

#[test]
fn dropping_a_run_cancels_everything() {
    for strategy in WITH_A_TIMEOUT {
        let query = format!("run={}&limit=2", strategy.id());
        let list = "delay/1\ndelay/3\ndelay/5";
        let run = crawl_until(ms(2000), list, &query);
        let (ok, cut) = (Some(Ending::Succeeded), Some(Ending::Cancelled));
        let expected = match strategy {
            Strategy::Sequential => [ok, cut, None],
            _ => [ok, cut, cut],
        };
        let lane = &run.lanes[0];
        assert_eq!(endings(&run.timeline()), expected, "{strategy:?}");
        assert_eq!(root_ending(lane), cut, "{strategy:?}");
        assert_eq!(run.timeline().makespan(), Some(ms(2000)));
        let sent = run.log.iter().filter(|line| line.contains("sent"));
        let over = run.log.iter().filter(|line| !line.contains("sent"));
        assert_eq!(sent.count(), over.count(), "{strategy:?}");
    }
}

#[test]
fn neither_timeout_nor_stop_ends_what_blocks() {
    let query = "run=blocking,sequential&timeout=500";
    let run = crawl_until(ms(700), "delay/1\ndelay/2", query);
    assert_eq!(strategies(&run.lanes), [Strategy::Blocking]);
    let ok = Some(Ending::Succeeded);
    assert_eq!(endings(&run.timeline()), [ok, ok]);
    assert_eq!(run.timeline().makespan(), Some(ms(3000)));
}

#[test]
fn the_added_delays_and_the_pauses_of_blocking_block_too() {
    let list = "delay/1 +500ms\nflaky/2/0.5\ndelay/1?b";
    let run = crawl(list, "run=blocking&retries=2");
    insta::assert_snapshot!(run.log.join("\n"), @"
    500 sent delay/1
    1500 answered delay/1
    1500 sent flaky/2/0.5
    2000 answered flaky/2/0.5
    2250 sent flaky/2/0.5
    2750 answered flaky/2/0.5
    3250 sent flaky/2/0.5
    3750 answered flaky/2/0.5
    3750 sent delay/1?b
    4750 answered delay/1?b
    ");
    let attempts: Vec<u32> = run.lanes[0]
        .outcomes()
        .iter()
        .flatten()
        .map(|outcome| outcome.attempts)
        .collect();
    assert_eq!(attempts, [1, 3, 1]);
}

#[test]
fn what_blocks_is_never_polled() {
    let run = crawl("delay/1\ndelay/2", "run=blocking");
    let report = run.report();
    let stats = &report.lanes[0].stats;
    assert_eq!((stats.polls, stats.wakes), (None, None));
    assert_eq!(stats.peak_in_flight, 1);
}

#[test]
fn there_are_as_many_threads_as_rows_and_at_most_sixty_four() {
    for (rows, seconds) in [(1, 1), (64, 1), (65, 2), (130, 3)] {
        let run = crawl(&"delay/1\n".repeat(rows), "run=threads");
        let report = run.report();
        let stats = &report.lanes[0].stats;
        assert_eq!(stats.peak_in_flight, rows.min(MOST_THREADS));
        assert_eq!(stats.total, Some(ms(seconds * 1000)), "{rows}");
    }
}

#[test]
fn dropping_a_run_leaves_the_strategies_to_come_unopened() {
    let run = crawl_until(ms(500), "delay/1", "run=sequential,concurrent");
    assert_eq!(strategies(&run.lanes), [Strategy::Sequential]);
}

#[test]
fn dropping_a_run_of_strategies_at_the_same_time_cancels_them_all() {
    let query = ALL.replace("blocking,", "") + "&order=together";
    let run = crawl_until(ms(500), "delay/1\ndelay/1?b", &query);
    assert_eq!(strategies(&run.lanes), WITH_A_TIMEOUT);
    let cancelled = Some(Ending::Cancelled);
    assert!(run.lanes.iter().all(|lane| root_ending(lane) == cancelled));
}

#[test]
fn the_lanes_can_be_read_while_the_run_goes_on() {
    let plan = plan("delay/1\ndelay/2", "run=sequential,concurrent");
    let (site, lanes) = (Site::default(), Lanes::default());
    let changes = RefCell::new(Vec::new());
    let is_over = |lane: &Lane| root_ending(lane).is_some();
    block_on(async {
        let (web, promise_all) = (site.web(), site.promise_all());
        let on_change = || {
            let lanes = lanes.all();
            let over = lanes.iter().filter(|lane| is_over(lane)).count();
            changes.borrow_mut().push((lanes.len(), over));
        };
        let mut run =
            pin!(run(&plan, &web, &promise_all, now, &lanes, on_change));
        select(run.as_mut(), sleep(ms(1500))).await;
        let lane = &lanes.all()[0];
        let so_far = [Some(Ending::Succeeded), None];
        assert_eq!(endings(&lane.timeline()), so_far);
        assert_eq!(lane.now(), Timestamp::ZERO + ms(1500));
        run.await;
    });
    // What comes after the last is for whoever awaits the run.
    assert_eq!(*changes.borrow(), [(0, 0), (1, 1)]);
}

#[test]
fn a_lane_that_is_done_beside_others_is_told() {
    let (setup, query) = ("delay/1\ndelay/2", "run=sequential,concurrent");
    let plan = plan(setup, &format!("{query}&order=together"));
    let (site, lanes) = (Site::default(), Lanes::default());
    let over = RefCell::new(Vec::new());
    block_on(async {
        let (web, promise_all) = (site.web(), site.promise_all());
        let on_change = || {
            let lanes = lanes.all();
            let is_over = |lane: &&Lane| root_ending(lane).is_some();
            over.borrow_mut().push(lanes.iter().filter(is_over).count());
        };
        run(&plan, &web, &promise_all, now, &lanes, on_change).await;
    });
    assert_eq!(*over.borrow(), [0, 1, 2]);
}

#[test]
fn a_row_is_called_by_its_label_or_its_number() {
    let run = crawl("delay/1\ndelay/1 #home\ndelay/1", "run=sequential");
    let timeline = run.timeline();
    let names: Vec<_> =
        timeline.tracks().iter().map(|track| &*track.name).collect();
    assert_eq!(names, ["sequential", "#1", "home", "#3"]);
}

#[test]
fn every_row_is_known_before_the_first_is_sent() {
    let run = crawl_until(ms(1), "delay/1\ndelay/1\ndelay/1", "run=sequential");
    assert_eq!(run.timeline().rows().len(), 3);
}

fn plan_of(text: &str, query: &str) -> Result<Plan, PlanError> {
    let (mut setup, _, _) = setup_from_query(query);
    setup.lines = lines_from_text(text);
    Plan::try_from(&setup)
}

#[test]
fn a_plan_is_what_was_chosen() {
    let plan = plan("# a comment\n\ndelay/1 +5ms #a", "limit=7&repeat=2");
    let row = Row {
        url: "delay/1".to_owned(),
        delay: ms(5),
        label: "a".to_owned(),
    };
    assert_eq!(*plan.rows, [row]);
    assert_eq!(plan.limit, Limit::new(7).expect("seven is allowed"));
    assert_eq!(plan.repeat, 2);
    assert_eq!(plan.strategies, Setup::default().strategies);
}

#[test]
fn what_cannot_be_run_says_why() {
    let error = |text: &str, query: &str| plan_of(text, query).err();
    assert_eq!(error("", ""), Some(PlanError::NoRows));
    assert_eq!(error("# nothing\n\n", ""), Some(PlanError::NoRows));
    assert_eq!(error("delay/1", "run="), Some(PlanError::NoStrategy));
    let bad_row = PlanError::BadRow {
        number: 2,
        url: "ftp://host/".to_owned(),
        error: RowError::Scheme("ftp".to_owned()),
    };
    let text = "delay/1\n# not counted\nftp://host/\nalso bad";
    assert_eq!(error(text, ""), Some(bad_row));
    let list = |rows| "delay/1\n".repeat(rows);
    assert!(plan_of(&list(10_000), "").is_ok());
    let too_many = Some(PlanError::TooManyRows(10_001));
    assert_eq!(error(&list(10_001), ""), too_many);
}
