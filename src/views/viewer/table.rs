//! The tasks of a recording, with tokio-console's figures of each.

use super::facts::Facts;
use super::shown::Shown;
use super::state::Viewer;
use crate::experiments::{Figure, TaskMetric, task_table_text};
use crate::trace::{State, TaskId};
use crate::views::reactive::{AnyMemo, memo};
use crate::views::table::{
    CopyTable, SortHeading, Sorting, TableFrame, figure_cell, order_by,
};
use leptos::prelude::*;

/// So many rows are written at most: a page of a hundred thousand cells helps
/// nobody.
const ROWS: usize = 200;

/// The table, and below it the facts of the task that is opened.
#[component]
pub(in crate::views) fn TaskTable(viewer: Viewer) -> impl IntoView {
    let sorting = Sorting::new(None);
    let headings =
        TaskMetric::ALL.iter().enumerate().map(|(column, metric)| {
            let (name, definition) = (metric.heading, metric.definition);
            view! { <SortHeading sorting column name definition/> }.into_any()
        });
    let headings = headings.collect_view();
    let headings = view! { <th scope="col">"Task"</th> {headings} }.into_any();
    let selected = memo(move || {
        let row = viewer.selected.get()?;
        viewer.shown.with(|shown| shown.as_ref()?.task_in(row))
    });
    let rows = move || {
        let shown = viewer.shown.get()?;
        let figures = figures(&shown);
        let value = |row: usize, by: usize| figures[row].2[by].value;
        let places = order_by(sorting, figures.len(), &value);
        let row =
            |place: usize| table_row(viewer, selected, place, &figures[place]);
        Some(places.into_iter().take(ROWS).map(row).collect_view())
    };
    let more = move || {
        let shown = viewer.shown.get()?;
        let count = tasks(&shown).count();
        (count > ROWS).then(|| format!("{ROWS} of {count} tasks are listed."))
    };
    let text = move |()| {
        let shown = viewer.shown.get_untracked();
        shown.map(|shown| table_text(&shown)).unwrap_or_default()
    };
    view! {
        <section
            class="result tasks-table"
            aria-label="Figures of the tasks"
            hidden=move || viewer.shown.with(Option::is_none)
        >
            <TableFrame label="Tasks" caption="Tasks" class="results" headings>
                {move || rows()}
            </TableFrame>
            <p class="table-foot">
                <CopyTable text/>
                <span class="hint">
                    {move || more()}
                    " Point at a heading for its definition; open a task by its name."
                </span>
            </p>
            <Facts viewer/>
        </section>
    }
}

type Row = (TaskId, State, Vec<Figure>);

fn tasks(shown: &Shown) -> impl Iterator<Item = crate::trace::LifeRow> {
    let is_task = |row: &&crate::trace::LifeRow| {
        let track = &shown.timeline.tracks()[row.track];
        track.start.is_some() && !track.is_loop()
    };
    shown.rows.iter().filter(is_task).copied()
}

fn figures(shown: &Shown) -> Vec<Row> {
    let step = shown.recording.step;
    let row = |row: crate::trace::LifeRow| {
        let task = shown.timeline.tracks()[row.track].task;
        let figures = shown.figures(row);
        let of = |metric: TaskMetric| metric.of(&figures, step);
        (task, figures.state, TaskMetric::ALL.map(of).to_vec())
    };
    tasks(shown).map(row).collect()
}

fn table_row(
    viewer: Viewer,
    selected: AnyMemo<Option<TaskId>>,
    place: usize,
    row: &Row,
) -> AnyView {
    let (task, state, figures) = row;
    let task = *task;
    let name = viewer.name(task);
    let open = move |_| {
        let opened = viewer.opened.get_untracked() != Some(task);
        viewer.opened.set(opened.then_some(task));
    };
    let cell = |(metric, figure): (TaskMetric, &Figure)| {
        figure_cell(metric.id, figure, "")
    };
    view! {
        <tr
            class:selected=move || selected.get() == Some(task)
            data-row=place
            data-task=task.0
            data-status=state.id()
        >
            <th scope="row">
                <button
                    class="quiet strong"
                    aria-expanded=move || (viewer.opened.get() == Some(task)).to_string()
                    on:click=open
                >
                    {name}
                </button>
                <small>{state.id()}</small>
            </th>
            {TaskMetric::ALL.into_iter().zip(figures).map(cell).collect_view()}
        </tr>
    }
    .into_any()
}

/// The table to be copied.
fn table_text(shown: &Shown) -> String {
    let rows = figures(shown)
        .into_iter()
        .map(|(task, state, figures)| (shown.name(task), state.id(), figures));
    task_table_text(rows)
}
