//! Two tasks take turns at their awaits.

use super::{Answer, Lesson, Question, source};
use crate::experiments::tasks::prelude::*;

async fn walk(name: &str, step: u64) {
    print(format!("{name}: start"));
    sleep(step).await;
    print(format!("{name}: half way"));
    sleep(step).await;
    print(format!("{name}: done"));
}

pub(super) async fn main() {
    let alice = spawn("alice", walk("alice", 300));
    let bob = spawn("bob", walk("bob", 200));
    alice.await;
    bob.await;
}

pub(super) const LESSON: Lesson = Lesson {
    id: "interleave",
    title: "Two tasks interleave at their awaits",
    why: "Both tasks share one thread. A task runs from one await to the next, \
          and nothing of another comes in between; at an await that has to \
          wait it gives the thread back. The task whose timer fires first goes on \
          first.",
    question: Question {
        text: "Which line is printed third?",
        options: &["alice: half way", "bob: half way", "alice: done"],
        answer: Answer::Line(3),
    },
    source: source::INTERLEAVE,
};
