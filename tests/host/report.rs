//! What is said of a run: the sentence, the figures, the tables.

use crate::site::{BYTES, Run, crawl, crawl_until, crawl_while_busy};
use crate::{cases, ms, plain};
use meanwhile::experiments::crawl::{
    Comparison, Lanes, Metric, Report, RowReport, Strategy as Way,
    progress_text,
};
use meanwhile::experiments::{Figure, cell_text, sorted_places, value_text};
use meanwhile::experiments::{Part, Reported, Table};
use meanwhile::http::Timing;
use meanwhile::trace::{Ending, Finding, Stats, duration_text};
use proptest::prelude::*;
use std::time::Duration;

/// The step of the clock that the page would show.
const STEP: Duration = Duration::from_micros(100);

fn sentence(run: &Run) -> String {
    sentence_of(&run.report())
}

fn sentence_of(report: &Report) -> String {
    let parts = report.sentence(STEP).into_iter();
    let texts = parts.map(Part::into_text);
    plain(&texts.collect::<String>())
}

/// The rows of the only strategy of `run`.
fn rows(run: &Run) -> Vec<RowReport> {
    let lane = &run.lanes[0];
    (0..run.plan.rows.len())
        .map(|index| {
            let timing = |_: &str, _| Timing::NotRecorded;
            let row = RowReport::of(&run.plan, lane, index, STEP, timing);
            row.expect("the list has that row")
        })
        .collect()
}

#[test]
fn the_sentence_says_how_much_sooner_and_why_not_sooner_still() {
    let run = crawl(
        "delay/1.01\ndelay/1\ndelay/1?b",
        "run=sequential,concurrent",
    );
    insta::assert_snapshot!(sentence(&run), @"Concurrent took 1.01 s, 2.98 × sooner than sequential's 3.01 s. It cannot go below 1.01 s: that is the slowest request.");
}

#[test]
fn the_sentence_names_every_strategy_that_can_be_compared() {
    let run = crawl(
        "delay/1\ndelay/2\ndelay/3",
        "run=sequential,concurrent,limited,spawned,promise-all&limit=2",
    );
    insta::assert_snapshot!(sentence(&run), @"Concurrent took 3.00 s, 2.00 × sooner than sequential's 6.00 s. It cannot go below 3.00 s: that is the slowest request. Limited took 4.00 s, Spawned 3.00 s and Promise.all 3.00 s.");
}

#[test]
fn the_sentence_on_one_strategy_says_what_bounds_it() {
    let concurrent = crawl("delay/1\ndelay/3", "run=concurrent");
    insta::assert_snapshot!(sentence(&concurrent), @"Concurrent took 3.00 s. It cannot go below 3.00 s: that is the slowest request.");
    let sequential = crawl("delay/1\ndelay/3", "run=sequential");
    insta::assert_snapshot!(sentence(&sequential), @"Sequential took 4.00 s. The waits add up: 2.00 s for each request on average.");
}

#[test]
fn the_sentence_says_when_the_page_itself_was_slow() {
    let busy = Duration::from_millis(500);
    let list = "delay/1\ndelay/1?b";
    let late = crawl_while_busy(busy, list, "run=concurrent");
    insta::assert_snapshot!(sentence(&late), @"Concurrent took 1.50 s. It is this page that was slow: it took 500 ms to start all the requests.");
    let added = crawl("delay/1 +500ms\ndelay/1?b", "run=concurrent");
    insta::assert_snapshot!(sentence(&added), @"Concurrent took 1.50 s. It cannot go below 1.50 s: that is the slowest request.");
    let in_a_row = crawl_while_busy(busy, list, "run=sequential");
    assert!(!sentence(&in_a_row).contains("slow"));
}

#[test]
fn the_sentence_without_sequential_compares_nothing() {
    let run = crawl("delay/1\ndelay/3", "run=concurrent,spawned");
    insta::assert_snapshot!(sentence(&run), @"Concurrent took 3.00 s. It cannot go below 3.00 s: that is the slowest request. Spawned took 3.00 s.");
}

#[test]
fn the_sentence_on_what_does_not_overlap_says_that_the_waits_add_up() {
    let list = "delay/1\ndelay/3";
    let blocking = crawl(list, "run=blocking");
    insta::assert_snapshot!(sentence(&blocking), @"Blocking took 4.00 s. The waits add up: 2.00 s for each request on average.");
    let both = crawl(list, "run=blocking,sequential");
    insta::assert_snapshot!(sentence(&both), @"Blocking took 4.00 s. The waits add up: 2.00 s for each request on average. Sequential took 4.00 s.");
    let three = crawl(list, "run=blocking,sequential,threads");
    insta::assert_snapshot!(sentence(&three), @"Threads took 3.00 s, 1.33 × sooner than sequential's 4.00 s. It cannot go below 3.00 s: that is the slowest request. Blocking took 4.00 s.");
}

#[test]
fn one_request_leaves_nothing_to_overlap() {
    let run = crawl("delay/1", "run=sequential,concurrent");
    insta::assert_snapshot!(sentence(&run), @"Concurrent took 1.00 s, about as long as sequential's 1.00 s: there was little to overlap. It cannot go below 1.00 s: that is the slowest request.");
}

#[test]
fn the_sentence_on_a_stopped_run_says_how_far_it_came() {
    let list = "delay/1\ndelay/2\ndelay/3";
    let run = crawl_until(ms(4500), list, "run=sequential,concurrent");
    insta::assert_snapshot!(sentence(&run), @"Sequential was stopped after 4.50 s, with 2 of 3 requests done.");
    let run = crawl_until(ms(7500), list, "run=sequential,concurrent");
    insta::assert_snapshot!(sentence(&run), @"Sequential took 6.00 s. The waits add up: 2.00 s for each request on average. Concurrent was stopped after 1.50 s, with 1 of 3 requests done.");
}

#[test]
fn the_sentence_on_a_run_that_an_error_stopped_says_so() {
    let list = "delay/1\nstatus/503/2\ndelay/3";
    let query = "run=sequential,concurrent&on-error=stop";
    insta::assert_snapshot!(sentence(&crawl(list, query)), @"Sequential stopped at the first error after 3.00 s, with 2 of 3 requests done. Concurrent stopped at the first error after 2.00 s, with 2 of 3 requests done.");
}

#[test]
fn there_is_nothing_to_say_of_a_run_that_has_not_ended() {
    let run = crawl("delay/1", "run=sequential");
    let nothing_yet = Report::of(&run.plan, &Lanes::default().all());
    assert_eq!(sentence_of(&nothing_yet), "");
}

#[test]
fn the_sentence_is_right_where_the_clock_shows_no_time() {
    let run = crawl("delay/0\ndelay/0", "run=sequential,concurrent");
    let report = run.report();
    assert_eq!(report.lanes[1].speedup, None, "nothing is divided by zero");
    let said = sentence_of(&report);
    assert!(said.contains("under 100 µs"), "{said}");
}

#[test]
fn the_sentence_and_the_table_say_the_same_figures() {
    let run = crawl(
        "delay/1.234\ndelay/2.345\ndelay/3.456",
        "run=sequential,concurrent,limited&limit=2",
    );
    let (report, said) = (run.report(), sentence(&run));
    for lane in &report.lanes {
        let total = plain(&Metric::TOTAL.of(lane, STEP).text);
        assert!(said.contains(&total), "{total} in: {said}");
    }
    let concurrent = report.lane(Way::Concurrent).expect("it ran");
    for metric in [Metric::SPEEDUP, Metric::SLOWEST] {
        let figure = plain(&metric.of(concurrent, STEP).text);
        assert!(said.contains(&figure), "{figure} in: {said}");
    }
}

#[test]
fn figures_are_those_of_the_statistics() {
    let run = crawl(
        "drip/1/0.5\nstatus/404/0.25\ngone/2\ndelay/3 +500ms",
        "run=sequential,concurrent",
    );
    for lane in run.report().lanes {
        let stats = Stats::of(&lane.lane.timeline());
        assert_eq!(lane.stats, stats);
        let millis =
            |time: Option<Duration>| time.map(|t| t.as_secs_f64() * 1e3);
        let count = |count: usize| Some(count as f64);
        for (metric, value) in [
            (Metric::TOTAL, millis(stats.total)),
            (Metric::AVERAGE, millis(stats.average)),
            (Metric::P50, millis(stats.p50)),
            (Metric::P95, millis(stats.p95)),
            (Metric::SLOWEST, millis(stats.slowest)),
            (Metric::PEAK_IN_FLIGHT, count(stats.peak_in_flight)),
            (Metric::SUCCEEDED, count(2)),
            (Metric::FAILED, count(2)),
            (Metric::BYTES, Some((3 * BYTES) as f64)),
            (Metric::POLLS, stats.polls.and_then(count)),
            (Metric::WAKES, stats.wakes.and_then(count)),
        ] {
            let figure = metric.of(&lane, STEP);
            assert_eq!(figure.value, value, "{}", metric.id);
        }
        for (metric, time) in
            [(Metric::TOTAL, stats.total), (Metric::P95, stats.p95)]
        {
            let text = time.map(|time| duration_text(time, STEP));
            assert_eq!(Some(metric.of(&lane, STEP).text), text);
        }
        let succeeded = Metric::SUCCEEDED.of(&lane, STEP).text;
        assert_eq!(succeeded, "2 of 4");
    }
}

#[test]
fn speedup_is_known_when_both_answered_every_request() {
    let speedup = |run: &Run, strategy| {
        let report = run.report();
        report.lane(strategy).and_then(|lane| lane.speedup)
    };
    let list = "delay/1\ndelay/1?b\ndelay/1?c";
    let run = crawl(list, "run=sequential,concurrent");
    assert_eq!(speedup(&run, Way::Sequential), Some(1.0));
    assert_eq!(speedup(&run, Way::Concurrent), Some(3.0));
    let alone = crawl(list, "run=concurrent");
    assert_eq!(speedup(&alone, Way::Concurrent), None);
    let failing = crawl("delay/1\nstatus/500/1", "run=sequential,concurrent");
    assert_eq!(speedup(&failing, Way::Concurrent), Some(2.0));
    let stopped =
        crawl("gone/1\ndelay/1", "run=sequential,concurrent&on-error=stop");
    assert_eq!(speedup(&stopped, Way::Concurrent), None);
}

#[test]
fn what_is_unknown_is_no_figure() {
    let run = crawl("delay/1", "run=promise-all");
    let report = run.report();
    let unknown = Figure {
        value: None,
        text: "–".to_owned(),
    };
    for metric in [Metric::POLLS, Metric::WAKES, Metric::SPEEDUP] {
        assert_eq!(metric.of(&report.lanes[0], STEP), unknown);
    }
    assert_eq!(value_text(None), "");
    assert_eq!(value_text(Some(0.0)), "0");
    assert_eq!(value_text(Some(1234.5678)), "1234.5678");
    assert_eq!(value_text(Some(1e9)), "1000000000");
}

#[test]
fn a_repeated_run_shows_the_round_with_the_median_total() {
    // Every strategy asks for it once a round: the first two fail and retry.
    let run = crawl("flaky/2/1", "run=sequential&repeat=3&retries=1");
    let totals: Vec<_> = run
        .lanes
        .iter()
        .map(|lane| lane.timeline().makespan())
        .collect();
    assert_eq!(totals, [Some(ms(2250)), Some(ms(1000)), Some(ms(1000))]);
    let report = run.report();
    let lane = &report.lanes[0];
    assert_eq!(lane.rounds, 3);
    assert_eq!(lane.stats.total, Some(ms(1000)));
    assert_eq!(lane.lane.round(), 1);
    assert_eq!(lane.range, Some((ms(1000), ms(2250))));
    let range = plain(&lane.remark(STEP));
    assert_eq!(range, "median of 3, 1.00 s to 2.25 s");
}

#[test]
fn one_round_has_no_range() {
    let report = crawl("delay/1", "run=sequential").report();
    assert_eq!(report.lanes[0].range, None);
    assert_eq!(report.lanes[0].remark(STEP), "");
}

#[test]
fn a_round_that_was_stopped_does_not_count() {
    let run = crawl_until(ms(2500), "delay/1", "run=sequential&repeat=3");
    let report = run.report();
    assert_eq!(report.lanes[0].rounds, 2);
    assert_eq!(report.lanes[0].stats.total, Some(ms(1000)));
    assert_eq!(report.lanes[0].ending, Some(Ending::Succeeded));
}

#[test]
fn lanes_are_told_in_the_order_of_the_page() {
    let run = crawl(
        "delay/1",
        "run=blocking,sequential,concurrent,limited,spawned,promise-all,\
         threads&repeat=2",
    );
    let order: Vec<Way> = run
        .report()
        .lanes
        .iter()
        .map(|lane| lane.strategy)
        .collect();
    assert_eq!(order, Way::ALL);
}

#[test]
fn a_comparison_is_a_difference_with_its_sign() {
    let text = |millis| plain(&Comparison { millis }.text(STEP));
    assert_eq!(text(-1500.0), "−1.50 s");
    assert_eq!(text(12.3), "+12.3 ms");
    assert_eq!(text(0.0), "±0");
    assert_eq!(text(0.099), "±0");
    assert_eq!(text(-0.099), "±0");
    assert_eq!(text(-0.2), "−200 µs");
}

#[test]
fn a_run_is_compared_with_the_same_strategy_of_another() {
    let slow = crawl("delay/2\ndelay/3", "run=sequential,concurrent");
    let quick = crawl("delay/1\ndelay/1?b", "run=sequential,spawned");
    let (slow, quick) = (slow.report(), quick.report());
    let comparison = |strategy| quick.comparison(strategy, &slow);
    let sooner = Some(Comparison { millis: -3000.0 });
    assert_eq!(comparison(Way::Sequential), sooner);
    assert_eq!(comparison(Way::Spawned), None, "the other did not run it");
    assert_eq!(comparison(Way::Concurrent), None, "this one did not run it");
    let itself = Some(Comparison { millis: 0.0 });
    assert_eq!(slow.comparison(Way::Concurrent, &slow), itself);
}

#[test]
fn a_stopped_run_is_not_compared() {
    let list = "delay/2\ndelay/3";
    let whole = crawl(list, "run=sequential").report();
    let stopped = crawl_until(ms(500), list, "run=sequential").report();
    assert_eq!(stopped.comparison(Way::Sequential, &whole), None);
    assert_eq!(whole.comparison(Way::Sequential, &stopped), None);
}

#[test]
fn the_table_by_strategy_is_bare_numbers_between_tabs() {
    let run = crawl(
        "delay/1\nstatus/404/2",
        "run=sequential,concurrent,promise-all",
    );
    let table = Table::of(&run.report().lanes, STEP)
        .text()
        .replace('\t', " | ");
    insta::assert_snapshot!(table, @"
    strategy | total | speedup | average | p50 | p95 | slowest | peak-in-flight | succeeded | failed | bytes | polls | wakes
    sequential | 3000 | 1 | 1000 | 1000 | 1000 | 1000 | 1 | 1 | 1 | 2000 | 7 | 4
    concurrent | 2000 | 1.5 | 1000 | 1000 | 1000 | 1000 | 2 | 1 | 1 | 2000 | 8 | 4
    promise-all | 2000 | 1.5 | 1000 | 1000 | 1000 | 1000 | 2 | 1 | 1 | 2000 |  |
    ");
}

#[test]
fn the_table_by_request_is_bare_numbers_between_tabs() {
    let list = "drip/1/0.5 #page\nstatus/404/0.25\nnever\ndelay/9";
    let query = "run=limited&limit=3&timeout=2000&on-error=stop";
    let run = crawl(list, query);
    let table = RowReport::table_text(&rows(&run)).replace('\t', " | ");
    insta::assert_snapshot!(plain(&table), @"
    row | label | url | status | start | waiting | duration | bytes | type | error
    1 | page | drip/1/0.5 | aborted | 0 | 250 | 250 |  |  | Aborted because another request failed and “On error” is set to stop.
    2 |  | status/404/0.25 | 404 | 0 | 250 | 250 | 1000 | text/plain | The server answered with status 404, which says that it did not do what was asked.
    3 |  | never | aborted | 0 | 250 | 250 |  |  | Aborted because another request failed and “On error” is set to stop.
    4 |  | delay/9 | not sent |  |  |  |  |  | Not sent: the run ended before this request started.
    ");
}

#[test]
fn no_cell_of_a_table_is_a_formula() {
    for (text, cell) in [
        ("=1+1", "'=1+1"),
        ("@sum", "'@sum"),
        ("+a", "'+a"),
        ("-a", "'-a"),
        ("\t=1", "' =1"),
        ("a\tb\r\nc", "a b  c"),
        ("-1.5", "-1.5"),
        ("+3", "+3"),
        ("a=1", "a=1"),
        ("", ""),
    ] {
        assert_eq!(cell_text(text), cell, "{text:?}");
    }
    let run = crawl("delay/1 #=HYPERLINK(\"x\")", "run=sequential");
    let table = RowReport::table_text(&rows(&run));
    assert!(
        table.contains("\n1\t'=HYPERLINK(\"x\")\tdelay/1\t"),
        "{table}"
    );
}

#[test]
fn both_tables_are_saved_with_units_in_their_names() {
    let list = "delay/1 #first, \"quoted\"\nnever #=1+1";
    let run = crawl(list, "run=concurrent&timeout=2500");
    let report = run.report();
    let table = Table::of(&report.lanes, STEP);
    insta::assert_snapshot!(table.csv(), @r"
    strategy,total_ms,speedup,average_ms,p50_ms,p95_ms,slowest_ms,peak_in_flight,succeeded,failed,bytes,polls,wakes
    concurrent,2500,,1000,1000,1000,1000,2,1,1,1000,8,4
    ");
    let json: serde_json::Value =
        serde_json::from_str(&table.json()).expect("it is JSON");
    assert_eq!(json[0]["strategy"], "concurrent");
    assert_eq!(json[0]["total_ms"], 2500);
    assert_eq!(json[0]["speedup"], serde_json::Value::Null);
    let rows = rows(&run);
    insta::assert_snapshot!(plain(&RowReport::csv(&rows)), @r#"
    row,label,url,status,start_ms,waiting_ms,duration_ms,bytes,type,error
    1,"first, ""quoted""","delay/1",200,0,1000,1000,1000,"text/plain",
    2,"'=1+1",never,"timed out",0,2500,2500,,,"No complete answer within 2.50 s. The request was aborted; allow more time if the server is known to be slow."
    "#);
    let json: serde_json::Value =
        serde_json::from_str(&RowReport::json(&rows)).expect("it is JSON");
    assert_eq!(json[0]["label"], "first, \"quoted\"");
    assert_eq!(json[0]["duration_ms"], 1000);
    // JSON has no formulas.
    assert_eq!(json[1]["label"], "=1+1");
    assert_eq!(json[1]["bytes"], serde_json::Value::Null);
}

#[test]
fn the_columns_of_a_table_are_as_many_in_every_line() {
    let run = crawl("delay/1\ngone/1\nnever", "run=concurrent");
    for table in [
        Table::of(&run.report().lanes, STEP).text(),
        RowReport::table_text(&rows(&run)),
    ] {
        let columns: Vec<usize> = table
            .lines()
            .map(|line| line.matches('\t').count())
            .collect();
        assert!(columns.iter().all(|count| *count == columns[0]), "{table}");
    }
}

#[test]
fn every_row_says_what_became_of_it() {
    let list = "delay/1\nstatus/404/1\ngone/1\nnever\ndelay/5\ndelay/1?b";
    let query = "run=limited&limit=5&timeout=4000";
    let run = crawl_until(ms(4500), list, query);
    let statuses: Vec<String> =
        rows(&run).into_iter().map(|row| row.status).collect();
    let expected = ["200", "404", "failed", "timed out", "timed out", "200"];
    assert_eq!(statuses, expected);
    let run = crawl_until(ms(500), list, "run=sequential");
    let statuses: Vec<String> =
        rows(&run).into_iter().map(|row| row.status).collect();
    assert_eq!(statuses[..2], ["aborted", "not sent"]);
}

#[test]
fn every_row_that_failed_says_why_in_a_sentence() {
    let list = "delay/1\nstatus/404/1\ngone/1\nbroken/1/1\nnever";
    let run = crawl(list, "run=concurrent");
    let rows = rows(&run);
    let errors: Vec<&str> = rows.iter().map(|row| &*row.error).collect();
    assert_eq!(errors[0], "");
    let beginnings = [
        "The server answered with status 404,",
        "No answer that this page may read:",
        "The answer began and then broke off:",
        "No complete answer within 10.0\u{a0}s.",
    ];
    for (error, beginning) in errors[1..].iter().zip(beginnings) {
        assert!(error.starts_with(beginning), "{error}");
        assert!(error.ends_with('.'), "{error}");
    }
    let unreadable: Vec<usize> = rows
        .iter()
        .filter(|row| row.is_unreadable)
        .map(|row| row.index)
        .collect();
    assert_eq!(unreadable, [2]);
    let failures = run.report().findings;
    assert_eq!(failures[0].finding, Finding::Failures(4));
}

#[test]
fn a_row_that_was_aborted_says_by_whom() {
    let list = "gone/1\ndelay/2\ndelay/3";
    let errors = |run: &Run| -> Vec<String> {
        rows(run).into_iter().map(|row| row.error).collect()
    };
    let by_error = errors(&crawl(list, "run=limited&limit=2&on-error=stop"));
    assert!(by_error[1].starts_with("Aborted because another request failed"));
    assert!(by_error[2].starts_with("Not sent"));
    let by_stop = errors(&crawl_until(ms(500), list, "run=limited&limit=2"));
    assert_eq!(by_stop[0], "Aborted by Stop.");
    assert!(by_stop[2].starts_with("Not sent"));
}

#[test]
fn the_figures_of_a_row_are_those_of_its_bar() {
    let run = crawl("delay/1\ndrip/1/0.5 +250ms #page", "run=sequential");
    let row = &rows(&run)[1];
    assert_eq!((row.index, &*row.name), (1, "page"));
    assert_eq!(row.start.value, Some(1000.0));
    assert_eq!(row.waiting.value, Some(1000.0));
    assert_eq!(row.duration.value, Some(1750.0));
    assert_eq!(row.bytes.value, Some(BYTES as f64));
    assert_eq!(row.content_type, "text/plain");
    assert_eq!(row.text, "body");
    assert_eq!(plain(&row.notes), "added delay 250 ms");
    insta::assert_snapshot!(plain(&row.facts()), @"page · drip/1/0.5 · 200 · started at 1.00 s · waited 1.00 s · took 1.75 s · received 1000 B · added delay 250 ms");
}

#[test]
fn the_waiting_of_a_row_is_that_of_all_its_attempts() {
    let run = crawl("flaky/2/0.5", "run=sequential&retries=2");
    let row = &rows(&run)[0];
    assert_eq!(row.waiting.value, Some(1500.0));
    assert_eq!(row.notes, "3 attempts");
}

#[test]
fn a_row_that_was_not_sent_has_no_figures() {
    let run = crawl_until(ms(1), "delay/1\ndelay/1", "run=sequential");
    let row = &rows(&run)[1];
    for figure in [&row.start, &row.waiting, &row.duration, &row.bytes] {
        assert_eq!(figure.value, None);
    }
}

#[test]
fn what_the_browser_tells_of_an_exchange_is_noted() {
    let run = crawl("delay/1\nstand-in/1", "run=sequential");
    let notes = |index, timing: Timing| {
        let asked = |_: &str, _| timing.clone();
        let row = RowReport::of(&run.plan, &run.lanes[0], index, STEP, asked);
        plain(&row.expect("the list has that row").notes)
    };
    let timing = Timing::Disclosed {
        before_sent: ms(12),
        server: ms(1000),
        body: ms(3),
        protocol: "h2".to_owned(),
    };
    let said = "before sending 12.0 ms, server 1.00 s, body 3.0 ms, h2";
    assert_eq!(notes(0, timing.clone()), said);
    let not_disclosed = "phases not disclosed by the server";
    assert_eq!(notes(0, Timing::NotDisclosed), not_disclosed);
    assert_eq!(notes(0, Timing::NotRecorded), "");
    assert_eq!(notes(1, timing), "stand-in: a timer, no request");
}

#[test]
fn the_timing_is_asked_for_by_the_last_time_the_request_was_sent() {
    let run = crawl("flaky/1/1 +500ms", "run=sequential&retries=1");
    let lane = &run.lanes[0];
    let asked = std::cell::RefCell::new(Vec::new());
    let timing = |url: &str, sent| {
        asked.borrow_mut().push((url.to_owned(), sent));
        Timing::NotRecorded
    };
    let row = RowReport::of(&run.plan, lane, 0, STEP, timing);
    assert!(row.is_some());
    let timeline = lane.timeline();
    let sent = timeline.rows()[0].spans.iter().rev().nth(1);
    let sent = sent.expect("it was waiting before it was receiving").start;
    let expected = ("flaky/1/1".to_owned(), lane.clock_at(sent));
    assert_eq!(asked.into_inner(), [expected]);
}

#[test]
fn the_figures_can_be_printed_as_the_post_prints_them() {
    let report = crawl("delay/1\ndelay/2.5", "run=sequential").report();
    let text = report.lanes[0].post_text();
    assert_eq!(text, "Average response time: 1.750\nEnd: 3.500");
}

#[test]
fn progress_says_which_strategy_of_how_many() {
    let run = crawl("delay/1", "run=sequential,concurrent&repeat=2");
    let progress = |lanes| progress_text(&run.plan, &run.lanes[..lanes]);
    assert_eq!(progress(0), "Running Sequential, 1 of 4.");
    assert_eq!(progress(1), "Running Concurrent, 2 of 4.");
    assert_eq!(progress(3), "Running Sequential, 4 of 4.");
    let query = "run=sequential,concurrent&repeat=2&order=together";
    let together = crawl("delay/1", query);
    let said = progress_text(&together.plan, &together.lanes[..3]);
    assert_eq!(said, "Running all at the same time, round 2 of 2.");
}

#[test]
fn big_numbers_are_grouped_and_bytes_have_a_unit() {
    let figure = |rows: usize| {
        let run = crawl(&"delay/1\n".repeat(rows), "run=promise-all");
        let lane = run.report().lanes.remove(0);
        let text = |metric: Metric| plain(&metric.of(&lane, STEP).text);
        (text(Metric::PEAK_IN_FLIGHT), text(Metric::BYTES))
    };
    let texts = |peak: &str, bytes: &str| (peak.to_owned(), bytes.to_owned());
    assert_eq!(figure(9), texts("9", "9000 B"));
    assert_eq!(figure(10), texts("10", "10.0 kB"));
    assert_eq!(figure(9999), texts("9999", "9999.0 kB"));
    assert_eq!(figure(10_000), texts("10 000", "10.0 MB"));
}

#[test]
fn what_is_sorted_keeps_the_unknown_at_the_end() {
    let values = [Some(2.0), None, Some(1.0), Some(2.0), None];
    assert_eq!(sorted_places(&values, false), [2, 0, 3, 1, 4]);
    assert_eq!(sorted_places(&values, true), [0, 3, 2, 1, 4]);
    assert_eq!(sorted_places(&[], true), [0; 0]);
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn figures_of_any_run_agree_with_each_other(
        seconds in prop::collection::vec(0_u32..40, 1..10),
        limit in 1_usize..5,
    ) {
        let rows: Vec<String> =
            seconds.iter().map(|s| format!("delay/0.{s:02}")).collect();
        let query = format!(
            "run=sequential,concurrent,limited,spawned&limit={limit}",
        );
        let report = crawl(&rows.join("\n"), &query).report();
        let sequential = report.lanes[0].stats.clone();
        for lane in &report.lanes {
            let stats = &lane.stats;
            prop_assert_eq!(stats.succeeded, rows.len());
            prop_assert!(stats.slowest <= stats.total);
            prop_assert!(stats.total <= sequential.total);
            prop_assert!(stats.p50 <= stats.p95 && stats.p95 <= stats.slowest);
            prop_assert!(lane.speedup.is_none_or(|speedup| speedup >= 1.0));
        }
    }
}

#[test]
fn what_was_guessed_stands_beside_what_came_of_it() {
    let run = crawl(
        "delay/1\ndelay/1?b\ndelay/1?c",
        "run=sequential,concurrent,limited&limit=2\
         &guess=sequential:1000,concurrent:1050,limited:2500",
    );
    let said = run.report().beside_guesses(STEP).join("\n");
    insta::assert_snapshot!(plain(&said), @r"
    Sequential: you expected 1.00 s and it was 3.00 s, 2.00 s more. One request goes out after the other, so the waits add up.
    Concurrent: you expected 1.05 s and it was 1.00 s, close. All requests are in flight at once, so it takes as long as the slowest: 1.00 s.
    Limited: you expected 2.50 s and it was 2.00 s, 500 ms less. The limit of 2 makes 2 waves of 3 requests.
    ");
}

#[test]
fn a_guess_of_what_did_not_come_to_its_end_has_no_answer() {
    let list = "delay/1\ndelay/2\ndelay/3";
    let query = "run=sequential,concurrent&guess=sequential:1,concurrent:1";
    let run = crawl_until(ms(4500), list, query);
    assert!(run.report().beside_guesses(STEP).is_empty());
}

#[test]
fn a_finding_leads_to_the_request_that_shows_it_best() {
    let run = crawl("delay/1\nstatus/503/2\nstatus/404/1", "run=concurrent");
    let found = run.report().verdict(STEP).findings;
    let [failed] = found.as_slice() else {
        panic!("only that some failed: {found:?}");
    };
    assert_eq!(failed.text, "2 requests failed.");
    assert_eq!(failed.place, Some(("concurrent", 1)));
    // What is true of the whole run leads nowhere.
    let run = crawl("delay/1", "run=sequential,concurrent&order=together");
    let found = run.report().verdict(STEP).findings;
    assert!(found.iter().all(|it| it.place.is_none()), "{found:?}");
}
