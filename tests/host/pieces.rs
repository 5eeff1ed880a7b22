//! Long recordings, read and written in pieces.

use futures::FutureExt;
use meanwhile::trace::{
    Cause, Event, EventKind, Recording, Source, Timestamp, Trace, chrome_trace,
    write_chrome_trace,
};
use std::time::Duration;

/// A recording of two tasks that are polled so often.
fn polled(times: u64) -> Recording {
    let mut trace = Trace::default();
    let at = Timestamp::from_nanos;
    let both = ["one", "other"].map(|name| {
        let task = trace.declare(at(0), None, name.into());
        trace.push(at(0), task, EventKind::Spawned);
        task
    });
    for time in 0..times {
        let task = both[(time % 2) as usize];
        let woken = EventKind::Woken(Cause::Loop(Source::Timer));
        trace.push(at(time * 10_000), task, woken);
        trace.push(at(time * 10_000 + 1_000), task, EventKind::PollStarted);
        trace.push(at(time * 10_000 + 7_000), task, EventKind::PollEnded);
    }
    recording(trace.events())
}

fn recording(events: &[Event]) -> Recording {
    Recording {
        name: "Long".to_owned(),
        program: None,
        source: None,
        step: Duration::from_micros(5),
        engine: "none".to_owned(),
        hidden: false,
        date: None,
        events: events.to_vec().into(),
    }
}

/// The pieces that `write` hands over, and the share that is done with each.
fn taken(write: impl AsyncFn(&mut Vec<(String, f64)>)) -> Vec<(String, f64)> {
    let mut pieces = Vec::new();
    write(&mut pieces)
        .now_or_never()
        .expect("nobody holds it up");
    pieces
}

/// Fails unless these shares, of work on so many events, grow to the whole.
fn check(shares: &[f64], events: usize) {
    // Ten pieces or more, each of which is a small part of the work.
    assert!(shares.len() >= events / 5_000, "{}", shares.len());
    assert!(shares.is_sorted(), "{shares:?}");
    assert!(shares[0] > 0.0 && shares[0] < 0.1, "{}", shares[0]);
    assert!(*shares.last().expect("there are some") <= 1.0);
    assert!(*shares.last().expect("there are some") > 0.95);
}

fn shares(pieces: &[(String, f64)]) -> Vec<f64> {
    pieces.iter().map(|piece| piece.1).collect()
}

fn whole(pieces: Vec<(String, f64)>) -> String {
    pieces.into_iter().map(|piece| piece.0).collect()
}

#[test]
fn a_long_recording_is_written_in_pieces_that_make_the_whole() {
    let long = polled(20_000);
    let pieces = taken(async |pieces| {
        let take = async |piece, share| pieces.push((piece, share));
        long.write_json(take).await;
    });
    check(&shares(&pieces), long.events.len());
    let largest = pieces.iter().map(|piece| piece.0.len()).max();
    let json = long.to_json();
    assert!(largest < Some(json.len() / 20), "{largest:?}");
    assert_eq!(whole(pieces), json);
}

#[test]
fn a_long_export_is_written_in_pieces_that_make_the_whole() {
    let long = polled(20_000);
    let pieces = taken(async |pieces| {
        let take = async |piece, share| pieces.push((piece, share));
        write_chrome_trace(&long, take).await;
    });
    check(&shares(&pieces), long.events.len());
    let largest = pieces.iter().map(|piece| piece.0.len()).max();
    let json = chrome_trace(&long);
    assert!(largest < Some(json.len() / 10), "{largest:?}");
    assert_eq!(whole(pieces), json);
}

#[test]
fn a_long_recording_is_read_in_pieces() {
    let long = polled(20_000);
    let json = long.to_json();
    let mut shares = Vec::new();
    let read = Recording::read_json(&json, async |share| shares.push(share));
    assert_eq!(read.now_or_never(), Some(Ok(long.clone())));
    check(&shares, long.events.len());
}

#[test]
fn reading_and_writing_stop_when_they_are_dropped() {
    let long = polled(20_000);
    let json = long.to_json();
    let mut pauses = 0;
    let pause = async |_| {
        pauses += 1;
        std::future::pending().await
    };
    assert!(Recording::read_json(&json, pause).now_or_never().is_none());
    let take = async |_, _| {
        pauses += 1;
        std::future::pending().await
    };
    assert!(write_chrome_trace(&long, take).now_or_never().is_none());
    assert_eq!(pauses, 2, "nothing is done after the first pause");
}

#[test]
fn a_recording_of_nothing_is_written_and_read() {
    let empty = recording(&[]);
    assert_eq!(Recording::from_json(&empty.to_json()), Ok(empty.clone()));
    let trace = chrome_trace(&empty);
    assert!(serde_json::from_str::<serde_json::Value>(&trace).is_ok());
}
