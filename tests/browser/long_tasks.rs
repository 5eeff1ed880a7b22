//! What the browser reports as a long task.

use crate::spies::{frame, turn, until};
use meanwhile::browser::clock::now;
use meanwhile::browser::long_tasks::LongTaskWatch;
use meanwhile::trace::Timestamp;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen_test::wasm_bindgen_test;

type Tasks = Rc<RefCell<Vec<(Timestamp, Timestamp)>>>;

/// A watch and what it has been called with; none where the browser reports no
/// long tasks.
fn watched() -> Option<(LongTaskWatch, Tasks)> {
    let tasks = Tasks::default();
    let heard = tasks.clone();
    let watch = LongTaskWatch::start(move |from, to| {
        heard.borrow_mut().push((from, to));
    });
    watch.map(|watch| (watch, tasks))
}

/// Keeps the thread for as long as browsers call long, twice over; in a task of
/// its own.
async fn keep_the_thread() -> (Timestamp, Timestamp) {
    turn().await;
    let began = now();
    while now().since(began) < Duration::from_millis(100) {}
    let ended = now();
    frame().await;
    (began, ended)
}

#[wasm_bindgen_test]
async fn a_long_task_is_reported_by_the_clock_of_the_page() {
    let Some((_watch, tasks)) = watched() else {
        return;
    };
    let (began, ended) = keep_the_thread().await;
    let covers = |(from, to): &(Timestamp, Timestamp)| {
        *from <= ended && *to >= began && from < to
    };
    until(|| tasks.borrow().iter().any(covers)).await;
}

#[wasm_bindgen_test]
async fn nothing_is_reported_after_the_drop() {
    let Some((watch, tasks)) = watched() else {
        return;
    };
    let Some((_other, others)) = watched() else {
        return;
    };
    drop(watch);
    let (began, _) = keep_the_thread().await;
    until(|| others.borrow().iter().any(|(_, to)| *to >= began)).await;
    assert!(tasks.borrow().is_empty(), "{:?}", tasks.borrow());
}
