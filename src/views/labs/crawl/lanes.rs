//! The lanes on the stage: a picture for each strategy, on one time axis, and
//! the facts of the bar that is pointed at. Their code comes later.

use super::drawn::{self, FIRST_EXTENT, LaneWords};
use super::guess::LaneFlag;
use super::stage::{LEGEND, empty_lane};
use super::state::Page;
use crate::browser::page;
use crate::experiments::Guesses;
use crate::experiments::crawl::Strategy;
use crate::trace::within;
use crate::views::findings::{LaneFindingBar, PlacedFindings};
use crate::views::plot::{Plot, SharedWindow, StageFoot};
use crate::views::reactive::{AnyMemo, derived, memo};
use crate::views::run::OF_ANOTHER_SETUP;
use leptos::prelude::*;

/// The lanes, and what is said of one of their bars.
#[component]
pub(super) fn Lanes(
    page: Page,
    strategies: AnyMemo<Vec<Strategy>>,
    rows: AnyMemo<usize>,
) -> impl IntoView {
    let extent = memo(move || {
        page.frame.track();
        let extent = drawn::extent(page, &strategies.get());
        extent.unwrap_or(FIRST_EXTENT)
    });
    let window =
        SharedWindow::new(page.looked_at.zoom, extent, move || rows.get());
    // Asked when the list changes, which may be long, and not while a run goes on.
    let is_of_setup = memo(move || {
        let run = page.visit.shown.get()?;
        Some(run.plan.is_of(&page.setup()))
    });
    let facts = move || {
        // Not with every drawing: the line is read aloud when it changes.
        page.report.track();
        let selected = page.looked_at.selected.get();
        let found = selected
            .and_then(|(strategy, row)| drawn::facts(page, strategy, row));
        let hint = || match is_of_setup.get() {
            None => {
                "Press Run: each request becomes a bar on this axis, as it happens."
            }
            Some(false) => OF_ANOTHER_SETUP,
            Some(true) if page::is_touched() => "Tap a bar for its facts.",
            Some(true) => {
                "Point at a bar for its facts. Click the picture, then zoom with the wheel; drag to move."
            }
        };
        found.unwrap_or_else(|| hint().to_owned())
    };
    let findings = page.findings();
    // Each by itself, so that a phone answers in between.
    let lane = move |strategy| {
        let is_due = page.later_pieces.next();
        move || match is_due.get() {
            true => view! { <LanePanel page strategy window rows findings/> }
                .into_any(),
            false => empty_lane(strategy, rows.get()),
        }
    };
    let lanes = move || strategies.get().into_iter().map(lane).collect_view();

    view! {
        <div class="lanes">{move || lanes().into_any()}</div>
        <LaneFindingBar findings/>
        <StageFoot legend=LEGEND zoom=page.looked_at.zoom/>
        <p class="facts" aria-live="polite">{move || facts()}</p>
    }
}

#[component]
fn LanePanel(
    page: Page,
    strategy: Strategy,
    window: SharedWindow,
    rows: AnyMemo<usize>,
    findings: PlacedFindings,
) -> impl IntoView {
    let draw = move |place| drawn::scene(page, strategy, place);
    let words = memo(move || drawn::lane_words(page, strategy));
    let word = move |word: fn(&LaneWords) -> &str| {
        move || words.with(|words| word(words).to_owned())
    };
    let total = word(|words| &words.total);
    let progress = word(|words| &words.progress);
    let difference = word(|words| &words.difference);
    let floor = derived(move || words.with(|words| words.floor));
    let reached = derived(move || words.with(|words| words.reached));
    let gutter = derived(move || page.gutter());
    let guess = derived(move || page.guess(strategy));
    let selected = derived(move || {
        page.looked_at
            .selected
            .get()
            .filter(|(of, _)| *of == strategy)
            .map(|(_, row)| row)
    });
    let select = move |row: Option<usize>| {
        page.looked_at.selected.set(row.map(|row| (strategy, row)));
    };
    let label = derived(move || {
        format!(
            "{}: a bar for each request. Arrow keys choose a bar, plus and minus zoom, 0 shows all, N \
             and P go to the next finding and the one before.",
            strategy.name()
        )
    });

    view! {
        <article class="lane" data-strategy=strategy.id() data-lane=strategy.id()>
            <header>
                <h2><span class="swatch"></span>{strategy.name()}</h2>
                <span class="lane-progress">{move || progress()}</span>
                <span class="lane-difference">{move || difference()}</span>
                <span class="lane-total">{move || total()}</span>
            </header>
            <Plot
                label window draw rows gutter floor guess reached selected on_select=select findings
            />
            <LaneFlag page strategy window gutter/>
        </article>
    }
}

impl Page {
    /// Where the lane of `strategy` was expected to end when the run on the stage
    /// began, or is if there is none; in milliseconds.
    pub(super) fn guess(&self, strategy: Strategy) -> Option<f64> {
        let of = |guess: &Guesses| guess.of(strategy.id());
        let guess = match self.visit.shown.get() {
            Some(run) => of(&run.plan.guess),
            None => self.choices.with(|choices| of(&choices.guess)),
        };
        guess.map(|guess| guess as f64)
    }

    /// The room that the names of the rows need, in pixels.
    fn gutter(&self) -> f64 {
        let longest = self.visit.shown.with(|run| {
            let rows = run.as_ref().map(|run| run.plan.rows.clone());
            let labels = rows.into_iter().flat_map(|rows| {
                rows.iter()
                    .map(|row| row.label.chars().count())
                    .collect::<Vec<_>>()
            });
            labels.max().unwrap_or_default()
        });
        within(longest as f64, [3.0, 12.0]) * 7.2 + 14.0
    }
}
