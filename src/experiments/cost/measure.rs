//! Creating and finishing many, on a clock.

use super::forms as by;
use super::{Countdown, Order, Progress, Sample};
use crate::trace::Timestamp;
use std::cell::Cell;
use std::rc::Rc;

/// So many words of progress in each half: enough to be seen to move, few
/// enough that telling them weighs nothing.
const WORDS: u32 = 20;

/// Creates and finishes what `order` asks for, by `new_task` and `spawn`, on
/// the clock `now` and the `memory` that it is taken from, if that is known.
pub async fn measure<Task: Future<Output = ()> + 'static>(
    order: &Order,
    new_task: impl Fn(Countdown) -> Task,
    spawn: impl Fn(Task),
    now: fn() -> Timestamp,
    memory: fn() -> Option<f64>,
    tell: impl Fn(Progress) + 'static,
) -> Sample {
    let (count, each) = (order.count, (order.count / WORDS).max(1));
    let tell = Rc::new(tell);
    let on_finished = {
        let tell = tell.clone();
        move |left| {
            tell(Progress {
                created: count,
                finished: count - left,
                memory: memory(),
            });
        }
    };
    let countdown = Countdown::new(count, each, on_finished);
    let before = memory();
    let begun = now();
    let mut told = 0;
    let tasks = (0..count).map(|created| {
        // No remainder: dividing for each is no part of what a task costs.
        if created == told {
            told += each;
            tell(Progress {
                created,
                finished: 0,
                memory: memory(),
            });
        }
        new_task(countdown.clone())
    });
    let created = Cell::new(begun);
    let on_created = || created.set(now());
    if order.in_one_set {
        by::futures_unordered(tasks, on_created).await;
    } else {
        by::spawn_local(tasks, spawn, on_created, countdown.done()).await;
    }
    let (created, finished) = (created.get(), now());
    let after = memory();
    Sample {
        create: created.since(begun).as_secs_f64() * 1e3,
        finish: finished.since(created).as_secs_f64() * 1e3,
        grown: before.zip(after).map(|(before, after)| after - before),
        memory: after,
        future: u32::try_from(size_of::<Task>()).ok(),
    }
}
