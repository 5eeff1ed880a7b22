//! A text that this browser keeps for the visitor, and that each of their tabs may
//! change.

use crate::browser::storage;
use crate::views::reactive::{AnyRwSignal, AnyStoredValue};

/// Said when a change is undone that others followed.
pub(super) const MORE_UNDONE: &str =
    "What was changed since then is undone as well.";

/// The text under one key of the browser's memory.
#[derive(Clone, Copy)]
pub(super) struct KeptText {
    key: &'static str,
    /// As this tab read or wrote it last.
    known: AnyStoredValue<Option<String>>,
    /// Whether the browser did not keep it.
    pub forgotten: AnyRwSignal<bool>,
}

impl KeptText {
    pub(super) fn new(key: &'static str) -> Self {
        Self {
            key,
            known: AnyStoredValue::new(None),
            forgotten: AnyRwSignal::new(false),
        }
    }

    /// The text; `None` if there is none.
    pub(super) fn read(self) -> Option<String> {
        let text = storage::recall(self.key);
        self.known.set_value(text.clone());
        text
    }

    /// Whether there is one.
    pub(super) fn is_there(self) -> bool {
        storage::recall(self.key).is_some()
    }

    /// Keeps `ours`, or forgets the text. Gives what it takes the place of, if
    /// another tab has kept that since this one read it.
    pub(super) fn keep(self, ours: Option<&str>) -> Option<String> {
        let before = storage::recall(self.key);
        let known = self.known.get_value();
        let is_kept = before.as_deref() == ours;
        // Only another tab has something new.
        if !is_kept && before.is_some() && known.as_deref() == ours {
            return None;
        }
        let kept = match ours {
            _ if is_kept => Ok(()),
            Some(ours) => storage::remember(self.key, ours),
            None => {
                storage::forget(self.key);
                Ok(())
            }
        };
        self.forgotten.set(kept.is_err());
        if kept.is_err() {
            return None;
        }
        self.known.set_value(ours.map(str::to_owned));
        let is_replaced = !is_kept && before != known;
        before.filter(|_| is_replaced)
    }
}
