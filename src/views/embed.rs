//! The page in a frame of another: the way out of it, and the code that puts it
//! there. What is left out then, the style sheet says.

use super::address;
use super::later::Later;
use crate::browser::page;
use crate::views::reactive::AnyRwSignal;
use leptos::prelude::*;

/// Below the lab in a frame: leads to the same setup in a tab of its own.
#[component]
pub(super) fn OpenAlone() -> impl IntoView {
    let link = NodeRef::<leptos::html::A>::new();
    // The setup may have changed since the link was made.
    let aim = move || {
        if let Some(link) = link.get_untracked() {
            link.set_href(&address::without_embed(&address::current()));
        }
    };
    view! {
        <p class="embed-foot">
            <a
                node_ref=link
                href="./"
                target="_blank"
                rel="noopener"
                on:focus=move |_| aim()
                on:pointerenter=move |_| aim()
                on:click=move |_| aim()
            >
                "Open in Meanwhile"
            </a>
        </p>
    }
}

/// Copies the code that shows the lab as it is set in a frame of another page;
/// where the browser does not copy, the code stands there to be copied by hand.
#[component]
pub(super) fn CopyEmbed() -> impl IntoView {
    let said = AnyRwSignal::new("");
    let by_hand = AnyRwSignal::new(None::<String>);
    let later = Later::new();
    let copy = move |_| {
        let code = code();
        later.spawn(async move {
            let is_copied = page::copy(&code).await;
            said.set(match is_copied {
                true => "Embed code copied",
                false => "This browser does not copy here: copy it by hand",
            });
            by_hand.set((!is_copied).then_some(code));
        });
    };
    let field = move || {
        by_hand.get().map(|code| view! {
            <textarea class="embed-code" readonly rows="4" aria-label="Embed code" prop:value=code></textarea>
        }.into_any())
    };
    view! {
        <p>
            <button class="quiet strong" on:click=copy>"Copy embed code"</button>
            " "
            <span class="said" aria-live="polite">{move || said.get()}</span>
            {move || field()}
        </p>
    }
}

/// Has the frame before it be as high as the page in it, which tells that with
/// each change; see start.js.
const FOLLOW: &str = "<script>{
  const frame = document.currentScript.previousElementSibling;
  addEventListener(\"message\", ({ source, data }) => {
    const height = data?.meanwhile?.height;
    if (height && source === frame.contentWindow) frame.height = height;
  });
}</script>";

/// The code of a frame that shows the lab as it is set: as high as it is now, or,
/// where a script may stand beside the frame, as high as it becomes.
fn code() -> String {
    let source = address::with_embed(&address::current());
    let source = source.replace('&', "&amp;").replace('"', "&quot;");
    let title = document().title();
    let height = page::height_embedded();
    format!(
        "<iframe src=\"{source}\" title=\"{title}\" width=\"100%\" height=\"{height}\" \
         style=\"border: 0\" loading=\"lazy\" \
         allow=\"cross-origin-isolated; clipboard-write\"></iframe>{FOLLOW}"
    )
}
