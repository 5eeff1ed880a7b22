//! A figure of a table, described once: what it is called, what it means, and
//! how it is read off what was measured.

use super::figure::Figure;
use std::time::Duration;

/// A figure of each `R` that a table has a row for.
pub struct Metric<R: 'static> {
    /// Stable name in `data-metric` attributes, in links and in files.
    pub id: &'static str,
    /// Heading of its column; empty if it is copied and saved, but not shown.
    pub heading: &'static str,
    /// What exactly it is: the tooltip of the heading.
    pub definition: &'static str,
    read: Read<R>,
}

enum Read<R: 'static> {
    Time(fn(&R) -> Option<Duration>),
    Count(fn(&R) -> Option<usize>),
    Ratio(fn(&R) -> Option<f64>),
    TimeFigure(fn(&R, Duration) -> Figure),
    Figure(fn(&R, Duration) -> Figure),
}

impl<R> Metric<R> {
    /// A length of time, in milliseconds.
    pub(crate) const fn time(
        id: &'static str,
        heading: &'static str,
        definition: &'static str,
        of: fn(&R) -> Option<Duration>,
    ) -> Self {
        Self::new(id, heading, definition, Read::Time(of))
    }

    /// A whole number.
    pub(crate) const fn count(
        id: &'static str,
        heading: &'static str,
        definition: &'static str,
        of: fn(&R) -> Option<usize>,
    ) -> Self {
        Self::new(id, heading, definition, Read::Count(of))
    }

    /// How many times as large as something else.
    pub(crate) const fn ratio(
        id: &'static str,
        heading: &'static str,
        definition: &'static str,
        of: fn(&R) -> Option<f64>,
    ) -> Self {
        Self::new(id, heading, definition, Read::Ratio(of))
    }

    /// A length of time, in milliseconds, that its lab puts into words.
    pub(crate) const fn time_figure(
        id: &'static str,
        heading: &'static str,
        definition: &'static str,
        of: fn(&R, Duration) -> Figure,
    ) -> Self {
        Self::new(id, heading, definition, Read::TimeFigure(of))
    }

    /// Whatever its lab makes of it, given the clock's step.
    pub(crate) const fn figure(
        id: &'static str,
        heading: &'static str,
        definition: &'static str,
        of: fn(&R, Duration) -> Figure,
    ) -> Self {
        Self::new(id, heading, definition, Read::Figure(of))
    }

    const fn new(
        id: &'static str,
        heading: &'static str,
        definition: &'static str,
        read: Read<R>,
    ) -> Self {
        Self {
            id,
            heading,
            definition,
            read,
        }
    }

    /// The figure of `reported`, on a clock of that `step`.
    #[must_use]
    pub fn of(&self, reported: &R, step: Duration) -> Figure {
        match self.read {
            Read::Time(of) => Figure::duration(of(reported), step),
            Read::Count(of) => {
                of(reported).map_or_else(Figure::unknown, Figure::count)
            }
            Read::Ratio(of) => Figure::ratio(of(reported)),
            Read::TimeFigure(of) | Read::Figure(of) => of(reported, step),
        }
    }

    /// Its name in a file, with the unit of the bare numbers there.
    pub(crate) fn name_in_files(&self) -> String {
        let name = self.id.replace('-', "_");
        match self.read {
            Read::Time(_) | Read::TimeFigure(_) => name + "_ms",
            _ => name,
        }
    }
}
