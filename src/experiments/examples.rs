//! Questions that people have, each with a link to what answers it, and which of
//! them somebody looks for. Not how they are shown, nor what a lab does with a
//! link.
//!
//! They stand in `examples.txt`, which the page fetches: for each the question,
//! the line below it, and its lab, its level and the query of its link, a line
//! each, and an empty line.

use super::control::{Control, Linked, Takes, put};
use super::listed::listed;
use super::{Experiment, query_from_setup};

listed! {
    /// How much a question takes for granted.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Level {
        /// Nothing.
        First = ("first", "First steps"),
        /// What an await is.
        Further = ("further", "Further"),
        /// What polls, wakes and memory are.
        Deep = ("deep", "Deep"),
    }
}

/// A question, and where its answer is seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Its place among all of them, from 0: that of its picture.
    pub place: usize,
    /// What somebody would ask a search engine.
    pub question: String,
    /// What to look at there, in a sentence or two.
    pub line: String,
    /// The lab that it opens.
    pub lab: Experiment,
    /// How much it takes for granted.
    pub level: Level,
    /// The setup of that lab, as its links have it.
    pub query: String,
}

/// Reads the text of `examples.txt`, lab by lab and from the first level on;
/// what is damaged is left out.
#[must_use]
pub fn examples_from(text: &str) -> Vec<Example> {
    let all = text.trim().split("\n\n").enumerate();
    all.filter_map(|(place, text)| Example::read(place, text))
        .collect()
}

impl Example {
    fn read(place: usize, text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let (question, line) = (lines.next()?, lines.next()?);
        let mut setup = lines.next()?.splitn(3, ' ');
        let (lab, level) = (setup.next()?, setup.next()?);
        let mut labs = Experiment::ALL.into_iter();
        Some(Self {
            place,
            question: question.to_owned(),
            line: line.to_owned(),
            lab: labs.find(|it| it.slug() == lab)?,
            level: Level::from_id(level)?,
            query: setup.next().unwrap_or_default().to_owned(),
        })
    }

    /// The fragment of the address that it leads to.
    #[must_use]
    pub fn hash(&self) -> String {
        self.lab.hash(&self.query)
    }

    /// Whether each word of `search` stands in what is said of it, in letters
    /// of either case.
    fn says(&self, search: &str) -> bool {
        let (lab, level) = (self.lab.name(), self.level.name());
        let text = format!("{} {} {lab} {level}", self.question, self.line);
        let text = text.to_lowercase();
        let search = search.to_lowercase();
        search.split_whitespace().all(|word| text.contains(word))
    }
}

/// Which examples are looked for: everything that the address of their page
/// holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// The words that must stand in them.
    pub words: String,
    /// The only lab; none for all.
    pub lab: Option<Experiment>,
    /// The only level; none for all.
    pub level: Option<Level>,
}

impl Search {
    /// What is found of them, in the order of the page.
    pub fn found<'a>(
        &self,
        all: &'a [Example],
    ) -> impl Iterator<Item = &'a Example> {
        all.iter().filter(|it| {
            self.lab.is_none_or(|lab| lab == it.lab)
                && self.level.is_none_or(|level| level == it.level)
                && it.says(&self.words)
        })
    }

    /// The fragment of the address that finds the same.
    #[must_use]
    pub fn hash(&self) -> String {
        super::Guide::Examples.hash(&query_from_setup(self))
    }
}

/// The value of a menu that chooses nothing.
const ALL: &str = "all";

/// The words that must stand in an example.
pub static WORDS: Control<Search> = Control {
    id: "search",
    label: "Search the examples",
    help: "Each word must stand in the question or in the line below it.",
    takes: Takes::Named {
        expected: "words",
        get: |it| it.words.clone(),
        set: |it, words| put(&mut it.words, Some(words.to_owned())),
    },
};

/// The only lab.
pub static LAB: Control<Search> = Control::one(
    "lab",
    "Lab",
    "",
    &LABS,
    |it| it.lab.map_or(ALL, Experiment::slug).to_owned(),
    |it, slug| {
        let mut labs = Experiment::ALL.into_iter();
        let lab = labs.find(|lab| lab.slug() == slug);
        put(&mut it.lab, (lab.is_some() || slug == ALL).then_some(lab))
    },
);

/// The only level.
pub static LEVEL: Control<Search> = Control::one(
    "level",
    "Level",
    "",
    &LEVELS,
    |it| it.level.map_or(ALL, Level::id).to_owned(),
    |it, id| {
        let level = Level::from_id(id);
        put(
            &mut it.level,
            (level.is_some() || id == ALL).then_some(level),
        )
    },
);

const LABS: [(&str, &str); Experiment::ALL.len() + 1] = {
    let mut options = [(ALL, "all"); Experiment::ALL.len() + 1];
    let mut place = 0;
    while place < Experiment::ALL.len() {
        let lab = Experiment::ALL[place];
        place += 1;
        options[place] = (lab.slug(), lab.name());
    }
    options
};

const LEVELS: [(&str, &str); Level::ALL.len() + 1] = {
    let mut options = [(ALL, "all"); Level::ALL.len() + 1];
    let mut place = 0;
    while place < Level::ALL.len() {
        let level = Level::ALL[place];
        place += 1;
        options[place] = (level.id(), level.name());
    }
    options
};

impl Linked for Search {
    const CONTROLS: &'static [&'static Control<Self>] = &[&WORDS, &LAB, &LEVEL];
}
