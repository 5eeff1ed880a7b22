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
    pub(super) read: Read<R>,
}

/// How a figure is read off what was measured.
pub(super) enum Read<R: 'static> {
    /// A length of time, in milliseconds.
    Time(fn(&R) -> Option<Duration>),
    /// A whole number.
    Count(fn(&R) -> Option<usize>),
    /// How many times as large as something else.
    Ratio(fn(&R) -> Option<f64>),
    /// A length of time, in milliseconds, that its lab puts into words.
    TimeFigure(fn(&R, Duration) -> Figure),
    /// Whatever its lab makes of it, given the clock's step.
    Figure(fn(&R, Duration) -> Figure),
}

/// Declares the figures of a table, in its order: a constant each, of an id, a
/// heading, a definition and a way to [`Read`] it, and `ALL` of them.
macro_rules! metrics {
    ($($NAME:ident = $Read:ident(
        $id:literal, $heading:literal, $definition:literal, $of:expr $(,)?
    );)+) => {
        $(
            #[doc = $definition]
            pub const $NAME: Self = Self {
                id: $id,
                heading: $heading,
                definition: $definition,
                read: $crate::experiments::metric::Read::$Read($of),
            };
        )+

        /// All of them, in the order of the table.
        pub const ALL: [Self; [$($id),+].len()] = [$(Self::$NAME),+];
    };
}

pub(super) use metrics;

impl<R> Metric<R> {
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
