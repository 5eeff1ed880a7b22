//! What the pages of labs have in common: a setup that lives in the address,
//! what of a link was not followed, and what the lab is doing.

use super::address;
use super::environment::Environment;
use super::honesty::found_endpoint;
use super::run::{RunControls, Status};
use crate::browser::endpoint::Endpoint;
use crate::browser::page;
use crate::experiments::{Experiment, Note, Route};
use leptos::prelude::*;
use std::time::Duration;

/// Reads the query of a link: the setup, and what could not be followed.
type Read<Setup> = fn(&str) -> (Setup, Vec<Note>);
/// Writes a setup as the query of a link.
type Write<Setup> = fn(&Setup) -> String;

/// What the page of a lab knows, whichever lab it is; copies share it. That of
/// Crawl has a list beside the setup, and does all this by itself.
pub(super) struct LabPage<Setup: 'static> {
    lab: Experiment,
    /// What was chosen.
    pub choices: RwSignal<Setup>,
    /// What of the link was not followed.
    pub notes: RwSignal<Vec<String>>,
    /// What the page is doing.
    pub status: RwSignal<Status>,
    /// Who answers the built-in URLs; none while that is being found out. It
    /// isolates the page and opens it offline as well.
    pub endpoint: RwSignal<Option<Endpoint>>,
    /// The clock's step.
    pub step: Duration,
    read: Read<Setup>,
    write: Write<Setup>,
}

impl<Setup> Clone for LabPage<Setup> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Setup> Copy for LabPage<Setup> {}

impl<Setup: Default + Send + Sync + 'static> LabPage<Setup> {
    /// Opens the page of `lab` on what the address says.
    pub(super) fn open(
        lab: Experiment,
        read: Read<Setup>,
        write: Write<Setup>,
    ) -> Self {
        let environment = expect_context::<Environment>();
        let page = Self {
            lab,
            choices: RwSignal::new(Setup::default()),
            notes: RwSignal::default(),
            status: RwSignal::new(Status::Ready),
            endpoint: found_endpoint(),
            step: environment.engine.with_value(|it| it.clock_step),
            read,
            write,
        };
        page.load();
        page
    }

    /// Takes over what the address says; false if that is of another lab.
    fn load(self) -> bool {
        let hash = page::hash();
        let query = match Route::parse(&hash) {
            Route::Lab(there, query) if there == self.lab => query,
            _ => return false,
        };
        address::forget();
        let (setup, not_followed) = (self.read)(&query);
        self.choices.set(setup);
        let notes = not_followed.iter().map(ToString::to_string);
        self.notes.set(notes.collect());
        true
    }

    /// Has the lab operated by its buttons and keys, its address follow the
    /// setup, and the setup follow the address.
    pub(super) fn controls(
        self,
        run: impl Fn() + Send + Sync + 'static,
        stop: impl Fn() + Send + Sync + 'static,
    ) -> RunControls {
        Effect::new(move |_| {
            let query = self.choices.with(self.write);
            let hash = self.lab.hash(&query);
            address::keep_soon(self.lab, move || Some(hash.clone()));
        });
        let controls = RunControls::new(self.status, run, stop);
        controls.follow_address(move || self.load());
        controls
    }
}
