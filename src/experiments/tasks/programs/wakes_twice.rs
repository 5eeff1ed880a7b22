//! Two wakes before a poll are one poll.

use super::{Answer, Lesson, Question, source};
use crate::experiments::tasks::prelude::*;
use std::future::poll_fn;
use std::pin::pin;

pub(super) async fn main() {
    let mut timer = pin!(sleep(200));
    let mut polls = 0;
    poll_fn(|cx| {
        polls += 1;
        print(format!("poll {polls}"));
        if polls == 1 {
            cx.waker().wake_by_ref();
            cx.waker().wake_by_ref();
        }
        timer.as_mut().poll(cx)
    })
    .await;
}

pub(super) const LESSON: Lesson = Lesson {
    id: "wakes-twice",
    title: "Bug zoo: wakes twice",
    why: "A wake says “poll me again”, not “here is something”: who is in the \
          queue already is not put there twice. So the two wakes of the first \
          poll are one more poll, and the timer's wake is the last. Nothing \
          breaks, and yet that poll in the middle was for nothing. Whoever \
          counts wakes to count messages counts wrong; and a task that wakes itself \
          to be on the safe side pays for it with a poll each time.",
    question: Question {
        text: "The first poll wakes twice, and 200 ms later the timer wakes. \
               How often is main polled?",
        options: &["2", "3", "4"],
        answer: Answer::Polls("main"),
    },
    source: source::WAKES_TWICE,
};
