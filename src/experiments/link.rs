//! Addresses, as every lab writes and reads its own.
//!
//! Made to be read and written by hand: only what would break the address is
//! escaped, and what the programs that links go through would cut off or take
//! for formatting. No link ends in a sign of punctuation.

use percent_encoding::{
    AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode,
};
use std::fmt::{Display, Write as _};
use thiserror::Error;

/// What would end a value, or be read as something else: by the browser, or by
/// programs of mail and chat.
const ESCAPED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'+')
    .add(b'<')
    .add(b'>')
    .add(b'`')
    .add(b'\'')
    .add(b'(')
    .add(b')')
    .add(b'*')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'{')
    .add(b'|')
    .add(b'}')
    .add(b'~');

/// What stands behind a link in a text, and is taken for a part of it.
const TAIL: [&str; 25] = [
    ".",
    ",",
    ";",
    ":",
    "!",
    "?",
    "'",
    "\"",
    ">",
    "<",
    "`",
    " ",
    "%20",
    "%22",
    "%3C",
    "%3E",
    "%3c",
    "%3e",
    "%60",
    "%E2%80%9C",
    "%E2%80%9D",
    "%E2%80%99",
    "%C2%BB",
    "%E3%80%82",
    "%E2%80%A6",
];

/// Something in a link that was not followed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Note {
    /// A parameter that this lab does not have.
    #[error("The link has “{0}”, which this lab does not know.")]
    Unknown(String),
    /// A row with signs that cannot be read.
    #[error(
        "A row of the link has characters that cannot be read: the link was changed on \
         its way."
    )]
    DamagedRow,
    /// A compressed list that cannot be read.
    #[error(
        "The list of the link cannot be read: the link was cut or changed on its way. Ask \
         for it again."
    )]
    DamagedList,
    /// A compressed list that is larger than any list of a link.
    #[error("The list of the link is larger than 1 MB and was not read.")]
    LargeList,
    /// A value that its parameter cannot have; the default holds instead.
    #[error(
        "Ignored {name}={value} in the link: expected {expected}. The default is used."
    )]
    BadValue {
        /// The parameter.
        name: &'static str,
        /// The value.
        value: String,
        /// What it may be.
        expected: String,
    },
}

/// Appends a parameter to `query`.
pub(super) fn add(query: &mut String, name: &str, value: impl Display) {
    if !query.is_empty() {
        query.push('&');
    }
    let value = value.to_string();
    // Writing to a string cannot fail.
    let _ = write!(query, "{name}={}", utf8_percent_encode(&value, ESCAPED));
    let last = query.pop().unwrap_or('=');
    if last.is_ascii_alphanumeric() || matches!(last, '=' | '/') {
        query.push(last);
    } else {
        // All else but one byte was escaped.
        let _ = write!(query, "%{:02X}", u32::from(last));
    }
}

/// A link has no more signs behind it than this that were not meant.
const LONGEST_TAIL: usize = 16;

/// `query` without what stood behind the link.
pub(super) fn without_tail(mut query: &str) -> &str {
    for _ in 0..LONGEST_TAIL {
        let shorter = without_last(query);
        if shorter.len() == query.len() {
            break;
        }
        query = shorter;
    }
    query
}

/// `query` without one bracket that nothing opens, and without one sign of a
/// tail.
fn without_last(query: &str) -> &str {
    let is_closed = |open: char, close: char| {
        let count = |c: char| query.matches(c).count();
        query.ends_with(close) && count(close) > count(open)
    };
    let unopened = is_closed('(', ')') || is_closed('[', ']');
    let bracket = if unopened {
        query.len() - 1
    } else {
        query.len()
    };
    let rest = &query[..bracket];
    let cut = TAIL.into_iter().find_map(|tail| rest.strip_suffix(tail));
    cut.unwrap_or(rest)
}

/// The parameters of `query`, in their order, with their values as they stand.
pub(super) fn raw_parameters(
    query: &str,
) -> impl Iterator<Item = (String, &str)> {
    pairs(query).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(name), value)
    })
}

/// The parameters of `query` as they stand, in their order.
fn pairs(query: &str) -> impl Iterator<Item = &str> {
    let pairs = without_tail(query).split('&').map(|pair| {
        // As markup spells the sign between two parameters.
        let spelled = ["amp;", "#38;", "#038;", "#x26;"].into_iter();
        spelled.fold(pair, |pair, it| pair.trim_start_matches(it))
    });
    pairs.filter(|pair| !pair.is_empty())
}

/// The longest link, in bytes: longer ones break in mail and chat.
pub const LINK_BYTES: usize = 8000;

/// `query` with what is packed as `name`, behind its other parameters.
#[must_use]
pub fn with_packed(mut query: String, name: &str, packed: &str) -> String {
    add(&mut query, name, packed);
    query
}

/// `query` without what is packed as `name`, and that; of several the last.
#[must_use]
pub fn split_packed(query: &str, name: &str) -> (String, Option<String>) {
    let mut packed = None;
    let mut others = Vec::new();
    for pair in pairs(query) {
        match pair.split_once('=') {
            Some((it, value)) if it == name => packed = Some(decoded(value)),
            _ => others.push(pair),
        }
    }
    (others.join("&"), packed)
}

/// A short text that tells texts apart which no link has room for: 16
/// hexadecimal digits of FNV-1a.
pub(super) fn fingerprint(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

/// The parameters of `query`, in their order.
pub(super) fn parameters(
    query: &str,
) -> impl Iterator<Item = (String, String)> {
    raw_parameters(query).map(|(name, value)| (name, decoded(value)))
}

/// `text` with what it escapes.
pub(super) fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
