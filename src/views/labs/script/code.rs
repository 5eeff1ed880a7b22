//! Beside the program: the same in other languages, and what is to hand.

use super::state::Page;
use crate::views::reactive::{AnyRwSignal, derived, memo};
use crate::views::tabs::Tabs;
use crate::views::texts::{NotLoaded, texts};
use leptos::prelude::*;

const TABS: [&str; 3] = ["To hand", "Python", "JavaScript"];

/// The words of a program, and what it began as in other languages.
#[component]
pub(super) fn Beside(page: Page) -> impl IntoView {
    let tab = AnyRwSignal::new(0);
    let texts = texts();
    let shown = derived(move || {
        let languages = page.choices.with(|setup| setup.start.languages());
        match tab.get() {
            1 => Some(languages.python),
            2 => Some(languages.javascript),
            _ => None,
        }
    });
    let is_changed =
        memo(move || page.choices.with(|setup| setup.text.is_some()));
    let text = move || match shown.get() {
        None => view! { <ToHand/> }.into_any(),
        Some(text) => {
            let html = texts.html(text);
            let hint = is_changed.get().then(|| {
                view! { <p class="hint">"This is the program that yours began as."</p> }.into_any()
            });
            view! {
                {hint}
                <pre class="code" tabindex="0"><code inner_html=html></code></pre>
            }
            .into_any()
        }
    };
    let tabs = TABS.map(|name| ("", name)).into();
    let pressed = derived(move || Some(tab.get()));
    view! {
        <section class="panel source" aria-label="Beside the program">
            <Tabs
                label="Beside the program"
                tabs
                pressed
                press=move |place| tab.set(place)
            />
            {move || text()}
            <NotLoaded text=shown/>
        </section>
    }
}

/// What the interpreter knows, a line each.
#[component]
fn ToHand() -> impl IntoView {
    let word = |word: meanwhile_script::Word| {
        view! {
            <div>
                <dt><code>{word.signature}</code></dt>
                <dd>{word.says}</dd>
            </div>
        }
        .into_any()
    };
    let words = meanwhile_script::words().into_iter().map(word);
    view! {
        <dl class="to-hand" tabindex="0" aria-label="What is to hand">
            {words.collect_view()}
        </dl>
    }
}
