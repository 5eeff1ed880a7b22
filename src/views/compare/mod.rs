//! The comparison: the post's table measured, its scheduling drawn, which one
//! for a job, and the code.

mod chooser;
mod ease;
mod lanes;
mod result;
mod setup;
mod state;
mod table;
mod web;

use crate::views::honesty::Honesty;
use crate::views::run::{Notes, RunControls};
use chooser::WhichOne;
use ease::Why;
use lanes::Lanes;
use leptos::prelude::*;
use result::Results;
use setup::Setup;
use state::Page;
pub(super) use state::Visit;

/// The lab.
#[component]
pub(super) fn Compare() -> impl IntoView {
    let page = Page::open();
    document().set_title("Compare · Meanwhile");
    Effect::new(move |_| page.save());
    let controls = RunControls {
        status: page.status,
        run: Callback::new(move |()| page.measure_everything()),
        stop: Callback::new(move |()| page.stop()),
    };
    controls.listen_to_keys();
    controls.follow_address(move || page.load_address());
    view! {
        <div class="title">
            <h1>"Compare"</h1>
            <p>
                "Coroutine, thread, process: the table at the end of the post, \
                 each cell measured here."
            </p>
        </div>
        <Notes notes=page.notes/>
        <Setup page controls/>
        <Results page/>
        <Lanes page/>
        <WhichOne page/>
        <Why/>
        <Honesty hidden=page.hidden.into() endpoint=page.endpoint/>
    }
}
