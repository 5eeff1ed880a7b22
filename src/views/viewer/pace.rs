//! How often a run that goes on is drawn: that takes time of a thread, which may
//! be the one whose futures are being watched.

use crate::browser::clock;
use crate::trace::Timestamp;
use std::cell::Cell;
use std::time::Duration;

/// It is drawn no more often than this.
const PAUSE: Duration = Duration::from_millis(200);
/// And no more often than so many times as long as the last drawing was
/// prepared, which takes longer the more there is.
const SHARE: u32 = 30;

/// When a run may be drawn next.
#[derive(Default)]
pub(in crate::views) struct Pace(Cell<Timestamp>);

impl Pace {
    /// Draws it, unless that is too soon.
    pub(in crate::views) fn draw(&self, draw: impl FnOnce()) {
        let now = clock::now();
        if now >= self.0.get() {
            draw();
            let took = clock::now().since(now);
            self.0.set(now + PAUSE.max(took * SHARE));
        }
    }
}
