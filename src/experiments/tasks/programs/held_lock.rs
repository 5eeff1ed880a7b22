//! Three tasks that wait while they hold the lock which all of them need.

use super::{Answer, Lesson, Question, nearest, source};
use crate::experiments::tasks::prelude::*;
use std::rc::Rc;

async fn add(sum: Rc<Mutex<u32>>) {
    let mut sum = sum.lock().await;
    sleep(100).await;
    *sum += 1;
    print(format!("the sum is {}", *sum));
}

pub(super) async fn main() {
    let sum = Rc::new(Mutex::new(0));
    let tasks = ["one", "two", "three"];
    for task in tasks.map(|name| spawn(name, add(sum.clone()))) {
        task.await;
    }
}

pub(super) const LESSON: Lesson = Lesson {
    id: "held-lock",
    title: "A lock that is held across an await",
    why: "The guard lives until the end of the function, so each task keeps \
          the lock while it sleeps, and the others wait for the task and not \
          for its timer: the list Waiting shows it. Three tasks that could \
          have slept at the same time sleep one after another. Take the lock \
          after the await, or let go of it before. A lock of the standard \
          library would be worse here: its lock holds the thread until it is \
          free, and the task that could free it needs that thread.",
    question: Question {
        text: "Each of three tasks takes the lock, sleeps 100 ms and adds 1. \
               How long do they take?",
        options: &["100 ms", "300 ms"],
        answer: Answer::Of(|outcome| {
            let main = outcome.track("main")?.duration()?;
            nearest(main, [100, 300])
        }),
    },
    source: source::HELD_LOCK,
};
