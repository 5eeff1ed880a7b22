//! The crawl: setup, stage, result, why.

mod below;
mod choices;
mod history;
mod list;
mod list_row;
mod requests;
mod result;
mod stage;
mod state;
mod web;

use crate::experiments::Experiment;
use crate::experiments::crawl::{Lane, Setup, Strategy, is_private};
use crate::views::honesty::Honesty;
use crate::views::run::{Opening, RunButton, RunControls};
use crate::views::why::{Lesson, Why};
use below::Below;
#[cfg(feature = "split")]
pub(super) use below::load;
use choices::Choices;
use history::History;
use leptos::prelude::*;
use list::List;
use stage::Stage;
use state::Page;
pub(super) use state::Visit;

/// What is to be known of blocking before Run is pressed.
#[component]
fn Warning(page: Page) -> impl IntoView {
    let blocks = move || {
        let blocks =
            |setup: &Setup| setup.strategies.contains(&Strategy::Blocking);
        page.choices.with(blocks)
    };
    view! {
        <Show when=blocks>
            <p class="warning">
                "Blocking freezes this page until its last answer is in, and no timeout ends \
                 it. That is the point; Stop cannot work until then."
            </p>
        </Show>
    }
}

/// What a run would ask that the visitor has not had asked before, where the
/// list came with a link.
#[component]
fn ConfirmHosts(page: Page) -> impl IntoView {
    const SHOWN: usize = 20;
    let host = |host: &String| {
        let mark = match is_private(host) {
            true => " (on your own network)",
            false => "",
        };
        view! { <li><code>{host.clone()}</code>{mark}</li> }
    };
    let dialog = move || {
        let hosts = page.to_confirm.get();
        let more = hosts.len().saturating_sub(SHOWN);
        (!hosts.is_empty()).then(|| {
            list_row::focus(".confirm button".to_owned());
            view! {
                <div class="alert confirm" role="alertdialog" aria-label="Hosts of this link">
                    <p>
                        "This list came with a link. A run sends requests to hosts that no run in \
                         this browser has asked before:"
                    </p>
                    <ul>{hosts.iter().take(SHOWN).map(host).collect_view()}</ul>
                    {(more > 0).then(|| view! { <p>{format!("And {more} more.")}</p> })}
                    <button class="secondary" on:click=move |_| page.run_confirmed()>
                        "Run with these hosts"
                    </button>
                    " "
                    <button class="quiet strong" on:click=move |_| page.to_confirm.set(Vec::new())>
                        "Do not run"
                    </button>
                </div>
            }
        })
    };
    view! { {move || dialog()} }
}

/// The lab.
#[component]
pub(super) fn Crawl() -> impl IntoView {
    let page = Page::open();
    provide_context(result::ResultSorting(RwSignal::new(None)));
    Effect::new(move |_| page.save());
    let controls =
        RunControls::new(page.status, move || page.run(), move || page.stop());
    controls.follow_address(move || page.load_address());
    on_cleanup(move || page.keep_list());

    let hidden = Signal::derive(move || {
        page.report.track();
        page.shown.with(|run| {
            let lanes = run.as_ref()?.lanes.all();
            Some(lanes.iter().any(Lane::was_hidden))
        })
    });

    let lessons = Signal::derive(move || {
        let on_error = page.choices.with(|setup| setup.policy.on_error);
        let lesson = |it: Strategy| Lesson {
            id: it.id(),
            name: it.name(),
            why: it.why(),
            sources: it.sources(on_error),
        };
        Strategy::ALL.map(lesson).to_vec()
    });
    view! {
        <Opening lab=Experiment::Crawl notes=page.notes/>
        <div class="setup">
            <List page/>
            <div class="choices">
                <Choices page/>
                <RunButton controls/>
                <ConfirmHosts page/>
                <Warning page/>
            </div>
        </div>
        <Stage page/>
        <Below page/>
        <Why of="Strategy" lessons first=Strategy::Concurrent.id()/>
        <History page/>
        <Honesty hidden endpoint=page.endpoint/>
    }
}
