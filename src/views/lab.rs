//! What the page of a lab knows and does, whichever lab it is: its setup lives
//! in the address, and its runs begin, go on and end here. Not what is chosen,
//! run or drawn.

use super::address;
use super::environment::Environment;
use super::goals::Goals;
use super::honesty::found_endpoint;
use super::later_code::LaterCode;
use super::reactive::{AnyRwSignal, AnyStoredValue, effect};
use super::run::Status;
use crate::browser::endpoint::{self, Endpoint};
use crate::browser::page;
use crate::browser::scroll;
use crate::browser::visibility::HiddenWatch;
use crate::experiments::{
    Experiment, Linked, Route, query_from_setup, setup_from_query,
    split_packed, with_packed,
};
use crate::task::AbortOnDrop;
use futures::future::LocalBoxFuture;
use leptos::prelude::*;
use std::any::Any;
use std::time::Duration;

/// What all labs have in common; copies share it.
#[derive(Clone, Copy)]
pub(super) struct Lab {
    /// What of the link was not followed.
    pub notes: AnyRwSignal<Vec<String>>,
    /// What the page is doing.
    pub status: AnyRwSignal<Status>,
    /// Who answers the built-in URLs; none while that is being found out. It
    /// isolates the page and opens it offline as well.
    pub endpoint: AnyRwSignal<Option<Endpoint>>,
    /// Whether the page was hidden during the last run that was watched for
    /// that; none without one.
    pub hidden: AnyRwSignal<Option<bool>>,
    /// The clock's step.
    pub step: Duration,
    /// The value of the link's [`Linked::PACKED`], if it has one.
    pub packed: AnyRwSignal<Option<String>>,
    /// Its goals.
    pub goals: Goals,
    /// Number of runs that have begun or were forgotten: that of the newest.
    newest: AnyStoredValue<u32>,
    /// What stops the run when it is dropped, and what watches it.
    running: AnyStoredValue<Option<Box<dyn Any>>>,
    /// What is said in the place of the end of the run that was stopped.
    instead: AnyStoredValue<Option<Status>>,
}

/// Says how a run ended that was stopped or not.
type Finish = Box<dyn FnOnce(bool) -> LocalBoxFuture<'static, Option<Status>>>;

impl Lab {
    /// A lab that opens what the address says by itself.
    pub(super) fn new() -> Self {
        let environment = expect_context::<Environment>();
        Self {
            notes: AnyRwSignal::default(),
            status: AnyRwSignal::new(Status::Ready),
            endpoint: found_endpoint(),
            hidden: AnyRwSignal::new(None),
            step: environment.engine.with_value(|it| it.clock_step),
            packed: AnyRwSignal::new(None),
            goals: Goals::new(),
            newest: AnyStoredValue::new(0),
            running: AnyStoredValue::new(None),
            instead: AnyStoredValue::new(None),
        }
    }

    /// Opens `lab` on the setup that the address says; each follows the other.
    pub(super) fn open<Setup: Linked + Send + Sync>(
        lab: Experiment,
    ) -> (Self, AnyRwSignal<Setup>) {
        let page = Self::new();
        let choices = AnyRwSignal::new(Setup::default());
        let load = move || {
            let hash = page::hash();
            let query = match Route::parse(&hash) {
                Route::Lab(there, query) if there == lab => query,
                _ => return false,
            };
            address::forget();
            let (query, packed) = match Setup::PACKED {
                Some(name) => split_packed(&query, name),
                None => (query.into_owned(), None),
            };
            let (setup, not_followed) = setup_from_query(&query);
            choices.set(setup);
            page.packed.set(packed);
            let notes = not_followed.iter().map(ToString::to_string);
            page.notes.set(notes.collect());
            true
        };
        load();
        effect(move || {
            let query = choices.with(query_from_setup);
            let query = page.packed.with(|packed| {
                match Setup::PACKED.zip(packed.as_ref()) {
                    Some((name, packed)) => with_packed(query, name, packed),
                    None => query,
                }
            });
            let hash = lab.hash(&query);
            address::keep_soon(move || Some(hash.clone()));
        });
        page.follow_address(load);
        (page, choices)
    }

    /// Follows the address while the lab is shown: `load` takes over what it
    /// says and returns false if that is of another lab. Leaving the lab stops
    /// its run.
    pub(super) fn follow_address(self, load: impl Fn() -> bool + 'static) {
        let hash = window_event_listener(leptos::ev::hashchange, move |_| {
            if load() {
                self.stop();
                self.status.set(Status::Ready);
            }
        });
        on_cleanup(move || {
            hash.remove();
            self.stop();
            address::forget();
        });
    }

    /// Waits until it is known who answers the built-in URLs.
    pub(super) async fn found_endpoint(self) -> Endpoint {
        match self.endpoint.get_untracked() {
            Some(endpoint) => endpoint,
            None => endpoint::ready().await,
        }
    }

    /// Keeps [`Self::hidden`] for a run that begins, and calls `on_hidden`
    /// whenever the page is hidden during it.
    pub(super) fn watch_hidden(
        self,
        on_hidden: impl Fn() + 'static,
    ) -> HiddenWatch {
        self.hidden.set(Some(false));
        HiddenWatch::start(move || {
            self.hidden.set(Some(true));
            on_hidden();
        })
    }

    /// Begins a run; one that goes on is stopped first. `going` goes through
    /// it, and `watches` are dropped at its end.
    ///
    /// `finish` is told whether it was stopped, and says how it ended; `None`
    /// if it has begun something else. It is not called if another run has
    /// taken its place by then, or if the visitor has left the lab.
    pub(super) fn begin(
        self,
        said: &str,
        going: impl Future<Output = ()> + 'static,
        watches: impl Any,
        finish: impl AsyncFnOnce(bool) -> Option<Status> + 'static,
    ) {
        self.begin_task(
            said,
            Box::pin(going),
            Box::new(watches),
            Box::new(|was_stopped| Box::pin(finish(was_stopped))),
        );
    }

    /// The same for the run of any lab.
    fn begin_task(
        self,
        said: &str,
        going: LocalBoxFuture<'static, ()>,
        watches: Box<dyn Any>,
        finish: Finish,
    ) {
        self.forget();
        self.instead.set_value(None);
        self.status.set(Status::Running(said.to_owned()));
        // There it is below all that can be chosen.
        if page::is_narrow() {
            scroll::to_top_of(
                "main .stage:not(.compare-stage), main .compare-table",
            );
        }
        let number = self.newest();
        let (task, abort) = AbortOnDrop::wrap(going);
        self.running.set_value(Some(Box::new((abort, watches))));
        wasm_bindgen_futures::spawn_local(async move {
            let was_stopped = task.await.is_err();
            if self.newest() != number {
                return;
            }
            self.running.set_value(None);
            let instead = self.instead.try_update_value(Option::take);
            let end = finish(was_stopped).await;
            if let Some(status) = instead.flatten().or(end)
                && self.newest() == number
            {
                self.status.set(status);
            }
        });
    }

    /// Calls `begin`, which begins a run, once its code is here; a run that goes
    /// on is stopped first, and one that waits for its code can be.
    pub(super) fn begin_with(self, code: LaterCode, begin: Box<dyn FnOnce()>) {
        if untrack(|| code.is_here()) {
            begin();
            return;
        }
        let loading = async move {
            code.loaded().await;
        };
        let said = "Running: waiting for the rest of the page.";
        self.begin(said, loading, (), async move |was_stopped| {
            if was_stopped {
                return Some(Status::not_begun());
            }
            if untrack(|| code.is_here()) {
                begin();
                return None;
            }
            Some(Status::Failed(
                "Nothing was run: the rest of the page did not load. Run asks for it again; if the \
                 host has a newer release by now, reload the page."
                    .to_owned(),
            ))
        });
    }

    /// Number of the newest run: whoever waits in the middle of a run finds by
    /// it whether that is still the one on the page. `None` if the visitor has
    /// left the lab.
    pub(super) fn newest(self) -> Option<u32> {
        self.newest.try_get_value()
    }

    /// Says what of the run goes on.
    pub(super) fn say(self, what: &str) {
        let said = format!("Running: {what}.");
        self.status.set(Status::Running(said));
    }

    /// Says why a run cannot begin; one that goes on is stopped.
    pub(super) fn refuse(self, why: impl ToString) {
        self.stop_and_say(Status::Failed(why.to_string()));
    }

    /// Stops the run that goes on, if any, and says this and not that it was
    /// stopped.
    pub(super) fn stop_and_say(self, status: Status) {
        if self.running.with_value(Option::is_some) {
            self.instead.set_value(Some(status.clone()));
        }
        self.stop();
        self.status.set(status);
    }

    /// Stops the run that goes on, if any.
    pub(super) fn stop(self) {
        self.running.set_value(None);
    }

    /// Stops the run that goes on, if any, and asks nobody how it ended.
    pub(super) fn forget(self) {
        self.stop();
        self.newest.update_value(|newest| *newest += 1);
    }
}
