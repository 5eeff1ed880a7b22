//! Numbers with decimals, as the page writes them.
//!
//! The standard library writes any `f64` to the last digit. Its code for that is
//! 8 kB, so a run does without: these figures have few digits.

use std::fmt;

/// Writes `number` with `count` decimals; all its digits have to fit into 64
/// bits. Halves are rounded away from zero; infinity and NaN are a dash.
#[must_use]
pub fn decimals(number: f64, count: usize) -> String {
    if !number.is_finite() {
        return "–".to_owned();
    }
    let unit = (0..count).fold(1_u64, |unit, _| unit * 10);
    let units = (number.abs() * unit as f64).round() as u64;
    let sign = if number < 0.0 && units > 0 { "-" } else { "" };
    match count {
        0 => format!("{sign}{units}"),
        _ => format!("{sign}{}.{:0count$}", units / unit, units % unit),
    }
}

/// Writes `number` so, and its unit behind a space that does not break.
#[must_use]
pub fn with_unit(number: f64, count: usize, unit: &str) -> String {
    decimals(number, count) + "\u{a0}" + unit
}

/// `number`, or the bound that it is beyond.
///
/// The standard library's `clamp` has a message for bounds that are the wrong
/// way round, and writes them.
#[must_use]
pub fn within(number: f64, [least, most]: [f64; 2]) -> f64 {
    number.max(least).min(most)
}

/// A length in tenths of a pixel: finer than any screen, short, and written much
/// sooner than a number with any number of digits.
#[derive(Clone, Copy)]
pub struct Tenths(i32);

impl Tenths {
    /// The one nearest to so many pixels.
    #[must_use]
    pub fn of(pixels: f64) -> Self {
        // The cast saturates.
        Self((pixels * 10.0).round() as i32)
    }

    /// In pixels.
    pub(super) fn pixels(self) -> f64 {
        f64::from(self.0) / 10.0
    }
}

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = self.0.unsigned_abs();
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{}", tenths / 10)?;
        match tenths % 10 {
            0 => Ok(()),
            rest => write!(f, ".{rest}"),
        }
    }
}
