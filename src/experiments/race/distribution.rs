//! How the losses of several repetitions are spread.

/// How many classes of equal width there are between none and all.
pub const BINS: usize = 40;

/// How often how much was lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Distribution {
    /// How many repetitions lost nothing.
    pub none: usize,
    /// How many lost something, by the share of all updates: class `i` holds
    /// what is above `i / BINS` and up to `(i + 1) / BINS`.
    pub bins: [usize; BINS],
}

impl Distribution {
    /// Counts `losses`, each out of `expected` updates.
    #[must_use]
    pub fn of(losses: impl IntoIterator<Item = u32>, expected: u32) -> Self {
        let mut counted = Self {
            none: 0,
            bins: [0; BINS],
        };
        for lost in losses {
            if lost == 0 {
                counted.none += 1;
                continue;
            }
            let bins = u64::from(lost) * BINS as u64;
            let bin = (bins - 1) / u64::from(expected.max(1));
            counted.bins[(bin as usize).min(BINS - 1)] += 1;
        }
        counted
    }

    /// The most repetitions in one class.
    #[must_use]
    pub fn tallest(&self) -> usize {
        self.bins.iter().copied().max().unwrap_or(0).max(self.none)
    }
}
