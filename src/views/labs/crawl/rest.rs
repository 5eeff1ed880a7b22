//! What of the crawl comes after its first sight, in one place: what that calls
//! of it.

use super::below::Below;
use super::guess::CrawlGuesses;
use super::history::History;
use super::lanes::Lanes;
use super::list_text::SaidOfList;
use super::state::Page;
use crate::experiments::crawl::{Fields, Row, RowError, Strategy};
use crate::views::honesty::Honesty;
use crate::views::hosts::ConfirmHosts;
use crate::views::later_code::later_code;
use crate::views::reactive::{AnyMemo, AnySignal};
use leptos::prelude::*;

later_code! {
    in crawl_rest, by load:
    pub(super) fn row_error(fields: Fields) -> Option<RowError> {
        Row::try_from(&fields).err()
    }

    pub(super) fn said_of_list(page: Page) -> AnyView {
        view! { <SaidOfList page/> }.into_any()
    }

    pub(super) fn run(page: Page) -> () {
        page.begin();
    }

    pub(super) fn publish(page: Page) -> () {
        page.publish();
    }

    pub(super) fn lanes(
        page: Page,
        strategies: AnyMemo<Vec<Strategy>>,
        rows: AnyMemo<usize>
    ) -> AnyView {
        view! { <Lanes page strategies rows/> }.into_any()
    }

    pub(super) fn guess_first(page: Page) -> AnyView {
        view! { <CrawlGuesses page/> }.into_any()
    }

    pub(super) fn confirm_hosts(page: Page) -> AnyView {
        let (to_confirm, run) = (page.to_confirm, move |()| page.run_confirmed());
        view! { <ConfirmHosts what="This list" to_confirm run/> }.into_any()
    }

    pub(super) fn below(page: Page) -> AnyView {
        view! { <Below page/> }.into_any()
    }

    pub(super) fn honesty(
        page: Page,
        hidden: AnySignal<Option<bool>>
    ) -> AnyView {
        view! { <Honesty lab=page.lab hidden/> }.into_any()
    }

    pub(super) fn history(page: Page) -> AnyView {
        view! { <History page/> }.into_any()
    }
}
