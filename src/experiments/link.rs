//! Addresses, as every lab writes and reads its own.
//!
//! Made to be read and written by hand: only what would break the address is
//! escaped.

use percent_encoding::{
    AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode,
};
use std::fmt::{self, Display, Write as _};

/// What would end a value, or be read as something else.
const ESCAPED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'+')
    .add(b'<')
    .add(b'>')
    .add(b'`');

/// Something in a link that was not followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// A parameter that this lab does not have.
    Unknown(String),
    /// A value that its parameter cannot have; the default holds instead.
    BadValue {
        /// The parameter.
        name: &'static str,
        /// The value.
        value: String,
        /// What it may be.
        expected: &'static str,
    },
}

impl Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(name) => write!(
                f,
                "The link has “{name}”, which this lab does not know."
            ),
            Self::BadValue {
                name,
                value,
                expected,
            } => write!(
                f,
                "The link says {name}={value}, but {name} is {expected}; the default is used.",
            ),
        }
    }
}

/// Appends a parameter to `query`.
pub(super) fn add(query: &mut String, name: &str, value: impl Display) {
    if !query.is_empty() {
        query.push('&');
    }
    let value = value.to_string();
    // Writing to a string cannot fail.
    let _ = write!(query, "{name}={}", utf8_percent_encode(&value, ESCAPED));
}

/// The parameters of `query`, in their order.
pub(super) fn parameters(
    query: &str,
) -> impl Iterator<Item = (String, String)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let decode = |text: &str| {
            percent_decode_str(text).decode_utf8_lossy().into_owned()
        };
        (decode(name), decode(value))
    })
}

/// Reads each parameter of `query` into the default setup by `read`: the setup,
/// and what could not be followed.
pub(super) fn setup_by<Setup: Default>(
    query: &str,
    read: impl Fn(&mut Setup, &str, String) -> Result<(), Note>,
) -> (Setup, Vec<Note>) {
    let mut setup = Setup::default();
    let mut notes = Vec::new();
    for (name, value) in parameters(query) {
        if let Err(note) = read(&mut setup, &name, value) {
            notes.push(note);
        }
    }
    (setup, notes)
}

/// What a list of ids names of `all`, in that order; none if an id names
/// nothing.
pub(super) fn chosen<T: Copy + PartialEq>(
    list: &str,
    all: &[T],
    from_id: impl Fn(&str) -> Option<T>,
) -> Option<Vec<T>> {
    let ids = list.split(',').filter(|id| !id.is_empty());
    let wanted: Option<Vec<T>> = ids.map(from_id).collect();
    let wanted = wanted?;
    let is_wanted = |it: &T| wanted.contains(it);
    Some(all.iter().copied().filter(is_wanted).collect())
}
