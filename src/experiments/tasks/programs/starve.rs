//! A task that always has more to do, beside others that wait for the browser.

use super::{Answer, Lesson, Question, source};
use crate::experiments::tasks::prelude::*;
use futures::future::{FutureExt, join};

async fn spin() {
    while elapsed() < 2_000.0 {
        compute(1);
        yield_now().await;
    }
    print("the spinner is done");
}

pub(super) async fn main() {
    spawn("spinner", spin()).detach();
    let frame = traced("frame", frame());
    let timer = traced("timer", sleep(100));
    join(frame.map(|()| print("a frame")), timer).await;
    print("the timer");
}

pub(super) const LESSON: Lesson = Lesson {
    id: "starve",
    title: "A task that yields and yet starves the page",
    why: "A task that yields by waking itself is polled again in the next \
          microtask, and the browser turns to timers, frames and clicks only \
          when no microtask is left. So for two seconds the page is dead, \
          though the spinner yields every millisecond. Choose another way to \
          yield: a message or a timer lets the browser have a turn, and a \
          frame lets it paint each time, at 60 rounds a second. Python's \
          sleep(0) does not starve timers: its loop looks at them on every \
          turn.",
    question: Question {
        text: "The timer is set to 100 ms, the spinner goes on for 2 s. Which \
               line is printed first?",
        options: &["a frame", "the timer", "the spinner is done"],
        answer: Answer::Line(1),
    },
    source: source::STARVE,
};
