//! Lists of requests of any shape.
#![no_main]
#![allow(dead_code, reason = "each target needs a part of what they share")]

mod generated;
#[path = "../../hostile_input.rs"]
mod hostile_input;

use generated::texts;
use hostile_input::{check_line, check_list, list};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for list in texts(list(), bytes) {
        check_list(&list);
        list.lines().for_each(check_line);
    }
});
