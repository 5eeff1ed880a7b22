//! What outlives the lab being left, until the page is closed.

use super::lab::Local;
use leptos::prelude::*;

/// Owns what lasts as long as the page.
#[derive(Clone)]
struct Visiting(Owner);

/// Begins the visit; who calls this owns what is kept for it.
pub(super) fn begin() {
    provide_context(Visiting(Owner::current().unwrap_or_default()));
}

/// What is kept for the whole visit, whichever lab is shown, one of each type:
/// whoever asks first has it made.
pub(super) fn kept<T: Clone + Send + Sync + 'static>(
    make: impl FnOnce() -> T,
) -> T {
    use_context().unwrap_or_else(|| {
        let Visiting(owner) = expect_context();
        owner.with(|| {
            let made = make();
            provide_context(made.clone());
            made
        })
    })
}

/// A signal that is kept for the whole visit, one for each type of value.
pub(super) fn kept_signal<T: Clone + Default + 'static>() -> Local<T> {
    let Kept(signal) = kept(|| Kept(RwSignal::new_local(T::default())));
    signal
}

/// Tells the signals that are kept from whatever else is.
#[derive(Clone, Copy)]
struct Kept<T: 'static>(Local<T>);
