//! The program: its text, whose it is, and where it is kept.

use super::state::Page;
use crate::browser::page as browser_page;
use crate::experiments::script::{
    Kept, Start, Whose, is_left_behind, left_behind, program_to_open,
};
use crate::experiments::{Experiment, Route};
use crate::views::address;
use crate::views::kept_text::MORE_UNDONE;
use crate::views::letters;
use leptos::prelude::*;
use std::sync::Arc;

/// Said when another tab has kept a program since this one read it.
const OTHER_TAB: &str =
    "Another tab had changed your program. This one has taken its place.";

/// Said when a link that does not hold the program is copied.
const PROGRAM_LACKS: &str = "Copied without the program";

/// Said of a link whose program did not come along.
const LEFT_BEHIND: &str = "The program of this link was too long to travel with it. \
     Ask whoever sent the link for the program as a file, and open that below.";

/// What it began as, its text if that is another, and whose it is.
type Program = (Start, Option<Arc<str>>, Whose);

/// A program that another took the place of.
#[derive(Clone)]
pub(super) struct Lost {
    /// What was done, in a sentence.
    pub what: String,
    /// That program, and the other.
    lost: Program,
    after: Program,
    /// The visitor's own that was kept, if the other is now.
    own: Option<Kept>,
}

/// Where this browser keeps the visitor's program.
pub(super) const PROGRAM: &str = "meanwhile.script";

impl Page {
    /// The program as it is edited; `None` until it is here.
    pub(super) fn text(self) -> Option<String> {
        if self.is_packed() {
            return None;
        }
        let (text, start) =
            self.choices.with(|setup| (setup.text.clone(), setup.start));
        match text {
            Some(text) => Some(text.to_string()),
            None => self.texts.found(start.languages().rust),
        }
    }

    /// Opens the program that the address asks for, or the visitor's own if it
    /// asks for none. One that is packed waits for its code.
    pub(super) fn take_address(self) {
        let hash = browser_page::hash();
        let query = match Route::parse(&hash) {
            Route::Lab(Experiment::Script, query) => query,
            _ => return,
        };
        self.undo.set(None);
        self.to_confirm.set(Vec::new());
        self.forgive();
        self.replaced_by_hand.set_value(false);
        self.is_packed.set(false);
        let mut asked = self.choices.get_untracked();
        let kept = self.kept();
        let letters = self.lab.packed.get_untracked();
        if letters.as_deref().is_some_and(is_left_behind) {
            let kept = kept.clone().map(|kept| kept.text);
            asked.text = kept.filter(|it| letters == Some(left_behind(it)));
            if asked.text.is_none() {
                let note = LEFT_BEHIND.to_owned();
                self.lab.notes.update(|notes| notes.push(note));
            }
        } else if let Some(letters) = letters {
            match letters::unpacked(letters) {
                Some(Ok(text)) => asked.text = Some(text),
                Some(Err(note)) => {
                    let note = note.to_string();
                    self.lab.notes.update(|notes| notes.push(note));
                }
                None => {
                    self.is_packed.set(true);
                    self.letters.want();
                    return;
                }
            }
        }
        let asked = (!query.is_empty()).then_some(asked);
        let (setup, whose) = program_to_open(asked, kept);
        let is_first = setup.text.is_none() && setup.start == Start::default();
        self.is_first.set_value(is_first);
        self.whose.set(whose);
        if self.choices.with_untracked(|now| *now != setup) {
            self.choices.set(setup);
        }
        self.pack();
    }

    /// Opens the text of the address, if that has waited for the code.
    pub(super) fn unpack(self) {
        if untrack(|| self.is_packed()) {
            self.take_address();
        }
    }

    /// Whether the text of the address waits for the code that unpacks it.
    pub(super) fn is_packed(self) -> bool {
        self.is_packed.get()
    }

    /// Waits no more for the text of the address: another takes its place, which
    /// is not taken for the visitor's own, since nobody knows yet whose that was.
    fn forget_packed(self) {
        if untrack(|| self.is_packed()) {
            self.is_packed.set(false);
            self.whose.set(Whose::Link);
        }
    }

    /// Has the address hold the text, once the code for that is here.
    pub(super) fn pack(self) {
        let text = self.choices.with_untracked(|setup| setup.text.clone());
        let packed = text.clone().and_then(|text| {
            letters::packed(text).unwrap_or_else(|| {
                self.letters.want();
                None
            })
        });
        let is_lacking = text.is_some() && packed.is_none();
        address::lacks(is_lacking.then_some(PROGRAM_LACKS));
        let whose = self.whose.get_untracked();
        let is_kept =
            whose == Whose::Mine && !self.mine.forgotten.get_untracked();
        let kept = text.filter(|_| is_lacking && is_kept);
        self.lab
            .packed
            .set(packed.or(kept.as_deref().map(left_behind)));
    }

    /// Whether the address has no room for the text.
    pub(super) fn is_too_long(self) -> bool {
        let is_text = self.choices.with(|setup| setup.text.is_some());
        let is_packed = self.lab.packed.with(|packed| {
            packed.as_deref().is_some_and(|it| !is_left_behind(it))
        });
        is_text && !is_packed && self.letters.is_here()
    }

    /// Takes what was typed.
    pub(super) fn type_text(self, text: String) {
        self.replaced_by_hand.set_value(true);
        self.forgive();
        self.set_text(text);
    }

    fn set_text(self, text: String) {
        self.forget_packed();
        self.looking.forget();
        let start = self.choices.with_untracked(|setup| setup.start);
        let began_as = untrack(|| self.texts.found(start.languages().rust));
        let is_changed = began_as.as_ref() != Some(&text);
        self.choices.update(|setup| {
            setup.text = is_changed.then(|| Arc::from(text));
        });
        self.keep();
        self.pack();
    }

    /// Keeps the program in the browser's memory, if it is the visitor's own and
    /// not one of the page's.
    fn keep(self) {
        let (start, text, whose) = self.program();
        // While the text waits for its code, whose it is, is not known.
        if whose != Whose::Mine || self.is_packed.get_untracked() {
            return;
        }
        self.keep_own(text.map(|text| Kept { start, text }));
    }

    /// Keeps the visitor's own program, or forgets it. What another tab has kept
    /// meanwhile can be had back.
    fn keep_own(self, own: Option<Kept>) {
        let own = own.map(|own| own.text());
        let theirs = self.mine.keep(own.as_deref());
        if let Some(theirs) = theirs.and_then(|it| Kept::from_text(&it)) {
            let lost = (theirs.start, Some(theirs.text), Whose::Mine);
            self.can_have_back(OTHER_TAB, lost, None);
        }
    }

    /// The program as it is.
    fn program(self) -> Program {
        let whose = self.whose.get_untracked();
        self.choices
            .with_untracked(|it| (it.start, it.text.clone(), whose))
    }

    /// What the browser has kept of the visitor's own program.
    fn kept(self) -> Option<Kept> {
        Kept::from_text(&self.mine.read()?)
    }

    /// Begins anew with another program; what was written can be had back.
    pub(super) fn begin_as(self, start: Start) {
        let lost = self.program();
        self.forget_packed();
        self.choices.update(|setup| {
            setup.start = start;
            setup.text = None;
        });
        self.lose("Another program took the place of your text.", lost);
        self.pack();
        self.forget_run();
    }

    /// Puts another text in the place of this one, and says so.
    pub(super) fn replace(self, text: String, what: &str) {
        let lost = self.program();
        self.set_text(text);
        self.lose(what, lost);
        self.forget_run();
    }

    /// The page has put another program in the place of `lost`.
    fn lose(self, what: &str, lost: Program) {
        self.replaced_by_hand.set_value(false);
        self.can_have_back(what, lost, None);
        self.forgive();
    }

    /// Has [`undo`](Self::undo) give back the program `lost`, which another took
    /// the place of, and the visitor's own that this replaced, unless there is
    /// nothing in them that somebody wrote.
    fn can_have_back(self, what: &str, lost: Program, own: Option<Kept>) {
        let is_written = lost.1.is_some() || own.is_some();
        let lost = Lost {
            what: what.to_owned(),
            lost,
            after: self.program(),
            own,
        };
        self.undo.set(is_written.then_some(lost));
    }

    /// Gives back the program that another took the place of.
    pub(super) fn undo(self) {
        let Some(undone) = self.undo.get_untracked() else {
            return;
        };
        let now = self.program();
        self.undo.set(None);
        let (start, text, whose) = undone.lost;
        self.whose.set(whose);
        self.choices.update(|setup| {
            setup.start = start;
            setup.text = text;
        });
        if now != undone.after {
            self.lose(MORE_UNDONE, now);
        }
        if undone.own.is_some() {
            self.keep_own(undone.own);
        }
        self.replaced_by_hand.set_value(false);
        self.forgive();
        self.keep();
        self.pack();
    }

    /// Makes the program of a link the visitor's own.
    pub(super) fn keep_as_mine(self) {
        let (own, lost) = (self.kept(), self.program());
        self.whose.set(Whose::Mine);
        if own.is_some() {
            let what =
                "This is your program now, in the place of the one you had.";
            self.can_have_back(what, lost, own);
        }
        self.keep();
        self.pack();
    }

    /// Opens the visitor's own program in the place of a link's.
    pub(super) fn open_mine(self) {
        if let Some(kept) = self.kept() {
            let lost = self.program();
            self.whose.set(Whose::Mine);
            self.choices.update(|setup| {
                setup.start = kept.start;
                setup.text = Some(kept.text);
            });
            self.lose("Your own program is back.", lost);
            self.pack();
            self.forget_run();
        }
    }
}
