//! What is compared: the labs, each with what it runs and what it makes of it.
//!
//! Nothing here knows that it runs in a browser, and nothing reads a clock:
//! both are handed in as functions.

pub mod compare;
pub mod cost;
pub mod crawl;
mod figure;
pub mod freeze;
mod link;
pub mod protocol;
pub mod race;
pub mod tasks;

pub use figure::{Figure, cell_text, sorted_places, value_text};
pub use link::Note;

/// The labs: a new one is a variant here, a folder beside this file, a file in
/// `views`, and the arms that the compiler then demands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Experiment {
    /// The same requests, one after another and all at once.
    Crawl,
    /// A CPU loop on the page's thread, in slices, in a worker, in a pool.
    Freeze,
    /// Small programs, replayed poll by poll.
    Tasks,
    /// Many add to one counter: coroutines, threads, processes.
    Race,
    /// What so many tasks, futures and workers take to create and finish.
    Cost,
    /// Coroutine, thread and process in one table, and which one to use.
    Compare,
}

impl Experiment {
    /// All labs, in the order of the navigation.
    pub const ALL: [Self; 6] = [
        Self::Crawl,
        Self::Freeze,
        Self::Tasks,
        Self::Race,
        Self::Cost,
        Self::Compare,
    ];

    /// Its name on the page.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Crawl => "Crawl",
            Self::Freeze => "Freeze",
            Self::Tasks => "Tasks",
            Self::Race => "Race",
            Self::Cost => "Cost",
            Self::Compare => "Compare",
        }
    }

    /// Its name in the address.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Crawl => "crawl",
            Self::Freeze => "freeze",
            Self::Tasks => "tasks",
            Self::Race => "race",
            Self::Cost => "cost",
            Self::Compare => "compare",
        }
    }
}

/// A place on the page, as the fragment of the address names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route<'a> {
    /// No lab is named: the page opens where this browser left off.
    Home,
    /// A lab and its setup, still as text.
    Lab(Experiment, &'a str),
    /// A name that no lab has.
    Unknown(&'a str),
}

impl<'a> Route<'a> {
    /// Reads a fragment such as `#/crawl?url=delay/1`.
    #[must_use]
    pub fn parse(hash: &'a str) -> Self {
        let path = hash.trim_start_matches('#').trim_start_matches('/');
        if path.is_empty() {
            return Self::Home;
        }
        let (name, query) = path.split_once('?').unwrap_or((path, ""));
        let lab = Experiment::ALL.into_iter().find(|lab| lab.slug() == name);
        lab.map_or(Self::Unknown(name), |lab| Self::Lab(lab, query))
    }
}
