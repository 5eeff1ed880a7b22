//! What the stage shows of a run: the bars, and what is said beside them. Its
//! code comes later.

use super::state::Page;
use crate::browser::timings::Timings;
use crate::experiments::crawl::{Lane, RowReport, Strategy};
use crate::trace::{Ending, Scene, Timestamp, Track, Viewport, duration_text};
use crate::views::plot::next_step;
use leptos::prelude::*;
use std::time::Duration;

/// How far the axis reaches before a run, and at its beginning, in milliseconds.
pub(super) const FIRST_EXTENT: f64 = 1_000.0;

/// How far the axis reaches at least while there is only a guess, in
/// milliseconds.
const GUESSING_EXTENT: f64 = 5_000.0;
/// And for each request.
const GUESSING_ROW: f64 = 1_500.0;

/// What is said beside the bars of a lane.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct LaneWords {
    /// The time that it took, or takes.
    pub total: String,
    /// How many of its requests are done, while it runs.
    pub progress: String,
    /// The difference to the baseline.
    pub difference: String,
    /// What its total cannot go below, in milliseconds.
    pub floor: Option<f64>,
    /// How far it has got, in milliseconds, until it is over.
    pub reached: Option<f64>,
}

/// What is said beside the bars of the lane of `strategy`; follows the run.
pub(super) fn lane_words(page: Page, strategy: Strategy) -> LaneWords {
    page.frame.track();
    let report = page.report.get();
    let Some(lane) = page.lane(strategy) else {
        return LaneWords {
            reached: Some(0.0),
            ..LaneWords::default()
        };
    };
    let difference = || {
        let baseline = page.baseline_report.get()?;
        let difference = report.as_ref()?.comparison(strategy, &baseline)?;
        page.ghost(strategy)?;
        Some(difference.text(page.lab.step))
    };
    let floor = || report.as_ref()?.lane(strategy)?.floor;
    LaneWords {
        total: elapsed(&lane, page.lab.step),
        progress: progress(&lane),
        difference: difference().unwrap_or_default(),
        floor: floor().map(|floor| floor.as_secs_f64() * 1e3),
        reached: (!lane.is_over()).then(|| lane.now().as_millis()),
    }
}

/// The bars of the lane of `strategy`, in a window of a width and a height;
/// follows the run.
pub(super) fn scene(
    page: Page,
    strategy: Strategy,
    (view, width, height): (Viewport, f64, f64),
) -> Scene {
    page.frame.track();
    page.report.track();
    let Some(lane) = page.lane(strategy) else {
        return Scene::default();
    };
    let timeline = lane.timeline();
    let ghost = page.ghost(strategy);
    let ghost = ghost.as_ref().map(|ghost| ghost.timeline());
    view.scene(&timeline, ghost.as_deref(), lane.now(), width, height)
}

/// What is to be known of a bar; `None` if there is none.
pub(super) fn facts(
    page: Page,
    strategy: Strategy,
    row: usize,
) -> Option<String> {
    let lane = page.lane(strategy)?;
    let run = page.visit.shown.get()?;
    let report =
        RowReport::of(&run.plan, &lane, row, page.lab.step, |url, sent| {
            Timings::default().of(url, sent)
        })?;
    Some(report.facts())
}

/// The time axis reaches to the last event, and a little further; while a run
/// goes on it grows in steps, so that bars grow and not shrink.
pub(super) fn extent(page: Page, strategies: &[Strategy]) -> Option<f64> {
    let mut reach: f64 = 0.0;
    let mut running = false;
    for strategy in strategies {
        let Some(lane) = page.lane(*strategy) else {
            continue;
        };
        running |= !lane.is_over();
        reach = reach.max(lane.until().as_millis());
    }
    let ghosts = strategies
        .iter()
        .filter_map(|strategy| page.ghost(*strategy));
    let ghost = ghosts.filter_map(|ghost| ghost.timeline().makespan());
    let ghost = ghost.max().unwrap_or_default().as_secs_f64() * 1e3;
    let guesses = strategies.iter().filter_map(|it| page.guess(*it));
    let guess = guesses.fold(0.0, f64::max);
    let has_run = reach > 0.0 || ghost > 0.0;
    match running {
        _ if !has_run && page.is_guessing.get() => {
            // Room for whoever thinks that the requests of a list add up.
            let rows = page.setup().requests().count() as f64;
            // In steps, since a flag that moves must not take its axis with it.
            let first = (rows * GUESSING_ROW).max(GUESSING_EXTENT);
            Some(next_step(first, guess * 1.1))
        }
        _ if !has_run => None,
        true => Some(next_step(FIRST_EXTENT, reach.max(ghost).max(guess))),
        false => Some(reach.max(ghost).max(guess) * 1.04),
    }
}

impl Page {
    /// Shows a row of the lane of `strategy`: selected, zoomed to and in view.
    pub(super) fn show_row(&self, strategy: Strategy, row: usize) {
        let lane = untrack(|| self.lane(strategy));
        let (Some(lane), Some(run)) = (lane, self.visit.shown.get_untracked())
        else {
            return;
        };
        let timeline = lane.timeline();
        let Some(track) = timeline.rows().get(row) else {
            return;
        };
        let from = track.spans.first().map_or(0.0, |it| it.start.as_millis());
        let to = track.end.map_or(from, |(at, _)| at.as_millis());
        let extent = untrack(|| extent(*self, &run.plan.strategies));
        let extent = extent.unwrap_or(FIRST_EXTENT);
        let whole = Viewport::fit(extent, run.plan.rows.len());
        self.looked_at
            .zoom
            .set(Viewport::around(from, to, row, whole));
        self.looked_at.selected.set(Some((strategy, row)));
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
