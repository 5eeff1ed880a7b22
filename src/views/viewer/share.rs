//! Recordings as files: out for others and for Perfetto, and in again.

use super::state::Viewer;
use crate::browser::files;
use crate::trace::{Recording, chrome_trace};
use crate::views::later::Later;
use leptos::prelude::*;

/// Buttons that save what is shown, and one that opens what was saved.
#[component]
pub(in crate::views) fn Share(
    viewer: Viewer,
    /// Called with what was opened; without it nothing can be.
    #[prop(optional)]
    on_open: Option<Callback<Recording>>,
) -> impl IntoView {
    let said = RwSignal::new(Ok(String::new()));
    let empty = move || {
        let shown = viewer.shown.get();
        shown.is_none_or(|shown| shown.live)
    };
    let save = move |suffix: &'static str, text: fn(&Recording) -> String| {
        viewer.shown.with_untracked(|shown| {
            let Some(shown) = shown else { return };
            let recording = &shown.recording;
            let name = recording.file_name();
            let name = format!("{name}.{suffix}");
            files::save(&name, "application/json", &text(recording));
            said.set(Ok(format!("Saved as {name}.")));
        });
    };
    let later = Later::new();
    let open = on_open.map(|on_open| {
        let open = move |input: web_sys::HtmlInputElement| {
            later.spawn(async move {
                let Some((name, text)) = files::chosen(&input).await else {
                    return;
                };
                let read = text.and_then(|text| {
                    let read = Recording::from_json(&text);
                    read.map_err(|error| error.to_string())
                });
                said.set(match read {
                    Ok(recording) => {
                        on_open.run(recording);
                        Ok(format!("Opened {name}."))
                    }
                    Err(error) => {
                        Err(format!("{name} was not opened: {error}"))
                    }
                });
            });
        };
        view! {
            <label class="quiet file">
                "Open a recording"
                <input
                    type="file"
                    accept=".json,application/json"
                    on:change:target=move |event| open(event.target())
                />
            </label>
        }
    });
    let message = move || match said.get() {
        Ok(text) => {
            view! { <span class="hint" role="log">{text}</span> }.into_any()
        }
        Err(text) => {
            view! { <p class="alert" role="alert">{text}</p> }.into_any()
        }
    };
    view! {
        <div class="share" role="group" aria-label="Recording">
            <button
                class="quiet"
                title="A file for ui.perfetto.dev and chrome://tracing"
                prop:disabled=move || empty()
                on:click=move |_| save("trace.json", chrome_trace)
            >
                "Export for Perfetto"
            </button>
            <button
                class="quiet"
                title="A file that this page opens again, anywhere and offline"
                prop:disabled=move || empty()
                on:click=move |_| save("meanwhile.json", Recording::to_json)
            >
                "Save the recording"
            </button>
            {open}
            {move || message()}
        </div>
    }
}
