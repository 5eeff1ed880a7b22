//! One of three requests fails, and the others are dropped.

use super::{Answer, Lesson, Question, source};
use crate::experiments::tasks::prelude::*;
use crate::trace::Ending;
use futures::future::try_join_all;

async fn late(url: &'static str) -> Result<u16, String> {
    sleep(100).await;
    fetch(url).await
}

pub(super) async fn main() {
    let pages = ["delay/0.3", "status/503", "delay/0.1"];
    let fetches = pages.map(|url| traced(url, late(url)));
    match try_join_all(fetches).await {
        Ok(answers) => print(format!("all of them: {answers:?}")),
        Err(error) => print(format!("stopped: {error}")),
    }
}

pub(super) const LESSON: Lesson = Lesson {
    id: "try-join",
    title: "Try-join: stop at the first error",
    why: "try_join_all gives up with the first Err and drops the futures that \
          are left. Dropping is cancelling: their rows end that very moment, \
          and their requests are aborted. Python's gather and JavaScript's \
          Promise.all report the first error just as early, but what else they \
          started goes on to its end, and nobody looks. Python's TaskGroup \
          cancels it.",
    question: Question {
        text: "What becomes of the longest request?",
        options: &["it is answered", "it is aborted", "it goes on unwatched"],
        answer: Answer::Of(|outcome| {
            let over = outcome.track("main")?.end?.0;
            match outcome.track("delay/0.3")?.end {
                Some((_, Ending::Cancelled)) => Some(1),
                Some((end, _)) if end <= over => Some(0),
                _ => Some(2),
            }
        }),
    },
    source: source::TRY_JOIN,
};
