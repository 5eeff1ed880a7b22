//! What this browser remembers of the page.

use std::fmt;

/// Why the browser did not remember something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forgotten;

impl fmt::Display for Forgotten {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "This browser does not let the page remember the list: its storage is full or switched \
             off. Everything works; only the next visit starts afresh.",
        )
    }
}

/// What was remembered under `key`; none if nothing, or nothing can be.
#[must_use]
pub fn recall(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Remembers `value` under `key`.
pub fn remember(key: &str, value: &str) -> Result<(), Forgotten> {
    let storage = storage().ok_or(Forgotten)?;
    storage.set_item(key, value).map_err(|_| Forgotten)
}

fn storage() -> Option<web_sys::Storage> {
    // Throws where the visitor has forbidden it.
    super::window().local_storage().ok()?
}
