//! Three requests in one task, all at once.

use super::{Answer, Lesson, Question, nearest, source};
use crate::experiments::tasks::prelude::*;
use futures::future::join_all;

pub(super) async fn main() {
    let pages = ["delay/0.1", "delay/0.3", "delay/0.2"];
    let fetches = pages.map(|url| traced(url, fetch(url)));
    for answer in join_all(fetches).await {
        print(format!("{answer:?}"));
    }
    print("that was all");
}

pub(super) const LESSON: Lesson = Lesson {
    id: "join",
    title: "Join: as long as the slowest",
    why: "join_all is one future that polls the three; they are rows of the \
          picture and no tasks of their own. All requests go out in main's \
          first poll and wait at the same time, so the whole takes as long as \
          the slowest, and the answers come in the order of the list. Each \
          answer wakes main, and main polls whatever is not over yet. This is \
          asyncio.gather and Promise.all; it needs no thread and no second \
          task.",
    question: Question {
        text: "How long do all three take?",
        options: &["100 ms", "300 ms", "600 ms"],
        answer: Answer::Of(|outcome| {
            let main = outcome.track("main")?.duration()?;
            nearest(main, [100, 300, 600])
        }),
    },
    source: source::JOIN,
};
