//! Links of any shape, and queries in them.
#![no_main]
#![allow(dead_code, reason = "each target needs a part of what they share")]

mod generated;
#[path = "../../hostile_input.rs"]
mod hostile_input;

use generated::texts;
use hostile_input::{check_link, check_query, link};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for link in texts(link(), bytes) {
        check_link(&link);
        check_query(&link);
    }
});
