//! Whether workers can share memory, in the words of all labs. Not how that is
//! found out.

use thiserror::Error;

/// Whether workers can share memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Memory {
    /// They can.
    CanBeShared,
    /// They cannot, and why.
    CannotBeShared(Unshared),
}

/// Why workers cannot share memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Unshared {
    /// The page is not cross-origin isolated.
    #[error(
        "Workers cannot share memory here: this page is not cross-origin isolated. \
         Reload it: its Service Worker then adds the headers for that, where there is one."
    )]
    NotIsolated,
    /// The page is, and the browser has no memory to share all the same.
    #[error(
        "Workers cannot share memory here: this browser shares no memory, though the page \
         is cross-origin isolated."
    )]
    NoSuchMemory,
}
