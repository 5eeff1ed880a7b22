//! One request: its added delay, its attempts, its timeout and its pauses.

use crate::site::{BYTES, Run, crawl, crawl_until};
use crate::{cases, ms};
use meanwhile::experiments::crawl::Outcome;
use meanwhile::http::Failure;
use meanwhile::trace::{Ending, Phase, Timestamp, Track};
use proptest::prelude::*;

/// The life of a request: each phase with its beginning in milliseconds, and
/// the end.
fn life(track: &Track) -> String {
    let mut words = Vec::new();
    for span in &track.spans {
        let phase = match span.phase {
            Phase::AddedDelay => "delay",
            Phase::Waiting => "waiting",
            Phase::Receiving => "receiving",
            Phase::Backoff => "pause",
            Phase::Unseen => "unseen",
            other => panic!("no request is {other:?}"),
        };
        words.push(format!("{} {phase}", span.start.as_millis()));
    }
    if let Some((end, ending)) = track.end {
        let ending = match ending {
            Ending::Succeeded => "succeeded",
            Ending::Failed => "failed",
            Ending::TimedOut => "timed out",
            Ending::Cancelled => "cancelled",
        };
        words.push(format!("{} {ending}", end.as_millis()));
    }
    words.join(", ")
}

fn only_life(run: &Run) -> String {
    life(&run.timeline().rows()[0])
}

fn only_outcome(run: &Run) -> Outcome {
    let outcome = run.lanes[0].outcomes()[0].clone();
    outcome.expect("the request is over")
}

/// Runs one row with the choices of `query`.
fn one(row: &str, query: &str) -> Run {
    crawl(row, &format!("run=sequential&{query}"))
}

#[test]
fn a_request_waits_then_receives_then_succeeds() {
    let run = one("drip/1/0.5", "");
    let life = only_life(&run);
    assert_eq!(life, "0 waiting, 1000 receiving, 1500 succeeded");
    let outcome = only_outcome(&run);
    assert_eq!(outcome.attempts, 1);
    assert_eq!(outcome.response().map(|r| r.bytes), Some(BYTES));
}

#[test]
fn the_added_delay_comes_before_sending() {
    let run = one("delay/1 +250ms", "");
    let life = only_life(&run);
    assert_eq!(life, "0 delay, 250 waiting, 1250 receiving, 1250 succeeded");
    assert_eq!(run.log, ["250 sent delay/1", "1250 answered delay/1"]);
}

#[test]
fn no_added_delay_is_no_phase() {
    let run = one("delay/1 +0ms", "");
    assert!(only_life(&run).starts_with("0 waiting"));
}

#[test]
fn a_status_of_400_or_above_is_a_failure_with_its_answer() {
    for (status, ending) in
        [(200, "succeeded"), (399, "succeeded"), (400, "failed")]
    {
        let run = one(&format!("status/{status}/0.2"), "");
        let expected = format!("0 waiting, 200 receiving, 200 {ending}");
        assert_eq!(only_life(&run), expected);
        let outcome = only_outcome(&run);
        assert_eq!(outcome.response().map(|r| r.status), Some(status));
    }
    let outcome = only_outcome(&one("status/503/0.2", ""));
    assert!(
        matches!(outcome.result, Err(Failure::Status(r)) if r.status == 503)
    );
}

#[test]
fn no_answer_is_a_failure_without_one() {
    let run = one("gone/0.3", "");
    assert_eq!(only_life(&run), "0 waiting, 300 failed");
    assert_eq!(only_outcome(&run).result, Err(Failure::Unreadable));
}

#[test]
fn an_answer_that_breaks_off_was_being_received() {
    let run = one("broken/0.3/0.1", "");
    assert_eq!(only_life(&run), "0 waiting, 300 receiving, 400 failed");
    assert_eq!(only_outcome(&run).result, Err(Failure::BrokenOff));
}

#[test]
fn the_timeout_aborts_the_request() {
    let run = one("never", "timeout=700");
    assert_eq!(only_life(&run), "0 waiting, 700 timed out");
    assert_eq!(only_outcome(&run).result, Err(Failure::TimedOut(ms(700))));
    assert_eq!(run.log, ["0 sent never", "700 aborted never"]);
}

#[test]
fn the_timeout_includes_the_body_and_leaves_out_the_added_delay() {
    let run = one("drip/0.5/0.5 +2s", "timeout=700");
    let life = only_life(&run);
    assert_eq!(
        life,
        "0 delay, 2000 waiting, 2500 receiving, 2700 timed out"
    );
    let run = one("drip/0.5/0.1 +2s", "timeout=700");
    assert!(only_life(&run).ends_with("2600 succeeded"));
}

#[test]
fn an_answer_at_the_instant_of_the_timeout_is_in_time() {
    let run = one("delay/0.7", "timeout=700");
    assert!(only_life(&run).ends_with("700 succeeded"));
}

#[test]
fn retries_come_after_pauses_that_double() {
    let run = one("flaky/3/0.1", "retries=3");
    insta::assert_snapshot!(only_life(&run).replace(", ", "\n"), @"
    0 waiting
    100 receiving
    100 pause
    350 waiting
    450 receiving
    450 pause
    950 waiting
    1050 receiving
    1050 pause
    2050 waiting
    2150 receiving
    2150 succeeded
    ");
    assert_eq!(only_outcome(&run).attempts, 4);
}

#[test]
fn the_added_delay_is_not_repeated_by_a_retry() {
    let run = one("flaky/1/0.1 +1s", "retries=1");
    let timeline = run.timeline();
    let track = &timeline.rows()[0];
    assert_eq!(track.time_in(Phase::AddedDelay), ms(1000));
    assert_eq!(track.time_in(Phase::Backoff), ms(250));
    assert_eq!(track.duration(), Some(ms(1000 + 100 + 250 + 100)));
}

#[test]
fn the_last_failure_stands_when_no_retry_is_left() {
    let run = one("flaky/9/0.1", "retries=2");
    let outcome = only_outcome(&run);
    assert_eq!(outcome.attempts, 3);
    assert_eq!(outcome.ending(), Ending::Failed);
    assert!(only_life(&run).ends_with("1050 failed"));
}

#[test]
fn each_attempt_has_the_whole_timeout() {
    let run = one("never", "timeout=400&retries=1");
    let life = only_life(&run);
    assert_eq!(life, "0 waiting, 400 pause, 650 waiting, 1050 timed out");
    assert_eq!(only_outcome(&run).attempts, 2);
}

#[test]
fn what_would_fail_again_is_not_retried() {
    for row in ["status/404/0.1", "status/400/0.1"] {
        let run = one(row, "retries=5");
        assert_eq!(only_outcome(&run).attempts, 1, "{row}");
    }
    for row in ["status/429/0.1", "status/500/0.1", "gone/0.1"] {
        let run = one(row, "retries=5");
        assert_eq!(only_outcome(&run).attempts, 6, "{row}");
    }
}

#[test]
fn stopping_cuts_whatever_phase_the_request_is_in() {
    let run = |stop| {
        let row = "flaky/1/0.4 +300ms";
        let run = crawl_until(ms(stop), row, "run=sequential&retries=1");
        only_life(&run)
    };
    assert_eq!(run(100), "0 delay, 100 cancelled");
    assert_eq!(run(500), "0 delay, 300 waiting, 500 cancelled");
    let pausing = "0 delay, 300 waiting, 700 receiving, 700 pause";
    assert_eq!(run(800), format!("{pausing}, 800 cancelled"));
}

/// A row of any sort that comes to an end.
fn row() -> impl Strategy<Value = String> {
    let url = prop_oneof![
        (0_u32..9).prop_map(|s| format!("delay/0.{s}")),
        (0_u32..9, 0_u32..9).prop_map(|(s, b)| format!("drip/0.{s}/0.{b}")),
        (0_u32..9).prop_map(|s| format!("status/503/0.{s}")),
        (0_u32..9).prop_map(|s| format!("status/404/0.{s}")),
        (0_u32..3, 0_u32..9).prop_map(|(n, s)| format!("flaky/{n}/0.{s}")),
        (0_u32..9).prop_map(|s| format!("gone/0.{s}")),
        (0_u32..9, 0_u32..9).prop_map(|(s, b)| format!("broken/0.{s}/0.{b}")),
        Just("never".to_owned()),
    ];
    (url, 0_u32..500).prop_map(|(url, delay)| format!("{url} +{delay}ms"))
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn the_phases_of_a_request_tile_its_life(
        rows in prop::collection::vec(row(), 1..6),
        strategy in prop::sample::select(vec![
            "sequential", "concurrent", "limited", "spawned", "promise-all",
            "threads",
        ]),
        on_error in prop::sample::select(vec!["collect", "stop"]),
        retries in 0_u32..3,
        stop in prop::option::of(0_u64..4000),
    ) {
        let query = format!(
            "run={strategy}&limit=2&timeout=600&on-error={on_error}&retries={retries}",
        );
        let stop = stop.map_or(ms(1_000_000), ms);
        let run = crawl_until(stop, &rows.join("\n"), &query);
        for track in run.timeline().rows() {
            let Some(start) = track.start else {
                prop_assert_eq!(&track.spans, &[]);
                prop_assert_eq!(track.end, None);
                continue;
            };
            let (end, _) = track.end.expect("nothing goes on after the run");
            let begins: Vec<Timestamp> =
                track.spans.iter().map(|span| span.start).collect();
            let mut ends: Vec<Timestamp> = vec![start];
            ends.extend(track.spans.iter().filter_map(|span| span.end));
            prop_assert_eq!(begins.first(), Some(&start));
            prop_assert_eq!(ends.last(), Some(&end));
            prop_assert_eq!(&begins[..], &ends[..ends.len() - 1]);
        }
    }
}
