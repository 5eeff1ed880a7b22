//! What all tables of the page have: headings that sort, and buttons that copy
//! and save.

use crate::browser::{files, page};
use crate::experiments::{
    Column, Figure, Row, Table, sorted_places, value_text,
};
use crate::views::later::Later;
use crate::views::reactive::{AnyRwSignal, AnyStoredValue};
use leptos::prelude::*;

/// Which column a table is sorted by, and whether it falls; none for the order
/// of the page.
pub(super) type Sorting = AnyRwSignal<Option<(usize, bool)>>;

/// A table that scrolls where it is wider than its room.
#[component]
pub(super) fn TableFrame(
    /// What scrolls, for those who hear the page.
    #[prop(into)]
    label: String,
    #[prop(into)] caption: String,
    #[prop(optional)] class: Option<&'static str>,
    /// What its rows are of, if that has a colour.
    #[prop(optional)]
    strategy: Option<&'static str>,
    /// The cells of its first row.
    headings: AnyView,
    /// Its rows.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="table-frame" tabindex="0" role="region" aria-label=label>
            <table class=class data-strategy=strategy>
                <caption>{caption}</caption>
                <thead>
                    <tr>{headings}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}

/// What can be saved of a table.
pub(super) enum Saved {
    /// The table as it is, in files of this name.
    AsItIs(&'static str),
    /// What these buttons save; they may be none.
    By(AnyView),
}

/// A table of figures that can be sorted by any of them, and copied.
#[component]
pub(super) fn FigureTable(
    table: Table,
    /// Outlives the table, which is made anew with each report.
    sorting: Sorting,
    saved: Saved,
) -> impl IntoView {
    let caption = format!("Results by {}", table.of);
    let region = caption.clone();
    let mut of = table.of.to_owned();
    of[..1].make_ascii_uppercase();
    let columns = table.columns.iter().enumerate();
    let shown = columns.filter(|(_, it)| !it.heading.is_empty());
    let heading = move |(column, it): (usize, &Column)| {
        let (name, definition) = (it.heading, it.definition);
        view! { <SortHeading sorting column name definition/> }.into_any()
    };
    let headings = shown.map(heading).collect_view();
    let table = AnyStoredValue::new(table);
    let rows = move || {
        table.with_value(|table| {
            let rows = &table.rows;
            let value = |row: usize, by: usize| rows[row].figures[by].value;
            let places = order_by(sorting, rows.len(), &value);
            let row = |place: usize| figure_row(&rows[place], &table.columns);
            places.into_iter().map(row).collect_view().into_any()
        })
    };
    let written = move |how: fn(&Table) -> String| {
        Callback::new(move |()| table.with_value(how))
    };
    let text = written(Table::text);
    let save = match saved {
        Saved::AsItIs(name) => {
            let (json, csv) = (written(Table::json), written(Table::csv));
            view! { <SaveTable name json csv/> }.into_any()
        }
        Saved::By(buttons) => buttons,
    };
    let headings = view! { <th scope="col">{of}</th> {headings} }.into_any();
    view! {
        <TableFrame label=region caption class="results" headings>
            {move || rows()}
        </TableFrame>
        <p class="table-foot">
            <CopyTable text/>
            {save}
            <span class="hint">"Point at a heading for its definition; press it to sort."</span>
        </p>
    }
}

fn figure_row(row: &Row, columns: &[Column]) -> AnyView {
    let cell = |(place, (column, figure)): (usize, (&Column, &Figure))| {
        let remark = if place == 0 { &row.remark } else { "" };
        figure_cell(column.id, figure, remark)
    };
    let cells = columns.iter().zip(&row.figures).enumerate();
    let shown = cells.filter(|(_, (column, _))| !column.heading.is_empty());
    view! {
        <tr data-strategy=row.id>
            <th scope="row"><span class="swatch"></span>{row.name}</th>
            {shown.map(cell).collect_view()}
        </tr>
    }
    .into_any()
}

/// The cell of a figure, with a `remark` below it, if there is one.
pub(super) fn figure_cell(
    id: &'static str,
    figure: &Figure,
    remark: &str,
) -> AnyView {
    let remark = (!remark.is_empty())
        .then(|| view! { <small>{remark.to_owned()}</small> }.into_any());
    view! {
        <td data-metric=id data-value=value_text(figure.value)>
            {figure.text.clone()}
            {remark}
        </td>
    }
    .into_any()
}

/// The places of so many rows in the order of `sorting`, where `value` gives
/// the figure of a row in a column.
pub(super) fn order_by(
    sorting: Sorting,
    count: usize,
    value: &dyn Fn(usize, usize) -> Option<f64>,
) -> Vec<usize> {
    match sorting.get() {
        Some((column, falling)) => {
            let values = (0..count).map(|row| value(row, column));
            sorted_places(&values.collect::<Vec<_>>(), falling)
        }
        None => (0..count).collect(),
    }
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
pub(super) fn CopyTable(
    #[prop(into)] text: Callback<(), String>,
) -> impl IntoView {
    let said = AnyRwSignal::new("Copy table");
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

/// Buttons that save a table as files for other programs.
#[component]
pub(super) fn SaveTable(
    /// Name of the files, without what tells their format.
    name: &'static str,
    #[prop(into)] json: Callback<(), String>,
    #[prop(into)] csv: Callback<(), String>,
) -> impl IntoView {
    let save = move |ending: &str, kind: &str, text: String| {
        files::save(&format!("{name}.{ending}"), kind, &text);
    };
    view! {
        <button
            class="quiet"
            on:click=move |_| save("json", "application/json", json.run(()))
        >
            "Save as JSON"
        </button>
        <button class="quiet" on:click=move |_| save("csv", "text/csv", csv.run(()))>
            "Save as CSV"
        </button>
    }
}
