//! The figures of a run.

use crate::history::History;
use crate::site::crawl;
use crate::{cases, ms};
use meanwhile::trace::{
    Ending, EventKind, Phase, Stats, Timeline, median, percentile,
};
use proptest::prelude::*;
use std::time::Duration;

#[test]
fn percentiles_are_by_nearest_rank() {
    let values: Vec<u32> = (1..=20).collect();
    let of = |percent| percentile(&values, percent);
    assert_eq!(of(0), Some(1));
    assert_eq!(of(1), Some(1));
    assert_eq!(of(5), Some(1));
    assert_eq!(of(6), Some(2));
    assert_eq!(of(50), Some(10));
    assert_eq!(of(95), Some(19));
    assert_eq!(of(96), Some(20));
    assert_eq!(of(100), Some(20));
    assert_eq!(percentile(&[7], 95), Some(7));
    assert_eq!(percentile::<u32>(&[], 50), None);
}

#[test]
fn the_median_is_the_lower_of_the_two_in_the_middle() {
    assert_eq!(median(&[3, 1, 2]), Some(2));
    assert_eq!(median(&[4, 1, 3, 2]), Some(2));
    assert_eq!(median(&[5]), Some(5));
    assert_eq!(median::<u32>(&[]), None);
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn a_percentile_is_the_least_value_that_so_many_do_not_exceed(
        mut values in prop::collection::vec(0_u32..40, 1..60),
        percent in 1_usize..=100,
    ) {
        values.sort_unstable();
        let found = percentile(&values, percent).expect("there are values");
        let up_to = |value| values.iter().filter(|v| **v <= value).count();
        prop_assert!(up_to(found) * 100 >= percent * values.len());
        let smaller = values.iter().rev().find(|value| **value < found);
        if let Some(smaller) = smaller {
            prop_assert!(up_to(*smaller) * 100 < percent * values.len());
        }
    }

    #[test]
    fn the_peak_is_the_most_that_overlap(
        requests in prop::collection::vec((0_u64..30, 1_u64..20), 0..12),
    ) {
        let requests: Vec<(u64, u64)> = requests
            .into_iter()
            .map(|(start, length)| (start, start + length))
            .collect();
        let stats = Stats::of(&History::of(&requests).ended());
        let in_flight = |at: u64| {
            let open = |request: &&(u64, u64)| (request.0..request.1).contains(&at);
            requests.iter().filter(open).count()
        };
        let most = (0..50).map(in_flight).max();
        prop_assert_eq!(Some(stats.peak_in_flight), most);
    }
}

#[test]
fn the_figures_of_three_requests_in_a_row() {
    let requests = [(0, 1000), (1000, 3000), (3000, 3600)];
    let stats = Stats::of(&History::of(&requests).ended());
    let expected = Stats {
        total: Some(ms(3600)),
        average: Some(ms(1200)),
        p50: Some(ms(1000)),
        p95: Some(ms(2000)),
        slowest: Some(ms(2000)),
        peak_in_flight: 1,
        succeeded: 3,
        failed: 0,
        unfinished: 0,
        polls: None,
        wakes: None,
    };
    assert_eq!(stats, expected);
}

#[test]
fn failures_and_timeouts_count_as_failed_and_have_no_say_in_the_durations() {
    let mut history = History::of(&[(0, 100)]);
    history.request(0, 300, Ending::Failed);
    history.request(0, 800, Ending::TimedOut);
    let stats = Stats::of(&history.ended());
    assert_eq!((stats.succeeded, stats.failed, stats.unfinished), (1, 2, 0));
    assert_eq!(stats.average, Some(ms(100)));
    assert_eq!(stats.p95, Some(ms(100)));
    assert_eq!(stats.slowest, Some(ms(100)));
}

#[test]
fn aborted_and_unsent_requests_are_unfinished_and_have_no_duration() {
    let mut history = History::of(&[(0, 100), (0, 200)]);
    history.request(0, 9000, Ending::Cancelled);
    history.unsent();
    let stats = Stats::of(&history.ended());
    assert_eq!((stats.succeeded, stats.failed, stats.unfinished), (2, 0, 2));
    assert_eq!(stats.average, Some(ms(150)));
    assert_eq!(stats.p95, Some(ms(200)));
    assert_eq!(stats.slowest, Some(ms(200)));
    assert_eq!(stats.peak_in_flight, 3, "it was sent all the same");
}

#[test]
fn a_run_that_goes_on_has_figures_of_what_is_done() {
    let mut history = History::of(&[(0, 100)]);
    history.open(50);
    let stats = Stats::of(&history.so_far());
    assert_eq!(stats.total, None);
    assert_eq!((stats.succeeded, stats.unfinished), (1, 1));
    assert_eq!(stats.average, Some(ms(100)));
    assert_eq!(stats.peak_in_flight, 2);
}

#[test]
fn nothing_is_known_of_no_run() {
    assert_eq!(Stats::of(&Timeline::default()), Stats::default());
    assert_eq!(Stats::of(&History::new().ended()).average, None);
}

#[test]
fn the_added_delay_and_the_pause_are_not_in_flight() {
    use EventKind::{Ended, Entered};
    let mut history = History::new();
    for start in [0, 200] {
        let task = history.unsent();
        history.push(start, task, EventKind::Spawned);
        history.push(start, task, Entered(Phase::AddedDelay));
        history.push(start + 100, task, Entered(Phase::Waiting));
        history.push(start + 150, task, Entered(Phase::Receiving));
        history.push(start + 200, task, Entered(Phase::Backoff));
        history.push(start + 400, task, Entered(Phase::Waiting));
        history.push(start + 450, task, Ended(Ending::Succeeded));
    }
    let timeline = history.ended();
    // The delay of the second is over when the first rests.
    assert_eq!(Stats::of(&timeline).peak_in_flight, 1);
    assert_eq!(Stats::of(&timeline).average, Some(ms(450)));
}

#[test]
fn the_end_of_a_request_makes_room_for_one_at_the_same_instant() {
    let requests = [(0, 10), (10, 20), (20, 30)];
    let stats = Stats::of(&History::of(&requests).ended());
    assert_eq!(stats.peak_in_flight, 1);
}

#[test]
fn a_request_too_short_for_the_clock_was_in_flight_all_the_same() {
    // Sent and answered within one step of a coarse clock.
    let stats = Stats::of(&History::of(&[(5, 5), (5, 5)]).ended());
    assert_eq!(stats.total, Some(ms(5)));
    assert_eq!(stats.peak_in_flight, 1);
}

#[test]
fn polls_and_wakes_are_counted_over_the_strategy_and_its_requests() {
    let run = crawl("delay/1\ndelay/2", "run=sequential");
    let timeline = run.timeline();
    let stats = Stats::of(&timeline);
    let polls: usize = timeline
        .tracks()
        .iter()
        .map(|track| track.polls.len())
        .sum();
    assert_eq!(stats.polls, Some(polls));
    // Each request is polled when asked for and when answered; the strategy is
    // polled once to begin and once for each answer.
    assert_eq!(polls, 2 + 2 + 3);
    // Each answer wakes its request and, through it, the strategy.
    assert_eq!(stats.wakes, Some(2 + 2));
}

#[test]
fn promises_are_not_polled() {
    let run = crawl("delay/1", "run=promise-all");
    let stats = Stats::of(&run.timeline());
    assert_eq!((stats.polls, stats.wakes), (None, None));
    assert_eq!(stats.total, Some(Duration::from_secs(1)));
}
