//! What of the crawl comes later, in one place: what its first sight calls of
//! it.

use super::below::Below;
use super::guess::CrawlGuesses;
use super::history::History;
use super::lanes::Lanes;
use super::list_pasted;
use super::list_text::{LongList, SaidOfList, TextEditor};
use super::state::{ListRow, Page};
use crate::experiments::Note;
use crate::experiments::crawl::{
    Fields, LinkError, ListFrom, Row, RowError, Setup, Strategy, Typed,
    fields_from_typed, query_from_setup, setup_from_query,
};
use crate::views::honesty::Honesty;
use crate::views::hosts::ConfirmHosts;
use crate::views::later_code::later_code;
use leptos::prelude::*;

later_code! {
    in crawl_rest, by load:
    pub(super) fn settle_url(page: Page, row: ListRow, text: String) -> () {
        list_pasted::settle_url(page, row, text);
    }

    pub(super) fn put(page: Page, row: ListRow, text: String) -> () {
        list_pasted::put(page, row, &text);
    }

    pub(super) fn put_several(page: Page, row: ListRow, text: String) -> bool {
        list_pasted::put_several(page, row, &text)
    }

    pub(super) fn append(page: Page, text: String) -> () {
        list_pasted::append(page, &text);
    }

    pub(super) fn to_rows(page: Page) -> () {
        list_pasted::to_rows(page);
    }

    pub(super) fn setup_from(query: String) -> (Setup, ListFrom, Vec<Note>) {
        setup_from_query(&query)
    }

    pub(super) fn query_from(setup: Setup) -> Result<String, LinkError> {
        query_from_setup(&setup)
    }

    pub(super) fn row_from(text: String) -> Typed {
        fields_from_typed(&text)
    }

    pub(super) fn row_error(fields: Fields) -> Option<RowError> {
        Row::try_from(&fields).err()
    }

    pub(super) fn text_editor(page: Page) -> AnyView {
        view! { <TextEditor page/> }.into_any()
    }

    pub(super) fn long_list(page: Page) -> AnyView {
        view! { <LongList page/> }.into_any()
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
        strategies: Memo<Vec<Strategy>>,
        rows: Memo<usize>
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
        hidden: Signal<Option<bool>>
    ) -> AnyView {
        view! { <Honesty lab=page.lab hidden/> }.into_any()
    }

    pub(super) fn history(page: Page) -> AnyView {
        view! { <History page/> }.into_any()
    }
}
