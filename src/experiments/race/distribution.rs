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
}

/// A bar of the picture: fractions of its width and of its height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// Where it begins.
    pub x: f64,
    /// How wide it is.
    pub width: f64,
    /// How high it is.
    pub height: f64,
}

impl Distribution {
    /// The part of the picture that is for those which lost nothing.
    pub const NONE: f64 = 0.04;
    /// Where the scale from nothing to all begins.
    pub const SCALE: f64 = 0.07;

    /// The place of a `share` of all updates on the scale.
    #[must_use]
    pub fn place(share: f64) -> f64 {
        Self::SCALE + (1.0 - Self::SCALE) * share
    }

    /// A bar for each class that has anything in it, out of so many
    /// repetitions in all.
    #[must_use]
    pub fn bars(&self, all: u32) -> Vec<Bar> {
        let height = |count: usize| count as f64 / f64::from(all.max(1));
        let none = Bar {
            x: 0.0,
            width: Self::NONE,
            height: height(self.none),
        };
        let width = (1.0 - Self::SCALE) / BINS as f64;
        let bin = |(place, count): (usize, &usize)| Bar {
            x: Self::place(place as f64 / BINS as f64),
            width,
            height: height(*count),
        };
        let bins = self.bins.iter().enumerate().map(bin);
        let all = std::iter::once(none).chain(bins);
        all.filter(|bar| bar.height > 0.0).collect()
    }
}
