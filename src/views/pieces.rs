//! Building a lab in pieces, so that the browser has turns in between: otherwise
//! a phone would not answer for half a second. Only for the first lab of a visit,
//! which is not shown until it is complete.

use crate::browser::{page, turn};
use leptos::prelude::*;

/// Number of pieces that are built of a lab whose pieces nobody waits for.
const WHOLE: usize = usize::MAX;

/// The pieces of a lab. Each is built in a task of its own, in the order in
/// which they are given.
#[derive(Clone, Copy)]
pub(super) struct Pieces {
    given: StoredValue<usize>,
    built: RwSignal<usize>,
}

impl Pieces {
    /// For the lab that is about to be made, which is built whole if nothing
    /// else is shown until it is complete.
    pub(super) fn new() -> Self {
        Self {
            given: StoredValue::new(0),
            built: RwSignal::new(match page::has_still() {
                true => 0,
                false => WHOLE,
            }),
        }
    }

    /// Gives the next piece.
    pub(super) fn then(
        self,
        piece: impl Fn() -> AnyView + Send + Sync + 'static,
    ) -> impl IntoView {
        let place = self.given.get_value();
        self.given.set_value(place + 1);
        let is_due = Memo::new(move |_| self.built.get() > place);
        move || is_due.get().then(|| piece())
    }

    /// Builds the pieces that were given, and then shows the lab.
    pub(super) async fn build(self) {
        if self.built.try_get_untracked() == Some(WHOLE) {
            return;
        }
        let turns = turn::Messages::new();
        loop {
            turns.turn().await;
            // None once the lab was left.
            let place = self.built.try_get_untracked();
            let (Some(built), Some(given)) =
                (place, self.given.try_get_value())
            else {
                break;
            };
            if built >= given {
                break;
            }
            self.built.set(built + 1);
        }
        page::remove_still();
    }
}
