//! The comparison: the post's table measured, its scheduling drawn, which one
//! for a job, and the code.

mod chooser;
mod ease;
mod lanes;
mod measuring;
mod result;
mod setup;
mod state;
mod table;
mod web;

use crate::experiments::Experiment;
use crate::experiments::compare::GOALS;
use crate::views::goals::GoalList;
use crate::views::honesty::Honesty;
use crate::views::run::Opening;
use chooser::WhichOne;
use ease::Why;
use lanes::Lanes;
use leptos::prelude::*;
use result::CompareResults;
use setup::Setup;
use state::Page;

/// The lab.
#[component]
pub(super) fn Compare() -> impl IntoView {
    let page = Page::open();
    view! {
        <Opening lab=Experiment::Compare notes=page.lab.notes/>
        <Setup page/>
        <CompareResults page/>
        <Lanes page/>
        <WhichOne page/>
        <GoalList goals=page.lab.goals all=GOALS/>
        <Why/>
        <Honesty lab=page.lab/>
    }
}
