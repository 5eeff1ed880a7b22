//! Futures within futures are one task.

use super::{Answer, Lesson, Question, source};
use crate::experiments::tasks::prelude::*;

async fn inner() -> u32 {
    sleep(200).await;
    print("inner: the timer woke us all");
    42
}

async fn outer() -> u32 {
    traced("inner", inner()).await + 1
}

pub(super) async fn main() {
    let number = traced("outer", outer()).await;
    print(format!("main: got {number}"));
}

pub(super) const LESSON: Lesson = Lesson {
    id: "nested",
    title: "Nested awaits: one task, many futures",
    why: "An awaited future is a field of the one that awaits it: main \
          contains outer, which contains inner, and their sizes in the table \
          say so. The executor knows only main. It polls main, main polls \
          outer, outer polls inner, and a Pending goes back up the same way. \
          The waker travels down with the poll, so the timer at the bottom \
          wakes the task at the top. Only spawn makes a task.",
    question: Question {
        text: "How many tasks does the executor have?",
        options: &["1", "2", "3"],
        answer: Answer::Of(|outcome| {
            let tracks = outcome.timeline.tracks().iter();
            tracks.filter(|it| it.is_task).count().checked_sub(1)
        }),
    },
    source: source::NESTED,
};
