//! A run written down as text, and read back from it.
//!
//! # The format
//!
//! A recording is JSON, one event a line:
//!
//! ```json
//! {
//! "meanwhile": 1,
//! "name": "Tasks: Two tasks interleave",
//! "program": "interleave",
//! "source": null,
//! "step": 100000,
//! "engine": "Firefox",
//! "hidden": false,
//! "date": "2026-11-27",
//! "events": [
//! [0,0,"declared","the loop"],
//! [0,1,"declared","main",0],
//! [0,1,"spawned"],
//! [0,1,"sized",48],
//! [150000,1,"woken","timer"],
//! [200000,1,"woken","task",0]
//! ]
//! }
//! ```
//!
//! `meanwhile` is the version of the format, `program`, `source` and `date` may
//! be `null`, and `step` is in nanoseconds, as are the times. Fields that nobody
//! knows are passed over. An event is the time, the number of the task, a word,
//! and what the word calls for:
//!
//! | word | followed by |
//! |---|---|
//! | `declared` | the name, and unless it is a root the number of the parent |
//! | `sized` | the bytes |
//! | `woken`, `awaiting` | a cause |
//! | `entered` | a phase |
//! | `turned` | a source |
//! | `printed` | the text |
//! | `reached` | the line, counted from one |
//! | `ended` | an ending |
//! | `spawned`, `poll-started`, `poll-ended`, `waker-cloned`, `waker-dropped`, `left`, `marked`, `forgotten` | nothing |
//!
//! Of each text at most 1,000 characters are kept when it is read, and of
//! `source` 200,000.
//!
//! A cause is `"task"` and its number, `"spawned"`, `"unknown"` or a source.
//!
//! # Why arrays, and each read by itself
//!
//! A run has many events and few kinds of them: names for the fields would be
//! most of the text. Reading each event on its own is what makes it possible to
//! say which one is wrong.

use super::check::Checked;
use super::event::nanos;
use super::pieces::{PIECE, at_once};
use super::{
    Cause, Ending, Event, EventKind, Phase, Source, TaskId, Timestamp,
};
use serde::de::{Deserialize, Deserializer, Error as _};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::sync::Arc;
use std::time::Duration;

/// The version of the format that is written, and the latest that is read.
const VERSION: u64 = 1;
/// The largest number that every reader of JSON knows exactly. In nanoseconds
/// it is 104 days.
pub(super) const MAX_NUMBER: u64 = 1 << 53;

/// A run as it can be kept, sent and replayed anywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    /// What ran, for people: the lab and what was chosen in it.
    pub name: String,
    /// The program whose source it ran; none if it ran none that the page
    /// shows.
    pub program: Option<String>,
    /// The text of the program, if it is none that the page shows.
    pub source: Option<Arc<str>>,
    /// The step of the clock.
    pub step: Duration,
    /// The browser that it ran in.
    pub engine: String,
    /// Whether the page was hidden at some time during the run.
    pub hidden: bool,
    /// The day on which it ran, as in `2026-11-27`; `None` if nobody noted it.
    pub date: Option<String>,
    /// What happened, in the order in which it was recorded.
    pub events: Arc<Vec<Event>>,
}

impl Recording {
    /// A text longer than this, in bytes, is not read.
    pub const MOST_BYTES: usize = 256 << 20;
    /// Of a name, and of a line that was printed, so many characters are kept.
    pub const MOST_LETTERS: usize = 1_000;
    /// Of the text of a program, so many are.
    pub const MOST_OF_SOURCE: usize = 200_000;

    /// The text of the program before a line of it, that line, and the rest from
    /// the end of the line on; lines count from one. `None` if there is no such
    /// line.
    #[must_use]
    pub fn source_around(&self, line: u32) -> Option<[&str; 3]> {
        let source = self.source.as_deref()?;
        let line = usize::try_from(line).ok()?.checked_sub(1)?;
        let found = source.split_inclusive('\n').nth(line)?;
        let before = source.split_inclusive('\n').take(line).map(str::len);
        let (before, rest) = source.split_at(before.sum());
        let here = found.trim_end_matches(['\n', '\r']);
        let (here, behind) = rest.split_at(here.len());
        Some([before, here, behind])
    }

    /// The recording as JSON that ends with a line break.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut json = String::new();
        at_once(self.write_json(async |piece, _| json.push_str(&piece)));
        json
    }

    /// Writes the recording as JSON, in pieces: calls `take` with each, and
    /// with the share of the events that is written, from 0 to 1.
    pub async fn write_json(&self, mut take: impl AsyncFnMut(String, f64)) {
        let program = self.program.as_deref().map(quoted);
        let source = self.source.as_deref().map(quoted);
        let date = self.date.as_deref().map(quoted);
        let mut json = format!(
            "{{\n\"meanwhile\": {VERSION},\n\"name\": {},\n\"program\": {},\n\
             \"source\": {},\n\"step\": {},\n\"engine\": {},\n\"hidden\": {},\n\"date\": {},\n\"events\": [",
            quoted(&self.name),
            program.as_deref().unwrap_or("null"),
            source.as_deref().unwrap_or("null"),
            nanos(self.step),
            quoted(&self.engine),
            self.hidden,
            date.as_deref().unwrap_or("null"),
        );
        let mut written = 0;
        for events in self.events.chunks(PIECE) {
            for event in events {
                json.push_str(if written == 0 { "\n" } else { ",\n" });
                write_event(&mut json, event);
                written += 1;
            }
            let share = written as f64 / self.events.len() as f64;
            take(std::mem::take(&mut json), share).await;
        }
        json.push_str("\n]\n}\n");
        take(json, 1.0).await;
    }

    /// A file name for it that every system takes, without an extension: never
    /// empty, and never one that a system has for itself.
    #[must_use]
    pub fn file_name(&self) -> String {
        const MOST_BYTES: usize = 100;
        let words = self.name.split(|c: char| !c.is_alphanumeric());
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        let mut name = words.join("-").to_ascii_lowercase();
        let end = (0..=MOST_BYTES.min(name.len()))
            .rfind(|end| name.is_char_boundary(*end));
        name.truncate(end.unwrap_or_default());
        let name = name.trim_end_matches('-');
        // Windows takes these for devices, whatever extension follows.
        let is_device = matches!(name, "con" | "prn" | "aux" | "nul")
            || ["com", "lpt"].iter().any(|port| {
                let number = name.strip_prefix(port);
                number.is_some_and(|it| it.chars().count() == 1)
            });
        match name {
            "" => "recording".to_owned(),
            _ if is_device => format!("recording-{name}"),
            _ => name.to_owned(),
        }
    }

    /// Reads what [`to_json`](Self::to_json) wrote, here or elsewhere.
    ///
    /// What it returns can be folded, drawn and replayed like a run of this
    /// page; times may go back a little, as they do there, where something is
    /// told after the fact.
    ///
    /// # Errors
    ///
    /// If it is no such text, or tells of what cannot have happened.
    pub fn from_json(text: &str) -> Result<Self, RecordingError> {
        at_once(Self::read_json(text, async |_| ()))
    }

    /// Reads as [`from_json`](Self::from_json) does, the events in pieces:
    /// calls `pause` after each with the share of the text that is read, from
    /// 0 to 1.
    ///
    /// # Errors
    ///
    /// As there.
    pub async fn read_json(
        text: &str,
        mut pause: impl AsyncFnMut(f64),
    ) -> Result<Self, RecordingError> {
        if text.len() > Self::MOST_BYTES {
            return Err(RecordingError::TooLong);
        }
        // Some editors put this in front of a file.
        let text = text.trim_start_matches('\u{feff}');
        match read_whole(text, &mut pause).await {
            Some(recording) => Ok(recording),
            None => Err(why_not(text, pause).await),
        }
    }
}

/// Why a text is no recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordingError {
    /// It is not JSON from here on.
    Syntax {
        /// The line, counted from one.
        line: usize,
        /// The column in bytes, counted from one; zero before the first.
        column: usize,
    },
    /// It is JSON, but nothing that this page wrote.
    Other,
    /// It is of a version of the format that this page does not know.
    Newer(u64),
    /// What it says of the run, besides the events, is incomplete or wrong.
    Damaged {
        /// The line where that was noticed, counted from one.
        line: usize,
        /// The column in bytes, counted from one.
        column: usize,
    },
    /// Its text is longer than this page can hold.
    TooLong,
    /// It has more events than this page can hold.
    TooLarge,
    /// What a link has of it cannot be read.
    Cut,
    /// What a link has of it unpacks to more than a link could have.
    TooLargeForLink,
    /// It tells of something that cannot have happened.
    Event {
        /// Which of its events, counted from one.
        number: usize,
        /// What is wrong with it, as a part of a sentence.
        why: &'static str,
    },
}

impl fmt::Display for RecordingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax { column: 0, line: 1 } => write!(f, "It is empty."),
            Self::Syntax { line, column } => write!(
                f,
                "This is not JSON from line {line}, column {column} on.",
            ),
            Self::Other => {
                write!(f, "This is JSON, but not a recording of Meanwhile.")
            }
            Self::Newer(version) => write!(
                f,
                "This recording is of version {version} of the format, which \
                 is newer than this page: it knows version {VERSION}.",
            ),
            Self::Damaged { line, column } => write!(
                f,
                "This recording is damaged: something is missing or wrong \
                 before line {line}, column {column}.",
            ),
            Self::TooLong => write!(
                f,
                "This recording is too large: its text is longer than {} MiB.",
                Recording::MOST_BYTES >> 20,
            ),
            Self::TooLarge => write!(
                f,
                "This recording is too large: it has more than 4,000,000 \
                 events.",
            ),
            Self::Cut => write!(
                f,
                "The link was cut or changed on its way. Ask for it again.",
            ),
            Self::TooLargeForLink => write!(
                f,
                "It unpacks to more than any link that this page makes.",
            ),
            Self::Event { number, why } => {
                write!(f, "Event {number} makes no sense: {why}.")
            }
        }
    }
}

impl std::error::Error for RecordingError {}

/// Reads a recording in which nothing is wrong, going through its text once;
/// `None` if something is.
async fn read_whole(
    text: &str,
    pause: &mut impl AsyncFnMut(f64),
) -> Option<Recording> {
    let mut rest = after(text, '{')?;
    let mut head = String::from("{\"events\":[]");
    let mut events = None;
    loop {
        let key: &RawValue = next(&mut rest)?.ok()?;
        rest = after(rest, ':')?;
        if key.get() == "\"events\"" && events.is_none() {
            let (read, behind) = read_events(rest, pause).await.ok()?;
            (events, rest) = (Some(read), behind);
        } else {
            let value: &RawValue = next(&mut rest)?.ok()?;
            let _ = write!(head, ",{key}:{value}");
        }
        match after(rest, ',') {
            Some(behind) => rest = behind,
            None => break,
        }
    }
    if !trimmed(after(rest, '}')?).is_empty() {
        return None;
    }
    head.push('}');
    let head: Head<'_> = serde_json::from_str(&head).ok()?;
    (head.meanwhile == VERSION).then_some(())?;
    Some(Recording {
        name: kept(head.name),
        program: head.program.map(kept),
        source: head.source.map(kept_source),
        step: Duration::from_nanos(head.step),
        engine: kept(head.engine),
        hidden: head.hidden,
        date: head.date.map(kept),
        events: events?.into(),
    })
}

/// Reads the events in an array with which `text` begins, in pieces, and says
/// what stands behind it.
async fn read_events<'a>(
    text: &'a str,
    pause: &mut impl AsyncFnMut(f64),
) -> Result<(Vec<Event>, &'a str), RecordingError> {
    let mut reader = Checked::default();
    let mut rest = after(text, '[').ok_or(RecordingError::Other)?;
    if let Some(behind) = after(rest, ']') {
        return Ok((reader.events, behind));
    }
    loop {
        reader.take(event_of(next(&mut rest).and_then(Result::ok)))?;
        if reader.events.len().is_multiple_of(PIECE) {
            pause(1.0 - rest.len() as f64 / text.len() as f64).await;
        }
        match after(rest, ',') {
            Some(behind) => rest = behind,
            None => break,
        }
    }
    let behind = after(rest, ']').ok_or(RecordingError::Other)?;
    Ok((reader.events, behind))
}

/// What stands behind `sign`, if that is next in a text of JSON.
fn after(text: &str, sign: char) -> Option<&str> {
    trimmed(text).strip_prefix(sign)
}

/// A text of JSON without the white space at its beginning.
fn trimmed(text: &str) -> &str {
    text.trim_start_matches([' ', '\t', '\n', '\r'])
}

/// The value that is next in a text of JSON; the text goes on behind it.
fn next<'a, T: Deserialize<'a>>(
    text: &mut &'a str,
) -> Option<Result<T, serde_json::Error>> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter();
    let value = values.next();
    *text = &text[values.byte_offset()..];
    value
}

/// Why `text` is no recording. Whatever is wrong with its events, what it is
/// comes first, and before that whether it is JSON.
async fn why_not(
    text: &str,
    mut pause: impl AsyncFnMut(f64),
) -> RecordingError {
    match serde_json::from_str(text) {
        Ok(Marker { .. }) if is_array(text) => return RecordingError::Other,
        Ok(Marker {
            meanwhile: Some(VERSION),
        }) => {}
        Ok(Marker {
            meanwhile: Some(version),
        }) if version > VERSION => return RecordingError::Newer(version),
        Ok(Marker { .. }) => return RecordingError::Other,
        Err(error) if error.is_data() => return RecordingError::Other,
        Err(error) => {
            let (line, column) = (error.line(), error.column());
            return RecordingError::Syntax { line, column };
        }
    }
    match serde_json::from_str(text) {
        Ok(Head { events, .. }) => {
            let read = read_events(events.0, &mut pause).await;
            read.err().unwrap_or(RecordingError::Other)
        }
        Err(error) => {
            let (line, column) = (error.line(), error.column());
            RecordingError::Damaged { line, column }
        }
    }
}

/// Whether JSON is an array: it could hold the same fields, and nobody writes
/// that.
fn is_array(text: &str) -> bool {
    text.trim_start().starts_with('[')
}

/// What tells a recording from other JSON, of whatever version.
#[derive(serde::Deserialize)]
struct Marker {
    meanwhile: Option<u64>,
}

#[derive(serde::Deserialize)]
struct Head<'a> {
    meanwhile: u64,
    name: String,
    program: Option<String>,
    /// Older files have none.
    #[serde(default)]
    source: Option<String>,
    step: u64,
    engine: String,
    hidden: bool,
    /// Older files have none.
    #[serde(default)]
    date: Option<String>,
    #[serde(borrow)]
    events: Events<'a>,
}

/// The text of an array.
struct Events<'a>(&'a str);

impl<'de: 'a, 'a> Deserialize<'de> for Events<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <&RawValue>::deserialize(from)?.get();
        match text.starts_with('[') {
            true => Ok(Self(text)),
            false => Err(D::Error::custom("events are an array")),
        }
    }
}

/// An event as it stands in the text.
#[derive(serde::Deserialize)]
struct Line<'a>(
    u64,
    u32,
    #[serde(borrow)] Cow<'a, str>,
    #[serde(borrow, default)] Option<&'a RawValue>,
    #[serde(borrow, default)] Option<&'a RawValue>,
);

fn event_of(line: Option<Line<'_>>) -> Result<Event, &'static str> {
    let Line(at, task, word, first, second) = line.ok_or(
        "an event is written as [nanoseconds, task, \"word\"] and what the \
         word calls for",
    )?;
    if at > MAX_NUMBER {
        return Err("its time is more than 104 days after the beginning");
    }
    Ok(Event {
        at: Timestamp::from_nanos(at),
        task: TaskId(task),
        kind: kind_from_json(&word, first, second)?,
    })
}

fn kind_from_json(
    word: &str,
    first: Option<&RawValue>,
    second: Option<&RawValue>,
) -> Result<EventKind, &'static str> {
    let alone = match word {
        "spawned" => Some(EventKind::Spawned),
        "poll-started" => Some(EventKind::PollStarted),
        "poll-ended" => Some(EventKind::PollEnded),
        "waker-cloned" => Some(EventKind::WakerCloned),
        "waker-dropped" => Some(EventKind::WakerDropped),
        "left" => Some(EventKind::Left),
        "marked" => Some(EventKind::Marked),
        "forgotten" => Some(EventKind::Forgotten),
        _ => None,
    };
    match (alone, first, second) {
        (Some(kind), None, None) => return Ok(kind),
        (Some(_), ..) => return Err("nothing follows its word"),
        (None, ..) => {}
    }
    let superfluous = second.is_some();
    let kind = match word {
        "declared" => {
            return Ok(EventKind::Declared {
                parent: second.map(task).transpose()?,
                name: kept(text(first)?).into(),
            });
        }
        "woken" => return Ok(EventKind::Woken(cause(first, second)?)),
        "awaiting" => return Ok(EventKind::Awaiting(cause(first, second)?)),
        "sized" => EventKind::Sized(number(first)?),
        "entered" => {
            let phase = named(&Phase::ALL, phase_word, &text(first)?);
            EventKind::Entered(phase.ok_or("there is no such phase")?)
        }
        "turned" => {
            let source = named(&Source::ALL, source_word, &text(first)?);
            EventKind::Turned(source.ok_or("there is no such source")?)
        }
        "printed" => EventKind::Printed(kept(text(first)?).into()),
        "reached" => {
            let line = u32::try_from(number(first)?);
            EventKind::Reached(line.map_err(|_| "no source is so long")?)
        }
        "ended" => {
            let ending = named(&Ending::ALL, ending_word, &text(first)?);
            EventKind::Ended(ending.ok_or("there is no such ending")?)
        }
        _ => return Err("its word is unknown"),
    };
    if superfluous {
        return Err("more follows its word than belongs there");
    }
    Ok(kind)
}

fn cause(
    first: Option<&RawValue>,
    second: Option<&RawValue>,
) -> Result<Cause, &'static str> {
    let word = text(first)?;
    Ok(match (word.as_str(), second) {
        ("task", Some(second)) => Cause::Task(task(second)?),
        ("spawned", None) => Cause::Spawned,
        ("unknown", None) => Cause::Unknown,
        (word, None) => {
            let source = named(&Source::ALL, source_word, word);
            Cause::Loop(source.ok_or("there is no such cause")?)
        }
        _ => return Err("there is no such cause"),
    })
}

fn task(json: &RawValue) -> Result<TaskId, &'static str> {
    let number = u32::try_from(number(Some(json))?);
    number.map(TaskId).map_err(|_| "no task has such a number")
}

fn text(json: Option<&RawValue>) -> Result<String, &'static str> {
    json.and_then(|json| serde_json::from_str(json.get()).ok())
        .ok_or("a text is missing after its word")
}

/// As much of a text as is kept.
pub(super) fn kept(text: String) -> String {
    cut(text, Recording::MOST_LETTERS)
}

/// The same of the text of a program.
pub(super) fn kept_source(text: String) -> Arc<str> {
    cut(text, Recording::MOST_OF_SOURCE).into()
}

/// `text` in at most so many characters, of which there is one at least: where it
/// is cut, an ellipsis says so.
#[must_use]
pub fn cut(mut text: String, most: usize) -> String {
    let mut places = text.char_indices().map(|(place, _)| place);
    let last = places.nth(most - 1);
    if let (Some(last), Some(_)) = (last, places.next()) {
        text.truncate(last);
        text.push('…');
        text.shrink_to_fit();
    }
    text
}

fn number(json: Option<&RawValue>) -> Result<u64, &'static str> {
    let number: u64 = json
        .and_then(|json| serde_json::from_str(json.get()).ok())
        .ok_or("a whole number is missing after its word")?;
    if number > MAX_NUMBER {
        return Err("its number is beyond 2^53");
    }
    Ok(number)
}

fn named<T: Copy>(
    all: &[T],
    word_of: fn(T) -> &'static str,
    word: &str,
) -> Option<T> {
    all.iter().copied().find(|it| word_of(*it) == word)
}

fn write_event(json: &mut String, event: &Event) {
    let (at, task) = (nanos(event.at.since(Timestamp::ZERO)), event.task.0);
    // Writing to a string cannot fail.
    let _ = write!(json, "[{at},{task},");
    let _ = match &event.kind {
        EventKind::Declared { parent, name } => {
            let _ = write!(json, "\"declared\",{}", quoted(name));
            parent.map_or(Ok(()), |parent| write!(json, ",{}", parent.0))
        }
        EventKind::Spawned => write!(json, "\"spawned\""),
        EventKind::Sized(bytes) => write!(json, "\"sized\",{bytes}"),
        EventKind::PollStarted => write!(json, "\"poll-started\""),
        EventKind::PollEnded => write!(json, "\"poll-ended\""),
        EventKind::Woken(by) => write_cause(json, "woken", *by),
        EventKind::WakerCloned => write!(json, "\"waker-cloned\""),
        EventKind::WakerDropped => write!(json, "\"waker-dropped\""),
        EventKind::Entered(phase) => {
            write!(json, "\"entered\",\"{}\"", phase_word(*phase))
        }
        EventKind::Left => write!(json, "\"left\""),
        EventKind::Marked => write!(json, "\"marked\""),
        EventKind::Turned(source) => {
            write!(json, "\"turned\",\"{}\"", source_word(*source))
        }
        EventKind::Printed(text) => {
            write!(json, "\"printed\",{}", quoted(text))
        }
        EventKind::Reached(line) => write!(json, "\"reached\",{line}"),
        EventKind::Awaiting(what) => write_cause(json, "awaiting", *what),
        EventKind::Forgotten => write!(json, "\"forgotten\""),
        EventKind::Ended(ending) => {
            write!(json, "\"ended\",\"{}\"", ending_word(*ending))
        }
    };
    json.push(']');
}

fn write_cause(json: &mut String, word: &str, cause: Cause) -> fmt::Result {
    match cause {
        Cause::Spawned => write!(json, "\"{word}\",\"spawned\""),
        Cause::Task(task) => write!(json, "\"{word}\",\"task\",{}", task.0),
        Cause::Loop(source) => {
            write!(json, "\"{word}\",\"{}\"", source_word(source))
        }
        Cause::Unknown => write!(json, "\"{word}\",\"unknown\""),
    }
}

/// `text` as JSON writes it.
pub(super) fn quoted(text: &str) -> String {
    // A text can always be written.
    serde_json::to_string(text).unwrap_or_default()
}

// The words of the format are not those of the page: these never change.

pub(super) const fn phase_word(phase: Phase) -> &'static str {
    match phase {
        Phase::AddedDelay => "added-delay",
        Phase::Waiting => "waiting",
        Phase::Receiving => "receiving",
        Phase::Backoff => "backoff",
        Phase::Computing => "computing",
        Phase::Microtasks => "microtasks",
        Phase::Unseen => "unseen",
        Phase::LongTask => "long-task",
    }
}

pub(super) const fn source_word(source: Source) -> &'static str {
    match source {
        Source::Script => "script",
        Source::Microtask => "microtask",
        Source::Timer => "timer",
        Source::Frame => "frame",
        Source::Message => "message",
        Source::Response => "response",
        Source::Hand => "hand",
    }
}

pub(super) const fn ending_word(ending: Ending) -> &'static str {
    match ending {
        Ending::Succeeded => "succeeded",
        Ending::Failed => "failed",
        Ending::TimedOut => "timed-out",
        Ending::Cancelled => "cancelled",
    }
}
