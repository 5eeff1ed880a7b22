//! A future does nothing until it is polled.

use super::{Answer, Lesson, Question, source};
use crate::experiments::tasks::prelude::*;

async fn hello(name: &str) {
    print(format!("hello {name}"));
}

pub(super) async fn main() {
    let never_awaited = traced("never awaited", hello("nobody"));
    let awaited = traced("awaited", hello("somebody"));
    print("made both");
    drop(never_awaited);
    print("dropped one");
    awaited.await;
}

pub(super) const LESSON: Lesson = Lesson {
    id: "lazy",
    title: "A future does nothing until polled",
    why: "Calling an async fn makes a value and runs none of its body. That \
          value is the coroutine: a struct that holds what the body needs, as \
          large as the picture says, and whose type has no name but “impl \
          Future”. Only a poll runs it. The one that is dropped unpolled has \
          printed nothing; Python warns of it as “coroutine was never \
          awaited”.",
    question: Question {
        text: "What is printed first?",
        options: &["hello nobody", "hello somebody", "made both"],
        answer: Answer::Line(1),
    },
    source: source::LAZY,
};
