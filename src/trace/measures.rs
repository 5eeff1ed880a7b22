//! A run as the browser's own instruments show it: stretches of time with a
//! name, on a track. Not how they get there.

use super::recording::phase_word;
use super::{Ending, Timeline, Timestamp, Track};

/// A stretch of time on a track.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// What it is called.
    pub name: String,
    /// From when on.
    pub start: Timestamp,
    /// Until when, and no earlier.
    pub end: Timestamp,
    /// How it is to be coloured.
    pub tone: Tone,
}

/// What colour is to tell of a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// A task, from its start to its end.
    Task,
    /// What a task was doing.
    Phase,
    /// A task that failed.
    Failure,
}

/// The stretches of `timeline`: each task that is over, and within it what it
/// was doing. None at all if there are more than `most`.
#[must_use]
pub fn measures(timeline: &Timeline, most: usize) -> Vec<Measure> {
    let tracks = timeline.tracks();
    let count = tracks.iter().map(|track| track.spans.len() + 1);
    if count.sum::<usize>() > most {
        return Vec::new();
    }
    tracks.iter().flat_map(measures_of).collect()
}

fn measures_of(track: &Track) -> Vec<Measure> {
    let (Some(start), Some((end, ending))) = (track.start, track.end) else {
        return Vec::new();
    };
    let whole = Measure {
        name: track.name.to_string(),
        start,
        end: end.max(start),
        tone: match ending {
            Ending::Failed | Ending::TimedOut => Tone::Failure,
            Ending::Succeeded | Ending::Cancelled => Tone::Task,
        },
    };
    let phases = track.spans.iter().map(|span| {
        // A part of the whole, whatever was told after the fact.
        let start = span.start.clamp(whole.start, whole.end);
        Measure {
            name: format!("{} {}", track.name, phase_word(span.phase)),
            start,
            end: span.end.unwrap_or(whole.end).clamp(start, whole.end),
            tone: Tone::Phase,
        }
    });
    let phases: Vec<Measure> = phases.collect();
    [whole].into_iter().chain(phases).collect()
}
