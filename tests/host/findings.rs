//! What is worth noticing in a run: each finding in its case, and none in a
//! sound run.

use crate::history::History;
use crate::site::{Run, crawl};
use meanwhile::trace::{
    Ending, Finding, HostLoad, Situation, Timeline, findings,
};

/// All requests of a run to one host.
fn to_one_host(requests: usize) -> Situation {
    let load = HostLoad {
        name: "host.test".to_owned(),
        rows: (0..requests).collect(),
    };
    Situation {
        same_path: vec![load],
        ..Situation::default()
    }
}

/// All requests of a run for one URL, with the cache on.
fn for_one_url(requests: usize) -> Situation {
    let load = HostLoad {
        name: "delay/1".to_owned(),
        rows: (0..requests).collect(),
    };
    Situation {
        same_url: vec![load],
        ..Situation::default()
    }
}

fn found(requests: &[(u64, u64)], situation: &Situation) -> Vec<Finding> {
    findings(&History::of(requests).ended(), situation)
}

fn of_run(run: &Run) -> Vec<Finding> {
    let found = run.report().findings.into_iter();
    found.map(|it| it.finding).collect()
}

#[test]
fn twelve_requests_over_six_connections_took_turns() {
    let mut requests = [(0, 1000); 12];
    requests[6..].fill((0, 2000));
    let taking_turns = Finding::Connections {
        host: "host.test".to_owned(),
        requests: 12,
    };
    assert_eq!(found(&requests, &to_one_host(12)), [taking_turns]);
}

#[test]
fn twelve_requests_that_truly_ran_in_parallel_did_not_take_turns() {
    let requests: Vec<(u64, u64)> =
        (0..12).map(|index| (0, 1000 + index * 7)).collect();
    assert_eq!(found(&requests, &to_one_host(12)), []);
}

#[test]
fn six_requests_have_a_connection_each() {
    let mut requests = [(0, 1000); 6];
    requests[5] = (0, 5000);
    assert_eq!(found(&requests, &to_one_host(6)), []);
}

#[test]
fn requests_in_a_row_did_not_take_turns_over_connections() {
    let requests: Vec<(u64, u64)> = (0..12)
        .map(|index| (index * 1000, (index + 1) * 1000))
        .collect();
    assert_eq!(found(&requests, &to_one_host(12)), []);
}

#[test]
fn requests_for_one_url_waited_for_each_other_in_the_cache() {
    let requests = [(0, 1000), (0, 2000), (0, 3000)];
    let queue = Finding::CacheQueue {
        url: "delay/1".to_owned(),
        requests: 3,
    };
    assert_eq!(found(&requests, &for_one_url(3)), [queue]);
}

#[test]
fn requests_for_one_url_that_ran_in_parallel_did_not_queue() {
    let requests = [(0, 1000), (0, 1010), (0, 1004)];
    assert_eq!(found(&requests, &for_one_url(3)), []);
}

#[test]
fn requests_in_a_row_did_not_queue_in_the_cache() {
    // On a coarse clock the next is sent at the instant of the answer; the
    // second answer just happened to take longer.
    let requests = [(0, 10), (10, 30)];
    assert_eq!(found(&requests, &for_one_url(3)), []);
}

#[test]
fn six_quick_refusals_are_no_queue() {
    let mut history = History::new();
    for _ in 0..6 {
        history.request(0, 20, Ending::Failed);
    }
    history.request(0, 1000, Ending::Succeeded);
    let found = findings(&history.ended(), &to_one_host(7));
    assert_eq!(found, [Finding::Failures(6)]);
}

#[test]
fn nothing_is_said_of_a_queue_while_requests_are_open() {
    let mut history = History::of(&[(0, 1000); 6]);
    history.request(0, 2000, Ending::Succeeded);
    history.open(0);
    assert_eq!(findings(&history.so_far(), &to_one_host(8)), []);
}

#[test]
fn what_is_known_besides_the_trace_is_told() {
    let situation = Situation {
        retries: 3,
        stand_ins: 2,
        hidden: true,
        together: true,
        ..Situation::default()
    };
    let all = [
        Finding::Retries(3),
        Finding::StandIns(2),
        Finding::Together,
        Finding::Hidden,
    ];
    assert_eq!(found(&[(0, 1)], &situation), all);
}

#[test]
fn nothing_is_found_in_no_run() {
    let nothing = findings(&Timeline::default(), &Situation::default());
    assert_eq!(nothing, []);
}

#[test]
fn sound_runs_have_no_findings() {
    for (list, query) in [
        ("delay/1\ndelay/1?b\ndelay/1?c", "run=concurrent"),
        ("delay/1\ndelay/1?b\ndelay/1?c", "run=sequential,concurrent"),
        ("delay/1\ndelay/1\ndelay/1", "run=concurrent&cache=default"),
        (
            "delay/1\ndelay/1 +1s\ndelay/1 +2s",
            "run=concurrent&cache=default",
        ),
    ] {
        let run = crawl(list, query);
        assert_eq!(of_run(&run), [], "{list} {query}");
    }
}

#[test]
fn sound_runs_to_one_host_have_no_findings() {
    let row = |number| format!("https://host.test/delay/1?{number}");
    let list = (0..12).map(row).collect::<Vec<_>>().join("\n");
    for query in [
        "run=concurrent",
        "run=sequential",
        "run=limited&limit=6",
        "run=limited&limit=4",
        "run=spawned",
        "run=promise-all",
    ] {
        assert_eq!(of_run(&crawl(&list, query)), [], "{query}");
    }
}

#[test]
fn requests_of_different_cost_are_not_compared_with_each_other() {
    let row = |number| {
        let path = if number < 6 { "delay/0.1" } else { "delay/1" };
        format!("https://host.test/{path}?{number}")
    };
    let list = (0..12).map(row).collect::<Vec<_>>().join("\n");
    assert_eq!(of_run(&crawl(&list, "run=concurrent")), []);
    // The same path, but the row itself asks for the difference.
    let row = |number| {
        let delay = if number < 6 { "" } else { " +2s" };
        format!("https://host.test/delay/1?{number}{delay}")
    };
    let list = (0..12).map(row).collect::<Vec<_>>().join("\n");
    assert_eq!(of_run(&crawl(&list, "run=concurrent")), []);
}

#[test]
fn failures_and_retries_of_a_run_are_counted() {
    let run = crawl(
        "delay/1\nstatus/404/0.2\ngone/0.1\nflaky/2/0.1",
        "run=concurrent&retries=2",
    );
    let all = [Finding::Failures(2), Finding::Retries(2 + 2)];
    assert_eq!(of_run(&run), all);
}

#[test]
fn stand_ins_of_what_may_miss_the_endpoint_have_another_reason() {
    let list = "stand-in/1\nstand-in/2\ndelay/1";
    for (strategy, finding) in [
        ("blocking", Finding::OutOfReach(2)),
        ("threads", Finding::OutOfReachOfThreads(2)),
    ] {
        let run = crawl(list, &format!("run={strategy}"));
        assert_eq!(of_run(&run), [finding]);
    }
    let run = crawl(list, "run=blocking,sequential");
    let both = [Finding::OutOfReach(2), Finding::StandIns(2)];
    assert_eq!(of_run(&run), both);
}

#[test]
fn stand_ins_of_a_run_are_counted() {
    let run = crawl("stand-in/1\nstand-in/2\ndelay/1", "run=sequential");
    assert_eq!(of_run(&run), [Finding::StandIns(2)]);
}

#[test]
fn a_run_while_the_page_was_hidden_says_so() {
    let run = crawl("delay/1", "run=sequential");
    run.lanes[0].mark_hidden();
    assert_eq!(of_run(&run), [Finding::Hidden]);
}

#[test]
fn strategies_at_the_same_time_shared_the_network() {
    let list = "delay/1\ndelay/1?b";
    let together = crawl(list, "run=sequential,concurrent&order=together");
    assert_eq!(of_run(&together), [Finding::Together]);
    let alone = crawl(list, "run=concurrent&order=together");
    assert_eq!(of_run(&alone), []);
}

#[test]
fn what_all_strategies_met_is_said_once() {
    let run = crawl("status/500/1", "run=sequential,concurrent,spawned");
    assert_eq!(said(&run), ["1 request failed."]);
}

#[test]
fn what_some_strategies_met_names_them() {
    // It works from the second time on.
    let run = crawl("flaky/1/1", "run=sequential,concurrent,spawned");
    assert_eq!(said(&run), ["Sequential: 1 request failed."]);
    let run = crawl("flaky/2/1", "run=sequential,concurrent,spawned");
    assert_eq!(said(&run), ["Sequential and Concurrent: 1 request failed."]);
}

#[test]
fn what_differs_in_number_is_said_of_each() {
    let run = crawl(
        "flaky/1/1\nstatus/404/1",
        "run=sequential,concurrent,limited,spawned",
    );
    let each = [
        "Sequential: 2 requests failed.",
        "Concurrent, Limited and Spawned: 1 request failed.",
    ];
    assert_eq!(said(&run), each);
}

fn said(run: &Run) -> Vec<String> {
    let found = run.report().findings;
    found.iter().map(ToString::to_string).collect()
}
