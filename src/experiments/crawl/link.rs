//! The address of the lab: a setup as readable text, and back. What equals the
//! default is left out.

use super::row::is_line_end;
use super::{
    Fields, Line, Preset, Setup, fingerprint_of, lines_from_text,
    text_from_lines,
};
use crate::experiments::control::{self, Linked, read_parameter};
use crate::experiments::link::{
    LINK_BYTES, Note, add, decoded, raw_parameters, without_tail,
};
use crate::trace::letters::{self, Unreadable};
use thiserror::Error;

/// The longest list that a link may hold compressed, in bytes before that:
/// what a stranger's link may have a reader unpack.
const LIST_BYTES: usize = 1_000_000;

/// Why a setup has no link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error(
    "The list is too long for a link, even compressed: it takes {bytes} bytes, where \
     {LINK_BYTES} are safe to send. Use “Edit as text” and send the text."
)]
pub struct LinkError {
    /// How long the link would be, in bytes.
    pub bytes: usize,
}

/// Where the list of a setup came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ListFrom {
    /// The link names no list, or one that cannot be read: it is the default.
    #[default]
    Default,
    /// From the link.
    Link,
    /// It was too long for the link, and is kept by the browser that made the
    /// link alone: the setup has the default in its place. Its fingerprint, if
    /// the link tells it.
    LeftBehind(Option<String>),
}

/// Writes `setup` as the query of a link, without a question mark; empty for
/// the default setup.
///
/// A list travels as readable rows as long as these fit, without its comments
/// and blank lines; a longer one compressed and whole.
pub fn query_from_setup(setup: &Setup) -> Result<String, LinkError> {
    match readable_query_from_setup(setup) {
        Some(readable) => Ok(readable),
        None => packed_query_from_setup(setup),
    }
}

/// The same with a list that can be read; `None` if that does not fit. It needs
/// nothing that compresses.
#[must_use]
pub fn readable_query_from_setup(setup: &Setup) -> Option<String> {
    let policy = control::query_from_setup(setup);
    if setup.lines == Preset::ThreeSites.lines() {
        return Some(policy);
    }
    let mut rows = String::new();
    for (_, fields) in setup.requests() {
        add(&mut rows, "url", fields);
    }
    if rows.is_empty() {
        add(&mut rows, "url", "");
    }
    let readable = ended(rows, &policy, setup);
    (readable.len() <= LINK_BYTES).then_some(readable)
}

fn packed_query_from_setup(setup: &Setup) -> Result<String, LinkError> {
    let policy = control::query_from_setup(setup);
    let text = text_from_lines(&setup.lines);
    if text.len() > LIST_BYTES {
        return Err(LinkError { bytes: text.len() });
    }
    let mut list = String::new();
    add(
        &mut list,
        "list",
        letters::packed(text.as_bytes(), COMPRESSION),
    );
    let packed = ended(list, &policy, setup);
    match packed.len() {
        bytes if bytes > LINK_BYTES => Err(LinkError { bytes }),
        _ => Ok(packed),
    }
}

/// What stands in a link for a list that does not fit.
const REMEMBERED: &str = "remembered";

/// How hard the list is compressed, of ten: what takes little time.
const COMPRESSION: u8 = 6;

/// Whether the link of this `query` holds its list compressed.
#[must_use]
pub fn holds_compressed_list(query: &str) -> bool {
    query.starts_with("list=") && !query.starts_with("list=remembered")
}

/// The query of a `list` and the rest of the setup, which ends in nothing that
/// its reader would take for no part of it.
fn ended(list: String, policy: &str, setup: &Setup) -> String {
    let mut query = list;
    if !policy.is_empty() {
        query.push('&');
        query.push_str(policy);
    }
    if without_tail(&query) != query {
        add(&mut query, "repeat", setup.repeat);
    }
    query
}

/// Writes `setup` with the fingerprint of its list in the place of that, for
/// when it is too long for a link.
#[must_use]
pub fn policy_query_with_remembered_list(setup: &Setup) -> String {
    let fingerprint = fingerprint_of(&setup.lines);
    let mut query = format!("list={REMEMBERED}-{fingerprint}");
    let policy = control::query_from_setup(setup);
    if !policy.is_empty() {
        query.push('&');
        query.push_str(&policy);
    }
    query
}

/// Reads the query of a link: the setup, where its list came from, and what
/// could not be followed.
#[must_use]
pub fn setup_from_query(query: &str) -> (Setup, ListFrom, Vec<Note>) {
    setup_by(query, list_from)
}

/// The same of a link whose list can be read; `None` if a list is compressed. It
/// needs nothing that unpacks.
#[must_use]
pub fn setup_from_readable_query(
    query: &str,
) -> Option<(Setup, ListFrom, Vec<Note>)> {
    let is_packed = |(name, value): (String, &str)| {
        name == "list" && !value.starts_with(REMEMBERED)
    };
    if raw_parameters(query).any(is_packed) {
        return None;
    }
    Some(setup_by(query, |_| Err(Note::DamagedList)))
}

fn setup_by(query: &str, unpack: Unpack) -> (Setup, ListFrom, Vec<Note>) {
    let mut reader = Reader {
        setup: Setup::default(),
        lines: Vec::new(),
        from: ListFrom::default(),
        notes: Vec::new(),
        unpack,
    };
    for (name, value) in raw_parameters(query) {
        match name.as_str() {
            "url" => reader.read_row(value),
            _ => reader.read(&name, decoded(value)),
        }
    }
    if !reader.lines.is_empty() {
        reader.setup.lines = reader.lines;
        reader.from = ListFrom::Link;
    }
    reader.notes.extend(reader.setup.mend());
    (reader.setup, reader.from, reader.notes)
}

/// Gives the lines of a compressed list.
type Unpack = fn(&str) -> Result<Vec<Line>, Note>;

struct Reader {
    setup: Setup,
    lines: Vec<Line>,
    from: ListFrom,
    notes: Vec<Note>,
    unpack: Unpack,
}

/// The row in a value that is still escaped.
fn row_from(value: &str) -> Fields {
    // A line break in a value must not become two rows.
    let row =
        |value: &str| Fields::split(&decoded(value).replace(is_line_end, " "));
    let plain = row(value);
    let says_all = !plain.delay.is_empty() || !plain.label.is_empty();
    if says_all || !value.contains('+') {
        return plain;
    }
    // Forms write a space as a plus. Where that makes more of the row, it was
    // meant so.
    let spaced = row(&value.replace('+', " "));
    let says_more = !spaced.delay.is_empty() || !spaced.label.is_empty();
    match says_more && spaced.is_row() {
        true => spaced,
        false => plain,
    }
}

/// The lines of a compressed list.
fn list_from(value: &str) -> Result<Vec<Line>, Note> {
    let text = letters::unpacked(value, LIST_BYTES);
    let text = text.map_err(|why| match why {
        Unreadable::TooLarge => Note::LargeList,
        Unreadable::Damaged => Note::DamagedList,
    })?;
    let text = String::from_utf8(text).map_err(|_| Note::DamagedList)?;
    Ok(lines_from_text(&text))
}

impl Reader {
    fn read_row(&mut self, value: &str) {
        let row = row_from(value);
        if row.to_string().contains(char::REPLACEMENT_CHARACTER) {
            self.notes.push(Note::DamagedRow);
        }
        self.lines.push(Line::Request(row));
    }

    fn read(&mut self, name: &str, value: String) {
        let read = match name {
            "list" => self.read_list(&value),
            _ => read_parameter(&mut self.setup, name, value),
        };
        self.notes.extend(read.err());
    }

    fn read_list(&mut self, value: &str) -> Result<(), Note> {
        if let Some(list) = value.strip_prefix(REMEMBERED) {
            let list = list.strip_prefix('-');
            self.from = ListFrom::LeftBehind(list.map(str::to_owned));
        } else {
            self.lines.extend((self.unpack)(value)?);
        }
        Ok(())
    }
}
