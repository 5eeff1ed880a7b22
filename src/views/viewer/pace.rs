//! How often a run that goes on is drawn: that takes time of a thread, which may
//! be the one whose futures are being watched.

use crate::browser::{clock, turn};
use crate::trace::Timestamp;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

/// It is drawn no more often than this.
const PAUSE: Duration = Duration::from_millis(200);
/// And no more often than so many times as long as the last drawing took, which
/// takes longer the more there is.
const SHARE: u32 = 20;

/// When a run may be drawn next.
#[derive(Default)]
pub(in crate::views) struct Pace(Rc<Cell<Timestamp>>);

impl Pace {
    /// Draws it, unless that is too soon.
    pub(in crate::views) fn draw(&self, draw: impl FnOnce()) {
        let began = clock::now();
        if began < self.0.get() {
            return;
        }
        draw();
        self.0.set(began + PAUSE);
        let next = self.0.clone();
        leptos::task::spawn_local(async move {
            // What shows the run follows in microtasks that are queued by now.
            turn::microtask().await;
            let took = clock::now().since(began);
            next.set(began + PAUSE.max(took * SHARE));
        });
    }
}
