//! What a reader expects of a run before it runs, and what the run says to that.
//!
//! Guesses travel in links as text, `concurrent:1000,sequential:3000`, so that
//! whoever teaches can send them: for each thing that is compared, by its stable
//! name, a whole number in the unit of its lab. `ask` asks and guesses nothing.

use super::control::{Control, Takes};
use super::figure::grouped;
use super::number::{decimal_from, whole_from};
use crate::trace::{decimals, duration_text};
use std::time::Duration;

/// The highest guess: an hour in milliseconds.
pub const GUESS_MAX: u64 = 3_600_000;

/// What stands in a link for a question that nobody has answered yet.
pub const ASKED: &str = "ask";

/// Guesses, in the order of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guesses {
    guesses: Vec<(&'static str, u64)>,
    /// Whether the reader is asked, as long as nothing is guessed.
    asked: bool,
}

impl Guesses {
    /// What is guessed of the thing of that stable name, in the unit of the lab.
    #[must_use]
    pub fn of(&self, id: &str) -> Option<u64> {
        let guess = self.guesses.iter().find(|(of, _)| *of == id);
        guess.map(|(_, guess)| *guess)
    }

    /// Reads the text of a link about things of these stable names; `None` if it
    /// names another, one twice, or a number that is too high.
    pub(super) fn read(text: &str, ids: &[&'static str]) -> Option<Self> {
        if text == ASKED {
            return Some(Self {
                asked: true,
                ..Self::default()
            });
        }
        let count = text.split(',').filter(|guess| !guess.is_empty()).count();
        let mut read = Vec::new();
        for id in ids {
            let guess = guess_in(text, id);
            if !guess.is_empty() {
                let number = whole_from(guess);
                read.push((*id, number.filter(|it| *it <= GUESS_MAX)?));
            }
        }
        // Else one names nothing, says nothing, or is there twice.
        (read.len() == count).then_some(Self {
            guesses: read,
            asked: false,
        })
    }

    /// As a link has them.
    pub(super) fn text(&self) -> String {
        if self.asked {
            return ASKED.to_owned();
        }
        let guess = |(id, guess): &(&str, u64)| format!("{id}:{guess}");
        self.guesses.iter().map(guess).collect::<Vec<_>>().join(",")
    }
}

/// What `text`, guesses as a link has them, says of the thing of that stable
/// name: a number as it was typed; empty if it says nothing.
#[must_use]
pub fn guess_in<'a>(text: &'a str, id: &str) -> &'a str {
    let guesses = text.split(',').filter_map(|guess| guess.split_once(':'));
    let mut guesses = guesses.filter(|(of, _)| *of == id);
    guesses.next().map_or("", |(_, guess)| guess)
}

/// `text`, guesses as a link has them, with another guess of one thing; without
/// one if that is empty.
#[must_use]
pub fn with_guess(text: &str, id: &str, guess: &str) -> String {
    let is_other = |it: &&str| it.split_once(':').is_some_and(|it| it.0 != id);
    let others = text.split(',').filter(is_other).map(str::to_owned);
    // What groups thousands would separate guesses.
    let number = whole_from::<u64>(guess).map(|it| it.to_string());
    let guess = number.as_deref().unwrap_or(guess.trim());
    let new = (!guess.is_empty()).then(|| format!("{id}:{guess}"));
    others.chain(new).collect::<Vec<_>>().join(",")
}

/// A time as it is typed, as a number of milliseconds if it has a unit: `2.5 s`
/// is `2500`.
#[must_use]
pub fn millis_text(typed: &str) -> String {
    let typed = typed.trim();
    let number = |text: &str, unit: f64| {
        let number = decimal_from(text)?;
        Some(decimals(number * unit, 0))
    };
    let millis = match (typed.strip_suffix("ms"), typed.strip_suffix('s')) {
        (Some(millis), _) => number(millis, 1.0),
        (None, Some(seconds)) => number(seconds, 1e3),
        (None, None) => None,
    };
    millis.unwrap_or_else(|| typed.to_owned())
}

/// The control of the guesses of a lab.
pub(super) const fn guesses<Setup>(
    label: &'static str,
    help: &'static str,
    get: fn(&Setup) -> String,
    set: fn(&mut Setup, &str) -> Option<()>,
) -> Control<Setup> {
    Control {
        id: "guess",
        label,
        help,
        takes: Takes::Named {
            expected: "guesses such as name:1000, whose names are those of “run” and whose \
                       numbers are whole and at most 3600000",
            get,
            set,
        },
    }
}

/// A time that was guessed in milliseconds beside the one that was measured, and
/// `why` that was as it was.
pub(super) fn time_beside_guess(
    name: &str,
    what: &str,
    guess: u64,
    measured: Duration,
    step: Duration,
    why: &str,
) -> String {
    let guess = Duration::from_millis(guess);
    let text = |time| duration_text(time, step);
    let gap = guess.abs_diff(measured);
    let said = match () {
        () if gap <= step.max(measured / 10) => "close".to_owned(),
        () if measured > guess => format!("{} more", text(gap)),
        () => format!("{} less", text(gap)),
    };
    format!(
        "{name}: you expected {what}{} and it was {}, {said}. {why}",
        text(guess),
        text(measured),
    )
}

/// A number that was guessed beside the one that was counted, and `why` that was
/// as it was.
pub(super) fn count_beside_guess(
    name: &str,
    guess: u64,
    counted: u64,
    why: &str,
) -> String {
    let gap = guess.abs_diff(counted);
    let said = match () {
        () if gap == 0 => "exactly as many".to_owned(),
        () if counted > guess => format!("{} more", grouped(gap)),
        () => format!("{} fewer", grouped(gap)),
    };
    format!(
        "{name}: you expected {} updates to arrive and {} did, {said}. {why}",
        grouped(guess),
        grouped(counted),
    )
}
