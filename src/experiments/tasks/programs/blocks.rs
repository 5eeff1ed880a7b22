//! A future that does all its work in one poll.

use super::{Answer, Lesson, Question, nearest, source};
use crate::experiments::tasks::prelude::*;
use futures::future::lazy;

async fn blocks() {
    sleep(100).await;
    lazy(|_cx| compute(300)).await;
}

pub(super) async fn main() {
    spawn("blocks", blocks()).detach();
    let mut longest = 0.0_f64;
    while elapsed() < 600.0 {
        let before = elapsed();
        frame().await;
        longest = longest.max(elapsed() - before);
    }
    print(format!("the longest frame: {longest:.0} ms"));
}

pub(super) const LESSON: Lesson = Lesson {
    id: "blocks",
    title: "Bug zoo: the future that blocks",
    why: "It is a future, it is spawned, it is awaited: and it blocks. What \
          counts is how long a poll takes, and this one takes 300 ms, during \
          which no frame is painted and no click is answered. async makes \
          nothing quick and moves nothing elsewhere; a call that does not \
          return soon, an image to decode or a lock to wait for, has no place \
          in a poll. Cut it into slices that yield to the browser, or give it \
          to a worker.",
    question: Question {
        text: "main waits for frame after frame. How long is the longest wait?",
        options: &["about 17 ms", "about 100 ms", "300 ms or a little more"],
        answer: Answer::Of(|outcome| {
            let polls = &outcome.track("main")?.polls;
            let gaps = polls.windows(2).map(|it| it[1].0.since(it[0].0));
            nearest(gaps.max()?, [17, 100, 300])
        }),
    },
    source: source::BLOCKS,
};
