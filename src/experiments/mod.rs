//! What is compared: the labs, each with what it runs and what it makes of it.
//!
//! Nothing here knows that it runs in a browser, and nothing reads a clock:
//! both are handed in as functions.

pub mod compare;
mod control;
pub mod cost;
pub mod crawl;
pub mod examples;
mod figure;
pub mod freeze;
mod goal;
mod guess;
mod guide;
mod kind;
mod lanes;
mod link;
mod listed;
mod look;
mod metric;
mod number;
pub mod protocol;
pub mod race;
mod ready_queue;
mod records;
pub mod script;
mod sharing;
mod table;
mod task_metric;
pub mod tasks;
mod text;
pub mod tour;
mod verdict;
mod wake;

use std::borrow::Cow;

pub use control::{Control, Linked, Takes, query_from_setup, setup_from_query};
pub use figure::{Figure, cell_text, grouped, sorted_places, value_text};
pub use goal::{Goal, Reached, Told, news, told};
pub use guess::{ASKED, GUESS_MAX, Guesses, guess_in, millis_text, with_guess};
pub use guide::Guide;
pub use kind::Kind;
pub use lanes::Record;
pub use link::{LINK_BYTES, Note, split_packed, with_packed};
use listed::addressed;
pub use look::{Look, Looked};
pub use metric::Metric;
pub use number::{decimal_from, decimal_text, whole_from};
pub use ready_queue::{Order, ReadyQueue, SEED_MAX};
pub use sharing::{Memory, Unshared};
pub use table::{Column, Reported, Row, Table};
pub use task_metric::{TaskMetric, task_table_text};
pub use text::{EXAMPLES, FILES, GOALS, Text};
pub use verdict::{Noticed, Part, Verdict};

addressed! {
    /// The labs. The README says what a new one takes. An entry is its name in
    /// the address, its name on the page, and what it is about.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Experiment {
        /// The same requests, one after another and all at once.
        Crawl = [
            "crawl",
            "Crawl",
            "The same requests, one after another and all at once. \
             Real fetches, on this page's own event loop.",
        ],
        /// A CPU loop on the page's thread, in slices, in a worker, in a pool.
        Freeze = [
            "freeze",
            "Freeze",
            "The same loop on the page's thread, in slices, in a \
             Worker, in a pool. Type while it runs.",
        ],
        /// Small programs, replayed poll by poll.
        Tasks = [
            "tasks",
            "Tasks",
            "What a future does between its polls. Recorded from the \
             real loop, replayed as slowly as you like.",
        ],
        /// Many add to one counter: coroutines, threads, processes.
        Race = [
            "race",
            "Race",
            "Many add 1 to one counter: as coroutines, as threads, as \
             processes. How many of the updates arrive?",
        ],
        /// What so many tasks, futures and workers take to create and finish.
        Cost = [
            "cost",
            "Cost",
            "A thousand to a million tasks, async functions, Workers: \
             what they take to create and finish.",
        ],
        /// Coroutine, thread and process in one table, and which one to use.
        Compare = [
            "compare",
            "Compare",
            "Coroutine, thread, process: the closing table of a post on \
             async Python, each cell measured here.",
        ],
        /// A program that the visitor writes.
        Script = [
            "script",
            "Script",
            "Write a small program in async Rust, press Run, and see its \
             real polls and wakes.",
        ],
    }
}

/// Expands to `$with!` of the module of a lab, for what is said of every lab alike.
#[macro_export]
macro_rules! by_lab {
    ($lab:expr, $with:ident) => {
        match $lab {
            $crate::experiments::Experiment::Crawl => $with!(crawl),
            $crate::experiments::Experiment::Freeze => $with!(freeze),
            $crate::experiments::Experiment::Tasks => $with!(tasks),
            $crate::experiments::Experiment::Race => $with!(race),
            $crate::experiments::Experiment::Cost => $with!(cost),
            $crate::experiments::Experiment::Compare => $with!(compare),
            $crate::experiments::Experiment::Script => $with!(script),
        }
    };
}

/// A place on the page, as the fragment of the address names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route<'a> {
    /// No lab is named: the page opens where this browser left off.
    Home,
    /// A lab and its setup, still as text.
    Lab(Experiment, Cow<'a, str>),
    /// What leads to the labs, and what is asked of it.
    Guide(Guide, Cow<'a, str>),
    /// A name that nothing has.
    Unknown(&'a str),
}

impl<'a> Route<'a> {
    /// Reads a fragment such as `#/crawl?url=delay/1`, also where a program on
    /// its way escaped it as a whole, once or twice.
    #[must_use]
    pub fn parse(hash: &'a str) -> Self {
        let mut fragment = Cow::Borrowed(hash);
        for _ in 0..3 {
            let (name, query) = name_and_query(&fragment);
            if name.is_empty() && query.is_empty() {
                return Self::Home;
            }
            let is_named = |slug: &str| slug.eq_ignore_ascii_case(name);
            let mut labs = Experiment::ALL.into_iter();
            let lab = labs.find(|lab| is_named(lab.slug()));
            // Without a name, only the first lab has what a list is.
            let lab = lab.or(name.is_empty().then_some(Experiment::Crawl));
            let mut guides = Guide::ALL.into_iter();
            let guide = guides.find(|it| is_named(it.slug()));
            let start = fragment.len() - query.len();
            if let Some(lab) = lab {
                return Self::Lab(lab, query_from(fragment, start));
            }
            if let Some(guide) = guide {
                return Self::Guide(guide, query_from(fragment, start));
            }
            fragment = Cow::Owned(link::decoded(&fragment));
        }
        Self::Unknown(name_and_query(hash).0)
    }
}

/// The name in a fragment, and the query behind it.
fn name_and_query(fragment: &str) -> (&str, &str) {
    let path = fragment.trim_start_matches(['#', '!', '/']);
    let (name, query) =
        path.split_at(path.find(['?', '&']).unwrap_or(path.len()));
    let name = name.trim_end_matches('/');
    let query = query.get(1..).unwrap_or_default();
    match query {
        "" => (link::without_tail(name).trim_end_matches('/'), query),
        _ => (name, query),
    }
}

/// The query that begins at a place in a fragment, as it was meant.
fn query_from(fragment: Cow<'_, str>, start: usize) -> Cow<'_, str> {
    query_as_meant(match fragment {
        Cow::Borrowed(text) => Cow::Borrowed(&text[start..]),
        Cow::Owned(text) => Cow::Owned(text[start..].to_owned()),
    })
}

/// `query`, also where only that was escaped as a whole, once or twice.
fn query_as_meant(mut query: Cow<'_, str>) -> Cow<'_, str> {
    let is_escaped = |query: &str| {
        let lower = query.to_ascii_lowercase();
        !lower.contains('=')
            && (lower.contains("%3d") || lower.contains("%253d"))
    };
    for _ in 0..2 {
        if !is_escaped(&query) {
            break;
        }
        query = Cow::Owned(link::decoded(&query));
    }
    query
}
