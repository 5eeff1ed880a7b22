//! The latest run in the browser's own instruments: what a lab calls when a run
//! has ended.

use crate::browser::user_timing::{self, MOST_MEASURES};
use crate::trace::{Timeline, Timestamp, measures};
use std::cell::Ref;

/// Shows a run, a track for each of its lanes: what it is called, what it
/// recorded, and the reading of the page's clock at an instant of it.
pub(super) fn show<Lane>(
    lanes: &[Lane],
    name: fn(&Lane) -> &'static str,
    timeline: fn(&Lane) -> Ref<'_, Timeline>,
    clock_at: fn(&Lane, Timestamp) -> Timestamp,
) {
    user_timing::clear();
    let mut left = MOST_MEASURES;
    for lane in lanes {
        let found = measures(&timeline(lane), left);
        left -= found.len();
        user_timing::add(name(lane), &found, |at| clock_at(lane, at));
    }
}
