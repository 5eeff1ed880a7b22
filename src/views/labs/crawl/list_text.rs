//! The list as text, and what is said of it beside its rows: what can be undone,
//! and what a link or the browser does not hold. Its code comes later.

use super::list_row::focus_list;
use super::reading::{Said, text_errors, text_notes};
use super::state::{MOST_ROWS, Page};
use crate::experiments::crawl::holds_compressed_list;
use crate::views::reactive::memo;
use leptos::prelude::*;

/// What is said of the list below it.
#[component]
pub(super) fn SaidOfList(page: Page) -> impl IntoView {
    view! {
        <Undo page/>
        <Forgotten page/>
        <LinkTooLong page/>
    }
}

#[component]
fn Undo(page: Page) -> impl IntoView {
    move || {
        let what = page
            .undo
            .with(|undo| undo.last().map(|loss| loss.what.clone()));
        let undo = move |_| {
            page.undo();
            focus_list();
        };
        what.map(|what| {
            view! {
                <p class="undo" role="note">
                    {what}
                    " "
                    <button class="quiet strong" on:click=undo>"Undo"</button>
                </p>
            }
            .into_any()
        })
    }
}

/// What the visitor loses where the browser remembers nothing.
#[component]
fn Forgotten(page: Page) -> impl IntoView {
    let text = move || match page.is_too_long.get() {
        true => {
            "This browser does not let the page remember the list: its storage is full or switched \
             off. The list is too long for the address as well, so a reload loses it. Use “Edit \
             as text”, and copy the text to a safe place."
        }
        false => {
            "This browser does not let the page remember the list: its storage is full or switched \
             off. The list is in the address, which a reload opens again; comments and blank lines \
             are not."
        }
    };
    view! {
        <Show when=move || page.mine.forgotten.get()>
            <p class="alert" role="alert">{move || text()}</p>
        </Show>
    }
}

/// What the link cannot hold, or not in words.
#[component]
fn LinkTooLong(page: Page) -> impl IntoView {
    let hint = memo(move || match page.query(page.setup())? {
        Ok(query) if holds_compressed_list(&query) => {
            Some("The link holds the list compressed.".to_owned())
        }
        Ok(_) => None,
        Err(error) => Some(error.to_string()),
    });
    move || {
        hint.get()
            .map(|hint| view! { <p class="hint">{hint}</p> }.into_any())
    }
}

/// In the place of the rows of a list that has too many.
#[component]
pub(super) fn LongList(page: Page) -> impl IntoView {
    let count = move || page.list.with(Vec::len);
    view! {
        <p class="long-list">
            {move || format!("{} rows. A list longer than {MOST_ROWS} is edited as text.", count())}
        </p>
    }
}

/// The list as text.
#[component]
pub(super) fn TextEditor(page: Page) -> impl IntoView {
    let said_by = |read: fn(&str) -> Said| {
        memo(move || {
            page.text.with(|it| read(it.as_deref().unwrap_or_default()))
        })
    };
    let errors = said_by(text_errors);
    let notes = said_by(text_notes);
    let said = |(line, text): (usize, String)| {
        view! { <li>{format!("Line {line}: {text}")}</li> }.into_any()
    };
    view! {
        <textarea
            id="list-text"
            aria-label="Requests, one a line"
            aria-describedby="list-grammar list-errors"
            spellcheck="false"
            autocapitalize="off"
            rows="9"
            prop:value=move || page.text.get().unwrap_or_default()
            on:input:target=move |event| page.text.set(Some(event.target().value()))
        ></textarea>
        <p class="hint" id="list-grammar">
            "One request a line: URL, then +250ms for a delay before it, then # and a label. \
             A line that begins with # is a comment."
        </p>
        <ul class="row-error" id="list-errors">
            {move || errors.get().into_iter().map(said).collect_view()}
        </ul>
        <ul class="row-note" role="note">
            {move || notes.get().into_iter().map(said).collect_view()}
        </ul>
    }
}
