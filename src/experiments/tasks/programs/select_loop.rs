//! A loop that selects anew each time, and drops what is half done.

use super::{Answer, Lesson, Question, source};
use crate::experiments::tasks::prelude::*;
use futures::future::{FutureExt, select};

async fn message() -> &'static str {
    sleep(100).await;
    print("half of a message");
    sleep(100).await;
    "a whole message"
}

pub(super) async fn main() {
    for _ in 0..3 {
        let message = traced("message", message()).boxed_local();
        let tick = sleep(150).map(|()| "a tick").boxed_local();
        let (first, _) = select(message, tick).await.factor_first();
        print(first);
    }
}

pub(super) const LESSON: Lesson = Lesson {
    id: "select-loop",
    title: "A select loop that loses what is half done",
    why: "select drops the loser, and the loser takes with it what it had done \
          so far. Each round makes a new message, which gets half way, and a \
          tick, which is sooner: no message is ever whole. Nothing fails and \
          nothing is said of it. Make the future once, before the loop, pin \
          it, and select on a reference to it: then it goes on where it \
          stood. Futures that lose nothing when they are dropped are called \
          cancel-safe; a channel's next message is, a message that is read in \
          two halves is not.",
    question: Question {
        text: "A message takes 200 ms, in two halves; a tick comes after 150 \
               ms. The loop waits three times for whichever is first. How many \
               messages does it get?",
        options: &["none", "1", "2", "3"],
        answer: Answer::Of(|outcome| {
            let is_whole = |line: &&&str| line.contains("whole");
            let whole = outcome.printed.iter().filter(is_whole).count();
            outcome.completed.then_some(whole)
        }),
    },
    source: source::SELECT_LOOP,
};
