//! The list of requests: as rows, or as text.

use super::list_row::{CommentRow, RequestRow, focus_list, focus_row};
use super::state::{ListRow, MOST_ROWS, Page};
use super::{list_rest, rest};
use crate::browser::files;
use crate::experiments::crawl::{Fields, Line, Preset, Whose, text_from_lines};
use crate::views::controls::Options;
use crate::views::later_code::NotLoaded;
use crate::views::reactive::{derived, memo};
use leptos::ev::DragEvent;
use leptos::prelude::*;

/// The list and what can be done with it.
#[component]
pub(super) fn List(page: Page) -> impl IntoView {
    let is_text = memo(move || page.text.with(Option::is_some));
    let is_long = memo(move || page.list.with(|list| list.len() > MOST_ROWS));
    let switch = move |_| match is_text.get_untracked() {
        true => page.with_list_code(move || {
            list_rest::to_rows(page);
        }),
        false => {
            let text = text_from_lines(&untrack(|| page.lines()));
            page.text.set(Some(text));
            page.list_code.want();
        }
    };
    let add = move |_| {
        let row = page.new_row(Line::Request(Fields::default()));
        page.list.update(|list| list.push(row));
        focus_row(row.id);
    };

    view! {
        <section
            class="list"
            aria-label="Requests"
            on:focusin=move |_| page.list_code.want()
            on:dragover=move |event| allow_drop(&event)
            on:drop=move |event| drop_file(page, &event)
        >
            {move || {
                let shown = match (is_text.get(), is_long.get()) {
                    (true, _) => page.list_code.if_here(|| list_rest::text_editor(page)),
                    (false, true) => page.list_code.if_here(|| list_rest::long_list(page)),
                    (false, false) => Some(view! { <Rows page/> }.into_any()),
                };
                shown.unwrap_or_else(|| view! { <NotLoaded code=page.list_code/> }.into_any())
            }}
            <div class="list-foot">
                <Show when=move || !is_text.get() && !is_long.get()>
                    <button class="quiet strong" on:click=add>"+ Add a row"</button>
                </Show>
                <button class="quiet" on:click=switch>
                    {move || if is_text.get() { "Edit as rows" } else { "Edit as text" }}
                </button>
                <Presets page/>
            </div>
            <p class="hint">"delay/1 is answered by this page itself, after a second. Any URL will do."</p>
            <WhoseList page/>
            {page.piece(move || rest::said_of_list(page))}
        </section>
    }
}

/// A list that came with a link stays apart from the visitor's own.
#[component]
fn WhoseList(page: Page) -> impl IntoView {
    let keep = move |_| {
        page.keep_as_mine();
        focus_list();
    };
    let open_mine = move |_| {
        page.open_mine();
        focus_list();
    };
    move || {
        let is_link = page.whose.get() == Whose::Link;
        is_link.then(|| {
            let has_own = page.mine.is_there();
            let apart = "Your own list is kept apart and stays as it is. ";
            let what = match page.is_first.get_value() {
                true => "This list began as the page's own. ",
                false => "This list came with a link. ",
            };
            let open_mine = has_own.then(|| view! {
                " "
                <button class="quiet strong" on:click=open_mine>"Open my list"</button>
            }.into_any());
            view! {
                <p class="undo whose" role="note">
                    {what}
                    {has_own.then_some(apart)}
                    <button class="quiet strong" on:click=keep>"Keep as my list"</button>
                    {open_mine}
                </p>
            }.into_any()
        })
    }
}

/// Only what is let over the list can be dropped on it.
fn allow_drop(event: &DragEvent) {
    if files::are_dragged(event) {
        event.prevent_default();
    }
}

/// A file of URLs that is dropped on the list is added to it. JSON is left to
/// whoever opens recordings.
fn drop_file(page: Page, event: &DragEvent) {
    let Some(file) = files::dropped(event) else {
        return;
    };
    if file.name().to_ascii_lowercase().ends_with(".json") {
        return;
    }
    event.prevent_default();
    event.stop_propagation();
    page.later.spawn(async move {
        match files::text_of(&file).await {
            Ok(text) => page.with_list_code(move || {
                list_rest::append(page, text);
            }),
            Err(error) => page.lab.notes.update(|notes| {
                notes.push(format!("{} was not read: {error}", file.name()));
            }),
        }
    });
}

#[component]
fn Presets(page: Page) -> impl IntoView {
    let chosen = memo(move || {
        let lines = page.lines();
        let mut presets = Preset::ALL.into_iter();
        let preset = presets.find(|preset| preset.lines() == lines);
        preset.map(|it| it.name().to_owned()).unwrap_or_default()
    });
    let choose = move |chosen: String| {
        let preset = Preset::ALL
            .into_iter()
            .find(|preset| preset.name() == chosen);
        let Some(preset) = preset else { return };
        page.before_losing("The list was replaced by a preset.");
        page.replace_lines(preset.lines());
    };
    let presets = Preset::ALL.map(|it| (it.name().into(), it.name().into()));
    let mut options = vec![("".into(), "your own list".into())];
    options.extend(presets);
    view! {
        <label class="preset">"Preset: " <Options options chosen choose /></label>
    }
}

#[component]
fn Rows(page: Page) -> impl IntoView {
    // Comments and empty rows have no number.
    let numbers = memo(move || {
        let mut next = 0;
        let number = |row: &ListRow| {
            let counts = row.line.with(|line| matches!(line, Line::Request(fields) if !fields.is_empty()));
            next += usize::from(counts);
            (row.id, counts.then_some(next))
        };
        page.list
            .with(|list| list.iter().map(number).collect::<Vec<_>>())
    });
    let number_of = move |id: u32| {
        numbers.with(|numbers| {
            numbers
                .iter()
                .find(|(of, _)| *of == id)
                .and_then(|(_, n)| *n)
        })
    };
    view! {
        <ol class="rows">
            <For each=move || page.list.get() key=|row| row.id let:row>
                <li data-row-id=row.id>
                    {match row.line.get_untracked() {
                        Line::Request(_) => {
                            let number = derived(move || number_of(row.id));
                            view! { <RequestRow page row number/> }.into_any()
                        }
                        Line::Comment(_) => view! { <CommentRow page row/> }.into_any(),
                    }}
                </li>
            </For>
        </ol>
        <Show when=move || page.list.with(Vec::is_empty)>
            <p class="hint">"The list is empty: add a row, or choose a preset."</p>
        </Show>
    }
}
