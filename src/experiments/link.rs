//! Addresses, as every lab writes and reads its own.
//!
//! Made to be read and written by hand: only what would break the address is
//! escaped, and what the programs that links go through would cut off or take
//! for formatting. No link ends in a sign of punctuation.

use percent_encoding::{
    AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode,
};
use std::fmt::{self, Display, Write as _};

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// A parameter that this lab does not have.
    Unknown(String),
    /// A row with signs that cannot be read.
    DamagedRow,
    /// A compressed list that cannot be read.
    DamagedList,
    /// A compressed list that is larger than any list of a link.
    LargeList,
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
            Self::DamagedRow => f.write_str(
                "A row of the link has characters that cannot be read: the link was changed on \
                 its way.",
            ),
            Self::DamagedList => f.write_str(
                "The list of the link cannot be read: the link was cut or changed on its way. Ask \
                 for it again.",
            ),
            Self::LargeList => f.write_str(
                "The list of the link is larger than 1 MB and was not read.",
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
    let pairs = without_tail(query).split('&');
    let pairs = pairs.filter(|pair| !pair.is_empty());
    pairs.map(|pair| {
        // As markup spells the sign between two parameters.
        let spelled = ["amp;", "#38;", "#038;", "#x26;"].into_iter();
        let pair = spelled.fold(pair, |pair, it| pair.trim_start_matches(it));
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(name), value)
    })
}

/// The parameters of `query`, in their order.
fn parameters(query: &str) -> impl Iterator<Item = (String, String)> {
    raw_parameters(query).map(|(name, value)| (name, decoded(value)))
}

/// `text` with what it escapes.
pub(super) fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// A parameter of a lab's links, described once.
pub(super) struct Parameter<Setup> {
    /// Its name in links.
    pub(super) name: &'static str,
    /// What its value may be, for whoever wrote another.
    pub(super) expected: &'static str,
    /// Its value in a setup; none if the setup leaves it open.
    pub(super) write: fn(&Setup) -> Option<String>,
    /// Puts a value into a setup; none if it cannot be one.
    pub(super) read: fn(&mut Setup, &str) -> Option<()>,
}

/// A value as a link has it, for [`Parameter::write`].
pub(super) fn some(value: impl Display) -> Option<String> {
    Some(value.to_string())
}

/// Puts a value in its place if there is one, for [`Parameter::read`].
pub(super) fn put<T>(place: &mut T, value: Option<T>) -> Option<()> {
    *place = value?;
    Some(())
}

/// What is chosen of a list, for [`Parameter::write`].
pub(super) fn ids<T: Copy>(
    chosen: &[T],
    id: fn(T) -> &'static str,
) -> Option<String> {
    let ids: Vec<&str> = chosen.iter().copied().map(id).collect();
    Some(ids.join(","))
}

/// Writes `setup` by its parameters, without those that are as by default.
pub(super) fn query_by<Setup: Default>(
    parameters: &[Parameter<Setup>],
    setup: &Setup,
) -> String {
    let default = Setup::default();
    let mut query = String::new();
    for parameter in parameters {
        let value = (parameter.write)(setup);
        if value != (parameter.write)(&default) {
            add(&mut query, parameter.name, value.unwrap_or_default());
        }
    }
    query
}

/// Reads `query` into the default setup: the setup, and what could not be
/// followed.
pub(super) fn setup_by<Setup: Default>(
    parameters: &[Parameter<Setup>],
    query: &str,
) -> (Setup, Vec<Note>) {
    let mut setup = Setup::default();
    let mut notes = Vec::new();
    for (name, value) in self::parameters(query) {
        notes.extend(read_by(parameters, &mut setup, &name, value).err());
    }
    (setup, notes)
}

/// Reads the parameter `name` into `setup`.
pub(super) fn read_by<Setup>(
    parameters: &[Parameter<Setup>],
    setup: &mut Setup,
    name: &str,
    value: String,
) -> Result<(), Note> {
    let named = parameters.iter().find(|it| it.name == name);
    let parameter = named.ok_or_else(|| Note::Unknown(name.to_owned()))?;
    (parameter.read)(setup, &value).ok_or(Note::BadValue {
        name: parameter.name,
        value,
        expected: parameter.expected,
    })
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
