//! The stage of the crawl: a lane for each strategy, on one time axis.

use super::state::Page;
use crate::browser::fetch;
use crate::experiments::crawl::{Lane, RowReport, Strategy};
use crate::trace::{Ending, Scene, Timestamp, Track, Viewport, duration_text};
use crate::views::plot::{Legend, LegendEntry, Plot, SharedWindow};
// The trace's own `Track` would hide this one.
use leptos::prelude::{Track as _, *};
use std::time::Duration;

/// The hero of the page.
#[component]
pub(super) fn Stage(page: Page) -> impl IntoView {
    let strategies = Memo::new(move |_| match page.shown.get() {
        Some(run) => run.plan.strategies.clone(),
        None => page.choices.with(|choices| choices.strategies.clone()),
    });
    let rows = Memo::new(move |_| match page.shown.get() {
        Some(run) => run.plan.rows.len(),
        None => page.setup().requests().count(),
    });
    let extent = Memo::new(move |_| {
        page.frame.track();
        extent(&page, &strategies.get())
    });
    let whole = Signal::derive(move || Viewport::fit(extent.get(), rows.get()));
    let window = SharedWindow {
        zoom: page.zoom,
        whole,
    };
    let facts = move || facts(&page);
    let lanes = move || {
        let lane = |strategy| view! { <LanePanel page strategy window rows/> };
        strategies.get().into_iter().map(lane).collect_view()
    };

    view! {
        <section class="stage" aria-label="Timeline" data-lanes=move || strategies.get().len()>
            <div class="lanes">{move || lanes().into_any()}</div>
            <div class="stage-foot">
                <Legend entries=LEGEND/>
                <Show when=move || page.zoom.get().is_some()>
                    <button class="quiet" on:click=move |_| page.zoom.set(None)>
                        "Show all"
                    </button>
                </Show>
            </div>
            <p class="facts" aria-live="polite">{move || facts()}</p>
        </section>
    }
}

/// The time axis reaches to the last event, and a little further; while a run
/// goes on it grows in steps, so that bars grow and not shrink.
fn extent(page: &Page, strategies: &[Strategy]) -> f64 {
    const EMPTY: f64 = 1_000.0;
    let mut reach: f64 = 0.0;
    let mut running = false;
    for strategy in strategies {
        let Some(lane) = page.lane(*strategy) else {
            continue;
        };
        let end = lane.timeline().root().and_then(|root| root.end);
        running |= end.is_none();
        reach = reach
            .max(end.map_or_else(|| lane.now(), |(end, _)| end).as_millis());
    }
    let ghosts = strategies
        .iter()
        .filter_map(|strategy| page.ghost(*strategy));
    let ghost = ghosts.filter_map(|ghost| ghost.timeline().makespan());
    let ghost = ghost.max().unwrap_or_default().as_secs_f64() * 1e3;
    match running {
        _ if reach == 0.0 && ghost == 0.0 => EMPTY,
        true => next_step(reach.max(ghost)),
        false => reach.max(ghost) * 1.04,
    }
}

fn next_step(millis: f64) -> f64 {
    let mut step: f64 = 250.0;
    while step < millis {
        step *= 1.5;
    }
    step
}

impl Page {
    /// The lane of `strategy` to draw: the newest while a run goes on, then the
    /// one whose figures the report shows.
    pub(super) fn lane(&self, strategy: Strategy) -> Option<Lane> {
        let newest = self.shown.with(|run| {
            let lanes = run.as_ref()?.lanes.all();
            lanes.into_iter().rfind(|lane| lane.strategy() == strategy)
        })?;
        let running = newest
            .timeline()
            .root()
            .is_some_and(|root| root.end.is_none());
        if running {
            return Some(newest);
        }
        let reported = self.report.with(|report| {
            let report = report.as_ref()?.lane(strategy)?;
            Some(report.lane.clone())
        });
        reported.or(Some(newest))
    }

    /// The lane of the baseline to draw behind.
    fn ghost(&self, strategy: Strategy) -> Option<Lane> {
        let is_shown = self.shown.with(|shown| {
            let baseline = self.baseline.get();
            shown.as_ref().map(|run| run.id) == baseline.map(|run| run.id)
        });
        if is_shown {
            return None;
        }
        self.baseline_report.with(|report| {
            let report = report.as_ref()?.lane(strategy)?;
            Some(report.lane.clone())
        })
    }
}

#[component]
fn LanePanel(
    page: Page,
    strategy: Strategy,
    window: SharedWindow,
    rows: Memo<usize>,
) -> impl IntoView {
    let draw =
        Callback::new(move |(view, width, height): (Viewport, f64, f64)| {
            page.frame.track();
            page.report.track();
            let Some(lane) = page.lane(strategy) else {
                return Scene::default();
            };
            let timeline = lane.timeline();
            let ghost = page.ghost(strategy);
            let ghost = ghost.as_ref().map(|ghost| ghost.timeline());
            view.scene(&timeline, ghost.as_deref(), lane.now(), width, height)
        });
    let total = move || {
        page.frame.track();
        page.report.track();
        page.lane(strategy).map(|lane| elapsed(&lane, page.step))
    };
    let progress = move || {
        page.frame.track();
        page.report.track();
        page.lane(strategy)
            .map(|lane| progress(&lane))
            .unwrap_or_default()
    };
    let comparison = move || {
        let report = page.report.get()?;
        let comparison =
            report.comparison(strategy, &*page.baseline_report.get()?)?;
        page.ghost(strategy)?;
        Some(comparison.text(page.step))
    };
    let floor = Signal::derive(move || {
        let report = page.report.get()?;
        let slowest = report.lane(strategy)?.floor?;
        Some(slowest.as_secs_f64() * 1e3)
    });
    let gutter = Signal::derive(move || page.gutter());
    let selected = Signal::derive(move || {
        page.selected
            .get()
            .filter(|(of, _)| *of == strategy)
            .map(|(_, row)| row)
    });
    let select = Callback::new(move |row: Option<usize>| {
        page.selected.set(row.map(|row| (strategy, row)));
    });
    let label = Signal::derive(move || {
        format!(
            "{}: a bar for each request. Arrow keys choose a bar, plus and minus zoom, 0 shows all.",
            strategy.name()
        )
    });

    view! {
        <article class="lane" data-strategy=strategy.id() data-lane=strategy.id()>
            <header>
                <h2><span class="swatch"></span>{strategy.name()}</h2>
                <span class="lane-progress">{move || progress()}</span>
                <span class="lane-difference">{move || comparison().unwrap_or_default()}</span>
                <span class="lane-total">{move || total().unwrap_or_default()}</span>
            </header>
            <Plot label window draw rows gutter floor selected on_select=select/>
        </article>
    }
}

impl Page {
    /// The room that the names of the rows need, in pixels.
    fn gutter(&self) -> f64 {
        let longest = self.shown.with(|run| {
            let rows = run.as_ref().map(|run| run.plan.rows.clone());
            let labels = rows.into_iter().flat_map(|rows| {
                rows.iter()
                    .map(|row| row.label.chars().count())
                    .collect::<Vec<_>>()
            });
            labels.max().unwrap_or_default()
        });
        (longest as f64).clamp(3.0, 12.0) * 7.2 + 14.0
    }
}

/// The time that a lane took, or takes.
fn elapsed(lane: &Lane, step: Duration) -> String {
    match lane.timeline().makespan() {
        Some(total) => duration_text(total, step),
        None => duration_text(
            lane.now().since(Timestamp::ZERO),
            Duration::from_millis(10),
        ),
    }
}

/// How many requests of a lane are done, while it runs.
fn progress(lane: &Lane) -> String {
    let timeline = lane.timeline();
    if let Some(ending) = timeline.root().and_then(Track::ending) {
        return match ending {
            Ending::Succeeded => String::new(),
            Ending::Failed | Ending::TimedOut => {
                "stopped at an error".to_owned()
            }
            Ending::Cancelled => "stopped".to_owned(),
        };
    }
    let rows = timeline.rows();
    let done = rows.iter().filter(|row| row.end.is_some()).count();
    format!("{done} of {}", rows.len())
}

fn facts(page: &Page) -> String {
    // Not with every frame: the line is read aloud when it changes.
    page.report.track();
    let selected = page.selected.get();
    let found = selected.and_then(|(strategy, row)| {
        let lane = page.lane(strategy)?;
        let run = page.shown.get()?;
        let report =
            RowReport::of(&run.plan, &lane, row, page.step, fetch::timing_of)?;
        Some(report.facts())
    });
    found.unwrap_or_else(|| match page.shown.with(Option::is_some) {
        true => "Point at a bar for its facts. Click the picture, then zoom with the wheel; drag to move.".to_owned(),
        false => "Press Run: each request becomes a bar on this axis, as it happens.".to_owned(),
    })
}

/// What each kind of ink is.
const LEGEND: &[LegendEntry] = &[
    ("turn", "M1 6h18", "its turn"),
    ("delay", "M1 2h18v8h-18z", "added delay"),
    ("waiting", "M1 2h18v8h-18z", "waiting"),
    ("receiving", "M1 2h18v8h-18z", "receiving"),
    ("unseen", "M1 6h18", "arrived, not seen"),
    ("poll", "M10 1v10", "poll"),
    ("wake", "M10 0v4", "wake"),
    ("failed", "M6 2l8 8m0 -8l-8 8", "failed"),
    ("timed-out", "M10 0v12", "timed out"),
    ("cancelled", "M7 11l6 -10", "aborted"),
];
