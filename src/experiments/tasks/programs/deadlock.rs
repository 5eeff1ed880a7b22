//! Two tasks take two locks, each in the order of its own.

use super::{Answer, Lesson, Question, source};
use crate::experiments::tasks::prelude::*;
use crate::trace::{Ending, Track};
use futures::future::join;
use std::rc::Rc;

async fn transfer(from: Rc<Mutex<i32>>, to: Rc<Mutex<i32>>) {
    let mut from = from.lock().await;
    print("locked one");
    sleep(100).await;
    *to.lock().await += 1;
    *from -= 1;
    print("transferred");
}

pub(super) async fn main() {
    let [a, b] = [10, 20].map(|euros| Rc::new(Mutex::new(euros)));
    let there = spawn("a to b", transfer(a.clone(), b.clone()));
    let back = spawn("b to a", transfer(b, a));
    join(there, back).await;
}

pub(super) const LESSON: Lesson = Lesson {
    id: "deadlock",
    title: "Bug zoo: the deadlock",
    why: "Each task has the lock that the other waits for, so neither is ever \
          woken. There is no thread that hangs: the page stays alive, the \
          tasks are idle, and a server with such a bug looks healthy while \
          some requests never end. The cure is one order for all: always lock \
          a before b, whichever way the money goes. Or hold no lock across an \
          await. The finding names the cycle, since the lock knows who has \
          it; the page ends the run because nothing can happen any more.",
    question: Question {
        text: "Two transfers in opposite directions run at the same time. How \
               many are ever done?",
        options: &["both", "one", "none"],
        answer: Answer::Of(|outcome| {
            let tasks = ["a to b", "b to a"].map(|it| outcome.track(it));
            let is_done = |it: &&Track| it.ending() == Some(Ending::Succeeded);
            match tasks.into_iter().flatten().filter(is_done).count() {
                0 => Some(2),
                1 => Some(1),
                _ => Some(0),
            }
        }),
    },
    source: source::DEADLOCK,
};
