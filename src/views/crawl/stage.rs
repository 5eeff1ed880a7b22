//! The stage of the crawl: a lane for each strategy, on one time axis.

use super::drawn::LaneWords;
use super::rest;
use super::state::Page;
use crate::experiments::crawl::{Setup, Strategy};
use crate::experiments::{Experiment, Guesses};
use crate::views::exhibit::Exhibit;
use crate::views::plot::{LegendEntry, Plot, SharedWindow, StageFoot};
use leptos::prelude::*;

/// How far the axis reaches before a run, and at its beginning, in milliseconds.
pub(super) const FIRST_EXTENT: f64 = 1_000.0;

/// The hero of the page.
#[component]
pub(super) fn Stage(page: Page) -> impl IntoView {
    let strategies = Memo::new(move |_| match page.visit.shown.get() {
        Some(run) => run.plan.strategies.clone(),
        None => page.choices.with(|choices| choices.strategies.clone()),
    });
    let rows = Memo::new(move |_| match page.visit.shown.get() {
        Some(run) => run.plan.rows.len(),
        None => page.setup().requests().count(),
    });
    let extent = Memo::new(move |_| {
        page.frame.track();
        let strategies = strategies.get();
        page.if_rest_is_here(|| rest::extent(page, strategies)?)
            .unwrap_or(FIRST_EXTENT)
    });
    let window = SharedWindow::new(page.zoom, extent, move || rows.get());
    let facts = move || {
        // Not with every drawing: the line is read aloud when it changes.
        page.report.track();
        let selected = page.selected.get();
        let found = selected
            .and_then(|(strategy, row)| rest::facts(page, strategy, row)?);
        found.unwrap_or_else(|| match page.visit.shown.with(Option::is_some) {
            true => "Point at a bar for its facts. Click the picture, then zoom with the wheel; drag to move.".to_owned(),
            false => "Press Run: each request becomes a bar on this axis, as it happens.".to_owned(),
        })
    };
    let lanes = move || {
        let lane = |strategy| view! { <LanePanel page strategy window rows/> };
        strategies.get().into_iter().map(lane).collect_view()
    };

    view! {
        <section class="stage" aria-label="Timeline" data-lanes=move || strategies.get().len()>
            <Exhibit lab=Experiment::Crawl is_wanted=move || page.is_untouched()/>
            <div class="lanes">{move || lanes().into_any()}</div>
            <StageFoot legend=LEGEND zoom=page.zoom/>
            <p class="facts" aria-live="polite">{move || facts()}</p>
        </section>
    }
}

#[component]
fn LanePanel(
    page: Page,
    strategy: Strategy,
    window: SharedWindow,
    rows: Memo<usize>,
) -> impl IntoView {
    let draw = move |place| {
        page.if_rest_is_here(|| rest::scene(page, strategy, place))
            .unwrap_or_default()
    };
    let words = Memo::new(move |_| {
        page.if_rest_is_here(|| rest::lane_words(page, strategy))
            .unwrap_or_default()
    });
    let word = move |word: fn(&LaneWords) -> &str| {
        move || words.with(|words| word(words).to_owned())
    };
    let total = word(|words| &words.total);
    let progress = word(|words| &words.progress);
    let difference = word(|words| &words.difference);
    let floor = Signal::derive(move || words.with(|words| words.floor));
    let reached = Signal::derive(move || words.with(|words| words.reached));
    let gutter = Signal::derive(move || page.gutter());
    let guess = Signal::derive(move || page.guess(strategy));
    let flag = move || {
        page.if_rest_is_here(|| rest::flag(page, strategy, (window, gutter)))
    };
    let selected = Signal::derive(move || {
        page.selected
            .get()
            .filter(|(of, _)| *of == strategy)
            .map(|(_, row)| row)
    });
    let select = move |row: Option<usize>| {
        page.selected.set(row.map(|row| (strategy, row)));
    };
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
                <span class="lane-difference">{move || difference()}</span>
                <span class="lane-total">{move || total()}</span>
            </header>
            <Plot label window draw rows gutter floor guess reached selected on_select=select/>
            {move || flag()}
        </article>
    }
}

impl Page {
    /// Whether nothing was run, and the setup is that of the recorded run.
    fn is_untouched(&self) -> bool {
        let has_run = self.visit.shown.with(Option::is_some);
        !has_run && !self.is_guessing.get() && self.setup() == Setup::default()
    }

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
        (longest as f64).clamp(3.0, 12.0) * 7.2 + 14.0
    }
}

/// What each kind of ink is.
const LEGEND: &[LegendEntry] = &[
    ("turn", "M1 6h18", "not started yet"),
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
