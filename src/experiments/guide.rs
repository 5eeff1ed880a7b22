//! What leads to the labs and is none: it runs nothing.

use super::listed::listed;

listed! {
    /// A page that leads to the labs. An entry is its name in the address, its
    /// name on the page, and what it is about, as a lab has them.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Guide: [&'static str; 3] {
        /// Questions, each of which opens a lab on what answers it.
        Examples = [
            "examples",
            "Examples",
            "Questions that people ask. Each opens a lab set up to answer it, \
             and nothing runs before you press Run.",
        ],
        /// Eight steps through the labs.
        Tour = [
            "tour",
            "In 100 seconds",
            "Eight steps through the labs. At each you press one thing, and see \
             what happens.",
        ],
    }
}

impl Guide {
    /// Its name in the address.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        self.entry()[0]
    }

    /// Its name on the page.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.entry()[1]
    }

    /// What it is about.
    #[must_use]
    pub const fn about(self) -> &'static str {
        self.entry()[2]
    }

    /// The fragment of the address that leads to it, as that `query` says.
    #[must_use]
    pub fn hash(self, query: &str) -> String {
        super::hash_of(self.slug(), query)
    }
}
