//! The worker that checks and runs programs: one at a time, kept between runs.

use crate::browser::worker::{Said, Worker};
use crate::experiments::protocol::{WorkerFailure, bytes_of, message_from};
use crate::experiments::script::protocol::{FromScript, ToScript};
use crate::task::AbortOnDrop;
use crate::views::worker::first_word;
use std::rc::Rc;

/// What the page hears of the worker.
pub(super) type Heard = Result<FromScript, WorkerFailure>;

/// A worker that listens. Dropping this terminates it, whatever it is at.
pub(super) struct ScriptWorker {
    worker: Rc<Worker>,
    _hearing: AbortOnDrop,
}

impl ScriptWorker {
    /// Starts one; calls `hear` with what it says, and at last why it will say
    /// no more.
    pub(super) async fn start(
        hear: impl Fn(Heard) + 'static,
    ) -> Result<Self, WorkerFailure> {
        let (worker, said) = first_word("meanwhile-script").await?;
        if message_from(&said) != Some(FromScript::Ready) {
            return Err(WorkerFailure::Confused);
        }
        let worker = Rc::new(worker);
        let listening = worker.clone();
        let (hearing, abort) = AbortOnDrop::wrap(async move {
            loop {
                let heard = match listening.listen().await {
                    Said::Message(bytes) => {
                        message_from(&bytes).ok_or(WorkerFailure::Confused)
                    }
                    Said::Error(why) => Err(WorkerFailure::Trapped(why)),
                };
                let is_last = heard.is_err();
                hear(heard);
                if is_last {
                    return;
                }
            }
        });
        leptos::task::spawn_local(async move {
            let _ = hearing.await;
        });
        Ok(Self {
            worker,
            _hearing: abort,
        })
    }

    pub(super) fn tell(&self, message: &ToScript) {
        self.worker.tell(&bytes_of(message));
    }
}
