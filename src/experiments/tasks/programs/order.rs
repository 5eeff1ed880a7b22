//! Which of its queues the event loop serves first.

use super::{Answer, Lesson, Question, source};
use crate::experiments::tasks::prelude::*;

async fn say(what: &str, turn: impl Future<Output = ()>) {
    turn.await;
    print(what);
}

pub(super) async fn main() {
    spawn("frame", say("frame", frame())).detach();
    spawn("timer", say("timer", sleep(0))).detach();
    spawn("message", say("message", message())).detach();
    spawn("microtask", say("microtask", microtask())).detach();
    print("script");
}

pub(super) const LESSON: Lesson = Lesson {
    id: "order",
    title: "Microtask, message, timer, frame",
    why: "All four are asked for at the same instant, the microtask last. What \
          is running finishes first: that is “script”. Then the browser \
          serves every microtask before anything else; wakes of tasks are \
          microtasks. Messages and timers come in turns of their own, and \
          between those two the standard promises no order: browsers differ. \
          Frames wait for the screen, up to 17 ms, and may overtake a timer. \
          Run it again: only the first two lines are certain.",
    question: Question {
        text: "Which line is printed second?",
        options: &["frame", "timer", "message", "microtask"],
        answer: Answer::Line(2),
    },
    source: source::ORDER,
};
