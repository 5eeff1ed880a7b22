//! The lanes of a run, as they are opened, and the record of each. Not who runs
//! in a lane, nor what it comes to: that is the lab's.

use crate::task::Recorder;
use crate::trace::{Event, Timeline, Timestamp, Trace};
use std::cell::{Cell, Ref, RefCell};
use std::ops::Deref;
use std::ptr;
use std::rc::Rc;
use std::sync::Arc;

/// What is recorded of a lane.
pub struct Record {
    recorder: Recorder,
    timeline: RefCell<Timeline>,
    hidden: Cell<bool>,
}

impl Record {
    /// Goes on with `trace`. The time of the lane begins when it is opened.
    pub(super) fn new(trace: Trace, now: fn() -> Timestamp) -> Self {
        Self {
            recorder: Recorder::waiting(trace, now),
            timeline: RefCell::default(),
            hidden: Cell::new(false),
        }
    }

    /// The time since the lane was opened.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.recorder.now()
    }

    /// The reading of the recorder's clock at the instant `at` of this lane.
    #[must_use]
    pub fn clock_at(&self, at: Timestamp) -> Timestamp {
        self.recorder.clock_at(at)
    }

    /// The handle to its trace.
    pub(super) fn recorder(&self) -> &Recorder {
        &self.recorder
    }

    /// Everything recorded so far.
    #[must_use]
    pub fn events(&self) -> Arc<Vec<Event>> {
        self.recorder.events()
    }

    /// Everything recorded so far, folded; or, as long as somebody still reads
    /// an earlier fold, that one.
    #[must_use]
    pub fn timeline(&self) -> Ref<'_, Timeline> {
        if let Ok(mut timeline) = self.timeline.try_borrow_mut() {
            self.recorder.catch_up(&mut timeline);
        }
        self.timeline.borrow()
    }

    /// Whether the lane is over.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.timeline()
            .root()
            .is_some_and(|root| root.end.is_some())
    }

    /// The end of the lane; now as long as it goes on.
    #[must_use]
    pub fn until(&self) -> Timestamp {
        let end = self.timeline().root().and_then(|root| root.end);
        end.map_or_else(|| self.now(), |(end, _)| end)
    }

    /// Notes that the page was hidden while this ran.
    pub fn mark_hidden(&self) {
        self.hidden.set(true);
    }

    /// Whether the page was hidden while this ran.
    #[must_use]
    pub fn was_hidden(&self) -> bool {
        self.hidden.get()
    }
}

/// The lanes of a run, in the order in which they were opened.
pub struct Lanes<Lane>(Rc<LanesState<Lane>>);

struct LanesState<Lane> {
    opened: RefCell<Vec<Lane>>,
    /// Those that are about to be opened.
    announced: RefCell<Vec<Lane>>,
    is_hidden: Cell<bool>,
}

impl<Lane> Clone for Lanes<Lane> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<Lane> Default for Lanes<Lane> {
    fn default() -> Self {
        Self(Rc::new(LanesState {
            opened: RefCell::default(),
            announced: RefCell::default(),
            is_hidden: Cell::default(),
        }))
    }
}

impl<Lane: Deref<Target = Record> + Clone> Lanes<Lane> {
    /// The lanes so far.
    #[must_use]
    pub fn all(&self) -> Vec<Lane> {
        self.0.opened.borrow().clone()
    }

    /// The newest lane that `is_wanted`: one that is announced, if there is one.
    #[must_use]
    pub fn newest(&self, is_wanted: impl Fn(&Lane) -> bool) -> Option<Lane> {
        let of = |lanes: &RefCell<Vec<Lane>>| {
            lanes.borrow().iter().rfind(|it| is_wanted(it)).cloned()
        };
        of(&self.0.announced).or_else(|| of(&self.0.opened))
    }

    /// Notes that the page is hidden or seen from now on: who ran while it was
    /// hidden will say so, even if it was opened meanwhile.
    pub fn set_hidden(&self, is_hidden: bool) {
        self.0.is_hidden.set(is_hidden);
        if is_hidden {
            self.0
                .opened
                .borrow()
                .iter()
                .for_each(|it| it.mark_hidden());
        }
    }

    /// Shows a lane, empty, before it is opened, or the announcement dropped:
    /// what is drawn then does not take from its time.
    pub(super) fn announce(&self, lane: Lane) -> Announced<Lane> {
        self.0.announced.borrow_mut().push(lane.clone());
        Announced {
            lanes: self.clone(),
            lane,
        }
    }

    /// Begins the time of a lane.
    pub(super) fn open(&self, lane: Lane) -> Lane {
        if self.0.is_hidden.get() {
            lane.mark_hidden();
        }
        self.0.opened.borrow_mut().push(lane.clone());
        lane.recorder.begin();
        lane
    }

    /// Nothing is shown any more of a lane that is not opened.
    fn withdraw(&self, lane: &Lane) {
        let is_other = |it: &Lane| !ptr::eq::<Record>(&**it, &**lane);
        self.0.announced.borrow_mut().retain(is_other);
    }
}

/// A lane that is shown, but not opened yet.
pub(super) struct Announced<Lane: Deref<Target = Record> + Clone> {
    lanes: Lanes<Lane>,
    lane: Lane,
}

impl<Lane: Deref<Target = Record> + Clone> Announced<Lane> {
    pub(super) fn open(self) -> Lane {
        self.lanes.open(self.lane.clone())
    }
}

impl<Lane: Deref<Target = Record> + Clone> Drop for Announced<Lane> {
    fn drop(&mut self) {
        self.lanes.withdraw(&self.lane);
    }
}
