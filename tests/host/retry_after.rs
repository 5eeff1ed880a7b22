//! Servers that ask for a pause, and what becomes of it.

use crate::site::{Run, crawl};
use crate::{ms, plain};
use meanwhile::experiments::crawl::RowReport;
use meanwhile::http::{Timing, retry_after};
use std::time::Duration;

/// Sun, 06 Nov 1994 08:49:37 GMT, in milliseconds since 1970.
const THEN: f64 = 784_111_777_000.0;

fn notes(run: &Run) -> String {
    let timing = |_: &str, _| Timing::NotRecorded;
    let row = RowReport::of(&run.plan, &run.lanes[0], 0, ms(0), timing);
    plain(&row.expect("there is a row").notes)
}

#[test]
fn a_pause_is_a_number_of_seconds_or_a_date() {
    for (text, seconds) in [
        ("2", Some(2)),
        (" 120 ", Some(120)),
        ("0", Some(0)),
        ("Sun, 06 Nov 1994 08:49:40 GMT", Some(3)),
        ("Mon, 07 Nov 1994 08:49:37 GMT", Some(86_400)),
        ("Sun, 06 Nov 1994 08:00:00 GMT", Some(0)),
        (
            "Tue, 29 Feb 2000 00:00:00 GMT",
            Some(951_782_400 - 784_111_777),
        ),
        ("", None),
        ("-1", None),
        ("1.5", None),
        ("soon", None),
        ("Sun, 06 Nov 1994", None),
        ("Sun, 99 Nov 1994 08:49:40 GMT", None),
        ("Sun, 06 Now 1994 08:49:40 GMT", None),
    ] {
        let expected = seconds.map(Duration::from_secs);
        assert_eq!(retry_after(text, THEN), expected, "{text:?}");
    }
    let long = retry_after("99999999999999999999", THEN);
    assert!(long > Some(Duration::from_secs(1_000_000)));
}

#[test]
fn a_request_is_sent_again_when_the_server_asks_for_it() {
    let run = crawl("busy/1/1/2", "run=sequential&retries=2");
    assert_eq!(run.timeline().makespan(), Some(ms(1000 + 2000 + 1000)));
    let said = notes(&run);
    assert!(said.contains("the server asked to wait 2.00 s"), "{said}");
}

#[test]
fn a_shorter_pause_than_ours_is_not_made() {
    let run = crawl("busy/1/1/0", "run=sequential&retries=2");
    assert_eq!(run.timeline().makespan(), Some(ms(1000 + 250 + 1000)));
}

#[test]
fn a_very_long_pause_is_cut_short_and_the_row_says_so() {
    let run = crawl("busy/1/1/3600", "run=blocking&retries=2");
    assert_eq!(run.timeline().makespan(), Some(ms(1000 + 30_000 + 1000)));
    let said = notes(&run);
    assert!(said.contains("which is 30.0 s at most here"), "{said}");
}

#[test]
fn nobody_waits_for_an_attempt_that_is_not_made() {
    let run = crawl("busy/1/1/20", "run=sequential");
    assert_eq!(run.timeline().makespan(), Some(ms(1000)));
    assert_eq!(notes(&run), "");
}
