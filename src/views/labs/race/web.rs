//! The browser's functions in the shape that the race wants.

use crate::browser::clock;
use crate::browser::shared::SharedWords;
use crate::browser::turn::Messages;
use crate::browser::worker::Worker;
use crate::experiments::protocol::{
    FromWorker, ToWorker, WorkerFailure, bytes_of,
};
use crate::experiments::race::memory::{COUNTER, WORDS};
use crate::experiments::race::{AskWorker, CountOrder, Counted, Shared, Web};
use crate::views::isolation::shared_words;
use crate::views::worker;
use std::rc::Rc;

/// Real turns, real workers, real memory.
pub(in crate::views) fn web() -> Web {
    let messages = Rc::new(Messages::new());
    let memory = shared_words(&[0; WORDS as usize]);
    let shared = memory.clone().map(|memory| {
        let counted = memory.clone();
        Shared {
            clear: Rc::new(move || {
                (0..WORDS).for_each(|place| memory.store(place, 0));
            }),
            count: Rc::new(move || counted.load(COUNTER)),
        }
    });
    Web {
        now: clock::now,
        turn: Rc::new(move || {
            let messages = messages.clone();
            Box::pin(async move { messages.turn().await })
        }),
        start_worker: Rc::new(move || {
            Box::pin(start_worker(memory.clone().ok()))
        }),
        shared,
    }
}

async fn start_worker(
    memory: Option<SharedWords>,
) -> Result<AskWorker, WorkerFailure> {
    let worker = Rc::new(worker::start().await?);
    Ok(Rc::new(move |order| {
        Box::pin(ask(worker.clone(), order, memory.clone()))
    }))
}

async fn ask(
    worker: Rc<Worker>,
    order: CountOrder,
    memory: Option<SharedWords>,
) -> Result<Counted, WorkerFailure> {
    let message = bytes_of(&ToWorker::Count(order));
    match &memory {
        Some(memory) => worker.tell_with(&message, memory),
        None => worker.tell(&message),
    }
    match worker::hear(&worker).await? {
        FromWorker::Counted { sum, began, ended } => Ok(Counted {
            sum,
            began: clock::from_epoch(began),
            ended: clock::from_epoch(ended),
        }),
        _ => Err(WorkerFailure::Confused),
    }
}
