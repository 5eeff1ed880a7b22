//! Knowing why the event loop calls.

use crate::task::Recorder;
use crate::trace::{Cause, Source};
use pin_project_lite::pin_project;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

pin_project! {
    /// A future that waits for one kind of call from the event loop, and says
    /// so when the call wakes it.
    ///
    /// It changes nothing else. Nobody but its own waker knows where a wake
    /// comes from: the callback of a timer runs like any other.
    #[must_use = "a future does nothing unless it is polled"]
    pub struct From<F> {
        #[pin]
        future: F,
        recorder: Recorder,
        source: Source,
        waker: Option<Arc<Announcing>>,
    }
}

impl<F> From<F> {
    pub(super) fn new(recorder: Recorder, source: Source, future: F) -> Self {
        Self {
            future,
            recorder,
            source,
            waker: None,
        }
    }
}

impl<F: Future> Future for From<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        let waker = match this.waker {
            Some(ours) if ours.inner.will_wake(cx.waker()) => &*ours,
            slot => slot.insert(Arc::new(Announcing {
                inner: cx.waker().clone(),
                recorder: this.recorder.clone(),
                source: *this.source,
            })),
        };
        let waker = Waker::from(waker.clone());
        let poll = this.future.poll(&mut Context::from_waker(&waker));
        if poll.is_pending() {
            this.recorder.awaiting(Cause::Loop(*this.source));
        }
        poll
    }
}

/// Passes wakes on, and says first what the event loop is at.
struct Announcing {
    inner: Waker,
    recorder: Recorder,
    source: Source,
}

impl Wake for Announcing {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let wake = || self.inner.wake_by_ref();
        self.recorder.turn(self.source, wake);
    }
}
