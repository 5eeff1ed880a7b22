//! What is typed, pasted or dropped, as rows of the list. Its code comes later.

use super::list_row::{change_at, change_fields, fields_of};
use super::state::{ListRow, Page};
use crate::experiments::crawl::{
    Pasted, fields_from_typed, rows_from_pasted, text_from_lines,
};
use leptos::prelude::*;
use std::ops::Range;

/// Reads what was typed or pasted into the URL, which may be a whole line or
/// more; not what has been typed over by the time that it can be read.
pub(super) fn settle_url(page: Page, row: ListRow, text: String) {
    if untrack(|| fields_of(row)).url != text {
        return;
    }
    let pasted = rows_from_pasted(&text);
    if pasted.lines.len() > 1 {
        take_pasted(page, row, pasted);
        return;
    }
    let typed = fields_from_typed(&text);
    if let Some(note) = typed.note {
        page.before_losing(note);
    }
    let split = typed.fields;
    change_fields(row, |fields| {
        let keep = |new: String, old: &str| {
            if new.is_empty() { old.to_owned() } else { new }
        };
        fields.delay = keep(split.delay, &fields.delay);
        fields.label = keep(split.label, &fields.label);
        fields.url = split.url;
    });
}

/// Reads the text that is edited as rows.
pub(super) fn to_rows(page: Page) {
    let Some(text) = page.text.get_untracked() else {
        return;
    };
    let mut lines = untrack(|| page.lines());
    let pasted = rows_from_pasted(&text);
    if !pasted.notes.is_empty() {
        page.before_losing(pasted.notes.join(" "));
        lines = pasted.lines;
    }
    page.text.set(None);
    page.set_lines(lines);
}

/// Puts what was pasted into an empty row, or behind one that is not.
pub(super) fn put(page: Page, row: ListRow, text: &str) {
    put_rows(page, row, rows_from_pasted(text));
}

fn put_rows(page: Page, row: ListRow, pasted: Pasted) {
    match fields_of(row).is_empty() {
        true => take_pasted(page, row, pasted),
        false => splice(page, row, pasted, 1..1),
    }
}

/// The same if it is more than one row; false if it is not.
pub(super) fn put_several(page: Page, row: ListRow, text: &str) -> bool {
    let pasted = rows_from_pasted(text);
    let is_several = pasted.lines.len() > 1;
    if is_several {
        put_rows(page, row, pasted);
    }
    is_several
}

/// Puts what was pasted in the place of `row`, if that is anything.
fn take_pasted(page: Page, row: ListRow, pasted: Pasted) {
    let replaced = usize::from(!pasted.lines.is_empty());
    splice(page, row, pasted, 0..replaced);
}

/// Puts what was pasted in the place of these rows, counted from `row`.
fn splice(page: Page, row: ListRow, pasted: Pasted, places: Range<usize>) {
    page.before_losing(said_of("Rows were pasted.", &pasted));
    let rows = rows_of(page, pasted);
    change_at(page, row, |list, place| {
        list.splice(place + places.start..place + places.end, rows);
    });
}

/// Puts the rows of a file behind those of the list.
pub(super) fn append(page: Page, text: &str) {
    let pasted = rows_from_pasted(text);
    page.before_losing(said_of("Rows of a file were added.", &pasted));
    match page.text.get_untracked() {
        Some(text) => {
            let end = if text.is_empty() || text.ends_with('\n') {
                ""
            } else {
                "\n"
            };
            let added = text_from_lines(&pasted.lines);
            page.text.set(Some(format!("{text}{end}{added}")));
        }
        None => {
            let rows = rows_of(page, pasted);
            page.list.update(|list| list.extend(rows));
        }
    }
}

fn rows_of(page: Page, pasted: Pasted) -> Vec<ListRow> {
    let lines = pasted.lines.into_iter();
    lines.map(|line| page.new_row(line)).collect()
}

/// What is said of rows that came from outside.
fn said_of(what: &str, pasted: &Pasted) -> String {
    let what = match pasted.lines.is_empty() {
        true => "Nothing was added.",
        false => what,
    };
    let notes = pasted.notes.iter().map(String::as_str);
    let all: Vec<&str> = [what].into_iter().chain(notes).collect();
    all.join(" ")
}
