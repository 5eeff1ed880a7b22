//! What every lab may want to know of where it runs.

use crate::browser::page::Engine;
use crate::views::reactive::AnyStoredValue;

/// The browser around the page, as a context.
#[derive(Clone, Copy)]
pub(super) struct Environment {
    /// The engine and its clock.
    pub engine: AnyStoredValue<Engine>,
}
