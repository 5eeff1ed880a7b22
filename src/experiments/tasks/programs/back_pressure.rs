//! A producer that is quicker than its consumer, and a channel between them.

use super::{Answer, Lesson, Question, source};
use crate::experiments::tasks::prelude::*;
use futures::channel::mpsc::{Sender, channel};
use futures::{SinkExt, StreamExt};

async fn produce(mut parts: Sender<u32>) {
    for part in 1..=3 {
        let _ = parts.send(part).await;
        print(format!("sent {part}"));
    }
}

pub(super) async fn main() {
    let (send, mut parts) = channel(0);
    spawn("producer", produce(send)).detach();
    while let Some(part) = parts.next().await {
        sleep(100).await;
        print(format!("used {part}"));
    }
}

pub(super) const LESSON: Lesson = Lesson {
    id: "back-pressure",
    title: "A full channel makes its sender wait",
    why: "The channel has room for one part, and send waits until there is \
          room again. So the producer, which could make thousands of parts at \
          once, goes no faster than main uses them: that is back-pressure. \
          Without a bound, or without awaiting send, the parts would pile up \
          in memory for as long as the consumer is slower. Taking a part wakes \
          the producer, as the arrows show. asyncio.Queue(1) does the same; \
          JavaScript has it in WritableStream, whose writer waits for ready.",
    question: Question {
        text: "Making a part takes no time, and using one takes 100 ms. How \
               much is sent before the first part is used?",
        options: &["1 part", "2 parts", "all 3 parts"],
        answer: Answer::Of(|outcome| {
            let mut printed = outcome.printed.iter();
            let used = printed.position(|line| *line == "used 1")?;
            used.checked_sub(1)
        }),
    },
    source: source::BACK_PRESSURE,
};
