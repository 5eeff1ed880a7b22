//! This worker's functions in the shape that programs want.

use meanwhile::browser::{busy, clock, fetch, timer, turn};
use meanwhile::experiments::script::may_ask;
use meanwhile::experiments::script::protocol::{FromScript, Plan};
use meanwhile::experiments::tasks::{self, Web};
use meanwhile::http::{self, CacheMode, Failure};
use meanwhile::trace::Source;
use std::cell::Cell;
use std::rc::Rc;

/// How much of an answer a program is given, in bytes.
const MOST_TEXT: usize = 1 << 20;

/// Real timers, real turns, real requests. Calls `tell` once if the program
/// waits for a frame where there are none.
pub(super) fn web(plan: &Plan, tell: Rc<dyn Fn(FromScript)>) -> Web {
    let plan = Rc::new(plan.clone());
    let is_told = Cell::new(false);
    Web {
        now: clock::now,
        spawn: Rc::new(wasm_bindgen_futures::spawn_local),
        timer: Rc::new(|duration| Box::pin(timer::set(duration))),
        turn: Rc::new(move |source| {
            let lacks = source == Source::Frame && !turn::has_frames();
            if lacks && !is_told.replace(true) {
                tell(FromScript::NoFrames);
            }
            Box::pin(turn::by(source))
        }),
        fetch: fetch_for(plan),
        defer: Rc::new(turn::defer),
        compute: busy::compute,
    }
}

/// Sends the requests of a program: to its page, and to the hosts that its text
/// names.
fn fetch_for(plan: Rc<Plan>) -> tasks::Fetch {
    Rc::new(move |url| {
        let (url, plan) = (url.to_owned(), plan.clone());
        Box::pin(async move { send(&url, &plan).await })
    })
}

async fn send(url: &str, plan: &Plan) -> Result<(u16, String), String> {
    let base = &plan.base;
    let url = fetch::absolute_to(url, base).map_err(|it| it.to_string())?;
    if !may_ask(&plan.text, &url, base) {
        return Err(format!(
            "not sent: a program asks only hosts that its text names, and {url} is of another"
        ));
    }
    let folder = fetch::absolute_to(".", base).map_err(|it| it.to_string())?;
    let built_in = url.strip_prefix(&folder).filter(|_| plan.stand_in);
    if let Some(answer) = built_in.and_then(http::answer_at) {
        timer::sleep(answer.delay).await;
        return Ok((answer.status, String::new()));
    }
    let cache = CacheMode::NoStore;
    let answer = fetch::exchange_keeping(&url, cache, MOST_TEXT, || {}).await;
    let explained = |failure| match failure {
        Failure::Unreadable => {
            http::unreadable(&url, base.starts_with("https:"))
        }
        other => other,
    };
    let (response, body) =
        answer.map_err(|failure| explained(failure).to_string())?;
    let text = String::from_utf8_lossy(&body).into_owned();
    Ok((response.status, text))
}
