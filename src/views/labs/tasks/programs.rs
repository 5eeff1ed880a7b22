//! The programs and what runs them, which come with the first press of Run.

use crate::experiments::tasks::{Run, Setup, Web};
use crate::views::later_code::{LaterCode, later_code};

later_code! {
    in tasks_programs, by load:
    pub(super) fn start(setup: Setup, web: Web) -> Run {
        Run::start(&setup, web)
    }
}

/// Their code, for the whole visit.
#[derive(Clone, Copy)]
pub(super) struct Programs(pub LaterCode);

impl Programs {
    /// Not loaded yet.
    pub(super) fn new() -> Self {
        Self(LaterCode::new(|| Box::pin(load())))
    }
}
