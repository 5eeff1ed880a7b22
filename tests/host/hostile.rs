//! What strangers can hand in: links, lists and recordings of any shape. Never
//! a panic; what cannot be used is refused in a sentence or left out with a
//! note, and nothing grows beyond its cap. The fuzzer of `tests/fuzz` looks for
//! the same by the same generators.

use crate::cases;
use crate::hostile_input::{
    check_line, check_link, check_list, check_query, check_recording,
    is_a_sentence, line, link, list, open, recording_text,
};
use meanwhile::trace::{Recording, RecordingError};
use proptest::prelude::*;

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn any_link_is_followed_or_noted(link in link()) {
        check_link(&link);
    }

    #[test]
    fn what_a_query_sets_is_written_as_a_link_that_says_the_same(
        query in link(),
    ) {
        check_query(&query);
    }

    #[test]
    fn any_line_is_a_row_or_refused_in_a_sentence(line in line()) {
        check_line(&line);
    }

    #[test]
    fn any_list_is_the_same_when_it_is_read_again(list in list()) {
        check_list(&list);
    }

    #[test]
    fn any_recording_is_shown_or_refused_in_a_sentence(
        text in recording_text(),
    ) {
        check_recording(&text);
    }

    #[test]
    fn any_bytes_are_refused_in_a_sentence(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
    ) {
        let text = String::from_utf8_lossy(&bytes);
        let why = open(&text).expect_err("it is noise");
        prop_assert!(is_a_sentence(&why.to_string()));
    }
}

/// A recording whose events are these, each a line of JSON.
fn told(name: &str, events: &[String]) -> String {
    format!(
        "{{\"meanwhile\":1,\"name\":\"{name}\",\"step\":1,\"engine\":\"e\",\
         \"hidden\":false,\"events\":[{}]}}",
        events.join(",")
    )
}

#[test]
fn nesting_without_end_is_refused() {
    for open_with in ["[", "{\"a\":", "[0,0,\"declared\",["] {
        let deep = open_with.repeat(200_000);
        let why = open(&deep).expect_err("it is no recording");
        assert!(is_a_sentence(&why.to_string()));
        let why = open(&told("n", &[deep])).expect_err("it has no end");
        assert!(is_a_sentence(&why.to_string()));
    }
}

#[test]
fn a_text_that_is_too_large_is_refused_before_it_is_read() {
    // Whitespace is JSON that holds nothing.
    let blank = " ".repeat(Recording::MOST_BYTES);
    let text = format!("{blank}{}", told("n", &[]));
    let why = open(&text).expect_err("it is too large");
    assert_eq!(why, RecordingError::TooLong);
    assert!(why.to_string().contains("256 MiB"), "{why}");
}

#[test]
fn the_source_of_a_recording_is_kept_up_to_a_length() {
    let long = "é\n".repeat(Recording::MOST_OF_SOURCE);
    let quoted = serde_json::to_string(&long).expect("it is a text");
    let head = format!("{{\"source\":{quoted},");
    let text = told("n", &[]).replacen('{', &head, 1);
    let recording = Recording::from_json(&text).expect("it is no fault");
    let source = recording.source.clone().expect("it has one");
    assert_eq!(source.chars().count(), Recording::MOST_OF_SOURCE);
    assert!(source.ends_with('…'));
    assert_eq!(Recording::from_json(&recording.to_json()), Ok(recording));
}

#[test]
fn texts_within_a_recording_are_kept_up_to_a_length() {
    let long = "é".repeat(5_000_000);
    let events = [
        format!("[0,0,\"declared\",\"{long}\"]"),
        format!("[1,0,\"printed\",\"{long}\"]"),
    ];
    let recording = Recording::from_json(&told(&long, &events));
    let recording = recording.expect("long texts are no fault");
    let json = recording.to_json();
    // A cut that nobody sees would be a lie.
    assert_eq!(json.matches('…').count(), 3);
    assert!(json.len() < 3 * 2 * Recording::MOST_LETTERS + 1000);
    assert_eq!(Recording::from_json(&json), Ok(recording));
}
