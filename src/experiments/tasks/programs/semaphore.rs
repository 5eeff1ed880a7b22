//! Five tasks, of which two at a time have a permit.

use super::{Answer, Lesson, Question, nearest, source};
use crate::experiments::tasks::prelude::*;
use async_lock::Semaphore;
use std::rc::Rc;

async fn ask(name: &str, permits: Rc<Semaphore>) {
    let permit = permits.acquire().await;
    let answer = fetch("delay/0.2").await;
    drop(permit);
    print(format!("{name}: {answer:?}"));
}

pub(super) async fn main() {
    let permits = Rc::new(Semaphore::new(2));
    let names = ["one", "two", "three", "four", "five"];
    for task in names.map(|name| spawn(name, ask(name, permits.clone()))) {
        task.await;
    }
}

pub(super) const LESSON: Lesson = Lesson {
    id: "semaphore",
    title: "A semaphore of two",
    why: "All five tasks begin at once, and all but two wait for a permit. Whoever \
          drops a permit wakes one that waits, so the tasks come in waves of \
          two. A stream with two in flight does the same for one \
          task; a semaphore limits tasks that know nothing of each other, \
          wherever they were spawned. A permit is given back when it is \
          dropped, also if its task fails or is cancelled. Hold it only \
          around what is scarce.",
    question: Question {
        text: "Five requests of 200 ms each, and two permits. How long do they \
               take?",
        options: &["200 ms", "500 ms", "600 ms", "1 s"],
        answer: Answer::Of(|outcome| {
            let main = outcome.track("main")?.duration()?;
            nearest(main, [200, 500, 600, 1000])
        }),
    },
    source: source::SEMAPHORE,
};
