//! What a program needs of a browser, on the clock of [`crate::executor`].
//!
//! Turns come in an order that is plain and always the same: microtasks after
//! the tasks that are ready, messages at once after all microtasks, frames
//! every 16 ms. Browsers differ in the order of the last two and of timers.

use crate::executor::{now, pass, set_timer, settled, spawn};
use crate::ms;
use futures::FutureExt;
use futures::channel::oneshot;
use futures::future::LocalBoxFuture;
use meanwhile::experiments::tasks::Web;
use meanwhile::trace::Source;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

/// From one frame to the next.
pub(crate) const FRAME: Duration = ms(16);

/// The URLs whose requests were dropped before their answers.
pub(crate) type Aborted = Rc<RefCell<Vec<String>>>;

/// A browser that notes which requests are aborted.
pub(crate) fn web(aborted: &Aborted) -> Web {
    let aborted = aborted.clone();
    Web {
        now,
        spawn: Rc::new(spawn),
        timer: Rc::new(|duration| set_timer(duration).boxed_local()),
        turn: Rc::new(turn),
        fetch: Rc::new(move |url| fetch(url, aborted.clone()).boxed_local()),
        defer: Rc::new(|call| spawn(async { call() }.boxed_local())),
        compute: pass,
    }
}

fn turn(source: Source) -> LocalBoxFuture<'static, ()> {
    match source {
        Source::Frame => frame().boxed_local(),
        Source::Message => settled().boxed_local(),
        _ => microtask().boxed_local(),
    }
}

/// Completes when the clock is at the next frame.
pub(crate) async fn frame() {
    let since = now().as_millis() as u64 % FRAME.as_millis() as u64;
    set_timer(FRAME - ms(since)).await;
}

async fn microtask() {
    let (done, is_done) = oneshot::channel();
    spawn(async { done.send(()).unwrap_or_default() }.boxed_local());
    is_done.await.unwrap_or_default();
}

/// Answers as the built-in endpoint does.
fn fetch(
    url: &str,
    aborted: Aborted,
) -> impl Future<Output = Result<(u16, String), String>> + use<> {
    let (kind, number) = url.split_once('/').unwrap_or((url, "200"));
    let number: f64 = number.parse().expect("a number");
    let (delay, status) = match kind {
        "delay" => (number, 200),
        "status" | "json" => (0.0, number as u16),
        _ => panic!("{url} is not of the endpoint"),
    };
    let request = Request {
        url: Some(url.to_owned()),
        aborted,
    };
    async move {
        set_timer(Duration::from_secs_f64(delay)).await;
        request.answered();
        let text = r#"{"states":["idle","scheduled","running"]}"#;
        Ok((status, text.to_owned()))
    }
}

/// Notes when it is dropped before its answer.
struct Request {
    url: Option<String>,
    aborted: Aborted,
}

impl Request {
    fn answered(mut self) {
        self.url = None;
    }
}

impl Drop for Request {
    fn drop(&mut self) {
        self.aborted.borrow_mut().extend(self.url.take());
    }
}
