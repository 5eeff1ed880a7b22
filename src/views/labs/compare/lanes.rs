//! One computes, another would like a turn: as it was recorded.

use super::state::Page;
use crate::experiments::Experiment;
use crate::experiments::compare::{Drawing, drawings};
use crate::trace::decimals;
use crate::views::exhibit::Exhibit;
use crate::views::reactive::derived;
use leptos::prelude::*;

/// A lane for each column whose scheduling was measured, on one axis.
#[component]
pub(super) fn Lanes(page: Page) -> impl IntoView {
    let lanes = move || {
        let (reach, drawings) = page.kept.with(drawings);
        if drawings.is_empty() {
            return view! {
                <p class="hint">
                    "Nothing is recorded yet: Run, or measure a cell of the row Scheduling."
                </p>
            }
            .into_any();
        }
        let lanes = drawings.into_iter().map(lane).collect_view();
        // A word every 50 ms would be too many on a phone.
        let words = (0..=(reach / 100.0) as u32).map(|hundred| {
            let left = decimals(f64::from(hundred) * 1e4 / reach, 2) + "%";
            let text = format!("{} ms", hundred * 100);
            view! { <span style:inset-inline-start=left>{text}</span> }
                .into_any()
        });
        view! {
            {lanes}
            <div class="compare-axis" aria-hidden="true">{words.collect_view()}</div>
        }
        .into_any()
    };
    view! {
        <section class="stage compare-stage" aria-label="Scheduling">
            <h2>"Scheduling: one task computes for 200 ms, another ticks every 10 ms"</h2>
            <Exhibit lab=Experiment::Compare is_wanted=derived(move || page.is_untouched())/>
            {move || lanes()}
        </section>
    }
}

fn lane(drawing: Drawing) -> AnyView {
    let kind = drawing.kind;
    view! {
        <div class="compare-lane" data-kind=kind.id() data-lane=kind.id()>
            <h3><span class="swatch"></span>{kind.name()}</h3>
            <svg viewBox="0 0 1000 34" preserveAspectRatio="none" aria-hidden="true">
                <rect class="computes" x=decimals(drawing.x, 2) y="2" width=decimals(drawing.width, 2) height="12"/>
                <g transform="translate(0 20)"><path class="ticks" d=drawing.ticks/></g>
            </svg>
            <p>{drawing.said}</p>
        </div>
    }
    .into_any()
}
