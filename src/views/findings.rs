//! Findings that lead to places of a picture: which is looked at, and the way
//! from one to the next. Not what they say.

use super::reactive::{AnyRwSignal, AnySignal, derived, memo};
use crate::browser::scroll;
use crate::experiments::{Noticed, Verdict};
use crate::trace::Viewport;
use leptos::prelude::*;

/// A row of a lane: the stable name of the lane, and the row.
pub(super) type Place = (&'static str, usize);

/// What selects the lane of a place.
pub(super) fn lane_of((lane, _): Place) -> String {
    format!("[data-lane='{lane}']")
}

/// What of the lanes of a run the reader looks at; copies share it.
#[derive(Clone, Copy)]
pub(super) struct LookedAt<Lane: Send + Sync + 'static> {
    /// The window on the timeline, if not all of it.
    pub zoom: AnyRwSignal<Option<Viewport>>,
    /// The row whose facts are shown, and its lane.
    pub selected: AnyRwSignal<Option<(Lane, usize)>>,
    /// The finding that led there, by its place among those with a place in the
    /// picture.
    pub finding: AnyRwSignal<Option<usize>>,
}

impl<Lane: Send + Sync + 'static> LookedAt<Lane> {
    /// All, and nothing of it in particular.
    pub(super) fn all() -> Self {
        Self {
            zoom: AnyRwSignal::new(None),
            selected: AnyRwSignal::new(None),
            finding: AnyRwSignal::new(None),
        }
    }

    /// Looks at all again: another run is shown.
    pub(super) fn reset(self) {
        self.selected.set(None);
        self.finding.set(None);
        self.zoom.set(None);
    }
}

/// The findings of a run that have a place in a picture of it.
#[derive(Clone, Copy)]
pub(super) struct PlacedFindings {
    /// What each says, and where it is seen; follows the run.
    placed: Callback<(), Vec<(String, Place)>>,
    /// The one that is looked at, by its place among them.
    at: AnyRwSignal<Option<usize>>,
    /// What selects the picture that has a place.
    picture: fn(Place) -> String,
    show: Callback<Place>,
}

impl PlacedFindings {
    /// Those of a run's `verdict`; `show` shows a place in what `picture` selects
    /// for it.
    pub(super) fn of(
        verdict: impl Fn() -> Option<Verdict> + Send + Sync + 'static,
        at: AnyRwSignal<Option<usize>>,
        picture: fn(Place) -> String,
        show: impl Fn(Place) + Send + Sync + 'static,
    ) -> Self {
        let placed = move |()| {
            let findings = verdict().unwrap_or_default().findings;
            let placed = |Noticed { text, place }| Some((text, place?));
            findings.into_iter().filter_map(placed).collect()
        };
        Self {
            placed: Callback::new(placed),
            at,
            picture,
            show: Callback::new(show),
        }
    }

    /// Shows one, by its place among those that have one, and brings its picture
    /// into view.
    pub(super) fn look_at(&self, finding: usize) {
        let placed = untrack(|| self.placed.run(()));
        if let Some((_, place)) = placed.get(finding) {
            self.at.set(Some(finding));
            self.show.run(*place);
            scroll::into_view(&(self.picture)(*place));
        }
    }

    /// Whether one is looked at, by its place among those that have one.
    pub(super) fn is_at(&self, finding: usize) -> bool {
        self.at.get() == Some(finding)
    }

    /// Looks at the next, or at the one before.
    pub(super) fn next(&self, forward: bool) {
        let count = untrack(|| self.placed.run(())).len();
        let next = next_of(self.at.get_untracked(), count, forward);
        if let Some(next) = next {
            self.look_at(next);
        }
    }
}

/// Goes through the findings of a run below its lanes.
#[component]
pub(super) fn LaneFindingBar(findings: PlacedFindings) -> impl IntoView {
    let PlacedFindings { placed, at, .. } = findings;
    let count = derived(move || placed.run(()).len());
    let text = move |finding| {
        placed
            .run(())
            .into_iter()
            .map(|(text, _)| text)
            .nth(finding)
    };
    view! { <FindingBar count at text next=move |forward| findings.next(forward)/> }
}

/// The finding after the one that is looked at, or before it: from the last on to
/// the first and back. `None` if there is none.
pub(super) fn next_of(
    at: Option<usize>,
    count: usize,
    forward: bool,
) -> Option<usize> {
    let last = count.checked_sub(1)?;
    Some(match (at, forward) {
        (None, true) => 0,
        (None, false) => last,
        (Some(here), true) => (here + 1) % count,
        (Some(here), false) => (here + last) % count,
    })
}

/// Goes through the findings below the picture that they are in.
#[component]
pub(super) fn FindingBar(
    /// How many there are.
    #[prop(into)]
    count: AnySignal<usize>,
    /// The one that is looked at.
    at: AnyRwSignal<Option<usize>>,
    /// What one says.
    #[prop(into)]
    text: Callback<usize, Option<String>>,
    /// Goes to the next, or to the one before.
    #[prop(into)]
    next: Callback<bool>,
) -> impl IntoView {
    let count = memo(move || count.get());
    let step = move |label: &'static str, text: &'static str, forward| {
        view! {
            <button
                class="secondary"
                aria-label=label
                on:click=move |_| next.run(forward)
            >
                {text}
            </button>
        }
        .into_any()
    };
    let place = move || match (at.get(), count.get()) {
        (Some(place), count) => format!("Finding {} of {count}", place + 1),
        (None, 1) => "1 finding".to_owned(),
        (None, count) => format!("{count} findings"),
    };
    let sentence = move || text.run(at.get()?);
    let bar = move || {
        view! {
            <div
                class="finding-bar"
                class:looking=move || at.get().is_some()
                role="group"
                aria-label="Findings in the picture"
            >
                {step("Previous finding", "◀", false)}
                {step("Next finding", "▶", true)}
                <span>{place}</span>
                <p role="log">{sentence}</p>
            </div>
        }
        .into_any()
    };
    move || (count.get() > 0).then(bar)
}
