//! Memory that is shared, with real workers at the other end.

use crate::spies::{Spy, script_url, turn};
use meanwhile::browser::endpoint::{Endpoint, Missing};
use meanwhile::browser::isolation::Isolation;
use meanwhile::browser::page;
use meanwhile::browser::shared::{SharedWords, Sharing, sharing};
use meanwhile::browser::worker::{Said, Worker};
use wasm_bindgen_test::wasm_bindgen_test;

/// None in WebKit alone, which isolates the tests and shares no memory.
fn words() -> Option<SharedWords> {
    let words = SharedWords::new(8);
    let expected = match page::is_webkit() {
        true => Sharing::Unknown,
        false => Sharing::Possible,
    };
    assert_eq!(sharing(), expected, "the tests are served isolated");
    assert_eq!(words.is_some(), sharing() == Sharing::Possible);
    words
}

fn message(bytes: &[u8]) -> Said {
    Said::Message(bytes.to_vec())
}

#[wasm_bindgen_test]
fn each_operation_says_what_was_there() {
    let Some(words) = words() else {
        return;
    };
    assert_eq!((words.read(0), words.load(7)), (0, 0));
    words.write(1, 5);
    words.store(2, 7);
    assert_eq!((words.load(1), words.read(2)), (5, 7));
    assert_eq!((words.add(1, 3), words.load(1)), (5, 8));
    assert_eq!((words.exchange(1, 2), words.load(1)), (8, 2));
    assert_eq!((words.compare_exchange(1, 9, 4), words.load(1)), (2, 2));
    assert_eq!((words.compare_exchange(1, 2, 4), words.load(1)), (2, 4));
}

#[wasm_bindgen_test]
fn a_page_does_not_sleep() {
    let Some(words) = words() else {
        return;
    };
    words.wait(0, 0);
    words.notify_one(0);
    assert_eq!(words.load(0), 0);
}

#[wasm_bindgen_test]
async fn a_worker_sees_the_memory_that_it_was_sent() {
    let adds = "onmessage = ({ data: [bytes, words] }) => {
          Atomics.add(words, bytes[0], bytes[1]);
          postMessage(bytes);
        };
        postMessage(new Uint8Array());";
    let worker = Worker::start(&script_url(adds)).expect("it starts");
    assert_eq!(worker.listen().await, message(&[]));
    let Some(words) = words() else {
        return;
    };
    words.store(3, 40);
    worker.tell_with(&[3, 2], &words);
    assert_eq!(worker.listen().await, message(&[3, 2]));
    assert_eq!(words.load(3), 42);
}

/// Falls asleep on the first word, and tells before and after.
const SLEEPER: &str = "onmessage = ({ data: [, words] }) => {
      postMessage(new Uint8Array([1]));
      Atomics.wait(words, 0, 0);
      postMessage(new Uint8Array([2]));
    };
    postMessage(new Uint8Array([0]));";

async fn asleep(words: &SharedWords) -> Worker {
    let worker = Worker::start(&script_url(SLEEPER)).expect("it starts");
    assert_eq!(worker.listen().await, message(&[0]));
    worker.tell_with(&[], words);
    assert_eq!(worker.listen().await, message(&[1]));
    worker
}

#[wasm_bindgen_test]
async fn a_worker_that_sleeps_is_woken() {
    let Some(words) = words() else {
        return;
    };
    let worker = asleep(&words).await;
    // It may not sleep yet: then it finds the other value.
    words.store(0, 1);
    words.notify_one(0);
    assert_eq!(worker.listen().await, message(&[2]));
}

#[wasm_bindgen_test]
async fn a_worker_that_sleeps_is_terminated() {
    let Some(words) = words() else {
        return;
    };
    let (workers, errors) = (Spy::on_workers(), Spy::on_errors());
    drop(asleep(&words).await);
    for _ in 0..3 {
        turn().await;
    }
    assert_eq!(workers.log(), ["begun", "terminated"]);
    assert_eq!(errors.log(), [""; 0]);
}

#[wasm_bindgen_test]
fn a_page_that_is_isolated_needs_nothing() {
    for endpoint in [
        Endpoint::ServiceWorker,
        Endpoint::StandIn(Missing::Unsupported),
    ] {
        assert_eq!(Isolation::of(endpoint), Isolation::Isolated);
    }
}
