//! The window on a timeline, and its time axis.

use super::{with_unit, within};
use std::time::Duration;

/// A mark on the time axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Where it stands, in pixels.
    pub x: f64,
    /// What it says; empty on the finer ones.
    pub text: String,
}

/// The time axis that all lanes of a stage share.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Axis {
    /// Its marks, from left to right.
    pub ticks: Vec<Tick>,
}

/// The part of a timeline that is in view.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    /// The instant at the left edge, in milliseconds.
    pub from: f64,
    /// The instant at the right edge, in milliseconds.
    pub to: f64,
    /// The row at the upper edge, counted from zero; fractions are part rows.
    pub top: f64,
    /// The row at the lower edge.
    pub bottom: f64,
}

/// Rows are not zoomed to more than this height, in pixels.
const ROW_MAX: f64 = 40.0;
/// The highest plot, in pixels.
const HEIGHT_MAX: f64 = 480.0;
/// So many rows of full height fit into the highest plot.
const FULL_ROWS: f64 = HEIGHT_MAX / ROW_MAX;
/// The part of the whole that a look at an instant shows on either side of it.
const CLOSEST_LOOK: f64 = 100.0;

impl Viewport {
    /// The window that shows everything up to `extent` milliseconds in `rows`
    /// rows.
    #[must_use]
    pub fn fit(extent: f64, rows: usize) -> Self {
        Self {
            from: 0.0,
            to: extent.max(0.001),
            top: 0.0,
            bottom: rows.max(1) as f64,
        }
    }

    /// The height that a plot of `rows` rows wants, in pixels, between a
    /// comfortable row each and the height of the stage.
    #[must_use]
    pub fn height_for(rows: usize) -> f64 {
        within(rows.max(1) as f64 * ROW_MAX, [3.0 * ROW_MAX, HEIGHT_MAX])
    }

    /// Zooms by `factor` (above one: closer) around the point at the fractions
    /// `x` and `y` of the plot, within `whole`. Rows grow only until they have
    /// their full height in a plot `height` pixels high.
    #[must_use]
    pub fn zoomed(
        self,
        factor: f64,
        x: f64,
        y: f64,
        height: f64,
        whole: Self,
    ) -> Self {
        // Closer than a microsecond across there is nothing to see.
        let width = ((self.to - self.from) / factor).max(0.001);
        let from = self.from + (self.to - self.from) * x - width * x;
        let fewest = (height / ROW_MAX).min(whole.bottom);
        let rows = ((self.bottom - self.top) / factor).max(fewest);
        let top = self.top + (self.bottom - self.top - rows) * y;
        let moved = Self {
            from,
            to: from + width,
            top,
            bottom: top + rows,
        };
        moved.kept_within(whole)
    }

    /// Moves the window by the fractions `x` and `y` of itself, within `whole`.
    #[must_use]
    pub fn panned(self, x: f64, y: f64, whole: Self) -> Self {
        let (dx, dy) =
            ((self.to - self.from) * x, (self.bottom - self.top) * y);
        let moved = Self {
            from: self.from + dx,
            to: self.to + dx,
            top: self.top + dy,
            bottom: self.bottom + dy,
        };
        moved.kept_within(whole)
    }

    /// Moves the window up or down just as far as it takes to show `row`.
    #[must_use]
    pub fn showing_row(self, row: usize, whole: Self) -> Self {
        let row = row as f64;
        let rows = self.bottom - self.top;
        let down = (row + 1.0 - self.bottom).max(0.0);
        let up = (self.top - row).max(0.0);
        self.panned(0.0, (down - up) / rows, whole)
    }

    /// The window on the stretch between two instants, in milliseconds, and on
    /// `row`: with as much again around it, within `whole`. `None` for `whole` itself,
    /// if little of that would be left out.
    #[must_use]
    pub fn around(from: f64, to: f64, row: usize, whole: Self) -> Option<Self> {
        let extent = whole.to - whole.from;
        let length = (to - from).max(extent / CLOSEST_LOOK);
        let middle = f64::midpoint(from, to);
        let (from, to) = match length * 2.0 < extent * 0.8 {
            true => (middle - length, middle + length),
            false => (whole.from, whole.to),
        };
        let view = Self { from, to, ..whole }.near_row(row, whole);
        (view != whole).then_some(view)
    }

    /// The same stretch of time, and of many rows those around `row`, within
    /// `whole`.
    #[must_use]
    pub fn near_row(self, row: usize, whole: Self) -> Self {
        let rows = whole.bottom - whole.top;
        let (top, bottom) = match rows > 2.0 * FULL_ROWS {
            true => {
                let top = row as f64 + 0.5 - FULL_ROWS / 2.0;
                (top, top + FULL_ROWS)
            }
            false => (whole.top, whole.bottom),
        };
        let wanted = Self {
            top,
            bottom,
            ..self
        };
        wanted.kept_within(whole)
    }

    fn kept_within(self, whole: Self) -> Self {
        let (from, to) = kept(self.from, self.to, whole.from, whole.to);
        let (top, bottom) =
            kept(self.top, self.bottom, whole.top, whole.bottom);
        Self {
            from,
            to,
            top,
            bottom,
        }
    }

    /// Where `millis` stands on a plot `width` pixels wide.
    #[must_use]
    pub fn x_of(&self, millis: f64, width: f64) -> f64 {
        (millis - self.from) / (self.to - self.from) * width
    }

    /// The row at the fraction `y` of the plot's height.
    #[must_use]
    pub fn row_at(&self, y: f64) -> Option<usize> {
        let row = self.top + (self.bottom - self.top) * y;
        (0.0..self.bottom).contains(&row).then_some(row as usize)
    }

    /// The marks of the time axis on a plot `width` pixels wide.
    #[must_use]
    pub fn axis(&self, width: f64) -> Axis {
        // A word and some air need about this many pixels.
        let step = nice_step((self.to - self.from) * 62.0 / width.max(1.0));
        let first = (self.from / step).ceil() as i64;
        let last = (self.to / step).floor() as i64;
        let ticks = (first..=last)
            .map(|n| n as f64 * step)
            .map(|at| Tick {
                x: self.x_of(at, width),
                text: tick_text(at, step),
            })
            .collect();
        Axis { ticks }
    }
}

fn kept(from: f64, to: f64, least: f64, most: f64) -> (f64, f64) {
    let width = (to - from).min(most - least);
    let from = within(from, [least, (most - width).max(least)]);
    (from, from + width)
}

/// The smallest of 1, 2 and 5 times a power of ten that is at least `least`.
fn nice_step(least: f64) -> f64 {
    let power = 10_f64.powi(least.log10().floor() as i32);
    let found = [1.0, 2.0, 5.0]
        .into_iter()
        .map(|n| n * power)
        .find(|step| *step >= least * 0.999);
    found.unwrap_or(power * 10.0)
}

fn tick_text(millis: f64, step: f64) -> String {
    if millis == 0.0 {
        return "0".to_owned();
    }
    let digits =
        |unit: f64| within(-(step / unit).log10().floor(), [0.0, 6.0]) as usize;
    match step >= 100.0 {
        true => with_unit(millis / 1e3, digits(1e3), "s"),
        false => with_unit(millis, digits(1.0), "ms"),
    }
}

/// A duration in three figures, as every place of the page writes it; below
/// the clock's `step` it says only that.
#[must_use]
pub fn duration_text(duration: Duration, step: Duration) -> String {
    let millis = duration.as_secs_f64() * 1e3;
    if duration < step {
        return format!("under {}", duration_text(step, step));
    }
    // Figures finer than the clock would be invented.
    let finest =
        within((-step.as_secs_f64().log10() - 3.0).ceil(), [0.0, 3.0]) as usize;
    let seconds = millis / 1e3;
    let (number, count, unit) = match millis {
        _ if millis >= 99_950.0 => (seconds, 0, "s"),
        _ if millis >= 9_995.0 => (seconds, 1, "s"),
        _ if millis >= 999.5 => (seconds, 2, "s"),
        _ if millis >= 99.95 => (millis, 0, "ms"),
        _ if millis >= 9.995 => (millis, finest.min(1), "ms"),
        _ if millis >= 0.9995 || millis == 0.0 => (millis, finest.min(2), "ms"),
        _ if millis >= 0.0009995 => {
            (millis * 1e3, finest.saturating_sub(3), "µs")
        }
        // Only what was divided is as short as that.
        _ => (millis * 1e6, 0, "ns"),
    };
    with_unit(number, count, unit)
}
