//! What one request of a run does: the added delay, the attempts, the timeout
//! and the pauses between attempts.

use super::{Policy, Row};
use crate::http::{Failure, LONGEST_PAUSE, Request, Response};
use crate::task::Recorder;
use crate::trace::{Ending, EventKind, Phase, Source, TaskId, Timestamp};
use backon::{ExponentialBuilder, Retryable};
use futures::future::{Either, LocalBoxFuture, select};
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

/// To be called with each phase that a request goes into, from
/// [`Phase::Waiting`] on, and when that was on the recorder's clock.
pub type OnPhase = Box<dyn Fn(Phase, Timestamp)>;

/// Sends a request and reads its answer to the end. Dropping the future aborts
/// the request.
pub type SendRequest = Rc<
    dyn Fn(
        Request,
        OnPhase,
    ) -> LocalBoxFuture<'static, Result<Response, Failure>>,
>;

/// Completes after that time. Dropping the future clears the timer.
pub type Sleep = Rc<dyn Fn(Duration) -> LocalBoxFuture<'static, ()>>;

/// Starts so many threads for these rows, each of which has that long for a
/// request. A thread sends one request at a time, and ends when the function
/// that has it send is dropped.
pub type StartThreads = Rc<
    dyn Fn(
        usize,
        Rc<[Row]>,
        Duration,
    ) -> LocalBoxFuture<'static, Vec<SendRequest>>,
>;

/// The web platform, as far as a crawl needs it: functions, handed in.
#[derive(Clone)]
pub struct Web {
    /// Sends a request in the background.
    pub send: SendRequest,
    /// Completes when a request may be sent: at once, unless those that were
    /// sent before it kept the thread for so long that others are due.
    pub turn: Rc<dyn Fn() -> LocalBoxFuture<'static, ()>>,
    /// Completes when what changed on the page is painted, or would be if the
    /// page were not hidden.
    pub painted: Rc<dyn Fn() -> LocalBoxFuture<'static, ()>>,
    /// Sets a timer.
    pub sleep: Sleep,
    /// Runs a future on the event loop as a task of its own.
    pub spawn: Rc<dyn Fn(LocalBoxFuture<'static, ()>)>,
    /// Gets ready to send these rows in the foreground.
    pub get_ready_to_block:
        Rc<dyn Fn(Rc<[Row]>) -> LocalBoxFuture<'static, Blocking>>,
    /// Starts threads.
    pub start_threads: StartThreads,
}

/// The web without the event loop: when the first poll of these futures is
/// over, so are they, and the thread stood still meanwhile.
#[derive(Clone)]
pub struct Blocking {
    /// Sends a request and stands still until it is answered.
    pub send: SendRequest,
    /// Stands still for that long.
    pub sleep: Sleep,
}

/// How one request went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What came back, or why nothing did.
    pub result: Result<Response, Failure>,
    /// How often it was sent.
    pub attempts: u32,
    /// The longest pause that the server asked for before it was sent again.
    pub asked_pause: Option<Duration>,
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
    send: &SendRequest,
    sleep: &Sleep,
    row: &Row,
    policy: &Policy,
    recorder: &Recorder,
    task: TaskId,
) -> Outcome {
    if !row.delay.is_zero() {
        recorder.enter(task, Phase::AddedDelay);
        recorder.from(Source::Timer, sleep(row.delay)).await;
    }
    let attempts = Cell::new(0);
    let attempt = || {
        attempts.set(attempts.get() + 1);
        attempt(send, sleep, row, policy, recorder, task)
    };
    let (pausing, pauses_of) = (sleep.clone(), recorder.clone());
    let pauses = ExponentialBuilder::new()
        .with_min_delay(FIRST_PAUSE)
        .with_max_times(policy.retries as usize);
    let asked_pause = Cell::new(None);
    let result = attempt
        .retry(pauses)
        .adjust(|failure: &Failure, pause| {
            let asked = failure.asked_pause().unwrap_or_default();
            pause.map(|pause| pause.max(asked.min(LONGEST_PAUSE)))
        })
        .sleep(move |pause| pauses_of.from(Source::Timer, pausing(pause)))
        .when(Failure::is_worth_retrying)
        .notify(|failure: &Failure, _| {
            asked_pause.set(asked_pause.get().max(failure.asked_pause()));
            recorder.enter(task, Phase::Backoff);
        })
        .await;
    Outcome {
        result,
        attempts: attempts.get(),
        asked_pause: asked_pause.get(),
    }
}

/// The pause before the first retry; each further one is twice as long.
pub(super) const FIRST_PAUSE: Duration = Duration::from_millis(250);

async fn attempt(
    send: &SendRequest,
    sleep: &Sleep,
    row: &Row,
    policy: &Policy,
    recorder: &Recorder,
    task: TaskId,
) -> Result<Response, Failure> {
    let request = Request {
        url: row.url.clone(),
        cache: policy.cache,
    };
    let on_phase: OnPhase = {
        let recorder = recorder.clone();
        // Clocks of different threads may differ by a step of theirs.
        let began = recorder.now();
        Box::new(move |phase, at| {
            let at = recorder.at(at).clamp(began, recorder.now());
            recorder.push_at(at, task, EventKind::Entered(phase));
        })
    };
    let sent = recorder.from(Source::Response, send(request, on_phase));
    let timeout = recorder.from(Source::Timer, sleep(policy.timeout));
    let response = match select(sent, timeout).await {
        Either::Left((response, _)) => response?,
        Either::Right(_) => return Err(Failure::TimedOut(policy.timeout)),
    };
    if response.status >= 400 {
        return Err(Failure::Status(Box::new(response)));
    }
    Ok(response)
}
