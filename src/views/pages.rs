//! What the page shows below its head, a lab or a guide, and the code of each,
//! which comes when it is opened.

use super::address::Shown;
use super::examples::Examples;
use super::labs::source_of;
use super::later_code::{LaterCode, NotLoaded, Source, later_code};
use super::pieces::Pieces;
use super::reactive::{AnyRwSignal, effect, memo};
use super::run::Headed;
use super::texts::texts;
use super::tour::{Tour, TourBar, Touring};
use crate::browser::page;
use crate::experiments::{Experiment, Guide};
use leptos::prelude::*;

later_code! {
    in examples, by load_examples:
    fn examples() -> AnyView {
        Examples().into_any()
    }
}

later_code! {
    in tour, by load_tour:
    fn tour() -> AnyView {
        Tour().into_any()
    }
    fn tour_bar() -> AnyView {
        TourBar().into_any()
    }
}

fn source_of_guide(guide: Guide) -> Source {
    match guide {
        Guide::Examples => Source {
            code: LaterCode::new(|| Box::pin(load_examples())),
            view: examples,
        },
        Guide::Tour => Source {
            code: LaterCode::new(|| Box::pin(load_tour())),
            view: tour,
        },
    }
}

/// The code of labs and guides, for as long as the page is open.
#[derive(Clone, Copy)]
pub(super) struct Sources {
    labs: [Source; Experiment::ALL.len()],
    guides: [Source; Guide::ALL.len()],
}

impl Sources {
    /// Of which none is loaded yet.
    pub(super) fn new() -> Self {
        Self {
            labs: Experiment::ALL.map(source_of),
            guides: Guide::ALL.map(source_of_guide),
        }
    }

    fn of(self, shown: Shown) -> Source {
        match shown {
            Shown::Lab(lab) => self.labs[lab as usize],
            Shown::Guide(guide) => self.guides[guide as usize],
        }
    }
}

/// A lab or a guide, whose code may still be on its way.
#[component]
pub(super) fn ShownPage(sources: Sources, shown: Shown) -> impl IntoView {
    let Source { code, view } = sources.of(shown);
    code.want();
    if let Shown::Lab(lab) = shown {
        // The picture on its stage comes along, so that nothing moves for it.
        texts().want_stage(lab);
    }
    let is_here = memo(move || code.is_here());
    let notes = AnyRwSignal::new(Vec::new());
    let pieces = Pieces::of_a_visit();
    provide_context(pieces);
    effect(move || {
        if !code.is_loading() {
            leptos::task::spawn_local(async move {
                pieces.build().await;
                page::remove_still();
            });
        }
    });
    pieces.then(move || {
        if is_here.get() {
            return view().into_any();
        }
        let coming = match shown {
            Shown::Lab(_) => "Loading this lab…",
            Shown::Guide(_) => "Loading this page…",
        };
        let loading = move || code.is_loading().then_some(coming);
        view! {
            <Headed shown notes/>
            <p class="hint" role="status">{move || loading()}</p>
            <NotLoaded code/>
        }
        .into_any()
    })
}

/// The bar of the tour above what is shown, while somebody is on it.
#[component]
pub(super) fn ShownBar(sources: Sources, touring: Touring) -> impl IntoView {
    let Source { code, .. } = sources.of(Guide::Tour.into());
    let bar = move || {
        // In a frame of another page there is the lab alone.
        if page::is_embedded() || !touring.is_on() {
            return None;
        }
        code.want();
        code.is_here().then(tour_bar).flatten()
    };
    view! { {move || bar()} }
}
