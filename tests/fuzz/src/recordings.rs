//! Recordings of any shape.
#![no_main]
#![allow(dead_code, reason = "each target needs a part of what they share")]

mod generated;
#[path = "../../hostile_input.rs"]
mod hostile_input;

use generated::texts;
use hostile_input::{check_packed, check_recording, recording_text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for text in texts(recording_text(), bytes) {
        check_recording(&text);
        check_packed(&text);
    }
});
