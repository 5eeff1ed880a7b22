//! The first of two answers is enough.

use super::{Answer, Lesson, Question, nearest, source};
use crate::experiments::tasks::prelude::*;
use futures::future::{FutureExt, select};

pub(super) async fn main() {
    let slow = traced("slow", fetch("delay/1")).boxed_local();
    let fast = traced("fast", fetch("delay/0.3")).boxed_local();
    let (answer, loser) = select(slow, fast).await.factor_first();
    print(format!("the first answer: {answer:?}"));
    drop(loser);
    print("the other is dropped");
}

pub(super) const LESSON: Lesson = Lesson {
    id: "race",
    title: "Race: the loser is dropped",
    why: "select polls both futures and is ready as soon as one of them is. It \
          hands back the other, half done as it is; dropping that aborts its \
          request, as the network tab of the browser shows. There is no cancel \
          method and nothing to catch: a future that nobody polls does \
          nothing, and one that is dropped frees what it held. asyncio.wait \
          leaves the loser to be cancelled by hand, and Promise.race lets it \
          go on.",
    question: Question {
        text: "One request takes 300 ms, the other a second. How long does the \
               run take?",
        options: &["300 ms", "1 s", "1.3 s"],
        answer: Answer::Of(|outcome| {
            let run = outcome.timeline.makespan()?;
            nearest(run, [300, 1000, 1300])
        }),
    },
    source: source::RACE,
};
