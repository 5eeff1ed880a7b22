//! Where the list is kept: in the address, in the browser's memory, and what it
//! was before something was lost from it.

use super::list_rest;
use super::state::Page;
use crate::browser::storage;
use crate::experiments::Experiment;
use crate::experiments::crawl::{
    Asked, KeptLists, Line, LinkError, Setup, Whose, holds_compressed_list,
    lines_from_text, list_to_open, policy_query_with_remembered_list,
    readable_query_from_setup, text_from_lines,
};
use crate::views::address;
use crate::views::kept_text::MORE_UNDONE;
use leptos::prelude::*;

/// Where the visitor's own list is remembered.
pub(super) const LIST: &str = "meanwhile.list";
/// Where the list of a link is remembered as the visitor changed it.
const CHANGED_LINK: &str = "meanwhile.link-list";

/// Said when another tab has kept a list since this one read it.
const OTHER_TAB: &str =
    "Another tab had changed your list. This one has taken its place.";
/// Said when a link that does not hold the list is copied.
const LIST_LACKS: &str = "Copied without the list";
/// Said while what would compress a long list is not here.
const NOT_PACKED: &str = "The address does not hold this list: the rest of the page did not load. \
     Change the list to try again.";

/// What the list was before a change that loses something.
#[derive(Clone)]
pub(super) struct Loss {
    /// What was done, in a sentence.
    pub what: String,
    lines: Vec<Line>,
    whose: Whose,
    /// The visitor's own list, if that change replaced it.
    replaced: Option<Replaced>,
    /// What the list was after it; `None` until that is so.
    after: Option<Vec<Line>>,
}

/// The visitor's own list before another took its place; `None` if there was
/// none.
#[derive(Clone)]
struct Replaced(Option<String>);

/// What a link brought, which stays in the address until it is changed.
#[derive(Clone, Default)]
pub(super) struct Linked {
    pub lines: Vec<Line>,
    pub choices: Setup,
    /// The fragment of the address.
    pub hash: String,
}

impl Page {
    /// The lists that the browser remembers.
    pub(super) fn kept_lists(&self) -> KeptLists {
        KeptLists {
            mine: self.mine.read(),
            changed_link: storage::recall(CHANGED_LINK),
        }
    }

    /// The query of a link to a setup; `None` until the code is here that
    /// compresses its list, if that is needed. Follows whether it is.
    pub(super) fn query(
        &self,
        setup: Setup,
    ) -> Option<Result<String, LinkError>> {
        let readable = readable_query_from_setup(&setup).map(Ok);
        let packed = || list_rest::query_from(setup);
        readable.or_else(|| self.list_code.if_here(packed))
    }

    /// Keeps the address and the browser's memory at the setup, soon.
    pub(super) fn save(&self) {
        // Read here so that the caller is told of every change.
        let Setup { lines, .. } = self.setup();
        self.undo.try_update_untracked(|undo| {
            if let Some(loss) = undo.last_mut() {
                loss.after.get_or_insert(lines);
            }
        });
        let page = *self;
        address::keep_soon(move || page.keep());
    }

    /// Keeps the list in the browser's memory, and says what the address is to
    /// be; `None` while it is the link as it came.
    fn keep(&self) -> Option<String> {
        if self.is_packed.get_value() {
            return None;
        }
        let setup = untrack(|| self.setup());
        let choices = self.choices.get_untracked();
        let same_link = self.linked.with_value(|linked| {
            linked.as_ref().is_some_and(|linked| {
                linked.lines == setup.lines && linked.choices == choices
            })
        });
        self.keep_list();
        let Some(query) = untrack(|| self.query(setup.clone())) else {
            address::lacks(Some(LIST_LACKS));
            let page = *self;
            self.later.spawn(async move {
                if page.has_list_code_or_says(NOT_PACKED).await {
                    page.save();
                }
            });
            return None;
        };
        // A link that is too long for rows that can be read stays whole, so
        // that it can be passed on.
        let is_readable =
            query.as_ref().is_ok_and(|it| !holds_compressed_list(it));
        let stays_whole = same_link && !is_readable;
        let is_too_long = query.is_err() && !stays_whole;
        self.is_too_long.set(is_too_long);
        address::lacks(is_too_long.then_some(LIST_LACKS));
        if stays_whole {
            return self.linked.with_value(|linked| {
                linked.as_ref().map(|linked| linked.hash.clone())
            });
        }
        let query =
            query.unwrap_or_else(|_| policy_query_with_remembered_list(&setup));
        Some(Experiment::Crawl.hash(&query))
    }

    /// Keeps the list in the browser's memory, unless it is a link's as it came.
    pub(super) fn keep_list(&self) {
        if self.is_packed.get_value() {
            return;
        }
        let lines = untrack(|| self.lines());
        let is_as_it_came = self.linked.with_value(|linked| {
            linked.as_ref().is_some_and(|linked| linked.lines == lines)
        });
        let whose = self.whose.get_untracked();
        let is_kept = || match whose {
            Whose::Mine => self.mine.is_there(),
            Whose::Link => storage::recall(CHANGED_LINK).is_some(),
        };
        let is_untouched = lines == Setup::default().lines && !is_kept();
        if is_as_it_came || is_untouched {
            return;
        }
        let text = text_from_lines(&lines);
        match whose {
            Whose::Mine => self.keep_mine(Some(&text)),
            Whose::Link => {
                let kept = storage::remember(CHANGED_LINK, &text);
                self.mine.forgotten.set(kept.is_err());
            }
        }
    }

    /// Keeps the visitor's own list. What another tab has kept meanwhile can be
    /// had back.
    fn keep_mine(&self, ours: Option<&str>) {
        let Some(theirs) = self.mine.keep(ours) else {
            return;
        };
        let loss = Loss {
            what: OTHER_TAB.to_owned(),
            lines: lines_from_text(&theirs),
            whose: Whose::Mine,
            replaced: None,
            after: ours.map(lines_from_text),
        };
        self.undo.update(|undo| undo.push(loss));
    }

    /// Makes the list of a link the visitor's own.
    pub(super) fn keep_as_mine(&self) {
        let mine = self.mine.read();
        let lines = untrack(|| self.lines());
        let loss = Loss {
            what: "This is your list now, in the place of the one you had."
                .to_owned(),
            lines: lines.clone(),
            whose: Whose::Link,
            replaced: Some(Replaced(mine)),
            after: None,
        };
        self.undo.update(|undo| undo.push(loss));
        self.linked.set_value(None);
        self.whose.set(Whose::Mine);
        self.keep_mine(Some(&text_from_lines(&lines)));
        self.save();
    }

    /// Opens the visitor's own list in the place of a link's.
    pub(super) fn open_mine(&self) {
        self.before_losing("Your own list is back.");
        let kept = self.kept_lists();
        if let Some((lines, whose)) = list_to_open(Asked::Nothing, &kept) {
            self.linked.set_value(None);
            self.whose.set(whose);
            self.replace_lines(lines);
        }
    }

    /// Remembers the list as it is, before something is lost from it.
    pub(super) fn before_losing(&self, what: impl Into<String>) {
        let loss = Loss {
            what: what.into(),
            lines: untrack(|| self.lines()),
            whose: self.whose.get_untracked(),
            replaced: None,
            after: None,
        };
        self.undo.update(|undo| undo.push(loss));
    }

    /// Puts the list back as it was before the last loss.
    pub(super) fn undo(&self) {
        let last = self.undo.try_update(Vec::pop).flatten();
        let Some(loss) = last else { return };
        let now = untrack(|| self.lines());
        if loss.after.is_some_and(|after| after != now) {
            self.before_losing(MORE_UNDONE);
        }
        if let Some(Replaced(mine)) = loss.replaced {
            self.keep_mine(mine.as_deref());
        }
        self.whose.set(loss.whose);
        self.replace_lines(loss.lines);
    }
}
