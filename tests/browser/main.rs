//! What holds of the ring that names the browser, in the browsers themselves.
//!
//! Nothing is asked of the network that could answer: what a test needs of it,
//! [`spies`] put in its place.
#![cfg(target_family = "wasm")]

mod clock;
mod fetch;
mod javascript;
mod long_tasks;
mod memory;
mod page;
mod shared;
mod spies;
mod tasks;
mod turn;
mod worker;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
