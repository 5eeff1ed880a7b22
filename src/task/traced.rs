//! A future that writes down its own polls and wakes.

use crate::task::Recorder;
use crate::trace::{Ending, EventKind, TaskId};
use meanwhile_waker::{Watch, Watched};
use pin_project_lite::pin_project;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

pin_project! {
    /// A future whose polls, wakes, wakers and end are recorded.
    ///
    /// It changes nothing else: the inner future sees a waker that notes what
    /// becomes of it and passes each wake on at once. Dropping it before completion records a
    /// cancellation.
    #[must_use = "a future does nothing unless it is polled"]
    pub struct Traced<F: Future> {
        #[pin]
        future: F,
        ending: fn(&F::Output) -> Ending,
        // Records the cancellation, but only after `future` is dropped: fields
        // are dropped in this order, and what the drop causes comes first.
        life: Life,
        waker: Option<Watched<Noted>>,
    }
}

impl<F: Future> Traced<F> {
    pub(super) fn new(
        recorder: Recorder,
        task: TaskId,
        future: F,
        ending: fn(&F::Output) -> Ending,
    ) -> Self {
        Self {
            future,
            ending,
            life: Life {
                recorder,
                task,
                over: false,
            },
            waker: None,
        }
    }
}

impl<F: Future> Future for Traced<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        let life = this.life;
        // One wrapped waker serves until the executor hands in another.
        let ours = match this.waker {
            Some(ours) if ours.watch().inner.will_wake(cx.waker()) => &*ours,
            slot => slot.insert(Watched::new(Arc::new(Noted {
                inner: cx.waker().clone(),
                recorder: life.recorder.clone(),
                task: life.task,
            }))),
        };
        life.recorder.poll_started(life.task);
        let poll = this.future.poll(&mut Context::from_waker(ours));
        life.recorder.poll_ended(life.task);
        if let Poll::Ready(output) = &poll {
            life.end_with_poll((this.ending)(output));
        }
        poll
    }
}

/// Knows whether the end of the task is recorded, and records it when dropped.
struct Life {
    recorder: Recorder,
    task: TaskId,
    over: bool,
}

impl Life {
    /// Its end is that of its last poll, which was just recorded.
    fn end_with_poll(&mut self, ending: Ending) {
        if !self.over {
            self.over = true;
            let ended = EventKind::Ended(ending);
            self.recorder.push_along(self.task, ended);
        }
    }

    fn end(&mut self, ending: Ending) {
        if !self.over {
            self.over = true;
            self.recorder.push(self.task, EventKind::Ended(ending));
        }
    }
}

impl Drop for Life {
    fn drop(&mut self) {
        self.end(Ending::Cancelled);
    }
}

/// Passes wakes on, and notes them.
struct Noted {
    inner: Waker,
    recorder: Recorder,
    task: TaskId,
}

impl Watch for Noted {
    fn woken(&self) {
        self.recorder.woken(self.task);
        self.inner.wake_by_ref();
    }

    fn cloned(&self) {
        let cloned = EventKind::WakerCloned;
        self.recorder.push_along(self.task, cloned);
    }

    fn dropped(&self) {
        let dropped = EventKind::WakerDropped;
        self.recorder.push_along(self.task, dropped);
    }
}
