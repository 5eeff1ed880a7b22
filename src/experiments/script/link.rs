//! The text of a program in the address of the lab: as letters, compressed.

use crate::experiments::Note;
use crate::trace::letters;
use std::sync::Arc;

/// The parameter that has them.
pub const CODE: &str = "code";
/// A link has no more letters of a program than this: longer links break in
/// mail and chat.
pub const CODE_LETTERS: usize = 7_000;
/// What a stranger's link may have a reader unpack, in bytes.
const MOST_BYTES: usize = 200_000;
/// How hard a program is compressed, of ten: it is small.
const COMPRESSION: u8 = 9;

/// The letters of a text; `None` if they are too many for a link.
#[must_use]
pub fn letters_of(text: &str) -> Option<String> {
    let letters = letters::packed(text.as_bytes(), COMPRESSION);
    (letters.len() <= CODE_LETTERS).then_some(letters)
}

/// The text of such letters.
///
/// # Errors
///
/// If they were cut or changed.
pub fn text_of(letters: String) -> Result<Arc<str>, Note> {
    let bytes = letters::unpacked(&letters, MOST_BYTES).ok();
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    text.map(Arc::from).ok_or(Note::BadValue {
        name: CODE,
        value: letters,
        expected: "the letters of a program, whole: ask for the link again"
            .to_owned(),
    })
}
