//! Figures, and how they are written: the same in every lab.

use crate::http::number_from_digits;
use crate::trace::sort;
use crate::trace::{duration_text, with_unit};
use std::time::Duration;

/// One figure: as a bare number for machines, and as text.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Milliseconds, bytes or a count; none if unknown.
    pub value: Option<f64>,
    /// The same for people.
    pub text: String,
}

impl Figure {
    pub(crate) fn new(value: f64, text: String) -> Self {
        let value = Some(value);
        Self { value, text }
    }

    /// What is said in the place of a number that is not known.
    pub(crate) fn words(text: &str) -> Self {
        let text = text.to_owned();
        Self { value: None, text }
    }

    pub(crate) fn unknown() -> Self {
        Self::words("–")
    }

    pub(crate) fn count(count: usize) -> Self {
        Self::new(count as f64, grouped(count as u64))
    }

    pub(crate) fn bytes(bytes: u64) -> Self {
        Self::new(bytes as f64, bytes_text(bytes))
    }

    pub(crate) fn duration(duration: Option<Duration>, step: Duration) -> Self {
        duration.map_or_else(Self::unknown, |duration| {
            Self::new(millis(duration), duration_text(duration, step))
        })
    }

    pub(crate) fn ratio(ratio: Option<f64>) -> Self {
        ratio.map_or_else(Self::unknown, |ratio| {
            Self::new((ratio * 1e4).round() / 1e4, ratio_text(ratio))
        })
    }
}

/// Milliseconds, to the nanosecond that the trace has.
pub(crate) fn millis(duration: Duration) -> f64 {
    duration.as_nanos() as f64 / 1e6
}

/// A time as a person would say it, however long.
pub(crate) fn long_text(time: Duration, step: Duration) -> String {
    let minutes = time.as_secs_f64() / 60.0;
    match minutes {
        _ if minutes >= 120.0 => with_unit(minutes / 60.0, 1, "hours"),
        _ if minutes >= 5.0 => with_unit(minutes, 0, "minutes"),
        _ => duration_text(time, step),
    }
}

pub(crate) fn bytes_text(bytes: u64) -> String {
    mean_bytes_text(bytes as f64)
}

/// Bytes that need not be whole, rounded once.
pub(crate) fn mean_bytes_text(bytes: f64) -> String {
    match bytes {
        // The cast is of a number below that.
        ..9_999.5 => format!("{}\u{a0}B", grouped(bytes.round() as u64)),
        ..1e7 => with_unit(bytes / 1e3, 1, "kB"),
        ..1e9 => with_unit(bytes / 1e6, 1, "MB"),
        ..1e10 => with_unit(bytes / 1e6, 0, "MB"),
        _ => with_unit(bytes / 1e9, 1, "GB"),
    }
}

pub(crate) fn ratio_text(ratio: f64) -> String {
    match ratio {
        _ if ratio >= 99.95 => with_unit(ratio, 0, "×"),
        _ if ratio >= 9.995 => with_unit(ratio, 1, "×"),
        _ => with_unit(ratio, 2, "×"),
    }
}

/// A whole number with a thin space between its thousands.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0
            && (digits.len() - index).is_multiple_of(3)
            && digits.len() > 4
        {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// The whole number that `value` is, if it is one: counts have no decimal point
/// in a file.
pub(crate) fn whole(value: f64) -> Option<i64> {
    let is_whole = value.fract() == 0.0 && value.abs() < 9e15;
    is_whole.then_some(value as i64)
}

/// A bare number for a `data-value` or a table; empty if unknown.
#[must_use]
pub fn value_text(value: Option<f64>) -> String {
    let Some(value) = value else {
        return String::new();
    };
    match whole(value) {
        Some(whole) => whole.to_string(),
        // As in JSON.
        None => serde_json::Number::from_f64(value)
            .map(|number| number.to_string())
            .unwrap_or_default(),
    }
}

/// A text as a cell of a table that is copied or saved: on one line, and never
/// a formula.
///
/// A spreadsheet takes what begins with `=`, `+`, `-` or `@` for a formula, which
/// may send what is in the table to anybody. An apostrophe in front makes it a
/// text (<https://owasp.org/www-community/attacks/CSV_Injection>). A number is
/// harmless and stays one.
#[must_use]
pub fn cell_text(text: &str) -> String {
    let line = text.replace(|c: char| c.is_control(), " ");
    let is_formula = line
        .trim_start()
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    let is_number = line
        .trim()
        .strip_prefix(['+', '-'])
        .is_some_and(|digits| number_from_digits(digits).is_some());
    match is_formula && !is_number {
        true => format!("'{line}"),
        false => line,
    }
}

/// The places of `values` in rising or falling order; what is unknown comes
/// last either way, and equals keep their order.
#[must_use]
pub fn sorted_places(values: &[Option<f64>], falling: bool) -> Vec<usize> {
    sort::sorted_places(values.len(), &|a, b| match (values[a], values[b]) {
        (Some(a), Some(b)) if falling => b.total_cmp(&a),
        (Some(a), Some(b)) => a.total_cmp(&b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    })
}
