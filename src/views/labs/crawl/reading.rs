//! What the list says of what stands in it. Its code comes later.

use crate::experiments::crawl::{
    Row, Setup, fields_from_typed, lines_from_text,
};

/// What a text of a request a line has wrong, or what is done to it: line by
/// line, counted from one, in sentences.
pub(super) type Said = Vec<(usize, String)>;

/// So many lines are enough.
const MOST: usize = 5;

/// Which lines of a text cannot be sent, and why.
pub(super) fn text_errors(text: &str) -> Said {
    let setup = Setup {
        lines: lines_from_text(text),
        ..Default::default()
    };
    let wrong = setup.requests().filter_map(|(place, fields)| {
        Some((place + 1, Row::try_from(fields).err()?.to_string()))
    });
    wrong.take(MOST).collect()
}

/// Which lines of a text are sent otherwise than they stand there.
pub(super) fn text_notes(text: &str) -> Said {
    let note = |(line, text): (usize, &str)| {
        let is_comment = text.trim_start().starts_with('#');
        let note = fields_from_typed(text).note.filter(|_| !is_comment);
        Some((line + 1, note?))
    };
    text.lines()
        .enumerate()
        .filter_map(note)
        .take(MOST)
        .collect()
}
