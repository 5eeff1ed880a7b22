//! One of three requests fails, and the others are waited for all the same.

use super::{Answer, Lesson, Question, source};
use crate::experiments::tasks::prelude::*;
use futures::future::join_all;

async fn late(url: &'static str) -> Result<u16, String> {
    sleep(100).await;
    fetch(url).await
}

pub(super) async fn main() {
    let pages = ["delay/0.3", "status/503", "delay/0.1"];
    let fetches = pages.map(|url| traced(url, late(url)));
    for answer in join_all(fetches).await {
        print(format!("{answer:?}"));
    }
}

pub(super) const LESSON: Lesson = Lesson {
    id: "join-errors",
    title: "Join, and collect the errors",
    why: "In Rust a failure is a value: join_all neither knows nor cares that \
          one of its results is an Err, and waits for all of them. Python has \
          to be told with return_exceptions=True, as the crawler of the post \
          does; otherwise the first exception is raised at once and the other \
          coroutines go on unwatched. JavaScript says allSettled. Compare the \
          next program, which stops at the first error.",
    question: Question {
        text: "One of the three fails. How many results are there?",
        options: &["1: the error", "2: the good ones", "3: all of them"],
        answer: Answer::Of(|outcome| outcome.printed.len().checked_sub(1)),
    },
    source: source::JOIN_ERRORS,
};
