//! Whether workers can share memory, in the words of all labs. Not how that is
//! found out.

use std::fmt;

/// Whether workers can share memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Memory {
    /// They can.
    CanBeShared,
    /// They cannot, and why.
    CannotBeShared(Unshared),
}

/// Why workers cannot share memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unshared {
    /// The page is not cross-origin isolated.
    NotIsolated,
    /// The page is, and the browser has no memory to share all the same.
    NoSuchMemory,
}

impl fmt::Display for Unshared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotIsolated => {
                "Workers cannot share memory here: this page is not cross-origin isolated. \
                 Reload it: its Service Worker then adds the headers for that, where there is one."
            }
            Self::NoSuchMemory => {
                "Workers cannot share memory here: this browser shares no memory, though the page \
                 is cross-origin isolated."
            }
        })
    }
}
