//! A task runs in the background and is over before anybody awaits it.

use super::{Answer, Lesson, Question, source};
use crate::experiments::tasks::prelude::*;

async fn answer() -> u32 {
    print("answer: begins");
    sleep(200).await;
    print("answer: done");
    42
}

pub(super) async fn main() {
    let task = spawn("answer", answer());
    print("main: spawned it");
    sleep(500).await;
    print("main: awaits it");
    let answer = task.await;
    print(format!("main: got {answer}"));
}

pub(super) const LESSON: Lesson = Lesson {
    id: "background",
    title: "A task runs in the background",
    why: "A spawned task belongs to the executor, which polls it whether \
          anybody awaits it or not; the same future without spawn would not \
          have begun. It runs while main sleeps, and its result waits in the \
          handle. Awaiting a finished task does not wait: main goes through that \
          line in one and the same poll. And spawn itself runs nothing: the \
          task is only ready, and main has the thread.",
    question: Question {
        text: "The task takes 200 ms and is awaited after 500. How often is \
               main polled?",
        options: &["1", "2", "3"],
        answer: Answer::Polls("main"),
    },
    source: source::BACKGROUND,
};
