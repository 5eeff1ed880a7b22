//! Numbers as people type them, the same in every field and every link.
//!
//! It does not know which numbers a field allows.
//!
//! A comma is a decimal sign, as on most keyboards of the world. In the place
//! of a whole number there are no decimals: there, a comma or a space that
//! exactly three digits follow groups thousands, and any other comma is an
//! error. So `1,000` is a thousand tasks, but a timeout of one second.

use std::str::FromStr;

/// The number that `text` is: digits with at most one decimal sign.
#[must_use]
pub fn decimal_from(text: &str) -> Option<f64> {
    number_from_digits(&text.trim().replace(',', "."))
}

/// The number that digits with at most one point are, rounded right where there
/// are no more than 15 of them.
///
/// The standard library's `parse` for `f64` rounds right beyond that as well,
/// and brings a table of 10 kB that no compression makes smaller.
pub(super) fn number_from_digits(text: &str) -> Option<f64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_digits = |part: &str| part.bytes().all(|c| c.is_ascii_digit());
    let count = whole.len() + fraction.len();
    if count == 0 || !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    // What comes later is too small to tell.
    let fraction = &fraction[..fraction.len().min(18)];
    let digits = whole.bytes().chain(fraction.bytes());
    let number = digits
        .fold(0.0, |number, digit| number * 10.0 + f64::from(digit - b'0'));
    let scale = fraction.bytes().fold(1.0, |scale, _| scale * 10.0);
    Some(number / scale)
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
