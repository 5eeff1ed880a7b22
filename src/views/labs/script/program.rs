//! The program: its text, whose it is, and where it is kept.

use super::state::Page;
use crate::browser::page as browser_page;
use crate::experiments::script::{Kept, Setup, Start, Whose, program_to_open};
use crate::experiments::{Experiment, Route};
use crate::views::address;
use crate::views::kept_text::MORE_UNDONE;
use crate::views::letters;
use leptos::prelude::*;
use std::sync::Arc;

/// Said when another tab has kept a program since this one read it.
const OTHER_TAB: &str =
    "Another tab had changed your program. This one has taken its place.";

/// Said when a link that has no room for the program is copied.
const PROGRAM_LACKS: &str = "Copied without the program: too long for a link";

/// A text that another took the place of.
#[derive(Clone)]
pub(super) struct Lost {
    /// What was done, in a sentence.
    pub what: String,
    /// The setup with that text, and the one with the other.
    setup: Setup,
    after: Setup,
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

    /// Opens the visitor's own program where the address asks for none.
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
        if let Some(letters) = self.lab.packed.get_untracked() {
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
        let (setup, whose) = program_to_open(asked, self.kept());
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
        let packed = text.and_then(|text| {
            letters::packed(text).unwrap_or_else(|| {
                self.letters.want();
                None
            })
        });
        self.lab.packed.set(packed);
        let is_too_long = untrack(|| self.is_too_long());
        address::lacks(is_too_long.then_some(PROGRAM_LACKS));
    }

    /// Whether the address has no room for the text.
    pub(super) fn is_too_long(self) -> bool {
        let is_text = self.choices.with(|setup| setup.text.is_some());
        let is_packed = self.lab.packed.with(Option::is_some);
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
        self.pack();
        self.keep();
    }

    /// Keeps the program in the browser's memory, if it is the visitor's own and
    /// not one of the page's.
    pub(super) fn keep(self) {
        if self.whose.try_get_untracked() != Some(Whose::Mine) {
            return;
        }
        // Whose it is, is not known yet.
        if self.is_packed.try_get_untracked() != Some(false) {
            return;
        }
        let Some(setup) = self.choices.try_get_untracked() else {
            return;
        };
        let start = setup.start;
        let ours = setup.text.clone().map(|text| Kept { start, text }.text());
        let theirs = self.mine.keep(ours.as_deref());
        if let Some(theirs) = theirs.and_then(|it| Kept::from_text(&it)) {
            self.can_take(theirs, OTHER_TAB, setup);
        }
    }

    /// What the browser has kept of the visitor's own program.
    fn kept(self) -> Option<Kept> {
        Kept::from_text(&self.mine.read()?)
    }

    /// The program of `after` took the place of `lost`, which can be had back.
    fn can_take(self, lost: Kept, what: &str, after: Setup) {
        let setup = Setup {
            start: lost.start,
            text: Some(lost.text),
            ..after.clone()
        };
        let what = what.to_owned();
        self.undo.set(Some(Lost { what, setup, after }));
    }

    /// Begins anew with another program; what was written can be had back.
    pub(super) fn begin_as(self, start: Start) {
        let what = "Another program took the place of your text.".to_owned();
        let before = self.choices.get_untracked();
        self.forget_packed();
        self.choices.update(|setup| {
            setup.start = start;
            setup.text = None;
        });
        self.lose(what, before);
        self.pack();
        self.forget_run();
    }

    /// Puts another text in the place of this one, and says so.
    pub(super) fn replace(self, text: String, what: String) {
        let before = self.choices.get_untracked();
        self.set_text(text);
        self.lose(what, before);
        self.forget_run();
    }

    /// Has the text of `setup`, which another took the place of, given back by
    /// [`undo`](Self::undo), if somebody wrote it.
    fn lose(self, what: String, setup: Setup) {
        self.replaced_by_hand.set_value(false);
        let after = self.choices.get_untracked();
        let is_written = setup.text.is_some();
        let lost = Lost { what, setup, after };
        self.undo.set(is_written.then_some(lost));
        self.forgive();
    }

    /// Gives back the text that another took the place of.
    pub(super) fn undo(self) {
        let Some(Lost { setup, after, .. }) = self.undo.get_untracked() else {
            return;
        };
        let now = self.choices.get_untracked();
        self.undo.set(None);
        self.choices.set(setup);
        if (now.start, &now.text) != (after.start, &after.text) {
            self.lose(MORE_UNDONE.to_owned(), now);
        }
        self.replaced_by_hand.set_value(false);
        self.forgive();
        self.pack();
        self.keep();
    }

    /// Whether the visitor has a program of their own.
    pub(super) fn has_own(self) -> bool {
        self.mine.is_there()
    }

    /// Makes the program of a link the visitor's own.
    pub(super) fn keep_as_mine(self) {
        if let Some(kept) = self.kept() {
            let what =
                "This is your program now, in the place of the one you had.";
            self.can_take(kept, what, self.choices.get_untracked());
        }
        self.whose.set(Whose::Mine);
        self.keep();
    }

    /// Opens the visitor's own program in the place of a link's.
    pub(super) fn open_mine(self) {
        if let Some(kept) = self.kept() {
            self.replaced_by_hand.set_value(false);
            self.whose.set(Whose::Mine);
            self.choices.update(|setup| {
                setup.start = kept.start;
                setup.text = Some(kept.text);
            });
            self.pack();
            self.forget_run();
        }
    }
}
