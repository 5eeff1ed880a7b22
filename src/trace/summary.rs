//! What a whole recording amounted to, in one sentence.

use super::{Timeline, Timestamp, Track, duration_text, with_unit};
use std::time::Duration;

/// How much of a run its tasks kept the thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The time from the beginning of the recording to its end.
    pub total: Duration,
    /// How many tasks an executor polled.
    pub tasks: usize,
    /// How often it polled them.
    pub polls: usize,
    /// The time in which it did.
    pub busy: Duration,
}

impl Summary {
    /// Reads it off `timeline` at `now`, no earlier than its last event.
    /// Futures that are polled within the polls of another count as a part of
    /// that one.
    #[must_use]
    pub fn of(timeline: &Timeline, now: Timestamp) -> Self {
        let polled = |it: &&Track| it.within.is_none() && !it.polls.is_empty();
        let tracks = timeline.tracks().iter().filter(polled);
        let tracks: Vec<&Track> = tracks.collect();
        let polls = tracks.iter().flat_map(|track| track.polls_until(now));
        Self {
            total: now.since(Timestamp::ZERO),
            tasks: tracks.len(),
            polls: tracks.iter().map(|track| track.polls.len()).sum(),
            busy: polls.map(|(from, to)| to.since(from)).sum(),
        }
    }

    /// Says it, by a clock of that `step`; none if nothing was polled.
    #[must_use]
    pub fn sentence(&self, step: Duration) -> Option<String> {
        let Self { tasks, polls, .. } = *self;
        if polls == 0 || self.total.is_zero() {
            return None;
        }
        let share = self.busy.as_secs_f64() / self.total.as_secs_f64();
        // Not by the share: half of the time, divided, can come out below 0.5.
        let rest = match self.busy * 2 >= self.total {
            true => "Little was left for anything else on this thread.",
            false => "In the rest of it the thread was free for others.",
        };
        let several = |count| if count == 1 { "" } else { "s" };
        Some(format!(
            "{tasks} task{} took {} and {polls} poll{}, which kept the thread for {}: {} of the \
             time. {rest}",
            several(tasks),
            duration_text(self.total, step),
            several(polls),
            duration_text(self.busy, step),
            percent_text(share),
        ))
    }
}

fn percent_text(share: f64) -> String {
    match share * 100.0 {
        percent if percent < 0.1 => "under 0.1\u{a0}%".to_owned(),
        percent if percent < 9.95 => with_unit(percent, 1, "%"),
        percent => with_unit(percent, 0, "%"),
    }
}
