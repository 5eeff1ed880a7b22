//! A future is dropped at its await, with all that it holds.

use super::{Answer, Lesson, Question, source};
use crate::experiments::tasks::prelude::*;
use futures::future::{FutureExt, select};
use std::rc::Rc;

async fn job(file: Rc<str>) {
    print(format!("opens {file}"));
    sleep(1_000).await;
    print(format!("closes {file}"));
}

pub(super) async fn main() {
    let file = Rc::from("a file");
    let job = traced("job", job(Rc::clone(&file))).boxed_local();
    let limit = sleep(100).boxed_local();
    let (_, job) = select(limit, job).await.factor_first();
    drop(job);
    print(format!("open by {}", Rc::strong_count(&file)));
}

pub(super) const LESSON: Lesson = Lesson {
    id: "cancel",
    title: "Cancelled at an await",
    why: "To cancel is to drop. A future can be dropped wherever it stands \
          still, which is at an await: what comes after that line never runs. \
          So job does not close the file, but it does not keep it either, \
          since all that a future holds is dropped with it, the last of its \
          variables first. Put into Drop what has to happen however it ends. \
          Python raises CancelledError at the await, so that a finally runs \
          and may even await; JavaScript cannot end an async function from \
          outside.",
    question: Question {
        text: "job is dropped at its await. How many have the file open then?",
        options: &["open by 1", "open by 2"],
        answer: Answer::Line(2),
    },
    source: source::CANCEL,
};
