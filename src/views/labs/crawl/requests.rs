//! The table by request of one strategy.

use super::state::{Page, RunRecord};
use crate::browser::fetch;
use crate::browser::timings::Timings;
use crate::experiments::crawl::{LaneReport, RowReport, Strategy};
use crate::http::{Diagnosis, Timing};
use crate::trace::Timestamp;
use crate::views::later::Later;
use crate::views::reactive::{
    AnyRwSignal, AnySignal, AnyStoredValue, effect, memo,
};
use crate::views::table::{
    CopyTable, SaveTable, SortHeading, Sorting, TableFrame, figure_cell,
    order_by,
};
use crate::views::tabs::Tabs;
use leptos::prelude::*;
use std::rc::Rc;

/// So many rows are shown at first, and with each press of “Show more”.
const ROWS_AT_ONCE: usize = 100;

/// A column that the table can be sorted by: what it is called, what it means,
/// and its figure.
type Column = (&'static str, &'static str, fn(&RowReport) -> Option<f64>);

const COLUMNS: [Column; 6] = [
    (
        "Request",
        "Its place in the list, its label and URL.",
        |row| Some(row.index as f64),
    ),
    (
        "Status",
        "The HTTP status, or what became of the request.",
        |row| row.status.parse::<u16>().ok().map(f64::from),
    ),
    (
        "Start",
        "When it began, after the start of the strategy.",
        |row| row.start.value,
    ),
    (
        "Waiting",
        "From sending it to the headers of the response, over all attempts.",
        |row| row.waiting.value,
    ),
    (
        "Duration",
        "From its start, added delay and retries included, to its last byte.",
        |row| row.duration.value,
    ),
    (
        "Bytes",
        "The length of the body, after decompression.",
        |row| row.bytes.value,
    ),
];

/// How the table stands: which strategy, which order, how much of it.
#[derive(Clone, Copy)]
struct TableState {
    strategy: AnyRwSignal<Option<Strategy>>,
    sorting: Sorting,
    shown: AnyRwSignal<usize>,
    /// What is known of URLs whose answers cannot be read; `None` while the
    /// page is asking.
    diagnoses: AnyRwSignal<Vec<(String, Option<Diagnosis>)>>,
    later: Later,
}

impl TableState {
    /// Sends further requests to tell what the first one to `url` could not.
    fn find_out(self, url: String) {
        let diagnoses = self.diagnoses;
        diagnoses.update(|all| all.push((url.clone(), None)));
        self.later.spawn(async move {
            let found = fetch::diagnose(&url).await;
            diagnoses.update(|all| {
                // Forgotten if another run began meanwhile.
                for (of, known) in all {
                    if *of == url {
                        *known = Some(found);
                    }
                }
            });
        });
    }
}

/// The requests of one strategy, each with what became of it.
#[component]
pub(super) fn Requests(page: Page) -> impl IntoView {
    let state = TableState {
        strategy: AnyRwSignal::new(None),
        sorting: AnyRwSignal::new(None),
        shown: AnyRwSignal::new(ROWS_AT_ONCE),
        diagnoses: AnyRwSignal::default(),
        later: Later::new(),
    };
    // A new run asks anew: what was found out before may no longer hold.
    let run = memo(move || page.visit.shown.with(|run| Some(run.as_ref()?.id)));
    effect(move || {
        // A memo that nobody reads follows nothing.
        let _ = run.get();
        state.diagnoses.set(Vec::new());
    });
    move || {
        let report = page.report.get()?;
        let run = page.visit.shown.get()?;
        let wanted = state.strategy.get();
        // A lane that still runs would have to be read again with every drawing.
        let ended = report.lanes.iter().filter(|lane| lane.ending.is_some());
        let ended: Vec<&LaneReport> = ended.collect();
        let of_wanted = ended.iter().find(|lane| Some(lane.strategy) == wanted);
        let lane = (*of_wanted.or(ended.last())?).clone();
        let strategies: Vec<Strategy> =
            ended.iter().map(|lane| lane.strategy).collect();
        let tabs = strategies.iter().map(|it| (it.id(), it.name()));
        let tabs = tabs.collect();
        let pressed = strategies.iter().position(|it| *it == lane.strategy);
        let press =
            move |place: usize| state.strategy.set(Some(strategies[place]));
        Some(view! {
            <section class="requests" aria-label="Requests one by one">
                <h2>"Requests one by one"</h2>
                <Tabs label="Strategy" tabs pressed=AnySignal::stored(pressed) press/>
                <RequestTable page run lane state/>
            </section>
        }.into_any())
    }
}

#[component]
fn RequestTable(
    page: Page,
    run: Rc<RunRecord>,
    lane: LaneReport,
    state: TableState,
) -> impl IntoView {
    let strategy = lane.strategy;
    let count = run.plan.rows.len();
    let source = AnyStoredValue::new((run, lane.lane));
    let read = move |row, timing_of: &dyn Fn(&str, Timestamp) -> Timing| {
        source.with_value(|(run, lane)| {
            RowReport::of(&run.plan, lane, row, page.lab.step, timing_of)
        })
    };
    // Asking the browser about each request is slow: only for those shown.
    let unasked = move |row| read(row, &|_, _| Timing::NotRecorded);
    let rows = move || {
        let value = |row, column: usize| COLUMNS[column].2(&unasked(row)?);
        let places = order_by(state.sorting, count, &value).into_iter();
        let shown = places.take(state.shown.get());
        let timings = Timings::default();
        shown
            .filter_map(|row| read(row, &|url, sent| timings.of(url, sent)))
            .collect::<Vec<_>>()
    };
    let text = move |()| RowReport::table_text(&untrack(rows));
    let all = move || (0..count).filter_map(unasked).collect::<Vec<_>>();
    let json = move |()| RowReport::json(&all());
    let csv = move |()| RowReport::csv(&all());
    let hidden = move || count.saturating_sub(state.shown.get());
    let heading = move |(column, (name, definition, _)): (usize, Column)| {
        view! { <SortHeading sorting=state.sorting column name definition/> }
            .into_any()
    };
    let headings = view! {
        {COLUMNS.into_iter().enumerate().map(heading).collect_view()}
        <th scope="col">"Type"</th>
        <th scope="col">"Answer"</th>
    }
    .into_any();
    let row = move |row| view! { <RequestRow row state/> }.into_any();
    view! {
        <TableFrame
            label="Table by request"
            caption=format!("Requests of {}", strategy.name())
            class="by-request"
            strategy=strategy.id()
            headings
        >
            {move || rows().into_iter().map(row).collect_view().into_any()}
        </TableFrame>
        <p class="table-foot">
            <CopyTable text/>
            <SaveTable name="meanwhile-requests" json csv/>
            {move || (hidden() > 0).then(|| view! {
                <button
                    class="quiet"
                    on:click=move |_| state.shown.update(|shown| *shown += 5 * ROWS_AT_ONCE)
                >
                    {format!("Show more: {} of {count} are not shown", hidden())}
                </button>
            }.into_any())}
        </p>
    }
}

#[component]
fn RequestRow(row: RowReport, state: TableState) -> impl IntoView {
    let status = row.status.replace(' ', "-");
    let url = row.url.clone();
    let find_out = row
        .is_unreadable
        .then(|| view! { <FindOut url=url.clone() state/> }.into_any());
    view! {
        <tr data-row=row.index data-status=status>
            <th scope="row">
                <span class="row-name">{row.name}</span>
                " "
                <span class="row-url">{row.url}</span>
            </th>
            <td class="row-status">{row.status}</td>
            {figure_cell("start", &row.start, "")}
            {figure_cell("waiting", &row.waiting, "")}
            {figure_cell("duration", &row.duration, "")}
            {figure_cell("bytes", &row.bytes, "")}
            <td>{row.content_type}</td>
            <td class="answer">
                <span class="row-failure">{row.error}</span>
                {find_out}
                <span class="row-notes">{row.notes}</span>
                <code tabindex="0">{row.text}</code>
            </td>
        </tr>
    }
}

/// A button that finds out more, and what was found.
#[component]
fn FindOut(url: String, state: TableState) -> impl IntoView {
    let asked = url.clone();
    let known = memo(move || {
        state.diagnoses.with(|all| {
            let mut of_url = all.iter().filter(|(of, _)| *of == asked);
            of_url.next().map(|(_, found)| *found)
        })
    });
    let press = move |_| state.find_out(url.clone());
    let asking = move || known.get().is_some();
    move || {
        match known.get() {
        Some(Some(found)) => {
            view! { <span class="diagnosis">{found.to_string()}</span> }
                .into_any()
        }
        _ => view! {
            <button class="quiet strong" disabled=move || asking() on:click=press.clone()>
                {move || if asking() { "Asking…" } else { "Find out more" }}
            </button>
        }
        .into_any(),
    }
    }
}
