//! What the visitor chose for a crawl.

use super::row::requests;
use super::{Fields, Line, MAX_ROWS, Row, RowError, Strategy, lines_from_text};
use crate::experiments::listed::listed;
use crate::experiments::{Guesses, Look};
use crate::http::CacheMode;
use std::num::NonZeroUsize;
use std::time::Duration;

/// How many requests `limited` keeps in flight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit(NonZeroUsize);

impl Limit {
    /// The limit of `count` requests, if that is between 1 and 10,000.
    #[must_use]
    pub fn new(count: usize) -> Option<Self> {
        NonZeroUsize::new(count)
            .filter(|n| n.get() <= MAX_ROWS)
            .map(Self)
    }

    /// The limit as a number.
    #[must_use]
    pub const fn get(self) -> usize {
        self.0.get()
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(NonZeroUsize::MIN.saturating_add(3))
    }
}

listed! {
    /// What happens to the other requests when one fails.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum OnError {
        /// They go on, and the failure is one of the results: the post's
        /// `gather(..., return_exceptions=True)`.
        #[default]
        Collect = ("collect", "collect all"),
        /// They are aborted.
        Stop = ("stop", "stop at the first"),
    }
}

listed! {
    /// Whether the strategies run one after the other or all together.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum Order {
        /// One after the other, so that none is in another's way.
        #[default]
        InTurn = ("in-turn", "one after the other"),
        /// At the same time, on the same network.
        Together = ("together", "at the same time"),
    }
}

/// What holds for every request, whatever the strategy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// How long an attempt may take, from being sent to its last byte.
    pub timeout: Duration,
    /// How often a failed request is sent again, after 250 ms, 500 ms, 1 s …
    pub retries: u32,
    /// What a failure means for the others.
    pub on_error: OnError,
    /// Whether the browser's cache takes part.
    pub cache: CacheMode,
}

impl Policy {
    /// The shortest timeout.
    pub const TIMEOUT_MIN: Duration = Duration::from_millis(1);
    /// The longest timeout.
    pub const TIMEOUT_MAX: Duration = Duration::from_secs(300);
    /// The most retries.
    pub const RETRIES_MAX: u32 = 5;
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(10),
            retries: 0,
            on_error: OnError::default(),
            cache: CacheMode::default(),
        }
    }
}

/// Everything that the address of the page holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setup {
    /// The list as it was typed.
    pub lines: Vec<Line>,
    /// The strategies to run, in the order of [`Strategy::ALL`].
    pub strategies: Vec<Strategy>,
    /// How many requests `limited` keeps in flight.
    pub limit: Limit,
    /// What holds for every request.
    pub policy: Policy,
    /// Whether the strategies run in turn or together.
    pub order: Order,
    /// How often everything is run, from 1 to [`Setup::REPEAT_MAX`].
    pub repeat: u32,
    /// What the reader expects, before it runs.
    pub guess: Guesses,
    /// What of a replay is looked at.
    pub look: Look,
}

impl Setup {
    /// The most repetitions.
    pub const REPEAT_MAX: u32 = 20;

    /// The requests of the list, by their line: right ones and wrong ones.
    /// Comments and empty lines are none.
    pub fn requests(&self) -> impl Iterator<Item = (usize, &Fields)> {
        requests(&self.lines)
    }

    /// The rows to run, or the first bad one with its number, from 1.
    pub fn rows(&self) -> Result<Vec<Row>, (usize, RowError)> {
        let numbered = self.requests().enumerate();
        numbered
            .map(|(index, (_, fields))| {
                Row::try_from(fields).map_err(|error| (index + 1, error))
            })
            .collect()
    }
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            lines: Preset::ThreeSites.lines(),
            strategies: vec![Strategy::Sequential, Strategy::Concurrent],
            limit: Limit::default(),
            policy: Policy::default(),
            order: Order::default(),
            repeat: 1,
            guess: Guesses::default(),
            look: Look::default(),
        }
    }
}

listed! {
    /// A list that is offered by name.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Preset: (&'static str, &'static str) {
        /// Three requests of one second.
        ThreeSites = (
            "Three sites, 1 s each",
            "delay/1\ndelay/1?b\ndelay/1?c",
        ),
        /// The crawl of the post.
        Post = (
            "The post's crawl: 3 × 3 s",
            "delay/3\ndelay/3?b\ndelay/3?c",
        ),
        /// One request that takes longer than the others.
        OneSlow = (
            "One slow site",
            "delay/0.4\ndelay/0.5\ndelay/2.5 #slow\ndelay/0.6\ndelay/0.3",
        ),
        /// More requests to one host than it has connections over HTTP/1.1.
        Twelve = (
            "Twelve to one host",
            "delay/1?1\ndelay/1?2\ndelay/1?3\ndelay/1?4\ndelay/1?5\ndelay/1?6\n\
             delay/1?7\ndelay/1?8\ndelay/1?9\ndelay/1?10\ndelay/1?11\ndelay/1?12",
        ),
        /// Some that fail, each in its own way.
        Failures = (
            "With failures",
            "delay/1\nstatus/404 +300ms #missing\nstatus/503 +500ms #broken\n\
             delay/0.7 +200ms\nhttps://nobody.invalid/ +400ms #no such host",
        ),
        /// The public service that the post used.
        Httpbin = (
            "httpbin.org (public, often down)",
            "https://httpbin.org/delay/3\nhttps://httpbin.org/delay/3?b\n\
             https://httpbin.org/delay/3?c",
        ),
    }
}

impl Preset {
    /// Its name in the menu.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.entry().0
    }

    /// Its rows.
    #[must_use]
    pub fn lines(self) -> Vec<Line> {
        lines_from_text(self.entry().1)
    }
}
