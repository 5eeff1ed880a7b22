//! The address of the lab: a setup as readable text, and back. What equals the
//! default is left out.

use super::row::is_line_end;
use super::{
    Fields, Limit, Line, OnError, Order, Policy, Preset, Row, Setup, Strategy,
    fingerprint_of, lines_from_text, text_from_lines,
};
use crate::experiments::link::{
    Note, add, chosen, decoded, raw_parameters, without_tail,
};
use crate::experiments::whole_from;
use crate::http::CacheMode;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_zlib_with_limit};
use std::fmt::{self, Display};
use std::time::Duration;

/// The longest link, in bytes: longer ones break in mail and chat.
pub const LINK_BYTES: usize = 8000;
/// The longest list that a link may hold compressed, in bytes before that:
/// what a stranger's link may have a reader unpack.
const LIST_BYTES: usize = 1_000_000;

/// Why a setup has no link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkError {
    /// How long the link would be, in bytes.
    pub bytes: usize,
}

impl Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "The list is too long for a link, even compressed: it takes {} bytes, where \
             {LINK_BYTES} are safe to send. Use “Edit as text” and send the text.",
            self.bytes,
        )
    }
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
    let policy = policy_query(setup);
    if setup.lines == Preset::ThreeSites.lines() {
        return Ok(policy);
    }
    let mut rows = String::new();
    for (_, fields) in setup.requests() {
        add(&mut rows, "url", fields);
    }
    if rows.is_empty() {
        add(&mut rows, "url", "");
    }
    let readable = ended(rows, &policy, setup);
    if readable.len() <= LINK_BYTES {
        return Ok(readable);
    }
    let text = text_from_lines(&setup.lines);
    if text.len() > LIST_BYTES {
        return Err(LinkError { bytes: text.len() });
    }
    let mut list = String::new();
    let packed = compress_to_vec_zlib(text.as_bytes(), COMPRESSION);
    add(&mut list, "list", URL_SAFE_NO_PAD.encode(packed));
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
    let policy = policy_query(setup);
    if !policy.is_empty() {
        query.push('&');
        query.push_str(&policy);
    }
    query
}

fn policy_query(setup: &Setup) -> String {
    let default = Setup::default();
    let policy = setup.policy;
    let mut query = String::new();
    if setup.strategies != default.strategies {
        let ids: Vec<&str> = setup
            .strategies
            .iter()
            .map(|strategy| strategy.id())
            .collect();
        add(&mut query, "run", ids.join(","));
    }
    if setup.limit != default.limit {
        add(&mut query, "limit", setup.limit.get());
    }
    if policy.timeout != default.policy.timeout {
        add(&mut query, "timeout", policy.timeout.as_millis());
    }
    if policy.retries != default.policy.retries {
        add(&mut query, "retries", policy.retries);
    }
    if policy.on_error == OnError::Stop {
        add(&mut query, "on-error", "stop");
    }
    if policy.cache == CacheMode::Default {
        add(&mut query, "cache", "default");
    }
    if setup.order == Order::Together {
        add(&mut query, "order", "together");
    }
    if setup.repeat != default.repeat {
        add(&mut query, "repeat", setup.repeat);
    }
    query
}

/// Reads the query of a link: the setup, where its list came from, and what
/// could not be followed.
#[must_use]
pub fn setup_from_query(query: &str) -> (Setup, ListFrom, Vec<Note>) {
    let mut reader = Reader::default();
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
    (reader.setup, reader.from, reader.notes)
}

#[derive(Default)]
struct Reader {
    setup: Setup,
    lines: Vec<Line>,
    from: ListFrom,
    notes: Vec<Note>,
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
    match says_more && Row::try_from(&spaced).is_ok() {
        true => spaced,
        false => plain,
    }
}

/// The lines of a compressed list.
fn list_from(value: &str) -> Result<Vec<Line>, Note> {
    let packed = URL_SAFE_NO_PAD.decode(value);
    let packed = packed.map_err(|_| Note::DamagedList)?;
    let text = decompress_to_vec_zlib_with_limit(&packed, LIST_BYTES);
    let text = text.map_err(|error| match error.status {
        TINFLStatus::HasMoreOutput => Note::LargeList,
        _ => Note::DamagedList,
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
        let setup = &mut self.setup;
        let policy = &mut setup.policy;
        match name {
            "run" => {
                let known = chosen(&value, &Strategy::ALL, Strategy::from_id);
                let expected = "a list of blocking, sequential, concurrent, limited, spawned, \
                     promise-all, threads";
                self.keep("run", value, expected, known, |setup, run| {
                    setup.strategies = run
                });
            }
            "limit" => {
                let limit = whole_from(&value).and_then(Limit::new);
                let expected = "a number from 1 to 10000";
                self.keep("limit", value, expected, limit, |setup, limit| {
                    setup.limit = limit
                });
            }
            "timeout" => {
                let timeout = whole_from(&value).map(Duration::from_millis);
                let allowed = timeout.filter(|t| {
                    (Policy::TIMEOUT_MIN..=Policy::TIMEOUT_MAX).contains(t)
                });
                let expected = "a number of milliseconds from 1 to 300000";
                self.keep("timeout", value, expected, allowed, |setup, t| {
                    setup.policy.timeout = t
                });
            }
            "retries" => {
                let retries =
                    whole_from(&value).filter(|n| *n <= Policy::RETRIES_MAX);
                let expected = "a number from 0 to 5";
                self.keep("retries", value, expected, retries, |setup, n| {
                    setup.policy.retries = n
                });
            }
            "repeat" => {
                let repeat = whole_from(&value)
                    .filter(|n| (1..=Setup::REPEAT_MAX).contains(n));
                let expected = "a number from 1 to 20";
                self.keep("repeat", value, expected, repeat, |setup, n| {
                    setup.repeat = n
                });
            }
            "on-error" => match value.as_str() {
                "collect" => policy.on_error = OnError::Collect,
                "stop" => policy.on_error = OnError::Stop,
                _ => self.bad("on-error", value, "collect or stop"),
            },
            "cache" => match value.as_str() {
                "no-store" => policy.cache = CacheMode::NoStore,
                "default" => policy.cache = CacheMode::Default,
                _ => self.bad("cache", value, "no-store or default"),
            },
            "order" => match value.as_str() {
                "in-turn" => setup.order = Order::InTurn,
                "together" => setup.order = Order::Together,
                _ => self.bad("order", value, "in-turn or together"),
            },
            "list" => match value.as_str() {
                text if text.starts_with(REMEMBERED) => {
                    let list = text[REMEMBERED.len()..].strip_prefix('-');
                    self.from = ListFrom::LeftBehind(list.map(str::to_owned));
                }
                packed => match list_from(packed) {
                    Ok(lines) => self.lines.extend(lines),
                    Err(note) => self.notes.push(note),
                },
            },
            _ => self.notes.push(Note::Unknown(name.to_owned())),
        }
    }

    fn keep<T>(
        &mut self,
        name: &'static str,
        value: String,
        expected: &'static str,
        parsed: Option<T>,
        set: fn(&mut Setup, T),
    ) {
        match parsed {
            Some(parsed) => set(&mut self.setup, parsed),
            None => self.bad(name, value, expected),
        }
    }

    fn bad(
        &mut self,
        name: &'static str,
        value: String,
        expected: &'static str,
    ) {
        self.notes.push(Note::BadValue {
            name,
            value,
            expected,
        });
    }
}
