//! Goals: what to find out in a lab, reached by what was measured and by
//! nothing else. As data; each lab has its own.
//!
//! What is said of them stands in a lab's `goals.txt`, and the page fetches that
//! of all labs: for each goal its name, its sentence and its hint, a line each,
//! and an empty line.

/// Something to find out.
pub struct Goal<Of: ?Sized + 'static> {
    /// Its name where it is kept: that of its lab, a dot, and a name that no
    /// other goal of that lab has. The same in every release.
    pub id: &'static str,
    /// Whether a run shows it, which has come to its end.
    pub is_met: fn(&Of) -> bool,
}

/// What is said of a goal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told<'a> {
    /// What is to be reached, in a sentence.
    pub text: &'a str,
    /// How one might come there, in a few sentences.
    pub hint: &'a str,
}

/// What the text of all `goals.txt` says of the goal of that name; `None` if it says
/// nothing.
#[must_use]
pub fn told<'a>(goals: &'a str, id: &str) -> Option<Told<'a>> {
    let goal = goals.split("\n\n").find_map(|goal| {
        let (name, said) = goal.trim().split_once('\n')?;
        (name == id).then_some(said)
    });
    let (text, hint) = goal?.split_once('\n')?;
    Some(Told { text, hint })
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

    /// Adds those of `goals` that `run` shows; gives the names of those that are
    /// new.
    pub fn look<Of: ?Sized>(
        &mut self,
        goals: &[Goal<Of>],
        run: &Of,
    ) -> Vec<&'static str> {
        let mut new = Vec::new();
        for goal in goals {
            if !self.has(goal.id) && (goal.is_met)(run) {
                self.add(goal.id);
                new.push(goal.id);
            }
        }
        new
    }

    /// How many of the goals of these names were reached, in words.
    #[must_use]
    pub fn summary(&self, goals: &[&str]) -> String {
        let reached = goals.iter().filter(|id| self.has(id)).count();
        format!("Goals: {reached} of {} reached", goals.len())
    }
}

/// What is said once of the goals of these names, which were just reached, by
/// the text of `goals.txt`; nothing if there are none.
#[must_use]
pub fn news(goals: &str, reached: &[&str]) -> String {
    let news: Vec<String> = reached
        .iter()
        .filter_map(|id| told(goals, id))
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
