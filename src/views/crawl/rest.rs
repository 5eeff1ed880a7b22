//! What of the crawl comes later, in one place: what its first sight calls of
//! it.

use super::below::Below;
use super::drawn::{self, LaneWords};
use super::guess::{CrawlGuesses, LaneFlag};
use super::history::History;
use super::reading::{self, Said};
use super::state::Page;
use crate::experiments::crawl::{
    Fields, Pasted, Row, RowError, Strategy, Typed, fields_from_typed,
    rows_from_pasted,
};
use crate::trace::{Scene, Viewport};
use crate::views::hosts::ConfirmHosts;
use crate::views::later_code::later_code;
use crate::views::plot::SharedWindow;
use leptos::prelude::*;

later_code! {
    in crawl_rest, by load:
    pub(super) fn rows_from(text: String) -> Pasted {
        rows_from_pasted(&text)
    }

    pub(super) fn row_from(text: String) -> Typed {
        fields_from_typed(&text)
    }

    pub(super) fn row_error(fields: Fields) -> Option<RowError> {
        Row::try_from(&fields).err()
    }

    pub(super) fn text_errors(text: String) -> Said {
        reading::text_errors(&text)
    }

    pub(super) fn text_notes(text: String) -> Said {
        reading::text_notes(&text)
    }

    pub(super) fn run(page: Page) -> () {
        page.begin();
    }

    pub(super) fn publish(page: Page) -> () {
        page.publish();
    }

    pub(super) fn extent(page: Page, strategies: Vec<Strategy>) -> Option<f64> {
        drawn::extent(page, &strategies)
    }

    pub(super) fn scene(
        page: Page,
        strategy: Strategy,
        place: (Viewport, f64, f64)
    ) -> Scene {
        drawn::scene(page, strategy, place)
    }

    pub(super) fn lane_words(page: Page, strategy: Strategy) -> LaneWords {
        drawn::lane_words(page, strategy)
    }

    pub(super) fn facts(
        page: Page,
        strategy: Strategy,
        row: usize
    ) -> Option<String> {
        drawn::facts(page, strategy, row)
    }

    pub(super) fn guess_first(page: Page) -> AnyView {
        view! { <CrawlGuesses page/> }.into_any()
    }

    pub(super) fn flag(
        page: Page,
        strategy: Strategy,
        place: (SharedWindow, Signal<f64>)
    ) -> AnyView {
        let (window, gutter) = place;
        view! { <LaneFlag page strategy window gutter/> }.into_any()
    }

    pub(super) fn confirm_hosts(page: Page) -> AnyView {
        let (to_confirm, run) = (page.to_confirm, move |()| page.run_confirmed());
        view! { <ConfirmHosts what="This list" to_confirm run/> }.into_any()
    }

    pub(super) fn below(page: Page) -> AnyView {
        view! { <Below page/> }.into_any()
    }

    pub(super) fn history(page: Page) -> AnyView {
        view! { <History page/> }.into_any()
    }
}
