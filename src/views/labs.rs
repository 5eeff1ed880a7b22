//! The labs besides the first, and what opens a recording: their code comes
//! later.

use super::compare::{self, Compare};
use super::cost::{self, Cost};
use super::crawl;
use super::freeze::Freeze;
use super::later_code::{LaterCode, NotLoaded, later_code};
use super::race::Race;
use super::run::Opening;
use super::tasks::Tasks;
use crate::experiments::Experiment;
use crate::trace::Recording;
use leptos::prelude::*;

later_code! {
    fn view_of(lab: Experiment) -> Option<AnyView> {
        built(lab)
    }

    fn recording_from(text: String) -> Result<Recording, String> {
        Recording::from_json(&text).map_err(|error| error.to_string())
    }
}

/// Provides what labs keep for the whole visit, whichever lab is shown.
pub(super) fn provide_visits() {
    provide_context(crawl::Visit::new());
    provide_context(cost::Visit::new());
    provide_context(compare::Visit::new());
}

/// A lab whose code may still be on its way.
#[component]
pub(super) fn OtherLab(lab: Experiment) -> impl IntoView {
    let code: LaterCode = expect_context();
    if code.is_unasked() {
        code.want();
    }
    let notes = RwSignal::new(Vec::new());
    let is_here = Memo::new(move |_| code.is_here());
    move || {
        match is_here.get() {
        true => view_of(lab).flatten(),
        false => Some(
            view! {
                <div class="to-come">
                    <Opening lab notes/>
                    <p class="hint" role="status">
                        {move || code.is_loading().then_some("Loading this lab…")}
                    </p>
                    <NotLoaded/>
                </div>
            }
            .into_any(),
        ),
    }
    }
}

/// Reads a recording, once the code for that is here; or why it cannot.
pub(super) async fn read_recording(
    code: LaterCode,
    text: String,
) -> Result<Recording, String> {
    match code.loaded().await {
        true => recording_from(text)
            .unwrap_or_else(|| Err("the page has a fault".to_owned())),
        false => Err("the rest of this page did not load.".to_owned()),
    }
}

/// Builds the view of a lab other than the first.
fn built(lab: Experiment) -> Option<AnyView> {
    Some(match lab {
        Experiment::Crawl => return None,
        Experiment::Freeze => view! { <Freeze/> }.into_any(),
        Experiment::Tasks => view! { <Tasks/> }.into_any(),
        Experiment::Race => view! { <Race/> }.into_any(),
        Experiment::Cost => view! { <Cost/> }.into_any(),
        Experiment::Compare => view! { <Compare/> }.into_any(),
    })
}
