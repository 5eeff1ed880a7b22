//! The run that goes on, and what ends with it: in every lab whose run is one
//! future. The tasks of Tasks are many.

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
    /// What is said in the place of the end of the run that was stopped.
    instead: StoredValue<Option<Status>>,
}

impl RunSlot {
    /// A place for the runs of the lab with this `status`.
    pub(super) fn new(status: RwSignal<Status>) -> Self {
        Self {
            status,
            newest: StoredValue::new(0),
            running: StoredValue::new_local(None),
            instead: StoredValue::new(None),
        }
    }

    /// Begins a run; one that goes on is stopped first. `going` goes through
    /// it, and `watches` are dropped at its end.
    ///
    /// `finish` is told whether it was stopped, and says how it ended; `None`
    /// if it has begun something else. It is not called if another run has
    /// taken its place by then, or if the visitor has left the lab.
    pub(super) fn begin(
        self,
        said: &str,
        going: impl Future<Output = ()> + 'static,
        watches: impl Any,
        finish: impl FnOnce(bool) -> Option<Status> + 'static,
    ) {
        self.stop();
        self.instead.set_value(None);
        self.status.set(Status::Running(said.to_owned()));
        self.newest.update_value(|newest| *newest += 1);
        let number = self.newest.get_value();
        let (task, abort) = AbortOnDrop::wrap(going);
        self.running.set_value(Some(Box::new((abort, watches))));
        wasm_bindgen_futures::spawn_local(async move {
            let was_stopped = task.await.is_err();
            if self.newest.try_get_value() != Some(number) {
                return;
            }
            self.running.set_value(None);
            let instead = self.instead.try_update_value(Option::take);
            let end = finish(was_stopped);
            if let Some(status) = instead.flatten().or(end) {
                self.status.set(status);
            }
        });
    }

    /// Says why a run cannot begin; one that goes on is stopped.
    pub(super) fn refuse(self, why: impl ToString) {
        self.stop_and_say(Status::Failed(why.to_string()));
    }

    /// Stops the run that goes on, if any, and says this and not that it was
    /// stopped.
    pub(super) fn stop_and_say(self, status: Status) {
        if self.running.with_value(Option::is_some) {
            self.instead.set_value(Some(status.clone()));
        }
        self.stop();
        self.status.set(status);
    }

    /// Stops the run that goes on, if any.
    pub(super) fn stop(self) {
        self.running.set_value(None);
    }
}
