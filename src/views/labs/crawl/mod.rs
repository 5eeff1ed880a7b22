//! The crawl: setup, stage, result, why.

mod below;
mod choices;
mod drawn;
mod guess;
mod history;
mod kept;
mod lanes;
mod list;
mod list_pasted;
mod list_rest;
mod list_row;
mod list_text;
mod reading;
mod requests;
mod rest;
mod result;
mod runs;
mod stage;
mod state;
mod ways;
mod web;

use crate::experiments::Experiment;
use crate::experiments::crawl::{Setup, Strategy};
use crate::views::later_code::NotLoaded;
use crate::views::pieces::Pieces;
use crate::views::reactive::{derived, effect, memo};
use crate::views::run::{Opening, RunButton, Status};
use crate::views::viewer::BEFORE_THE_FIRST_RUN;
use crate::views::why::{Lesson, Why};
use choices::Choices;
use leptos::prelude::*;
use list::List;
use stage::Stage;
use state::Page;

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

/// What is below the stage; before its code is here as before the first run, so
/// that nothing moves.
#[component]
fn Rest(page: Page) -> impl IntoView {
    let is_here = memo(move || page.code.is_here());
    move || match is_here.get() {
        true => rest::below(page),
        false => Some(
            view! {
                <section class="closer" aria-label="Poll by poll">
                    <h2>"Poll by poll"</h2>
                    <p class="hint">{BEFORE_THE_FIRST_RUN}</p>
                    <NotLoaded code=page.code/>
                </section>
                <div class="goals-of-lab"></div>
            }
            .into_any(),
        ),
    }
}

/// The lab.
#[component]
pub(super) fn Crawl() -> impl IntoView {
    let page = Page::open();
    effect(move || page.save());
    page.lab.follow_address(move || page.load_address());
    on_cleanup(move || page.keep_list());

    let hidden = derived(move || {
        page.report.track();
        page.visit.shown.with(|run| {
            let lanes = run.as_ref()?.lanes.all();
            Some(lanes.iter().any(|it| it.was_hidden()))
        })
    });

    let lesson = move |place: usize| Lesson {
        why: Strategy::ALL[place].why(),
        sources: {
            let on_error = page.choices.with(|setup| setup.policy.on_error);
            Strategy::ALL[place].sources(on_error)
        },
    };
    let running = memo(move || page.lab.status.with(Status::is_running));
    let is_asked = memo(move || !page.to_confirm.with(Vec::is_empty));
    let confirm_hosts =
        move || is_asked.get().then(|| rest::confirm_hosts(page)).flatten();
    let has_run = memo(move || !page.visit.runs.with(Vec::is_empty));
    let history = move || has_run.get().then(|| rest::history(page)).flatten();
    let pieces: Pieces = expect_context();
    let stage = pieces.then(move || view! { <Stage page/> }.into_any());
    let rest = pieces.then(move || view! { <Rest page/> }.into_any());
    let why = pieces.then(move || {
        let (all, first) = (Strategy::OPTIONS, Strategy::Concurrent as usize);
        view! { <Why of="Strategy" all lesson first/> }.into_any()
    });
    let honesty = page.piece(move || rest::honesty(page, hidden));
    let list = pieces.then(move || view! { <List page/> }.into_any());
    let choices = pieces.then(move || {
        view! {
            <Choices page/>
            <div class="guess-room">
                {page.piece(move || rest::guess_first(page))}
            </div>
            <RunButton lab=page.lab run=move |()| page.run()/>
            {move || confirm_hosts()}
            <Warning page/>
        }
        .into_any()
    });
    view! {
        <Opening lab=Experiment::Crawl notes=page.lab.notes/>
        <div class="setup" data-running=move || running.get().to_string()>
            {list}
            <div class="choices">{choices}</div>
        </div>
        {stage}
        {rest}
        {why}
        {move || history()}
        {honesty}
    }
}
