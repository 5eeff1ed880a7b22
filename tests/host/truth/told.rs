//! The numbers of a text, read back off its words. Not what they should be.

use proptest::prelude::prop_assert;
use proptest::test_runner::TestCaseError;

/// Whether what was claimed holds.
pub(super) type Held = Result<(), TestCaseError>;

/// What a number is a number of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// Milliseconds.
    Time,
    /// Bytes.
    Bytes,
    /// How many times as much.
    Ratio,
    /// Of a hundred.
    Percent,
    /// Anything that is counted.
    Count,
}

/// A number of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Number {
    unit: Unit,
    value: f64,
    /// Half of its last digit.
    rounding: f64,
    /// Whether it says “under”.
    is_bound: bool,
}

impl Number {
    /// Whether it tells of this value, as exactly as it is written.
    pub(super) fn tells(&self, (unit, value): (Unit, f64)) -> bool {
        let is_value = match self.is_bound {
            true => value < self.value + self.rounding,
            false => (value - self.value).abs() <= self.rounding * (1.0 + 1e-6),
        };
        unit == self.unit && is_value
    }
}

/// The numbers of `text`, in order: with a thin space between thousands and a
/// unit behind, as [`duration_text`](meanwhile::trace::duration_text) and the
/// like write them.
pub(super) fn numbers(text: &str) -> Vec<Number> {
    let mut numbers = Vec::new();
    let mut rest = text;
    while let Some(begins) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, after) = rest.split_at(begins);
        let ends = end_of_number(after);
        let (digits, after) = after.split_at(ends);
        numbers.push(number(before, digits, after));
        rest = after;
    }
    numbers
}

/// Where the number ends with which `text` begins.
fn end_of_number(text: &str) -> usize {
    let mut ends = 0;
    for (place, c) in text.char_indices() {
        match c {
            '0'..='9' => ends = place + 1,
            '.' | '\u{202f}' => {}
            _ => break,
        }
    }
    ends
}

fn number(before: &str, digits: &str, after: &str) -> Number {
    let digits = digits.replace('\u{202f}', "");
    let value: f64 = digits.parse().expect("digits are a number");
    let places = digits.split_once('.').map_or(0, |(_, it)| it.len());
    let last = 0.1_f64.powi(i32::try_from(places).expect("a few digits"));
    let (unit, scale) = unit(after);
    Number {
        unit,
        value: value * scale,
        rounding: last / 2.0 * scale,
        is_bound: before.trim_end().ends_with("under"),
    }
}

/// The unit with which `after` begins, and how many milliseconds or bytes it
/// is.
fn unit(after: &str) -> (Unit, f64) {
    let mut letters = after.chars();
    let is_apart = matches!(letters.next(), Some(' ' | '\u{a0}'));
    let letters = letters.as_str();
    let is_other = |c: char| !c.is_alphabetic() && c != '×' && c != '%';
    let ends = letters.find(is_other).unwrap_or(letters.len());
    match &letters[..ends] {
        _ if !is_apart => (Unit::Count, 1.0),
        "µs" => (Unit::Time, 1e-3),
        "ms" => (Unit::Time, 1.0),
        "s" => (Unit::Time, 1e3),
        "minutes" => (Unit::Time, 6e4),
        "hours" => (Unit::Time, 3.6e6),
        "B" => (Unit::Bytes, 1.0),
        "kB" => (Unit::Bytes, 1e3),
        "KiB" => (Unit::Bytes, 1024.0),
        "MB" => (Unit::Bytes, 1e6),
        "GB" => (Unit::Bytes, 1e9),
        "TB" => (Unit::Bytes, 1e12),
        "×" => (Unit::Ratio, 1.0),
        "%" => (Unit::Percent, 1.0),
        _ => (Unit::Count, 1.0),
    }
}

/// Holds if each number of `text` tells of one of the `known`.
pub(super) fn each_is_known(text: &str, known: &[(Unit, f64)]) -> Held {
    for number in numbers(text) {
        let is_known = known.iter().any(|it| number.tells(*it));
        prop_assert!(is_known, "{number:?} is none of {known:?} in: {text}");
    }
    Ok(())
}

#[test]
fn numbers_are_read_as_they_are_written() {
    let text = "10\u{202f}000 tasks took 1.25\u{a0}s, under 5\u{a0}µs each: \
                2.50\u{a0}× of 3 B and 7";
    let read: Vec<(Unit, f64, bool)> = numbers(text)
        .iter()
        .map(|it| (it.unit, it.value, it.is_bound))
        .collect();
    assert_eq!(
        read,
        [
            (Unit::Count, 10_000.0, false),
            (Unit::Time, 1250.0, false),
            (Unit::Time, 5.0 * 1e-3, true),
            (Unit::Ratio, 2.5, false),
            (Unit::Bytes, 3.0, false),
            (Unit::Count, 7.0, false),
        ]
    );
    let time = numbers(text)[1];
    assert!(time.tells((Unit::Time, 1254.0)));
    assert!(!time.tells((Unit::Time, 1256.0)));
    assert!(!time.tells((Unit::Count, 1250.0)));
}
