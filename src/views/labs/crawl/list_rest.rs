//! What of the list comes when that is first used, or after the first sight of a
//! list other than the page's, in one place: what reads lines and texts, and what
//! packs long ones into links.

use super::list_pasted;
use super::list_text::{LongList, TextEditor};
use super::state::{ListRow, Page};
use crate::experiments::Note;
use crate::experiments::crawl::{
    LinkError, ListFrom, Setup, Typed, fields_from_typed, query_from_setup,
    setup_from_query,
};
use crate::views::later_code::later_code;
use leptos::prelude::*;

later_code! {
    in crawl_list, by load:
    pub(super) fn row_from(text: String) -> Typed {
        fields_from_typed(&text)
    }

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

    pub(super) fn text_editor(page: Page) -> AnyView {
        view! { <TextEditor page/> }.into_any()
    }

    pub(super) fn long_list(page: Page) -> AnyView {
        view! { <LongList page/> }.into_any()
    }
}
