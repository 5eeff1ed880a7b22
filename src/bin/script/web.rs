//! This worker's functions in the shape that programs want.

use meanwhile::browser::turn::{self, Messages};
use meanwhile::browser::{clock, fetch, timer};
use meanwhile::experiments::script::protocol::Plan;
use meanwhile::experiments::tasks::{self, Web};
use meanwhile::http::{self, CacheMode, Failure};
use meanwhile::trace::Source;
use meanwhile_jobs::{Chunk, Job, Work};
use std::rc::Rc;
use std::time::Duration;

/// How much of an answer a program is given, in bytes.
const MOST_TEXT: usize = 1 << 20;

/// Real timers, real turns, real requests.
pub(super) fn web(plan: &Plan) -> Web {
    let base: Rc<str> = plan.base.as_str().into();
    let stand_in = plan.stand_in;
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
        fetch: fetch_from(base, stand_in),
        defer: Rc::new(turn::defer),
        compute,
    }
}

/// Sends requests to URLs that may be relative to the page at `base`.
fn fetch_from(base: Rc<str>, stand_in: bool) -> tasks::Fetch {
    Rc::new(move |url| {
        let (url, base) = (url.to_owned(), base.clone());
        Box::pin(async move {
            let answer = send(&url, &base, stand_in).await;
            answer.map_err(|failure| failure.to_string())
        })
    })
}

async fn send(
    url: &str,
    base: &str,
    stand_in: bool,
) -> Result<(u16, String), Failure> {
    let url = fetch::absolute_to(url, base)?;
    let folder = fetch::absolute_to(".", base)?;
    let built_in = url.strip_prefix(&folder).filter(|_| stand_in);
    if let Some(answer) = built_in.and_then(http::answer_at) {
        timer::sleep(answer.delay).await;
        return Ok((answer.status, String::new()));
    }
    let cache = CacheMode::NoStore;
    let answer = fetch::exchange_keeping(&url, cache, MOST_TEXT, || {}).await;
    let (response, body) = answer.map_err(|failure| match failure {
        Failure::Unreadable => {
            http::unreadable(&url, base.starts_with("https:"))
        }
        other => other,
    })?;
    let text = String::from_utf8_lossy(&body).into_owned();
    Ok((response.status, text))
}

/// Counts primes until the time is up: real work, on this thread.
fn compute(duration: Duration) {
    let until = clock::now() + duration;
    let mut work = Work::new(Chunk::whole(Job::Primes, u64::MAX));
    while clock::now() < until && work.step() {}
}
