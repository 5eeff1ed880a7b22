//! A task is suspended at an await, woken, and goes on where it stood.

use super::{Answer, Lesson, Question, source};
use crate::experiments::tasks::prelude::*;
use crate::trace::{Cause, Source};

async fn add_up(numbers: [u32; 3]) -> u32 {
    let mut sum = 0;
    for number in numbers {
        sum += number;
        print(format!("{number} makes {sum}"));
        sleep(200).await;
    }
    sum
}

pub(super) async fn main() {
    let sum = add_up([1, 2, 3]).await;
    print(format!("the sum is {sum}"));
}

pub(super) const LESSON: Lesson = Lesson {
    id: "suspend",
    title: "Await suspends, a timer wakes",
    why: "At sleep the poll ends: the task gives the thread back and leaves \
          its waker with the timer. The loop index and the sum stay behind in \
          the future, which is why its size is known. When the timer fires it \
          wakes the task, the executor polls it, and it goes on in the middle \
          of its loop. In between it costs nothing: it is idle, and nobody \
          asks whether it is ready yet.",
    question: Question {
        text: "Who sees to it that main goes on after each sleep?",
        options: &[
            "the executor, which asks again and again",
            "the timer, which wakes it once",
            "main, which wakes itself",
        ],
        answer: Answer::Of(|outcome| {
            let main = outcome.track("main")?;
            let own = Cause::Task(main.task);
            let timer = Cause::Loop(Source::Timer);
            let first = main.wakes.first()?.by;
            let unasked = main.polls.len() > main.wakes.len() + 1;
            match first {
                _ if unasked => Some(0),
                _ if first == timer => Some(1),
                _ if first == own => Some(2),
                _ => None,
            }
        }),
    },
    source: source::SUSPEND,
};
