//! A recording in few letters, to travel in a link.
//!
//! The letters are base64 for addresses, of zlib, of a version in one byte and
//! the recording as postcard writes it: what is known of the run, in the second
//! version the text of the program, and the events. Times are told from event
//! to event, in the largest unit that all of them are multiples of: mostly the
//! step of the clock.

use super::check::Checked;
use super::event::nanos;
use super::letters::{self, Unreadable};
use super::recording::{MAX_NUMBER, kept, kept_source};
use super::{Event, EventKind, Recording, RecordingError, TaskId, Timestamp};
use std::time::Duration;

/// The version without the text of a program: pages of old read no other.
const VERSION: u8 = 1;
/// The version with one, and the latest that is read.
const WITH_SOURCE: u8 = 2;
/// How hard it is compressed, of ten: it is small.
const COMPRESSION: u8 = 9;
/// What a stranger's link may have a reader unpack, in bytes.
const MOST_BYTES: usize = 512 << 10;

/// What is known of the run, besides its events.
#[derive(serde::Serialize, serde::Deserialize)]
struct Head {
    name: String,
    program: Option<String>,
    /// In nanoseconds.
    step: u64,
    engine: String,
    hidden: bool,
    date: Option<String>,
    /// The unit of the times, in nanoseconds.
    unit: u64,
}

/// The time since the event before, the task, and what happened.
type Packed = (i64, u32, EventKind);

impl Recording {
    /// Packs the recording for a link; `None` if it has more events or a longer
    /// source than a link could hold.
    #[must_use]
    pub fn to_link(&self) -> Option<String> {
        const MOST_EVENTS: usize = 20_000;
        const MOST_BYTES_OF_SOURCE: usize = 100_000;
        let source = self.source.as_deref();
        if self.events.len() > MOST_EVENTS
            || source.is_some_and(|it| it.len() > MOST_BYTES_OF_SOURCE)
        {
            return None;
        }
        let at = |event: &Event| nanos(event.at.since(Timestamp::ZERO));
        let unit = self.events.iter().map(at).fold(0, gcd).max(1);
        let head = Head {
            name: self.name.clone(),
            program: self.program.clone(),
            step: nanos(self.step),
            engine: self.engine.clone(),
            hidden: self.hidden,
            date: self.date.clone(),
            unit,
        };
        let mut before = 0;
        let events = self.events.iter().map(|event| -> Packed {
            let units = (at(event) / unit).cast_signed();
            let since = units - std::mem::replace(&mut before, units);
            (since, event.task.0, event.kind.clone())
        });
        let events: Vec<Packed> = events.collect();
        let version = source.map_or(VERSION, |_| WITH_SOURCE);
        let mut bytes = postcard::to_extend(&head, vec![version]).ok()?;
        if let Some(source) = source {
            bytes = postcard::to_extend(source, bytes).ok()?;
        }
        let bytes = postcard::to_extend(&events, bytes).ok()?;
        Some(letters::packed(&bytes, COMPRESSION))
    }

    /// Unpacks what [`to_link`](Self::to_link) packed, here or elsewhere, as
    /// suspiciously as [`from_json`](Self::from_json) reads.
    ///
    /// # Errors
    ///
    /// If it is no such text, or tells of what cannot have happened.
    pub fn from_link(text: &str) -> Result<Self, RecordingError> {
        let bytes = letters::unpacked(text, MOST_BYTES);
        let bytes = bytes.map_err(|why| match why {
            Unreadable::TooLarge => RecordingError::TooLargeForLink,
            Unreadable::Damaged => RecordingError::Cut,
        })?;
        let (version, bytes) =
            bytes.split_first().ok_or(RecordingError::Cut)?;
        if *version > WITH_SOURCE {
            return Err(RecordingError::Newer((*version).into()));
        }
        let (head, source, events) =
            parts(*version, bytes).map_err(|_| RecordingError::Cut)?;
        let mut checked = Checked::default();
        let mut at = 0_i64;
        for (since, task, kind) in events {
            let nanos = at.checked_add(since).and_then(|units| {
                at = units;
                u64::try_from(units).ok()?.checked_mul(head.unit)
            });
            checked.take(event_of(nanos, task, kind))?;
        }
        Ok(Self {
            name: kept(head.name),
            program: head.program.map(kept),
            source: source.map(kept_source),
            step: Duration::from_nanos(head.step),
            engine: kept(head.engine),
            hidden: head.hidden,
            date: head.date.map(kept),
            events: checked.events.into(),
        })
    }
}

/// What is known of a run, the text of its program, and its events.
fn parts(
    version: u8,
    bytes: &[u8],
) -> postcard::Result<(Head, Option<String>, Vec<Packed>)> {
    let (head, bytes) = postcard::take_from_bytes(bytes)?;
    let (source, bytes) = match version {
        WITH_SOURCE => {
            let (source, bytes) = postcard::take_from_bytes(bytes)?;
            (Some(source), bytes)
        }
        _ => (None, bytes),
    };
    Ok((head, source, postcard::from_bytes(bytes)?))
}

fn event_of(
    nanos: Option<u64>,
    task: u32,
    kind: EventKind,
) -> Result<Event, &'static str> {
    let at = nanos.filter(|at| *at <= MAX_NUMBER);
    let at = at.ok_or(
        "its time is before the beginning, or more than 104 days after it",
    )?;
    if matches!(kind, EventKind::Sized(bytes) if bytes > MAX_NUMBER) {
        return Err("its number is beyond 2^53");
    }
    let kept = |text: &str| kept(text.to_owned()).into();
    Ok(Event {
        at: Timestamp::from_nanos(at),
        task: TaskId(task),
        kind: match kind {
            EventKind::Declared { parent, name } => EventKind::Declared {
                parent,
                name: kept(&name),
            },
            EventKind::Printed(line) => EventKind::Printed(kept(&line)),
            kind => kind,
        },
    })
}

/// The largest number that divides both; of zero and a number, that number.
fn gcd(a: u64, b: u64) -> u64 {
    match b {
        0 => a,
        _ => gcd(b, a % b),
    }
}
