//! Whose program opens: the visitor's own, which this browser keeps, or that of
//! a link. No link takes the place of what somebody wrote.

use super::{Setup, Start};
use crate::experiments::link::fingerprint;
use std::sync::Arc;

/// Whose program is on the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Whose {
    /// The visitor's own: it opens where no program is asked for.
    #[default]
    Mine,
    /// It came with a link, and stays apart from the visitor's own.
    Link,
}

/// A program that this browser keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// What it began as.
    pub start: Start,
    /// Its text.
    pub text: Arc<str>,
}

/// The first line of what is kept, before the name of what it began as: other
/// releases may keep it otherwise.
const VERSION: &str = "1 ";

impl Kept {
    /// Reads what was kept; `None` if it is not of this version.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let (head, text) = text.split_once('\n')?;
        let start = head.strip_prefix(VERSION)?;
        Some(Self {
            start: Start::from_id(start).unwrap_or_default(),
            text: text.into(),
        })
    }

    /// What is to be kept.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{VERSION}{}\n{}", self.start.id(), self.text)
    }
}

/// What a link has in the place of the letters of a text that it has no room for.
const REMEMBERED: &str = "remembered-";

/// What stands for `text` in an address that has no room for it: the browser that
/// keeps the text finds it by that.
#[must_use]
pub fn left_behind(text: &str) -> String {
    format!("{REMEMBERED}{}", fingerprint(text))
}

/// Whether the letters of a link stand for a text that did not travel with it.
#[must_use]
pub fn is_left_behind(letters: &str) -> bool {
    letters.starts_with(REMEMBERED)
}

/// What to open, and whose it is, where an address asks for `asked`: nothing if
/// its query is empty.
#[must_use]
pub fn program_to_open(
    asked: Option<Setup>,
    kept: Option<Kept>,
) -> (Setup, Whose) {
    let Some(asked) = asked else {
        let setup = kept.map_or_else(Setup::default, |kept| Setup {
            start: kept.start,
            text: Some(kept.text),
            ..Setup::default()
        });
        return (setup, Whose::Mine);
    };
    let is_mine = match kept {
        Some(kept) => {
            asked.start == kept.start
                && asked.text.as_ref().is_some_and(|text| *text == kept.text)
        }
        // What opens by itself is nobody else's.
        None => asked.text.is_none() && asked.start == Start::default(),
    };
    let whose = if is_mine { Whose::Mine } else { Whose::Link };
    (asked, whose)
}
