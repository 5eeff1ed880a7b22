//! What the page does not need for the first sight: the labs besides the
//! first, and what of that comes after Run. With the feature `split`, its code
//! is a file of its own, which is loaded once the page is on the screen.

use super::compare::Compare;
use super::cost::Cost;
use super::freeze::Freeze;
use super::race::Race;
use super::run::Opening;
use super::tasks::Tasks;
use crate::browser::{page, turn};
use crate::experiments::Experiment;
use crate::trace::Recording;
use leptos::prelude::*;

/// What is there of the code.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Code {
    /// Nobody has asked for it yet.
    Unasked,
    Loading,
    Here,
    Failed,
}

/// The code that comes later, for as long as the page is open.
#[derive(Clone, Copy)]
pub(super) struct LaterCode(RwSignal<Code>);

impl LaterCode {
    /// For the whole page; loads it once that is on the screen.
    pub(super) fn new() -> Self {
        let code = Self(RwSignal::new(match split::IS_SPLIT {
            true => Code::Unasked,
            false => Code::Here,
        }));
        leptos::task::spawn_local(async move {
            // Two frames: before the second, the first is on the screen.
            turn::frame().await;
            turn::frame().await;
            if code.0.get_untracked() == Code::Unasked {
                code.loaded().await;
            }
        });
        code
    }

    /// Loads it, unless it is here already; false if it cannot be had.
    pub(super) async fn loaded(self) -> bool {
        if self.0.get_untracked() == Code::Here {
            return true;
        }
        self.0.set(Code::Loading);
        let is_here = split::load().await;
        self.0.set(if is_here { Code::Here } else { Code::Failed });
        is_here
    }

    /// Whether it is here; asks again when that changes.
    pub(super) fn is_here(self) -> bool {
        self.0.get() == Code::Here
    }

    fn want(self) {
        leptos::task::spawn_local(async move {
            self.loaded().await;
        });
    }
}

/// Says that the code did not come, if it did not.
#[component]
pub(super) fn NotLoaded() -> impl IntoView {
    let code: LaterCode = expect_context();
    move || {
        (code.0.get() == Code::Failed).then(|| view! {
            <div class="alert" role="alert">
                <p>
                    "The rest of this page did not load: the network or the host does not answer, \
                     or the host has a newer release by now."
                </p>
                <button class="secondary" on:click=move |_| code.want()>
                    "Try again"
                </button>
                " "
                <button class="quiet strong" on:click=move |_| page::reload()>
                    "Reload the page"
                </button>
            </div>
        })
    }
}

/// A lab whose code may still be on its way.
#[component]
pub(super) fn OtherLab(lab: Experiment) -> impl IntoView {
    let code: LaterCode = expect_context();
    if code.0.get_untracked() == Code::Unasked {
        code.want();
    }
    let notes = RwSignal::new(Vec::new());
    let is_here = Memo::new(move |_| code.is_here());
    move || {
        match is_here.get() {
        true => split::view_of(lab),
        false => Some(
            view! {
                <div class="to-come">
                    <Opening lab notes/>
                    <p class="hint" role="status">
                        {move || (code.0.get() == Code::Loading).then_some("Loading this lab…")}
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
        true => split::recording_from(text),
        false => Err("the rest of this page did not load.".to_owned()),
    }
}

fn read(text: &str) -> Result<Recording, String> {
    Recording::from_json(text).map_err(|error| error.to_string())
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

#[cfg(not(feature = "split"))]
mod split {
    pub(super) use super::built as view_of;

    pub(super) const IS_SPLIT: bool = false;

    pub(super) fn recording_from(
        text: String,
    ) -> Result<crate::trace::Recording, String> {
        super::read(&text)
    }

    /// All is in one piece.
    pub(super) async fn load() -> bool {
        true
    }
}

#[cfg(feature = "split")]
mod split {
    use crate::experiments::Experiment;
    use crate::trace::Recording;
    use crate::views::crawl;
    use futures::FutureExt;
    use leptos::prelude::AnyView;
    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    pub(super) const IS_SPLIT: bool = true;

    /// Loads the code; false if it cannot be had.
    pub(super) async fn load() -> bool {
        // All are one file, but each function knows by itself that it is here.
        __wasm_split_preload_later_view_of().await.is_ok()
            && __wasm_split_preload_later_recording().await.is_ok()
            && crawl::load().await
    }

    /// The view of a lab. Its code is here, so nothing is waited for, and the
    /// view belongs to who calls.
    pub(super) fn view_of(lab: Experiment) -> Option<AnyView> {
        later_view_of(lab).now_or_never()?.ok()?
    }

    /// The same for a recording.
    pub(super) fn recording_from(text: String) -> Result<Recording, String> {
        let read = later_recording(text).now_or_never();
        let read = read.and_then(Result::ok);
        read.unwrap_or_else(|| Err("the page has a fault".to_owned()))
    }

    #[wasm_split(labs, fallible)]
    fn later_recording(
        text: String,
    ) -> Result<Result<Recording, String>, SplitLoaderError> {
        Ok(super::read(&text))
    }

    #[wasm_split(labs, fallible)]
    fn later_view_of(
        lab: Experiment,
    ) -> Result<Option<AnyView>, SplitLoaderError> {
        Ok(super::built(lab))
    }
}
