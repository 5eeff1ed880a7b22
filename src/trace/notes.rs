//! Words beside instants of a timeline.

use super::scene::CHARACTER;
use super::{Label, Timestamp, Viewport};

/// Something to be written beside an instant of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowNote {
    /// The row, counted from zero.
    pub row: usize,
    /// The instant.
    pub at: Timestamp,
    /// On which side of it the words stand.
    pub side: Side,
    /// The words.
    pub text: String,
}

/// A side of an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The words end before it.
    Before,
    /// The words begin after it.
    After,
}

/// Between an instant and its words, in pixels.
const GAP: f64 = 4.0;

/// How far down its row the middle of the words is: above the box.
const ABOVE: f64 = 0.08;

impl Viewport {
    /// Lays `notes` out on a plot of `width` by `height` pixels; those that
    /// are not in view, or would stick out, are left out.
    #[must_use]
    pub fn notes(
        &self,
        notes: &[RowNote],
        width: f64,
        height: f64,
    ) -> Vec<Label> {
        let row_height = height / (self.bottom - self.top);
        let label = |note: &RowNote| {
            let half = note.text.chars().count() as f64 * CHARACTER / 2.0;
            let at = self.x_of(note.at.as_millis(), width);
            let x = match note.side {
                Side::Before => at - GAP - half,
                Side::After => at + GAP + half,
            };
            let y = (note.row as f64 + ABOVE - self.top) * row_height;
            let is_seen = (0.0..=width).contains(&at)
                && (0.0..=height).contains(&y)
                && x - half >= 0.0
                && x + half <= width;
            is_seen.then(|| Label {
                x,
                y,
                text: note.text.clone(),
            })
        };
        notes.iter().filter_map(label).collect()
    }
}
