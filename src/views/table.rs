//! What all tables of the page have: headings that sort, and a button that
//! copies.

use crate::browser::page;
use crate::experiments::{Figure, sorted_places, value_text};
use crate::views::later::Later;
use leptos::prelude::*;

/// Which column a table is sorted by, and whether it falls; none for the order
/// of the page.
pub(super) type Sorting = RwSignal<Option<(usize, bool)>>;

/// A column of figures.
#[derive(Clone, Copy)]
pub(super) struct Column {
    /// Its name in the contract with those who read the page by machine.
    pub id: &'static str,
    /// Its heading.
    pub heading: &'static str,
    /// What exactly it is.
    pub definition: &'static str,
}

/// A row of figures: what one strategy or mode did.
#[derive(Clone)]
pub(super) struct FigureRow {
    /// Its name in links, tables and style sheets.
    pub id: &'static str,
    /// Its name on the page.
    pub name: &'static str,
    /// A figure for each column.
    pub figures: Vec<Figure>,
    /// A word below the first figure; may be empty.
    pub remark: String,
}

/// A table of figures that can be sorted by any of them, and copied.
#[component]
pub(super) fn FigureTable(
    /// What the table is called.
    caption: &'static str,
    /// What each row is of.
    of: &'static str,
    columns: Vec<Column>,
    rows: Vec<FigureRow>,
    /// Outlives the table, which is made anew with each report.
    sorting: Sorting,
    /// The table as text, to be copied.
    text: Callback<(), String>,
) -> impl IntoView {
    let heading = move |(column, it): (usize, &Column)| {
        let (name, definition) = (it.heading, it.definition);
        view! { <SortHeading sorting column name definition/> }
    };
    let headings = columns.iter().enumerate().map(heading).collect_view();
    let shown = move || {
        let places = match sorting.get() {
            Some((by, falling)) => {
                let value = |row: &FigureRow| row.figures[by].value;
                let values: Vec<_> = rows.iter().map(value).collect();
                sorted_places(&values, falling)
            }
            None => (0..rows.len()).collect(),
        };
        let row = |place: usize| figure_row(&rows[place], &columns);
        places.into_iter().map(row).collect_view().into_any()
    };
    view! {
        <div class="table-frame" tabindex="0" role="region" aria-label=caption>
            <table class="results">
                <caption>{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">{of}</th>
                        {headings}
                    </tr>
                </thead>
                <tbody>{move || shown()}</tbody>
            </table>
        </div>
        <p class="table-foot">
            <CopyTable text/>
            <span class="hint">"Point at a heading for its definition; press it to sort."</span>
        </p>
    }
}

fn figure_row(row: &FigureRow, columns: &[Column]) -> AnyView {
    let cell = |(column, figure): (usize, &Figure)| {
        let remark = (column == 0 && !row.remark.is_empty())
            .then(|| view! { <small>{row.remark.clone()}</small> });
        view! {
            <td data-metric=columns[column].id data-value=value_text(figure.value)>
                {figure.text.clone()}
                {remark}
            </td>
        }
    };
    view! {
        <tr data-strategy=row.id>
            <th scope="row"><span class="swatch"></span>{row.name}</th>
            {row.figures.iter().enumerate().map(cell).collect_view()}
        </tr>
    }
    .into_any()
}

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
    let later = Later::new();
    let copy = move |_| {
        let text = text.run(());
        later.spawn(async move {
            let copied = page::copy(&text).await;
            said.set(match copied {
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
