//! Numbers as people type them, the same in every field and every link.
//!
//! It does not know which numbers a field allows.
//!
//! A comma is a decimal sign, as on most keyboards of the world. In the place
//! of a whole number there are no decimals: there, a comma or a space that
//! exactly three digits follow groups thousands, and any other comma is an
//! error. So `1,000` is a thousand tasks, but a timeout of one second.

use crate::http::number_from_digits;
use std::str::FromStr;

/// The number that `text` is: digits with at most one decimal sign.
#[must_use]
pub fn decimal_from(text: &str) -> Option<f64> {
    number_from_digits(&text.trim().replace(',', "."))
}

/// Writes a number of a field, which is none below zero, to a billionth.
///
/// What the standard library writes of any `f64` takes 14 kB of the page's first
/// code.
#[must_use]
pub fn decimal_text(number: f64) -> String {
    let billionths = (number * 1e9).round() as u64;
    let (whole, part) =
        (billionths / 1_000_000_000, billionths % 1_000_000_000);
    if part == 0 {
        return whole.to_string();
    }
    let text = format!("{whole}.{part:09}");
    text.trim_end_matches('0').to_owned()
}

/// The whole number that `text` is: digits, which may be grouped.
#[must_use]
pub fn whole_from<T: FromStr>(text: &str) -> Option<T> {
    let is_sign = |c: char| c == ',' || c.is_whitespace();
    let mut groups = text.trim().split(is_sign);
    let first = groups.next()?;
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 || !(1..=3).contains(&first.len()) {
            return None;
        }
        digits.push_str(group);
    }
    if !digits.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}
