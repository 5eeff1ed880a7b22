//! Building the page in pieces, so that the browser has turns in between: otherwise
//! a phone would not answer for half a second. For the first lab of a visit and
//! what surrounds it, which are not shown until they are complete, and for what
//! comes to that lab later.

use super::reactive::{AnyMemo, AnyRwSignal, AnyStoredValue, memo};
use crate::browser::{page, turn};
use leptos::prelude::*;

/// Number of pieces that are built of what is built at once.
const WHOLE: usize = usize::MAX;

/// The pieces of a lab, or of what surrounds it. Each is built in a task of its
/// own, in the order in which they are given.
#[derive(Clone, Copy)]
pub(super) struct Pieces {
    given: AnyStoredValue<usize>,
    built: AnyRwSignal<usize>,
}

impl Pieces {
    /// None yet; those of what `is_whole` are built as they are given.
    pub(super) fn new(is_whole: bool) -> Self {
        Self {
            given: AnyStoredValue::new(0),
            built: AnyRwSignal::new(if is_whole { WHOLE } else { 0 }),
        }
    }

    /// Those of what is shown: at once, unless nothing of it is seen until the
    /// first lab of the visit is complete.
    pub(super) fn of_a_visit() -> Self {
        Self::new(!page::has_still())
    }

    /// Gives the next piece: whether it is due.
    pub(super) fn next(self) -> AnyMemo<bool> {
        let place = self.given.get_value();
        self.given.set_value(place + 1);
        memo(move || self.built.get() > place)
    }

    /// Gives the next piece.
    pub(super) fn then(
        self,
        piece: impl Fn() -> AnyView + Send + Sync + 'static,
    ) -> AnyView {
        self.then_build(Box::new(piece))
    }

    fn then_build(
        self,
        piece: Box<dyn Fn() -> AnyView + Send + Sync>,
    ) -> AnyView {
        let is_due = self.next();
        (move || is_due.get().then(|| piece())).into_any()
    }

    /// Builds the pieces that were given; those that are given later are built at
    /// once.
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
        // Refused once the lab was left.
        self.built.try_set(WHOLE);
    }
}
