//! The labs, each named once: their code comes when they are opened.

use super::compare::Compare;
use super::cost::Cost;
use super::crawl::Crawl;
use super::freeze::Freeze;
use super::later_code::{LaterCode, NotLoaded, later_code};
use super::pieces::Pieces;
use super::race::Race;
use super::run::Opening;
use super::tasks::Tasks;
use super::{
    compare as compare_lab, cost as cost_lab, crawl as crawl_lab, goals,
};
use crate::experiments::Experiment;
use leptos::prelude::*;

/// A lab's code, and what builds its view once that is here.
#[derive(Clone, Copy)]
struct Source {
    code: LaterCode,
    view: fn() -> Option<AnyView>,
}

/// Names the labs whose code comes when they are opened: the component of each,
/// the part that its code is, and what loads that.
macro_rules! labs {
    ($($lab:ident in $part:ident, by $load:ident;)+) => {
        $(later_code! {
            in $part, by $load:
            fn $part() -> AnyView {
                $lab().into_any()
            }
        })+

        fn source_of(lab: Experiment) -> Source {
            match lab {
                Experiment::Crawl => Source {
                    code: LaterCode::here(),
                    view: || Some(Crawl().into_any()),
                },
                $(Experiment::$lab => Source {
                    code: LaterCode::new(|| Box::pin($load())),
                    view: $part,
                },)+
            }
        }
    };
}

// Crawl, which the page opens with, comes with the page.
labs! {
    Freeze in freeze, by load_freeze;
    Tasks in tasks, by load_tasks;
    Race in race, by load_race;
    Cost in cost, by load_cost;
    Compare in compare, by load_compare;
}

/// The labs' code, for as long as the page is open.
#[derive(Clone, Copy)]
struct Sources([Source; Experiment::ALL.len()]);

/// Provides what labs keep for the whole visit, whichever lab is shown.
pub(super) fn provide_visits() {
    provide_context(Sources(Experiment::ALL.map(source_of)));
    provide_context(crawl_lab::Visit::new());
    provide_context(cost_lab::Visit::new());
    provide_context(compare_lab::Visit::new());
    provide_context(goals::Visit::new());
}

/// A lab, whose code may still be on its way.
#[component]
pub(super) fn ShownLab(lab: Experiment) -> impl IntoView {
    let Sources(sources) = expect_context();
    let Source { code, view } = sources[lab as usize];
    code.want();
    let is_here = Memo::new(move |_| code.is_here());
    let notes = RwSignal::new(Vec::new());
    let pieces = Pieces::new();
    provide_context(pieces);
    Effect::new(move |_| {
        if !code.is_loading() {
            leptos::task::spawn_local(pieces.build());
        }
    });
    pieces.then(move || {
        if is_here.get() {
            return view().into_any();
        }
        let loading = move || code.is_loading().then_some("Loading this lab…");
        view! {
            <div class="to-come">
                <Opening lab notes/>
                <p class="hint" role="status">{move || loading()}</p>
                <NotLoaded code/>
            </div>
        }
        .into_any()
    })
}
