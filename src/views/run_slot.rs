//! The run that goes on, and what ends with it: the same in every lab.

use super::run::Status;
use crate::task::AbortOnDrop;
use leptos::prelude::*;
use std::any::Any;

/// A place for one run.
#[derive(Clone, Copy)]
pub(super) struct RunSlot {
    status: RwSignal<Status>,
    /// Number of runs that have begun: that of the newest.
    newest: StoredValue<u32>,
    /// What stops the run when it is dropped, and what watches it.
    running: StoredValue<Option<Box<dyn Any>>, LocalStorage>,
}

impl RunSlot {
    /// A place for the runs of the lab with this `status`.
    pub(super) fn new(status: RwSignal<Status>) -> Self {
        Self {
            status,
            newest: StoredValue::new(0),
            running: StoredValue::new_local(None),
        }
    }

    /// Begins a run; one that goes on is stopped first. `going` goes through
    /// it, and `watches` are dropped at its end.
    ///
    /// `finish` is told whether it was stopped. It is not called if another run
    /// has taken its place by then, or if the visitor has left the lab.
    pub(super) fn begin(
        self,
        said: &str,
        going: impl Future<Output = ()> + 'static,
        watches: impl Any,
        finish: impl FnOnce(bool) + 'static,
    ) {
        self.stop();
        self.status.set(Status::Running(said.to_owned()));
        self.newest.update_value(|newest| *newest += 1);
        let number = self.newest.get_value();
        let (task, abort) = AbortOnDrop::wrap(going);
        self.running.set_value(Some(Box::new((abort, watches))));
        wasm_bindgen_futures::spawn_local(async move {
            let was_stopped = task.await.is_err();
            if self.newest.try_get_value() == Some(number) {
                self.running.set_value(None);
                finish(was_stopped);
            }
        });
    }

    /// Says why a run cannot begin; one that goes on is stopped.
    pub(super) fn refuse(self, why: impl ToString) {
        self.stop();
        // Not the end of the run before, which would be told after this.
        self.newest.update_value(|newest| *newest += 1);
        self.status.set(Status::Failed(why.to_string()));
    }

    /// Stops the run that goes on, if any.
    pub(super) fn stop(self) {
        self.running.set_value(None);
    }
}
