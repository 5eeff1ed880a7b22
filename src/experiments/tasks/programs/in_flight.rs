//! Five pages, of which two are loaded at a time.

use super::{Answer, Lesson, Question, nearest, source};
use crate::experiments::tasks::prelude::*;
use futures::stream::{StreamExt, iter};

async fn page(millis: u64) -> u64 {
    traced(format!("{millis} ms"), sleep(millis)).await;
    millis
}

pub(super) async fn main() {
    let pages = iter([300, 100, 100, 100, 200]).map(page);
    let mut answers = pages.buffer_unordered(2);
    while let Some(millis) = answers.next().await {
        print(format!("the page of {millis} ms"));
    }
}

pub(super) const LESSON: Lesson = Lesson {
    id: "in-flight",
    title: "A stream with two in flight",
    why: "buffer_unordered keeps two futures in flight: whenever one is done, \
          it takes the next from the stream. So the slow page takes one of the \
          two places for 300 ms, and three quick ones go through the other \
          meanwhile. Nothing is divided into two halves beforehand, and no \
          place stands empty while pages are left. The answers come in the \
          order in which they are done. This is how the lab Crawl limits its \
          requests; in Python a semaphore does it, in JavaScript two loops \
          over one iterator.",
    question: Question {
        text: "The pages take 300, 100, 100, 100 and 200 ms, and two are in \
               flight at a time. How long does it take?",
        options: &["400 ms", "500 ms", "800 ms"],
        answer: Answer::Of(|outcome| {
            let main = outcome.track("main")?.duration()?;
            nearest(main, [400, 500, 800])
        }),
    },
    source: source::IN_FLIGHT,
};
