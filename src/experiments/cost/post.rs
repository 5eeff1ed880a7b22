//! What the post measured: another machine, Python, a million of each.

use crate::experiments::figure::{bytes_text, grouped};
use crate::trace::duration_text;
use std::time::Duration;

/// One row of the post's table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PostFigure {
    /// What it is of.
    pub name: &'static str,
    /// How long a million took.
    pub total: Duration,
    /// What memory they took; none if the post does not say.
    pub bytes: Option<f64>,
    /// Whether it was reckoned from fewer.
    pub is_extrapolated: bool,
}

/// How many of each the post had.
pub const POST_COUNT: u32 = 1_000_000;

/// The post's figures.
pub const POST: [PostFigure; 3] = [
    PostFigure {
        name: "coroutines",
        total: Duration::from_millis(6_780),
        bytes: Some(1_112e6),
        is_extrapolated: false,
    },
    PostFigure {
        name: "threads",
        total: Duration::from_millis(43_580),
        bytes: Some(2_661e6),
        is_extrapolated: false,
    },
    PostFigure {
        name: "processes",
        total: Duration::from_secs(379),
        bytes: None,
        is_extrapolated: true,
    },
];

impl PostFigure {
    /// All that the post says of it, on a clock of that `step`.
    #[must_use]
    pub fn text(&self, step: Duration) -> String {
        let count = grouped(POST_COUNT.into());
        let memory = match self.bytes {
            Some(bytes) => format!(" and {}", bytes_text(bytes as u64)),
            None => String::new(),
        };
        let reckoned = match self.is_extrapolated {
            true => ", extrapolated from 1000",
            false => "",
        };
        format!(
            "The post's: {count} {} in {}{memory}{reckoned}; another machine, Python.",
            self.name,
            duration_text(self.total, step),
        )
    }
}
