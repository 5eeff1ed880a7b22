//! What of a replay is looked at, kept in the address of its lab and read off it.

use super::Viewer;
use crate::experiments::{Look, Looked};
use crate::trace::{Recording, TaskId, Viewport};
use crate::views::reactive::{AnyRwSignal, AnyStoredValue, effect};
use leptos::prelude::*;

/// Keeps what is looked at in a setup; copies share it.
pub(in crate::views) struct Looking<Setup: 'static> {
    setup: AnyRwSignal<Setup>,
    viewer: Viewer,
    /// The stable name of the run that is replayed, where there are several.
    pub(super) of: AnyRwSignal<Option<&'static str>>,
    /// What the page itself has the setup say: anything else came with a link.
    own: AnyStoredValue<Look>,
    /// What is shown where a link says nothing.
    by_itself: AnyStoredValue<Look>,
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
        setup: AnyRwSignal<Setup>,
        viewer: Viewer,
    ) -> Self {
        Self {
            setup,
            viewer,
            of: AnyRwSignal::new(None),
            own: AnyStoredValue::default(),
            by_itself: AnyStoredValue::default(),
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

impl Viewer {
    /// What is looked at; `None` while it changes by itself, and if there is
    /// nothing to look at.
    pub(in crate::views) fn look(&self) -> Option<Look> {
        let shown = self.shown.get().filter(|it| !it.live)?;
        if self.playing.get() {
            return None;
        }
        let position = self.position.get();
        let micros = |millis: f64| (millis * 1e3).round() as u64;
        let zoom = self.zoom.get();
        // What the pointer happens to be at is no reason to look anew.
        let selected = self.selected.get_untracked();
        let selected = selected.and_then(|row| shown.task_in(row));
        let task = self.opened.get().or(selected);
        Some(Look {
            of: None,
            at: (position < self.len()).then_some(position as u64),
            from: zoom.map(|zoom| micros(zoom.from)),
            to: zoom.map(|zoom| micros(zoom.to)),
            task: task.map(|task| task.0.into()),
        })
    }

    /// Looks at that of the recording that is shown, as far as it has it.
    pub(in crate::views) fn look_so(&self, look: Look) {
        let Some(shown) = self.shown.get_untracked() else {
            return;
        };
        self.pause();
        let task = look.task.and_then(|task| u32::try_from(task).ok());
        let row = task.and_then(|task| shown.row_of(TaskId(task)));
        self.selected.set(row);
        let whole = shown.whole();
        let millis = |micros: u64| micros as f64 / 1e3;
        self.zoom.set(look.from.zip(look.to).map(|(from, to)| {
            let (from, to) = (millis(from), millis(to));
            let view = Viewport { from, to, ..whole };
            view.near_row(row.unwrap_or_default(), whole)
        }));
        match look.at.and_then(|at| usize::try_from(at).ok()) {
            Some(at) if at < self.len() => self.go_to(at),
            _ => self.go_to_end(),
        }
    }
}
