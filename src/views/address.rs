//! The setup of a lab, which lives in the address.

use crate::browser::page;
use crate::experiments::{Experiment, Note, Route};
use leptos::prelude::*;

/// Takes over what the address says of `lab`, as `read` reads it; false if
/// that is of another lab.
pub(super) fn load<Setup: Send + Sync + 'static>(
    lab: Experiment,
    choices: RwSignal<Setup>,
    notes: RwSignal<Vec<String>>,
    read: fn(&str) -> (Setup, Vec<Note>),
) -> bool {
    let hash = page::hash();
    let Route::Lab(there, query) = Route::parse(&hash) else {
        return false;
    };
    if there != lab {
        return false;
    }
    let (setup, not_followed) = read(&query);
    choices.set(setup);
    notes.set(not_followed.iter().map(ToString::to_string).collect());
    true
}

/// Keeps the address at the setup of `lab` that `query` is.
pub(super) fn save(lab: Experiment, query: &str) {
    let mark = if query.is_empty() { "" } else { "?" };
    page::replace_hash(&format!("#/{}{mark}{query}", lab.slug()));
}
