//! The stage of the freeze: a lane for each mode, on one time axis.

use super::state::Page;
use crate::browser::page;
use crate::browser::picture::Picture;
use crate::experiments::Experiment;
use crate::experiments::freeze::{Lane, Metric, Mode, Plan, row_names};
use crate::trace::{Role, Timestamp, Viewport, duration_text};
use crate::views::exhibit::Exhibit;
use crate::views::findings::{LaneFindingBar, PlacedFindings};
use crate::views::plot::{
    LegendEntry, Plot, SharedWindow, StageFoot, next_step,
};
use crate::views::reactive::{AnyMemo, derived, effect, memo};
use crate::views::run::OF_ANOTHER_SETUP;
use leptos::html::Canvas;
use leptos::prelude::*;
use meanwhile_jobs::{HEIGHT, Job, WIDTH};
use std::time::Duration;

/// The hero of the page.
#[component]
pub(super) fn Stage(page: Page) -> impl IntoView {
    let plan = memo(move || page.plan());
    let modes = memo(move || {
        plan.with(|plan| {
            plan.as_ref()
                .map_or_else(Vec::new, |it| it.setup.modes.clone())
        })
    });
    let rows = memo(move || {
        plan.with(|plan| plan.as_ref().map_or_else(Vec::new, row_names))
    });
    let extent = memo(move || {
        page.frame.track();
        page.report.track();
        extent(&page, &modes.get())
    });
    let window = SharedWindow::new(page.looked_at.zoom, extent, move || {
        rows.with(Vec::len)
    });
    let findings = page.findings();
    let lanes = move || {
        let lane = |mode| {
            view! { <LanePanel page mode plan window rows findings/> }
                .into_any()
        };
        modes.get().into_iter().map(lane).collect_view()
    };
    view! {
        <section class="stage" aria-label="Timeline" data-lanes=move || modes.get().len().to_string()>
            <Exhibit lab=Experiment::Freeze is_wanted=derived(move || page.is_untouched())/>
            <div class="lanes narrow">{move || lanes().into_any()}</div>
            <LaneFindingBar findings/>
            <StageFoot legend=LEGEND zoom=page.looked_at.zoom/>
            <p class="facts" aria-live="polite">{move || facts(&page, &rows.get())}</p>
        </section>
    }
}

impl Page {
    /// Shows a row of the lane of `mode`: selected, zoomed to what waited there, and
    /// in view.
    pub(super) fn show_row(&self, mode: Mode, row: usize) {
        let report = self.report.get_untracked();
        let lane = report.as_ref().and_then(|report| report.lane(mode));
        let Some((report, lane)) = report.as_ref().zip(lane) else {
            return;
        };
        if let Some((from, to)) = lane.wait_in(row) {
            let extent = untrack(|| extent(self, &report.plan.setup.modes));
            let whole = Viewport::fit(extent, row_names(&report.plan).len());
            let (from, to) = (from.as_millis(), to.as_millis());
            self.looked_at
                .zoom
                .set(Viewport::around(from, to, row, whole));
        }
        self.looked_at.selected.set(Some((mode, row)));
    }
}

/// The time axis reaches to the last event, and a little further; while a run
/// goes on it grows in steps.
fn extent(page: &Page, modes: &[Mode]) -> f64 {
    let mut reach: f64 = 0.0;
    let mut running = false;
    for mode in modes {
        let Some(lane) = page.lane(*mode) else {
            continue;
        };
        running |= !lane.is_over();
        reach = reach.max(lane.until().as_millis());
    }
    match running {
        _ if reach == 0.0 => 2_500.0,
        true => next_step(2_500.0, reach),
        false => reach * 1.02,
    }
}

/// The lane of `mode`; calls whoever reads it again with each drawing, until it
/// is over.
fn follow(page: Page, mode: Mode) -> Option<Lane> {
    page.report.track();
    let lane = page.lane(mode);
    if !lane.as_ref().is_some_and(|it| it.is_over()) {
        page.frame.track();
    }
    lane
}

#[component]
fn LanePanel(
    page: Page,
    mode: Mode,
    plan: AnyMemo<Option<Plan>>,
    window: SharedWindow,
    rows: AnyMemo<Vec<String>>,
    findings: PlacedFindings,
) -> impl IntoView {
    let workers =
        move || plan.with(|plan| plan.as_ref().map_or(0, Plan::most_workers));
    let lane = move || follow(page, mode);
    let draw =
        Callback::new(move |(view, width, height): (Viewport, f64, f64)| {
            let names = rows.get();
            let lane = lane();
            let timeline = lane.as_ref().map(|lane| lane.timeline());
            let (tracks, now) = match (&lane, &timeline) {
                (Some(lane), Some(timeline)) => {
                    (lane.rows(timeline, workers()), lane.until())
                }
                _ => (vec![(Role::Loop, None); names.len()], Timestamp::ZERO),
            };
            let rows = tracks.into_iter().zip(&names);
            let rows = rows.map(|((role, it), name)| (role, name.as_str(), it));
            let rows: Vec<_> = rows.collect();
            view.pulse_scene(&rows, now, width, height)
        });
    let time = move || {
        lane()
            .map(|it| time(&it, page.lab.step))
            .unwrap_or_default()
    };
    let progress = move || lane().map_or(0.0, |lane| lane.progress());
    let gutter = derived(move || {
        let longest =
            rows.with(|rows| rows.iter().map(|row| row.chars().count()).max());
        longest.unwrap_or_default() as f64 * 7.0 + 14.0
    });
    let guess = derived(move || {
        let frame = page
            .report
            .with(|report| report.as_ref()?.guessed_frame(mode))?;
        Some(frame.as_millis())
    });
    let selected = derived(move || {
        let selected =
            page.looked_at.selected.get().filter(|(of, _)| *of == mode);
        selected.map(|(_, row)| row)
    });
    let on_select = move |row: Option<usize>| {
        page.looked_at.selected.set(row.map(|row| (mode, row)));
    };
    let label = derived(move || {
        format!(
            "{}: the page's pulse, its timer, its keys, the loop, workers and requests. Arrow keys \
             choose a row, plus and minus zoom, 0 shows all, N and P go to the next finding and the \
             one before.",
            mode.name()
        )
    });
    let count = derived(move || rows.with(Vec::len));
    let picture = move || {
        let drawn = plan.with(|plan| {
            plan.as_ref()
                .is_some_and(|plan| plan.setup.job == Job::Mandelbrot)
        });
        drawn.then(|| view! { <Drawing page mode/> }.into_any())
    };
    view! {
        <article class="lane" data-strategy=mode.id() data-lane=mode.id()>
            <header>
                <h2><span class="swatch"></span>{mode.name()}</h2>
                <progress
                    aria-label=format!("Progress: {}", mode.name())
                    max="1"
                    prop:value=move || progress()
                ></progress>
                <span class="lane-total">{move || time()}</span>
            </header>
            <Plot
                label window draw rows=count gutter guess
                selected on_select findings
            />
            {move || picture()}
        </article>
    }
}

/// The time that the job of a lane took, or takes.
fn time(lane: &Lane, step: Duration) -> String {
    let timeline = lane.timeline();
    let Some(job) = lane.job_track(&timeline) else {
        return String::new();
    };
    match (job.start, job.duration()) {
        (_, Some(took)) => duration_text(took, step),
        (Some(start), None) => {
            let rough = Duration::from_millis(10);
            duration_text(lane.now().since(start), rough)
        }
        (None, None) => String::new(),
    }
}

/// The picture that a job draws, as it comes.
#[component]
fn Drawing(page: Page, mode: Mode) -> impl IntoView {
    let canvas = NodeRef::<Canvas>::new();
    effect(move || {
        let (Some(canvas), Some(lane)) = (canvas.get(), follow(page, mode))
        else {
            return;
        };
        Picture::of(&canvas).paint(&lane.picture());
    });
    view! {
        <canvas
            node_ref=canvas
            class="drawing"
            width=WIDTH
            height=HEIGHT
            role="img"
            aria-label=format!("The Mandelbrot set as {} computes it", mode.name())
        ></canvas>
    }
}

fn facts(page: &Page, rows: &[String]) -> String {
    // Not with every frame: the line is read aloud when it changes.
    let selected = page.looked_at.selected.get().and_then(|(mode, row)| {
        let name = rows.get(row)?;
        Some((mode, name))
    });
    let report = page.report.get();
    let Some((mode, name)) = selected else {
        return match page.is_of_setup() {
            Some(false) => OF_ANOTHER_SETUP,
            Some(true) if page::is_touched() => "Tap a row for its facts.",
            Some(true) => {
                "Point at a row for its facts. Click the picture, then zoom with the wheel; drag to move."
            }
            None => "Press Run, and type in the field above while it runs.",
        }
        .to_owned();
    };
    let lane = report.as_ref().and_then(|report| report.lane(mode));
    let figure = |metric: Metric| match lane {
        Some(lane) => metric.of(lane, page.lab.step).text,
        None => "–".to_owned(),
    };
    let said = match name.split(' ').next().unwrap_or_default() {
        "pulse" => format!(
            "a beat for each frame of this page; flat where there was none. Longest gap {}, {} frames \
             missed. A line below marks what the browser reports as a long task.",
            figure(Metric::LONGEST_GAP),
            figure(Metric::FRAMES_MISSED),
        ),
        "timer" => format!(
            "a tick every 50 ms, if the thread has time. Late by {} (p95).",
            figure(Metric::LATENESS_P95),
        ),
        "keys" => format!(
            "each key, from being pressed to being heard. The worst waited {}.",
            figure(Metric::INPUT_DELAY),
        ),
        "loop" => format!(
            "the polls of the job's future on this thread. The job took {}.",
            figure(Metric::JOB),
        ),
        "worker" => format!(
            "the chunks that a worker computed. Workers took {} to start, before the lane begins.",
            figure(Metric::COLD_START),
        ),
        _ => format!(
            "a request to the built-in endpoint; dotted from the answer's arrival until its future \
             was done. The longest wait was {}.",
            figure(Metric::BACKGROUND_DELAY),
        ),
    };
    format!("{}, {name}: {said}", mode.name())
}

/// What each kind of ink is.
const LEGEND: &[LegendEntry] = &[
    ("beat", "M5 8l1.5 -7l1.5 10l1 -3h6", "frame"),
    ("frozen", "M1 1h18v10h-18z", "no frame"),
    ("long-task", "M1 10h18", "long task"),
    ("tick", "M10 6h0", "tick"),
    ("slice", "M1 2h18v8h-18z", "poll"),
    ("computing", "M1 2h18v8h-18z", "chunk in a worker"),
    ("waiting", "M1 2h18v8h-18z", "waiting"),
    ("unseen", "M1 6h18", "arrived, not seen"),
    ("seen", "M10 0v12", "seen"),
];
