//! Goals: what to find out in a lab, reached by what was measured and by
//! nothing else. As data; each lab has its own.

/// Something to find out.
pub struct Goal<Of: ?Sized + 'static> {
    /// Its name where it is kept: that of its lab, a dot, and a name that no
    /// other goal of that lab has. The same in every release.
    pub id: &'static str,
    /// What is to be reached, in a sentence.
    pub text: &'static str,
    /// How one might come there, in a few sentences.
    pub hint: &'static str,
    /// Whether a run shows it, which has come to its end.
    pub is_met: fn(&Of) -> bool,
}

impl<Of: ?Sized + 'static> Goal<Of> {
    /// What is said of it, whatever it is a goal of.
    #[must_use]
    pub const fn told(&self) -> Told {
        Told {
            id: self.id,
            text: self.text,
            hint: self.hint,
        }
    }
}

/// What is said of a goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// Its name where it is kept.
    pub id: &'static str,
    /// What is to be reached.
    pub text: &'static str,
    /// How one might come there.
    pub hint: &'static str,
}

/// The goals that were reached, by their names.
///
/// A name of another release stays among them: who goes back to that finds it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reached(Vec<String>);

impl Reached {
    /// So many are kept at most, whatever a text says.
    const MOST: usize = 500;

    /// Reads what was kept; what cannot be a name is left out.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        let mut reached = Self::default();
        for name in text.split_whitespace().filter(|it| is_name(it)) {
            reached.add(name);
        }
        reached
    }

    /// What is to be kept: a name a line.
    #[must_use]
    pub fn text(&self) -> String {
        self.0.join("\n")
    }

    /// Whether the goal of that name was reached.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.0.iter().any(|it| it == id)
    }

    /// Adds the goal of that name.
    pub fn add(&mut self, id: &str) {
        if !self.has(id) && self.0.len() < Self::MOST {
            self.0.push(id.to_owned());
        }
    }

    /// Forgets the goal of that name.
    pub fn remove(&mut self, id: &str) {
        self.0.retain(|it| it != id);
    }

    /// Adds those of `goals` that `run` shows; gives what is said of those that
    /// are new.
    pub fn look<Of: ?Sized>(
        &mut self,
        goals: &[Goal<Of>],
        run: &Of,
    ) -> Vec<Told> {
        let mut new = Vec::new();
        for goal in goals {
            if !self.has(goal.id) && (goal.is_met)(run) {
                self.add(goal.id);
                new.push(goal.told());
            }
        }
        new
    }

    /// How many of `goals` were reached, in words.
    #[must_use]
    pub fn summary(&self, goals: &[Told]) -> String {
        let reached = goals.iter().filter(|goal| self.has(goal.id)).count();
        format!("Goals: {reached} of {} reached", goals.len())
    }
}

/// What is said once of goals that were just reached; nothing if there are
/// none.
#[must_use]
pub fn news(reached: &[Told]) -> String {
    let news: Vec<String> = reached
        .iter()
        .map(|goal| format!("Goal reached: {}", goal.text))
        .collect();
    news.join(" ")
}

/// Whether `text` can be the name of a goal, in this release or another.
fn is_name(text: &str) -> bool {
    let is_part = |part: &str| {
        let is_sound = |it| matches!(it, b'a'..=b'z' | b'0'..=b'9' | b'-');
        !part.is_empty() && part.bytes().all(is_sound)
    };
    let parts = text.split_once('.').filter(|_| text.len() <= 64);
    parts.is_some_and(|(lab, name)| is_part(lab) && is_part(name))
}
