//! The texts that the page fetches when it shows them: highlighted sources, and
//! words that are not needed at first.

use super::Experiment;

/// A text in one of the files that the build makes beside the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// The place of its file among [`FILES`].
    pub file: usize,
    /// Its own place there.
    pub place: usize,
}

impl Text {
    /// The text, mostly HTML, in `file`; none if that is not the file that
    /// was built.
    #[must_use]
    pub fn in_file(self, file: &str) -> Option<&str> {
        let mut texts = file.split('\u{c}');
        let is_ours = texts.next() == Some(FILES[self.file]);
        // The name of the file came first.
        texts.nth(self.place.checked_sub(1)?).filter(|_| is_ours)
    }
}

/// The names of the files: those of labs, which are called like them, and three
/// others, of which the first is at [`OF_NO_LAB`].
pub const FILES: &[&str] = &include!(concat!(env!("OUT_DIR"), "/files.rs"));

const OF_NO_LAB: usize = FILES.len() - 3;

/// What is said of the goals of all labs.
pub const GOALS: Text = Text {
    file: OF_NO_LAB,
    place: 1,
};

/// The examples.
pub const EXAMPLES: Text = Text {
    file: OF_NO_LAB + 1,
    place: 1,
};

impl Text {
    /// The picture of the example at that place.
    #[must_use]
    pub const fn picture(place: usize) -> Self {
        let (file, place) = (OF_NO_LAB + 2, place + 1);
        Self { file, place }
    }

    /// The stage of a lab with a recorded run, if it has one; that of Crawl comes
    /// with the page.
    #[must_use]
    pub fn stage(lab: Experiment) -> Option<Self> {
        let mut labs = FILES[..OF_NO_LAB].iter();
        let file = labs.position(|name| *name == lab.slug())?;
        Some(Self { file, place: 1 })
    }
}
