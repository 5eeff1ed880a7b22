//! What the table comes to, computed from what was measured.

use super::{Kept, Measured, Probe};
use crate::experiments::figure::{grouped, long_text};
use crate::experiments::verdict::Words;
use crate::experiments::{Kind, Part};
use crate::trace::duration_text;
use std::time::Duration;

/// What the table comes to, in a few sentences: one for each of its rows that
/// has something to say. Empty without any.
#[must_use]
pub fn sentence(kept: &Kept, step: Duration) -> Vec<Part> {
    let mut said = Said {
        kept,
        step,
        words: Words::default(),
    };
    said.creation();
    said.races();
    said.turns();
    said.job();
    said.words.0
}

struct Said<'a> {
    kept: &'a Kept,
    step: Duration,
    words: Words,
}

impl Said<'_> {
    fn kind(&mut self, kind: Kind) {
        self.words.name(kind.id(), kind.many());
    }

    fn creation(&mut self) {
        let total = |kind| match self.kept.measured(Probe::Cost, kind)? {
            Measured::Cost { total, created, .. } => {
                Some((kind, total, created))
            }
            _ => None,
        };
        let all: Vec<_> = Kind::ALL.into_iter().filter_map(total).collect();
        let mut fewest = super::COUNT;
        for (place, (kind, total, created)) in all.iter().enumerate() {
            match place {
                0 => self.words.begin("A million "),
                _ => self.words.say(", as many "),
            }
            self.kind(*kind);
            fewest = fewest.min(*created);
            let took = match *created < super::COUNT {
                true => "would take",
                false => "took",
            };
            let total = long_text(*total, self.step);
            self.words.say(format!(" {took} {total}"));
        }
        if fewest < super::COUNT {
            self.words
                .say(format!(", extrapolated from {fewest} Workers"));
        }
        if !all.is_empty() {
            self.words.say(".");
        }
    }

    fn races(&mut self) {
        let lost = |kind| match self.kept.measured(Probe::Race, kind)? {
            Measured::Race { lost, expected } => Some((kind, lost, expected)),
            _ => None,
        };
        let all: Vec<_> = Kind::ALL.into_iter().filter_map(lost).collect();
        for (place, (kind, lost, expected)) in all.iter().enumerate() {
            match place {
                0 => self.words.begin("Of the updates to one counter, "),
                _ => self.words.say(", "),
            }
            self.kind(*kind);
            let expected = grouped((*expected).into());
            self.words.say(match lost {
                0 => " lost none".to_owned(),
                lost => {
                    let lost = grouped((*lost).into());
                    format!(" lost {lost} of {expected}")
                }
            });
        }
        if !all.is_empty() {
            self.words.say(".");
        }
    }

    fn turns(&mut self) {
        let delay = |kind| match self.kept.measured(Probe::Scheduling, kind)? {
            Measured::Scheduling(lane) => lane.delay(),
            _ => None,
        };
        let here = delay(Kind::Coroutine);
        let there = delay(Kind::Thread).or_else(|| delay(Kind::Process));
        let time = |time| duration_text(time, self.step);
        let text = match (here.map(time), there.map(time)) {
            (Some(here), Some(there)) => format!(
                "While one computed on the loop, the other was {here} late; while it computed in a \
                 Worker, {there}."
            ),
            (Some(here), None) => format!(
                "While one computed on the loop, the other was {here} late."
            ),
            (None, Some(there)) => format!(
                "While one computed in a Worker, the other was {there} late."
            ),
            (None, None) => return,
        };
        self.words.begin(&text);
    }

    fn job(&mut self) {
        let mut told = Vec::new();
        for kind in Kind::ALL {
            let measured = self.kept.measured(Probe::Capacity, kind);
            if let Some(Measured::Capacity { job, workers }) = measured {
                let job = duration_text(job, self.step);
                told.push(match workers {
                    0 => format!("{job} on the loop"),
                    1 => format!("{job} in one Worker"),
                    workers => format!("{job} in {workers} at once"),
                });
            }
        }
        if told.is_empty() {
            return;
        }
        self.words
            .begin(&format!("The same job took {}.", told.join(", ")));
    }
}
