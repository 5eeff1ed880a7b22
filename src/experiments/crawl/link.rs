//! The address of the lab: a setup as readable text, and back. What equals the
//! default is left out.

use super::{
    Fields, Limit, Line, OnError, Order, Policy, Preset, Setup, Strategy,
};
use crate::experiments::link::{Note, add, chosen, parameters};
use crate::experiments::whole_from;
use crate::http::CacheMode;
use std::fmt::{self, Display};
use std::time::Duration;

/// The longest link, in bytes: longer ones break in mail and chat.
pub const LINK_BYTES: usize = 8000;

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
            "The list is too long for a link: {} bytes, where {LINK_BYTES} are safe to send. \
             Use “Edit as text” and send the text.",
            self.bytes,
        )
    }
}

/// Whether a link carries its list, or says that the browser remembers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remembered {
    /// The list is in the link, or is the default one.
    No,
    /// The list was too long for a link and is kept by the browser alone.
    List,
}

/// Writes `setup` as the query of a link, without a question mark; empty for
/// the default setup. Comments and empty rows do not travel.
pub fn query_from_setup(setup: &Setup) -> Result<String, LinkError> {
    let mut query = policy_query(setup);
    let default = Preset::ThreeSites.lines();
    if setup.lines != default {
        let mut rows = String::new();
        for (_, fields) in setup.requests() {
            add(&mut rows, "url", fields);
        }
        if rows.is_empty() {
            add(&mut rows, "url", "");
        }
        if !query.is_empty() {
            rows.push('&');
        }
        query.insert_str(0, &rows);
    }
    if query.len() > LINK_BYTES {
        return Err(LinkError { bytes: query.len() });
    }
    Ok(query)
}

/// Writes `setup` without its list, for when that is too long for a link.
#[must_use]
pub fn policy_query_with_remembered_list(setup: &Setup) -> String {
    let mut query = "list=remembered".to_owned();
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

/// Reads the query of a link: the setup, whether its list is remembered
/// elsewhere, and what could not be followed.
#[must_use]
pub fn setup_from_query(query: &str) -> (Setup, Remembered, Vec<Note>) {
    let mut reader = Reader::default();
    for (name, value) in parameters(query) {
        reader.read(&name, value);
    }
    if !reader.lines.is_empty() {
        reader.setup.lines = reader.lines;
    }
    (reader.setup, reader.remembered, reader.notes)
}

struct Reader {
    setup: Setup,
    lines: Vec<Line>,
    remembered: Remembered,
    notes: Vec<Note>,
}

impl Default for Reader {
    fn default() -> Self {
        Self {
            setup: Setup::default(),
            lines: Vec::new(),
            remembered: Remembered::No,
            notes: Vec::new(),
        }
    }
}

impl Reader {
    fn read(&mut self, name: &str, value: String) {
        let setup = &mut self.setup;
        let policy = &mut setup.policy;
        match name {
            "url" => {
                // A line break in a value must not become two rows.
                let row = value.replace(['\n', '\r'], " ");
                self.lines.push(Line::Request(Fields::split(&row)));
            }
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
                "remembered" => self.remembered = Remembered::List,
                _ => self.bad("list", value, "remembered, or left out"),
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
