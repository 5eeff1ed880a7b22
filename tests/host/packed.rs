//! Recordings that travel in links.

use crate::cases;
use crate::hostile_input::check_packed;
use crate::recording::any_recording;
use crate::seen::run_program;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use meanwhile::experiments::tasks::Program;
use meanwhile::experiments::tasks::controls::RECORDING;
use meanwhile::experiments::{LINK_BYTES, split_packed, with_packed};
use meanwhile::trace::{
    Cause, Ending, Event, EventKind, Phase, Recording, RecordingError, Source,
    TaskId, Timestamp,
};
use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::decompress_to_vec_zlib;
use proptest::prelude::*;
use proptest::sample::Index;
use std::time::Duration;

/// The bytes as a link has them.
fn packed(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(compress_to_vec_zlib(bytes, 6))
}

fn link_of(recording: &Recording) -> String {
    recording.to_link().expect("it is short")
}

fn recording_of(events: Vec<Event>) -> Recording {
    Recording {
        name: "a name".to_owned(),
        program: None,
        source: None,
        step: Duration::from_micros(5),
        engine: "an engine".to_owned(),
        hidden: false,
        date: Some("2026-11-27".to_owned()),
        events: events.into(),
    }
}

/// Every kind of event, and of each part of one.
fn every_kind() -> Vec<EventKind> {
    use EventKind::{
        Awaiting, Declared, Ended, Entered, Forgotten, Left, Marked, PollEnded,
        PollStarted, Printed, Reached, Sized, Spawned, Turned, WakerCloned,
        WakerDropped, Woken,
    };
    let parent = Some(TaskId(0));
    let name = || "a task".into();
    let mut kinds = vec![Declared {
        parent,
        name: name(),
    }];
    kinds.extend([Spawned, Sized(64), PollStarted, PollEnded, WakerCloned]);
    kinds.extend([WakerDropped, Left, Marked, Printed("a line".into())]);
    kinds.extend([Reached(7), Forgotten]);
    let causes = [Cause::Spawned, Cause::Task(TaskId(1)), Cause::Unknown];
    let causes = causes.into_iter().chain(Source::ALL.map(Cause::Loop));
    for cause in causes {
        kinds.extend([Woken(cause), Awaiting(cause)]);
    }
    kinds.extend(Source::ALL.map(Turned));
    kinds.extend(Phase::ALL.map(Entered));
    kinds.extend(Ending::ALL.map(Ended));
    kinds
}

/// A recording with every kind of event.
fn everything() -> Recording {
    let name = "the loop".into();
    let root = EventKind::Declared { parent: None, name };
    let first = Event {
        at: Timestamp::ZERO,
        task: TaskId(0),
        kind: root,
    };
    let others = every_kind().into_iter().enumerate();
    let others = others.map(|(place, kind)| Event {
        at: Timestamp::from_nanos(place as u64 * 5_000),
        task: TaskId(1),
        kind,
    });
    recording_of(std::iter::once(first).chain(others).collect())
}

/// What [`everything`] was packed into when links with runs began. Such links
/// are in other people's mail: they are read for ever.
const OF_OLD: &str = "eNodjkEOgjAURPsHioUq9gjsWJEIMbr1Kl00asRiIofg2M63zZ9M-maaL1Xscnwn\
    s_V1zF3K92dORprpNF2GcRym69afDY9bH6mbl-VjhJetNX5fEIHgBikgJaSC7CA1\
    pIHsGZn5F-TAtyPEGkjLsdppVSxbLcdCkYqFMhULqIM6jeGfK9WV6qw6q65SR_Hs\
    ezY9O55pz5xnwpM5MkfmyByZI3NkThnXC-SBPJCH4gfbJBPz";

#[test]
fn links_of_old_are_read() {
    assert_eq!(
        Recording::from_link(OF_OLD),
        Ok(everything()),
        "{}",
        link_of(&everything())
    );
}

/// The same with the text of a program.
const WITH_SOURCE: &str = "eNodjs0KwjAQhLNjU2OjteAL5KYeBC2iV18lSP1BjUJ7EfHex3bWhB2GfDNLkMeQ4qMx_XwUU\
    2jS-ZoaI0W9rnerzWZV7_v5LLbvdAynFB7xmhbL8PkWW8PjuksT7s_nywgvN3WxvUEEggNkAM\
    kgOWQIGUEKyJiRO_dDJnybQqyBlByrnVLFslVyLBSpWChTsYA6qNMY_rlMXabOqrPqcnUUz75n07PjmfbMeSY8mSNzZI7MkTkyR-aU8XsVeUVekVeDH8w9GlE";

#[test]
fn links_with_a_source_are_read() {
    let source = Some("async fn main() {}\n".into());
    let recording = Recording {
        source,
        ..everything()
    };
    assert_eq!(
        Recording::from_link(WITH_SOURCE),
        Ok(recording.clone()),
        "{}",
        link_of(&recording)
    );
}

#[test]
fn a_source_that_is_too_long_is_not_packed() {
    let recording = Recording {
        source: Some(" ".repeat(100_001).into()),
        ..everything()
    };
    assert_eq!(recording.to_link(), None);
}

#[test]
fn most_programs_fit_into_a_link() {
    for program in Program::ALL {
        let events = run_program(program).events;
        let link = link_of(&recording_of(events.to_vec()));
        // It wakes itself for two seconds.
        let is_long = program == Program::Starve;
        let fits = link.len() <= LINK_BYTES - 300;
        assert!(fits || is_long, "{}: {}", program.id(), link.len());
    }
}

#[test]
fn what_has_too_many_events_is_not_packed() {
    let mut events = everything().events.to_vec();
    events.resize(20_001, events[5].clone());
    assert_eq!(recording_of(events).to_link(), None);
}

#[test]
fn what_unpacks_to_more_than_half_a_megabyte_is_not_read() {
    let bomb = packed(&vec![1; 600 << 10]);
    assert!(bomb.len() < LINK_BYTES, "{}", bomb.len());
    let refused = Recording::from_link(&bomb);
    assert_eq!(refused, Err(RecordingError::TooLargeForLink));
}

#[test]
fn a_newer_version_is_told_from_damage() {
    let newer = Recording::from_link(&packed(&[3, 0, 0]));
    assert_eq!(newer, Err(RecordingError::Newer(3)));
    for nothing in ["", "AA", &packed(&[]), &packed(&[2, 0]), "a sentence."] {
        let damaged = Recording::from_link(nothing);
        assert_eq!(damaged, Err(RecordingError::Cut), "{nothing}");
    }
}

#[test]
fn a_run_is_split_off_a_link_that_went_through_a_chat() {
    let run = link_of(&everything());
    let query = "program=join&at=12";
    let link = with_packed(query.to_owned(), RECORDING, &run);
    for tail in ["", ".", ")", "!", "%E2%80%9D", "%20"] {
        let (others, found) = split_packed(&format!("{link}{tail}"), RECORDING);
        assert_eq!(others, query, "{tail}");
        assert_eq!(found.as_ref(), Some(&run), "{tail}");
    }
    let spelled = format!("{query}&amp;recording={run}&amp;task=1");
    let expected = (format!("{query}&task=1"), Some(run));
    assert_eq!(split_packed(&spelled, RECORDING), expected);
    assert_eq!(split_packed(query, RECORDING), (query.to_owned(), None));
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn what_is_packed_is_unpacked_event_by_event(
        recording in any_recording(),
    ) {
        let link = link_of(&recording);
        prop_assert_eq!(Recording::from_link(&link), Ok(recording));
        let letters = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
        prop_assert!(link.chars().all(letters), "{}", link);
    }

    #[test]
    fn whatever_a_link_has_is_shown_or_refused(
        recording in any_recording(),
        place in any::<Index>(),
        byte in any::<u8>(),
        cut in any::<bool>(),
        bytes in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let link = link_of(&recording);
        // In its letters.
        let mut changed = link.clone().into_bytes();
        let at = place.index(changed.len());
        changed[at] = byte;
        check_packed(&String::from_utf8_lossy(&changed));
        check_packed(&link[..at]);
        // Below the checksum of what is compressed.
        let inner = URL_SAFE_NO_PAD.decode(&link).expect("it is base64");
        let mut inner = decompress_to_vec_zlib(&inner).expect("it is zlib");
        let at = place.index(inner.len());
        inner[at] = byte;
        if cut {
            inner.truncate(at);
        }
        check_packed(&packed(&inner));
        for version in [1, 2] {
            let random = [vec![version], bytes.clone()].concat();
            check_packed(&packed(&random));
        }
    }
}
