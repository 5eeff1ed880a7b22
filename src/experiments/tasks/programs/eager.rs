//! A timer that is set when it is made, and one that is set when it is polled.

use super::{Answer, Lesson, Question, nearest, source};
use crate::experiments::tasks::prelude::*;

pub(super) async fn main() {
    let eager = traced("eager", timeout(300));
    let lazy = traced("lazy", sleep(300));
    sleep(200).await;
    let start = elapsed();
    eager.await;
    print(format!("eager took {:.0} ms", elapsed() - start));
    let start = elapsed();
    lazy.await;
    print(format!("lazy took {:.0} ms", elapsed() - start));
}

pub(super) const LESSON: Lesson = Lesson {
    id: "eager",
    title: "A timer is eager, an async fn is lazy",
    why: "timeout is gloo's TimeoutFuture, whose constructor calls setTimeout: \
          its time runs whether anybody polls it or not. sleep is an async fn \
          around the same timer, and an async fn begins at its first poll. \
          Both are futures and look alike, so their documentation has to say \
          which they are. In JavaScript every promise is eager: there is no \
          such thing as a promise that has not begun. Python's coroutines are \
          lazy, and its tasks eager.",
    question: Question {
        text: "Both are made at the start, and 200 ms later awaited one after \
               the other. How long does lazy.await take?",
        options: &["nothing: its time is up", "100 ms", "300 ms"],
        answer: Answer::Of(|outcome| {
            let lazy = outcome.track("lazy")?;
            let (first, end) = (lazy.polls.first()?.0, lazy.end?.0);
            nearest(end.since(first), [0, 100, 300])
        }),
    },
    source: source::EAGER,
};
