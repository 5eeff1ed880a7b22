//! What the table comes to, in a few sentences, and the table.

use super::state::Page;
use super::table::Table;
use crate::experiments::compare::{Part, sentence};
use leptos::prelude::*;

/// The sentence, the table, and the files that it can be saved as.
#[component]
pub(super) fn Results(page: Page) -> impl IntoView {
    let part = |part: Part| match part {
        Part::Text(text) => text.into_any(),
        Part::Kind(kind, name) => {
            view! { <b data-kind=kind.id()>{name}</b> }.into_any()
        }
    };
    let told = move || {
        let parts = page.kept.with(|kept| sentence(kept, page.step));
        match parts.is_empty() {
            true => view! {
                <p class="sentence quiet-words">
                    "Nothing is measured yet: what stands below is the post’s."
                </p>
            }
            .into_any(),
            false => view! {
                <p class="sentence">{parts.into_iter().map(part).collect_view()}</p>
            }
            .into_any(),
        }
    };
    view! {
        <section class="result" aria-label="Result">
            {move || told()}
            <Table page/>
            <p class="table-foot">
                <button class="quiet" on:click=move |_| page.save_json()>"Save as JSON"</button>
                <button class="quiet" on:click=move |_| page.save_csv()>"Save as CSV"</button>
                <span class="hint">
                    "The post’s figures are of Python on another machine: compare their ratios, not \
                     their seconds."
                </span>
            </p>
        </section>
    }
}
