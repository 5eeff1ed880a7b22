//! The latest run in the browser's own instruments: what a lab calls when a run
//! has ended.

use crate::browser::user_timing::{self, MOST_MEASURES};
use crate::experiments::{crawl, freeze};
use crate::trace::measures;

/// Shows a crawl, a track for each strategy.
pub(super) fn show_crawl(lanes: &[crawl::Lane]) {
    user_timing::clear();
    let mut left = MOST_MEASURES;
    for lane in lanes {
        let found = measures(&lane.timeline(), left);
        left -= found.len();
        let clock_at = |at| lane.clock_at(at);
        user_timing::add(lane.strategy().name(), &found, clock_at);
    }
}

/// Shows a run that froze the page, or did not, a track for each mode.
pub(super) fn show_freeze(lanes: &[freeze::Lane]) {
    user_timing::clear();
    let mut left = MOST_MEASURES;
    for lane in lanes {
        let found = measures(&lane.timeline(), left);
        left -= found.len();
        let clock_at = |at| lane.clock_at(at);
        user_timing::add(lane.mode().name(), &found, clock_at);
    }
}
