//! A task waits for a message that only the task itself could send.

use super::{Answer, Lesson, Question, source};
use crate::experiments::tasks::prelude::*;
use crate::trace::Ending;
use futures::StreamExt;
use futures::channel::mpsc::{Receiver, Sender, channel};

async fn worker(mut again: Sender<u32>, mut jobs: Receiver<u32>) {
    while let Some(job) = jobs.next().await {
        print(format!("job {job}"));
        if job > 1 {
            let _ = again.try_send(job - 1);
        }
    }
    print("no more jobs");
}

pub(super) async fn main() {
    let (mut send, jobs) = channel(8);
    let _ = send.try_send(3);
    spawn("worker", worker(send, jobs)).detach();
}

pub(super) const LESSON: Lesson = Lesson {
    id: "leak",
    title: "Bug zoo: the task that nobody ends",
    why: "The loop ends when the last sender is dropped. The worker itself has \
          one, to put jobs back, so that never happens: it waits for a message \
          that only it could send. Nobody awaits it, so nobody misses it; a \
          server that starts such a worker for each connection grows until it \
          is restarted. Count the work that is left and return when there is \
          none, or give the worker a sender that does not keep the channel \
          open. Its waker is kept, by the channel, so this is no lost waker: \
          the finding calls it a leak.",
    question: Question {
        text: "main ends at once, and the worker does its three jobs. What \
               does the worker print last?",
        options: &["job 1", "no more jobs"],
        answer: Answer::Of(|outcome| {
            let worker = outcome.track("worker")?;
            match worker.ending() {
                Some(Ending::Succeeded) => Some(1),
                _ => Some(0),
            }
        }),
    },
    source: source::LEAK,
};
