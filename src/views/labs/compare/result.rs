//! What the table comes to, in a few sentences, and the table.

use super::state::Page;
use super::table::Table;
use crate::experiments::Part;
use crate::experiments::compare::{csv_from_kept, json_from_kept, sentence};
use crate::views::table::SaveTable;
use leptos::prelude::*;

/// The sentence, the table, and the files that it can be saved as.
#[component]
pub(super) fn CompareResults(page: Page) -> impl IntoView {
    let part = |part: Part| match part {
        Part::Text(text) => text.into_any(),
        Part::Subject(kind, name) => {
            view! { <b data-kind=kind>{name}</b> }.into_any()
        }
    };
    let (kept, step) = (page.kept, page.lab.step);
    let told = move || {
        let parts = kept.with(|kept| sentence(kept, step));
        let nothing = parts.is_empty().then_some(
            "Nothing is measured on this machine yet: the figures below are the post’s.",
        );
        view! {
            <p class="sentence" class:quiet-words=nothing.is_some()>
                {nothing}
                {parts.into_iter().map(part).collect_view()}
            </p>
        }
        .into_any()
    };
    let json = move |()| kept.with_untracked(|it| json_from_kept(it, step));
    let csv = move |()| kept.with_untracked(|it| csv_from_kept(it, step));
    view! {
        <section class="result" aria-label="Result">
            {move || told()}
            <Table page/>
            <p class="table-foot">
                <SaveTable name="meanwhile-compare" json csv/>
                <span class="hint">
                    "The post’s figures are of Python on another machine: compare their ratios, not \
                     their seconds."
                </span>
            </p>
        </section>
    }
}
