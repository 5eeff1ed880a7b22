//! What this browser remembers of the page.

/// The browser did not remember something: its storage is full or switched
/// off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forgotten;

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

/// Forgets what was remembered under `key`.
pub fn forget(key: &str) {
    if let Some(storage) = storage() {
        // Nothing to do where it cannot: nothing is remembered there.
        let _ = storage.remove_item(key);
    }
}

/// What this tab remembers under `key`, until it is closed; none if nothing, or
/// nothing can be.
#[must_use]
pub fn recall_in_tab(key: &str) -> Option<String> {
    tab()?.get_item(key).ok()?
}

/// Remembers `value` under `key` until this tab is closed, or forgets what was
/// there.
pub fn remember_in_tab(key: &str, value: Option<&str>) {
    let Some(storage) = tab() else { return };
    // What is not remembered lasts until the page is loaded anew.
    let _ = match value {
        Some(value) => storage.set_item(key, value),
        None => storage.remove_item(key),
    };
}

fn tab() -> Option<web_sys::Storage> {
    super::window().session_storage().ok()?
}

fn storage() -> Option<web_sys::Storage> {
    // Throws where the visitor has forbidden it.
    super::window().local_storage().ok()?
}
