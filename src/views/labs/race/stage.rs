//! The stage: a strip for each strategy, with how much its repetitions lost,
//! on one scale for all.

use super::state::Page;
use crate::experiments::race::{Bar, Distribution, Strategy};
use crate::experiments::{Experiment, Kind, Memory};
use crate::trace::sort::sort;
use crate::trace::{Tenths, decimals, within};
use crate::views::exhibit::Exhibit;
use crate::views::reactive::{derived, memo};
use leptos::prelude::*;

/// The picture's own units across and down; it is stretched to its room.
const WIDTH: f64 = 1000.0;
const HEIGHT: f64 = 40.0;
/// Half the breadth of the mark of a guess.
const MARK: f64 = 3.0;

/// What of the scale has a line.
const SHARES: [(f64, &str); 5] = [
    (0.0, "0 %"),
    (0.25, "25 %"),
    (0.5, "50 %"),
    (0.75, "75 %"),
    (1.0, "100 %"),
];

/// The strips and their scale.
#[component]
pub(super) fn Stage(page: Page) -> impl IntoView {
    let strategies = memo(move || {
        let ran = page.report.with(|report| {
            let plan = &report.as_ref()?.plan;
            let chosen = plan.setup.strategies.iter().chain(&plan.left_out);
            Some(chosen.copied().collect::<Vec<_>>())
        });
        let mut shown = ran
            .unwrap_or_else(|| page.choices.with(|it| it.strategies.clone()));
        sort(&mut shown);
        shown
    });
    let strips = move || {
        let strip = |strategy| view! { <Strip page strategy/> }.into_any();
        strategies.get().into_iter().map(strip).collect_view()
    };
    let share = |(share, text): (f64, &'static str)| {
        let left = decimals(Distribution::place(share) * 100.0, 2) + "%";
        view! { <span style:inset-inline-start=left>{text}</span> }.into_any()
    };
    let none = decimals(Distribution::NONE * 50.0, 2) + "%";
    view! {
        <section class="stage race-stage" aria-label="Updates lost">
            <h2>"Updates lost, of all"</h2>
            <Exhibit lab=Experiment::Race is_wanted=derived(move || page.is_untouched())/>
            <div class="strips">{move || strips().into_any()}</div>
            <div class="strip-axis" aria-hidden="true">
                <span style:inset-inline-start=none>"none"</span>
                {SHARES.map(share).collect_view()}
            </div>
            <p class="hint">
                "Each bar counts the repetitions that lost that share of the updates."
            </p>
        </section>
    }
}

#[component]
fn Strip(page: Page, strategy: Strategy) -> impl IntoView {
    let lane = memo(move || {
        page.report.with(|report| {
            let report = report.as_ref()?;
            let lane = report.lane(strategy)?;
            Some((lane.clone(), report.plan.setup.repeat))
        })
    });
    let bars = move || {
        let (lane, repeat) = lane.get()?;
        let bars = lane.distribution().bars(repeat);
        Some(bars.into_iter().map(bar).collect_view().into_any())
    };
    let guess = move || {
        let guess = page.report.with(|report| {
            report.as_ref()?.plan.setup.guess.of(strategy.id())
        })?;
        let expected = lane.get()?.0.expected;
        let lost = 1.0 - guess as f64 / f64::from(expected.max(1));
        let x = Distribution::place(within(lost, [0.0, 1.0])) * WIDTH;
        // Whole at the edges, too.
        let x = within(x, [MARK, WIDTH - MARK]);
        let mark = view! { <path class="guess-mark" d=line_at(x)/> };
        Some(mark.into_any())
    };
    let said = move || match lane.get() {
        Some((lane, _)) if lane.failure.is_some() => "failed".to_owned(),
        Some((lane, _)) => lane.summary(),
        None if strategy.kind() == Kind::Thread
            && page.memory != Memory::CanBeShared =>
        {
            "needs shared memory".to_owned()
        }
        None => String::new(),
    };
    let grid: String = SHARES
        .iter()
        .map(|(share, _)| line_at(Distribution::place(*share) * WIDTH))
        .collect();
    // Half of a line on the border itself would be cut off.
    let base = decimals(HEIGHT - 0.75, 2);
    let floor = format!(
        "M0 {base}H{}M{} {base}H{}",
        Tenths::of(Distribution::NONE * WIDTH),
        Tenths::of(Distribution::SCALE * WIDTH),
        Tenths::of(WIDTH),
    );
    view! {
        <div class="strip" data-strategy=strategy.id() data-lane=strategy.id()>
            <h3><span class="swatch"></span>{strategy.name()}</h3>
            <svg
                viewBox=format!("0 0 {} {}", Tenths::of(WIDTH), Tenths::of(HEIGHT))
                preserveAspectRatio="none"
                aria-hidden="true"
            >
                <path class="grid" d=grid/>
                <path class="floor-line" d=floor/>
                {move || bars()}
                {move || guess()}
            </svg>
            <p class="strip-said">{move || said()}</p>
        </div>
    }
}

/// A line from top to bottom, as path data.
fn line_at(x: f64) -> String {
    format!("M{} 0V{}", Tenths::of(x), Tenths::of(HEIGHT))
}

fn bar(bar: Bar) -> impl IntoView {
    let height = bar.height * HEIGHT;
    view! {
        <rect
            class="bar"
            x=decimals(bar.x * WIDTH, 2)
            y=decimals(HEIGHT - height, 2)
            width=decimals(bar.width * WIDTH, 2)
            height=decimals(height, 2)
        />
    }
}
