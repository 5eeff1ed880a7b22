//! What is held across an await is part of the future.

use super::{Answer, Lesson, Question, source};
use crate::experiments::tasks::prelude::*;

async fn holds() {
    let buffer = [7_u8; 16_384];
    sleep(100).await;
    print(format!("holds: {} bytes", buffer.len()));
}

async fn lets_go() {
    print(format!("lets go: {} bytes", [7_u8; 16_384].len()));
    sleep(100).await;
}

pub(super) async fn main() {
    spawn("holds", holds()).detach();
    spawn("lets go", lets_go()).detach();
}

pub(super) const LESSON: Lesson = Lesson {
    id: "big-buffer",
    title: "Bug zoo: the big buffer",
    why: "A future is a struct with a field for everything that lives across \
          an await. holds uses its buffer after the await, so all of it is in \
          the future, and is copied whenever the future is moved: into spawn, \
          into a join, into a Vec. lets go needs only a number afterwards. The \
          sizes are in the table. Multiply by the tasks you want to have: a \
          thousand of one are 16 MB, of the other less than one. A Vec or a \
          Box holds the bytes elsewhere.",
    question: Question {
        text: "How much larger is the future of holds?",
        options: &[
            "not at all: the buffer is on the stack",
            "by 16 kB: the buffer is in it",
            "by 8 bytes: a pointer to the buffer",
        ],
        answer: Answer::Of(|outcome| {
            let bytes = |name| outcome.track(name)?.bytes;
            let more = bytes("holds")?.saturating_sub(bytes("lets go")?);
            match more {
                0 => Some(0),
                16_384.. => Some(1),
                _ => Some(2),
            }
        }),
    },
    source: source::BIG_BUFFER,
};
