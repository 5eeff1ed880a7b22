//! Real Web Workers, of scripts that the tests wrote.

use crate::spies::{Spy, script_url, turn};
use futures::FutureExt;
use meanwhile::browser::worker::{Said, Worker};
use wasm_bindgen_test::wasm_bindgen_test;

/// Says that it listens, and sends back what it hears, the other way round.
const ECHO: &str = "
    onmessage = ({ data }) => postMessage(data.reverse());
    postMessage(new Uint8Array([1]));
";

fn message(bytes: &[u8]) -> Said {
    Said::Message(bytes.to_vec())
}

async fn echo() -> Worker {
    let worker = Worker::start(&script_url(ECHO)).expect("a worker starts");
    assert_eq!(worker.listen().await, message(&[1]));
    worker
}

#[wasm_bindgen_test]
async fn a_worker_hears_and_answers_in_order() {
    let worker = echo().await;
    worker.tell(&[1, 2, 3]);
    worker.tell(&[]);
    worker.tell(&[255, 0]);
    // What nobody awaits yet is kept.
    turn().await;
    assert_eq!(worker.listen().await, message(&[3, 2, 1]));
    assert_eq!(worker.listen().await, message(&[]));
    assert_eq!(worker.listen().await, message(&[0, 255]));
    assert_eq!(worker.listen().now_or_never(), None);
}

#[wasm_bindgen_test]
async fn workers_do_not_hear_each_other() {
    let (one, other) = (echo().await, echo().await);
    one.tell(&[1, 2]);
    other.tell(&[3, 4]);
    assert_eq!(other.listen().await, message(&[4, 3]));
    assert_eq!(one.listen().await, message(&[2, 1]));
}

#[wasm_bindgen_test]
async fn dropping_a_worker_terminates_it() {
    let workers = Spy::on_workers();
    let worker = echo().await;
    assert_eq!(workers.log(), ["begun"]);
    drop(worker);
    assert_eq!(workers.log(), ["begun", "terminated"]);
}

#[wasm_bindgen_test]
async fn a_worker_is_terminated_in_the_middle_of_an_endless_loop() {
    let errors = Spy::on_errors();
    let endless = "postMessage(new Uint8Array([1])); for (;;) {}";
    let worker = Worker::start(&script_url(endless)).expect("it starts");
    assert_eq!(worker.listen().await, message(&[1]));
    drop(worker);
    // Another has its turn.
    let worker = echo().await;
    worker.tell(&[7]);
    assert_eq!(worker.listen().await, message(&[7]));
    assert_eq!(errors.log(), [""; 0]);
}

#[wasm_bindgen_test]
async fn a_worker_dropped_before_it_speaks_is_not_heard() {
    let errors = Spy::on_errors();
    let workers = Spy::on_workers();
    drop(Worker::start(&script_url(ECHO)).expect("a worker starts"));
    echo().await.tell(&[1]);
    for _ in 0..10 {
        turn().await;
    }
    let twice = ["begun", "terminated", "begun", "terminated"];
    assert_eq!(workers.log(), twice);
    assert_eq!(errors.log(), [""; 0], "nobody calls into what is gone");
}

#[wasm_bindgen_test]
async fn what_a_worker_throws_is_heard_and_the_page_has_no_error() {
    let errors = Spy::on_errors();
    let throws = "onmessage = () => { throw new Error('a reason'); };
        postMessage(new Uint8Array([1]));";
    let worker = Worker::start(&script_url(throws)).expect("it starts");
    assert_eq!(worker.listen().await, message(&[1]));
    worker.tell(&[1]);
    let Said::Error(why) = worker.listen().await else {
        panic!("it said something else");
    };
    assert!(why.contains("a reason"), "{why}");
    assert_eq!(errors.log(), [""; 0]);
}

#[wasm_bindgen_test]
async fn a_script_that_is_not_there_is_an_error() {
    let gone = "blob:http://127.0.0.1/00000000-0000-0000-0000-000000000000";
    let said = match Worker::start(gone) {
        Ok(worker) => worker.listen().await,
        Err(why) => Said::Error(why),
    };
    assert!(matches!(said, Said::Error(_)), "{said:?}");
}

#[wasm_bindgen_test]
async fn a_message_that_is_no_bytes_is_an_empty_one() {
    let chatty = "postMessage('hello');";
    let worker = Worker::start(&script_url(chatty)).expect("it starts");
    assert_eq!(worker.listen().await, message(&[]));
}
