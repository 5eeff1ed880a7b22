//! A program of the Tasks lab that ran to its end on a clock that jumps, and
//! what was seen of it.

use crate::executor::block_on;
use crate::ms;
use crate::web::{Aborted, frame, web};
use meanwhile::experiments::tasks::{
    Outcome, Program, Run, RunEnd, Setup, Use, YieldBy,
};
use meanwhile::experiments::{Look, Order};
use meanwhile::trace::{
    Ending, Event, EventKind, Moment, TaskId, Timeline, Timestamp, Track, tree,
};
use std::sync::Arc;

/// What was seen of a run.
pub(crate) struct Seen {
    pub(crate) program: Program,
    pub(crate) end: RunEnd,
    pub(crate) events: Arc<Vec<Event>>,
    pub(crate) aborted: Vec<String>,
}

/// Runs until nothing can happen any more, and looks for that once a frame as
/// the page does.
pub(crate) fn run(setup: Setup) -> Seen {
    block_on(async {
        let aborted = Aborted::default();
        let run = Run::start(&setup, web(&aborted));
        let mut reader = Reader::default();
        let end = loop {
            if setup.executor == Use::Hand {
                reader.poll_what_is_ready(&run);
            }
            frame().await;
            run.mark_frame();
            if let Some(end) = run.end() {
                break end;
            }
            let so_far = run.recorder().now();
            assert!(so_far < Timestamp::ZERO + ms(20_000), "it never ends");
        };
        run.close(end);
        Seen {
            program: setup.program,
            end,
            events: run.recorder().events(),
            aborted: aborted.take(),
        }
    })
}

pub(crate) fn run_program(program: Program) -> Seen {
    run(Setup {
        program,
        ..Setup::default()
    })
}

pub(crate) fn ours(program: Program, order: Order, seed: u64) -> Setup {
    Setup {
        program,
        executor: Use::Ours,
        order,
        seed,
        yield_by: YieldBy::Wake,
        guess: None,
        look: Look::default(),
    }
}

/// A reader who polls by hand, and whom the trace tells what is ready.
#[derive(Default)]
pub(crate) struct Reader(Moment);

impl Reader {
    pub(crate) fn look(&mut self, run: &Run) -> &Moment {
        run.recorder().read(|trace| {
            let new = &trace.events()[self.0.position..];
            new.iter().for_each(|event| self.0.apply(event));
        });
        &self.0
    }

    pub(crate) fn poll_what_is_ready(&mut self, run: &Run) {
        // Futures within a task are scheduled with it, and not polled apart.
        while self
            .look(run)
            .ready()
            .to_vec()
            .iter()
            .any(|it| run.poll(*it))
        {}
    }
}

/// The task of that name.
pub(crate) fn named(run: &Run, name: &str) -> TaskId {
    let timeline = Timeline::fold(&run.recorder().events());
    let mut tracks = timeline.tracks().iter();
    let track = tracks.find(|track| &*track.name == name);
    track.expect("it is declared").task
}

impl Seen {
    fn timeline(&self) -> Timeline {
        Timeline::fold(&self.events)
    }

    /// When each line was printed, and the line.
    pub(crate) fn printed(&self) -> Vec<(Timestamp, String)> {
        let printed = self.events.iter().filter_map(|event| {
            let EventKind::Printed(line) = &event.kind else {
                return None;
            };
            Some((event.at, line.to_string()))
        });
        printed.collect()
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.printed().into_iter().map(|(_, line)| line).collect()
    }

    pub(crate) fn answer(&self) -> Option<&'static str> {
        let answer = Outcome::of(&self.events).answer(self.program)?;
        Some(self.program.question().options[answer])
    }

    /// A row for each task, a character for so many milliseconds: polled (█),
    /// woken (▒), idle (·). Below that what was printed when, what else is to
    /// be said, and the answer to the question (→).
    pub(crate) fn picture(&self, cell: u64) -> String {
        let timeline = self.timeline();
        let over = timeline.root().and_then(|root| root.end);
        let over = over.expect("the run is over").0.as_millis() as u64;
        let rows = tree(&timeline).into_iter().skip(1);
        let rows = rows.map(|(index, depth)| {
            let track = &timeline.tracks()[index];
            let name = format!("{}{}", "  ".repeat(depth), track.name);
            let cells = (0..=over / cell).map(|at| ink(track, at * cell, cell));
            let cells: String = cells.collect();
            format!("{name:15} {cells} {}", end_text(track))
        });
        let mut text: Vec<String> = rows.collect();
        for (at, line) in self.printed() {
            text.push(format!("{:5.0} {line}", at.as_millis()));
        }
        let aborted = self.aborted.iter();
        text.extend(aborted.map(|url| format!("      aborted: {url}")));
        if self.end == RunEnd::Stuck {
            text.push("      nothing can wake what is left".to_owned());
        }
        let answer = self.answer().unwrap_or("nobody knows");
        text.push(format!("    → {answer}"));
        text.join("\n")
    }
}

/// What `track` does from `at` on for so many milliseconds, the most active of
/// it.
fn ink(track: &Track, at: u64, millis: u64) -> char {
    let from = Timestamp::ZERO + ms(at);
    let to = from + ms(millis);
    let starts_here = |it: Timestamp| from <= it && it < to;
    let reaches_in = |start, end| start < to && from < end;
    let polled = |&(start, end): &(Timestamp, Timestamp)| {
        starts_here(start) || reaches_in(start, end)
    };
    let woken = |&(start, end): &(Timestamp, Option<Timestamp>)| {
        reaches_in(start, end.unwrap_or(to))
    };
    let end = track.end.map_or(to, |(end, _)| end);
    if track.polls.iter().any(polled) {
        '█'
    } else if track.scheduled.iter().any(woken) {
        '▒'
    } else if track.start.is_some_and(|start| reaches_in(start, end)) {
        '·'
    } else {
        ' '
    }
}

fn end_text(track: &Track) -> &'static str {
    match track.ending() {
        None => "for ever",
        Some(Ending::Succeeded) => "done",
        Some(Ending::Failed) => "failed",
        Some(Ending::TimedOut) => "timed out",
        Some(Ending::Cancelled) => "dropped",
    }
}
