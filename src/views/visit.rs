//! What outlives the lab being left, until the page is closed.

use super::later_code::LaterCode;
use crate::views::reactive::AnyRwSignal;
use futures::future::LocalBoxFuture;
use leptos::prelude::*;
use std::marker::PhantomData;

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
pub(super) fn kept_signal<T: Clone + Default + 'static>() -> AnyRwSignal<T> {
    let Kept(signal) = kept(|| Kept(AnyRwSignal::new(T::default())));
    signal
}

/// The code that `load` loads, which is kept for the whole visit: one for each
/// type of page.
pub(super) fn kept_code<Page: 'static>(
    load: fn() -> LocalBoxFuture<'static, bool>,
) -> LaterCode {
    let make = || CodeOf::<Page>(LaterCode::new(load), PhantomData);
    let CodeOf(code, _) = kept(make);
    code
}

/// Tells the code of one page from that of others.
struct CodeOf<Page>(LaterCode, PhantomData<fn() -> Page>);

impl<Page> Clone for CodeOf<Page> {
    fn clone(&self) -> Self {
        Self(self.0, PhantomData)
    }
}

/// Tells the signals that are kept from whatever else is.
#[derive(Clone, Copy)]
struct Kept<T: 'static>(AnyRwSignal<T>);

/// The last run of a lab that is over, for who comes back to the lab.
pub(super) struct LastRun<Setup: 'static, Run: 'static>(
    AnyRwSignal<Option<Ended<Setup, Run>>>,
);

#[derive(Clone)]
struct Ended<Setup, Run> {
    /// What was run.
    of: Setup,
    run: Run,
    /// Whether the page was hidden meanwhile.
    hidden: Option<bool>,
}

impl<Setup, Run> Clone for LastRun<Setup, Run> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Setup, Run> Copy for LastRun<Setup, Run> {}

impl<Setup: Clone + PartialEq, Run: Clone> LastRun<Setup, Run> {
    /// That of this visit.
    pub(super) fn new() -> Self {
        Self(kept_signal())
    }

    /// Keeps a run that is over, and whether the page was hidden meanwhile.
    pub(super) fn keep(self, hidden: Option<bool>, of: Setup, run: Run) {
        self.0.set(Some(Ended { of, run, hidden }));
    }

    /// The one that was kept, if it was of this setup; `hidden` becomes what it
    /// was after that.
    pub(super) fn again(
        self,
        hidden: AnyRwSignal<Option<bool>>,
        of: &Setup,
    ) -> Option<Run> {
        let ended = self.0.get_untracked().filter(|it| it.of == *of)?;
        hidden.set(ended.hidden);
        Some(ended.run)
    }
}
