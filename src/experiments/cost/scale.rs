//! Logarithmic axes, and the words along them.

/// An axis on which each step multiplies by ten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogScale {
    from: i32,
    to: i32,
}

impl LogScale {
    /// The axis from one whole power of ten to another that has all `values`
    /// on it; what is not above zero has no place on it and is left out.
    #[must_use]
    pub fn around(values: impl IntoIterator<Item = f64>) -> Self {
        let logs = values
            .into_iter()
            .filter(|value| value.is_finite() && *value > 0.0)
            .map(f64::log10);
        let (from, to) = logs
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(from, to), log| {
                (from.min(log), to.max(log))
            });
        if from > to {
            return Self { from: 0, to: 1 };
        }
        // The casts saturate. What is a power of ten but for rounding is one.
        let from = (from + 1e-9).floor() as i32;
        let to = (to - 1e-9).ceil() as i32;
        Self {
            from,
            to: to.max(from + 1),
        }
    }

    /// Where `value` is, from 0 at the beginning of the axis to 1 at its end.
    #[must_use]
    pub fn place(self, value: f64) -> f64 {
        let decades = f64::from(self.to - self.from);
        (value.log10() - f64::from(self.from)) / decades
    }

    /// The powers of ten on it, as exponents.
    pub fn exponents(self) -> impl Iterator<Item = i32> {
        self.from..=self.to
    }
}

/// As many of the words as have room, the last in any case.
pub(super) fn thinned(
    words: Vec<(f64, String)>,
    room: f64,
) -> Vec<(f64, String)> {
    let mut kept: Vec<(f64, String)> = Vec::new();
    for word in words.into_iter().rev() {
        if kept.last().is_none_or(|last| last.0 - word.0 >= room) {
            kept.push(word);
        }
    }
    kept.reverse();
    kept
}

/// A power of ten by its digit and the unit of its thousands.
fn word(exponent: i32, units: &[(i32, &str)]) -> String {
    let unit = units.iter().rev().find(|(from, _)| *from <= exponent);
    let (from, unit) = unit.or(units.first()).copied().unwrap_or((0, ""));
    let digits = match exponent - from {
        more @ 0.. => format!("1{}", "0".repeat(more as usize)),
        less => format!("0.{}1", "0".repeat((-less - 1) as usize)),
    };
    format!("{digits}{unit}")
}

pub(super) fn count_word(exponent: i32) -> String {
    word(exponent, &[(0, ""), (3, "k"), (6, "M")])
}

pub(super) fn time_word(exponent: i32) -> String {
    let units = [(-3, "\u{a0}µs"), (0, "\u{a0}ms"), (3, "\u{a0}s")];
    word(exponent, &units)
}

pub(super) fn bytes_word(exponent: i32) -> String {
    let units = [
        (0, "\u{a0}B"),
        (3, "\u{a0}kB"),
        (6, "\u{a0}MB"),
        (9, "\u{a0}GB"),
    ];
    word(exponent, &units)
}
