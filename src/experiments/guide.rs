//! What leads to the labs and is none: it runs nothing.

use super::listed::addressed;

addressed! {
    /// A page that leads to the labs. An entry is its name in the address, its
    /// name on the page, and what it is about, as a lab has them.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Guide {
        /// Questions, each of which opens a lab on what answers it.
        Examples = [
            "examples",
            "Examples",
            "Questions that people ask. Each opens a lab set up to answer it, \
             and nothing runs before you press Run.",
        ],
        /// Nine steps through the labs.
        Tour = [
            "tour",
            "In 100 seconds",
            "Nine steps through the labs. At each you press one thing, and see \
             what happens.",
        ],
    }
}
