//! A future that is pending and has told nobody when to wake it.

use super::{Answer, Lesson, Question, source};
use crate::experiments::tasks::prelude::*;
use crate::trace::Ending;
use std::future::poll_fn;
use std::task::Poll;

fn until(millis: f64) -> impl Future<Output = ()> {
    poll_fn(move |_cx| match elapsed() >= millis {
        true => Poll::Ready(()),
        false => Poll::Pending,
    })
}

pub(super) async fn main() {
    let sound = spawn("sound", sleep(300));
    let lost = spawn("lost", until(300.0));
    sound.await;
    print("sound is done");
    lost.await;
    print("lost is done");
}

pub(super) const LESSON: Lesson = Lesson {
    id: "lost-waker",
    title: "Bug zoo: the lost waker",
    why: "Pending is a promise: somebody has the waker and will use it. The fn until \
          leaves it in _cx, where it is dropped, so its task is idle with no \
          waker alive, and nothing can ever schedule it. The condition becomes \
          true and nobody looks. Run it by hand: poll lost again after 300 ms \
          and it is done at once. That is also how this bug hides: any other \
          reason for a poll, a join beside it, and it seems to work. The page \
          sees that nothing can happen any more and ends the run.",
    question: Question {
        text: "How does it end?",
        options: &[
            "both tasks are done after 300 ms",
            "lost is never done, and main waits for ever",
        ],
        answer: Answer::Of(|outcome| {
            match outcome.timeline.root()?.ending()? {
                Ending::Succeeded => Some(0),
                Ending::Failed => Some(1),
                _ => None,
            }
        }),
    },
    source: source::LOST_WAKER,
};
