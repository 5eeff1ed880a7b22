//! One computes, another ticks: read off the record, and drawn.

use super::{Kept, Measured, Probe, TICK};
use crate::experiments::Kind;
use crate::trace::{Event, Tenths, Timeline, decimals};
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

/// The record of one that computes and one that ticks.
///
/// Task 0 stands for both, task 1 computes, task 2 ticks.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// What happened.
    pub events: Arc<Vec<Event>>,
    /// From when to when it computed, in milliseconds.
    computing: (f64, f64),
    /// The ticks, in milliseconds.
    ticks: Vec<f64>,
    end: f64,
}

impl Lane {
    /// Reads it off `events`; none if nothing computed.
    #[must_use]
    pub fn of(events: Arc<Vec<Event>>) -> Option<Self> {
        let timeline = Timeline::fold(&events);
        let [both, computes, ticks] = timeline.tracks() else {
            return None;
        };
        let polled = || computes.polls.first().copied();
        let span = computes.spans.first();
        let span = span.and_then(|it| Some((it.start, it.end?)));
        // A Worker is not polled here: it says when it began.
        let (from, to) = span.or_else(polled)?;
        let (end, _) = both.end?;
        Some(Self {
            computing: (from.as_millis(), to.as_millis()),
            ticks: ticks.marks.iter().map(|it| it.as_millis()).collect(),
            end: end.as_millis(),
            events,
        })
    }

    /// How long it computed.
    #[must_use]
    pub fn computed(&self) -> Duration {
        let (from, to) = self.computing;
        Duration::try_from_secs_f64((to - from) / 1e3).unwrap_or_default()
    }

    /// By how much the latest of the ticks that fell due while it computed was
    /// late; none without a tick before and after.
    #[must_use]
    pub fn delay(&self) -> Option<Duration> {
        let (from, to) = self.computing;
        let gaps = self.ticks.windows(2).map(|pair| (pair[0], pair[1]));
        let gaps = gaps.filter(|(before, after)| *before < to && *after > from);
        let longest = gaps.map(|(before, after)| after - before);
        let longest = longest.max_by(f64::total_cmp)?;
        let late = Duration::try_from_secs_f64(longest / 1e3).ok()?;
        Some(late.saturating_sub(TICK))
    }

    /// How many ticks there were while it computed.
    #[must_use]
    pub fn ticks_meanwhile(&self) -> usize {
        let (from, to) = self.computing;
        // What comes at its very end had to wait for it.
        let within = |at: &&f64| **at > from && **at < to;
        self.ticks.iter().filter(within).count()
    }
}

/// A lane as it is drawn, in thousandths of the width.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// What computes.
    pub kind: Kind,
    /// Where the computing begins.
    pub x: f64,
    /// How wide it is.
    pub width: f64,
    /// The ticks, as a path from 0 to 10 down.
    pub ticks: String,
    /// What it shows, in words.
    pub said: String,
}

/// The lanes of all columns that were measured, on one axis, and how many
/// milliseconds that has.
#[must_use]
pub fn drawings(kept: &Kept) -> (f64, Vec<Drawing>) {
    let lane = |kind| match kept.measured(Probe::Scheduling, kind)? {
        Measured::Scheduling(lane) => Some((kind, lane)),
        _ => None,
    };
    let lanes: Vec<(Kind, Lane)> =
        Kind::ALL.into_iter().filter_map(lane).collect();
    let reach = lanes.iter().map(|(_, lane)| lane.end);
    // Whole steps of 50 ms, so that the words of the axis are round.
    let reach = (reach.fold(1.0, f64::max) / 50.0).ceil() * 50.0;
    let place = |at: f64| at / reach * 1000.0;
    let draw = |(kind, lane): (Kind, Lane)| {
        let (from, to) = lane.computing;
        let mut ticks = String::new();
        for at in &lane.ticks {
            // Writing to a string cannot fail.
            let _ = write!(ticks, "M{} 0V10", Tenths::of(place(*at)));
        }
        let count = lane.ticks_meanwhile();
        let where_ = match kind {
            Kind::Coroutine => "on the loop",
            Kind::Thread | Kind::Process => "in a Worker",
        };
        let times = match count {
            0 => "not at all".to_owned(),
            1 => "once".to_owned(),
            count => format!("{count} times"),
        };
        Drawing {
            kind,
            x: place(from),
            width: place(to) - place(from),
            ticks,
            said: format!(
                "While it computed {where_} for {} ms, the other ticked {times}.",
                decimals(to - from, 0),
            ),
        }
    };
    (reach, lanes.into_iter().map(draw).collect())
}
