//! A recording as other tools read it: in floating point, which is off by a
//! nanosecond now and then.

use crate::cases;
use crate::site::crawl;
use meanwhile::trace::{Recording, chrome_trace};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// A slice as it is written: its thread, and the text of its start and its
/// duration.
struct Written {
    thread: String,
    start: String,
    length: String,
}

/// All slices of a trace. Each event is a line, and no slice is named by a
/// visitor.
fn slices(trace: &str) -> Vec<Written> {
    let slices = trace.lines().filter(|line| line.contains("\"ph\":\"X\""));
    let field = |line: &str, name: &str| -> String {
        let (_, rest) = line.split_once(name).expect("the field is there");
        let end = rest.find([',', '}']).expect("it ends");
        rest[..end].to_owned()
    };
    slices
        .map(|line| Written {
            thread: field(line, "\"tid\":"),
            start: field(line, "\"ts\":"),
            length: field(line, "\"dur\":"),
        })
        .collect()
}

/// The nanoseconds of a number of microseconds as Perfetto reads it.
fn as_perfetto(text: &str) -> i64 {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let number = |text: &str| text.parse::<f64>().expect("it is a number");
    let divisor = 10_f64.powi(fraction.len() as i32);
    ((number(whole) + number(fraction) / divisor) * 1000.0) as i64
}

/// The microseconds at which speedscope opens and closes a slice.
fn as_speedscope(slice: &Written) -> (f64, f64) {
    let number = |text: &str| text.parse::<f64>().expect("it is a number");
    let start = number(&slice.start);
    (start, start + number(&slice.length))
}

/// Fails if a tool would take two slices of a thread for crossing: no thread of
/// ours has one slice in another.
fn check(trace: &str) -> usize {
    let mut threads: BTreeMap<String, Vec<Written>> = BTreeMap::new();
    let slices = slices(trace);
    let count = slices.len();
    for slice in slices {
        threads.entry(slice.thread.clone()).or_default().push(slice);
    }
    for (thread, slices) in threads {
        for (before, after) in slices.iter().zip(&slices[1..]) {
            let told = format!(
                "{} + {} and {} in {thread}",
                before.start, before.length, after.start
            );
            let end = as_perfetto(&before.start) + as_perfetto(&before.length);
            assert!(end <= as_perfetto(&after.start), "Perfetto: {told}");
            let (end, start) =
                (as_speedscope(before).1, as_speedscope(after).0);
            assert!(end < start, "speedscope: {told}");
        }
        for slice in &slices {
            assert!(as_perfetto(&slice.length) > 0, "{} is lost", slice.start);
        }
    }
    count
}

fn recording(run: &crate::site::Run, offset: Duration) -> Recording {
    let events = run.lanes[0].events();
    let events = events.iter().cloned().map(|mut event| {
        event.at = event.at + offset;
        event
    });
    Recording {
        name: "a crawl".to_owned(),
        program: None,
        source: None,
        engine: "none".to_owned(),
        step: Duration::from_micros(5),
        hidden: false,
        date: None,
        events: Arc::new(events.collect()),
    }
}

#[test]
fn no_slice_of_a_crawl_of_300_crosses_another() {
    let rows: Vec<String> = (0..300)
        .map(|row| format!("drip/0.{:03}1/0.0{row}7?{row}", row * 3))
        .collect();
    let run = crawl(&rows.join("\n"), "run=concurrent");
    let count = check(&chrome_trace(&recording(&run, Duration::ZERO)));
    assert!(count > 1000, "{count}");
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn no_slice_is_lost_or_left_open(
        delays in prop::collection::vec(0_u32..2_000_000, 1..20),
        offset in 0_u64..100_000_000_000,
    ) {
        let rows: Vec<String> = delays
            .iter()
            .enumerate()
            .map(|(row, micros)| {
                format!("delay/{}?{row}", f64::from(*micros) / 1e6)
            })
            .collect();
        let run = crawl(&rows.join("\n"), "run=concurrent&timeout=60000");
        let offset = Duration::from_nanos(offset);
        prop_assert!(check(&chrome_trace(&recording(&run, offset))) > 0);
    }
}
