//! One task computes, and all others wait for the thread.

use super::{Answer, Lesson, Question, nearest, source};
use crate::experiments::tasks::prelude::*;
use futures::channel::oneshot::{Sender, channel};

async fn busy(tell: Sender<f64>) {
    sleep(100).await;
    let _ = tell.send(elapsed());
    compute(212);
}

pub(super) async fn main() {
    let (tell, told) = channel();
    spawn("busy", busy(tell)).detach();
    spawn("bystander", sleep(150)).detach();
    if let Ok(at) = told.await {
        let late = elapsed() - at;
        print(format!("told, and polled {late:.0} ms late"));
    }
}

pub(super) const LESSON: Lesson = Lesson {
    id: "busy",
    title: "CPU work in one task delays all",
    why: "busy tells main, which wakes it; main is ready at once. But there is \
          one thread, and busy keeps it for 212 ms: main is scheduled all that \
          time, woken and not polled. Nothing interrupts a poll. The bystander \
          is worse off: its timer is due after 150 ms, and cannot even fire. \
          In the table that is the difference between idle and scheduled; the \
          lab Freeze shows what to do about it.",
    question: Question {
        text: "main is told after 100 ms, and then busy computes for 212 ms. \
               When does main go on?",
        options: &[
            "at once: it was woken",
            "at 150 ms, at the next timer",
            "at 312 ms, when busy gives the thread back",
        ],
        answer: Answer::Of(|outcome| {
            let main = outcome.track("main")?;
            let last = main.polls.last()?.0;
            nearest(last.since(main.start?), [100, 150, 312])
        }),
    },
    source: source::BUSY,
};
