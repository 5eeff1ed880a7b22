//! An executor of our own runs two tasks to their ends.

use super::{Answer, Lesson, Question, source};
use crate::experiments::tasks::Executor;
use crate::experiments::tasks::prelude::*;

async fn count(name: &'static str) {
    for number in 1..=3 {
        print(format!("{name} {number}"));
        yield_now().await;
    }
}

pub(super) async fn main() {
    let executor = Executor::default();
    executor.spawn(traced("ping", count("ping")));
    executor.spawn(traced("pong", count("pong")));
    let all_done = executor.run();
    print(format!("all done: {all_done}"));
}

pub(super) const LESSON: Lesson = Lesson {
    id: "run-one",
    title: "Run one: an executor in 40 lines",
    why: "An executor is a queue and a loop: poll what is ready, until nothing \
          is. This one is all of the 40 lines beside it, and it polls our \
          futures inside a single poll of main. It can only finish what needs \
          nobody else: a timer cannot fire before the executor gives the \
          thread back.",
    question: Question {
        text: "Which line is printed second?",
        options: &["ping 2", "pong 1", "all done: true"],
        answer: Answer::Line(2),
    },
    source: source::RUN_ONE,
};
