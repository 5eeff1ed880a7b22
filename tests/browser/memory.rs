//! The memory of this wasm, and memory that is shared with workers.

use crate::spies::script_url;
use meanwhile::browser::memory;
use meanwhile::browser::page;
use meanwhile::browser::shared::{SharedWords, Sharing, sharing};
use meanwhile::browser::worker::{Said, Worker};
use std::hint::black_box;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn wasm_memory_grows_by_whole_pages_when_it_is_needed() {
    const PAGE: f64 = 65_536.0;
    let before = memory::wasm_bytes();
    assert_eq!(before % PAGE, 0.0);
    // As much as there is in all has no room in it.
    let much = black_box(vec![1_u8; before as usize]);
    let after = memory::wasm_bytes();
    assert_eq!(after % PAGE, 0.0);
    assert!(after > before, "{before} {after}");
    drop(much);
    assert_eq!(memory::wasm_bytes(), after, "it never shrinks");
}

#[wasm_bindgen_test]
fn memory_is_shared_where_one_function_says_so_and_nowhere_else() {
    let cells = SharedWords::holding(&[7, -1]);
    assert_eq!(cells.is_some(), sharing() == Sharing::Possible);
    let isolated = sharing() != Sharing::TakesIsolation;
    assert_eq!(page::is_isolated(), isolated);
    if let Some(cells) = cells {
        assert_eq!((cells.load(0), cells.load(1)), (7, -1));
        assert_eq!(cells.load(2), 0, "there is no such cell");
    }
}

#[wasm_bindgen_test]
async fn a_worker_writes_to_the_memory_that_it_is_lent() {
    let Some(cells) = SharedWords::holding(&[40, 2]) else {
        return;
    };
    let adds = "onmessage = ({ data }) => {
          Atomics.add(data, 0, Atomics.load(data, 1));
          postMessage(new Uint8Array([1]));
        };";
    let url = script_url(adds);
    let workers = [(); 2].map(|()| Worker::start(&url).expect("it starts"));
    for worker in &workers {
        worker.share(&cells);
        assert_eq!(worker.listen().await, Said::Message(vec![1]));
    }
    assert_eq!(cells.load(0), 44);
}

#[wasm_bindgen_test]
async fn a_browser_that_discloses_nothing_is_not_asked() {
    // It takes up to a minute where it is disclosed.
    if !memory::is_disclosed() {
        assert_eq!(memory::bytes_of_workers("nobody.js").await, None);
    }
}
