//! A request is sent again after ever longer pauses, until its time is up.

use super::{Answer, Lesson, Question, source};
use crate::experiments::tasks::prelude::*;
use futures::future::{FutureExt, select};

async fn attempts() {
    let mut pause = 100;
    while let Err(error) = traced("request", fetch("status/503")).await {
        print(format!("{error}, so again in {pause} ms"));
        sleep(pause).await;
        pause *= 2;
    }
}

pub(super) async fn main() {
    let attempts = attempts().boxed_local();
    select(attempts, timeout(800).boxed_local()).await;
    print("no more");
}

pub(super) const LESSON: Lesson = Lesson {
    id: "retry",
    title: "Retry with back-off until a deadline",
    why: "The deadline is one timer for all attempts, beside them in a select, \
          rather than a limit for each: whatever the attempts are doing when \
          it fires, they are dropped there, here in the middle of their \
          longest pause. Each pause is twice as long as the one before, so \
          that a server in trouble is asked ever less often; a real client \
          would also add a random part, so that many clients do not come back \
          at the same instant. Whether to retry at all depends on the failure: \
          503 says try again, 404 does not.",
    question: Question {
        text: "The pauses are 100, 200, 400 ms and so on, and the deadline is \
               at 800 ms. How many attempts are there?",
        options: &["3 or fewer", "4", "5 or more"],
        answer: Answer::Of(|outcome| {
            let tried = |line: &&&str| line.starts_with("status 503");
            match outcome.printed.iter().filter(tried).count() {
                0..4 => Some(0),
                4 => Some(1),
                _ => Some(2),
            }
        }),
    },
    source: source::RETRY,
};
