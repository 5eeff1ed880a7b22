//! The text of a program as letters of a link. The code that compresses comes
//! when a text is first written or read.

use super::later_code::{LaterCode, later_code};
use super::visit;
use crate::experiments::Note;
use crate::experiments::script::{letters_of, text_of};
use std::sync::Arc;

later_code! {
    in letters, by load:
    pub(super) fn packed(text: Arc<str>) -> Option<String> {
        letters_of(&text)
    }

    pub(super) fn unpacked(letters: String) -> Result<Arc<str>, Note> {
        text_of(letters)
    }
}

/// Tells that code from what is kept of pages.
struct Letters;

/// The code, for as long as the page is open.
pub(super) fn code() -> LaterCode {
    visit::kept_code::<Letters>(|| Box::pin(load()))
}
