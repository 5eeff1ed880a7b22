//! The latest run in the browser's own instruments: what a lab calls when a run
//! has ended.

use crate::browser::user_timing::{self, MOST_MEASURES};
use crate::experiments::Record;
use crate::trace::measures;
use std::ops::Deref;

/// Shows a run, a track for each of its lanes, by its name.
pub(super) fn show<Lane: Deref<Target = Record>>(
    lanes: &[Lane],
    name: fn(&Lane) -> &'static str,
) {
    user_timing::clear();
    let mut left = MOST_MEASURES;
    for lane in lanes {
        let found = measures(&lane.timeline(), left);
        left -= found.len();
        user_timing::add(name(lane), &found, |at| lane.clock_at(at));
    }
}
