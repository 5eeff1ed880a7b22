//! Recordings of any shape.
#![no_main]
#![allow(dead_code, reason = "each target needs a part of what they share")]

mod generated;
#[path = "../../hostile_input.rs"]
mod hostile_input;

use generated::generated;
use hostile_input::{check_recording, recording_text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes).into_owned();
    for text in generated(recording_text(), bytes).into_iter().chain([text]) {
        check_recording(&text);
    }
});
