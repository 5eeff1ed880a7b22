//! What strangers can hand in, and what must hold of it: the generators and the
//! checks that the host's tests and the fuzzer share.

use meanwhile::experiments::crawl::{
    Fields, Row, lines_from_text, text_from_lines,
};
use meanwhile::experiments::{
    Experiment, LINK_BYTES, Note, Route, compare, cost, crawl, freeze, race,
    script, split_packed, tasks,
};
use meanwhile::trace::{
    Recording, RecordingError, Stats, Timeline, Viewport, chrome_trace, lints,
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
        "code=",
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
    let labs = Experiment::ALL.map(Experiment::slug);
    let known = prop::sample::select([&words[..], &labs].concat())
        .prop_map(str::to_owned);
    prop_oneof![6 => known, 1 => any::<String>(), 1 => "[0-9]{1,40}"]
}

/// A link as a chat program, a hand or a scoundrel leaves it.
pub(crate) fn link() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(piece(), 0..30);
    prop_oneof![
        8 => pieces.prop_map(|pieces| pieces.concat()),
        // One thing over and over, up to a hundred times what is safe to send.
        1 => (piece(), 1..2000_usize).prop_map(|(it, times)| it.repeat(times)),
        1 => any::<String>(),
    ]
}

/// A line of a list, or what breaks one.
pub(crate) fn line() -> impl Strategy<Value = String> {
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
pub(crate) fn list() -> impl Strategy<Value = String> {
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
pub(crate) fn recording_text() -> impl Strategy<Value = String> {
    let right = [
        ("meanwhile", "1"),
        ("name", "\"n\""),
        ("program", "null"),
        ("source", "\"a\\nb\""),
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
pub(crate) fn is_a_sentence(text: &str) -> bool {
    text.starts_with(|c: char| c.is_uppercase() || c == '“')
        && text.ends_with('.')
}

/// Reads a query as every lab would; gives the notes of all.
fn notes_of(query: &str) -> Vec<Note> {
    let (setup, _, mut notes) = crawl::setup_from_query(query);
    let _ = crawl::query_from_setup(&setup);
    notes.extend(freeze::setup_from_query::<freeze::Setup>(query).1);
    notes.extend(tasks::setup_from_query::<tasks::Setup>(query).1);
    notes.extend(race::setup_from_query::<race::Setup>(query).1);
    notes.extend(cost::setup_from_query::<cost::Setup>(query).1);
    notes.extend(compare::setup_from_query::<compare::Chooser>(query).1);
    notes.extend(program_from(query).1);
    notes
}

/// Reads a query as Script does once what unpacks its text is here.
pub(crate) fn program_from(query: &str) -> (script::Setup, Vec<Note>) {
    let (query, letters) = split_packed(query, script::CODE);
    let (mut setup, mut notes) =
        script::setup_from_query::<script::Setup>(&query);
    match letters.map(script::text_of).transpose() {
        Ok(text) => setup.text = text,
        Err(note) => notes.push(note),
    }
    (setup, notes)
}

/// Does with a text what the page does with a file that is opened.
pub(crate) fn open(text: &str) -> Result<(), RecordingError> {
    show(&Recording::from_json(text)?);
    Ok(())
}

fn show(recording: &Recording) {
    let timeline = Timeline::fold(&recording.events);
    let _ = Stats::of(&timeline);
    let last = recording.events.iter().map(|event| event.at).max();
    let last = last.unwrap_or_default();
    let view = Viewport::fit(last.as_millis(), timeline.rows().len());
    let _ = view.scene(&timeline, Some(&timeline), last, 300.0, 100.0);
    let _ = chrome_trace(recording);
    for line in [0, 1, u32::MAX] {
        let _ = recording.source_around(line);
    }
    let _ = lints(&timeline, last, true);
}

/// Any link leads somewhere, and its query is followed or noted.
pub(crate) fn check_link(link: &str) {
    match Route::parse(link) {
        Route::Lab(lab, query) => {
            assert!(Experiment::ALL.contains(&lab));
            assert!(query.len() <= link.len());
        }
        Route::Guide(_, query) => assert!(query.len() <= link.len()),
        Route::Home | Route::Unknown(_) => {}
    }
    for note in notes_of(link) {
        let sentence = note.to_string();
        assert!(is_a_sentence(&sentence), "{sentence}");
    }
}

/// What a query sets is written as a link that says the same.
pub(crate) fn check_query(query: &str) {
    let (setup, ..) = crawl::setup_from_query(query);
    let Ok(written) = crawl::query_from_setup(&setup) else {
        return;
    };
    assert!(written.len() <= LINK_BYTES);
    let (again, _, notes) = crawl::setup_from_query(&written);
    // What was damaged stays so, and is said again.
    let is_damaged = |row: &Fields| row.to_string().contains('\u{fffd}');
    let damaged = setup.requests().filter(|(_, row)| is_damaged(row));
    let expected = vec![Note::DamagedRow; damaged.count()];
    assert!(notes == expected || notes.is_empty());
    assert_eq!(crawl::query_from_setup(&again), Ok(written));
}

/// Any line is a row, or refused in a sentence.
pub(crate) fn check_line(line: &str) {
    match Row::try_from(&Fields::split(line)) {
        Ok(row) => assert!(!row.url.contains(char::is_whitespace)),
        Err(why) => {
            let sentence = why.to_string();
            assert!(is_a_sentence(&sentence), "{sentence}");
        }
    }
}

/// Any list is the same when it is read again.
pub(crate) fn check_list(list: &str) {
    let lines = lines_from_text(list);
    assert!(lines.len() <= list.len());
    let text = text_from_lines(&lines);
    let again = text_from_lines(&lines_from_text(&text));
    // The last line end of a text begins no line.
    assert_eq!(again.trim_end_matches('\n'), text.trim_end_matches('\n'));
}

/// Any recording is shown, or refused in a short sentence.
pub(crate) fn check_recording(text: &str) {
    if let Err(why) = open(text) {
        check_refusal(&why);
    }
}

/// So is any that a link has.
pub(crate) fn check_packed(text: &str) {
    match Recording::from_link(text) {
        Ok(recording) => show(&recording),
        Err(why) => check_refusal(&why),
    }
}

fn check_refusal(why: &RecordingError) {
    let sentence = why.to_string();
    assert!(is_a_sentence(&sentence), "{sentence}");
    assert!(sentence.len() < 200, "{sentence}");
}
