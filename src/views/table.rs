//! What all tables of the page have: headings that sort, and a button that
//! copies.

use crate::browser::page;
use leptos::prelude::*;

/// Which column a table is sorted by, and whether it falls; none for the order
/// of the page.
pub(super) type Sorting = RwSignal<Option<(usize, bool)>>;

/// A heading that sorts by its column: rising, falling, not at all.
#[component]
pub(super) fn SortHeading(
    sorting: Sorting,
    column: usize,
    name: &'static str,
    definition: &'static str,
) -> impl IntoView {
    let press = move |_| {
        sorting.update(|sorting| {
            *sorting = match *sorting {
                Some((by, false)) if by == column => Some((column, true)),
                Some((by, true)) if by == column => None,
                _ => Some((column, false)),
            };
        });
    };
    let order = move || match sorting.get() {
        Some((by, false)) if by == column => "ascending",
        Some((by, true)) if by == column => "descending",
        _ => "none",
    };
    view! {
        <th scope="col" aria-sort=move || order()>
            <button class="quiet" title=definition on:click=press>
                {name}
            </button>
        </th>
    }
}

/// A button that copies a table, and says whether it could.
#[component]
pub(super) fn CopyTable(text: Callback<(), String>) -> impl IntoView {
    let said = RwSignal::new("Copy table");
    let copy = move |_| {
        let text = text.run(());
        leptos::task::spawn_local(async move {
            let copied = page::copy(&text).await;
            // The table may be gone by now.
            said.try_set(match copied {
                true => "Copied",
                false => "This browser does not let the page copy",
            });
        });
    };
    view! {
        <button class="quiet" aria-live="polite" on:click=copy>
            {move || said.get()}
        </button>
    }
}
