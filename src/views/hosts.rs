//! The hosts that this browser has had asked, and the question before something
//! that came with a link asks others.

use crate::browser::{focus, storage};
use crate::experiments::crawl::is_private;
use crate::views::reactive::AnyRwSignal;
use leptos::prelude::*;

/// Where the hosts are remembered that runs have asked, one a line.
const HOSTS: &str = "meanwhile.hosts";
/// How many of them.
const KEPT_HOSTS: usize = 1_000;

/// The hosts that the visitor has had asked.
pub(super) fn known_hosts() -> Vec<String> {
    let known = storage::recall(HOSTS).unwrap_or_default();
    known.lines().map(str::to_owned).collect()
}

/// Remembers that the visitor has had these hosts asked.
pub(super) fn know(hosts: Vec<String>, mut known: Vec<String>) {
    let count = known.len();
    for host in hosts {
        if !known.contains(&host) {
            known.push(host);
        }
    }
    if known.len() > count {
        let from = known.len().saturating_sub(KEPT_HOSTS);
        // Where nothing is remembered, the question comes again.
        let _ = storage::remember(HOSTS, &known[from..].join("\n"));
    }
}

/// The hosts that a run would ask and that the visitor has not had asked before,
/// where what is run came with a link.
#[component]
pub(super) fn ConfirmHosts(
    /// What came with the link, as the beginning of a sentence.
    what: &'static str,
    /// The hosts; none if there is no question.
    to_confirm: AnyRwSignal<Vec<String>>,
    /// Runs it all the same.
    #[prop(into)]
    run: Callback<()>,
) -> impl IntoView {
    const SHOWN: usize = 20;
    let host = |host: &String| {
        let mark = match is_private(host) {
            true => " (on your own network)",
            false => "",
        };
        view! { <li><code>{host.clone()}</code>{mark}</li> }.into_any()
    };
    let dialog = move || {
        let hosts = to_confirm.get();
        let more = hosts.len().saturating_sub(SHOWN);
        (!hosts.is_empty()).then(|| {
            request_animation_frame(|| focus::to(".confirm button"));
            view! {
                <div class="alert confirm" role="alertdialog" aria-label="Hosts of this link">
                    <p>
                        {what}
                        " came with a link. A run sends requests to hosts that no run in this \
                         browser has asked before:"
                    </p>
                    <ul>{hosts.iter().take(SHOWN).map(host).collect_view()}</ul>
                    {(more > 0).then(|| view! { <p>{format!("And {more} more.")}</p> }.into_any())}
                    <button class="secondary" on:click=move |_| run.run(())>
                        "Run with these hosts"
                    </button>
                    " "
                    <button class="quiet strong" on:click=move |_| to_confirm.set(Vec::new())>
                        "Do not run"
                    </button>
                </div>
            }.into_any()
        })
    };
    view! { {move || dialog()} }
}
