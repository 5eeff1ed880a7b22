//! What of a replay is looked at, kept in the address of its lab and read off it.

use super::Viewer;
use crate::experiments::{Look, Looked};
use crate::trace::Recording;
use leptos::prelude::*;

/// Keeps what is looked at in a setup; copies share it.
pub(in crate::views) struct Looking<Setup: 'static> {
    setup: RwSignal<Setup>,
    viewer: Viewer,
    /// What the page itself has the setup say: anything else came with a link.
    own: StoredValue<Look>,
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
            own: StoredValue::default(),
        }
    }

    /// Begins to keep it, whenever the address leads to what is shown, and to
    /// follow links, whenever what is shown is of their setup.
    pub(in crate::views) fn follow(
        self,
        is_in_address: impl Fn() -> bool + 'static,
        is_of_setup: impl Fn() -> bool + 'static,
    ) {
        Effect::new(move |_| {
            if let Some(look) = self.viewer.look()
                && untrack(&is_in_address)
            {
                self.note(look);
            }
        });
        Effect::new(move |_| {
            let look = self.setup.with(Looked::look);
            if look != self.own.get_value() && untrack(&is_of_setup) {
                self.viewer.look_so(look);
            }
        });
    }

    /// Shows a run that is over: what a link says of it, if one does that and
    /// nothing was shown since; or all of it, from its beginning.
    pub(in crate::views) fn show(self, recording: Recording) {
        match self.is_own() {
            true => self.viewer.show_whole(recording),
            false => self.viewer.show_so(recording, self.look()),
        }
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
        self.own.set_value(look);
        if self.look() != look {
            self.setup.update(|setup| *setup.look_mut() = look);
        }
    }
}
