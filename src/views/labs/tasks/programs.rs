//! The programs and what runs them, which come with the first press of Run.

use crate::experiments::tasks::{Run, Setup, Web};
use crate::views::later_code::later_code;

later_code! {
    in tasks_programs, by load:
    pub(super) fn start(setup: Setup, web: Web) -> Run {
        Run::start(&setup, web)
    }
}
