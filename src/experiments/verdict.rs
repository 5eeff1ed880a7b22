//! What a report comes to, in words.

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Words.
    Text(String),
    /// Whose name it is, by its stable name, and the name as it stands in the
    /// sentence, to be set in its colour.
    Subject(&'static str, String),
}

impl Part {
    /// What it reads.
    #[must_use]
    pub fn into_text(self) -> String {
        match self {
            Self::Text(text) | Self::Subject(_, text) => text,
        }
    }
}

/// What a report comes to.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// What went wrong, a sentence each.
    pub alerts: Vec<String>,
    /// What happened and why; empty as long as that cannot be said.
    pub sentence: Vec<Part>,
    /// What to do about it.
    pub advice: Option<String>,
    /// What else is worth noticing, a sentence each.
    pub findings: Vec<String>,
}
