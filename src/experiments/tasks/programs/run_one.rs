//! An executor of our own runs two tasks to their ends.

use crate::experiments::tasks::Executor;
use crate::experiments::tasks::prelude::*;

async fn count(name: &'static str) {
    for number in 1..=3 {
        print(format!("{name} {number}"));
        yield_now().await;
    }
}

pub(super) async fn main() {
    let executor = Executor::default();
    executor.spawn(traced("ping", count("ping")));
    executor.spawn(traced("pong", count("pong")));
    let all_done = executor.run();
    print(format!("all done: {all_done}"));
}
