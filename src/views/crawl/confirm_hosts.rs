//! The question before the list of a link is run for the first time. Its code
//! comes later.

use super::list_row;
use super::state::Page;
use crate::experiments::crawl::is_private;
use leptos::prelude::*;

/// What a run would ask that the visitor has not had asked before, where the
/// list came with a link.
#[component]
pub(super) fn ConfirmHosts(page: Page) -> impl IntoView {
    const SHOWN: usize = 20;
    let host = |host: &String| {
        let mark = match is_private(host) {
            true => " (on your own network)",
            false => "",
        };
        view! { <li><code>{host.clone()}</code>{mark}</li> }
    };
    let dialog = move || {
        let hosts = page.to_confirm.get();
        let more = hosts.len().saturating_sub(SHOWN);
        (!hosts.is_empty()).then(|| {
            list_row::focus(".confirm button".to_owned());
            view! {
                <div class="alert confirm" role="alertdialog" aria-label="Hosts of this link">
                    <p>
                        "This list came with a link. A run sends requests to hosts that no run in \
                         this browser has asked before:"
                    </p>
                    <ul>{hosts.iter().take(SHOWN).map(host).collect_view()}</ul>
                    {(more > 0).then(|| view! { <p>{format!("And {more} more.")}</p> })}
                    <button class="secondary" on:click=move |_| page.run_confirmed()>
                        "Run with these hosts"
                    </button>
                    " "
                    <button class="quiet strong" on:click=move |_| page.to_confirm.set(Vec::new())>
                        "Do not run"
                    </button>
                </div>
            }
        })
    };
    view! { {move || dialog()} }
}
