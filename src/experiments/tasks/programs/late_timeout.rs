//! The thread is busy when a timeout is due, and nobody notices in time.

use super::{Answer, Lesson, Question, nearest, source};
use crate::experiments::tasks::prelude::*;
use futures::future::{Either, FutureExt, select};

async fn busy() {
    sleep(50).await;
    compute(300);
}

pub(super) async fn main() {
    spawn("busy", busy()).detach();
    let answer = traced("answer", sleep(400)).boxed_local();
    let limit = traced("limit", timeout(150)).boxed_local();
    match select(answer, limit).await {
        Either::Left(_) => print("answered"),
        Either::Right(_) => print(format!("given up at {:.0} ms", elapsed())),
    }
}

pub(super) const LESSON: Lesson = Lesson {
    id: "late-timeout",
    title: "A timeout that comes too late",
    why: "A timeout is a timer like any other: when it is due, the event loop \
          has to get round to it. From 50 to 350 ms one task computes, so the \
          limit of 150 ms is noticed at 350. A timeout limits how long you \
          wait for others, not how long your own thread takes; nothing in \
          async can interrupt a poll that goes on. For the same reason an \
          answer that came in time may be taken for late. Keep polls short, or \
          compute in a Web Worker, as the lab Freeze shows.",
    question: Question {
        text: "The limit is 150 ms, and busy computes from 50 to 350 ms. When \
               does main give up?",
        options: &["at 150 ms", "at 350 ms", "at 400 ms, with the answer"],
        answer: Answer::Of(|outcome| {
            let main = outcome.track("main")?.duration()?;
            nearest(main, [150, 350, 400])
        }),
    },
    source: source::LATE_TIMEOUT,
};
