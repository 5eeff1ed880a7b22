//! What one request of a run does: the added delay, the attempts, the timeout
//! and the pauses between attempts.

use super::{Policy, Row};
use crate::http::{Failure, Request, Response};
use crate::task::Recorder;
use crate::trace::{Ending, Phase, TaskId};
use backon::{ExponentialBuilder, Retryable};
use futures::future::{Either, LocalBoxFuture, select};
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

/// To be called when the headers of the response have arrived.
pub type OnHeaders = Box<dyn FnOnce()>;

/// The web platform, as far as a crawl needs it: functions, handed in.
#[derive(Clone)]
pub struct Web {
    /// Sends a request and reads its answer to the end. Dropping the future
    /// aborts the request.
    #[expect(clippy::type_complexity, reason = "a name would not say more")]
    pub send: Rc<
        dyn Fn(
            Request,
            OnHeaders,
        ) -> LocalBoxFuture<'static, Result<Response, Failure>>,
    >,
    /// Completes after that time. Dropping the future clears the timer.
    pub sleep: Rc<dyn Fn(Duration) -> LocalBoxFuture<'static, ()>>,
    /// Runs a future on the event loop as a task of its own.
    pub spawn: Rc<dyn Fn(LocalBoxFuture<'static, ()>)>,
}

/// How one request went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What came back, or why nothing did.
    pub result: Result<Response, Failure>,
    /// How often it was sent.
    pub attempts: u32,
}

impl Outcome {
    /// The answer, of whatever status.
    #[must_use]
    pub fn response(&self) -> Option<&Response> {
        match &self.result {
            Ok(response) => Some(response),
            Err(Failure::Status(response)) => Some(response),
            Err(_) => None,
        }
    }

    /// How the bar of this request ends.
    #[must_use]
    pub fn ending(&self) -> Ending {
        match &self.result {
            Ok(_) => Ending::Succeeded,
            Err(Failure::TimedOut(_)) => Ending::TimedOut,
            Err(_) => Ending::Failed,
        }
    }
}

/// Runs the request of `row` as `task`, from its added delay to the last
/// attempt.
pub(super) async fn request(
    web: &Web,
    row: &Row,
    policy: &Policy,
    recorder: &Recorder,
    task: TaskId,
) -> Outcome {
    if !row.delay.is_zero() {
        recorder.enter(task, Phase::AddedDelay);
        (web.sleep)(row.delay).await;
    }
    let attempts = Cell::new(0);
    let attempt = || {
        attempts.set(attempts.get() + 1);
        attempt(web, row, policy, recorder, task)
    };
    let sleep = web.sleep.clone();
    let pauses = ExponentialBuilder::new()
        .with_min_delay(FIRST_PAUSE)
        .with_max_times(policy.retries as usize);
    let result = attempt
        .retry(pauses)
        .sleep(move |pause| sleep(pause))
        .when(Failure::is_worth_retrying)
        .notify(|_, _| recorder.enter(task, Phase::Backoff))
        .await;
    Outcome {
        result,
        attempts: attempts.get(),
    }
}

/// The pause before the first retry; each further one is twice as long.
pub(super) const FIRST_PAUSE: Duration = Duration::from_millis(250);

async fn attempt(
    web: &Web,
    row: &Row,
    policy: &Policy,
    recorder: &Recorder,
    task: TaskId,
) -> Result<Response, Failure> {
    let request = Request {
        url: row.url.clone(),
        cache: policy.cache,
    };
    recorder.enter(task, Phase::Waiting);
    let on_headers: OnHeaders = {
        let recorder = recorder.clone();
        Box::new(move || recorder.enter(task, Phase::Receiving))
    };
    let sent = (web.send)(request, on_headers);
    let response = match select(sent, (web.sleep)(policy.timeout)).await {
        Either::Left((response, _)) => response?,
        Either::Right(_) => return Err(Failure::TimedOut(policy.timeout)),
    };
    if response.status >= 400 {
        return Err(Failure::Status(Box::new(response)));
    }
    Ok(response)
}
