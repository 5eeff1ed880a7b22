//! What is wrong with a program, and where.

use proc_macro2::Span;
use std::fmt;

/// A place in the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line, from 1.
    pub line: u32,
    /// The character in the line, from 0.
    pub column: u32,
}

/// What is wrong with a program: found in its text, or while it ran.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where it begins.
    pub from: Place,
    /// Where it ends.
    pub to: Place,
    /// What is wrong, in a sentence.
    pub message: String,
}

impl Fault {
    pub(crate) fn new(at: At, message: impl Into<String>) -> Self {
        Self {
            from: at.from,
            to: at.to,
            message: message.into(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line {}: {}", self.from.line, self.message)
    }
}

/// The part of the text that something is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct At {
    pub(crate) from: Place,
    pub(crate) to: Place,
}

impl At {
    pub(crate) fn of(span: Span) -> Self {
        let place = |at: proc_macro2::LineColumn| Place {
            line: u32::try_from(at.line).unwrap_or(u32::MAX),
            column: u32::try_from(at.column).unwrap_or(u32::MAX),
        };
        Self {
            from: place(span.start()),
            to: place(span.end()),
        }
    }
}

/// Why something cannot go on, within a run.
#[derive(Debug)]
pub(crate) enum Error {
    /// For this reason.
    Said(String),
    /// The run has failed already, and the host was told.
    Failed,
}

impl From<String> for Error {
    fn from(why: String) -> Self {
        Self::Said(why)
    }
}

impl From<&str> for Error {
    fn from(why: &str) -> Self {
        Self::Said(why.to_owned())
    }
}

pub(crate) type Outcome<T> = Result<T, Error>;
