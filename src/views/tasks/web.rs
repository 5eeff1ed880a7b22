//! The browser's functions in the shape that programs want.

use crate::browser::endpoint::Endpoint;
use crate::browser::turn::{self, Messages};
use crate::browser::{clock, fetch, timer};
use crate::experiments::tasks::Web;
use crate::http::{CacheMode, Request};
use crate::trace::Source;
use meanwhile_jobs::{Chunk, Job, Work};
use std::rc::Rc;
use std::time::Duration;

/// Real timers, real turns, real requests.
pub(super) fn web(endpoint: Endpoint) -> Web {
    Web {
        now: clock::now,
        spawn: Rc::new(wasm_bindgen_futures::spawn_local),
        timer: Rc::new(|duration| Box::pin(timer::set(duration))),
        turn: Rc::new(|source| {
            Box::pin(async move {
                match source {
                    Source::Frame => turn::frame().await,
                    Source::Message => Messages::new().turn().await,
                    _ => turn::microtask().await,
                }
            })
        }),
        fetch: Rc::new(move |url| {
            let request = Request {
                url: url.to_owned(),
                cache: CacheMode::NoStore,
            };
            Box::pin(async move {
                let answer = fetch::send(request, endpoint, || {}).await;
                let answer = answer.map_err(|failure| failure.to_string());
                answer.map(|answer| (answer.status, answer.text))
            })
        }),
        defer: Rc::new(turn::defer),
        compute,
    }
}

/// Counts primes until the time is up: real work, on this thread.
fn compute(duration: Duration) {
    let until = clock::now() + duration;
    let mut work = Work::new(Chunk::whole(Job::Primes, u64::MAX));
    while clock::now() < until && work.step() {}
}
