//! What strangers can hand in: links, lists and recordings of any shape. Never
//! a panic; what cannot be used is refused in a sentence or left out with a
//! note, and nothing grows beyond its cap.
//!
//! The generators are functions of their own, so that a fuzzer can share them;
//! there is none here, since `cargo fuzz` needs a nightly compiler.

use crate::cases;
use meanwhile::experiments::crawl::{
    Fields, LINK_BYTES, Row, lines_from_text, text_from_lines,
};
use meanwhile::experiments::{
    Experiment, Note, Route, compare, cost, crawl, freeze, race, tasks,
};
use meanwhile::trace::{
    Recording, RecordingError, Stats, Timeline, Viewport, chrome_trace,
};
use proptest::prelude::*;

/// A piece of a link: a parameter of some lab, or what breaks one.
fn piece() -> impl Strategy<Value = String> {
    let words = [
        "#",
        "/",
        "?",
        "&",
        "=",
        ",",
        "%",
        "%2",
        "%zz",
        "%00",
        "%ff",
        "+",
        "%2B",
        "&amp;",
        "#/",
        "crawl",
        "freeze",
        "tasks",
        "race",
        "cost",
        "compare",
        "Crawl",
        "url=",
        "run=",
        "limit=",
        "timeout=",
        "retries=",
        "repeat=",
        "on-error=",
        "cache=",
        "order=",
        "job=",
        "length=",
        "slice=",
        "yield=",
        "pool=",
        "program=",
        "executor=",
        "seed=",
        "n=",
        "body=",
        "held=",
        "workers=",
        "list=remembered",
        "delay/1",
        "concurrent",
        "sequential",
        "worker",
        "0",
        "-1",
        "1e99",
        "1e-99",
        "NaN",
        "inf",
        "99999999999999999999999",
        "0.1",
        "1,5",
        ".",
        "..",
        "\u{0}",
        "\u{feff}",
        "\u{202e}",
        "\u{1f980}",
        "e\u{301}",
        "\r",
        "\n",
        "\t",
    ];
    let known = prop::sample::select(words.to_vec()).prop_map(str::to_owned);
    prop_oneof![6 => known, 1 => any::<String>(), 1 => "[0-9]{1,40}"]
}

/// A link as a chat program, a hand or a scoundrel leaves it.
fn link() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(piece(), 0..30);
    prop_oneof![
        8 => pieces.prop_map(|pieces| pieces.concat()),
        // One thing over and over, up to a hundred times what is safe to send.
        1 => (piece(), 1..2000_usize).prop_map(|(it, times)| it.repeat(times)),
        1 => any::<String>(),
    ]
}

/// A line of a list, or what breaks one.
fn line() -> impl Strategy<Value = String> {
    let words = [
        " ",
        "\t",
        "+",
        "#",
        "http:",
        "https://",
        "//",
        "a.test",
        "/x",
        "@",
        ":",
        "[::1]",
        "ms",
        "s",
        "250",
        "1.5",
        "1e9",
        "-",
        "∞",
        "\u{feff}",
        "\u{200b}",
        "\u{a0}",
        "\u{3000}",
        "\u{85}",
        "javascript:",
        "data:",
        "delay/",
        "<",
        ">",
        "\"",
        "’",
        "\u{1f980}",
        "\u{0}",
        "\\",
    ];
    let known = prop::sample::select(words.to_vec()).prop_map(str::to_owned);
    let piece = prop_oneof![6 => known, 1 => any::<String>()];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// A list of such lines, parted by any line end.
fn list() -> impl Strategy<Value = String> {
    let ends = ["\n", "\r\n", "\r", "\n\n", "\u{2028}"];
    let ended = (line(), prop::sample::select(ends.to_vec()));
    let ended = ended.prop_map(|(line, end)| line + end);
    prop::collection::vec(ended, 0..40).prop_map(|lines| lines.concat())
}

/// A piece of JSON that is not what a recording has there.
fn value() -> impl Strategy<Value = String> {
    let texts = [
        "null",
        "true",
        "0",
        "-0",
        "1e400",
        "-1e400",
        "0.1",
        "18446744073709551616",
        "9007199254740993",
        "\"\"",
        "\"\\ud800\"",
        "\"\\u0000\"",
        "[]",
        "{}",
        "[[]]",
        "[0,0,\"declared\",\"a\"]",
        "[0,0,\"poll-started\"]",
        "{\"meanwhile\":1}",
        "\"🦀\"",
    ];
    let known = prop::sample::select(texts.to_vec()).prop_map(str::to_owned);
    let deep = (1..3000_usize, prop::sample::select(vec!["[", "{\"a\":"]));
    let deep = deep.prop_map(|(depth, open)| {
        let close = if open == "[" { "]" } else { "}" };
        format!("{}0{}", open.repeat(depth), close.repeat(depth))
    });
    prop_oneof![6 => known, 1 => deep, 1 => any::<u64>().prop_map(|it| it.to_string())]
}

/// A text with the fields of a recording, of which any may be wrong, missing
/// or there twice.
fn recording_text() -> impl Strategy<Value = String> {
    let right = [
        ("meanwhile", "1"),
        ("name", "\"n\""),
        ("program", "null"),
        ("step", "1"),
        ("engine", "\"e\""),
        ("hidden", "false"),
    ];
    let field = move |(name, right): (&'static str, &'static str)| {
        let wrong = value().prop_map(move |it| format!("\"{name}\":{it},"));
        let right = Just(format!("\"{name}\":{right},"));
        prop_oneof![1 => wrong, 1 => Just(String::new()), 30 => right]
    };
    let fields: Vec<_> = right.into_iter().map(field).collect();
    let event = prop_oneof![
        1 => value(),
        3 => Just("[0,0,\"declared\",\"a\"]".to_owned()),
        3 => (any::<u32>(), value()).prop_map(|(task, it)| format!("[0,{task},\"printed\",{it}]")),
        3 => value().prop_map(|it| format!("[{it},0,\"spawned\"]")),
        3 => value().prop_map(|it| format!("[0,0,\"sized\",{it}]")),
    ];
    let events = prop::collection::vec(event, 0..6);
    (fields, events).prop_map(|(fields, events)| {
        format!("{{{}\"events\":[{}]}}", fields.concat(), events.join(","))
    })
}

/// Whether the page can show `text` as it is.
fn is_a_sentence(text: &str) -> bool {
    text.starts_with(|c: char| c.is_uppercase() || c == '“')
        && text.ends_with('.')
}

/// Reads a query as every lab would; gives the notes of all.
fn notes_of(query: &str) -> Vec<Note> {
    let (setup, _, mut notes) = crawl::setup_from_query(query);
    let _ = crawl::query_from_setup(&setup);
    notes.extend(freeze::setup_from_query(query).1);
    notes.extend(tasks::setup_from_query(query).1);
    notes.extend(race::setup_from_query(query).1);
    notes.extend(cost::setup_from_query(query).1);
    notes.extend(compare::setup_from_query(query).1);
    notes
}

/// Does with a text what the page does with a file that is opened.
fn open(text: &str) -> Result<(), RecordingError> {
    let recording = Recording::from_json(text)?;
    let timeline = Timeline::fold(&recording.events);
    let _ = Stats::of(&timeline);
    let last = recording.events.iter().map(|event| event.at).max();
    let last = last.unwrap_or_default();
    let view = Viewport::fit(last.as_millis(), timeline.rows().len());
    let _ = view.scene(&timeline, Some(&timeline), last, 300.0, 100.0);
    let _ = chrome_trace(&recording);
    Ok(())
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn any_link_leads_somewhere(link in link()) {
        match Route::parse(&link) {
            Route::Lab(lab, query) => {
                prop_assert!(Experiment::ALL.contains(&lab));
                prop_assert!(query.len() <= link.len());
            }
            Route::Home | Route::Unknown(_) => {}
        }
    }

    #[test]
    fn any_query_is_followed_or_noted(query in link()) {
        for note in notes_of(&query) {
            let sentence = note.to_string();
            prop_assert!(is_a_sentence(&sentence), "{}", sentence);
        }
    }

    #[test]
    fn what_a_query_sets_is_written_as_a_link_that_says_the_same(
        query in link(),
    ) {
        let (setup, ..) = crawl::setup_from_query(&query);
        if let Ok(written) = crawl::query_from_setup(&setup) {
            prop_assert!(written.len() <= LINK_BYTES);
            let (again, _, notes) = crawl::setup_from_query(&written);
            // What was damaged stays so, and is said again.
            let expected = match setup
                .requests()
                .filter(|(_, row)| row.to_string().contains('\u{fffd}'))
                .count()
            {
                0 => vec![],
                damaged => vec![Note::DamagedRow; damaged],
            };
            prop_assert!(notes == expected || notes.is_empty());
            prop_assert_eq!(crawl::query_from_setup(&again), Ok(written));
        }
    }

    #[test]
    fn any_line_is_a_row_or_refused_in_a_sentence(line in line()) {
        let fields = Fields::split(&line);
        match Row::try_from(&fields) {
            Ok(row) => prop_assert!(!row.url.contains(char::is_whitespace)),
            Err(why) => {
                let sentence = why.to_string();
                prop_assert!(is_a_sentence(&sentence), "{}", sentence);
            }
        }
    }

    #[test]
    fn any_list_is_the_same_when_it_is_read_again(list in list()) {
        let lines = lines_from_text(&list);
        prop_assert!(lines.len() <= list.len());
        let text = text_from_lines(&lines);
        let again = lines_from_text(&text);
        // The last line end of a text begins no line.
        let again = text_from_lines(&again);
        prop_assert_eq!(
            again.trim_end_matches('\n'),
            text.trim_end_matches('\n')
        );
    }

    #[test]
    fn any_recording_is_shown_or_refused_in_a_sentence(
        text in recording_text(),
    ) {
        if let Err(why) = open(&text) {
            let sentence = why.to_string();
            prop_assert!(is_a_sentence(&sentence), "{}", sentence);
            prop_assert!(sentence.len() < 200);
        }
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
