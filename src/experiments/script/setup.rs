//! What the visitor chose for a run of a program of their own.

use super::Start;
use super::protocol::Plan;
use crate::experiments::tasks::{Use, YieldBy};
use crate::experiments::{Look, Order};
use crate::trace::letters;
use std::sync::Arc;
use std::time::Duration;

/// A link has no more letters of a program than this: longer links break in
/// mail and chat.
pub const CODE_LETTERS: usize = 7_000;
/// What a stranger's link may have a reader unpack, in bytes.
const MOST_BYTES: usize = 200_000;
/// How hard a program is compressed, of ten: it is small.
const COMPRESSION: u8 = 9;

/// Everything that the address of the lab holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setup {
    /// The program that it began as.
    pub start: Start,
    /// The text, if it is another than it began as.
    pub text: Option<Arc<str>>,
    /// Who polls.
    pub executor: Use,
    /// In which order, if our executor does.
    pub order: Order,
    /// What a shuffled order follows from.
    pub seed: u64,
    /// How the program yields, if it does.
    pub yield_by: YieldBy,
    /// How many seconds it may take.
    pub seconds: u64,
    /// What of the replay is looked at.
    pub look: Look,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            start: Start::default(),
            text: None,
            executor: Use::default(),
            order: Order::default(),
            seed: 0,
            yield_by: YieldBy::default(),
            seconds: 30,
            look: Look::default(),
        }
    }
}

impl Setup {
    /// The run of `text` that it asks for, on a page at the address `base`;
    /// `stand_in` says whether timers stand in for the built-in endpoint.
    #[must_use]
    pub fn plan(&self, text: &str, base: String, stand_in: bool) -> Plan {
        Plan {
            text: text.to_owned(),
            executor: self.executor,
            order: self.order,
            seed: self.seed,
            yield_by: self.yield_by,
            longest: Duration::from_secs(self.seconds),
            base,
            stand_in,
        }
    }

    /// The text as letters of a link; empty if it is as it began, and if it is
    /// too long for a link.
    pub(super) fn letters(&self) -> String {
        let letters = self.text.as_ref().map(|text| letters_of(text));
        let letters = letters.filter(|it| it.len() <= CODE_LETTERS);
        letters.unwrap_or_default()
    }

    /// Whether its text fits in a link.
    #[must_use]
    pub fn fits_in_link(&self) -> bool {
        let text = self.text.as_ref();
        text.is_none_or(|text| letters_of(text).len() <= CODE_LETTERS)
    }
}

fn letters_of(text: &str) -> String {
    letters::packed(text.as_bytes(), COMPRESSION)
}

/// The text that letters of a link are; `None` if they were cut or changed.
pub(super) fn text_of(letters: &str) -> Option<Arc<str>> {
    let bytes = letters::unpacked(letters, MOST_BYTES).ok()?;
    String::from_utf8(bytes).ok().map(Arc::from)
}
