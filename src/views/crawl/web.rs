//! The browser's functions in the shape that the crawl wants.

use crate::browser::endpoint::Endpoint;
use crate::browser::javascript::Prepared;
use crate::browser::{fetch, timer};
use crate::experiments::crawl::{PromiseAll, Web};
use crate::http::Batch;
use js_sys::{Array, Function, Promise};
use std::rc::Rc;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/experiments/crawl/strategies/promise_all.js")]
extern "C" {
    #[wasm_bindgen(js_name = promiseAll)]
    fn promise_all(urls: &Array, fetch_url: &Function) -> Promise;

    #[wasm_bindgen(js_name = tryPromiseAll)]
    fn try_promise_all(
        urls: &Array,
        fetch_url: &Function,
        abort: &Function,
    ) -> Promise;
}

/// Real requests and real timers.
pub(super) fn web(endpoint: Endpoint) -> Web {
    Web {
        send: Rc::new(move |request, on_headers| {
            Box::pin(fetch::send(request, endpoint, on_headers))
        }),
        sleep: Rc::new(|duration| Box::pin(timer::sleep(duration))),
        spawn: Rc::new(wasm_bindgen_futures::spawn_local),
    }
}

/// The strategy that is written in JavaScript.
pub(super) fn javascript(endpoint: Endpoint) -> PromiseAll {
    Rc::new(move |batch: Batch| {
        let prepared = Prepared::new(&batch, endpoint);
        let strategy =
            move |urls: &Array, fetch_url: &Function, abort: &Function| {
                match batch.stops_at_error {
                    true => try_promise_all(urls, fetch_url, abort),
                    false => promise_all(urls, fetch_url),
                }
            };
        Box::new(move |report| Box::pin(prepared.run(report, strategy)))
    })
}
