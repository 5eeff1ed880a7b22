//! A recording as other tools draw it: Perfetto, `chrome://tracing`, and
//! whatever else reads the Trace Event Format.
//!
//! One way only; what is to come back is written by
//! [`Recording::to_json`](super::Recording::to_json).
//!
//! A task is a thread there. On it follow each other the stretches for which
//! it was scheduled and its polls; its phases, which begin and end regardless
//! of those, have a second thread, since slices of one thread must nest. The
//! turns of the event loop are slices too: the arrows from who woke a task to
//! its next poll attach to slices alone.
//!
//! # Why instants are told apart
//!
//! The clock is coarse, so that much of what happens one after the other has
//! the same time. Those tools then drop arrows and guess the order. What
//! shares its time with the event before is therefore written two nanoseconds
//! later: the order stays, and a step of the clock has room for hundreds.
//!
//! # Why there is air between slices
//!
//! Slices of one thread must nest, and those tools reckon with floating point:
//! Perfetto reads a time as microseconds, times a thousand, cut off; speedscope
//! adds start and duration. Either may be off by a nanosecond, and then takes
//! two that touch for two that cross, and drops one or never closes it. So one
//! nanosecond is left out at the end of each.
//!
//! The format: <https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU>.

use super::event::nanos;
use super::pieces::{PIECE, at_once};
use super::recording::{ending_word, phase_word, quoted, source_word};
use super::sort::sort_by_key;
use super::{
    Cause, Event, EventKind, Recording, Source, Timeline, Timestamp, Track,
    tree,
};
use std::fmt::{self, Write as _};
use std::time::Duration;

/// The least that a slice takes, which is also the least that times differ.
const NANOSECOND: Duration = Duration::from_nanos(1);

/// How far apart events are written: a slice and the air behind it.
const APART: Duration = Duration::from_nanos(2);

/// The only process.
const PROCESS: u64 = 1;

/// `recording` in the Trace Event Format, as JSON.
#[must_use]
pub fn chrome_trace(recording: &Recording) -> String {
    let mut json = String::new();
    let take = async |piece: String, _| json.push_str(&piece);
    at_once(write_chrome_trace(recording, take));
    json
}

/// Writes `recording` in the Trace Event Format, as JSON, in pieces: calls
/// `take` with each, and with the share of the work that is done, from 0 to 1.
/// The first pieces are empty: all events are read before any is written.
pub async fn write_chrome_trace(
    recording: &Recording,
    take: impl AsyncFnMut(String, f64),
) {
    let count = recording.events.len();
    let mut out = Out {
        json: String::new(),
        is_first: true,
        last: Timestamp::ZERO,
        steps: 0,
        // Each event is read four times; a poll is a slice and an arrow.
        all: count * 5,
        take,
    };
    let mut told_apart = TellApart::default();
    let mut events = Vec::with_capacity(count);
    for piece in recording.events.chunks(PIECE) {
        events.extend(piece.iter().map(|event| told_apart.next(event)));
        out.did(piece.len()).await;
    }
    out.last = events.iter().map(|it| it.at).max().unwrap_or_default();
    let mut timeline = Timeline::default();
    for (number, piece) in events.chunks(PIECE).enumerate() {
        timeline.read_on(&events[..number * PIECE + piece.len()]);
        out.did(piece.len()).await;
    }
    let mut found = Arrows::default();
    found
        .tasks
        .resize_with(timeline.tracks().len(), Known::default);
    for piece in events.chunks(PIECE) {
        for event in piece {
            found.read(event);
        }
        out.did(piece.len()).await;
    }
    out.json.push_str("{\"traceEvents\":[");
    out.names(&timeline).await;
    let mut placed = Vec::new();
    for (index, track) in timeline.tracks().iter().enumerate() {
        let turns = &found.tasks[index].turns;
        placed.push(out.activity(index, track, turns).await);
        out.phases(index, track).await;
    }
    for piece in events.chunks(PIECE) {
        for event in piece {
            if (event.task.0 as usize) < timeline.tracks().len() {
                out.instant(event);
            }
        }
        out.did(piece.len()).await;
    }
    out.arrows(&found.arrows, &placed).await;
    // Writing to a string cannot fail.
    let _ = write!(
        out.json,
        "\n],\n\"displayTimeUnit\":\"ms\",\n\"otherData\":{{\
         \"recording\":{},\"program\":{},\"engine\":{},\
         \"clock step in ns\":\"{}\",\"hidden\":\"{}\"}}}}\n",
        quoted(&recording.name),
        quoted(recording.program.as_deref().unwrap_or_default()),
        quoted(&recording.engine),
        nanos(recording.step),
        recording.hidden,
    );
    (out.take)(out.json, 1.0).await;
}

/// Writes events a little later than the one before; one that was told after
/// the fact keeps its time.
#[derive(Default)]
struct TellApart {
    /// The latest time there was, and how it is written.
    latest: Option<(Timestamp, Timestamp)>,
}

impl TellApart {
    fn next(&mut self, event: &Event) -> Event {
        let mut event = event.clone();
        let at = event.at;
        match self.latest {
            Some((latest, _)) if at < latest => return event,
            Some((_, written)) => event.at = at.max(written + APART),
            None => {}
        }
        self.latest = Some((at, event.at));
        event
    }
}

/// The number of the thread of the task at `index`. None is zero, which
/// Perfetto keeps for the idle thread, or that of the process.
const fn thread(index: usize) -> u64 {
    index as u64 * 2 + 2
}

/// The number of the thread with the phases of the task at `index`.
const fn phases_thread(index: usize) -> u64 {
    thread(index) + 1
}

/// A stretch of time on a thread.
#[derive(Clone, Copy)]
struct Slice {
    start: Timestamp,
    end: Timestamp,
}

impl Slice {
    /// The instant of the slice that is closest to `at`; its end is no part
    /// of it.
    fn closest(self, at: Timestamp) -> Timestamp {
        // Start and duration may both be read as one nanosecond less.
        let length = self.end.since(self.start).saturating_sub(NANOSECOND * 3);
        at.clamp(self.start, self.start + length)
    }
}

/// What a slice on the first thread of a task stands for; polls and turns by
/// number.
#[derive(Clone, Copy)]
enum Activity {
    Scheduled,
    Poll(usize),
    Turn(usize, Source),
}

/// The slices of a task that arrows attach to, by number.
struct Placed {
    polls: Vec<Option<Slice>>,
    turns: Vec<Option<Slice>>,
}

/// A turn of the event loop, up to the last of what it woke.
struct Turn {
    source: Source,
    start: Timestamp,
    end: Timestamp,
}

/// Where an arrow begins: a task, and which of its polls or turns.
#[derive(Clone, Copy)]
enum Origin {
    Poll(usize, usize),
    Turn(usize, usize),
}

/// From who woke a task to the poll that followed.
struct Arrow {
    from: Origin,
    at: Timestamp,
    task: usize,
    poll: usize,
}

/// What is known of a task while its arrows are found.
#[derive(Default)]
struct Known {
    polls: usize,
    running: bool,
    turns: Vec<Turn>,
    /// Who woke it since its last poll began.
    woken: Vec<(Origin, Timestamp)>,
}

/// What arrows there are.
#[derive(Default)]
struct Arrows {
    arrows: Vec<Arrow>,
    tasks: Vec<Known>,
    /// The task that took the last turn.
    turned: Option<usize>,
}

impl Arrows {
    fn read(&mut self, event: &Event) {
        let (at, index) = (event.at, event.task.0 as usize);
        let origin = match event.kind {
            EventKind::Woken(by) => self.origin(by, at),
            _ => None,
        };
        let Some(task) = self.tasks.get_mut(index) else {
            return;
        };
        match event.kind {
            EventKind::Woken(_) => {
                task.woken.extend(origin.map(|from| (from, at)));
            }
            EventKind::PollStarted => {
                let poll = task.polls;
                let arrow = |(from, at)| Arrow {
                    from,
                    at,
                    task: index,
                    poll,
                };
                self.arrows.extend(task.woken.drain(..).map(arrow));
                task.polls += 1;
                task.running = true;
            }
            EventKind::PollEnded => task.running = false,
            EventKind::Turned(source) => {
                let (start, end) = (at, at);
                task.turns.push(Turn { source, start, end });
                self.turned = Some(index);
            }
            _ => {}
        }
    }

    /// The slice that is the cause of a wake at `at`, if it was recorded.
    fn origin(&mut self, by: Cause, at: Timestamp) -> Option<Origin> {
        match by {
            Cause::Task(task) => {
                let index = task.0 as usize;
                let task = self.tasks.get(index).filter(|task| task.running)?;
                Some(Origin::Poll(index, task.polls.checked_sub(1)?))
            }
            Cause::Loop(source) => {
                let index = self.turned?;
                let turns = &mut self.tasks.get_mut(index)?.turns;
                let number = turns.len().checked_sub(1)?;
                // Of another source, it is not the call that woke.
                let turn =
                    turns.last_mut().filter(|turn| turn.source == source)?;
                turn.end = turn.end.max(at);
                Some(Origin::Turn(index, number))
            }
            Cause::Spawned | Cause::Unknown => None,
        }
    }
}

/// What is being written.
struct Out<Take> {
    /// The JSON that nobody took yet.
    json: String,
    /// Whether no event is written.
    is_first: bool,
    /// When the last event was: what is open then ends there.
    last: Timestamp,
    /// How many steps of the work are done, of how many at most.
    steps: usize,
    all: usize,
    take: Take,
}

impl<Take: AsyncFnMut(String, f64)> Out<Take> {
    /// So many more steps are done: a piece is handed over when it is one.
    async fn did(&mut self, steps: usize) {
        let before = self.steps / PIECE;
        self.steps += steps;
        if self.steps / PIECE > before {
            let share = self.steps as f64 / self.all as f64;
            let json = std::mem::take(&mut self.json);
            (self.take)(json, share.min(1.0)).await;
        }
    }

    /// Appends an event: its phase, its thread and `rest`, which are its
    /// other fields as JSON.
    fn event(&mut self, phase: char, thread: u64, rest: fmt::Arguments<'_>) {
        let comma = if self.is_first { "" } else { "," };
        self.is_first = false;
        // Writing to a string cannot fail.
        let _ = write!(
            self.json,
            "{comma}\n{{\"ph\":\"{phase}\",\"pid\":{PROCESS},\
             \"tid\":{thread},{rest}}}",
        );
    }

    /// Names the process and its threads: those of the event loop first, then
    /// every task with its children below it.
    async fn names(&mut self, timeline: &Timeline) {
        let tracks = timeline.tracks();
        let name =
            "\"name\":\"process_name\",\"args\":{\"name\":\"meanwhile\"}";
        self.event('M', thread(0), format_args!("{name}"));
        for (place, (index, _)) in tree(timeline).into_iter().enumerate() {
            let track = &tracks[index];
            self.name(thread(index), &track.name, place * 2);
            if !track.spans.is_empty() {
                let name = format!("{} state", track.name);
                self.name(phases_thread(index), &name, place * 2 + 1);
            }
            self.did(1).await;
        }
    }

    fn name(&mut self, thread: u64, name: &str, place: usize) {
        let name = quoted(name);
        let rest = format_args!(
            "\"name\":\"thread_name\",\"args\":{{\"name\":{name}}}",
        );
        self.event('M', thread, rest);
        let rest = format_args!(
            "\"name\":\"thread_sort_index\",\
             \"args\":{{\"sort_index\":{place}}}",
        );
        self.event('M', thread, rest);
    }

    /// The polls of `track`, what it waited before them, and its `turns`;
    /// returns where they are.
    async fn activity(
        &mut self,
        index: usize,
        track: &Track,
        turns: &[Turn],
    ) -> Placed {
        let mut slices = Vec::new();
        for &(start, end) in &track.scheduled {
            let end = end.unwrap_or(self.last);
            slices.push((start, end, Activity::Scheduled));
        }
        for (number, &(start, end)) in track.polls.iter().enumerate() {
            let is_open = track.running && number + 1 == track.polls.len();
            let end = if is_open { self.last } else { end };
            slices.push((start, end, Activity::Poll(number)));
        }
        for (number, turn) in turns.iter().enumerate() {
            // The last that it woke is a part of it.
            let end = turn.end + APART;
            let activity = Activity::Turn(number, turn.source);
            slices.push((turn.start, end, activity));
        }
        sort_by_key(&mut slices, |slice| slice.0);
        let mut free = Timestamp::ZERO;
        let mut at = Placed {
            polls: vec![None; track.polls.len()],
            turns: vec![None; turns.len()],
        };
        for (start, end, activity) in slices {
            let slice = placed(start, end, &mut free);
            let thread = thread(index);
            match activity {
                Activity::Scheduled => {
                    self.slice(thread, slice, "scheduled", "scheduled", "");
                }
                Activity::Poll(number) => {
                    at.polls[number] = Some(slice);
                    let nth = number + 1;
                    let args = format!(",\"args\":{{\"number\":{nth}}}");
                    self.slice(thread, slice, "poll", "poll", &args);
                }
                Activity::Turn(number, source) => {
                    at.turns[number] = Some(slice);
                    let name = source_word(source);
                    self.slice(thread, slice, name, "turn", "");
                }
            }
            self.did(1).await;
        }
        at
    }

    async fn phases(&mut self, index: usize, track: &Track) {
        let mut free = Timestamp::ZERO;
        for span in &track.spans {
            let end = span.end.unwrap_or(self.last);
            let slice = placed(span.start, end, &mut free);
            let name = phase_word(span.phase);
            self.slice(phases_thread(index), slice, name, "phase", "");
            self.did(1).await;
        }
    }

    fn slice(
        &mut self,
        thread: u64,
        slice: Slice,
        name: &str,
        category: &str,
        args: &str,
    ) {
        let ts = Micros(slice.start.since(Timestamp::ZERO));
        let dur = Micros(slice.end.since(slice.start));
        let rest = format_args!(
            "\"name\":\"{name}\",\"cat\":\"{category}\",\"ts\":{ts},\
             \"dur\":{dur}{args}",
        );
        self.event('X', thread, rest);
    }

    /// What takes no time and is no slice.
    fn instant(&mut self, event: &Event) {
        let (name, category) = match &event.kind {
            EventKind::Printed(line) => (quoted(line), "printed"),
            EventKind::Marked => (quoted("mark"), "mark"),
            EventKind::Ended(ending) => (quoted(ending_word(*ending)), "end"),
            _ => return,
        };
        let ts = Micros(event.at.since(Timestamp::ZERO));
        let rest = format_args!(
            "\"name\":{name},\"cat\":\"{category}\",\"ts\":{ts},\"s\":\"t\"",
        );
        self.event('i', thread(event.task.0 as usize), rest);
    }

    async fn arrows(&mut self, arrows: &[Arrow], placed: &[Placed]) {
        let mut id = 0;
        for arrow in arrows {
            let (task, slice) = match arrow.from {
                Origin::Poll(task, n) => (task, placed[task].polls.get(n)),
                Origin::Turn(task, n) => (task, placed[task].turns.get(n)),
            };
            let target = placed[arrow.task].polls.get(arrow.poll);
            let (Some(Some(slice)), Some(Some(target))) = (slice, target)
            else {
                continue;
            };
            let (from, to) = (slice.closest(arrow.at), target.start);
            // Told after the fact, a wake may come after what it caused.
            if from > to {
                continue;
            }
            id += 1;
            self.end_of_arrow('s', thread(task), id, from);
            self.end_of_arrow('f', thread(arrow.task), id, to);
            self.did(1).await;
        }
    }

    fn end_of_arrow(&mut self, end: char, thread: u64, id: u64, at: Timestamp) {
        let ts = Micros(at.since(Timestamp::ZERO));
        // Else it would attach to the next slice, not to the one it is in.
        let bind = if end == 'f' { ",\"bp\":\"e\"" } else { "" };
        let rest = format_args!(
            "\"name\":\"wake\",\"cat\":\"wake\",\"ts\":{ts},\"id\":{id}{bind}",
        );
        self.event(end, thread, rest);
    }
}

/// Places a slice behind what its thread shows already, up to `free`, and
/// gives it at least the time that an arrow needs to attach to it. The air
/// behind it is a part of its own time, so that it does not push others on.
fn placed(start: Timestamp, end: Timestamp, free: &mut Timestamp) -> Slice {
    let start = start.max(*free);
    let length = end.max(start).since(start).saturating_sub(NANOSECOND);
    let end = start + length.max(NANOSECOND);
    *free = end + NANOSECOND;
    Slice { start, end }
}

/// A time in microseconds, as a decimal number that loses nothing.
struct Micros(Duration);

impl fmt::Display for Micros {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nanos = nanos(self.0);
        let (whole, rest) = (nanos / 1000, nanos % 1000);
        write!(f, "{whole}")?;
        if rest == 0 {
            Ok(())
        } else {
            write!(f, ".{rest:03}")
        }
    }
}
