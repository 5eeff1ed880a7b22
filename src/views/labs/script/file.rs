//! The program as a file: out, and in again.

use super::state::Page;
use crate::browser::files;
use crate::views::reactive::AnyRwSignal;
use leptos::prelude::*;

/// A program is no longer than this, in bytes.
const MOST_BYTES: f64 = 200_000.0;

/// Buttons that save the program and open one.
#[component]
pub(super) fn Files(page: Page) -> impl IntoView {
    let said = AnyRwSignal::new(Ok(String::new()));
    let save = move |_| {
        let Some(text) = untrack(|| page.text()) else {
            return;
        };
        let id = page.choices.with_untracked(|setup| setup.start.id());
        let name = format!("{}.rs", id.replace('-', "_"));
        files::save(&name, "text/plain", &text);
        said.set(Ok(format!("Saved as {name}.")));
    };
    let open = move |input: web_sys::HtmlInputElement| {
        let Some(file) = files::chosen(&input) else {
            return;
        };
        let name = file.name();
        if file.size() > MOST_BYTES {
            said.set(Err(format!(
                "{name} was not opened: it is larger than 200 kB, which no program needs."
            )));
            return;
        }
        leptos::task::spawn_local(async move {
            said.try_set(match files::text_of(&file).await {
                Ok(text) if text.contains('\0') => {
                    Err(format!("{name} was not opened: it is not a text."))
                }
                Ok(text) => {
                    // Some editors begin a file with a byte order mark.
                    let text = text.trim_start_matches('\u{feff}').to_owned();
                    let what = format!("{name} took the place of your text.");
                    page.replace(text, &what);
                    Ok(format!("Opened {name}."))
                }
                Err(why) => Err(format!("{name} was not opened: {why}")),
            });
        });
    };
    let message = move || match said.get() {
        Ok(text) => {
            view! { <span class="hint" role="log">{text}</span> }.into_any()
        }
        Err(text) => {
            view! { <p class="alert" role="alert">{text}</p> }.into_any()
        }
    };
    view! {
        <button
            class="quiet"
            title="The file compiles with the crate meanwhile"
            on:click=save
        >
            "Save as .rs"
        </button>
        <label class="quiet file">
            "Open a .rs file"
            <input
                type="file"
                accept=".rs,text/plain"
                on:change:target=move |event| open(event.target())
            />
        </label>
        {move || message()}
    }
}
