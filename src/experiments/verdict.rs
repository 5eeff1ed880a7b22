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

/// A sentence, as it is put together.
#[derive(Default)]
pub(super) struct Words(pub(super) Vec<Part>);

impl Words {
    /// Goes on.
    pub(super) fn say(&mut self, text: impl Into<String>) {
        self.0.push(Part::Text(text.into()));
    }

    /// Begins a sentence: behind a space, unless it is the first.
    pub(super) fn begin(&mut self, text: &str) {
        let space = if self.0.is_empty() { "" } else { " " };
        self.say(format!("{space}{text}"));
    }

    /// Goes on with the `name` of whose stable name is `id`.
    pub(super) fn name(&mut self, id: &'static str, name: impl Into<String>) {
        self.0.push(Part::Subject(id, name.into()));
    }
}

/// What stands before the name at a `place` among so many: nothing before the
/// first, `last` before the last.
pub(super) const fn between(
    place: usize,
    count: usize,
    last: &'static str,
) -> &'static str {
    match place {
        0 => "",
        _ if place + 1 == count => last,
        _ => ", ",
    }
}

/// Something worth noticing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noticed {
    /// What it is, in a sentence.
    pub text: String,
    /// Where it is seen: the stable name of a lane and a row of its picture;
    /// `None` if it is true of the whole run.
    pub place: Option<(&'static str, usize)>,
}

impl From<String> for Noticed {
    fn from(text: String) -> Self {
        Self { text, place: None }
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
    /// What else is worth noticing.
    pub findings: Vec<Noticed>,
}
