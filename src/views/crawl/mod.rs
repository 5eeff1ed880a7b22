//! The crawl: setup, stage, result, why.

mod choices;
mod history;
mod honesty;
mod list;
mod list_row;
mod requests;
mod result;
mod stage;
mod state;
mod web;
mod why;

use choices::Choices;
use history::History;
use honesty::Honesty;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use list::List;
use requests::Requests;
use result::Results;
use stage::Stage;
use state::{Page, Status};
use why::Why;

/// The lab.
#[component]
pub(super) fn Crawl() -> impl IntoView {
    let page = Page::open();
    document().set_title("Crawl · Meanwhile");
    provide_context(result::ResultSorting(RwSignal::new(None)));
    Effect::new(move |_| page.save());
    let hash = window_event_listener(leptos::ev::hashchange, move |_| {
        page.stop();
        page.load_address();
        page.status.set(Status::Ready);
    });
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        keys(page, &event)
    });
    on_cleanup(move || {
        hash.remove();
        keys.remove();
        page.stop();
    });

    view! {
        <div class="title">
            <h1>"Crawl"</h1>
            <p>
                "The same requests, one after another and all at once. \
                 Real fetches, on this page's own event loop."
            </p>
        </div>
        <Notes page/>
        <div class="setup">
            <List page/>
            <div class="choices">
                <Choices page/>
                <RunButton page/>
            </div>
        </div>
        <Stage page/>
        <Results page/>
        <Requests page/>
        <Why page/>
        <History page/>
        <Honesty page/>
    }
}

fn keys(page: Page, event: &KeyboardEvent) {
    let with_control = event.ctrl_key() || event.meta_key();
    match event.key().as_str() {
        "Enter" if with_control => {
            event.prevent_default();
            settle_typing();
            page.run();
        }
        "Escape" if page.status.with_untracked(Status::is_running) => {
            page.stop()
        }
        _ => {}
    }
}

/// Has the field that is typed in take what was typed, as leaving it does.
fn settle_typing() {
    let Some(field) = document().active_element() else {
        return;
    };
    let field: web_sys::HtmlElement =
        wasm_bindgen::JsCast::unchecked_into(field);
    let _ = field.blur();
    let _ = field.focus();
}

/// What the link said that was not followed, and what else is amiss.
#[component]
fn Notes(page: Page) -> impl IntoView {
    let notes = move || {
        let note = |note: String| view! { <li>{note}</li> };
        let notes = page.notes.get();
        (!notes.is_empty()).then(|| view! {
            <ul class="alert" role="alert">{notes.into_iter().map(note).collect_view()}</ul>
        })
    };
    view! { {move || notes()} }
}

#[component]
fn RunButton(page: Page) -> impl IntoView {
    let running = Memo::new(move |_| page.status.with(Status::is_running));
    let press = move |_| match running.get_untracked() {
        true => page.stop(),
        false => page.run(),
    };
    let status = move || match page.status.get() {
        Status::Ready => "Ready.".to_owned(),
        Status::Running(text) => text,
        Status::Finished(0) => "Finished.".to_owned(),
        Status::Finished(1) => "Finished; 1 request failed.".to_owned(),
        Status::Finished(failed) => {
            format!("Finished; {failed} requests failed, over all strategies.")
        }
        Status::Stopped => {
            "Stopped. What was measured until then is kept.".to_owned()
        }
        Status::Failed(_) => "Failed.".to_owned(),
    };
    let failure = move || match page.status.get() {
        Status::Failed(text) => {
            Some(view! { <p class="alert" role="alert">{text}</p> })
        }
        _ => None,
    };
    view! {
        <div class="run">
            <button class="primary" data-running=move || running.get().to_string() on:click=press>
                {move || if running.get() { "Stop" } else { "Run" }}
            </button>
            <span class="hint" aria-hidden="true">
                {move || if running.get() { "Esc" } else { "Ctrl + Enter" }}
            </span>
            <p class="status" role="status">{move || status()}</p>
        </div>
        {move || failure()}
    }
}
