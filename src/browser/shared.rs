//! Memory that several threads see: words of 32 bits, on a
//! `SharedArrayBuffer`.
//!
//! It works without threads in wasm itself: each worker has a wasm instance of
//! its own, and this is the only memory that they have in common.

use js_sys::{Atomics, Int32Array, Reflect, SharedArrayBuffer};
use wasm_bindgen::{JsCast, JsValue};

/// Whether threads can share memory here: the one answer for the whole page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sharing {
    /// They can.
    Possible,
    /// It takes a page that is cross-origin isolated, and this one is not.
    TakesIsolation,
    /// The page is isolated, and the browser has no such memory all the same:
    /// so it is in WebKitGTK.
    Unknown,
}

/// Finds out whether memory can be shared.
#[must_use]
pub fn sharing() -> Sharing {
    // Where it cannot be shared, its name does not even exist.
    let global = js_sys::global();
    let constructor = Reflect::get(&global, &"SharedArrayBuffer".into());
    match constructor.is_ok_and(|it| it.is_function()) {
        _ if !super::page::is_isolated() => Sharing::TakesIsolation,
        true => Sharing::Possible,
        false => Sharing::Unknown,
    }
}

/// Words that every thread sees which was sent them.
#[derive(Clone, Debug)]
pub struct SharedWords(Int32Array);

impl SharedWords {
    /// So many words, all zero; none where memory cannot be shared.
    #[must_use]
    pub fn new(words: u32) -> Option<Self> {
        if sharing() != Sharing::Possible {
            return None;
        }
        let bytes = words * 4;
        Some(Self(Int32Array::new(&SharedArrayBuffer::new(bytes))))
    }

    /// The same with these in them.
    #[must_use]
    pub fn holding(words: &[i32]) -> Option<Self> {
        let shared = Self::new(u32::try_from(words.len()).ok()?)?;
        shared.0.copy_from(words);
        Some(shared)
    }

    pub(super) fn from_value(value: JsValue) -> Option<Self> {
        value.dyn_into().ok().map(Self)
    }

    pub(super) fn as_value(&self) -> &JsValue {
        &self.0
    }

    /// The word at `place`, by a plain read.
    #[must_use]
    pub fn read(&self, place: u32) -> i32 {
        self.0.get_index(place)
    }

    /// Sets the word at `place`, by a plain write.
    pub fn write(&self, place: u32, value: i32) {
        self.0.set_index(place, value);
    }

    // The operations below fail for what is no array of whole numbers, or for
    // a place outside of it: neither can be told apart from zero by those who
    // ask for what is not there.

    /// The word at `place`, as the last atomic write left it.
    #[must_use]
    pub fn load(&self, place: u32) -> i32 {
        Atomics::load(&self.0, place).unwrap_or_default()
    }

    /// Sets the word at `place`.
    pub fn store(&self, place: u32, value: i32) {
        let _ = Atomics::store(&self.0, place, value);
    }

    /// Adds to the word at `place`; gives what was there.
    pub fn add(&self, place: u32, value: i32) -> i32 {
        Atomics::add(&self.0, place, value).unwrap_or_default()
    }

    /// Sets the word at `place`; gives what was there.
    pub fn exchange(&self, place: u32, value: i32) -> i32 {
        Atomics::exchange(&self.0, place, value).unwrap_or_default()
    }

    /// Sets the word at `place` if it is `old`; gives what was there.
    pub fn compare_exchange(&self, place: u32, old: i32, new: i32) -> i32 {
        let found = Atomics::compare_exchange(&self.0, place, old, new);
        found.unwrap_or_default()
    }

    /// Puts this thread to sleep until the word at `place` is notified, unless
    /// it is another than `value`. A page's own thread must not sleep: there
    /// it does nothing.
    pub fn wait(&self, place: u32, value: i32) {
        let _ = Atomics::wait(&self.0, place, value);
    }

    /// Wakes one thread that sleeps on the word at `place`, if any does.
    pub fn notify_one(&self, place: u32) {
        let _ = Atomics::notify_with_count(&self.0, place, 1);
    }
}
