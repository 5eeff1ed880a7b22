//! What happened and why, in a sentence or two, computed from the run.

use super::report::fastest;
use super::{
    Found, Lane, LaneReport, Order, Plan, Report, Strategy, lane_order,
};
use crate::experiments::figure::ratio_text;
use crate::experiments::guess::time_beside_guess;
use crate::experiments::verdict::{Words, between};
use crate::experiments::{Part, Verdict};
use crate::trace::{Ending, duration_text};
use std::time::Duration;

impl Report {
    /// What it comes to; nothing while a strategy still runs, since there is
    /// nothing to compare yet.
    #[must_use]
    pub fn verdict(&self, step: Duration) -> Verdict {
        if self.lanes.iter().any(|lane| lane.ending.is_none()) {
            return Verdict::default();
        }
        Verdict {
            sentence: self.sentence(step),
            findings: self.findings.iter().map(Found::noticed).collect(),
            ..Verdict::default()
        }
    }

    /// What happened and why, in one or two sentences.
    #[must_use]
    pub fn sentence(&self, step: Duration) -> Vec<Part> {
        let mut words = Words::default();
        let Some(fastest) = fastest(&self.lanes) else {
            self.say_what_stopped(&mut words, step);
            return words.0;
        };
        let text = |time: Option<Duration>| {
            duration_text(time.unwrap_or_default(), step)
        };
        let total = text(fastest.stats.total);
        let sequential = self
            .lane(Strategy::Sequential)
            .filter(|lane| lane.comparable().is_some());
        let is_comparable = |lane: &&LaneReport| lane.comparable().is_some();
        let comparable = self.lanes.iter().filter(is_comparable).count();
        let is_in_a_row = |lane: &LaneReport| {
            matches!(lane.strategy, Strategy::Blocking | Strategy::Sequential)
        };
        let in_a_row = self.lanes.iter().filter(is_comparable).all(is_in_a_row);
        words.name(fastest.strategy.id(), fastest.strategy.name());
        match sequential {
            Some(sequential) if !in_a_row && !self.sequential_is_fastest => {
                let their_total = text(sequential.stats.total);
                let is_alike = fastest.stats.failed == sequential.stats.failed;
                match fastest.speedup.filter(|speedup| *speedup >= 1.05) {
                    Some(speedup) => {
                        let speedup = ratio_text(speedup);
                        words.say(format!(
                            " took {total}, {speedup} sooner than "
                        ));
                        name(&mut words, Strategy::Sequential);
                        words.say(format!("'s {their_total}."));
                    }
                    None if is_alike => {
                        words.say(format!(" took {total}, about as long as "));
                        name(&mut words, Strategy::Sequential);
                        words.say(format!("'s {their_total}"));
                        words.say(match little_to_overlap(sequential) {
                            true => ": there was little to overlap.",
                            false => ".",
                        });
                    }
                    None => {
                        words.say(format!(" took {total} and "));
                        name(&mut words, Strategy::Sequential);
                        words.say(format!(
                            " {their_total}, but not as many of their \
                             requests failed."
                        ));
                    }
                }
            }
            Some(sequential) if !in_a_row && comparable > 1 => {
                words.say(format!(" was the quickest with {total}"));
                words.say(match little_to_overlap(sequential) {
                    true => ": there was little to overlap.",
                    false => ".",
                });
            }
            _ => words.say(format!(" took {total}.")),
        }
        if in_a_row {
            say_what_adds_up(&mut words, fastest, step);
        } else {
            say_what_bounds(&mut words, fastest, step);
        }
        let told: &[Strategy] = match in_a_row {
            true => &[fastest.strategy],
            false => &[fastest.strategy, Strategy::Sequential],
        };
        self.say_the_others(&mut words, told, step);
        self.say_what_stopped(&mut words, step);
        words.0
    }

    /// What was guessed beside what came of it, a sentence or two for each
    /// strategy that came to its end, and why it took as long.
    #[must_use]
    pub fn beside_guesses(&self, step: Duration) -> Vec<String> {
        let said = |lane: &LaneReport| {
            let guess = self.plan.guess.of(lane.strategy.id())?;
            let total = lane.comparable()?;
            let (name, why) =
                (lane.strategy.name(), why(lane, &self.plan, step));
            Some(time_beside_guess(name, "", guess, total, step, &why))
        };
        self.lanes.iter().filter_map(said).collect()
    }

    fn say_the_others(
        &self,
        words: &mut Words,
        told: &[Strategy],
        step: Duration,
    ) {
        let others = self
            .lanes
            .iter()
            .filter(|lane| !told.contains(&lane.strategy));
        let others: Vec<_> =
            others.filter(|lane| lane.comparable().is_some()).collect();
        for (index, lane) in others.iter().enumerate() {
            match index {
                0 => words.say(" "),
                _ => words.say(between(index, others.len(), " and ")),
            }
            words.name(lane.strategy.id(), lane.strategy.name());
            let verb = if index == 0 { " took" } else { "" };
            let total =
                duration_text(lane.stats.total.unwrap_or_default(), step);
            words.say(format!("{verb} {total}"));
        }
        if !others.is_empty() {
            words.say(".");
        }
    }

    fn say_what_stopped(&self, words: &mut Words, step: Duration) {
        for lane in &self.lanes {
            let rows = lane.stats.succeeded
                + lane.stats.failed
                + lane.stats.unfinished;
            let done = lane.stats.succeeded + lane.stats.failed;
            let after =
                duration_text(lane.stats.total.unwrap_or_default(), step);
            let how = match lane.ending {
                Some(Ending::Cancelled) => "was stopped",
                Some(Ending::Failed | Ending::TimedOut) => {
                    "stopped at the first error"
                }
                _ => continue,
            };
            if !words.0.is_empty() {
                words.say(" ");
            }
            words.name(lane.strategy.id(), lane.strategy.name());
            words.say(format!(
                " {how} after {after}, with {done} of {rows} requests done."
            ));
        }
    }
}

/// Why a strategy took as long as it did, in a sentence.
fn why(lane: &LaneReport, plan: &Plan, step: Duration) -> String {
    let rows = plan.rows.len();
    let slowest = lane.stats.slowest.map(|it| duration_text(it, step));
    let slowest = slowest.map_or_else(String::new, |it| format!(": {it}"));
    let limit = plan.limit.get();
    match lane.strategy {
        Strategy::Blocking | Strategy::Sequential => {
            "One request goes out after the other, so the waits add up."
                .to_owned()
        }
        Strategy::Limited if limit < rows => format!(
            "The limit of {limit} makes {} waves of {rows} requests.",
            rows.div_ceil(limit),
        ),
        _ if lane.stats.peak_in_flight < rows => format!(
            "Of {rows} requests, at most {} were in flight at once.",
            lane.stats.peak_in_flight,
        ),
        _ => format!(
            "All requests are in flight at once, so it takes as long as the slowest{slowest}."
        ),
    }
}

/// Whether one request of what ran one after another took nearly all the time.
fn little_to_overlap(sequential: &LaneReport) -> bool {
    let stats = &sequential.stats;
    let all_is_told = stats.failed + stats.unfinished == 0;
    let slowest = stats.slowest.filter(|_| all_is_told);
    slowest.zip(stats.total).is_some_and(|(slowest, total)| {
        // As for a speedup that is not worth a word.
        slowest.as_secs_f64() * 1.05 >= total.as_secs_f64()
    })
}

/// That waits add up, if there are several.
fn say_what_adds_up(words: &mut Words, lane: &LaneReport, step: Duration) {
    let stats = &lane.stats;
    let Some(average) = stats.average.filter(|_| stats.succeeded > 1) else {
        return;
    };
    let average = duration_text(average, step);
    words.say(match stats.failed {
        0 => {
            format!(" The waits add up: {average} for each request on average.")
        }
        _ => format!(
            " The waits add up: {average} on average for each request that \
             succeeded."
        ),
    });
}

/// What kept the total from being less, as far as that is known.
fn say_what_bounds(words: &mut Words, lane: &LaneReport, step: Duration) {
    let stats = &lane.stats;
    let late = lane.lateness.filter(|late| {
        let share = stats.total.unwrap_or_default() / 5;
        *late >= NOTICED && *late >= share
    });
    if let Some(late) = late {
        let late = duration_text(late, step);
        words.say(format!(
            " It is this page that was slow: it took {late} to start all the \
             requests."
        ));
    } else if let Some(floor) = lane.floor.filter(|floor| *floor >= step) {
        let floor = duration_text(floor, step);
        words.say(format!(
            " It cannot go below {floor}: that is the slowest request."
        ));
    } else if let Some(slowest) = stats.slowest {
        let slowest = duration_text(slowest, step);
        words.say(match stats.failed {
            0 => format!(" Its slowest request took {slowest}."),
            _ => format!(
                " The slowest of its requests that succeeded took {slowest}."
            ),
        });
    }
}

/// What is less than that nobody minds.
const NOTICED: Duration = Duration::from_millis(100);

/// Goes on with the name of a strategy, as it stands within a sentence.
fn name(words: &mut Words, strategy: Strategy) {
    words.name(strategy.id(), strategy.name().to_ascii_lowercase());
}

/// What is said while a run goes on: which lane runs, or is about to.
#[must_use]
pub fn progress_text(plan: &Plan, lanes: &[Lane]) -> String {
    let count = plan.strategies.len();
    let all = count * plan.repeat as usize;
    let over = lanes.iter().filter(|lane| lane.is_over()).count();
    let lane = over.min(all - 1);
    let round = u32::try_from(lane / count).unwrap_or(u32::MAX);
    if plan.order == Order::Together && count > 1 {
        return format!(
            "Running all at the same time, round {} of {}.",
            round + 1,
            plan.repeat
        );
    }
    let strategy = lane_order(&plan.strategies, round)[lane % count];
    format!("Running {}, {} of {all}.", strategy.name(), lane + 1)
}
