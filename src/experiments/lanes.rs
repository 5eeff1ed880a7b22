//! The lanes of a run, as they are opened. Not what a lane records: that is the
//! lab's.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// A lane that can say that the page was hidden while it ran.
pub trait MarkHidden: Clone {
    /// Notes that the page was hidden while this lane ran.
    fn mark_hidden(&self);
}

/// The lanes of a run, in the order in which they were opened.
#[derive(Clone)]
pub struct Lanes<Lane> {
    pub(super) lanes: Rc<RefCell<Vec<Lane>>>,
    is_hidden: Rc<Cell<bool>>,
}

impl<Lane> Default for Lanes<Lane> {
    fn default() -> Self {
        Self {
            lanes: Rc::default(),
            is_hidden: Rc::default(),
        }
    }
}

impl<Lane: MarkHidden> Lanes<Lane> {
    /// The lanes so far.
    #[must_use]
    pub fn all(&self) -> Vec<Lane> {
        self.lanes.borrow().clone()
    }

    /// Notes that the page is hidden or seen from now on: who ran while it was
    /// hidden will say so, even if it was opened meanwhile.
    pub fn set_hidden(&self, is_hidden: bool) {
        self.is_hidden.set(is_hidden);
        if is_hidden {
            self.lanes.borrow().iter().for_each(Lane::mark_hidden);
        }
    }

    pub(super) fn open(&self, lane: Lane) -> Lane {
        if self.is_hidden.get() {
            lane.mark_hidden();
        }
        self.lanes.borrow_mut().push(lane.clone());
        lane
    }
}
