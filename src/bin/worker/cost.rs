//! Creating and finishing many tasks, on behalf of the page.

use meanwhile::browser::{clock, memory, timer, worker};
use meanwhile::experiments::cost::{News, Order, Sample, measure, task};
use meanwhile::experiments::protocol::{FromWorker, bytes_of};
use std::future::ready;
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;

/// Carries out `order`, and tells the page what comes of it.
pub(crate) fn carry_out(order: Order) {
    spawn_local(async move {
        let sample = match order.held {
            64 => holding::<64>(order).await,
            256 => holding::<256>(order).await,
            1024 => holding::<1024>(order).await,
            4096 => holding::<4096>(order).await,
            16384 => holding::<16384>(order).await,
            _ => holding::<0>(order).await,
        };
        tell(News::Done(sample));
    });
}

async fn holding<const HELD: usize>(order: Order) -> Sample {
    let memory = || Some(memory::wasm_bytes());
    let tell = |progress| tell(News::Progress(progress));
    match order.wait {
        None => {
            let task = |countdown| task::<HELD>(ready(()), countdown);
            measure(&order, task, spawn_local, clock::now, memory, tell).await
        }
        Some(wait) => {
            let wait = Duration::from_millis(wait.into());
            let task = |it| task::<HELD>(timer::sleep(wait), it);
            measure(&order, task, spawn_local, clock::now, memory, tell).await
        }
    }
}

fn tell(news: News) {
    worker::tell_page(&bytes_of(&FromWorker::Cost(news)));
}
