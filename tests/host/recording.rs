//! Runs as they are kept, sent, and read by other tools.

use crate::{cases, ms};
use meanwhile::trace::{
    Cause, Ending, Event, EventKind, Phase, Recording, RecordingError, Source,
    Stats, TaskId, Timeline, Timestamp, Trace, Viewport, chrome_trace,
};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// The largest time and number of the format.
const MOST: u64 = 1 << 53;

fn recording(events: &[Event]) -> Recording {
    Recording {
        name: "Tasks: Two tasks interleave".to_owned(),
        program: Some("interleave".to_owned()),
        source: None,
        step: Duration::from_micros(100),
        engine: "An engine".to_owned(),
        hidden: false,
        date: None,
        events: events.to_vec().into(),
    }
}

/// A recording whose events are these lines.
fn told(lines: &[&str]) -> Result<Recording, RecordingError> {
    let lines = lines.join(",\n");
    Recording::from_json(&format!(
        r#"{{"meanwhile":1,"name":"n","step":1,"engine":"e","hidden":true,
            "events":[{lines}]}}"#
    ))
}

/// What is wrong with the last of these lines.
fn nonsense(lines: &[&str]) -> String {
    let error = told(lines).expect_err("the last line makes no sense");
    let sentence = error.to_string();
    let start = format!("Event {} makes no sense: ", lines.len());
    let why = sentence.strip_prefix(&start);
    why.unwrap_or_else(|| panic!("{sentence}")).to_owned()
}

fn sample<T: Clone + std::fmt::Debug + 'static>(
    all: &[T],
) -> impl Strategy<Value = T> + use<T> {
    prop::sample::select(all.to_vec())
}

fn phase() -> impl Strategy<Value = Phase> {
    sample(&Phase::ALL)
}

fn ending() -> impl Strategy<Value = Ending> {
    sample(&Ending::ALL)
}

/// A step of a random run; a task is one of those that there are by then.
#[derive(Clone, Debug)]
enum Step {
    Declare(Option<Index>, String),
    /// A poll of the task begins, or ends if it is being polled.
    Poll,
    Woken(Wakes),
    Awaiting(Wakes),
    Other(EventKind),
}

#[derive(Clone, Debug)]
enum Wakes {
    Task(Index),
    Other(Cause),
}

fn wakes() -> impl Strategy<Value = Wakes> {
    prop_oneof![
        any::<Index>().prop_map(Wakes::Task),
        sample(&[Cause::Spawned, Cause::Unknown]).prop_map(Wakes::Other),
        sample(&Source::ALL).prop_map(|it| Wakes::Other(Cause::Loop(it))),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let parent = prop::option::of(any::<Index>());
    let other = prop_oneof![
        sample(&[
            EventKind::Spawned,
            EventKind::WakerCloned,
            EventKind::WakerDropped,
            EventKind::Left,
            EventKind::Marked,
            EventKind::Forgotten,
        ]),
        (0..=MOST).prop_map(EventKind::Sized),
        phase().prop_map(EventKind::Entered),
        sample(&Source::ALL).prop_map(EventKind::Turned),
        any::<String>().prop_map(|line| EventKind::Printed(line.into())),
        (1_u32..).prop_map(EventKind::Reached),
        ending().prop_map(EventKind::Ended),
    ];
    prop_oneof![
        1 => (parent, any::<String>()).prop_map(|(p, n)| Step::Declare(p, n)),
        6 => Just(Step::Poll),
        4 => wakes().prop_map(Step::Woken),
        1 => wakes().prop_map(Step::Awaiting),
        4 => other.prop_map(Step::Other),
    ]
}

/// Any run from `start` on that can have happened; some of it has the same
/// time, and some is told after the fact.
fn events(start: u64) -> impl Strategy<Value = Vec<Event>> {
    let after = prop_oneof![
        4 => Just(0_i64),
        4 => 1..3_000_000_i64,
        1 => -3_000_000..0_i64,
    ];
    let steps = prop::collection::vec((after, any::<Index>(), step()), 0..60);
    steps.prop_map(move |steps| {
        let mut trace = Trace::default();
        let mut running = Vec::new();
        let mut now: u64 = start;
        for (after, task, step) in steps {
            now = now.saturating_add_signed(after).min(MOST);
            let at = Timestamp::from_nanos(now);
            let count = running.len();
            let one = |index: Index| TaskId(index.index(count) as u32);
            if let Step::Declare(parent, name) = step {
                let parent = parent.filter(|_| count > 0).map(one);
                let _ = trace.declare(at, parent, name.into());
                running.push(false);
                continue;
            }
            if count == 0 {
                continue;
            }
            let cause = |wakes| match wakes {
                Wakes::Task(task) => Cause::Task(one(task)),
                Wakes::Other(cause) => cause,
            };
            let task = one(task);
            let kind = match step {
                Step::Declare(..) => unreachable!("it is dealt with"),
                Step::Poll => {
                    let running = &mut running[task.0 as usize];
                    *running = !*running;
                    if *running {
                        EventKind::PollStarted
                    } else {
                        EventKind::PollEnded
                    }
                }
                Step::Woken(by) => EventKind::Woken(cause(by)),
                Step::Awaiting(what) => EventKind::Awaiting(cause(what)),
                Step::Other(kind) => kind,
            };
            trace.push(at, task, kind);
        }
        trace.events().to_vec()
    })
}

pub(crate) fn any_recording() -> impl Strategy<Value = Recording> {
    prop_oneof![9 => recording_from(0), 1 => recording_from(MOST - 10)]
}

fn recording_from(start: u64) -> impl Strategy<Value = Recording> {
    let optional = any::<Option<String>>;
    let texts = (any::<String>(), optional(), any::<String>(), optional());
    let texts = (texts, optional());
    (texts, 0..=MOST, any::<bool>(), events(start)).prop_map(
        |(((name, program, engine, date), source), step, hidden, events)| {
            Recording {
                name,
                program,
                source: source.map(Into::into),
                step: Duration::from_nanos(step),
                engine,
                hidden,
                date,
                events: events.to_vec().into(),
            }
        },
    )
}

/// What a text may be changed into.
#[derive(Clone, Debug)]
enum Change {
    CutOff(Index),
    Remove(Index),
    Replace(Index, char),
    Repeat(Index),
    Insert(Index, &'static str),
}

fn change() -> impl Strategy<Value = Change> {
    let words = [
        "null",
        "-1",
        "1e99",
        "1.5",
        "[",
        "]",
        "{",
        "}",
        ",",
        "\"",
        "\\ud800",
        "99999999999999999999",
        "true",
        "\"task\"",
        "[0,0,\"poll-ended\"],",
    ];
    let place = any::<Index>;
    prop_oneof![
        1 => place().prop_map(Change::CutOff),
        2 => place().prop_map(Change::Remove),
        2 => (place(), any::<char>()).prop_map(|(i, c)| Change::Replace(i, c)),
        4 => (place(), sample(&['0', '7', '9', '"', ',', ' ']))
            .prop_map(|(i, c)| Change::Replace(i, c)),
        4 => place().prop_map(Change::Repeat),
        4 => (place(), sample(&words)).prop_map(|(i, w)| Change::Insert(i, w)),
    ]
}

impl Change {
    fn apply(&self, text: &mut String) {
        if text.is_empty() {
            return;
        }
        let place = |index: &Index, text: &str| {
            let starts: Vec<_> = text.char_indices().collect();
            starts[index.index(starts.len())].0
        };
        match self {
            Self::CutOff(index) => text.truncate(place(index, text)),
            Self::Remove(index) => {
                let at = place(index, text);
                text.remove(at);
            }
            Self::Replace(index, by) => {
                let at = place(index, text);
                text.remove(at);
                text.insert(at, *by);
            }
            Self::Repeat(index) => {
                let mut lines: Vec<_> = text.lines().collect();
                let at = index.index(lines.len());
                lines.insert(at, lines[at]);
                *text = lines.join("\n");
            }
            Self::Insert(index, word) => {
                let at = place(index, text);
                text.insert_str(at, word);
            }
        }
    }
}

/// Whether the page can show `text` as it is.
fn is_a_sentence(text: &str) -> bool {
    text.starts_with(char::is_uppercase)
        && text.ends_with('.')
        && !text.contains(['\n', '`'])
        && text.len() < 200
}

/// Does with `recording` what the page does with a run.
fn show(recording: &Recording) {
    let timeline = Timeline::fold(&recording.events);
    let _ = Stats::of(&timeline);
    let last = recording.events.iter().map(|event| event.at).max();
    let last = last.unwrap_or_default();
    let rows = timeline.rows().len();
    let view = Viewport::fit(last.as_millis(), rows);
    let _ = view.scene(&timeline, Some(&timeline), last, 300.0, 100.0);
    let _ = view.axis(300.0);
    for track in timeline.tracks() {
        let _ = track.state();
    }
    let trace = chrome_trace(recording);
    assert!(serde_json::from_str::<Value>(&trace).is_ok(), "{trace}");
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn a_recording_comes_back_as_it_was(recording in any_recording()) {
        let json = recording.to_json();
        prop_assert_eq!(Recording::from_json(&json), Ok(recording));
    }

    #[test]
    fn a_damaged_recording_is_shown_or_refused_in_a_sentence(
        recording in any_recording(),
        changes in prop::collection::vec(change(), 1..4),
    ) {
        let mut text = recording.to_json();
        for change in &changes {
            change.apply(&mut text);
        }
        match Recording::from_json(&text) {
            Ok(recording) => show(&recording),
            Err(error) => {
                let sentence = error.to_string();
                prop_assert!(is_a_sentence(&sentence), "{}", sentence);
            }
        }
    }

    #[test]
    fn any_text_is_refused_in_a_sentence(text in any::<String>()) {
        let error = Recording::from_json(&text).expect_err("it is noise");
        prop_assert!(is_a_sentence(&error.to_string()));
    }

    #[test]
    fn no_line_of_a_source_is_lost(
        pieces in prop::collection::vec("[a-z]{0,3}\r?\n?", 0..9),
        line in 0..9_u32,
    ) {
        let text = pieces.concat();
        let source = Some(text.as_str().into());
        let recording = Recording { source, ..recording(&[]) };
        if let Some([before, here, behind]) = recording.source_around(line) {
            prop_assert_eq!([before, here, behind].concat(), text);
            prop_assert!(!here.contains('\n'));
            prop_assert_eq!(before.matches('\n').count() + 1, line as usize);
        }
    }

    #[test]
    fn a_trace_for_other_tools_is_well_formed(recording in recording_from(0)) {
        read(&chrome_trace(&recording));
    }

    #[test]
    fn there_is_a_slice_for_each_poll(recording in recording_from(0)) {
        let seen = read(&chrome_trace(&recording));
        let timeline = Timeline::fold(&recording.events);
        let polls = seen.slices.iter().filter(|slice| slice.name == "poll");
        let counted: usize =
            timeline.tracks().iter().map(|track| track.polls.len()).sum();
        prop_assert_eq!(polls.count(), counted);
    }
}

#[test]
fn a_recording_can_be_read_by_hand() {
    let mut trace = Trace::default();
    let run = trace.declare(at(0), None, "the loop".into());
    let task = trace.declare(at(0), Some(run), "say \"hi\"".into());
    for (millis, of, kind) in [
        (0, task, EventKind::Spawned),
        (0, task, EventKind::Sized(48)),
        (1, run, EventKind::Turned(Source::Timer)),
        (1, task, EventKind::Woken(Cause::Loop(Source::Timer))),
        (2, task, EventKind::Woken(Cause::Task(run))),
        (3, task, EventKind::PollStarted),
        (3, task, EventKind::Reached(7)),
        (3, task, EventKind::Printed("hi".into())),
        (4, task, EventKind::PollEnded),
        (4, task, EventKind::Ended(Ending::TimedOut)),
    ] {
        trace.push(at(millis), of, kind);
    }
    insta::assert_snapshot!(recording(trace.events()).to_json(), @r#"
    {
    "meanwhile": 1,
    "name": "Tasks: Two tasks interleave",
    "program": "interleave",
    "source": null,
    "step": 100000,
    "engine": "An engine",
    "hidden": false,
    "date": null,
    "events": [
    [0,0,"declared","the loop"],
    [0,1,"declared","say \"hi\"",0],
    [0,1,"spawned"],
    [0,1,"sized",48],
    [1000000,0,"turned","timer"],
    [1000000,1,"woken","timer"],
    [2000000,1,"woken","task",0],
    [3000000,1,"poll-started"],
    [3000000,1,"reached",7],
    [3000000,1,"printed","hi"],
    [4000000,1,"poll-ended"],
    [4000000,1,"ended","timed-out"]
    ]
    }
    "#);
}

#[test]
fn what_is_no_recording_is_told_from_what_is_a_newer_one() {
    use RecordingError::{Damaged, Newer, Other, Syntax};
    let read = |text| Recording::from_json(text).expect_err(text);
    let (line, column) = (1, 0);
    assert_eq!(read(""), Syntax { line, column });
    let (line, column) = (2, 6);
    assert_eq!(read("{\n  \"a\"}"), Syntax { line, column });
    for other in ["{}", "[]", "[1]", "7", "{\"meanwhile\":\"1\"}"] {
        assert_eq!(read(other), Other, "{other}");
    }
    assert_eq!(read("{\"meanwhile\":0}"), Other);
    assert_eq!(read("{\"meanwhile\":2,\"events\":{}}"), Newer(2));
    let (line, column) = (1, 15);
    assert_eq!(read("{\"meanwhile\":1}"), Damaged { line, column });
}

#[test]
fn a_field_that_nobody_knows_and_a_mark_before_the_text_do_not_matter() {
    let text = "\u{feff}{\"later\":[{}],\"meanwhile\":1,\"name\":\"\",\
                \"step\":5,\"engine\":\"\",\"hidden\":true,\"events\":[]}";
    let recording = Recording::from_json(text).expect("it is whole");
    assert_eq!(recording.program, None);
    assert_eq!(recording.step, Duration::from_nanos(5));
    show(&recording);
}

#[test]
fn an_event_that_makes_no_sense_is_named() {
    const ROOT: &str = r#"[0,0,"declared","run"]"#;
    let after_root = |line| nonsense(&[ROOT, line]);
    let all = [
        nonsense(&[r#"[0,0,"spawned"]"#]),
        nonsense(&[r#"[0,1,"declared","run"]"#]),
        nonsense(&[r#"[0,0,"declared","run",0]"#]),
        after_root(ROOT),
        after_root(r#"[0,1,"declared","child",2]"#),
        after_root(r#"[0,1,"declared"]"#),
        after_root(r#"[0,0,"poll-ended"]"#),
        nonsense(&[ROOT, r#"[0,0,"poll-started"]"#, r#"[0,0,"poll-started"]"#]),
        after_root(r#"[0,0,"woken","task",1]"#),
        after_root(r#"[0,0,"woken","tusk"]"#),
        after_root(r#"[0,0,"woken"]"#),
        after_root(r#"[0,0,"entered","sleep"]"#),
        after_root(r#"[0,0,"turned","wheel"]"#),
        after_root(r#"[0,0,"ended","badly"]"#),
        after_root(r#"[0,0,"reached",0]"#),
        after_root(r#"[0,0,"sized",9007199254740993]"#),
        after_root(r#"[9007199254740993,0,"spawned"]"#),
        after_root(r#"[0,0,"spawned",1]"#),
        after_root(r#"[0,0,"sized",1,1]"#),
        after_root(r#"[0,0,"jumped"]"#),
        after_root(r#"[0.5,0,"spawned"]"#),
        after_root(r#"{"at":0}"#),
    ];
    insta::assert_snapshot!(all.join("\n"), @r#"
    its task was not declared before.
    tasks are declared in the order of their numbers, each once and from zero.
    a parent is declared before its children.
    tasks are declared in the order of their numbers, each once and from zero.
    a parent is declared before its children.
    a text is missing after its word.
    a poll ends that has not begun.
    a poll begins before the last one of its task has ended.
    it names a task that was not declared before.
    there is no such cause.
    a text is missing after its word.
    there is no such phase.
    there is no such source.
    there is no such ending.
    lines are counted from one.
    its number is beyond 2^53.
    its time is more than 104 days after the beginning.
    nothing follows its word.
    more follows its word than belongs there.
    its word is unknown.
    an event is written as [nanoseconds, task, "word"] and what the word calls for.
    an event is written as [nanoseconds, task, "word"] and what the word calls for.
    "#);
}

#[test]
fn a_recording_is_neither_too_long_nor_too_deep() {
    let mut trace = Trace::default();
    let mut parent = None;
    for _ in 0..1_001 {
        parent = Some(trace.declare(at(0), parent, "".into()));
    }
    let json = recording(trace.events()).to_json();
    assert!(Recording::from_json(&json).is_ok());
    let _ = trace.declare(at(0), parent, "".into());
    let json = recording(trace.events()).to_json();
    let error = Recording::from_json(&json).expect_err("it is too deep");
    assert_eq!(
        error.to_string(),
        "Event 1002 makes no sense: tasks are nested at most 1,000 deep."
    );

    let mut lines = vec![r#"[0,0,"declared",""]"#];
    lines.resize(4_000_001, r#"[0,0,"left"]"#);
    assert_eq!(told(&lines), Err(RecordingError::TooLarge));
}

fn at(millis: u64) -> Timestamp {
    Timestamp::ZERO + ms(millis)
}

/// What another tool sees of a trace.
struct Seen {
    /// The names of the threads, from the uppermost.
    threads: Vec<(u64, String)>,
    slices: Vec<Slice>,
    instants: Vec<(u64, String, u64)>,
    /// From where to where: the thread and the time in nanoseconds.
    arrows: Vec<[(u64, u64); 2]>,
}

struct Slice {
    thread: u64,
    name: String,
    start: u64,
    end: u64,
}

/// Reads a trace as strictly as the strictest of its readers.
fn read(json: &str) -> Seen {
    let trace: Value = serde_json::from_str(json).expect("it is JSON");
    assert_eq!(trace["displayTimeUnit"], "ms");
    assert!(trace["otherData"].is_object());
    let (mut names, mut order) = (BTreeMap::new(), BTreeMap::new());
    let (mut starts, mut finishes) = (BTreeMap::new(), BTreeMap::new());
    let (mut slices, mut instants) = (Vec::new(), Vec::new());
    for event in trace["traceEvents"].as_array().expect("a list") {
        let text = |field: &str| {
            let text = event[field].as_str();
            text.unwrap_or_else(|| panic!("{field} of {event}"))
                .to_owned()
        };
        let nanos = |field: &str| {
            let micros = event[field].as_f64().filter(|it| *it >= 0.0);
            let micros = micros.unwrap_or_else(|| panic!("{event}"));
            (micros * 1e3).round() as u64
        };
        assert_eq!(event["pid"], 1, "{event}");
        let thread = event["tid"].as_u64().expect("a whole number");
        let name = text("name");
        let phase = text("ph");
        if phase != "M" {
            assert_ne!(text("cat"), "");
            nanos("ts");
        }
        match phase.as_str() {
            "M" => match name.as_str() {
                "process_name" => {
                    assert_eq!(event["args"]["name"], "meanwhile");
                }
                "thread_name" => {
                    let name = event["args"]["name"].as_str().expect("a name");
                    assert_eq!(names.insert(thread, name.to_owned()), None);
                }
                "thread_sort_index" => {
                    let place = event["args"]["sort_index"].as_u64();
                    let place = place.expect("a whole number");
                    assert_eq!(order.insert(place, thread), None);
                }
                other => panic!("nobody knows {other}"),
            },
            "X" => {
                let (start, long) = (nanos("ts"), nanos("dur"));
                let end = start + long;
                slices.push(Slice {
                    thread,
                    name,
                    start,
                    end,
                });
            }
            "i" => {
                assert_eq!(event["s"], "t");
                instants.push((thread, name, nanos("ts")));
            }
            "s" | "f" => {
                let id = event["id"].as_u64().expect("a whole number");
                let ends = if phase == "s" {
                    &mut starts
                } else {
                    assert_eq!(event["bp"], "e");
                    &mut finishes
                };
                let twice = ends.insert(id, (thread, nanos("ts")));
                assert_eq!(twice, None, "arrow {id}");
            }
            other => panic!("nobody knows {other}"),
        }
    }
    let ids = |ends: &BTreeMap<u64, _>| -> BTreeSet<u64> {
        ends.keys().copied().collect()
    };
    assert_eq!(ids(&starts), ids(&finishes));
    let arrows: Vec<_> =
        starts.into_values().zip(finishes.into_values()).collect();
    let seen = Seen {
        threads: order
            .into_values()
            .map(|thread| (thread, names[&thread].clone()))
            .collect(),
        slices,
        instants,
        arrows: arrows.into_iter().map(|(from, to)| [from, to]).collect(),
    };
    seen.check();
    seen
}

impl Seen {
    fn check(&self) {
        let mut threads = BTreeMap::<u64, Vec<&Slice>>::new();
        for slice in &self.slices {
            assert!(self.threads.iter().any(|it| it.0 == slice.thread));
            threads.entry(slice.thread).or_default().push(slice);
        }
        for slices in threads.values_mut() {
            slices.sort_by_key(|slice| slice.start);
            for pair in slices.windows(2) {
                // What is written follows each other, which nests.
                assert!(pair[0].end <= pair[1].start);
            }
        }
        for [from, to] in &self.arrows {
            assert!(from.1 <= to.1, "an arrow goes forward");
            for (thread, at) in [from, to] {
                let within =
                    |slice: &&&Slice| slice.start <= *at && *at < slice.end;
                let slice = threads[thread].iter().find(within);
                assert!(slice.is_some(), "an arrow ends in a slice");
            }
        }
    }

    /// The trace as text, a character for a millisecond.
    fn picture(&self) -> String {
        let cell = |nanos: u64| (nanos as f64 / 1e6).round() as usize;
        let mut lines = Vec::new();
        for (thread, name) in &self.threads {
            let mut cells = vec![' '; 20];
            let on_it = |slice: &&Slice| slice.thread == *thread;
            for slice in self.slices.iter().filter(on_it) {
                let ink = match slice.name.as_str() {
                    "poll" => '#',
                    "scheduled" => '·',
                    name => name.chars().next().expect("a letter"),
                };
                let first = cell(slice.start);
                let last = cell(slice.end).max(first + 1);
                cells[first..last].fill(ink);
            }
            let line: String = cells.into_iter().collect();
            let mut line = format!("{name:<14}│{line}│");
            for (_, name, at) in
                self.instants.iter().filter(|instant| instant.0 == *thread)
            {
                line += &format!(" {name} at {}", cell(*at));
            }
            lines.push(line);
        }
        let end = |(thread, at): (u64, u64)| {
            let name = self.threads.iter().find(|it| it.0 == thread);
            format!("{} at {}", name.expect("a thread").1, cell(at))
        };
        for [from, to] in &self.arrows {
            lines.push(format!("{} -> {}", end(*from), end(*to)));
        }
        lines.join("\n")
    }
}

#[test]
fn a_trace_for_other_tools_shows_who_woke_whom() {
    use EventKind::{
        Ended, Entered, Left, PollEnded, PollStarted, Printed, Turned, Woken,
    };
    let mut trace = Trace::default();
    let main = trace.declare(at(0), None, "main".into());
    let event_loop = trace.declare(at(0), None, "the loop".into());
    let other = trace.declare(at(0), None, "other".into());
    let child = trace.declare(at(0), Some(main), "child".into());
    for (millis, task, kind) in [
        (0, main, Woken(Cause::Spawned)),
        (0, event_loop, Entered(Phase::Microtasks)),
        (1, main, PollStarted),
        (2, main, Woken(Cause::Task(main))),
        (3, main, PollEnded),
        (4, main, PollStarted),
        (4, child, Woken(Cause::Task(main))),
        (5, main, PollEnded),
        (6, child, PollStarted),
        (6, child, Printed("hi \"there\"".into())),
        (6, child, Entered(Phase::Waiting)),
        (6, child, PollEnded),
        (7, event_loop, Left),
        (9, event_loop, Turned(Source::Timer)),
        (9, child, Woken(Cause::Loop(Source::Timer))),
        (9, other, Woken(Cause::Loop(Source::Timer))),
        (9, event_loop, Entered(Phase::Microtasks)),
        (11, child, PollStarted),
        (12, child, PollEnded),
        (12, child, Ended(Ending::Succeeded)),
        (13, other, PollStarted),
        (15, main, Woken(Cause::Task(other))),
        (16, main, Woken(Cause::Unknown)),
        (17, event_loop, Left),
    ] {
        trace.push(at(millis), task, kind);
    }
    let seen = read(&chrome_trace(&recording(trace.events())));
    insta::assert_snapshot!(seen.picture(), @r#"
    the loop      │         t          │
    the loop state│mmmmmmm  mmmmmmmm   │
    main          │·##·#          ··   │
    child         │    ··#  ··#        │ hi "there" at 6 succeeded at 12
    child state   │      wwwwww        │
    other         │         ····####   │
    main at 2 -> main at 4
    main at 4 -> child at 6
    the loop at 9 -> child at 11
    the loop at 9 -> other at 13
    "#);
}

#[test]
fn what_happens_at_one_reading_of_the_clock_stays_in_its_order() {
    let mut trace = Trace::default();
    let task = trace.declare(at(0), None, "main".into());
    for _ in 0..3 {
        trace.push(at(5), task, EventKind::Woken(Cause::Task(task)));
        trace.push(at(5), task, EventKind::PollStarted);
        trace.push(at(5), task, EventKind::Woken(Cause::Task(task)));
        trace.push(at(5), task, EventKind::PollEnded);
    }
    let seen = read(&chrome_trace(&recording(trace.events())));
    let names: Vec<_> = seen
        .slices
        .iter()
        .map(|slice| slice.name.as_str())
        .collect();
    let woken_while_it_ran = ["scheduled", "poll"].repeat(3);
    assert_eq!(names[..6], woken_while_it_ran);
    assert_eq!(seen.arrows.len(), 2, "from each poll to the next");
    let next_reading = (ms(5) + recording(&[]).step).as_nanos() as u64;
    assert!(seen.slices.iter().all(|slice| slice.end < next_reading));
}

#[test]
fn a_file_of_old_has_no_source() {
    let text = "{\"meanwhile\":1,\"name\":\"\",\"program\":null,\"step\":5,\
                \"engine\":\"\",\"hidden\":true,\"date\":null,\"events\":[]}";
    let recording = Recording::from_json(text).expect("it is whole");
    assert_eq!(recording.source, None);
    assert_eq!(recording.source_around(1), None);
}

#[test]
fn a_source_is_parted_around_a_line() {
    let with = |source: &str| Recording {
        source: Some(source.into()),
        ..recording(&[])
    };
    let source = with("one\n\nthree\r\nfour");
    let around = |line| source.source_around(line);
    assert_eq!(around(1), Some(["", "one", "\n\nthree\r\nfour"]));
    assert_eq!(around(2), Some(["one\n", "", "\nthree\r\nfour"]));
    assert_eq!(around(3), Some(["one\n\n", "three", "\r\nfour"]));
    assert_eq!(around(4), Some(["one\n\nthree\r\n", "four", ""]));
    for line in [0, 5, u32::MAX] {
        assert_eq!(around(line), None, "{line}");
    }
    assert_eq!(with("").source_around(1), None);
}

#[test]
fn a_recording_has_a_file_name_that_every_system_takes() {
    for (name, file) in [
        ("Crawl: concurrent", "crawl-concurrent"),
        ("", "recording"),
        ("\u{1f980}!", "recording"),
        ("../../etc/passwd", "etc-passwd"),
        ("a\\b/c:d", "a-b-c-d"),
        (".hidden.", "hidden"),
        ("CON", "recording-con"),
        ("com1", "recording-com1"),
        ("common", "common"),
        ("\u{202e}gpj", "gpj"),
        ("Gr\u{fc}\u{df}e", "gr\u{fc}\u{df}e"),
    ] {
        let named = Recording {
            name: name.to_owned(),
            ..recording(&[])
        };
        assert_eq!(named.file_name(), file, "{name:?}");
    }
    for long in ["\u{4e2d}".repeat(10_000), "a ".repeat(10_000)] {
        let named = Recording {
            name: long,
            ..recording(&[])
        };
        let file = named.file_name();
        assert!((50..=100).contains(&file.len()), "{file}");
        assert!(!file.ends_with('-'), "{file}");
    }
}
