//! What of a replay is looked at, kept in the address of its lab and read off it.

use super::Viewer;
use crate::experiments::{Look, Looked};
use crate::trace::Recording;
use crate::views::reactive::effect;
use leptos::prelude::*;

/// Keeps what is looked at in a setup; copies share it.
pub(in crate::views) struct Looking<Setup: 'static> {
    setup: RwSignal<Setup>,
    viewer: Viewer,
    /// The stable name of the run that is replayed, where there are several.
    pub(super) of: RwSignal<Option<&'static str>>,
    /// What the page itself has the setup say: anything else came with a link.
    own: StoredValue<Look>,
    /// What is shown where a link says nothing.
    by_itself: StoredValue<Look>,
}

impl<Setup> Clone for Looking<Setup> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Setup> Copy for Looking<Setup> {}

impl<Setup: Looked + Send + Sync> Looking<Setup> {
    /// For the replay in `viewer` of a run of `setup`.
    pub(in crate::views) fn new(
        setup: RwSignal<Setup>,
        viewer: Viewer,
    ) -> Self {
        Self {
            setup,
            viewer,
            of: RwSignal::new(None),
            own: StoredValue::default(),
            by_itself: StoredValue::default(),
        }
    }

    /// Begins to keep it, whenever the address leads to what is shown, and to
    /// follow links, whenever what is shown is of their setup.
    pub(in crate::views) fn follow(
        self,
        is_in_address: impl Fn() -> bool + 'static,
        is_of_setup: impl Fn() -> bool + 'static,
    ) {
        self.keep(is_in_address);
        effect(move || {
            if let Some(look) = self.asked()
                && untrack(&is_of_setup)
            {
                self.viewer.look_so(look);
            }
        });
    }

    /// Begins to keep it, whenever the address leads to what is shown.
    pub(super) fn keep(self, is_in_address: impl Fn() -> bool + 'static) {
        effect(move || {
            if let Some(look) = self.viewer.look()
                && untrack(&is_in_address)
            {
                let of = self.of.get_untracked();
                self.note(Look { of, ..look });
            }
        });
    }

    /// What a link says of a replay, if one does that and nothing was shown since.
    pub(super) fn asked(self) -> Option<Look> {
        let look = self.setup.with(Looked::look);
        (look != self.own.get_value()).then_some(look)
    }

    /// Shows what a link asks for in the run that is shown, if one does. What is
    /// shown otherwise is shown by itself, and needs no words in the address.
    pub(in crate::views) fn show_what_is_asked(self) {
        let own = untrack(|| self.viewer.look()).unwrap_or_default();
        self.by_itself.set_value(own);
        if let Some(look) = untrack(|| self.asked()) {
            self.viewer.look_so(look);
        }
    }

    /// Shows a run that is over: what a link says of it, if one does that and
    /// nothing was shown since; or all of it, from its beginning.
    pub(in crate::views) fn show(self, recording: Recording) {
        match self.is_own() {
            true => self.viewer.show_whole(recording),
            false => self.viewer.show_so(recording, self.look()),
        }
    }

    /// Shows a run that was shown before: where the address says that it was
    /// left, else at its end.
    pub(in crate::views) fn show_again(self, recording: Recording) {
        self.viewer.show_so(recording, self.look());
    }

    /// Forgets what was looked at, but not what a link says of a run to come.
    pub(in crate::views) fn forget(self) {
        if self.is_own() {
            self.note(Look::default());
        }
    }

    /// What to say of a run to come: how its replay begins.
    pub(in crate::views) fn promise(self) -> String {
        let look = self.setup.with(Looked::look);
        match look.at {
            Some(at) => {
                format!(
                    "Its replay then stands at event {at}, as the link says."
                )
            }
            None if look == Look::default() => {
                "It is then replayed slowly.".to_owned()
            }
            None => "Its replay then shows what the link says.".to_owned(),
        }
    }

    fn look(self) -> Look {
        self.setup.with_untracked(Looked::look)
    }

    fn is_own(self) -> bool {
        self.look() == self.own.get_value()
    }

    fn note(self, look: Look) {
        let look = match look == self.by_itself.get_value() {
            true => Look::default(),
            false => look,
        };
        self.own.set_value(look);
        if self.look() != look {
            self.setup.update(|setup| *setup.look_mut() = look);
        }
    }
}
