//! One row of the list, and what can be done with it.

use super::state::{ListRow, Page};
use super::{list_rest, rest};
use crate::browser::focus::Focused;
use crate::experiments::crawl::{Fields, Line, RowError};
use crate::experiments::decimal_from;
use crate::views::reactive::{AnyRwSignal, AnySignal, derived, memo};
use leptos::ev::{ClipboardEvent, KeyboardEvent};
use leptos::prelude::*;

/// The fields of a row; empty of a comment.
pub(super) fn fields_of(row: ListRow) -> Fields {
    match row.line.get() {
        Line::Request(fields) => fields,
        Line::Comment(_) => Fields::default(),
    }
}

/// Changes the fields of a row that has some.
pub(super) fn change_fields(row: ListRow, change: impl FnOnce(&mut Fields)) {
    row.line.update(|line| {
        if let Line::Request(fields) = line {
            change(fields);
        }
    });
}

/// A request: its URL, its label, the delay before it.
#[component]
pub(super) fn RequestRow(
    page: Page,
    row: ListRow,
    number: AnySignal<Option<usize>>,
) -> impl IntoView {
    let fields = memo(move || fields_of(row));
    // What is being typed is not yet what it will be.
    let is_typing = AnyRwSignal::new(false);
    let error = memo(move || {
        let fields = fields.get();
        let is_begun =
            |it: &RowError| is_typing.get() && *it == RowError::Neither;
        if fields.is_empty() {
            return None;
        }
        page.code
            .if_here(|| rest::row_error(fields.clone()))
            .flatten()
            .filter(|it| !is_begun(it))
            .map(|error| error.to_string())
    });
    let note = memo(move || {
        let text = fields.with(ToString::to_string);
        page.list_code.if_here(|| list_rest::row_from(text))?.note
    });
    let name = derived(move || match number.get() {
        Some(number) => format!("Row {number}"),
        None => "Empty row".to_owned(),
    });
    let error_id = format!("row-error-{}", row.id);
    let invalid = move || error.with(Option::is_some).to_string();
    // A whole line typed or pasted into the URL finds its fields on leaving.
    let settle_url = move |text: String| {
        // Chromium tells a field that it has changed as it is removed, too.
        if is_typing.is_disposed() {
            return;
        }
        is_typing.set(false);
        change_fields(row, |fields| fields.url.clone_from(&text));
        page.with_list_code(move || {
            list_rest::settle_url(page, row, text);
        });
    };
    // A bare number can only mean milliseconds.
    let settle_delay = move |text: String| {
        let text = text.trim().trim_start_matches('+').trim().to_owned();
        let bare = decimal_from(&text).is_some();
        let text = if bare { format!("{text}ms") } else { text };
        change_fields(row, |fields| fields.delay = text);
    };
    view! {
        <div class="row" on:keydown=move |event| row_keys(page, row, &event)>
            <span class="row-number" aria-hidden="true">
                {move || number.get().map(|number| number.to_string())}
            </span>
            <input
                class="url"
                type="text"
                inputmode="url"
                spellcheck="false"
                autocapitalize="off"
                autocomplete="off"
                placeholder="https://… or delay/1"
                aria-label=move || format!("{}, URL", name.get())
                aria-invalid=move || invalid()
                aria-describedby=error_id.clone()
                prop:value=move || fields.get().url
                on:input:target=move |event| {
                    is_typing.set(true);
                    change_fields(row, |f| f.url = event.target().value());
                }
                on:change:target=move |event| settle_url(event.target().value())
                on:paste=move |event| paste(page, row, &event)
            />
            <input
                class="label"
                type="text"
                placeholder="label"
                autocomplete="off"
                aria-label=move || format!("{}, label", name.get())
                prop:value=move || fields.get().label
                on:input:target=move |event| change_fields(row, |f| f.label = event.target().value())
            />
            <MoveActions page row name/>
            <span class="plus" aria-hidden="true">"+"</span>
            <input
                class="delay"
                type="text"
                spellcheck="false"
                autocomplete="off"
                placeholder="0 ms"
                aria-label=move || format!("{}, added delay", name.get())
                prop:value=move || fields.get().delay
                on:input:target=move |event| change_fields(row, |f| f.delay = event.target().value())
                on:change:target=move |event| settle_delay(event.target().value())
            />
            <Action page row name what="Remove" icon="M4 4l8 8M12 4l-8 8" act=remove/>
        </div>
        <p class="row-error" id=error_id>{move || error.get().unwrap_or_default()}</p>
        {move || note.get().map(|note| view! { <p class="row-note" role="note">{note}</p> }.into_any())}
    }
}

/// What can be done with a row besides typing: seen when it is pointed at or
/// has the focus.
#[component]
fn MoveActions(
    page: Page,
    row: ListRow,
    name: AnySignal<String>,
) -> impl IntoView {
    view! {
        <span class="more-actions">
            <Action page row name what="Move up" icon="M8 13V3M4 7l4-4 4 4" act=|page, row| move_row(page, row, -1)/>
            <Action page row name what="Move down" icon="M8 3v10M4 9l4 4 4-4" act=|page, row| move_row(page, row, 1)/>
            <Action page row name what="Duplicate" icon="M3 3h7v7H3zM6 10v3h7V6h-3" act=duplicate/>
        </span>
    }
}

#[component]
fn Action(
    page: Page,
    row: ListRow,
    name: AnySignal<String>,
    what: &'static str,
    icon: &'static str,
    act: fn(Page, ListRow),
) -> impl IntoView {
    let label =
        derived(move || format!("{what} {}", name.get().to_ascii_lowercase()));
    view! {
        <button class="quiet icon" aria-label=move || label.get() title=move || label.get() on:click=move |_| act(page, row)>
            <svg viewBox="0 0 16 16" aria-hidden="true"><path d=icon/></svg>
        </button>
    }
}

/// A comment, which is kept and never sent.
#[component]
pub(super) fn CommentRow(page: Page, row: ListRow) -> impl IntoView {
    let text = move || match row.line.get() {
        Line::Comment(text) => text,
        Line::Request(fields) => fields.to_string(),
    };
    let name = derived(|| "comment".to_owned());
    // Whatever is typed stays a comment.
    let change = move |text: String| {
        let text = if text.starts_with('#') {
            text
        } else {
            format!("# {text}")
        };
        row.line.set(Line::Comment(text));
    };
    view! {
        <div class="row comment" on:keydown=move |event| row_keys(page, row, &event)>
            <span class="row-number"></span>
            <input
                class="url"
                type="text"
                aria-label="Comment"
                prop:value=move || text()
                on:change:target=move |event| change(event.target().value())
            />
            <MoveActions page row name/>
            <Action page row name what="Remove" icon="M4 4l8 8M12 4l-8 8" act=remove/>
        </div>
    }
}

/// Alt with an arrow moves a row, as editors do.
fn row_keys(page: Page, row: ListRow, event: &KeyboardEvent) {
    let by = match event.key().as_str() {
        "ArrowUp" if event.alt_key() => -1,
        "ArrowDown" if event.alt_key() => 1,
        _ => return,
    };
    event.prevent_default();
    move_row(page, row, by);
}

/// Changes the list at the place of `row`, which may be gone.
pub(super) fn change_at(
    page: Page,
    row: ListRow,
    change: impl FnOnce(&mut Vec<ListRow>, usize),
) {
    page.list.update(|list| {
        if let Some(place) = list.iter().position(|it| it.id == row.id) {
            change(list, place);
        }
    });
}

fn move_row(page: Page, row: ListRow, by: isize) {
    let focused = Focused::now();
    change_at(page, row, |list, place| {
        let other = place.checked_add_signed(by);
        if let Some(other) = other.filter(|other| *other < list.len()) {
            list.swap(place, other);
        }
    });
    // Moving an element takes its focus away.
    request_animation_frame(move || focused.iter().for_each(Focused::again));
}

fn duplicate(page: Page, row: ListRow) {
    let copy = page.new_row(row.line.get_untracked());
    change_at(page, row, |list, place| list.insert(place + 1, copy));
    focus_row(copy.id);
}

fn remove(page: Page, row: ListRow) {
    page.before_losing("A row was removed.");
    let mut next = None;
    change_at(page, row, |list, place| {
        list.remove(place);
        next = list.get(place).or(list.last()).map(|row| row.id);
    });
    match next {
        Some(next) => focus_row(next),
        None => focus_list(),
    }
}

/// Many lines pasted into one field become as many rows.
fn paste(page: Page, row: ListRow, event: &ClipboardEvent) {
    let data = event.clipboard_data();
    let text = data
        .and_then(|data| data.get_data("text").ok())
        .unwrap_or_default();
    let is_line = !text.trim().contains(['\n', '\r']);
    if !is_line {
        event.prevent_default();
        page.with_list_code(move || {
            list_rest::put(page, row, text);
        });
        return;
    }
    // Where this cannot be told yet, the line is read on leaving the field.
    if list_rest::put_several(page, row, text) == Some(true) {
        event.prevent_default();
    }
}

/// Puts the cursor into a row, once it is there.
pub(super) fn focus_row(id: u32) {
    focus(format!("[data-row-id='{id}'] input"));
}

/// Puts the focus into the list, whose control that had it is gone: on what is
/// typed in, else on what adds a row.
pub(super) fn focus_list() {
    focus(".list input, .list textarea, .list-foot button".to_owned());
}

/// Gives the focus to the first element of a CSS selector, once it is there.
pub(super) fn focus(css: String) {
    request_animation_frame(move || {
        let found = document().query_selector(&css);
        if let Some(element) = found.ok().flatten() {
            let element: web_sys::HtmlElement =
                wasm_bindgen::JsCast::unchecked_into(element);
            let _ = element.focus();
        }
    });
}
