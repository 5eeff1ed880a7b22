//! Three requests, and each answer is used as soon as it is there.

use super::{Answer, Lesson, Question, source};
use crate::experiments::tasks::prelude::*;
use futures::stream::{FuturesUnordered, StreamExt};

async fn page(url: &'static str) -> &'static str {
    let _ = traced(url, fetch(url)).await;
    url
}

pub(super) async fn main() {
    let urls = ["delay/0.3", "delay/0.1", "delay/0.2"];
    let mut pages = urls.map(page).into_iter().collect::<FuturesUnordered<_>>();
    while let Some(url) = pages.next().await {
        print(url);
    }
}

pub(super) const LESSON: Lesson = Lesson {
    id: "unordered",
    title: "Answers as they come",
    why: "FuturesUnordered is a stream: its next item is whichever future is \
          done first. join_all would have given nothing until the slowest is \
          done, and then all of them in the order of the list. Each future in \
          it has a waker of its own, which notes who was woken before it wakes \
          main: so main polls just those, where a plain join of three polls \
          whichever is not done yet. Look at the polls in the table. Python \
          has asyncio.as_completed; in JavaScript each promise gets its own \
          then.",
    question: Question {
        text: "Which page is printed first?",
        options: &["delay/0.3", "delay/0.1", "all of them at once"],
        answer: Answer::Line(1),
    },
    source: source::UNORDERED,
};
