//! The browser's functions in the shape that programs want.

use crate::browser::endpoint::Endpoint;
use crate::browser::{busy, clock, fetch, timer, turn};
use crate::experiments::tasks::Web;
use crate::http::{CacheMode, Request};
use std::rc::Rc;

/// Real timers, real turns, real requests.
pub(super) fn web(endpoint: Endpoint) -> Web {
    Web {
        now: clock::now,
        spawn: Rc::new(wasm_bindgen_futures::spawn_local),
        timer: Rc::new(|duration| Box::pin(timer::set(duration))),
        turn: Rc::new(|source| Box::pin(turn::by(source))),
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
        compute: busy::compute,
    }
}
