//! Dropping is cancelling, also for a task that runs elsewhere.

use futures::future::{AbortHandle, Abortable};

/// Ends a running task when dropped.
#[must_use = "the task is aborted when this is dropped"]
#[derive(Debug)]
pub struct AbortOnDrop(AbortHandle);

/// What is left of a task that was aborted: nothing.
pub use futures::future::Aborted as Stopped;

impl AbortOnDrop {
    /// Splits `future` into the part to spawn and the handle that ends it.
    ///
    /// The aborted future is dropped at its next poll, which the abort itself
    /// asks for: on the page that is the next microtask.
    pub fn wrap<F: Future>(future: F) -> (Abortable<F>, Self) {
        let (abortable, handle) = futures::future::abortable(future);
        (abortable, Self(handle))
    }
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}
