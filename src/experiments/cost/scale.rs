//! Logarithmic axes.

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
